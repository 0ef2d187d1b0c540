package gulliver.protocols.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Handshakes that are to fail: on both sides, with a reason that helps. */
class TlsFailureTest extends TlsTests {
  @Override
  Network network() {
    return Network.os();
  }

  @Override
  Socket[] pair() throws IOException {
    try (Socket server = network().createServer(Sockets.address("127.0.0.1", 0))) {
      Socket client = network().createConnection(server.getsockname());
      return new Socket[] {client, server.accept().socket()};
    }
  }

  /** How a handshake failed on each side. */
  record Failures(TlsException client, TlsException server) {}

  private Failures fail(TlsClient client, String host, TlsServer server) throws Exception {
    Socket[] pair = pair();
    CompletableFuture<TlsConnection> served = start(() -> server.over(pair[1]));
    Throwable ours = failure(() -> client.over(pair[0], host));
    Throwable theirs = failure(() -> result(served));
    assertThat(ours).isInstanceOf(TlsException.class);
    assertThat(theirs).isInstanceOf(ExecutionException.class);
    assertThat(theirs.getCause()).isInstanceOf(TlsException.class);
    assertThat(pair[0].isClosed()).isTrue();
    assertThat(pair[1].isClosed()).isTrue();
    return new Failures((TlsException) ours, (TlsException) theirs.getCause());
  }

  private static TlsServer serverOf(Certificates.Pair pair) throws Exception {
    return TlsServer.builder(pair.identity()).build();
  }

  private static void assertTold(TlsException failure, Alert alert) {
    assertThat(failure.received()).isTrue();
    assertThat(failure.alert()).isEqualTo(alert);
    assertThat(failure).hasMessageEndingWith("the peer sent the alert " + alert);
  }

  // ---- certificates ----

  @Test
  void R36_aCertificateForAnotherHostIsRefusedByDefault() throws Exception {
    TlsServer server = serverOf(Certificates.shared().of("DNS:example.com,IP:127.0.0.2"));
    Failures name = fail(client().build(), "localhost", server);
    assertThat(name.client).isInstanceOf(TlsException.Unverified.class);
    assertThat(((TlsException.Unverified) name.client).host()).isEqualTo("localhost");
    assertThat(name.client)
        .hasMessageContaining("handshake with localhost: the certificate is refused: ")
        .hasMessageContaining("localhost found");
    assertTold(name.server, Alert.CERTIFICATE_UNKNOWN);

    Failures literal = fail(client().build(), "127.0.0.1", server);
    assertThat(literal.client)
        .isInstanceOf(TlsException.Unverified.class)
        .hasMessageContaining("127.0.0.1 found");
    ends(client().withoutHostVerification().build(), server);
  }

  @Test
  void R36_aNameALiteralAndAWildcardAreAccepted() throws Exception {
    TlsServer server = serverOf(Certificates.shared().of("DNS:*.example.com,IP:127.0.0.1,IP:::1"));
    for (String host : List.of("a.example.com", "A.Example.Com.", "127.0.0.1", "::1")) {
      Socket[] pair = pair();
      CompletableFuture<TlsConnection> served = start(() -> server.over(pair[1]));
      try (TlsConnection client = client().build().over(pair[0], host);
          TlsConnection there = result(served)) {
        assertThat(there.serverName())
            .isEqualTo(host.startsWith("a") ? host : host.startsWith("A") ? "A.Example.Com" : null);
        assertThat(client.session().isValid()).isTrue();
      }
    }
    assertThat(fail(client().build(), "a.b.example.com", server).client)
        .isInstanceOf(TlsException.Unverified.class);
  }

  @Test
  void R36_anExpiredCertificateIsRefused() throws Exception {
    Certificates.Pair expired =
        Certificates.shared().of("ec -pkeyopt ec_paramgen_curve:P-256", "DNS:localhost", -1);
    Failures failures = fail(client().build(), "localhost", serverOf(expired));
    assertThat(failures.client)
        .isInstanceOf(TlsException.Unverified.class)
        .hasMessageContaining("it has expired (NotAfter: ");
    assertThat(failures.server.received()).isTrue();
  }

  @Test
  void R36_aCertificateOfAnUnknownAuthorityOrOfNoneIsRefused() throws Exception {
    TlsClient ofTheJdk = TlsClient.builder().build();
    Failures unknown = fail(ofTheJdk, "localhost", server().build());
    assertThat(unknown.client)
        .isInstanceOf(TlsException.Unverified.class)
        .hasMessageContaining("nobody who is trusted has signed it");
    assertThat(unknown.server.received()).isTrue();

    Certificates.Pair self = Certificates.shared().selfSigned("DNS:localhost");
    assertThat(fail(client().build(), "localhost", serverOf(self)).client)
        .isInstanceOf(TlsException.Unverified.class)
        .hasMessageContaining("nobody who is trusted has signed it");
    ends(TlsClient.builder().trust(self.chain()).build(), serverOf(self));
  }

  // ---- clients' certificates ----

  @Test
  void R36_aClientWithoutACertificateIsRefusedWhereOneIsNeeded() throws Exception {
    TlsServer needs = server().trust(Certificates.shared().ca()).needClientCertificates().build();
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      Socket[] pair = pair();
      CompletableFuture<TlsConnection> served = start(() -> needs.over(pair[1]));
      TlsClient client = client().versions(version).build();
      Throwable failure =
          failure(() -> {
            try (TlsConnection connection = client.over(pair[0], "localhost")) {
              connection.recv(new byte[1], 0, 1); // with TLS 1.3 a client hears of it here
            }
          });
      assertThat(failure).isInstanceOf(TlsException.class);
      assertTold(
          (TlsException) failure,
          version.equals("TLSv1.3") ? Alert.CERTIFICATE_REQUIRED : Alert.HANDSHAKE_FAILURE);
      assertThat(failure(() -> result(served))).hasCauseInstanceOf(TlsException.class);
    }
  }

  @Test
  void R36_theAlertIsThereToBeReceivedWhenSendingHasFailed() throws Exception {
    TlsServer needs = server().trust(Certificates.shared().ca()).needClientCertificates().build();
    Socket[] pair = pair();
    CompletableFuture<TlsConnection> served = start(() -> needs.over(pair[1]));
    try (TlsConnection connection = client().build().over(pair[0], "localhost")) {
      assertThat(failure(() -> result(served))).hasCauseInstanceOf(TlsException.class);
      Throwable sending =
          failure(() -> {
            while (true) {
              connection.sendall(new byte[1000]);
            }
          });
      assertThat(sending).isInstanceOf(SocketFailure.class);
      Throwable failure = failure(() -> connection.recv(new byte[1], 0, 1));
      assertTold((TlsException) failure, Alert.CERTIFICATE_REQUIRED);
    }
  }

  @Test
  void R36_aClientShowsTheCertificateThatTheServerAccepts() throws Exception {
    Certificates.Pair mine = Certificates.shared().of("DNS:me");
    Certificates.Pair other = Certificates.shared().selfSigned("DNS:somebody");
    TlsServer needs = server().trust(Certificates.shared().ca()).needClientCertificates().build();
    TlsClient client = client().identities(other.identity(), mine.identity()).build();
    Ends ends = ends(client, needs);
    assertThat(ends.server().session().getPeerPrincipal()).hasToString("CN=me");

    TlsServer wants = server().trust(Certificates.shared().ca()).wantClientCertificates().build();
    assertThat(ends(client, wants).server().session().getPeerCertificates()).hasSize(1);
    Ends anonymous = ends(client().build(), wants);
    assertThat(failure(() -> anonymous.server().session().getPeerCertificates()))
        .isInstanceOf(javax.net.ssl.SSLPeerUnverifiedException.class);
  }

  // ---- what cannot be agreed on ----

  @Test
  void R36_protocolsOnTopAreAgreedOnOrRefused() throws Exception {
    TlsServer server = server().applicationProtocols("h2", "http/1.1").build();
    Ends ends = ends(client().applicationProtocols("http/1.1", "h2").build(), server);
    assertThat(ends.client().applicationProtocol()).isEqualTo("h2");
    assertThat(ends.server().applicationProtocol()).isEqualTo("h2");
    assertThat(ends(client().build(), server).client().applicationProtocol()).isNull();

    Failures failures = fail(client().applicationProtocols("smtp").build(), "localhost", server);
    assertTold(failures.client, Alert.NO_APPLICATION_PROTOCOL);
    assertThat(failures.server.alert()).isEqualTo(Alert.NO_APPLICATION_PROTOCOL);
    assertThat(failures.server.received()).isFalse();
  }

  @Test
  void R36_versionsAndCipherSuitesAreAgreedOnOrRefused() throws Exception {
    String suite = "TLS_CHACHA20_POLY1305_SHA256";
    Ends ends = ends(client().build(), server().cipherSuites(suite).build());
    assertThat(ends.client().session().getCipherSuite()).isEqualTo(suite);

    Failures version =
        fail(
            client().versions("TLSv1.2").build(),
            "localhost",
            server().versions("TLSv1.3").build());
    assertTold(version.client, Alert.PROTOCOL_VERSION);
    Failures suites =
        fail(
            client().cipherSuites("TLS_AES_128_GCM_SHA256").build(),
            "localhost",
            server().cipherSuites(suite).build());
    assertTold(suites.client, Alert.HANDSHAKE_FAILURE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client().versions("TLSv1.3", "TLSv1.4").build())
        .withMessageStartingWith("version TLSv1.4: allowed are [TLSv1.3, TLSv1.2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client().cipherSuites("NULL").build())
        .withMessageStartingWith("cipher suite NULL: allowed are [TLS_AES_256_GCM_SHA384");
  }

  @Test
  void R36_toAskForClientCertificatesAndTrustNobodyIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> server().needClientCertificates().build())
        .withMessageContaining("trust");
  }

  // ---- what is no TLS ----

  @Test
  void R36_plainHttpToATlsPortIsNamed() throws Exception {
    Socket[] pair = pair();
    try (Socket browser = pair[0]) {
      browser.sendall("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      TlsServer server = server().build();
      assertThat(failure(() -> server.over(pair[1])))
          .isInstanceOf(TlsException.class)
          .hasMessageMatching(
              "handshake with 127\\.0\\.0\\.1:\\d+: the peer does not speak TLS, "
                  + "it begins with \"GET / HTTP/1.1\"");
      assertThat(pair[1].isClosed()).isTrue();
    }
  }

  @Test
  void R36_aServerThatSpeaksSomethingElseIsNamed() throws Exception {
    Socket[] pair = pair();
    try (Socket server = pair[1]) {
      server.sendall("SSH-2.0-OpenSSH_9.2\r\n".getBytes(US_ASCII));
      assertThat(failure(() -> client().build().over(pair[0], "localhost")))
          .isInstanceOf(TlsException.class)
          .hasMessageEndingWith("it begins with \"SSH-2.0-OpenSSH_9.2\"");
    }
  }

  @Test
  void R36_garbageAndAnEarlyEndFail() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      byte[] garbage = bytes(500, seed);
      garbage[0] = seed % 2 == 0 ? 22 : garbage[0];
      garbage[1] = 3;
      Socket[] pair = pair();
      try (Socket peer = pair[0]) {
        peer.sendall(garbage);
        peer.shutdown(Sockets.SHUT_WR);
        TlsServer server = server().build();
        assertThat(failure(() -> server.over(pair[1]))).isInstanceOf(TlsException.class);
        assertThat(pair[1].isClosed()).isTrue();
      }
    }
    Socket[] pair = pair();
    pair[1].close();
    assertThat(failure(() -> client().build().over(pair[0], "localhost")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void R36_theEndOfTheStreamInTheHandshakeIsTruncation() throws Exception {
    Socket[] pair = pair();
    try (Socket server = pair[1]) {
      server.shutdown(Sockets.SHUT_WR);
      assertThat(failure(() -> client().build().over(pair[0], "localhost")))
          .isInstanceOf(TlsException.Truncated.class)
          .hasMessage("handshake with localhost: the stream has ended in the middle of it");
    }
  }

  @Test
  void R36_aRecordThatWasChangedOnTheWayIsRefused() throws Exception {
    Ends ends = ends("TLSv1.3");
    ends.server().socket().sendall(new byte[] {23, 3, 3, 0, 40});
    ends.server().socket().sendall(new byte[40]);
    for (int i = 0; i < 2; i++) {
      Throwable failure = failure(() -> ends.client().recv(new byte[10], 0, 10));
      assertThat(failure).isInstanceOf(TlsException.class);
      assertThat(((TlsException) failure).alert()).isEqualTo(Alert.BAD_RECORD_MAC);
    }
    assertThat(failure(() -> ends.client().sendall(new byte[1]))).isInstanceOf(TlsException.class);
    Throwable told = failure(() -> ends.server().recv(new byte[10], 0, 10));
    assertTold((TlsException) told, Alert.BAD_RECORD_MAC);
  }

  @Test
  void R36_datagramsCarryNoTls() throws Exception {
    try (Socket socket = network().socket(Sockets.AF_INET, Sockets.SOCK_DGRAM)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client().build().over(socket, "localhost"))
          .withMessageContaining("SOCK_DGRAM");
    }
  }
}
