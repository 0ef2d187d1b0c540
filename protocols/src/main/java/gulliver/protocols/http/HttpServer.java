package gulliver.protocols.http;

import gulliver.protocols.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

/**
 * Speaks HTTP/1.1 on connections, and lets a {@link Handler} answer: {@code http::serve} is what a
 * server of connections runs for each.
 *
 * <p>It keeps connections alive, answers pipelined requests in their order, reads and writes bodies
 * as streams, says 100 (Continue) when a handler begins to read, reads away what a handler leaves
 * unread, and refuses whatever two programs could understand differently, with the reason in the
 * answer's text. It sets the deadlines of the sockets it serves ({@link
 * gulliver.socket.Socket#setrecvdeadline}), and leaves their time-outs alone.
 *
 * <p>Any number of threads may use one: it has no state but its date.
 */
public final class HttpServer {
  /** The {@code Date} line of a second. */
  private record DateLine(long second, byte[] bytes) {}

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
   * Serves a connection until it ends, and closes it.
   *
   * @param connection a connection of a client that has said nothing yet
   */
  public void serve(Connection connection) {
    try (connection) {
      new ServerConnection(this, connection).run();
    }
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
