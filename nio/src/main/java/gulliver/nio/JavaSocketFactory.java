package gulliver.nio;

import gulliver.socket.Address;
import gulliver.socket.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link JavaSocket}s of a network, for libraries that ask for a factory.
 *
 * <p>Where they want the name of a class, which a JDBC driver does, make one that says which
 * network:
 *
 * <pre>{@code
 * public final class OsSocketFactory extends JavaSocketFactory {
 *   public OsSocketFactory() {
 *     super(Network.os());
 *   }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public class JavaSocketFactory extends SocketFactory {
  private final Network network;
  private final @Nullable Address only;

  /**
   * A factory of internet sockets.
   *
   * @param network where they belong
   */
  public JavaSocketFactory(Network network) {
    this.network = Objects.requireNonNull(network);
    this.only = null;
  }

  /**
   * A factory of sockets that all connect to one address, whatever host and port they are told: so
   * a driver that knows only TCP reaches a server on a UNIX socket.
   *
   * @param network where they belong
   * @param only where they connect to, such as {@code new Address.Unix("/run/db.sock")}
   */
  public JavaSocketFactory(Network network, Address only) {
    this.network = Objects.requireNonNull(network);
    this.only = Objects.requireNonNull(only);
  }

  /**
   * {@return a factory of internet sockets}
   *
   * @param network where they belong
   */
  public static JavaSocketFactory of(Network network) {
    return new JavaSocketFactory(network);
  }

  /**
   * {@return a factory of sockets that all connect to one address}
   *
   * @param network where they belong
   * @param only where they connect to
   */
  public static JavaSocketFactory to(Network network, Address only) {
    return new JavaSocketFactory(network, only);
  }

  /** {@return a socket that is not connected} */
  @Override
  public Socket createSocket() throws IOException {
    return only == null ? JavaSocket.unconnected(network) : JavaSocket.unconnected(network, only);
  }

  /**
   * {@return a socket that is connected to a host} The network resolves its name and tries all its
   * addresses, as {@link Network#createConnection(Address)} does.
   *
   * @param host a name or a literal; null for this host
   * @param port 0…65535
   */
  @Override
  public Socket createSocket(@Nullable String host, int port) throws IOException {
    return connected(null, Objects.requireNonNullElse(host, "localhost"), port);
  }

  /**
   * {@return a socket that is bound to a local address and connected to a host}
   *
   * @param host a name or a literal; null for this host
   * @param port 0…65535
   * @param localHost where to bind, null for anywhere
   * @param localPort 0…65535, 0 for any
   */
  @Override
  public Socket createSocket(
      @Nullable String host, int port, @Nullable InetAddress localHost, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(localHost, localPort),
        Objects.requireNonNullElse(host, "localhost"),
        port);
  }

  /**
   * {@return a socket that is connected to a host}
   *
   * @param host its address; null for this host
   * @param port 0…65535
   */
  @Override
  public Socket createSocket(@Nullable InetAddress host, int port) throws IOException {
    return connected(null, remote(host, port));
  }

  /**
   * {@return a socket that is bound to a local address and connected to a host}
   *
   * @param host its address; null for this host
   * @param port 0…65535
   * @param localHost where to bind, null for anywhere
   * @param localPort 0…65535, 0 for any
   */
  @Override
  public Socket createSocket(
      @Nullable InetAddress host, int port, @Nullable InetAddress localHost, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(localHost, localPort), remote(host, port));
  }

  private static InetSocketAddress remote(@Nullable InetAddress host, int port) {
    return new InetSocketAddress(
        Objects.requireNonNullElse(host, InetAddress.getLoopbackAddress()), port);
  }

  private Socket connected(@Nullable InetSocketAddress local, String host, int port)
      throws IOException {
    // a literal, too: java.net would ask the system for a name, which another network has not
    InetSocketAddress remote = InetSocketAddress.createUnresolved(host, port);
    if (local != null || only != null) {
      return connected(local, remote);
    }
    gulliver.socket.Socket socket = network.createConnection(Address.of(remote));
    try {
      return JavaSocket.of(socket);
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  private Socket connected(@Nullable InetSocketAddress local, InetSocketAddress remote)
      throws IOException {
    Socket socket = createSocket();
    try {
      if (local != null && only == null) {
        socket.bind(local);
      }
      socket.connect(remote);
      return socket;
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }
}
