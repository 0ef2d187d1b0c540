package gulliver.protocols.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import gulliver.conformance.Program;
import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With programs that we did not write: openssl, curl, and the JDK's own sockets. */
class TlsInteropTest extends TlsTests {
  @TempDir Path folder;

  @Override
  Network network() {
    return Network.os();
  }

  @Override
  Socket[] pair() throws IOException {
    return network().socketpair();
  }

  // ---- our server ----

  /** What a server does with a connection. */
  interface Serving {
    void serve(TlsConnection connection) throws Exception;
  }

  /** A listening socket on whose connections a server serves; answers its port. */
  private int listen(TlsServer server, Serving serving) throws IOException {
    Socket listener = closing(network().createServer(Sockets.address("127.0.0.1", 0)));
    var _ =
        start(() -> {
          while (true) {
            Socket client = listener.accept().socket(); // until it is closed
            var _ =
                start(() -> {
                  try (TlsConnection connection = server.over(client)) {
                    serving.serve(connection);
                  }
                  return null;
                });
          }
        });
    return ((Address.Inet4) listener.getsockname()).port();
  }

  private static void echo(TlsConnection connection) throws IOException {
    byte[] buffer = new byte[20_000];
    for (int n; (n = connection.recv(buffer, 0, buffer.length)) > 0; ) {
      connection.sendall(buffer, 0, n);
    }
  }

  private static Program client(int port, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-CAfile"));
    command.add(Certificates.shared().ca().toString());
    command.addAll(List.of("-verify_return_error", "-servername", "localhost"));
    command.addAll(List.of(more));
    return Program.start(command);
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_3, TLSv1.3, rsa:2048",
    "-tls1_2, TLSv1.2, rsa:2048",
    "-tls1_3, TLSv1.3, ed25519",
    "-tls1_2, TLSv1.2, ec -pkeyopt ec_paramgen_curve:P-384"
  })
  void R36_opensslTalksToOurServer(String flag, String version, String kind) throws Exception {
    TlsIdentity mine = Certificates.shared().of(kind, "DNS:localhost", 2).identity();
    TlsServer server = TlsServer.builder(mine).applicationProtocols("echo").build();
    int port = listen(server, TlsInteropTest::echo);
    try (Program openssl = client(port, flag, "-alpn", "other,echo", "-ign_eof")) {
      openssl.type("hello\n");
      StringBuilder said = new StringBuilder();
      while (said.indexOf("\nhello\n") < 0) {
        said.append(openssl.line()).append('\n');
      }
      assertThat(said)
          .contains("New, " + version)
          .contains("ALPN protocol: echo")
          .contains("Verification: OK");
    }
  }

  @Test
  void R36_opensslSeesOurCloseNotifyAndItsAbsence() throws Exception {
    TlsServer server = server().build();
    int orderly = listen(server, connection -> connection.sendall("all".getBytes(UTF_8)));
    try (Program openssl = client(orderly, "-ign_eof")) {
      assertThat(openssl.rest()).contains("all").contains("closed").doesNotContain("error");
    }
    int cut =
        listen(
            server,
            connection -> {
              connection.sendall("part".getBytes(UTF_8));
              connection.socket().shutdown(Sockets.SHUT_WR);
              connection.recv(new byte[1], 0, 1);
            });
    try (Program openssl = client(cut, "-ign_eof")) {
      assertThat(String.join("\n", openssl.lines())).contains("unexpected eof while reading");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_3", "-tls1_2"})
  void R36_opensslResumesASessionOfOurs(String version) throws Exception {
    int port = listen(server().build(), TlsInteropTest::echo);
    Path session = folder.resolve("session");
    String[] first = {version, "-sess_out", session.toString(), "-ign_eof"};
    try (Program openssl = client(port, first)) {
      openssl.type("hello\n");
      assertThat(until(openssl, "hello")).contains("New, TLSv1");
      openssl.type("Q\n"); // is sent
    }
    assertThat(session).exists();
    try (Program openssl = client(port, version, "-sess_in", session.toString(), "-ign_eof")) {
      openssl.type("again\n");
      assertThat(until(openssl, "again")).contains("Reused, TLSv1");
    }
  }

  /** One connection and five more: openssl says of each whether its session is new. */
  @Test
  void R36_opensslReconnectsAndResumesEachTime() throws Exception {
    int port = listen(server().build(), TlsInteropTest::echo);
    try (Program openssl = client(port, "-tls1_2", "-reconnect")) {
      openssl.type("Q\n");
      List<String> sessions =
          openssl.lines().stream()
              .filter(line -> line.startsWith("New, ") || line.startsWith("Reused, "))
              .map(line -> line.substring(0, line.indexOf(',')))
              .toList();
      assertThat(sessions).containsExactly("New", "Reused", "Reused", "Reused", "Reused", "Reused");
    }
  }

  private static String until(Program program, String line) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String next = ""; !next.equals(line); said.append(next).append('\n')) {
      next = program.line();
    }
    return said.toString();
  }

  @Test
  void R36_theServerChoosesACertificateByName() throws Exception {
    Certificates ca = Certificates.shared();
    TlsIdentity one = ca.of("DNS:one.test").identity();
    TlsIdentity two = ca.of("DNS:two.test,DNS:*.two.test").identity();
    int listed = listen(TlsServer.builder(one, two).build(), TlsInteropTest::echo);
    List<String> asked = new ArrayList<>();
    int chosen =
        listen(
            TlsServer.builder(
                    name -> {
                      asked.add(name);
                      return "two.test".equals(name) ? List.of(two) : List.of(one);
                    })
                .build(),
            TlsInteropTest::echo);
    assertThat(subject(listed, "-servername", "two.test")).isEqualTo("two.test");
    assertThat(subject(listed, "-servername", "a.two.test")).isEqualTo("two.test");
    assertThat(subject(listed, "-servername", "three.test")).isEqualTo("one.test");
    assertThat(subject(listed, "-noservername")).isEqualTo("one.test");
    assertThat(subject(chosen, "-servername", "two.test")).isEqualTo("two.test");
    assertThat(subject(chosen, "-noservername")).isEqualTo("one.test");
    assertThat(asked).contains("two.test").containsNull();
  }

  private static String subject(int port, String... name) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
    command.addAll(List.of(name));
    try (Program openssl = Program.start(command)) {
      openssl.write("");
      return openssl.lines().stream()
          .filter(line -> line.startsWith("subject=CN = "))
          .map(line -> line.substring("subject=CN = ".length()))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void R36_keysAreUpdatedByOpensslWhileDataGoes() throws Exception {
    int port = listen(server().build(), TlsInteropTest::echo);
    try (Program openssl = client(port, "-tls1_3")) {
      openssl.type("one\n");
      until(openssl, "one");
      for (String key : List.of("K", "k", "K")) {
        openssl.type(key + "\n"); // K asks for ours, too
        openssl.expect("KEYUPDATE");
        openssl.type("after " + key + "\n");
        until(openssl, "after " + key);
      }
    }
  }

  @Test
  void R36_aClientsWishToNegotiateAgainIsRefused() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    int port =
        listen(server().build(), connection -> end.complete(failure(() -> echo(connection))));
    try (Program openssl = client(port, "-tls1_2")) {
      openssl.type("one\n");
      until(openssl, "one");
      openssl.type("R\n");
      assertThat(result(end))
          .isInstanceOf(TlsException.class)
          .hasMessageContaining("wants to negotiate again, which is refused (TLSv1.2)");
      assertThat(String.join("\n", openssl.lines())).contains("RENEGOTIATING");
    }
  }

  @Test
  void R36_curlReadsFromOurServerAndChecksIt() throws Exception {
    Program.needs("curl");
    TlsServer server = server().applicationProtocols("http/1.1").build();
    byte[] body = bytes(3_000_000, 5);
    Path file = Files.write(folder.resolve("body"), body);
    int port =
        listen(
            server,
            connection -> {
              byte[] request = new byte[4096];
              connection.recv(request, 0, request.length);
              connection.sendall("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
              connection.sendfile(file, 0, Long.MAX_VALUE);
            });
    Path got = folder.resolve("got");
    String url = "https://localhost:" + port + "/";
    String ca = Certificates.shared().ca().toString();
    Program.run("curl", "-sS", "--cacert", ca, "-o", got.toString(), url);
    assertThat(got).hasBinaryContent(body);
    try (Program refuses = Program.start("curl", "-sS", url)) {
      assertThat(String.join("\n", refuses.lines())).contains("certificate");
      assertThat(refuses.exit()).isEqualTo(60);
    }
  }

  @Test
  void R36_curlShowsItsCertificate() throws Exception {
    Program.needs("curl");
    Certificates.Pair me = Certificates.shared().of("DNS:curl");
    TlsServer server = server().trust(Certificates.shared().ca()).needClientCertificates().build();
    int port =
        listen(
            server,
            connection -> {
              connection.recv(new byte[4096], 0, 4096);
              String name = connection.session().getPeerPrincipal().getName();
              connection.sendall(("HTTP/1.0 200 OK\r\n\r\n" + name).getBytes(US_ASCII));
            });
    List<String> curl = List.of("curl", "-sS", "--cacert", Certificates.shared().ca().toString());
    List<String> with = new ArrayList<>(curl);
    with.addAll(List.of("--cert", me.chain().toString(), "--key", me.key().toString()));
    String url = "https://localhost:" + port + "/";
    with.add(url);
    assertThat(Program.run(with.toArray(String[]::new))).containsExactly("CN=curl");
    List<String> without = new ArrayList<>(curl);
    without.add(url);
    try (Program refused = Program.start(without)) {
      assertThat(String.join("\n", refused.lines())).contains("certificate required");
      assertThat(refused.exit()).isNotZero();
    }
  }

  // ---- our client ----

  /** {@code openssl s_server}; its port is in its first line. */
  private Program server(Certificates.Pair pair, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0"));
    command.addAll(List.of("-cert", pair.chain().toString(), "-key", pair.key().toString()));
    command.addAll(List.of(more));
    return closing(Program.start(command));
  }

  private static Address address(Program server) throws IOException {
    for (; ; ) {
      String line = server.line();
      if (line.startsWith("ACCEPT ")) {
        return Sockets.address(
            "localhost", Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_3", "-tls1_2"})
  void R36_ourClientTalksToOpensslAndResumes(String version) throws Exception {
    Program server = server(Certificates.shared().of("DNS:localhost"), version, "-alpn", "b,a");
    Address address = address(server);
    TlsClient client = client().applicationProtocols("a", "b").build();
    for (int i = 0; i < 3; i++) {
      try (TlsConnection connection = client.connect(network(), address)) {
        connection.sendall(("hello " + i + "\n").getBytes(US_ASCII));
        String said = until(server, "hello " + i);
        assertThat(said.contains("Reused session-id")).as(said).isEqualTo(i > 0);
        server.type("world\n");
        assertThat(line(connection)).isEqualTo("world");
        assertThat(connection.applicationProtocol()).isEqualTo("b");
      }
    }
  }

  private static String line(TlsConnection connection) throws IOException {
    StringBuilder line = new StringBuilder();
    byte[] one = new byte[1];
    while (connection.recv(one, 0, 1) == 1 && one[0] != '\n') {
      line.append((char) one[0]);
    }
    return line.toString();
  }

  @Test
  void R36_ourClientAnswersKeyUpdatesOfOpenssl() throws Exception {
    Program server = server(Certificates.shared().of("DNS:localhost"), "-tls1_3");
    Address address = address(server);
    try (TlsConnection connection = client().build().connect(network(), address)) {
      connection.sendall("begin\n".getBytes(US_ASCII));
      until(server, "begin");
      server.type("ready\n");
      assertThat(line(connection)).isEqualTo("ready");
      for (int i = 0; i < 3; i++) {
        server.type("K\n"); // asks for ours, too
        connection
            .socket()
            .recv(1, Sockets.MSG_PEEK); // it takes a command for what it reads at once
        server.type("number " + i + "\n");
        assertThat(line(connection)).isEqualTo("number " + i);
        connection.sendall(("answer " + i + "\n").getBytes(US_ASCII));
        until(server, "answer " + i);
      }
    }
  }

  @Test
  void R36_ourClientTellsOpensslTheNameAndChecksThatItIsTheOne() throws Exception {
    Certificates.Pair one = Certificates.shared().of("DNS:one.test");
    Certificates.Pair two = Certificates.shared().of("DNS:two.test");
    String[] second = {
      "-servername", "two.test", "-cert2", two.chain().toString(), "-key2", two.key().toString()
    };
    Address address = address(server(one, second));
    for (String name : List.of("one.test", "two.test")) {
      Socket socket = network().createConnection(address);
      try (TlsConnection connection = client().build().over(socket, name)) {
        assertThat(connection.session().getPeerPrincipal()).hasToString("CN=" + name);
      }
    }
  }

  @Test
  void R36_aServersWishToNegotiateAgainIsRefused() throws Exception {
    Program server = server(Certificates.shared().of("DNS:localhost"), "-tls1_2");
    Address address = address(server);
    try (TlsConnection connection = client().build().connect(network(), address)) {
      connection.sendall("begin\n".getBytes(US_ASCII));
      until(server, "begin");
      server.type("R\n");
      assertThat(failure(() -> connection.recv(new byte[1], 0, 1)))
          .isInstanceOf(TlsException.class)
          .hasMessageContaining("wants to negotiate again, which is refused (TLSv1.2)");
    }
  }

  // ---- the JDK's sockets ----

  private static SSLContext context(Certificates.Pair pair) throws Exception {
    java.security.KeyStore keys = java.security.KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    TlsIdentity mine = pair.identity();
    keys.setKeyEntry(
        "key",
        Pem.privateKey(pair.key()),
        new char[0],
        mine.chain().toArray(java.security.cert.Certificate[]::new));
    keys.setCertificateEntry("ca", Pem.certificates(Certificates.shared().ca()).getFirst());
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, new char[0]);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void R36_keysAndTrustMayBeThoseOfAContextOfTheJdk() throws Exception {
    SSLContext context = context(Certificates.shared().of("DNS:localhost"));
    TlsServer server = TlsServer.builder(context).needClientCertificates().build();
    Ends ends = ends(TlsClient.builder().context(context).build(), server);
    assertThat(ends.server().session().getPeerPrincipal()).hasToString("CN=localhost");
    assertThatIllegalStateException()
        .isThrownBy(() -> client().context(context).build())
        .withMessageContaining("a context has its own keys and trust");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void R36_theJdksSocketsTalkToOurServer(String version) throws Exception {
    SSLContext context = context(Certificates.shared().of("DNS:client"));
    TlsServer server = server().trust(Certificates.shared().ca()).needClientCertificates().build();
    int port = listen(server, TlsInteropTest::echo);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setProtocols(new String[] {version});
      socket.setSSLParameters(parameters);
      byte[] sent = bytes(200_000, 9);
      CompletableFuture<?> sending =
          start(() -> {
            socket.getOutputStream().write(sent);
            return null;
          });
      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      result(sending);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void R36_ourClientTalksToTheJdksServer(String version) throws Exception {
    Certificates.Pair pair = Certificates.shared().of("DNS:localhost");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket server =
        (SSLServerSocket)
            context(pair).getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      server.setNeedClientAuth(true);
      server.setEnabledProtocols(new String[] {version});
      CompletableFuture<String> served =
          start(() -> {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
              byte[] all = socket.getInputStream().readAllBytes();
              if (version.equals("TLSv1.3")) {
                socket.getOutputStream().write(all);
              }
              return socket.getSession().getPeerPrincipal() + " " + new String(all, ISO_8859_1);
            }
          });
      TlsIdentity me = Certificates.shared().of("ed25519", "DNS:me", 2).identity();
      Address address = Sockets.address("localhost", server.getLocalPort());
      TlsClient client = client().identities(me).build();
      try (TlsConnection connection = client.connect(network(), address)) {
        connection.sendall("hello".getBytes(US_ASCII));
        connection.shutdown();
        assertThat(new String(toTheEnd(connection), US_ASCII))
            .isEqualTo(version.equals("TLSv1.3") ? "hello" : "");
        assertThat(result(served)).isEqualTo("CN=me hello");
      }
    }
  }
}
