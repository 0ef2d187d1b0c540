package gulliver.protocols.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.Program;
import gulliver.protocols.http.HttpServer;
import gulliver.protocols.server.Limits;
import gulliver.protocols.server.Server;
import gulliver.protocols.server.ServerConnection;
import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** TLS as the layer of a server. */
class TlsServerTest extends TlsTests {
  @Override
  Network network() {
    return Network.os();
  }

  @Override
  Socket[] pair() throws IOException {
    return network().socketpair();
  }

  private Server serve(Limits limits) throws Exception {
    TlsServer tls = server().build();
    return closing(
        Server.on(network())
            .limits(limits)
            .listen(Sockets.address("127.0.0.1", 0), tls::over)
            .start(TlsServerTest::echo));
  }

  private static void echo(ServerConnection connection) throws IOException {
    byte[] one = new byte[1];
    while (!connection.isStopping()) {
      connection.idle();
      if (connection.recv(one, 0, 1) == 0) {
        return;
      }
      connection.busy(null);
      connection.sendall(one);
    }
  }

  private TlsConnection connect(Server server) throws Exception {
    Socket socket = network().createConnection(server.address());
    return closing(client().build().over(socket, "localhost"));
  }

  private static void assertEchoes(TlsConnection client) throws IOException {
    byte[] got = new byte[1];
    client.sendall(new byte[] {7});
    assertThat(client.recv(got, 0, 1)).isEqualTo(1);
    assertThat(got).containsExactly(7);
  }

  @Test
  void R36_aServerServesManyClientsWithTls() throws Exception {
    Server server = serve(Limits.DEFAULT);
    TlsConnection one = connect(server);
    TlsConnection two = connect(server);
    assertEchoes(one);
    assertEchoes(two);
    one.shutdown();
    assertThat(one.recv(new byte[1], 0, 1)).isZero();
    assertEchoes(two);
    Awaitility.await().until(() -> server.counters().completed() == 1);
  }

  @Test
  void R36_aServerThatStopsSaysCloseNotifyToIdleClients() throws Exception {
    Server server = serve(Limits.DEFAULT);
    TlsConnection client = connect(server);
    assertEchoes(client);
    server.stop();
    assertThat(client.recv(new byte[1], 0, 1)).isZero();
    server.join();
    assertThat(server.counters().completed()).isEqualTo(1);
  }

  @Test
  void R36_aClientThatIsIdleForTooLongHearsCloseNotify() throws Exception {
    Server server = serve(Limits.DEFAULT.idle(Duration.ofMillis(50)));
    TlsConnection client = connect(server);
    assertThat(client.recv(new byte[1], 0, 1)).isZero();
  }

  @Test
  void R36_aClientThatBeginsNoHandshakeOrAnotherProtocolHurtsNobody() throws Exception {
    Server server = serve(Limits.DEFAULT.handshake(Duration.ofMillis(50)));
    try (Socket silent = network().createConnection(server.address());
        Socket plain = network().createConnection(server.address())) {
      plain.sendall("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
      assertThat(failureOrEnd(plain)).isTrue();
      assertThat(failureOrEnd(silent)).isTrue();
    }
    Awaitility.await()
        .untilAsserted(() -> {
          assertThat(server.counters().broken()).isEqualTo(1);
          assertThat(server.counters().limited()).isEqualTo(1);
        });
    assertThat(server.counters().failed()).isZero();
    try (Socket socket = network().createConnection(server.address())) {
      assertThat(socket.getpeername()).isEqualTo(server.address());
    }
  }

  @Test
  void R36_aClientThatIsRefusedIsResetAndNotToldInPlainText() throws Exception {
    Program.needs("curl");
    TlsServer tls = server().build();
    Server server =
        closing(
            Server.on(network())
                .limits(Limits.NONE.connections(1))
                .listen(Sockets.address("127.0.0.1", 0), tls::over)
                .listen(Sockets.address("127.0.0.1", 0))
                .refusing(HttpServer.busy())
                .start(TlsServerTest::echo));
    assertEchoes(connect(server));
    String ca = Certificates.shared().ca().toString();
    String port = String.valueOf(((Address.Inet4) server.address()).port());
    try (Program curl =
        Program.start("curl", "-sS", "--cacert", ca, "https://localhost:" + port + "/")) {
      assertThat(curl.lines()).noneMatch(line -> line.contains("wrong version"));
      assertThat(curl.exit()).isIn(7, 35); // it could not connect, or not with TLS: a moment later
    }
    try (Program openssl = Program.start("openssl", "s_client", "-connect", "127.0.0.1:" + port)) {
      assertThat(String.join("\n", openssl.lines()))
          .doesNotContain("wrong version")
          .contains("no peer certificate available");
    }
    String plain = server.addresses().getLast().toString();
    assertThat(Program.run("curl", "-sS", "-w", "%{http_code}", "http://" + plain + "/"))
        .containsExactly("503");
    assertThat(server.counters().refusedConnections()).isEqualTo(3);
    assertThat(server.counters().broken()).isZero();
  }

  @Test
  void R36_anIdleClientMayEndWithoutCloseNotifyAndOneWithinARequestIsBroken() throws Exception {
    Server server = serve(Limits.DEFAULT);
    TlsConnection client = connect(server);
    assertEchoes(client);
    client.socket().close();
    Awaitility.await().until(() -> server.counters().completed() == 1);

    TlsServer tls = server().build();
    Server within =
        closing(
            Server.on(network())
                .listen(Sockets.address("127.0.0.1", 0), tls::over)
                .start(connection -> {
                  connection.busy(null);
                  connection.recv(new byte[1], 0, 1);
                }));
    connect(within).socket().close();
    Awaitility.await().until(() -> within.counters().broken() == 1);
  }

  private static boolean failureOrEnd(Socket socket) {
    try {
      return socket.recv(new byte[1]) == 0;
    } catch (IOException e) {
      return true;
    }
  }
}
