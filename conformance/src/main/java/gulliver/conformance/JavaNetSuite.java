package gulliver.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Capability;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * {@code java.net.Socket} and {@code ServerSocket}, as java.net documents them. The oracle is the
 * JDK's own pair; a network's views are to do the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
public abstract class JavaNetSuite extends Suite {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);

  /** For subclasses. */
  protected JavaNetSuite() {}

  /**
   * Makes a socket that is not connected.
   *
   * @return the socket
   * @throws IOException on failure
   */
  protected abstract Socket newSocket() throws IOException;

  /**
   * Makes a server socket that is not bound.
   *
   * @return the socket
   * @throws IOException on failure
   */
  protected abstract ServerSocket newServer() throws IOException;

  private static final InetSocketAddress LOOPBACK = local(0);

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private Socket socket() throws IOException {
    return closing(newSocket());
  }

  private ServerSocket server() throws IOException {
    ServerSocket server = closing(newServer());
    server.bind(LOOPBACK);
    return server;
  }

  /** Two ends of a connection. */
  private record Ends(ServerSocket server, Socket client, Socket accepted) {}

  private Ends connected() throws IOException {
    ServerSocket server = server();
    Socket client = socket();
    client.connect(local(server.getLocalPort()));
    return new Ends(server, client, closing(server.accept()));
  }

  // ---- state and addresses ----

  @Test
  void aNewSocketIsNeitherBoundNorConnected() throws IOException {
    Socket socket = socket();
    assertThat(socket.isBound()).isFalse();
    assertThat(socket.isConnected()).isFalse();
    assertThat(socket.isClosed()).isFalse();
    assertThat(socket.isInputShutdown()).isFalse();
    assertThat(socket.isOutputShutdown()).isFalse();
    assertThat(socket.getInetAddress()).isNull();
    assertThat(socket.getPort()).isZero();
    assertThat(socket.getLocalPort()).isEqualTo(-1);
    assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
    assertThat(socket.getLocalSocketAddress()).isNull();
    assertThat(socket.getRemoteSocketAddress()).isNull();
    assertThat(socket.getChannel()).isNull();
    assertThat(socket).hasToString("Socket[unconnected]");
    assertThatThrownBy(socket::getInputStream)
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket is not connected");
    assertThatThrownBy(socket::getOutputStream)
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket is not connected");
    assertThatThrownBy(socket::shutdownInput)
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket is not connected");
    assertThatThrownBy(socket::shutdownOutput)
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket is not connected");
  }

  @Test
  void aConnectionKnowsItsEnds() throws IOException {
    Ends ends = connected();
    Socket client = ends.client;
    Socket accepted = ends.accepted;
    assertThat(client.isConnected()).isTrue();
    assertThat(client.isBound()).isTrue();
    assertThat(client.getInetAddress()).isEqualTo(LOOPBACK.getAddress());
    assertThat(client.getLocalAddress()).isEqualTo(LOOPBACK.getAddress());
    assertThat(client.getPort()).isEqualTo(ends.server.getLocalPort());
    assertThat(client.getRemoteSocketAddress()).isEqualTo(local(ends.server.getLocalPort()));
    assertThat(client.getLocalSocketAddress()).isEqualTo(accepted.getRemoteSocketAddress());
    assertThat(accepted.getLocalSocketAddress()).isEqualTo(client.getRemoteSocketAddress());
    assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
    assertThat(accepted.getLocalPort()).isEqualTo(client.getPort());
    assertThat(accepted.isConnected()).isTrue();
    assertThat(accepted.isBound()).isTrue();
    assertThat(client.toString())
        .endsWith(
            "/127.0.0.1,port=" + client.getPort() + ",localport=" + client.getLocalPort() + "]")
        .startsWith("Socket[addr=");
  }

  @Test
  void whatWasConnectedKnowsItAfterClosing() throws IOException {
    Socket client = connected().client;
    SocketAddress remote = client.getRemoteSocketAddress();
    int port = client.getLocalPort();
    client.close();
    client.close();
    assertThat(client.isClosed()).isTrue();
    assertThat(client.isConnected()).isTrue();
    assertThat(client.isBound()).isTrue();
    assertThat(client.getRemoteSocketAddress()).isEqualTo(remote);
    assertThat(client.getInetAddress()).isEqualTo(LOOPBACK.getAddress());
    assertThat(client.getLocalPort()).isEqualTo(port);
    assertThat(client.getLocalAddress().isAnyLocalAddress()).isTrue();
    assertThat(((InetSocketAddress) client.getLocalSocketAddress()).getPort()).isEqualTo(port);
    assertThat(
            ((InetSocketAddress) client.getLocalSocketAddress()).getAddress().isAnyLocalAddress())
        .isTrue();
  }

  @Test
  void aServerSocketKnowsItsAddressAlsoAfterClosing() throws IOException {
    ServerSocket server = closing(newServer());
    assertThat(server.isBound()).isFalse();
    assertThat(server.getLocalPort()).isEqualTo(-1);
    assertThat(server.getInetAddress()).isNull();
    assertThat(server.getLocalSocketAddress()).isNull();
    assertThat(server.getChannel()).isNull();
    assertThat(server).hasToString("ServerSocket[unbound]");
    assertThatThrownBy(server::accept)
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket is not bound yet");
    server.bind(LOOPBACK);
    int port = server.getLocalPort();
    assertThat(port).isPositive();
    assertThat(server.isBound()).isTrue();
    assertThat(server).hasToString("ServerSocket[addr=/127.0.0.1,localport=" + port + "]");
    assertThatThrownBy(() -> server.bind(LOOPBACK))
        .isInstanceOf(SocketException.class)
        .hasMessage("Already bound");
    server.close();
    assertThat(server.isClosed()).isTrue();
    assertThat(server.isBound()).isTrue();
    assertThat(server.getLocalSocketAddress()).isEqualTo(local(port));
    assertThat(server.getLocalPort()).isEqualTo(port);
    assertThatThrownBy(server::accept)
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket is closed");
  }

  @Test
  void aSocketCanBeBoundOnce() throws IOException {
    Socket socket = socket();
    socket.bind(LOOPBACK);
    assertThat(socket.isBound()).isTrue();
    assertThat(socket.isConnected()).isFalse();
    assertThat(socket.getLocalPort()).isPositive();
    assertThat(socket.getLocalAddress()).isEqualTo(LOOPBACK.getAddress());
    assertThatThrownBy(() -> socket.bind(LOOPBACK))
        .isInstanceOf(SocketException.class)
        .hasMessage("Already bound");
    int port = socket.getLocalPort();
    socket.connect(local(server().getLocalPort()));
    assertThat(socket.getLocalPort()).isEqualTo(port);
  }

  @Test
  void bindingToNothingIsAnEphemeralPort() throws IOException {
    Socket socket = socket();
    socket.bind(null);
    assertThat(socket.getLocalPort()).isPositive();
    assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
    ServerSocket server = closing(newServer());
    server.bind(null);
    assertThat(server.getLocalPort()).isPositive();
    assertThat(server.getInetAddress().isAnyLocalAddress()).isTrue();
  }

  @Test
  void whatIsTakenCannotBeBound() throws IOException {
    int taken = server().getLocalPort();
    ServerSocket other = closing(newServer());
    assertThatThrownBy(() -> other.bind(local(taken))).isInstanceOf(BindException.class);
    assertThat(other.isBound()).isFalse();
    assertThat(other.isClosed()).isFalse();
  }

  @Test
  void addressesOfOtherKindsAreRefused() throws IOException {
    SocketAddress other =
        new SocketAddress() {
          @Override
          public String toString() {
            return "other";
          }
        };
    Socket socket = socket();
    ServerSocket server = closing(newServer());
    assertThatThrownBy(() -> socket.connect(other)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socket.bind(other)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> server.bind(other)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socket.connect(null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socket.connect(LOOPBACK, -1))
        .isInstanceOf(IllegalArgumentException.class);
    InetSocketAddress unresolved = InetSocketAddress.createUnresolved("no.such.host.invalid", 1);
    assertThatThrownBy(() -> socket.bind(unresolved))
        .isInstanceOf(SocketException.class)
        .hasMessage("Unresolved address");
    assertThatThrownBy(() -> server.bind(unresolved))
        .isInstanceOf(SocketException.class)
        .hasMessage("Unresolved address");
    assertThat(socket.isClosed()).isFalse();
  }

  // ---- connecting ----

  @Test
  void connectingWhereNobodyListensIsRefusedAndClosesTheSocket() throws IOException {
    ServerSocket gone = server();
    int port = gone.getLocalPort();
    gone.close();
    Socket socket = socket();
    assertThatThrownBy(() -> socket.connect(local(port), 5000))
        .isInstanceOf(ConnectException.class);
    assertThat(socket.isClosed()).isTrue();
    assertThat(socket.isConnected()).isFalse();
  }

  @Test
  void connectingTwiceIsAnError() throws IOException {
    Ends ends = connected();
    assertThatThrownBy(() -> ends.client.connect(local(ends.server.getLocalPort())))
        .isInstanceOf(SocketException.class)
        .hasMessage("Already connected");
    assertThat(ends.client.isClosed()).isFalse();
  }

  // ---- bytes ----

  @Test
  void bytesGoBothWaysAndTheEndIsMinusOne() throws IOException {
    Ends ends = connected();
    ends.client.getOutputStream().write(HELLO);
    ends.client.getOutputStream().write('!');
    ends.client.shutdownOutput();
    InputStream in = ends.accepted.getInputStream();
    assertThat(in.readAllBytes()).isEqualTo("hello!".getBytes(UTF_8));
    assertThat(in.read()).isEqualTo(-1);
    ends.accepted.getOutputStream().write(new byte[] {1, 2, -1, 4}, 1, 2);
    InputStream back = ends.client.getInputStream();
    assertThat(back.read()).isEqualTo(2);
    assertThat(back.read()).isEqualTo(255);
    assertThat(back).isSameAs(ends.client.getInputStream());
  }

  @Test
  void readingNothingAnswersZeroAndWrongRangesAreRefused() throws IOException {
    Socket client = connected().client;
    InputStream in = client.getInputStream();
    OutputStream out = client.getOutputStream();
    assertThat(in.read(new byte[4], 2, 0)).isZero();
    out.write(new byte[0]);
    assertThatThrownBy(() -> in.read(new byte[4], 3, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> out.write(new byte[4], -1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> in.read(null, 0, 1)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void availableTellsWhatIsThere() throws IOException {
    Ends ends = connected();
    InputStream in = ends.accepted.getInputStream();
    assertThat(in.available()).isZero();
    ends.client.getOutputStream().write(HELLO);
    eventually(() -> assertThat(in.available()).isEqualTo(HELLO.length));
    assertThat(in.readNBytes(HELLO.length)).isEqualTo(HELLO);
    assertThat(in.available()).isZero();
  }

  @Test
  void moreThanTheBuffersHoldArrivesWhole() throws Exception {
    Ends ends = connected();
    byte[] sent = pattern(3_000_000);
    var received = start(() -> ends.accepted.getInputStream().readAllBytes());
    ends.client.getOutputStream().write(sent);
    ends.client.shutdownOutput();
    assertThat(result(received)).isEqualTo(sent);
  }

  // ---- shutting down and closing ----

  @Test
  void shuttingDownIsDoneOnceForEachDirection() throws IOException {
    Ends ends = connected();
    Socket client = ends.client;
    InputStream in = client.getInputStream();
    OutputStream out = client.getOutputStream();
    client.shutdownInput();
    assertThat(client.isInputShutdown()).isTrue();
    assertThat(client.isOutputShutdown()).isFalse();
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.available()).isZero();
    assertThatThrownBy(client::shutdownInput)
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket input is already shutdown");
    assertThatThrownBy(client::getInputStream)
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket input is shutdown");
    client.shutdownOutput();
    assertThat(client.isOutputShutdown()).isTrue();
    assertThatThrownBy(client::shutdownOutput)
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket output is already shutdown");
    assertThatThrownBy(client::getOutputStream)
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket output is shutdown");
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
    assertThat(ends.accepted.getInputStream().read()).isEqualTo(-1);
    assertThat(client.isClosed()).isFalse();
  }

  @Test
  void afterClosingEverythingSaysSo() throws IOException {
    Ends ends = connected();
    Socket client = ends.client;
    InputStream in = client.getInputStream();
    OutputStream out = client.getOutputStream();
    in.close();
    assertThat(client.isClosed()).isTrue();
    assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
    assertThatThrownBy(in::available).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(SocketException.class);
    assertClosed(client::getInputStream);
    assertClosed(client::getOutputStream);
    assertClosed(client::shutdownInput);
    assertClosed(client::shutdownOutput);
    assertClosed(() -> client.bind(LOOPBACK));
    assertClosed(() -> client.connect(LOOPBACK));
    assertClosed(client::getSoTimeout);
    assertClosed(() -> client.setSoTimeout(1));
    assertClosed(client::getTcpNoDelay);
    assertClosed(() -> client.setTcpNoDelay(true));
    assertClosed(client::getKeepAlive);
    assertClosed(client::getSoLinger);
    assertClosed(() -> client.setSoLinger(true, 1));
    assertClosed(client::getOOBInline);
    assertClosed(() -> client.setOOBInline(true));
    assertClosed(client::getReceiveBufferSize);
    assertClosed(client::getSendBufferSize);
    assertClosed(client::getTrafficClass);
    assertClosed(client::getReuseAddress);
    assertClosed(() -> client.getOption(StandardSocketOptions.SO_RCVBUF));
    assertClosed(() -> client.setOption(StandardSocketOptions.SO_RCVBUF, 4096));
    assertClosed(() -> client.sendUrgentData(1));
    ServerSocket server = ends.server;
    server.close();
    assertClosed(server::getSoTimeout);
    assertClosed(() -> server.setSoTimeout(1));
    assertClosed(() -> server.bind(LOOPBACK));
    assertClosed(server::getReuseAddress);
    assertClosed(server::getReceiveBufferSize);
    assertClosed(() -> server.getOption(StandardSocketOptions.SO_RCVBUF));
  }

  private static void assertClosed(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(SocketException.class)
        .hasMessageMatching("Socket (is )?closed");
  }

  @Test
  void closingTheOutputStreamClosesTheSocket() throws IOException {
    Ends ends = connected();
    ends.client.getOutputStream().close();
    assertThat(ends.client.isClosed()).isTrue();
    assertThat(ends.accepted.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void closingUnderABlockedReadEndsItWithASocketException() throws Exception {
    Socket client = connected().client;
    InputStream in = client.getInputStream();
    Caller<Integer> reader = Caller.start(network(), in::read).untilItWaits();
    client.close();
    assertThat(reader.failure())
        .isInstanceOf(SocketException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void closingUnderABlockedAcceptEndsItWithASocketException() throws Exception {
    ServerSocket server = server();
    Caller<Socket> acceptor = Caller.start(network(), server::accept).untilItWaits();
    server.close();
    assertThat(acceptor.failure()).isInstanceOf(SocketException.class);
  }

  @Test
  void shuttingInputDownUnderABlockedReadEndsItWithTheEnd() throws Exception {
    Socket client = connected().client;
    InputStream in = client.getInputStream();
    Caller<Integer> reader = Caller.start(network(), in::read).untilItWaits();
    client.shutdownInput();
    assertThat(reader.result()).isEqualTo(-1);
  }

  // ---- time-outs ----

  @Test
  void aReadThatTakesTooLongTimesOutAndCanBeRepeated() throws Exception {
    Ends ends = connected();
    InputStream in = ends.client.getInputStream();
    assertThat(ends.client.getSoTimeout()).isZero();
    ends.client.setSoTimeout(30);
    assertThat(ends.client.getSoTimeout()).isEqualTo(30);
    assertThatThrownBy(() -> afterTime(Duration.ofMillis(30), in::read))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(ends.client.isClosed()).isFalse();
    ends.accepted.getOutputStream().write(7);
    ends.client.setSoTimeout(0);
    assertThat(in.read()).isEqualTo(7);
    assertThatThrownBy(() -> ends.client.setSoTimeout(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAcceptThatTakesTooLongTimesOutAndCanBeRepeated() throws Exception {
    ServerSocket server = server();
    server.setSoTimeout(30);
    assertThat(server.getSoTimeout()).isEqualTo(30);
    assertThatThrownBy(() -> afterTime(Duration.ofMillis(30), server::accept))
        .isInstanceOf(SocketTimeoutException.class);
    Socket client = socket();
    client.connect(local(server.getLocalPort()));
    server.setSoTimeout(0);
    Socket accepted = closing(server.accept());
    assertThat(accepted.getSoTimeout()).isZero();
    assertThatThrownBy(() -> server.setSoTimeout(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  // ---- options: what a kernel has ----

  @Test
  void aResetIsSaidForEver() throws Exception {
    needs(Capability.DESCRIPTORS);
    Ends ends = connected();
    ends.accepted.setSoLinger(true, 0);
    ends.accepted.close();
    InputStream in = ends.client.getInputStream();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(in::read)
          .isInstanceOf(SocketException.class)
          .hasMessageMatching("(?s).*(reset|RESET).*");
      assertThat(in.available()).isZero();
    }
    ends.client.shutdownInput(); // what is gone already is no error
  }

  @Test
  void theOptionsOfASocketGoAndComeBack() throws IOException {
    needs(Capability.TCP_OPTIONS);
    Socket s = connected().client;
    assertThat(s.getTcpNoDelay()).isFalse();
    s.setTcpNoDelay(true);
    assertThat(s.getTcpNoDelay()).isTrue();
    assertThat(s.getKeepAlive()).isFalse();
    s.setKeepAlive(true);
    assertThat(s.getKeepAlive()).isTrue();
    assertThat(s.getOOBInline()).isFalse();
    s.setOOBInline(true);
    assertThat(s.getOOBInline()).isTrue();
    assertThat(s.getReuseAddress()).isFalse();
    s.setReuseAddress(true);
    assertThat(s.getReuseAddress()).isTrue();
    assertThat(s.getSoLinger()).isEqualTo(-1);
    s.setSoLinger(true, 70_000);
    assertThat(s.getSoLinger()).isEqualTo(65535);
    s.setSoLinger(true, 0);
    assertThat(s.getSoLinger()).isZero();
    s.setSoLinger(false, 5);
    assertThat(s.getSoLinger()).isEqualTo(-1);
    s.setTrafficClass(0x10);
    assertThat(s.getTrafficClass()).isEqualTo(0x10);
    s.setReceiveBufferSize(20_000);
    assertThat(s.getReceiveBufferSize()).isEqualTo(20_000);
    s.setSendBufferSize(20_000);
    assertThat(s.getSendBufferSize()).isEqualTo(20_000);
    s.setPerformancePreferences(1, 2, 3);
    assertThatThrownBy(() -> s.setSoLinger(true, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> s.setTrafficClass(256)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> s.setReceiveBufferSize(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> s.setSendBufferSize(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static final Set<String> CLIENT_OPTIONS =
      new TreeSet<>(
          Set.of(
              "IP_TOS",
              "SO_INCOMING_NAPI_ID",
              "SO_KEEPALIVE",
              "SO_LINGER",
              "SO_RCVBUF",
              "SO_REUSEADDR",
              "SO_REUSEPORT",
              "SO_SNDBUF",
              "TCP_KEEPCOUNT",
              "TCP_KEEPIDLE",
              "TCP_KEEPINTERVAL",
              "TCP_NODELAY",
              "TCP_QUICKACK"));

  @Test
  void theSupportedOptionsCanAllBeRead() throws IOException {
    needs(Capability.TCP_OPTIONS);
    Socket s = connected().client;
    assertThat(names(s.supportedOptions())).isEqualTo(CLIENT_OPTIONS);
    for (SocketOption<?> option : s.supportedOptions()) {
      assertThat((Object) s.getOption(option)).as(option.name()).isInstanceOf(option.type());
    }
    ServerSocket server = server();
    assertThat(names(server.supportedOptions()))
        .contains("SO_RCVBUF", "SO_REUSEADDR", "SO_REUSEPORT", "TCP_KEEPIDLE", "TCP_QUICKACK")
        .doesNotContain("SO_LINGER", "TCP_NODELAY", "SO_KEEPALIVE");
    for (SocketOption<?> option : server.supportedOptions()) {
      assertThat((Object) server.getOption(option)).as(option.name()).isInstanceOf(option.type());
    }
  }

  private static Set<String> names(Set<SocketOption<?>> options) {
    return options.stream().map(SocketOption::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private static SocketOption<?> named(Socket socket, String name) {
    return socket.supportedOptions().stream()
        .filter(option -> option.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static <T> void setGet(Socket socket, String name, T value) throws IOException {
    SocketOption<T> option = (SocketOption<T>) named(socket, name);
    assertThat(socket.setOption(option, value)).isSameAs(socket);
    assertThat(socket.getOption(option)).as(name).isEqualTo(value);
  }

  @Test
  void optionsByNameGoAndComeBack() throws IOException {
    needs(Capability.TCP_OPTIONS);
    Socket s = connected().client;
    setGet(s, "IP_TOS", 0x08);
    setGet(s, "SO_KEEPALIVE", true);
    setGet(s, "SO_LINGER", 5);
    setGet(s, "SO_LINGER", -1);
    setGet(s, "SO_RCVBUF", 30_000);
    setGet(s, "SO_REUSEADDR", true);
    setGet(s, "SO_SNDBUF", 30_000);
    setGet(s, "TCP_KEEPCOUNT", 3);
    setGet(s, "TCP_KEEPIDLE", 100);
    setGet(s, "TCP_KEEPINTERVAL", 10);
    setGet(s, "TCP_NODELAY", true);
    setGet(s, "TCP_QUICKACK", false);
    assertThatThrownBy(() -> s.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> s.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> s.setOption(StandardSocketOptions.IP_TOS, 256))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> s.setOption(StandardSocketOptions.SO_RCVBUF, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> s.setOption(StandardSocketOptions.SO_RCVBUF, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> s.getOption(null)).isInstanceOf(NullPointerException.class);
    ServerSocket server = server();
    server.setOption(StandardSocketOptions.SO_RCVBUF, 30_000);
    assertThat(server.getReceiveBufferSize()).isEqualTo(30_000);
    assertThatThrownBy(() -> server.setReceiveBufferSize(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(server.getReuseAddress()).isTrue();
  }

  @Test
  void urgentDataComesInlineIfItIsAskedFor() throws IOException {
    needs(Capability.TCP_OPTIONS);
    Ends ends = connected();
    ends.accepted.setOOBInline(true);
    ends.client.getOutputStream().write(1);
    ends.client.sendUrgentData(0x1ff);
    ends.client.getOutputStream().write(3);
    assertThat(ends.accepted.getInputStream().readNBytes(3)).containsExactly(1, 255, 3);
  }

  @Test
  void everyMethodThatCanBeOverriddenIsOrIsTheOriginal() throws IOException {
    for (Object view : new Object[] {socket(), closing(newServer())}) {
      Class<?> original = view instanceof Socket ? Socket.class : ServerSocket.class;
      if (view.getClass() == original) {
        continue;
      }
      assertThat(original.getDeclaredMethods())
          .filteredOn(m -> (m.getModifiers() & java.lang.reflect.Modifier.PUBLIC) != 0)
          .filteredOn(m -> (m.getModifiers() & java.lang.reflect.Modifier.STATIC) == 0)
          .allSatisfy(m ->
              assertThat(
                      Arrays.stream(view.getClass().getDeclaredMethods())
                          .filter(o -> o.getName().equals(m.getName()))
                          .anyMatch(
                              o -> Arrays.equals(o.getParameterTypes(), m.getParameterTypes())))
                  .as(m.toString())
                  .isTrue());
    }
  }

  @Test
  void aLocalInterfaceCanBeChosenByTheAddressOfTheServer() throws IOException {
    ServerSocket server = closing(newServer());
    server.bind(new InetSocketAddress((InetAddress) null, 0), 5);
    Socket client = socket();
    client.connect(local(server.getLocalPort()), 20_000);
    Socket accepted = closing(server.accept());
    assertThat(accepted.getInetAddress()).isEqualTo(LOOPBACK.getAddress());
    assertThat(Objects.requireNonNull(accepted.getLocalAddress())).isEqualTo(LOOPBACK.getAddress());
  }
}
