package gulliver.protocols.http;

import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.unix;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import gulliver.conformance.OsWorld;
import gulliver.conformance.Program;
import gulliver.conformance.Suite;
import gulliver.conformance.World;
import gulliver.protocols.server.Limits;
import gulliver.protocols.server.Server;
import gulliver.protocols.tls.TlsClient;
import gulliver.protocols.tls.TlsIdentity;
import gulliver.protocols.tls.TlsServer;
import gulliver.socket.Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server with other people's clients, and our client with their servers. */
class HttpInteropTest extends Suite {
  @TempDir Path folder;

  private final AtomicInteger connections = new AtomicInteger();

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private HttpResponse answer(HttpRequest request) throws IOException {
    return switch (request.path()) {
      case "/echo" -> HttpResponse.of(200, "application/octet-stream", request.body());
      case "/chunked" ->
          HttpResponse.of(
              200,
              "text/plain",
              Body.writing(out -> {
                for (int i = 0; i < 10; i++) {
                  out.write(("line " + i + "\n").getBytes(UTF_8));
                  out.flush();
                }
                out.trailers(Headers.of("X-Lines", "10"));
              }));
      case "/file" -> HttpResponse.of(200, "text/plain", Body.file(folder.resolve("file")));
      case "/no" -> HttpResponse.of(403, "no");
      case "/events" ->
          EventStream.of(events -> {
            for (int i = 0; i < 3; i++) {
              events.send(EventStream.Event.of("event " + i));
            }
          });
      case "/cut" ->
          HttpResponse.of(
              200,
              "text/plain",
              Body.writing(out -> {
                out.write("half".getBytes(UTF_8));
                out.flush();
                throw new IllegalStateException("meant for the test");
              }));
      default -> HttpResponse.of(200, request.toString());
    };
  }

  private Server serve(Address at) throws IOException {
    HttpServer http = HttpServer.of(this::answer);
    return closing(
        Server.on(network())
            .listen(at)
            .limits(Limits.NONE)
            .start(connection -> {
              connections.incrementAndGet();
              http.serve(connection);
            }));
  }

  private static int port(Server server) {
    return ((Address.Inet4) server.address()).port();
  }

  private String serve() throws IOException {
    return "http://127.0.0.1:" + port(serve(anywhere()));
  }

  // ---- curl ----

  private static List<String> curl(String... arguments) throws Exception {
    Program.needs("curl");
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "30"));
    command.addAll(List.of(arguments));
    return Program.run(command.toArray(String[]::new));
  }

  @Test
  void R34_curlUsesAConnectionAgain() throws Exception {
    String base = serve();
    List<String> said = curl("-v", base + "/one", base + "/two");
    assertThat(said).anyMatch(line -> line.contains("Re-using existing connection"));
    assertThat(String.join("", said)).contains("GET /one").contains("GET /two");
    assertThat(connections).hasValue(1);
  }

  @Test
  void R34_curlSpeaksHttp10() throws Exception {
    List<String> said = curl("--http1.0", "-i", serve() + "/chunked");
    assertThat(said).contains("Connection: close", "line 9").doesNotContain("0");
    assertThat(String.join("\n", said)).doesNotContain("chunked");
  }

  @Test
  void R34_curlAsksForTheHeadAlone() throws Exception {
    Files.writeString(folder.resolve("file"), "0123456789");
    assertThat(curl("-I", serve() + "/file"))
        .contains("HTTP/1.1 200 OK", "Content-Length: 10", "Content-Type: text/plain");
  }

  @Test
  void R34_curlReadsChunksAndTrailers() throws Exception {
    List<String> said = curl("--raw", serve() + "/chunked");
    assertThat(said).startsWith("7", "line 0").endsWith("0", "X-Lines: 10", "");
    assertThat(curl(serve() + "/chunked")).hasSize(10).endsWith("line 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length", "Transfer-Encoding: chunked"})
  void R34_curlSendsAFileAndGetsItBack(String frame) throws Exception {
    Path file = Files.write(folder.resolve("up"), pattern(3_000_000));
    Path back = folder.resolve("back");
    List<String> said =
        curl(
            "-v",
            "-T",
            file.toString(),
            "-H",
            frame.contains(":") ? frame : "A: b",
            "-o",
            back.toString(),
            serve() + "/echo");
    assertThat(Files.mismatch(file, back)).isEqualTo(-1);
    assertThat(String.join("\n", said)).contains("< HTTP/1.1 100 Continue").contains(frame);
  }

  @Test
  void R34_curlIsToldBeforeItSendsWhatNobodyWants() throws Exception {
    Path file = Files.write(folder.resolve("up"), pattern(3_000_000));
    List<String> said = curl("-v", "-T", file.toString(), serve() + "/no");
    assertThat(said).contains("< HTTP/1.1 403 Forbidden", "< Connection: close");
    assertThat(String.join("\n", said)).doesNotContain("100 Continue");
  }

  @Test
  void R34_curlIsToldThatAnExpectationIsNotMet() throws Exception {
    assertThat(curl("-i", "-H", "Expect: more", "-d", "x", serve() + "/echo"))
        .contains("HTTP/1.1 417 Expectation Failed");
  }

  @Test
  void R34_curlSeesThatAnAnswerWasCut() throws Exception {
    String base = serve();
    Program.needs("curl");
    for (String version : List.of("--http1.1", "--http1.0")) {
      try (Program curl = Program.start("curl", "-sS", version, base + "/cut")) {
        curl.lines();
        assertThat(curl.exit()).as("18: partial file, 56: reset").isIn(18, 56);
      }
    }
  }

  @Test
  void R34_curlAsksForTheServerAsAWholeAndByItsWholeUri() throws Exception {
    String base = serve();
    assertThat(curl("-i", "-X", "OPTIONS", "--request-target", "*", base))
        .contains("HTTP/1.1 204 No Content");
    assertThat(curl("-x", base, base + "/by-proxy")).containsExactly("GET " + base + "/by-proxy");
  }

  @Test
  void R34_curlTalksOverAUnixSocket() throws Exception {
    Path path = folder.resolve("socket");
    Server server = serve(unix(path.toString()));
    assertThat(curl("--unix-socket", path.toString(), "http://any/path"))
        .containsExactly("GET /path");
    HttpClient client = closing(HttpClient.on(network()).through(server.address()).build());
    try (HttpResponse answer = client.get(URI.create("http://any/other"))) {
      assertThat(answer.body().text(100)).isEqualTo("GET /other");
    }
  }

  @Test
  void R34_curlReadsEvents() throws Exception {
    assertThat(curl("-N", serve() + "/events"))
        .containsExactly("data: event 0", "", "data: event 1", "", "data: event 2", "");
  }

  // ---- java.net.http ----

  @Test
  void R34_javasClientIsServed() throws Exception {
    String base = serve();
    byte[] bytes = pattern(2_000_000);
    try (java.net.http.HttpClient client =
        java.net.http.HttpClient.newBuilder()
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .build()) {
      for (BodyVariant variant : BodyVariant.values()) {
        java.net.http.HttpRequest request =
            java.net.http.HttpRequest.newBuilder(URI.create(base + "/echo"))
                .expectContinue(variant == BodyVariant.EXPECTED)
                .PUT(
                    variant == BodyVariant.CHUNKED
                        ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))
                        : BodyPublishers.ofByteArray(bytes))
                .build();
        java.net.http.HttpResponse<byte[]> answer =
            client.send(request, BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(bytes);
      }
      java.net.http.HttpRequest get =
          java.net.http.HttpRequest.newBuilder(URI.create(base + "/chunked")).build();
      for (int i = 0; i < 20; i++) {
        assertThat(client.send(get, BodyHandlers.ofString()).body()).endsWith("line 9\n");
      }
      assertThat(connections).hasValueLessThan(5);
    }
  }

  private enum BodyVariant {
    KNOWN,
    CHUNKED,
    EXPECTED
  }

  // ---- wrk ----

  @Test
  void R34_wrkGetsAnAnswerToEachRequest() throws Exception {
    Program.needs("wrk");
    List<String> said = Program.run("wrk", "-t1", "-c20", "-d1s", serve() + "/hello");
    assertThat(String.join("\n", said))
        .containsPattern("[1-9][0-9]* requests in")
        .doesNotContain("Non-2xx")
        .doesNotContain("Socket errors");
  }

  // ---- our client, their servers ----

  @Test
  void R34_javasServerIsAsked() throws Exception {
    byte[] bytes = pattern(500_000);
    com.sun.net.httpserver.HttpServer server =
        com.sun.net.httpserver.HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", HttpInteropTest::echo);
    server.start();
    closing(() -> server.stop(0));
    HttpClient client = closing(HttpClient.on(network()).build());
    URI base = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    for (Body body : List.of(Body.of(bytes), Body.writing(out -> out.write(bytes)))) {
      for (String path : List.of("known", "chunked")) {
        try (HttpResponse answer =
            client.send("PUT", base.resolve(path), Headers.of("A", "b"), body)) {
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.headers().get("X-A")).isEqualTo("b");
          assertThat(answer.body().bytes(1 << 20)).isEqualTo(bytes);
        }
        assertThat(client.idle()).isEqualTo(1);
      }
    }
    assertThat(client.send("HEAD", base, Headers.EMPTY, Body.EMPTY).status()).isEqualTo(200);
  }

  private static void echo(HttpExchange exchange) throws IOException {
    byte[] all = exchange.getRequestBody().readAllBytes();
    String a = exchange.getRequestHeaders().getFirst("A");
    exchange.getResponseHeaders().add("X-A", a == null ? "" : a);
    boolean known = exchange.getRequestURI().getPath().equals("/known");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : known ? all.length : 0);
    if (!head) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(all);
      }
    }
    exchange.close();
  }

  @Test
  void R34_pythonsServerIsAsked() throws Exception {
    Files.write(folder.resolve("file.bin"), pattern(200_000));
    Program python =
        closing(
            Program.python(
                """
                import http.server, sys, functools
                h = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
                s = http.server.HTTPServer(('127.0.0.1', 0), h)
                print(s.server_port)
                s.serve_forever()
                """,
                folder));
    URI base = URI.create("http://127.0.0.1:" + python.line() + "/");
    HttpClient client = closing(HttpClient.on(network()).timeout(Duration.ofSeconds(20)).build());
    try (HttpResponse file = client.get(base.resolve("file.bin"));
        InputStream in = file.body().stream()) {
      assertThat(in.readAllBytes()).isEqualTo(pattern(200_000));
    }
    try (HttpResponse none = client.get(base.resolve("none"))) {
      assertThat(none.status()).isEqualTo(404);
      assertThat(none.body().text(10_000)).contains("File not found");
    }
  }

  @Test
  void R34_ncAnswersWithHalfAMessage() throws Exception {
    Program.needs("nc");
    Program nc = closing(Program.start("nc", "-nvl", "-N", "127.0.0.1", "0"));
    String port = nc.expect("Listening on 127.0.0.1 ([0-9]+)").group(1);
    nc.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234");
    HttpClient client = closing(HttpClient.on(network()).build());
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> {
          try (HttpResponse answer = client.get(URI.create("http://127.0.0.1:" + port + "/"))) {
            answer.body().text(100);
          }
        })
        .withMessageContaining("after 5 octets");
    assertThat(nc.lines()).contains("GET / HTTP/1.1");
  }

  // ---- https ----

  @Test
  void R34_allOfItGoesOverTls() throws Exception {
    Program.needs("openssl", "curl");
    Path key = folder.resolve("key.pem");
    Path certificate = folder.resolve("certificate.pem");
    Program.run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        key.toString(),
        "-out",
        certificate.toString(),
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost");
    TlsServer tls = TlsServer.builder(TlsIdentity.pem(certificate, key)).build();
    HttpServer http = HttpServer.of(this::answer);
    Server server =
        closing(
            Server.on(network())
                .listen(address("127.0.0.1", 0), tls::over)
                .limits(Limits.NONE)
                .start(http::serve));
    String base = "https://localhost:" + port(server);
    assertThat(curl("-4", "--cacert", certificate.toString(), base + "/secret"))
        .containsExactly("GET /secret");
    String whole = "https://localhost/secret";
    assertThat(
            curl(
                "-4",
                "--cacert",
                certificate.toString(),
                "--request-target",
                whole,
                "-H",
                "Host: localhost",
                base))
        .containsExactly("GET " + whole);
    HttpClient client =
        closing(
            HttpClient.on(network()).tls(TlsClient.builder().trust(certificate).build()).build());
    Files.write(folder.resolve("file"), pattern(300_000));
    for (int i = 0; i < 2; i++) {
      try (HttpResponse answer = client.get(URI.create(base + "/file"))) {
        assertThat(answer.body().bytes(1 << 20)).isEqualTo(pattern(300_000));
      }
      assertThat(client.idle()).isEqualTo(1);
    }
    CompletableFuture<String> posted =
        start(() -> {
          try (HttpResponse answer =
              client.send("POST", URI.create(base + "/echo"), Headers.EMPTY, Body.of("over TLS"))) {
            return answer.body().text(100);
          }
        });
    assertThat(result(posted)).isEqualTo("over TLS");

    CompletableFuture<Void> got = new CompletableFuture<>();
    Server refuses =
        closing(
            Server.on(network())
                .listen(address("127.0.0.1", 0), tls::over)
                .limits(Limits.NONE)
                .start(connection -> {
                  connection.sendall(
                      "HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno".getBytes(UTF_8));
                  got.get(); // and does not read
                }));
    Body endless =
        Body.writing(out -> {
          while (true) {
            out.write(pattern(1 << 20));
          }
        });
    URI there = URI.create("https://localhost:" + port(refuses));
    try (HttpResponse answer =
        result(start(() -> client.send("POST", there, Headers.EMPTY, endless)))) {
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body().text(2)).isEqualTo("no");
    }
    got.complete(null);
  }
}
