package gulliver.protocols.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.Program;
import gulliver.protocols.http.Body;
import gulliver.protocols.http.Headers;
import gulliver.protocols.http.HttpClient;
import gulliver.protocols.http.HttpResponse;
import gulliver.protocols.http.HttpServer;
import gulliver.protocols.server.Server;
import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP with TLS beneath it, on both sides. */
class HttpsTest extends TlsTests {
  @TempDir Path folder;

  @Override
  Network network() {
    return Network.os();
  }

  @Override
  Socket[] pair() throws IOException {
    return network().socketpair();
  }

  private Server serve(HttpServer http) throws Exception {
    TlsServer tls = server().applicationProtocols("http/1.1").build();
    return closing(
        Server.on(network()).listen(Sockets.address("127.0.0.1", 0), tls::over).start(http::serve));
  }

  private static URI uri(Address address, String path) {
    return URI.create("https://localhost:" + ((Address.Inet4) address).port() + path);
  }

  private HttpClient https() throws Exception {
    return closing(HttpClient.on(network()).tls(client().build()).build());
  }

  @Test
  void R34_R36_curlAsksTwiceOverOneConnection() throws Exception {
    Program.needs("curl");
    byte[] content = bytes(2_000_000, 1);
    Path file = Files.write(folder.resolve("content"), content);
    Server server =
        serve(HttpServer.of(request -> new HttpResponse(200, Headers.EMPTY, Body.file(file))));
    String url = uri(server.address(), "/").toString();
    Path got = folder.resolve("got");
    assertThat(
            Program.run(
                "curl",
                "-sS",
                "--cacert",
                Certificates.shared().ca().toString(),
                "-w",
                "%{num_connects} %{http_version} %{size_download}\\n",
                "-o",
                got.toString(),
                url,
                "-o",
                got.toString(),
                url))
        .containsExactly("1 1.1 2000000", "0 1.1 2000000");
    assertThat(got).hasBinaryContent(content);
  }

  @Test
  void R34_R36_ourClientKeepsItsConnectionToOurServer() throws Exception {
    Server server = serve(HttpServer.of(request -> HttpResponse.of(200, "hello\n")));
    HttpClient client = https();
    for (int i = 0; i < 3; i++) {
      try (HttpResponse answer = client.get(uri(server.address(), "/"))) {
        assertThat(answer.body().text(100)).isEqualTo("hello\n");
      }
    }
    assertThat(client.idle()).isEqualTo(1);
    assertThat(server.counters().accepted()).isEqualTo(1);
    HttpClient trustsTheJdksAuthorities = closing(HttpClient.on(network()).build());
    assertThat(failure(() -> trustsTheJdksAuthorities.get(uri(server.address(), "/"))))
        .isInstanceOf(TlsException.Unverified.class);
  }

  @Test
  void R34_R36_ourClientAsksPythonsServer() throws Exception {
    Certificates.Pair pair = Certificates.shared().of("DNS:localhost");
    Files.writeString(folder.resolve("a.txt"), "from python");
    String script =
        """
        import http.server, os, ssl, sys
        os.chdir(sys.argv[3])
        server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_port)
        server.serve_forever()
        """;
    try (Program python = Program.python(script, pair.chain(), pair.key(), folder)) {
      Address address = Sockets.address("127.0.0.1", Integer.parseInt(python.line()));
      try (HttpResponse answer = https().get(uri(address, "/a.txt"))) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().text(100)).isEqualTo("from python");
      }
    }
  }

  /** A server that sends a text for each connection's first request, and then ends it somehow. */
  private Address answering(String text, Ending ending) throws Exception {
    TlsServer tls = server().build();
    Socket listener = closing(network().createServer(Sockets.address("127.0.0.1", 0)));
    var _ =
        start(() -> {
          while (true) {
            try (TlsConnection connection = tls.over(listener.accept().socket())) {
              connection.recv(new byte[10_000], 0, 10_000);
              connection.sendall(text.getBytes(US_ASCII));
              ending.end(connection);
            }
          }
        });
    return listener.getsockname();
  }

  /** How a connection ends. */
  interface Ending {
    void end(TlsConnection connection) throws IOException;
  }

  @Test
  void R34_R36_aBodyThatEndsWithTheConnectionIsWholeOnlyWithCloseNotify() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\n\r\nall of it";
    Address whole = answering(answer, TlsConnection::close);
    try (HttpResponse response = https().get(uri(whole, "/"))) {
      assertThat(response.body().text(100)).isEqualTo("all of it");
    }
    Address cut = answering(answer, connection -> connection.socket().shutdown(Sockets.SHUT_WR));
    try (HttpResponse response = https().get(uri(cut, "/"))) {
      assertThat(failure(() -> response.body().text(100)))
          .hasCauseInstanceOf(TlsException.Truncated.class);
    }
  }

  @Test
  void R34_R36_aConnectionThatTheServerHasEndedBehindItsAnswerIsNotUsedAgain() throws Exception {
    AtomicInteger served = new AtomicInteger();
    Address address =
        answering(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            connection -> {
              served.incrementAndGet();
              connection.close();
            });
    HttpClient client = https();
    for (int i = 1; i <= 5; i++) {
      int before = i;
      try (HttpResponse answer =
          client.send("POST", uri(address, "/"), Headers.EMPTY, Body.of("x"))) {
        assertThat(answer.body().text(100)).isEqualTo("ok");
      }
      Awaitility.await().until(() -> served.get() == before);
    }
  }
}
