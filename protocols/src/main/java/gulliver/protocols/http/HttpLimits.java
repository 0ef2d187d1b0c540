package gulliver.protocols.http;

import java.time.Duration;

/**
 * What a server takes of a request, and how long it waits for it. What is exceeded is answered with
 * the status that is named here, and the connection ends. Numbers of connections, the time between
 * requests and the time to send are {@link gulliver.protocols.server.Limits}'.
 *
 * @param requestLine octets of the request line at most: 414
 * @param headerCount header fields at most, and trailer fields: 431
 * @param headerBytes octets of all header fields at most, and of all trailer fields: 431
 * @param bodyBytes octets of a body at most: 413
 * @param drainBytes octets of a body that the handler has not read and the server reads away, so
 *     that the connection can go on; beyond them it ends
 * @param headerTime how long a request's line and fields may take in all, from the first octet: 408
 * @param bodyTime how long the server waits for a body in all, beyond what {@code bodyRate} allows:
 *     408
 * @param bodyRate octets a second: who sends so many has as much longer
 * @since 0.1
 */
public record HttpLimits(
    int requestLine,
    int headerCount,
    int headerBytes,
    long bodyBytes,
    long drainBytes,
    Duration headerTime,
    Duration bodyTime,
    long bodyRate) {

  /**
   * 8 KiB of request line, 100 fields in 16 KiB, bodies of 16 MiB of which 64 KiB are drained; 10 s
   * for the fields, 20 s for a body and 1 KiB a second.
   */
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          8 << 10,
          100,
          16 << 10,
          16L << 20,
          64 << 10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          1 << 10);

  /** Checks that every limit lets something through. */
  public HttpLimits {
    atLeast(16, "requestLine", requestLine);
    atLeast(1, "headerCount", headerCount);
    atLeast(16, "headerBytes", headerBytes);
    atLeast(0, "bodyBytes", bodyBytes);
    atLeast(0, "drainBytes", drainBytes);
    atLeast(1, "bodyRate", bodyRate);
    positive("headerTime", headerTime);
    positive("bodyTime", bodyTime);
  }

  private static void atLeast(long least, String what, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "HTTP limit %s: %d: at least %d is allowed".formatted(what, value, least));
    }
  }

  private static void positive(String what, Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(
          "HTTP limit %s: %s: more than 0 is allowed".formatted(what, time));
    }
  }

  /**
   * {@return these limits with others for the head}
   *
   * @param line octets of the request line, at least 16
   * @param count fields, at least 1
   * @param bytes octets of all fields, at least 16
   * @param time for line and fields
   */
  public HttpLimits head(int line, int count, int bytes, Duration time) {
    return new HttpLimits(line, count, bytes, bodyBytes, drainBytes, time, bodyTime, bodyRate);
  }

  /**
   * {@return these limits with others for the length of bodies}
   *
   * @param bytes octets of a body, at least 0
   * @param drained octets that are drained, at least 0
   */
  public HttpLimits body(long bytes, long drained) {
    return new HttpLimits(
        requestLine, headerCount, headerBytes, bytes, drained, headerTime, bodyTime, bodyRate);
  }

  /**
   * {@return these limits with others for slow bodies}
   *
   * @param time for a body
   * @param rate octets a second, at least 1
   */
  public HttpLimits slow(Duration time, long rate) {
    return new HttpLimits(
        requestLine, headerCount, headerBytes, bodyBytes, drainBytes, headerTime, time, rate);
  }

  /**
   * How long the server waits on for a body of which so much has come, after so long; 0 if that was
   * too long, which a wait that is over at the last moment may have been.
   */
  Duration forBody(long octets, Duration waited) {
    Duration left = bodyTime.plusSeconds(octets / bodyRate).minus(waited);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
