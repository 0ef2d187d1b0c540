package gulliver.nio;

import static gulliver.nio.JavaOptions.plain;

import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.AddressInfo;
import gulliver.socket.Errno;
import gulliver.socket.FiveTuple;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Options;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link java.net.Socket} that is a view of a stream socket of any family: what is done to one is
 * done to the other, closing too. It behaves as {@code java.net} documents it, with the same
 * exceptions; what is different, or not documented there:
 *
 * <ul>
 *   <li>An interrupt ends a wait with {@link InterruptedIOException} and leaves the socket open, on
 *       every thread.
 *   <li>{@link #connect(SocketAddress, int)} with an unresolved {@link InetSocketAddress} asks the
 *       socket's own network for the name, and tries each of its addresses, where {@code java.net}
 *       throws {@link java.net.UnknownHostException} at once.
 *   <li>A socket that does not wait ({@code settimeout(ZERO)}) throws {@link
 *       IllegalBlockingModeException} where it would, as the socket of a non-blocking channel does.
 *   <li>{@link #getChannel()} is null, and {@link #setPerformancePreferences} does nothing, as with
 *       {@code java.net.Socket} itself.
 *   <li>{@link SocketException}s have the message form of this library, and are a {@link
 *       gulliver.socket.SocketFailure} with an errno where the network said no.
 * </ul>
 *
 * <p>On a family that is not the internet's, such as {@code AF_UNIX}:
 *
 * <ul>
 *   <li>{@link #getInetAddress()} and {@link #getLocalAddress()} are the loopback address, since
 *       the peer is on this host, and the ports 0; {@link #getRemoteSocketAddress()} and {@link
 *       #getLocalSocketAddress()} are a {@link java.net.UnixDomainSocketAddress}, or {@link
 *       OtherSocketAddress} for an abstract name and other families.
 *   <li>{@code connect} and {@code bind} take those, and no {@link InetSocketAddress} ({@link
 *       IllegalArgumentException}); {@link JavaSocketFactory#to} makes sockets that take any.
 *   <li>{@code TCP_NODELAY} is on and cannot be turned off ({@link SocketException}); there is no
 *       traffic class ({@link SocketException}) nor any other option of TCP or IP ({@link
 *       UnsupportedOperationException} of {@link #getOption}).
 *   <li>{@link #sendUrgentData} works where the kernel has {@code MSG_OOB} for UNIX sockets (Linux
 *       5.15, if so built), else fails with {@code EOPNOTSUPP}.
 * </ul>
 *
 * <p>Any number of threads may use it.
 *
 * @since 0.1
 */
public final class JavaSocket extends java.net.Socket {
  private final Socket socket;

  /** Where it connects, whatever it is told; null for where it is told. */
  private final @Nullable Address only;

  private final InputStream in = new In();
  private final OutputStream out = new Out();

  // What was seen of the addresses: they can be asked for after closing.
  private volatile @Nullable Address local;
  private volatile @Nullable Address peer;

  private volatile boolean inputShut;
  private volatile boolean outputShut;

  /** The peer has reset the connection, which the network says once, and Java for ever. */
  private volatile boolean reset;

  private JavaSocket(Socket socket, @Nullable Address only) throws SocketException {
    super((SocketImpl) null); // every method is overridden: none is left to ask for it
    this.socket = socket;
    this.only = only;
    look();
  }

  /**
   * {@return a view of a socket}
   *
   * @param socket a stream socket, connected or not
   * @throws IOException if it cannot be made
   * @throws IllegalArgumentException for another type than {@code SOCK_STREAM}
   */
  public static JavaSocket of(Socket socket) throws IOException {
    return new JavaSocket(checked(socket), null);
  }

  /** A new socket that is not connected: IPv6, which serves IPv4 as well, where there is IPv6. */
  static JavaSocket unconnected(Network network) throws IOException {
    return new JavaSocket(internet(network), null);
  }

  /** A new socket that connects to one address. */
  static JavaSocket unconnected(Network network, Address only) throws IOException {
    Socket socket =
        only instanceof Address.Name
            ? internet(network)
            : network.socket(only.family(), new SocketType(Linux.SOCK_STREAM));
    return new JavaSocket(socket, JavaAddresses.in(socket.family(), only));
  }

  /** A new internet socket as Java makes it. */
  static Socket internet(Network network) throws IOException {
    SocketType stream = new SocketType(Linux.SOCK_STREAM);
    if (!network.supports(gulliver.socket.Capability.IPV6)) {
      return network.socket(new AddressFamily(Linux.AF_INET), stream);
    }
    Socket socket = network.socket(new AddressFamily(Linux.AF_INET6), stream);
    try {
      socket.setsockopt(Options.IPV6_V6ONLY, false);
      return socket;
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  static Socket checked(Socket socket) {
    if (socket.type().value() != Linux.SOCK_STREAM) {
      throw new IllegalArgumentException(
          "a socket of type " + socket.type() + ": SOCK_STREAM is allowed");
    }
    return socket;
  }

  /** {@return the socket that this is a view of} */
  public Socket socket() {
    return socket;
  }

  // ---- state ----

  /** Looks at the addresses, unless they are known for good. */
  private void look() {
    if (peer != null) {
      return;
    }
    try {
      FiveTuple five = socket.fiveTuple();
      if (five.remote() != null || JavaAddresses.isBound(five.local())) {
        local = five.local();
      }
      peer = five.remote();
    } catch (IOException closed) {
      // what was seen before stays
    }
  }

  private @Nullable Address local() {
    look();
    return local;
  }

  private @Nullable Address peer() {
    look();
    return peer;
  }

  private void checkOpen() throws SocketException {
    if (socket.isClosed()) {
      throw new SocketException("Socket is closed");
    }
  }

  private void checkConnected() throws SocketException {
    checkOpen();
    if (!isConnected()) {
      throw new SocketException("Socket is not connected");
    }
  }

  private void checkBlocking() {
    if (!socket.getblocking()) {
      throw new IllegalBlockingModeException();
    }
  }

  @Override
  public boolean isConnected() {
    return peer() != null;
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
  public boolean isInputShutdown() {
    return inputShut;
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShut;
  }

  // ---- addresses ----

  @Override
  public @Nullable InetAddress getInetAddress() {
    Address remote = peer();
    return remote == null ? null : JavaAddresses.host(remote);
  }

  @Override
  public int getPort() {
    Address remote = peer();
    return remote == null ? 0 : JavaAddresses.port(remote);
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    Address remote = peer();
    return remote == null ? null : JavaAddresses.socketAddress(remote);
  }

  /**
   * {@inheritDoc}
   *
   * <p>For a family that is not the internet's it is the loopback address, open and bound or not.
   */
  @Override
  public InetAddress getLocalAddress() {
    Address bound = local();
    if (!JavaAddresses.isInternet(socket.family())) {
      return InetAddress.getLoopbackAddress();
    }
    return bound == null || socket.isClosed() ? anyLocal() : JavaAddresses.host(bound);
  }

  @Override
  public int getLocalPort() {
    Address bound = local();
    return bound == null ? -1 : JavaAddresses.port(bound);
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    Address bound = local();
    return bound == null
        ? null
        : JavaAddresses.isInternet(socket.family())
            ? new InetSocketAddress(getLocalAddress(), getLocalPort())
            : JavaAddresses.socketAddress(bound);
  }

  private static InetAddress anyLocal() {
    return new InetSocketAddress(0).getAddress();
  }

  // ---- bind, connect ----

  @Override
  public void bind(@Nullable SocketAddress bindpoint) throws IOException {
    checkOpen();
    if (isBound()) {
      throw new SocketException("Already bound");
    }
    socket.bind(JavaAddresses.toBind(bindpoint, socket.family()));
    look();
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  /**
   * Connects. A failure closes the socket, as {@code java.net} says; an interrupt does not.
   *
   * @param endpoint where to
   * @param timeout in milliseconds, 0 for ever
   */
  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    if (endpoint == null) {
      throw new IllegalArgumentException("connect: The address can't be null");
    }
    if (timeout < 0) {
      throw new IllegalArgumentException("connect: timeout can't be negative");
    }
    checkOpen();
    if (isConnected()) {
      throw new SocketException("Already connected");
    }
    Address to = only != null ? only : JavaAddresses.of(endpoint, socket.family());
    checkBlocking();
    try {
      connect(to, timeout);
      look();
    } catch (IOException e) {
      if (!(e instanceof InterruptedIOException) || e instanceof SocketTimeoutException) {
        socket.close();
      }
      throw e;
    }
  }

  private void connect(Address to, int timeout) throws IOException {
    Duration before = socket.getsockopt(Options.SO_SNDTIMEO);
    long start = socket.network().nanoTime();
    try {
      IOException failure = null;
      for (Address literal : literals(to, timeout)) {
        long left = Duration.ofMillis(timeout).toNanos() - (socket.network().nanoTime() - start);
        if (timeout > 0 && left <= 0 && failure != null) {
          break;
        }
        socket.setsockopt(
            Options.SO_SNDTIMEO,
            timeout == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(1, left)));
        try {
          socket.connect(literal);
          return;
        } catch (InterruptedIOException e) {
          throw e;
        } catch (IOException e) {
          if (failure != null) {
            e.addSuppressed(failure);
          }
          failure = e;
        }
      }
      throw Objects.requireNonNullElseGet(
          failure, () -> new java.net.UnknownHostException(to + ": no address for this socket"));
    } finally {
      if (!socket.isClosed()) {
        socket.setsockopt(Options.SO_SNDTIMEO, before);
      }
    }
  }

  /** The addresses of a name that this socket can connect to, in the order to try them. */
  private List<Address> literals(Address to, int timeout) throws IOException {
    if (!(to instanceof Address.Name name)) {
      return List.of(to);
    }
    return socket
        .network()
        .getaddrinfo(
            name.host().isEmpty() ? null : name.host(),
            String.valueOf(name.port()),
            new AddressFamily(Linux.AF_UNSPEC),
            new SocketType(Linux.SOCK_STREAM),
            Protocol.DEFAULT,
            Linux.AI_NUMERICSERV,
            timeout == 0 ? null : Duration.ofMillis(timeout))
        .stream()
        .map(AddressInfo::address)
        .map(address -> JavaAddresses.in(socket.family(), address))
        .filter(address -> address.family().equals(socket.family()))
        .distinct()
        .toList();
  }

  /**
   * {@return null: this is no channel's socket; {@link StreamChannel} is one on the same socket}
   */
  @Override
  public @Nullable SocketChannel getChannel() {
    return null;
  }

  // ---- streams ----

  @Override
  public InputStream getInputStream() throws IOException {
    checkConnected();
    if (inputShut) {
      throw new SocketException("Socket input is shutdown");
    }
    return in;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    checkConnected();
    if (outputShut) {
      throw new SocketException("Socket output is shutdown");
    }
    return out;
  }

  private final class In extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, buffer.length);
      if (length == 0) {
        return 0;
      }
      checkOpen();
      if (inputShut) {
        return -1;
      }
      if (reset) {
        throw new SocketException("Connection reset");
      }
      checkBlocking();
      try {
        int n = socket.recv(buffer, offset, length);
        if (n == Socket.WOULD_BLOCK) {
          throw new IllegalBlockingModeException(); // made so meanwhile
        }
        return n == 0 ? -1 : n;
      } catch (SocketException e) {
        reset |= Errno.of(e) == Errno.ECONNRESET;
        throw e;
      }
    }

    @Override
    public int available() throws IOException {
      checkOpen();
      if (inputShut || reset) {
        return 0;
      }
      try {
        return socket.inputStream().available();
      } catch (SocketException e) {
        if (Errno.of(e) == Errno.ECONNRESET) {
          reset = true;
          return 0;
        }
        throw e;
      }
    }

    @Override
    public void close() {
      JavaSocket.this.close();
    }
  }

  private final class Out extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, buffer.length);
      checkOpen();
      if (length > 0) {
        checkBlocking();
        socket.sendall(buffer, offset, length);
      }
    }

    @Override
    public void close() {
      JavaSocket.this.close();
    }
  }

  @Override
  public void sendUrgentData(int data) throws IOException {
    checkOpen();
    socket.sendall(new byte[] {(byte) data}, Linux.MSG_OOB);
  }

  // ---- shutdown, close ----

  @Override
  public void shutdownInput() throws IOException {
    checkConnected();
    if (inputShut) {
      throw new SocketException("Socket input is already shutdown");
    }
    shutdown(Linux.SHUT_RD);
    inputShut = true;
  }

  @Override
  public void shutdownOutput() throws IOException {
    checkConnected();
    if (outputShut) {
      throw new SocketException("Socket output is already shutdown");
    }
    shutdown(Linux.SHUT_WR);
    outputShut = true;
  }

  /** What the peer has reset is shut down already. */
  private void shutdown(int how) throws IOException {
    try {
      socket.shutdown(how);
    } catch (SocketException e) {
      if (Errno.of(e) != Errno.ENOTCONN) {
        throw e;
      }
    }
  }

  /** Closes the socket, and so all views of it; with {@code SO_LINGER} it may wait. */
  @Override
  public void close() {
    look();
    socket.close();
  }

  // ---- options ----

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return JavaOptions.supported(socket, false);
  }

  @Override
  public <T> java.net.Socket setOption(SocketOption<T> name, T value) throws IOException {
    Objects.requireNonNull(name);
    checkOpen();
    JavaOptions.set(socket, false, name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    Objects.requireNonNull(name);
    checkOpen();
    return JavaOptions.get(socket, false, name);
  }

  private <T> void set(SocketOption<T> option, T value) throws SocketException {
    checkOpen();
    plain(() -> {
      try {
        JavaOptions.set(socket, false, option, value);
      } catch (UnsupportedOperationException e) {
        throw new SocketException(e.getMessage());
      }
      return true;
    });
  }

  private <T> T get(SocketOption<T> option) throws SocketException {
    checkOpen();
    return plain(() -> {
      try {
        return JavaOptions.get(socket, false, option);
      } catch (UnsupportedOperationException e) {
        throw new SocketException(e.getMessage());
      }
    });
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    set(StandardSocketOptions.TCP_NODELAY, on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return get(StandardSocketOptions.TCP_NODELAY);
  }

  @Override
  public void setSoLinger(boolean on, int linger) throws SocketException {
    checkOpen();
    if (on && linger < 0) {
      throw new IllegalArgumentException("invalid value for SO_LINGER");
    }
    set(StandardSocketOptions.SO_LINGER, on ? linger : -1);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return get(StandardSocketOptions.SO_LINGER);
  }

  @Override
  public void setOOBInline(boolean on) throws SocketException {
    checkOpen();
    plain(() -> {
      socket.setsockopt(Options.SO_OOBINLINE, on);
      return on;
    });
  }

  @Override
  public boolean getOOBInline() throws SocketException {
    checkOpen();
    return plain(() -> socket.getsockopt(Options.SO_OOBINLINE));
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    checkOpen();
    if (timeout < 0) {
      throw new IllegalArgumentException("timeout can't be negative");
    }
    plain(() -> {
      JavaOptions.setTimeout(socket, timeout);
      return timeout;
    });
  }

  @Override
  public int getSoTimeout() throws SocketException {
    checkOpen();
    return plain(() -> JavaOptions.timeout(socket));
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    if (size <= 0) {
      throw new IllegalArgumentException("negative send size");
    }
    set(StandardSocketOptions.SO_SNDBUF, size);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    if (size <= 0) {
      throw new IllegalArgumentException("invalid receive size");
    }
    set(StandardSocketOptions.SO_RCVBUF, size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return get(StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_KEEPALIVE, on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return get(StandardSocketOptions.SO_KEEPALIVE);
  }

  @Override
  public void setTrafficClass(int tc) throws SocketException {
    if (tc < 0 || tc > 255) {
      throw new IllegalArgumentException("tc is not in range 0 -- 255");
    }
    set(StandardSocketOptions.IP_TOS, tc);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return get(StandardSocketOptions.IP_TOS);
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    set(StandardSocketOptions.SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return get(StandardSocketOptions.SO_REUSEADDR);
  }

  /** Does nothing: they are hints, which {@code java.net.Socket} does not take either. */
  @Override
  public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {}

  /**
   * As {@code java.net} has it: {@code Socket[addr=localhost/127.0.0.1,port=80,localport=40112]}.
   */
  @Override
  public String toString() {
    Address remote = peer();
    if (remote == null) {
      return "Socket[unconnected]";
    }
    return JavaAddresses.isInternet(socket.family())
        ? "Socket[addr="
            + getInetAddress()
            + ",port="
            + getPort()
            + ",localport="
            + getLocalPort()
            + "]"
        : "Socket[addr=" + remote + ",localaddr=" + local + "]";
  }
}
