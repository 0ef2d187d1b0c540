package gulliver.protocols.http;

import gulliver.protocols.server.Refusing;
import gulliver.protocols.server.Server;
import gulliver.protocols.server.ServerConnection;
import gulliver.socket.Address;
import gulliver.socket.Network;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/**
 * Speaks HTTP/1.1 on connections, and lets a {@link Handler} answer. It is the handler of a {@link
 * Server}, which listens, counts, limits and stops:
 *
 * {@snippet :
 * HttpServer http = HttpServer.of(request -> HttpResponse.of(200, "hello, world\n"));
 * try (Server server = http.start(network, address("", 8080))) {
 *   server.join();
 * }
 * Server.on(network)
 *     .listen(address("", 8080))
 *     .listen(address("", 8443), tls::over)
 *     .limits(Limits.DEFAULT.perAddress(100))
 *     .start(http::serve);
 * }
 *
 * <p>It keeps connections alive, answers pipelined requests in their order, reads and writes bodies
 * as streams, says 100 (Continue) when a handler begins to read, reads away what a handler leaves
 * unread, and refuses whatever two programs could understand differently, with the reason in the
 * answer's text.
 *
 * <p>Any number of threads may use one: it has no state but its date.
 *
 * @since 0.1
 */
public final class HttpServer {
  /** The {@code Date} line of a second. */
  private record DateLine(long second, byte[] bytes) {}

  private static final byte[] BUSY =
      Chars.bytes(
          "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

  private final Handler handler;
  private final HttpLimits limits;
  private final Clock clock;
  private volatile DateLine date = new DateLine(Long.MIN_VALUE, new byte[0]);

  private HttpServer(Handler handler, HttpLimits limits, Clock clock) {
    this.handler = Objects.requireNonNull(handler, "HTTP server: handler");
    this.limits = Objects.requireNonNull(limits, "HTTP server: limits");
    this.clock = Objects.requireNonNull(clock, "HTTP server: clock");
  }

  /**
   * {@return a server with {@link HttpLimits#DEFAULT} and the machine's clock}
   *
   * @param handler answers
   */
  public static HttpServer of(Handler handler) {
    return new HttpServer(handler, HttpLimits.DEFAULT, Clock.systemUTC());
  }

  /**
   * {@return the same with other limits}
   *
   * @param other what a client may do
   */
  public HttpServer limits(HttpLimits other) {
    return new HttpServer(handler, other, clock);
  }

  /**
   * {@return the same with another clock, which says the {@code Date}} What waits, waits in the
   * network's time.
   *
   * @param other tells the time of day
   */
  public HttpServer clock(Clock other) {
    return new HttpServer(handler, limits, other);
  }

  /**
   * Starts a server with this as its handler, and the limits of {@link Server}.
   *
   * @param network where it listens
   * @param address such as {@code address("", 8080)}; port 0 for any that is free
   * @return the server, which the caller closes
   * @throws IOException as {@link Network#createServer(Address, int)}
   */
  public Server start(Network network, Address address) throws IOException {
    return Server.on(network).listen(address).start(this::serve);
  }

  /**
   * {@return what tells a client that there are too many: 503; for {@link Server.Builder#refusing},
   * which has it say so where no TLS lies between}
   */
  public static Refusing busy() {
    return (socket, reason) -> socket.sendall(BUSY);
  }

  /**
   * Serves a connection: what {@link Server.Builder#start} is given.
   *
   * @param connection a connection of a client that has said nothing yet, which the server closes
   * @throws Exception what ended the connection in the middle of a message
   */
  public void serve(ServerConnection connection) throws Exception {
    new HttpConnection(this, connection).run();
  }

  Handler handler() {
    return handler;
  }

  HttpLimits limits() {
    return limits;
  }

  /** The {@code Date} field's line. */
  byte[] date() {
    long millis = clock.millis();
    long second = Math.floorDiv(millis, 1000L);
    DateLine now = date;
    if (now.second != second) {
      String text = HttpDate.format(Instant.ofEpochSecond(second));
      now = new DateLine(second, Chars.bytes("Date: " + text + "\r\n"));
      date = now;
    }
    return now.bytes;
  }
}
