package gulliver.examples;

import static gulliver.socket.Sockets.address;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.protocols.http.*;
import gulliver.protocols.server.*;
import gulliver.socket.*;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A web server: what a browser asks for is a method and a path, and a handler answers. Open
 * http://127.0.0.1:8080/ in a browser, or ask with {@code curl -v http://127.0.0.1:8080/}.
 */
public final class WebServer {
  private static final String PAGE =
      """
      <!doctype html>
      <meta charset="utf-8">
      <title>Gulliver</title>
      <form action="/hello"><input name="name" placeholder="your name"><button>Say hello</button></form>
      """;

  private static final AtomicLong visits = new AtomicLong();

  private WebServer() {}

  /**
   * Serves until the process ends.
   *
   * @param args the port, 8080 if none is given
   */
  public static void main(String... args) throws Exception {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
    try (Server server = start(Network.os(), address("127.0.0.1", port))) {
      // Ctrl-C: what is being answered is finished
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      IO.println("listening on " + server.address());
      server.join();
    }
  }

  /** Starts the server: it listens, and serves each connection on a thread of its own. */
  static Server start(Network network, Address address) throws IOException {
    return HttpServer.of(WebServer::answer).start(network, address);
  }

  /** Answers a request. It runs for many clients at once, and may simply wait. */
  static HttpResponse answer(HttpRequest request) throws IOException {
    return switch (request.method() + " " + request.path()) {
      case "GET /", "HEAD /" ->
          HttpResponse.of(Status.OK, "text/html; charset=utf-8", Body.of(PAGE));
      case "GET /hello" -> HttpResponse.of(Status.OK, "Hello, " + name(request) + "!\n");
      // the length of the body is not known before: it is sent in chunks, as it is made
      case "GET /count" ->
          HttpResponse.of(
              Status.OK,
              "text/plain",
              Body.writing(out -> {
                for (int i = 1; i <= 10; i++) {
                  out.write((i + "\n").getBytes(UTF_8));
                }
              }));
      // and this one goes back while it comes, however long it is
      case "POST /echo" -> HttpResponse.of(Status.OK, "application/octet-stream", request.body());
      case "PUT /upper" ->
          HttpResponse.of(Status.OK, request.body().text(64 << 10).toUpperCase(Locale.ROOT));
      case "GET /visits" -> HttpResponse.of(Status.OK, visits.incrementAndGet() + "\n");
      default -> throw new HttpException(Status.NOT_FOUND, "there is no " + request);
    };
  }

  /** The name in a query such as {@code name=Lemuel+Gulliver}. */
  private static String name(HttpRequest request) throws HttpException {
    String query = request.query();
    if (query == null || !query.startsWith("name=")) {
      throw new HttpException(Status.BAD_REQUEST, "?name=… is missing");
    }
    return URLDecoder.decode(query.substring("name=".length()), UTF_8);
  }
}
