package gulliver.protocols.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import gulliver.conformance.Suite;
import gulliver.protocols.server.Limits;
import gulliver.protocols.server.Server;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against servers that say what a test lets them, on every network. */
abstract class HttpClientSuite extends Suite {
  private static final URI ROOT = URI.create("http://example.org/");

  private Socket listener;

  @BeforeEach
  final void listen() throws IOException {
    listener = closing(network().createServer(anywhere()));
  }

  private HttpClient.Builder builder() throws IOException {
    return HttpClient.on(network()).through(listener.getsockname());
  }

  private HttpClient client() throws IOException {
    return closing(builder().build());
  }

  /** A server of one connection: it reads a request's head, says something, and so on. */
  private CompletableFuture<List<String>> script(String... answers) {
    return start(() -> {
      List<String> requests = new ArrayList<>();
      try (Socket socket = listener.accept().socket()) {
        for (String answer : answers) {
          requests.add(head(socket));
          socket.sendall(answer.getBytes(ISO_8859_1));
        }
        socket.shutdown(Sockets.SHUT_WR);
        while (socket.recv(4096).length > 0) {
          // until the client ends
        }
      }
      return requests;
    });
  }

  static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    byte[] one = new byte[1];
    while (head.indexOf("\r\n\r\n") < 0 && socket.recv(one) > 0) {
      head.append((char) (one[0] & 0xff));
    }
    return head.toString();
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }

  // ---- requests ----

  @Test
  void R34_aRequestIsOneHeadWithItsHost() throws Exception {
    CompletableFuture<List<String>> server =
        script("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    URI uri = URI.create("http://Example.org:8080/a%20b?c=d#e");
    try (HttpResponse answer = client().send("GET", uri, Headers.of("A", "b"), Body.EMPTY)) {
      assertThat(answer.status()).isEqualTo(200);
    }
    assertThat(result(server))
        .containsExactly(
            lines(
                "GET /a%20b?c=d HTTP/1.1",
                "Host: example.org:8080", "A: b", "User-Agent: gulliver", "", ""));
  }

  @Test
  void R34_connectionsAreUsedAgain() throws Exception {
    CompletableFuture<List<String>> server =
        script(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none",
            lines(
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "",
                "2;x",
                "tw",
                "1",
                "o",
                "0",
                "Sum: 7",
                "",
                ""),
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nto the end");
    HttpClient client = client();
    try (HttpResponse one = client.get(ROOT)) {
      assertThat(one.body().length()).isEqualTo(3);
      assertThat(client.idle()).isZero();
      assertThat(one.body().text(3)).isEqualTo("one");
      assertThat(client.idle()).isEqualTo(1);
    }
    try (HttpResponse two = client.get(ROOT)) {
      assertThat(two.body().length()).isEqualTo(-1);
      assertThat(two.body().text(3)).isEqualTo("two");
      assertThat(two.body().trailers()).isEqualTo(Headers.of("sum", "7"));
    }
    assertThat(client.get(ROOT).status()).isEqualTo(204);
    assertThat(client.send("HEAD", ROOT, Headers.EMPTY, Body.EMPTY).status()).isEqualTo(200);
    assertThat(client.get(ROOT).status()).isEqualTo(304);
    try (HttpResponse last = client.get(ROOT)) {
      assertThat(last.body().text(100)).isEqualTo("to the end");
      assertThat(client.idle()).isZero();
    }
    assertThat(result(server)).hasSize(6);
  }

  @Test
  void R34_aBodyThatIsNotReadEndsItsConnection() throws Exception {
    CompletableFuture<List<String>> server = script("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
    HttpClient client = client();
    client.get(ROOT).close();
    assertThat(client.idle()).isZero();
    assertThat(result(server)).hasSize(1);
  }

  @Test
  void R34_bodiesAreSentByLengthOrInChunks() throws Exception {
    HttpServer http =
        HttpServer.of(request ->
            HttpResponse.of(
                200,
                request.headers().get("Content-Length")
                    + " "
                    + request.headers().get("Transfer-Encoding")
                    + " "
                    + request.body().text(100)
                    + " "
                    + request.body().trailers().get("Sum")));
    Server server =
        closing(Server.on(network()).listen(listener).limits(Limits.NONE).start(http::serve));
    HttpClient client = closing(HttpClient.on(network()).through(server.address()).build());
    assertThat(post(client, Body.of("abc"))).isEqualTo("3 null abc null");
    assertThat(post(client, Body.EMPTY)).isEqualTo("0 null  null");
    assertThat(
            post(
                client,
                Body.writing(out -> {
                  out.write("ab".getBytes(UTF_8));
                  out.flush();
                  out.write("c".getBytes(UTF_8));
                  out.trailers(Headers.of("Sum", "9"));
                })))
        .isEqualTo("null chunked abc 9");
    assertThat(client.idle()).isEqualTo(1);
  }

  private static String post(HttpClient client, Body body) throws IOException {
    try (HttpResponse answer = client.send("POST", ROOT, Headers.EMPTY, body)) {
      return answer.body().text(100);
    }
  }

  @Test
  void R34_aBodyWaitsForContinueForAWhile() throws Exception {
    CompletableFuture<String> got =
        start(() -> {
          try (Socket socket = listener.accept().socket()) {
            head(socket);
            socket.sendall("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
            byte[] body = new byte[3];
            socket.recvall(body);
            socket.sendall("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
            head(socket);
            socket.sendall("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
            return new String(body, UTF_8) + socket.recv(3).length;
          }
        });
    Headers expects = Headers.of("Expect", "100-continue");
    HttpClient client = client();
    assertThat(client.send("POST", ROOT, expects, Body.of("abc")).status()).isEqualTo(200);
    assertThat(client.send("POST", ROOT, expects, Body.of("abc")).status()).isEqualTo(403);
    assertThat(result(got)).as("the second body never goes").isEqualTo("abc0");

    CompletableFuture<String> old =
        start(() -> {
          try (Socket socket = listener.accept().socket()) {
            head(socket);
            byte[] body = new byte[3];
            socket.recvall(body);
            socket.sendall("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
            return new String(body, UTF_8);
          }
        });
    int status =
        afterTime(
            Duration.ofSeconds(2),
            () -> client.send("POST", ROOT, expects, Body.of("def")).status());
    assertThat(status).isEqualTo(200);
    assertThat(result(old)).isEqualTo("def");
  }

  /** How a server goes on that has answered before it has read the body. */
  enum Early {
    CLOSES,
    ENDS,
    DOES_NOT_READ_ON
  }

  @ParameterizedTest
  @EnumSource(Early.class)
  void R34_anAnswerBeforeTheEndOfTheBodyIsNotLost(Early early) throws Exception {
    for (boolean expects : new boolean[] {false, true}) {
      CompletableFuture<Void> got = new CompletableFuture<>();
      CompletableFuture<Object> server =
          start(() -> {
            try (Socket socket = listener.accept().socket()) {
              head(socket);
              if (expects) {
                socket.sendall("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
                socket.recvall(new byte[1]);
              }
              socket.sendall(
                  "HTTP/1.1 413 Too much\r\nContent-Length: 2\r\n\r\nno".getBytes(UTF_8));
              switch (early) {
                case CLOSES -> {}
                case ENDS -> {
                  socket.shutdown(Sockets.SHUT_WR);
                  got.get();
                }
                case DOES_NOT_READ_ON -> got.get();
              }
            }
            return "done";
          });
      byte[] some = new byte[1 << 20];
      Body endless =
          Body.writing(out -> {
            while (true) {
              out.write(some);
            }
          });
      Headers headers = expects ? Headers.of("Expect", "100-continue") : Headers.EMPTY;
      HttpClient client = client();
      try (HttpResponse answer = result(start(() -> client.send("POST", ROOT, headers, endless)))) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body().text(2)).isEqualTo("no");
      }
      assertThat(client.idle()).as("of the connection the rest of a body is owed").isZero();
      got.complete(null);
      result(server);
    }
  }

  @Test
  void R34_aServerThatEndsWithinTheBodyWithoutAWordIsAnError() throws Exception {
    CompletableFuture<Object> server =
        start(() -> {
          try (Socket socket = listener.accept().socket()) {
            head(socket);
            socket.shutdown(Sockets.SHUT_WR);
            while (socket.recv(65_536).length > 0) {
              // until the client ends
            }
          }
          return "done";
        });
    byte[] some = new byte[1 << 16];
    Body endless =
        Body.writing(out -> {
          while (true) {
            out.write(some);
          }
        });
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> result(start(() -> client().send("POST", ROOT, Headers.EMPTY, endless))))
        .withMessageContaining("before it answered");
    result(server);
  }

  /** A server may answer while it reads, and want all of it nevertheless. */
  @Test
  void R34_aSuccessBeforeTheEndOfTheBodyLetsItGoOn() throws Exception {
    byte[] body = pattern(1 << 20);
    CompletableFuture<byte[]> server =
        start(() -> {
          byte[] got = new byte[body.length];
          try (Socket socket = listener.accept().socket()) {
            head(socket);
            socket.sendall("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n".getBytes(UTF_8));
            socket.recvall(got);
            socket.sendall("ok".getBytes(UTF_8));
            head(socket);
            socket.sendall("HTTP/1.1 204 Next\r\n\r\n".getBytes(UTF_8));
          }
          return got;
        });
    HttpClient client = client();
    try (HttpResponse answer = client.send("PUT", ROOT, Headers.EMPTY, Body.of(body))) {
      assertThat(answer.body().text(2)).isEqualTo("ok");
    }
    assertThat(client.get(ROOT).status()).as("on the same connection").isEqualTo(204);
    assertThat(result(server)).isEqualTo(body);
  }

  /** While there is something to send, silence is no fault of the server. */
  @Test
  void R34_theTimeoutIsNotOfAServerThatIsBeingTold() throws Exception {
    CompletableFuture<List<String>> server =
        start(() -> {
          try (Socket socket = listener.accept().socket()) {
            String head = head(socket);
            String body = head(socket);
            socket.sendall("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
            return List.of(head, body);
          }
        });
    HttpClient client = closing(builder().timeout(Duration.ofMillis(200)).build());
    long then = network().deadline(Duration.ofMillis(450));
    Body slow =
        Body.writing(out -> {
          out.write('a');
          out.flush();
          while (network().nanoTime() - then < 0) {
            network().park(then); // an instant, which has come whoever let time pass
          }
          out.write('b');
        });
    int status =
        afterTime(
            Duration.ofMillis(500), () -> client.send("POST", ROOT, Headers.EMPTY, slow).status());
    assertThat(status).isEqualTo(200);
    assertThat(result(server).getLast()).isEqualTo("1\r\na\r\n1\r\nb\r\n0\r\n\r\n");
  }

  @Test
  void R34_theFailureOfABodysWriterIsThrown() throws Exception {
    CompletableFuture<String> server =
        start(() -> {
          try (Socket socket = listener.accept().socket()) {
            head(socket);
            return head(socket); // until the client ends
          }
        });
    Body fails =
        Body.writing(out -> {
          out.write('a');
          out.flush();
          throw new IllegalStateException("meant for the test");
        });
    assertThatIllegalStateException()
        .isThrownBy(() -> client().send("POST", ROOT, Headers.EMPTY, fails))
        .withMessage("meant for the test");
    assertThat(result(server)).isEqualTo("1\r\na\r\n");
  }

  @Test
  void R34_nothingIsExpectedWithoutABody() throws Exception {
    CompletableFuture<List<String>> server =
        script("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    client().send("POST", ROOT, Headers.of("Expect", "100-continue"), Body.EMPTY).close();
    assertThat(result(server).getFirst()).doesNotContain("Expect").contains("Content-Length: 0");
  }

  @Test
  void R34_anotherInterimAnswerIsNoLeaveToSend() throws Exception {
    CompletableFuture<String> server =
        start(() -> {
          try (Socket socket = listener.accept().socket()) {
            head(socket);
            socket.sendall("HTTP/1.1 103 Early Hints\r\n\r\n".getBytes(UTF_8));
            socket.sendall("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
            return head(socket); // until the client ends
          }
        });
    Headers expects = Headers.of("Expect", "100-continue");
    assertThat(client().send("POST", ROOT, expects, Body.of("abc")).status()).isEqualTo(403);
    assertThat(result(server)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "\r\n",
      })
  void R34_anAnswerOf205HasNoContentHoweverItsEndIsTold(String rest) throws Exception {
    CompletableFuture<List<String>> server = script("HTTP/1.1 205 Reset Content\r\n" + rest);
    HttpClient client = client();
    try (HttpResponse answer = client.get(ROOT)) {
      assertThat(answer.status()).isEqualTo(205);
      assertThat(answer.body().length()).isZero();
    }
    client.close();
    result(server);
  }

  // ---- what is wrong with a server ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 3\n\nabc",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nA: b\rC: d\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nA: \0\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "\r\nHTTP/1.1 200 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "<html>\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "HTTP/1.1 205 Reset Content\r\nContent-Length: 3\r\n\r\nabc",
      })
  void R34_anAnswerThatIsNoneIsAnErrorAndNeverAShortBody(String octets) throws Exception {
    CompletableFuture<List<String>> server = script(octets);
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> {
          try (HttpResponse answer = client().get(ROOT)) {
            answer.body().text(1000);
          }
        })
        .satisfies(e -> assertThat(e.status()).isEqualTo(502));
    result(server);
  }

  @Test
  void R34_endlessHeadsAreAnError() throws Exception {
    for (String octets :
        List.of(
            "HTTP/1.1 200 " + "O".repeat(9000),
            "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(201),
            "HTTP/1.1 200 OK\r\nA: " + "b".repeat(70_000),
            "HTTP/1.1 100 Continue\r\n\r\n".repeat(33))) {
      CompletableFuture<List<String>> server = script(octets);
      assertThatExceptionOfType(HttpException.class).isThrownBy(() -> client().get(ROOT));
      result(server);
    }
  }

  @Test
  void R34_whatCannotBeSentIsRefusedBefore() throws Exception {
    HttpClient client = client();
    for (String method : List.of("", "GET ", "G\r\nT", "CONNECT")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.send(method, ROOT, Headers.EMPTY, Body.EMPTY));
    }
    for (String uri :
        List.of("ftp://a/", "/a", "http:///a", "http://u:p@a/", "http://a:0/", "http://a/\u00e4")) {
      assertThatIllegalArgumentException().isThrownBy(() -> client.get(URI.create(uri)));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.send("TRACE", ROOT, Headers.EMPTY, Body.of("abc")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> client.send("POST", ROOT, Headers.of("Content-Length", "3"), Body.of("abc")));
  }

  // ---- stale connections ----

  @Test
  void R34_aConnectionThatTheServerHasEndedIsNotUsed() throws Exception {
    HttpClient client = client();
    CompletableFuture<String> ended = new CompletableFuture<>();
    CompletableFuture<Integer> one =
        start(() -> {
          try (Socket socket = listener.accept().socket()) {
            head(socket);
            socket.sendall("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
            socket.shutdown(Sockets.SHUT_WR);
            ended.complete("ended");
            return socket.recv(1).length; // until the client ends
          }
        });
    client.get(ROOT).close();
    assertThat(client.idle()).isEqualTo(1);
    assertThat(result(ended)).isEqualTo("ended");
    CompletableFuture<List<String>> two = script("HTTP/1.1 201 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(client.send("POST", ROOT, Headers.EMPTY, Body.of("x")).status()).isEqualTo(201);
    client.close();
    assertThat(result(one)).as("octets of the second request").isZero();
    assertThat(result(two)).hasSize(1);
  }

  /** RFC 9110 §9.2.2: what has been sent again and failed is not sent a third time. */
  @Test
  void R34_whatIsSentAgainIsSentOnANewConnection() throws Exception {
    byte[] ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8);
    HttpClient client = client();
    List<CompletableFuture<HttpResponse>> both =
        List.of(start(() -> client.get(ROOT)), start(() -> client.get(ROOT)));
    List<Socket> sockets = List.of(listener.accept().socket(), listener.accept().socket());
    for (Socket socket : sockets) {
      head(closing(socket));
      socket.sendall(ok);
    }
    for (CompletableFuture<HttpResponse> each : both) {
      result(each).close();
    }
    assertThat(client.idle()).isEqualTo(2);
    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (Socket socket : sockets) {
      asked.add(
          start(() -> {
            try (socket) { // and goes, in the moment in which the client asks
              return head(socket);
            }
          }));
    }
    CompletableFuture<HttpResponse> again =
        start(() -> client.send("PUT", ROOT, Headers.EMPTY, Body.EMPTY));
    Socket third = closing(listener.accept().socket());
    head(third);
    third.sendall(ok);
    assertThat(result(again).status()).isEqualTo(200);
    client.close();
    assertThat(List.of(result(asked.get(0)), result(asked.get(1)))).containsOnlyOnce("");
  }

  @Test
  void R34_onlyWhatIsHarmlessIsSentAgain() throws Exception {
    for (String method : List.of("PUT", "POST")) {
      CompletableFuture<Integer> connections =
          start(() -> {
            try (Socket socket = listener.accept().socket()) {
              head(socket);
              socket.sendall("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
              head(socket); // and goes, in the moment in which the client asks
            }
            if (method.equals("POST")) {
              return 1;
            }
            try (Socket socket = listener.accept().socket()) {
              head(socket);
              socket.sendall("HTTP/1.1 201 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
              return 2;
            }
          });
      HttpClient client = client();
      client.get(ROOT).close();
      if (method.equals("POST")) {
        assertThatExceptionOfType(HttpException.class)
            .isThrownBy(() -> client.send(method, ROOT, Headers.EMPTY, Body.of("")))
            .withMessageContaining("before it answered");
      } else {
        assertThat(client.send(method, ROOT, Headers.EMPTY, Body.of("")).status()).isEqualTo(201);
      }
      assertThat(result(connections)).isEqualTo(method.equals("POST") ? 1 : 2);
      client.close();
    }
  }

  @Test
  void R34_thePoolIsBounded() throws Exception {
    HttpServer http = HttpServer.of(request -> HttpResponse.of(200, "x"));
    Server server =
        closing(Server.on(network()).listen(listener).limits(Limits.NONE).start(http::serve));
    HttpClient client =
        closing(
            HttpClient.on(network())
                .through(server.address())
                .idle(3, 2, Duration.ofDays(1))
                .build());
    List<HttpResponse> open = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      open.add(client.get(URI.create("http://host" + i / 4 + "/")));
    }
    for (HttpResponse answer : open) {
      answer.body().text(10);
      answer.close();
    }
    assertThat(client.idle()).isEqualTo(3);
    client.close();
    eventually(() -> assertThat(server.counters().active()).isZero());
  }

  // ---- time ----

  @Test
  void R34_aWaitEndsWithTheTimeout() throws Exception {
    HttpClient client = closing(builder().timeout(Duration.ofMillis(200)).build());
    CompletableFuture<Socket> silent = start(() -> closing(listener.accept().socket()));
    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(() -> afterTime(Duration.ofMillis(300), () -> client.get(ROOT)));
    result(silent);
  }

  @Test
  void R34_allOfItEndsWithTheDeadlineOfTheCodeAround() throws Exception {
    CompletableFuture<Socket> silent = start(() -> closing(listener.accept().socket()));
    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(() ->
            afterTime(
                Duration.ofMillis(300),
                () -> network().within(Duration.ofMillis(200), () -> client().get(ROOT))));
    result(silent);
  }

  // ---- redirections ----

  @Test
  void R34_redirectionsAreFollowedIfAskedTo() throws Exception {
    HttpServer http =
        HttpServer.of(request ->
            switch (request.target()) {
              case "/301" -> HttpResponse.of(301, "moved").with("Location", "/end?a=b");
              case "/303" -> HttpResponse.of(303).with("Location", "http://other/end");
              case "/307" -> HttpResponse.of(307).with("Location", "end");
              case "/loop" -> HttpResponse.of(302).with("Location", "/loop");
              case "/query" -> HttpResponse.of(302).with("Location", "?a=b");
              case "/latin" -> HttpResponse.of(302).with("Location", "/\u00e4");
              case "/ftp" -> HttpResponse.of(302).with("Location", "ftp://a/");
              default ->
                  HttpResponse.of(
                      200,
                      request
                          + " "
                          + request.host()
                          + " "
                          + request.headers().get("Authorization")
                          + " "
                          + request.body().text(10));
            });
    Server server =
        closing(Server.on(network()).listen(listener).limits(Limits.NONE).start(http::serve));
    HttpClient client =
        closing(HttpClient.on(network()).through(server.address()).redirects(3).build());
    Headers secret = Headers.of("Authorization", "s");
    assertThat(ask(client, "POST", "/301", secret)).isEqualTo("GET /end?a=b example.org s ");
    assertThat(ask(client, "PUT", "/303", secret)).isEqualTo("GET /end other null ");
    assertThat(ask(client, "PUT", "/307", secret)).isEqualTo("PUT /end example.org s body");
    assertThat(ask(client, "GET", "/query", Headers.EMPTY))
        .isEqualTo("GET /query?a=b example.org null body");
    for (String nowhere : List.of("/ftp", "/latin")) {
      assertThat(client.get(ROOT.resolve(nowhere)).status()).isEqualTo(302);
    }
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> client.get(ROOT.resolve("/loop")))
        .withMessageContaining("3 redirections");
    HttpClient plain = closing(HttpClient.on(network()).through(server.address()).build());
    assertThat(plain.get(ROOT.resolve("/303")).status()).isEqualTo(303);
  }

  private static String ask(HttpClient client, String method, String path, Headers headers)
      throws IOException {
    try (HttpResponse answer = client.send(method, ROOT.resolve(path), headers, Body.of("body"))) {
      return answer.body().text(100);
    }
  }

  // ---- both together ----

  @Test
  void R34_aProxyIsAHandlerWithAClient() throws Exception {
    HttpServer http =
        HttpServer.of(request ->
            HttpResponse.of(
                200, "application/octet-stream", Body.of(request.body().bytes(1 << 20))));
    Server server =
        closing(Server.on(network()).listen(listener).limits(Limits.NONE).start(http::serve));
    HttpClient onwards = closing(HttpClient.on(network()).through(server.address()).build());
    HttpServer between =
        HttpServer.of(request -> {
          HttpResponse answer =
              onwards.send(
                  request.method(),
                  URI.create("http://" + request.host() + request.target()),
                  request.headers().endToEnd().without("Host"),
                  request.body());
          return new HttpResponse(answer.status(), answer.headers().endToEnd(), answer.body());
        });
    Server proxy =
        closing(Server.on(network()).listen(anywhere()).limits(Limits.NONE).start(between::serve));
    HttpClient client = closing(HttpClient.on(network()).through(proxy.address()).build());
    byte[] bytes = pattern(1_000_000);
    for (Body body : List.of(Body.of(bytes), Body.writing(out -> out.write(bytes)))) {
      try (HttpResponse answer = client.send("PUT", ROOT, Headers.EMPTY, body)) {
        assertThat(answer.body().bytes(2_000_000)).isEqualTo(bytes);
      }
    }
  }
}
