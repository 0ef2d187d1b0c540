package gulliver.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import gulliver.nio.JavaServerSocket;
import gulliver.nio.JavaServerSocketFactory;
import gulliver.nio.JavaSocket;
import gulliver.nio.JavaSocketFactory;
import gulliver.nio.OtherSocketAddress;
import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import jdk.net.ExtendedSocketOptions;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code java.net} does not have: other families; and old clients on the views. */
class OsJavaSocketTest extends Suite {
  private static final AddressFamily INET = new AddressFamily(Linux.AF_INET);
  private static final AddressFamily INET6 = new AddressFamily(Linux.AF_INET6);
  private static final AddressFamily UNIX = new AddressFamily(Linux.AF_UNIX);
  private static final SocketType STREAM = new SocketType(Linux.SOCK_STREAM);

  @TempDir Path folder;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private JavaSocket[] pair() throws IOException {
    Socket[] pair = network().socketpair();
    return new JavaSocket[] {
      closing(JavaSocket.of(pair[0])), closing(JavaSocket.of(pair[1])),
    };
  }

  private static String say(java.net.Socket from, java.net.Socket to) throws IOException {
    from.getOutputStream().write("hello".getBytes(UTF_8));
    return new String(to.getInputStream().readNBytes(5), UTF_8);
  }

  // ---- families ----

  @Test
  void oneEndOfASocketpairIsAConnectedSocketOnThisHost() throws IOException {
    JavaSocket[] pair = pair();
    JavaSocket one = pair[0];
    assertThat(say(one, pair[1])).isEqualTo("hello");
    assertThat(one.isConnected()).isTrue();
    assertThat(one.isBound()).isTrue();
    assertThat(one.getInetAddress().isLoopbackAddress()).isTrue();
    assertThat(one.getLocalAddress().isLoopbackAddress()).isTrue();
    assertThat(one.getPort()).isZero();
    assertThat(one.getLocalPort()).isZero();
    assertThat(one.getRemoteSocketAddress()).isEqualTo(UnixDomainSocketAddress.of(""));
    assertThat(one.getLocalSocketAddress()).isEqualTo(UnixDomainSocketAddress.of(""));
    assertThat(one).hasToString("Socket[addr=(unnamed),localaddr=(unnamed)]");
    assertThat(one.socket().getpeername()).isEqualTo(Address.Unix.UNNAMED);
  }

  @Test
  void aUnixSocketHasTheOptionsThatItHas() throws IOException {
    JavaSocket one = pair()[0];
    assertThat(one.supportedOptions())
        .isEqualTo(
            Set.of(
                StandardSocketOptions.SO_KEEPALIVE,
                StandardSocketOptions.SO_LINGER,
                StandardSocketOptions.SO_RCVBUF,
                StandardSocketOptions.SO_REUSEADDR,
                StandardSocketOptions.SO_SNDBUF,
                StandardSocketOptions.TCP_NODELAY));
    one.setTcpNoDelay(true);
    assertThat(one.getTcpNoDelay()).isTrue();
    assertThatThrownBy(() -> one.setTcpNoDelay(false)).isInstanceOf(SocketException.class);
    one.setKeepAlive(true);
    assertThat(one.getKeepAlive()).isTrue();
    one.setSendBufferSize(30_000);
    assertThat(one.getSendBufferSize()).isEqualTo(30_000);
    assertThatThrownBy(() -> one.setTrafficClass(4)).isInstanceOf(SocketException.class);
    assertThatThrownBy(one::getTrafficClass).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> one.getOption(StandardSocketOptions.IP_TOS))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> one.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 3))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aServerOnAUnixPathAcceptsViewsAndTheJdksOwnChannels() throws IOException {
    UnixDomainSocketAddress path = UnixDomainSocketAddress.of(folder.resolve("s"));
    JavaServerSocket server = closing(JavaServerSocket.of(network().socket(UNIX, STREAM)));
    server.bind(path);
    assertThat(server.getLocalSocketAddress()).isEqualTo(path);
    assertThat(server.getLocalPort()).isZero();
    JavaSocket client = closing(JavaSocket.of(network().socket(UNIX, STREAM)));
    client.connect(path);
    java.net.Socket accepted = closing(server.accept());
    assertThat(client.getRemoteSocketAddress()).isEqualTo(path);
    assertThat(accepted.getLocalSocketAddress()).isEqualTo(path);
    assertThat(say(client, accepted)).isEqualTo("hello");
    try (var channel = java.nio.channels.SocketChannel.open(path)) {
      java.net.Socket other = closing(server.accept());
      other.getOutputStream().write(7);
      var one = java.nio.ByteBuffer.allocate(1);
      assertThat(channel.read(one)).isEqualTo(1);
      assertThat(one.get(0)).isEqualTo((byte) 7);
    }
  }

  @Test
  void anAbstractNameIsAnAddressOfOurs() throws IOException {
    Address name = Address.Unix.ofAbstract("gulliver-nio-" + ProcessHandle.current().pid());
    ServerSocket server = closing(JavaServerSocket.of(network().socket(UNIX, STREAM)));
    server.bind(new OtherSocketAddress(name));
    JavaSocket client = closing(JavaSocket.of(network().socket(UNIX, STREAM)));
    client.connect(server.getLocalSocketAddress());
    closing(server.accept());
    assertThat(client.getRemoteSocketAddress())
        .isEqualTo(new OtherSocketAddress(name))
        .hasToString(name.toString());
  }

  @Test
  void anAddressOfAnotherFamilyIsRefused() throws IOException {
    JavaSocket unix = closing(JavaSocket.of(network().socket(UNIX, STREAM)));
    assertThatThrownBy(
            () -> unix.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AF_UNIX");
    java.net.Socket tcp = closing(JavaSocketFactory.of(network()).createSocket());
    assertThatThrownBy(() -> tcp.connect(UnixDomainSocketAddress.of("/x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(tcp.isClosed()).isFalse();
  }

  @Test
  void onlyStreamsAndOnlyListenersOrNewSocketsAreViewed() throws IOException {
    Socket datagrams = closing(network().socket(INET, new SocketType(Linux.SOCK_DGRAM)));
    assertThatThrownBy(() -> JavaSocket.of(datagrams))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SOCK_DGRAM");
    Socket bound = closing(network().socket(INET, STREAM));
    bound.bind(anywhere());
    assertThatThrownBy(() -> JavaServerSocket.of(bound))
        .isInstanceOf(IllegalArgumentException.class);
    bound.listen();
    assertThat(JavaServerSocket.of(bound).getLocalPort()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void ipv4AndIpv6AreTheirOwnKindInJava(Family family) throws IOException {
    Socket server =
        closing(
            network()
                .createServer(
                    family == Family.IPV4
                        ? new Address.Inet4("127.0.0.1", 0)
                        : new Address.Inet6("::1", 0)));
    InetSocketAddress at = (InetSocketAddress) server.getsockname().toSocketAddress();
    java.net.Socket client =
        closing(JavaSocketFactory.of(network()).createSocket(at.getAddress(), at.getPort()));
    assertThat(client.getRemoteSocketAddress()).isEqualTo(at);
    assertThat(client.getLocalAddress()).isEqualTo(at.getAddress());
    assertThat(((JavaSocket) client).socket().family()).isEqualTo(INET6);
    closing(server.accept().socket());
  }

  enum Family {
    IPV4,
    IPV6
  }

  // ---- what a view is ----

  @Test
  void aViewFollowsItsSocket() throws IOException {
    Socket server = closing(network().createServer(anywhere()));
    Socket ours = closing(network().socket(INET, STREAM));
    JavaSocket view = JavaSocket.of(ours);
    assertThat(view.isConnected()).isFalse();
    ours.connect(server.getsockname());
    assertThat(view.isConnected()).isTrue();
    assertThat(view.getPort()).isEqualTo(((Address.Inet4) server.getsockname()).port());
    Socket accepted = closing(server.accept().socket());
    accepted.sendall("x".getBytes(UTF_8));
    assertThat(view.getInputStream().read()).isEqualTo('x');
    view.close();
    assertThat(ours.isClosed()).isTrue();
    assertThat(accepted.recv(1)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsAReadAndLeavesTheSocketOpen(Caller.Threads threads) throws Exception {
    JavaSocket[] pair = pair();
    var in = pair[0].getInputStream();
    Caller<Integer> reader = Caller.start(threads, network(), in::read).untilItWaits();
    reader.interrupt();
    assertThat(reader.failure())
        .isInstanceOf(InterruptedIOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
    assertThat(reader.interruptStatus()).isTrue();
    assertThat(pair[0].isClosed()).isFalse();
    assertThat(say(pair[1], pair[0])).isEqualTo("hello");
  }

  @Test
  void aSocketThatDoesNotWaitIsInTheWrongMode() throws IOException {
    JavaSocket one = pair()[0];
    one.socket().setblocking(false);
    assertThatThrownBy(() -> one.getInputStream().read())
        .isInstanceOf(IllegalBlockingModeException.class);
    assertThatThrownBy(() -> one.getOutputStream().write(1))
        .isInstanceOf(IllegalBlockingModeException.class);
    Socket listening = closing(network().createServer(anywhere()));
    listening.setblocking(false);
    assertThatThrownBy(() -> JavaServerSocket.of(listening).accept())
        .isInstanceOf(IllegalBlockingModeException.class);
  }

  @Test
  void connectingThatTakesTooLongTimesOutAndClosesTheSocket() throws IOException {
    Socket full = closing(network().socket(UNIX, STREAM));
    full.bind(new Address.Unix(folder.resolve("full").toString()));
    full.listen(0);
    Socket first = closing(network().socket(UNIX, STREAM));
    first.connect(full.getsockname());
    JavaSocket second = closing(JavaSocket.of(network().socket(UNIX, STREAM)));
    second.setSoTimeout(7);
    assertThatThrownBy(() -> second.connect(full.getsockname().toSocketAddress(), 30))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(second.isClosed()).isTrue();
  }

  @Test
  void theTimeOutOfConnectingIsNotThatOfSending() throws IOException {
    Socket server = closing(network().createServer(anywhere()));
    JavaSocket client = closing(JavaSocket.of(network().socket(INET, STREAM)));
    client.socket().settimeout(Duration.ofSeconds(9));
    client.connect(server.getsockname().toSocketAddress(), 4000);
    assertThat(client.socket().getsockopt(gulliver.socket.Options.SO_SNDTIMEO))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(client.getSoTimeout()).isEqualTo(9000);
    closing(server.accept().socket());
  }

  @Test
  void aNameIsResolvedByTheNetworkAndAllItsAddressesAreTried() throws IOException {
    Socket server = closing(network().createServer(new Address.Inet4("127.0.0.1", 0)));
    int port = ((Address.Inet4) server.getsockname()).port();
    java.net.Socket client =
        closing(JavaSocketFactory.of(network()).createSocket("localhost", port));
    assertThat(client.getInetAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    closing(server.accept().socket());
    java.net.Socket other = closing(JavaSocketFactory.of(network()).createSocket());
    assertThatThrownBy(() -> other.connect(InetSocketAddress.createUnresolved("a name", 1)))
        .isInstanceOf(UnknownHostException.class);
    assertThat(other.isClosed()).isTrue();
  }

  @Test
  void aRefusalHasItsErrno() throws IOException {
    Socket gone = network().createServer(anywhere());
    InetSocketAddress nobody = (InetSocketAddress) gone.getsockname().toSocketAddress();
    gone.close();
    assertThatThrownBy(() ->
            JavaSocketFactory.of(network()).createSocket(nobody.getAddress(), nobody.getPort()))
        .isInstanceOf(ConnectException.class)
        .satisfies(e -> assertThat(Errno.of(e)).isEqualTo(Errno.ECONNREFUSED));
  }

  // ---- factories ----

  @Test
  void theFactoriesBindWhereTheyAreTold() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    ServerSocket server =
        closing(JavaServerSocketFactory.of(network()).createServerSocket(0, 3, loopback));
    assertThat(server.getInetAddress()).isEqualTo(loopback);
    java.net.Socket client =
        closing(
            JavaSocketFactory.of(network())
                .createSocket("127.0.0.1", server.getLocalPort(), loopback, 0));
    assertThat(client.getLocalAddress()).isEqualTo(loopback);
    closing(server.accept());
    ServerSocket everywhere = closing(JavaServerSocketFactory.of(network()).createServerSocket(0));
    assertThat(everywhere.getInetAddress().isAnyLocalAddress()).isTrue();
  }

  @Test
  void aFactoryForOneAddressTakesADriverThatKnowsOnlyTcpToAUnixSocket() throws IOException {
    Address.Unix path = new Address.Unix(folder.resolve("db").toString());
    Socket server = closing(network().createServer(path));
    JavaSocketFactory factory = JavaSocketFactory.to(network(), path);
    java.net.Socket client = closing(factory.createSocket());
    client.setTcpNoDelay(true); // as drivers do
    client.connect(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5432), 20_000);
    java.net.Socket accepted = closing(JavaSocket.of(server.accept().socket()));
    assertThat(say(client, accepted)).isEqualTo("hello");
    closing(factory.createSocket("db.example", 5432));
    closing(server.accept().socket());
  }

  // ---- old clients ----

  private HttpServer httpServer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 5);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 2L * body.length);
          exchange.getResponseBody().write(body);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    closing(() -> server.stop(0));
    return server;
  }

  @Test
  void aHandWrittenHttpClientTalksToTheJdksServer() throws IOException {
    int port = httpServer().getAddress().getPort();
    try (java.net.Socket socket = JavaSocketFactory.of(network()).createSocket("127.0.0.1", port)) {
      String request =
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      assertThat(reader.readLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(reader.lines().toList()).endsWith("abcabc");
    }
  }

  @Test
  void apachesHttpClientKeepsItsConnectionsOnViews() throws IOException {
    int port = httpServer().getAddress().getPort();
    JavaSocketFactory factory = JavaSocketFactory.of(network());
    ConnectionSocketFactory views =
        new PlainConnectionSocketFactory() {
          @Override
          public java.net.Socket createSocket(HttpContext context) throws IOException {
            return factory.createSocket();
          }
        };
    var registry =
        RegistryBuilder.<ConnectionSocketFactory>create().register("http", views).build();
    byte[] body = pattern(300_000);
    try (var connections = new PoolingHttpClientConnectionManager(registry);
        CloseableHttpClient client =
            HttpClients.custom().setConnectionManager(connections).build()) {
      for (int i = 0; i < 3; i++) {
        HttpPost post = new HttpPost("http://127.0.0.1:" + port + "/");
        post.setEntity(new ByteArrayEntity(body));
        try (CloseableHttpResponse response = client.execute(post)) {
          byte[] answer = EntityUtils.toByteArray(response.getEntity());
          assertThat(answer).hasSize(2 * body.length).startsWith(body).endsWith(body);
        }
      }
      assertThat(connections.getTotalStats().getAvailable()).isEqualTo(1);
    }
  }

  // ---- TLS ----

  @Test
  void tlsOverAViewOfATcpConnection() throws Exception {
    Tls tls = Tls.make(folder);
    JavaServerSocket server = closing(JavaServerSocket.of(network().createServer(anywhere())));
    java.net.Socket client =
        closing(
            JavaSocketFactory.of(network())
                .createSocket(InetAddress.ofLiteral("127.0.0.1"), server.getLocalPort()));
    tls.talk(this::start, client, closing(server.accept()));
  }

  @Test
  void tlsOverTheTwoEndsOfASocketpair() throws Exception {
    JavaSocket[] pair = pair();
    Tls.make(folder).talk(this::start, pair[0], pair[1]);
  }

  @Test
  void tlsFromAViewToTheJdksOwnServer() throws Exception {
    Tls tls = Tls.make(folder);
    try (ServerSocket server =
        tls.context()
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      CompletableFuture<byte[]> served =
          start(() -> {
            try (java.net.Socket accepted = server.accept()) {
              byte[] request = accepted.getInputStream().readNBytes(5);
              accepted.getOutputStream().write(request);
              return request;
            }
          });
      java.net.Socket plain =
          closing(JavaSocketFactory.of(network()).createSocket("127.0.0.1", server.getLocalPort()));
      try (java.net.Socket secure =
          tls.context()
              .getSocketFactory()
              .createSocket(plain, "localhost", server.getLocalPort(), true)) {
        secure.getOutputStream().write("hello".getBytes(UTF_8));
        assertThat(secure.getInputStream().readAllBytes()).isEqualTo("hello".getBytes(UTF_8));
      }
      assertThat(plain.isClosed()).isTrue();
      assertThat(result(served)).isEqualTo("hello".getBytes(UTF_8));
    }
  }
}
