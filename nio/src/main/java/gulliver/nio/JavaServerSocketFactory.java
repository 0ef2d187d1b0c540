package gulliver.nio;

import gulliver.socket.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Objects;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link JavaServerSocket}s of a network, for libraries that ask for a factory. They serve
 * IPv6 and IPv4, where there is IPv6, and have {@code SO_REUSEADDR} on, as {@code java.net}'s on
 * Linux.
 *
 * @since 0.1
 */
public class JavaServerSocketFactory extends ServerSocketFactory {
  private static final int BACKLOG = 50;

  private final Network network;

  /**
   * A factory.
   *
   * @param network where its sockets belong
   */
  public JavaServerSocketFactory(Network network) {
    this.network = Objects.requireNonNull(network);
  }

  /**
   * {@return a factory}
   *
   * @param network where its sockets belong
   */
  public static JavaServerSocketFactory of(Network network) {
    return new JavaServerSocketFactory(network);
  }

  /** {@return a socket that is not bound} */
  @Override
  public ServerSocket createServerSocket() throws IOException {
    return JavaServerSocket.unbound(network);
  }

  /**
   * {@return a socket that listens on all interfaces}
   *
   * @param port 0…65535, 0 for any
   */
  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return createServerSocket(port, BACKLOG, null);
  }

  /**
   * {@return a socket that listens on all interfaces}
   *
   * @param port 0…65535, 0 for any
   * @param backlog how many connections may queue up
   */
  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return createServerSocket(port, backlog, null);
  }

  /**
   * {@return a socket that listens}
   *
   * @param port 0…65535, 0 for any
   * @param backlog how many connections may queue up
   * @param ifAddress where; null for all interfaces
   */
  @Override
  public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress ifAddress)
      throws IOException {
    ServerSocket socket = createServerSocket();
    try {
      socket.bind(new InetSocketAddress(ifAddress, port), backlog);
      return socket;
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }
}
