package gulliver.protocols.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.Suite;
import gulliver.protocols.http.HostileRequests.Hostile;
import gulliver.protocols.server.Limits;
import gulliver.protocols.server.Server;
import gulliver.socket.Errno;
import gulliver.socket.Linger;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server does with octets, on every network: a raw client says what it likes. */
abstract class HttpServerSuite extends Suite {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("1994-11-06T08:49:37Z"), ZoneOffset.UTC);
  private static final String DATE = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
  private static final HttpLimits PATIENT =
      HttpLimits.DEFAULT
          .head(8 << 10, 100, 16 << 10, Duration.ofDays(1))
          .slow(Duration.ofDays(1), 1 << 10)
          .body(1 << 20, 64 << 10);

  @TempDir Path folder;

  /** What the handler has seen. */
  private final List<String> seen = new ArrayList<>();

  final Server start(HttpLimits limits, Handler handler) throws IOException {
    HttpServer http = HttpServer.of(handler).limits(limits).clock(NOON);
    return closing(Server.on(network()).listen(anywhere()).limits(Limits.NONE).start(http::serve));
  }

  final Server start(Handler handler) throws IOException {
    return start(PATIENT, handler);
  }

  /** Answers with what it was asked. */
  private HttpResponse echo(HttpRequest request) throws IOException {
    String text = request + " " + request.body().text(1 << 20);
    synchronized (seen) {
      seen.add(text);
    }
    return HttpResponse.of(200, text);
  }

  final Socket client(Server server) throws IOException {
    return closing(network().createConnection(server.address()));
  }

  static void say(Socket client, String octets) throws IOException {
    client.sendall(octets.getBytes(ISO_8859_1));
  }

  /** All that comes until the end. */
  static String rest(Socket client) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int n; (n = client.recv(buffer)) > 0; ) {
      all.write(buffer, 0, n);
    }
    return all.toString(ISO_8859_1);
  }

  /** Receives exactly this. */
  static void expect(Socket client, String octets) throws IOException {
    byte[] buffer = new byte[octets.length()];
    int n = client.recvall(buffer);
    assertThat(new String(buffer, 0, n, ISO_8859_1)).isEqualTo(octets);
  }

  private static String ok(String text) {
    return answer("200 OK", "", text);
  }

  private static String answer(String status, String fields, String text) {
    return "HTTP/1.1 "
        + status
        + "\r\n"
        + DATE
        + "Content-Type: text/plain; charset=utf-8\r\n"
        + "Content-Length: "
        + text.length()
        + "\r\n"
        + fields
        + "\r\n"
        + text;
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  private static String chunked(String target) {
    return "POST " + target + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  }

  // ---- connections ----

  @Test
  void R34_aConnectionIsKeptForTheNextRequest() throws Exception {
    Socket client = client(start(this::echo));
    for (int i = 0; i < 3; i++) {
      say(client, get("/" + i));
      expect(client, ok("GET /" + i + " "));
    }
    say(client, "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(rest(client)).isEqualTo(answer("200 OK", "Connection: close\r\n", "GET /last "));
  }

  @Test
  void R34_pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    Socket client = client(start(this::echo));
    StringBuilder requests = new StringBuilder();
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      requests.append(get("/" + i));
      answers.append(ok("GET /" + i + " "));
      requests
          .append("POST /" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n")
          .append("abc");
      answers.append(ok("POST /" + i + " abc"));
      requests.append(chunked("/c")).append("2\r\nde\r\n1;x\r\nf\r\n0\r\nT: u\r\n\r\n");
      answers.append(ok("POST /c def"));
    }
    say(client, requests.toString());
    client.shutdown(Sockets.SHUT_WR);
    assertThat(rest(client)).isEqualTo(answers.toString());
  }

  @Test
  void R34_segmentsDoNotMatter() throws Exception {
    Server server = start(this::echo);
    String requests =
        get("/a")
            + "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
            + chunked("/c")
            + "2;x\r\nde\r\n1\r\nf\r\n0\r\nT: u\r\n\r\n";
    String answers = ok("GET /a ") + ok("POST /b abc") + ok("POST /c def");
    Random random = new Random(3);
    for (int round = 0; round < 20; round++) {
      Socket client = client(server);
      for (int at = 0; at < requests.length(); ) {
        int to = round == 0 ? at + 1 : Math.min(requests.length(), at + random.nextInt(1, 60));
        say(client, requests.substring(at, to));
        at = to;
      }
      expect(client, answers);
      client.close();
    }
  }

  @Test
  void R34_http10EndsTheConnectionUnlessItIsAskedNotTo() throws Exception {
    Server server = start(this::echo);
    Socket one = client(server);
    say(one, "GET / HTTP/1.0\r\n\r\n");
    assertThat(rest(one)).isEqualTo(answer("200 OK", "Connection: close\r\n", "GET / "));
    Socket two = client(server);
    say(two, "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n".repeat(2));
    expect(two, answer("200 OK", "Connection: keep-alive\r\n", "GET / ").repeat(2));
  }

  // ---- bodies that are sent ----

  @Test
  void R34_aBodyOfUnknownLengthIsChunkedAndItsTrailersFollow() throws Exception {
    Server server =
        start(request ->
            new HttpResponse(
                200,
                Headers.EMPTY,
                Body.writing(out -> {
                  out.write("abc".getBytes(UTF_8));
                  out.write("def".getBytes(UTF_8));
                  out.flush();
                  out.write(new byte[0]);
                  out.flush();
                  out.write("0123456789".repeat(30).getBytes(UTF_8));
                  out.trailers(Headers.of("Sum", "306"));
                })));
    Socket client = client(server);
    say(client, get("/"));
    expect(
        client,
        "HTTP/1.1 200 OK\r\n"
            + DATE
            + "Transfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n12c\r\n"
            + "0123456789".repeat(30)
            + "\r\n0\r\nSum: 306\r\n\r\n");
    Socket old = client(server);
    say(old, "GET / HTTP/1.0\r\n\r\n");
    assertThat(rest(old))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\n"
                + DATE
                + "Connection: close\r\n\r\nabcdef"
                + "0123456789".repeat(30));
  }

  @Test
  void R34_writesOfAllSizesArriveAsTheyWereWritten() throws Exception {
    byte[] all = pattern(3_000_000);
    Random random = new Random(4);
    Server server =
        start(request ->
            new HttpResponse(
                200,
                Headers.EMPTY,
                Body.writing(
                    request.path().equals("/known") ? all.length : -1,
                    out -> {
                      for (int at = 0; at < all.length; ) {
                        int most = random.nextInt(4) == 0 ? 100_000 : 20_000;
                        int n = Math.min(all.length - at, random.nextInt(1, most));
                        out.write(all, at, n);
                        if (random.nextInt(10) == 0) {
                          out.flush();
                        }
                        at += n;
                      }
                    })));
    for (String path : List.of("/known", "/chunked")) {
      try (HttpClient asks = HttpClient.on(network()).through(server.address()).build();
          HttpResponse answer = asks.get(URI.create("http://a" + path))) {
        assertThat(answer.body().bytes(4_000_000)).isEqualTo(all);
      }
    }
  }

  @Test
  void R34_aFileIsSentInPartsAndWhole() throws Exception {
    Path file = Files.write(folder.resolve("file"), pattern(300_000));
    Server server =
        start(request ->
            request.path().equals("/part")
                ? HttpResponse.of(206, "text/plain", Body.file(file, 1000, 5))
                : HttpResponse.of(200, "text/plain", Body.file(file)));
    Socket client = client(server);
    say(client, get("/part"));
    expect(
        client,
        "HTTP/1.1 206 Partial Content\r\n"
            + DATE
            + "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\n"
            + new String(part(pattern(2000), 1000, 1005), ISO_8859_1));
    say(client, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(rest(client).getBytes(ISO_8859_1)).endsWith(pattern(300_000));
  }

  @Test
  void R34_headIsAnsweredLikeGetWithoutTheBody() throws Exception {
    AtomicInteger written = new AtomicInteger();
    Server server =
        start(request ->
            new HttpResponse(
                200,
                Headers.EMPTY,
                Body.writing(
                    request.path().equals("/known") ? 7 : -1, out -> written.incrementAndGet())));
    Socket client = client(server);
    say(client, "HEAD /known HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(
        client,
        "HTTP/1.1 200 OK\r\n"
            + DATE
            + "Content-Length: 7\r\n\r\nHTTP/1.1 200 OK\r\n"
            + DATE
            + "Transfer-Encoding: chunked\r\n\r\n");
    assertThat(written).hasValue(0);
  }

  /** RFC 9110 §9.3.2, whatever is wrong with it. */
  @Test
  void R34_aHeadThatIsRefusedHasNoBodyEither() throws Exception {
    Server server = start(PATIENT.body(10, 10), this::echo);
    for (String fields :
        List.of("Content-Length: 11", "Host: b", "Content-Length: x", "A : b", "Expect: x")) {
      Socket client = client(server);
      say(client, "HEAD / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n");
      assertThat(rest(client)).matches("(?s)HTTP/1.1 4.*\r\nContent-Length: \\d\\d+\r\n.*\r\n\r\n");
    }
    Socket client = client(server);
    say(client, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET /\r\n\r\n");
    assertThat(rest(client))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("HTTP/1.1 400 Bad Request\r\n")
        .endsWith("3)\n");
  }

  @Test
  void R34_answersWithoutABodyEndWithTheirHead() throws Exception {
    Server server =
        start(request -> HttpResponse.of(Integer.parseInt(request.path().substring(1))));
    Socket client = client(server);
    say(client, get("/204") + get("/304") + get("/205") + get("/200"));
    expect(
        client,
        "HTTP/1.1 204 No Content\r\n"
            + DATE
            + "\r\nHTTP/1.1 304 Not Modified\r\n"
            + DATE
            + "\r\nHTTP/1.1 205 Reset Content\r\n"
            + DATE
            + "Content-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n"
            + DATE
            + "Content-Length: 0\r\n\r\n");
  }

  @Test
  void R34_optionsOfTheServerAsAWholeIsAnsweredWithoutTheHandler() throws Exception {
    Socket client = client(start(this::echo));
    say(client, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(client, "HTTP/1.1 204 No Content\r\n" + DATE + "\r\n");
    assertThat(seen).isEmpty();
  }

  @Test
  void R34_aTargetMayBeAWholeUri() throws Exception {
    Server server =
        start(request ->
            HttpResponse.of(200, request.host() + " " + request.path() + " " + request.query()));
    Socket client = client(server);
    say(client, "GET http://a:80?b=c HTTP/1.1\r\nHost: a:80\r\n\r\n");
    expect(client, ok("a:80 / b=c"));
    say(client, "GET /x?y?z HTTP/1.1\r\nHost: b\r\n\r\n");
    expect(client, ok("b /x y?z"));
  }

  /** RFC 9110 §7.4: what is to be had over TLS alone is not to be had without. */
  @Test
  void R34_anHttpsUriIsMisdirectedWhereThereIsNoTls() throws Exception {
    Socket client = client(start(this::echo));
    say(client, "GET HTTPS://a/ HTTP/1.1\r\nHost: a\r\n\r\n" + get("/"));
    assertThat(rest(client))
        .startsWith("HTTP/1.1 421 Misdirected Request\r\n")
        .containsOnlyOnce("HTTP/1.1 ");
    assertThat(seen).isEmpty();
  }

  @Test
  void R34_trailersThatBelongToTheHeaderAreRefused() throws Exception {
    for (String name : List.of("content-length", "Transfer-Encoding", "Set-Cookie", "Location")) {
      Server server =
          start(request ->
              HttpResponse.of(
                  200, "text/plain", Body.writing(out -> out.trailers(Headers.of(name, "1")))));
      Socket client = client(server);
      say(client, get("/"));
      expect(client, answer("500 Internal Server Error", "", "500 Internal Server Error\n"));
    }
  }

  // ---- bodies that are received ----

  @Test
  void R34_continueIsSaidWhenTheHandlerReads() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Server server =
        start(request -> {
          asked.incrementAndGet();
          return request.path().equals("/read") ? echo(request) : HttpResponse.of(403);
        });
    String head = " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    Socket client = client(server);
    say(client, "POST /read" + head);
    expect(client, "HTTP/1.1 100 Continue\r\n\r\n");
    say(client, "abc");
    expect(client, ok("POST /read abc"));
    say(client, "POST /read" + head + "def"); // it does not wait, so nothing is said
    expect(client, ok("POST /read def"));
    say(client, "POST /no" + head);
    assertThat(rest(client))
        .isEqualTo(
            "HTTP/1.1 403 Forbidden\r\n" + DATE + "Content-Length: 0\r\nConnection: close\r\n\r\n");
    assertThat(asked).hasValue(3);
  }

  @Test
  void R34_aBodyFlowsWhileTheAnswerDoes() throws Exception {
    Server server =
        start(request -> HttpResponse.of(200, "application/octet-stream", request.body()));
    Socket client = client(server);
    say(client, chunked("/"));
    say(client, "3\r\nabc\r\n");
    expect(
        client,
        "HTTP/1.1 200 OK\r\n"
            + DATE
            + "Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nabc\r\n");
    say(client, "2\r\nde\r\n");
    expect(client, "2\r\nde\r\n");
    say(client, "0\r\n\r\n");
    expect(client, "0\r\n\r\n");
    say(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
    expect(client, "HTTP/1.1 200 OK\r\n" + DATE);
  }

  @Test
  void R34_trailersOfARequestAreThereAtItsEnd() throws Exception {
    Server server =
        start(request -> {
          Headers before = request.body().trailers();
          String text = request.body().text(100);
          return HttpResponse.of(200, before.size() + text + request.body().trailers().get("Sum"));
        });
    Socket client = client(server);
    say(client, chunked("/") + "3\r\nabc\r\n0\r\nSum: 9\r\n\r\n");
    expect(client, ok("0abc9"));
  }

  @Test
  void R34_aBodyThatNobodyReadsIsDrainedOrEndsTheConnection() throws Exception {
    Server server = start(request -> HttpResponse.of(200, "no"));
    Socket client = client(server);
    say(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n");
    expect(client, ok("no"));
    say(client, "x".repeat(50000));
    say(client, get("/"));
    expect(client, ok("no"));
    say(client, chunked("/"));
    expect(client, ok("no"));
    say(client, "5\r\nabcde\r\n0\r\n\r\n" + get("/"));
    expect(client, ok("no"));

    say(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n");
    expect(client, answer("200 OK", "Connection: close\r\n", "no"));
    say(client, "x".repeat(70000)); // nobody wants it, and the answer is not lost
    assertThat(rest(client)).isEmpty();
  }

  @Test
  void R34_aBodyOfTooManyOctetsIsRefused() throws Exception {
    Server server = start(PATIENT.body(1000, 1000), this::echo);
    String refused = "HTTP/1.1 413 Content Too Large\r\n";
    Socket known = client(server);
    say(known, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" + "x".repeat(1001));
    assertThat(rest(known)).startsWith(refused).contains("Connection: close\r\n");
    Socket chunked = client(server);
    say(
        chunked,
        chunked("/")
            + "1f4\r\n"
            + "x".repeat(500)
            + "\r\n1f5\r\n"
            + "x".repeat(501)
            + "\r\n0\r\n\r\n");
    assertThat(rest(chunked)).startsWith(refused).contains("Connection: close\r\n");
    assertThat(seen).isEmpty();
  }

  @Test
  void R34_aBodyThatIsCutIsNoBody() throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Server server =
        start(request -> {
          try {
            return echo(request);
          } catch (HttpException e) {
            failure.complete(e);
            throw e;
          }
        });
    Socket client = client(server);
    say(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabc");
    client.shutdown(Sockets.SHUT_WR);
    assertThat(rest(client)).startsWith("HTTP/1.1 400 Bad Request\r\n");
    assertThat(result(failure)).hasMessageContaining("after 3 octets");
    assertThat(seen).isEmpty();
  }

  @Test
  void R34_whoVanishesBeforeContinueIsNoFailureOfTheHandler() throws Exception {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Server server =
        start(request -> {
          gone.get();
          try {
            return echo(request);
          } catch (IOException e) {
            failure.complete(e);
            throw e;
          }
        });
    Socket client = client(server);
    say(client, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    eventually(() -> assertThat(server.counters().received()).isPositive());
    client.setsockopt(Options.SO_LINGER, new Linger(true, 0));
    client.close();
    gone.complete(null);
    assertThat(result(failure)).isInstanceOf(HttpException.class);
    eventually(() -> assertThat(server.counters().broken()).isEqualTo(1));
    assertThat(seen).isEmpty();
  }

  @Test
  void R34_aChunkedBodyThatIsNoneIsRefusedWhereverItIsRead() throws Exception {
    for (boolean read : new boolean[] {true, false}) {
      Server server = start(request -> read ? echo(request) : HttpResponse.of(200, "unread"));
      for (Hostile hostile : HostileRequests.chunks()) {
        Socket client = client(server);
        say(client, chunked("/") + hostile.octets() + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
        String answer = rest(client);
        assertThat(answer)
            .as(hostile.rule())
            .startsWith("HTTP/1.1 " + (read ? hostile.status() : 200) + " ")
            .containsOnlyOnce("HTTP/1.1");
        client.close();
      }
    }
    assertThat(seen).isEmpty();
  }

  // ---- what is refused ----

  @Test
  void R34_hostileRequestsAreRefusedAndTheConnectionEnds() throws Exception {
    Server server = start(this::echo);
    for (Hostile hostile : HostileRequests.all()) {
      Socket client = client(server);
      say(client, hostile.octets() + get("/smuggled"));
      String answer = rest(client);
      assertThat(answer)
          .as(hostile.rule())
          .startsWith("HTTP/1.1 " + hostile.status() + " " + Status.reason(hostile.status()))
          .contains("\r\nConnection: close\r\n")
          .containsOnlyOnce("HTTP/1.1 " + hostile.status());
      client.close();
    }
    assertThat(seen).isEmpty();
  }

  // ---- handlers ----

  @Test
  void R34_aHandlersFailureIs500AndTheConnectionLives() throws Exception {
    Server server =
        start(request ->
            switch (request.path()) {
              case "/fails" -> throw new IllegalStateException("meant for the test: a secret");
              case "/says" -> throw new HttpException(409, "two at once");
              case "/late" ->
                  HttpResponse.of(
                      200,
                      "text/plain",
                      Body.writing(out -> {
                        out.write(1);
                        throw new IllegalStateException("meant for the test");
                      }));
              case "/short" ->
                  HttpResponse.of(200, "text/plain", Body.writing(5, out -> out.write(1)));
              case "/long" ->
                  HttpResponse.of(200, "text/plain", Body.writing(0, out -> out.write(1)));
              case "/frame" -> HttpResponse.of(200, "x").with("Content-Length", "5");
              case "/inject" -> HttpResponse.of(200, "x").with("A", "b\r\nSet-Cookie: c");
              default -> echo(request);
            });
    Socket client = client(server);
    String failed = answer("500 Internal Server Error", "", "500 Internal Server Error\n");
    for (String path : List.of("/fails", "/late", "/short", "/long", "/frame", "/inject")) {
      say(client, get(path));
      expect(client, failed);
    }
    say(client, get("/says"));
    expect(client, answer("409 Conflict", "", "409 Conflict: two at once\n"));
    say(client, get("/lives"));
    expect(client, ok("GET /lives "));
  }

  @Test
  void R34_aFailureInTheMiddleOfAnAnswerCutsIt() throws Exception {
    Server server =
        start(request ->
            new HttpResponse(
                200,
                Headers.EMPTY,
                Body.writing(
                    request.path().equals("/known") ? 10 : -1,
                    out -> {
                      out.write("abc".getBytes(UTF_8));
                      out.flush();
                      throw new IllegalStateException("meant for the test");
                    })));
    for (String line : List.of("/known HTTP/1.1", "/ HTTP/1.1", "/ HTTP/1.0")) {
      Socket client = client(server);
      say(client, "GET " + line + "\r\nHost: a\r\n\r\n");
      IOException cut =
          failure(() -> {
            rest(client); // what has come before may be lost with it
            throw new AssertionError("the answer to " + line + " seems to be whole");
          });
      assertThat(Errno.of(cut)).isEqualTo(Errno.ECONNRESET);
    }
  }

  @Test
  void R34_theBodyOfAnAnswerIsClosedInAnyCase() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    Server server =
        start(request ->
            new HttpResponse(
                200,
                Headers.EMPTY,
                Body.of(
                    new ByteArrayInputStream(new byte[3]) {
                      @Override
                      public void close() {
                        closed.incrementAndGet();
                      }
                    },
                    3)));
    Socket client = client(server);
    say(client, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    eventually(() -> assertThat(closed).hasPositiveValue());
  }

  // ---- slow and vanishing clients, and the end ----

  @Test
  void R34_whoTakesTooLongForAHeadIsTold() throws Exception {
    Server server = start(PATIENT.head(1000, 10, 1000, Duration.ofMillis(300)), this::echo);
    Socket client = client(server);
    say(client, "GET / HTTP/1.1\r\n");
    String answer = afterTime(Duration.ofMillis(400), () -> rest(client));
    assertThat(answer).startsWith("HTTP/1.1 408 Request Timeout\r\n");
    assertThat(seen).isEmpty();
  }

  /** RFC 9112 §2.2: an empty line behind a body belongs to nothing, and its answer to nobody. */
  @Test
  void R34_afterAnEmptyLineNobodyIsTold() throws Exception {
    Server server = start(PATIENT.head(1000, 10, 1000, Duration.ofMillis(300)), this::echo);
    Socket client = client(server);
    say(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc\r\n");
    expect(client, ok("POST / abc"));
    assertThat(afterTime(Duration.ofMillis(400), () -> rest(client))).isEmpty();
    client.close();
    eventually(() -> assertThat(server.counters().limited()).isEqualTo(1));
  }

  @Test
  void R34_whoTakesTooLongForABodyIsTold() throws Exception {
    Server server = start(PATIENT.slow(Duration.ofMillis(300), 1 << 20), this::echo);
    Socket client = client(server);
    say(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    String answer = afterTime(Duration.ofMillis(400), () -> rest(client));
    assertThat(answer).startsWith("HTTP/1.1 408 Request Timeout\r\n");
  }

  @Test
  void R34_anIdleConnectionEndsWithoutAWord() throws Exception {
    HttpServer http = HttpServer.of(this::echo).clock(NOON);
    Server server =
        closing(
            Server.on(network())
                .listen(anywhere())
                .limits(Limits.NONE.idle(Duration.ofSeconds(1)))
                .start(http::serve));
    Socket client = client(server);
    say(client, get("/"));
    expect(client, ok("GET / "));
    assertThat(afterTime(Duration.ofSeconds(2), () -> rest(client))).isEmpty();
    client.close();
    eventually(() -> assertThat(server.counters().active()).isZero());
    assertThat(server.counters().failed()).isZero();
  }

  @Test
  void R34_clientsThatVanishHurtNobody() throws Exception {
    Server server =
        start(request ->
            request.path().equals("/endless")
                ? HttpResponse.of(
                    200,
                    "text/plain",
                    Body.writing(out -> {
                      while (true) {
                        out.write(pattern(10_000));
                      }
                    }))
                : echo(request));
    for (String octets :
        List.of(
            "",
            "GET",
            "GET / HTTP/1.1\r\nHost",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
            get("/") + get("/"),
            get("/endless"))) {
      Socket client = client(server);
      say(client, octets);
      client.close();
    }
    eventually(() -> assertThat(server.counters().active()).isZero());
    assertThat(server.counters().failed()).isZero();
    Socket client = client(server);
    say(client, get("/after"));
    expect(client, ok("GET /after "));
  }

  @Test
  void R34_aServerThatStopsFinishesItsAnswersAndSaysSo() throws Exception {
    CompletableFuture<Server> itself = new CompletableFuture<>();
    Server server =
        start(request -> {
          if (request.target().equals("/")) {
            itself.get().stop(Duration.ofDays(1));
          }
          return echo(request);
        });
    itself.complete(server);
    Socket idle = client(server);
    say(idle, get("/first"));
    expect(idle, answer("200 OK", "", "GET /first "));
    Socket client = client(server);
    say(client, get("/"));
    expect(client, answer("200 OK", "Connection: close\r\n", "GET / "));
    client.close();
    assertThat(rest(idle)).isEmpty();
    idle.close();
    assertThat(server.join(Duration.ofDays(1))).isTrue();
  }

  @Test
  void R34_aBodyThatIsWrongWhileItIsAnsweredIsTheClientsFault() throws Exception {
    Server server =
        start(request -> HttpResponse.of(200, "application/octet-stream", request.body()));
    Socket client = client(server);
    say(client, chunked("/") + "3\r\nabc\r\n");
    expect(client, "HTTP/1.1 200 OK\r\n");
    say(client, "-3\r\n");
    IOException cut =
        failure(() -> {
          rest(client);
          throw new AssertionError("the answer seems to be whole");
        });
    assertThat(Errno.of(cut)).isEqualTo(Errno.ECONNRESET);
    eventually(() -> assertThat(server.counters().broken()).isEqualTo(1));
    assertThat(server.counters().failed()).isZero();
  }

  @Test
  void R34_oneTooManyIsToldSo() throws Exception {
    HttpServer http = HttpServer.of(this::echo).clock(NOON);
    Server server =
        closing(
            Server.on(network())
                .listen(anywhere())
                .limits(Limits.NONE.connections(1))
                .refusing(HttpServer.busy())
                .start(http::serve));
    Socket first = client(server);
    say(first, get("/"));
    expect(first, ok("GET / "));
    assertThat(rest(client(server)))
        .isEqualTo(
            "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    say(first, get("/still"));
    expect(first, ok("GET /still "));
  }

  // ---- server-sent events ----

  @Test
  void R34_eventsLeaveAtOnceAndEndWhenTheClientVanishes() throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    CompletableFuture<Void> second = new CompletableFuture<>();
    Server server =
        start(request ->
            EventStream.of(events -> {
              try {
                events.send(EventStream.Event.of("one"));
                second.get();
                events.send(new EventStream.Event("2", "t", "two\nlines", null));
                while (events.isOpen()) {
                  Thread.onSpinWait();
                }
                end.complete("closed");
              } catch (IOException e) {
                end.complete("failed");
              }
            }));
    Socket client = client(server);
    say(client, get("/"));
    expect(
        client,
        "HTTP/1.1 200 OK\r\n"
            + DATE
            + "Content-Type: text/event-stream\r\nCache-Control: no-store\r\n"
            + "Transfer-Encoding: chunked\r\n\r\nb\r\ndata: one\n\n\r\n");
    second.complete(null);
    expect(client, "26\r\nid: 2\nevent: t\ndata: two\ndata: lines\n\n\r\n");
    client.close();
    assertThat(result(end)).isEqualTo("closed");
  }

  @Test
  void R34_aSignOfLifeFillsThePauseBetweenEvents() throws Exception {
    Server server =
        start(request -> {
          AtomicInteger asked = new AtomicInteger();
          return EventStream.of(
              Duration.ofSeconds(15),
              most -> asked.getAndIncrement() == 1 ? EventStream.Event.of("e") : null);
        });
    Socket client = client(server);
    say(client, "GET / HTTP/1.0\r\n\r\n");
    byte[] head = new byte[1];
    StringBuilder all = new StringBuilder();
    while (all.indexOf("\r\n\r\n") < 0 && client.recv(head) > 0) {
      all.append((char) head[0]);
    }
    expect(client, ":\n\ndata: e\n\n:\n\n");
    client.close();
    eventually(() -> assertThat(server.counters().active()).isZero());
  }
}
