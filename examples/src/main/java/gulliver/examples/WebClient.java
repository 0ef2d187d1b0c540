package gulliver.examples;

import static gulliver.socket.Sockets.address;

import gulliver.protocols.http.*;
import gulliver.protocols.server.Server;
import gulliver.socket.Network;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;

/**
 * Asks web servers. Without an argument it asks a server of its own, for several things on one
 * connection; {@code WebClient https://example.com/} asks somebody else's.
 */
public final class WebClient {
  private WebClient() {}

  /**
   * Asks.
   *
   * @param args a URI; the server of {@link WebServer} if none is given
   */
  public static void main(String... args) throws Exception {
    Network network = Network.os();
    try (HttpClient client =
        HttpClient.on(network).timeout(Duration.ofSeconds(10)).redirects(5).build()) {
      if (args.length > 0) {
        show(client, URI.create(args[0]));
        return;
      }
      try (Server server = WebServer.start(network, address("127.0.0.1", 0))) {
        URI base = URI.create("http://" + server.address() + "/");
        show(client, base.resolve("/hello?name=Lemuel"));
        IO.println("and in capitals: " + upper(client, base, "a fair wind"));
        IO.println("bytes that went and came back: " + count(client, base, 1_000_000));
        missing(client, base);
      }
    }
  }

  /** The whole answer, as text of 1 MiB at most: nobody wants more on a terminal. */
  private static void show(HttpClient client, URI uri) throws IOException {
    try (HttpResponse answer = client.get(uri)) {
      IO.println(answer.status() + " " + answer.headers().get("Content-Type"));
      IO.print(answer.body().text(1 << 20));
    }
  }

  /** A request with a body. */
  static String upper(HttpClient client, URI base, String text) throws IOException {
    try (HttpResponse answer =
        client.send("PUT", base.resolve("/upper"), Headers.EMPTY, Body.of(text))) {
      return answer.body().text(1000);
    }
  }

  /** Bodies of any length: what is sent is written piece by piece, and what comes is a stream. */
  static long count(HttpClient client, URI base, int bytes) throws IOException {
    Body much =
        Body.writing(out -> {
          byte[] piece = new byte[1000];
          for (int sent = 0; sent < bytes; sent += piece.length) {
            out.write(piece);
          }
        });
    try (HttpResponse answer = client.send("POST", base.resolve("/echo"), Headers.EMPTY, much);
        InputStream in = answer.body().stream()) {
      return in.skip(Long.MAX_VALUE);
    }
  }

  /** A status is an answer, and no exception: 404 is what somebody wanted to know. */
  private static void missing(HttpClient client, URI base) throws IOException {
    try (HttpResponse answer = client.get(base.resolve("/nowhere"))) {
      IO.print("what there is not: " + answer.body().text(1000));
    }
  }
}
