package gulliver.nio;

import static gulliver.nio.JavaOptions.plain;

import gulliver.socket.Address;
import gulliver.socket.FiveTuple;
import gulliver.socket.Network;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ServerSocket} that is a view of a listening stream socket of any family; {@link
 * #accept()} answers {@link JavaSocket}s. It behaves as {@code java.net} documents it; what is
 * different is said at {@link JavaSocket}.
 *
 * @since 0.1
 */
public final class JavaServerSocket extends ServerSocket {
  private static final int BACKLOG = 50;

  private final Socket socket;

  /** The local address, once there is one: it can be asked for after closing. */
  private volatile @Nullable Address local;

  private JavaServerSocket(Socket socket) throws IOException {
    this.socket = socket;
    look();
  }

  /**
   * {@return a view of a socket}
   *
   * @param socket a stream socket that listens, or that {@link #bind(SocketAddress)} is to bind and
   *     let listen
   * @throws IOException if it cannot be made
   * @throws IllegalArgumentException for another type than {@code SOCK_STREAM}; for a socket that
   *     has an address and does not listen
   */
  public static JavaServerSocket of(Socket socket) throws IOException {
    FiveTuple five = JavaSocket.checked(socket).fiveTuple();
    boolean used = five.remote() != null || JavaAddresses.isBound(five.local());
    if (used && !listens(socket)) {
      throw new IllegalArgumentException(
          socket + ": a socket that listens is allowed, or a new one");
    }
    return new JavaServerSocket(socket);
  }

  /** A new one that is not bound. */
  static JavaServerSocket unbound(Network network) throws IOException {
    Socket socket = JavaSocket.internet(network);
    try {
      socket.setsockopt(Options.SO_REUSEADDR, true); // as java.net on Linux
      return new JavaServerSocket(socket);
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  private static boolean listens(Socket socket) throws IOException {
    return socket.getsockopt(Options.SO_ACCEPTCONN);
  }

  /** {@return the socket that this is a view of} */
  public Socket socket() {
    return socket;
  }

  private void look() {
    if (local == null) {
      try {
        Address name = socket.getsockname();
        if (JavaAddresses.isBound(name)) {
          local = name;
        }
      } catch (IOException closed) {
        // then there is no more to see
      }
    }
  }

  private @Nullable Address local() {
    look();
    return local;
  }

  private void checkOpen() throws SocketException {
    if (socket.isClosed()) {
      throw new SocketException("Socket is closed");
    }
  }

  @Override
  public void bind(@Nullable SocketAddress endpoint) throws IOException {
    bind(endpoint, BACKLOG);
  }

  @Override
  public void bind(@Nullable SocketAddress endpoint, int backlog) throws IOException {
    checkOpen();
    if (isBound()) {
      throw new SocketException("Already bound");
    }
    socket.bind(JavaAddresses.toBind(endpoint, socket.family()));
    socket.listen(backlog < 1 ? BACKLOG : backlog);
    look();
  }

  /**
   * Takes a connection.
   *
   * @return a {@link JavaSocket}
   */
  @Override
  public java.net.Socket accept() throws IOException {
    checkOpen();
    if (!isBound()) {
      throw new SocketException("Socket is not bound yet");
    }
    if (!socket.getblocking()) {
      throw new IllegalBlockingModeException();
    }
    Socket connection = socket.accept().socket();
    try {
      return JavaSocket.of(connection);
    } catch (Throwable t) {
      connection.close();
      throw t;
    }
  }

  @Override
  public void close() {
    look();
    socket.close();
  }

  @Override
  public boolean isBound() {
    return local() != null;
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    Address bound = local();
    return bound == null ? null : JavaAddresses.host(bound);
  }

  @Override
  public int getLocalPort() {
    Address bound = local();
    return bound == null ? -1 : JavaAddresses.port(bound);
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    Address bound = local();
    return bound == null ? null : JavaAddresses.socketAddress(bound);
  }

  /** {@return null: this is no channel's socket} */
  @Override
  public @Nullable ServerSocketChannel getChannel() {
    return null;
  }

  // ---- options ----

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return JavaOptions.supported(socket, true);
  }

  @Override
  public <T> ServerSocket setOption(SocketOption<T> name, T value) throws IOException {
    Objects.requireNonNull(name);
    checkOpen();
    JavaOptions.set(socket, true, name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    Objects.requireNonNull(name);
    checkOpen();
    return JavaOptions.get(socket, true, name);
  }

  private <T> void set(SocketOption<T> option, T value) throws SocketException {
    checkOpen();
    plain(() -> {
      JavaOptions.set(socket, true, option, value);
      return true;
    });
  }

  private <T> T get(SocketOption<T> option) throws SocketException {
    checkOpen();
    return plain(() -> JavaOptions.get(socket, true, option));
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    checkOpen();
    if (timeout < 0) {
      throw new IllegalArgumentException("timeout < 0");
    }
    plain(() -> {
      JavaOptions.setTimeout(socket, timeout);
      return timeout;
    });
  }

  @Override
  public int getSoTimeout() throws IOException {
    checkOpen();
    return JavaOptions.timeout(socket);
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return get(StandardSocketOptions.SO_REUSEADDR);
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    if (size <= 0) {
      throw new IllegalArgumentException("negative receive size");
    }
    set(StandardSocketOptions.SO_RCVBUF, size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_RCVBUF);
  }

  /** Does nothing: they are hints, which {@code java.net.ServerSocket} does not take either. */
  @Override
  public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {}

  /** As {@code java.net} has it: {@code ServerSocket[addr=0.0.0.0/0.0.0.0,localport=7000]}. */
  @Override
  public String toString() {
    Address bound = local();
    if (bound == null) {
      return "ServerSocket[unbound]";
    }
    return JavaAddresses.isInternet(socket.family())
        ? "ServerSocket[addr=" + getInetAddress() + ",localport=" + getLocalPort() + "]"
        : "ServerSocket[addr=" + bound + "]";
  }
}
