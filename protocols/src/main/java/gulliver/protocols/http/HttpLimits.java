package gulliver.protocols.http;

import java.time.Duration;

/**
 * How much a server lets a client send, and how long it waits for it. What is exceeded is answered
 * with the status that is named here, and the connection ends.
 *
 * @param requestLine octets of the request line at most: 414
 * @param headerCount header fields at most, and trailer fields: 431
 * @param headerBytes octets of all header fields at most, and of all trailer fields: 431
 * @param bodyBytes octets of a body at most: 413
 * @param drainBytes octets of a body that the handler has not read and the server reads away, so
 *     that the connection can go on; beyond them it ends
 * @param idleTime how long a connection may lie idle before a request; then it ends silently
 * @param headerTime how long a request's line and fields may take in all, from the first octet: 408
 * @param grace how long the server waits for a body, or for the client to take the answer, beyond
 *     what {@code rate} allows: 408, or the connection is cut
 * @param rate octets a second that a client sends and takes at least, counted over all of a body
 *     while the server waits
 */
public record HttpLimits(
    int requestLine,
    int headerCount,
    int headerBytes,
    long bodyBytes,
    long drainBytes,
    Duration idleTime,
    Duration headerTime,
    Duration grace,
    long rate) {

  /**
   * 8 KiB of request line, 100 fields in 16 KiB, bodies of 16 MiB of which 64 KiB are drained; 60 s
   * idle, 10 s for the fields, 20 s of grace and 1 KiB a second.
   */
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          8 << 10,
          100,
          16 << 10,
          16L << 20,
          64 << 10,
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          1 << 10);

  /** Checks that every limit lets something through. */
  public HttpLimits {
    if (requestLine < 16 || headerCount < 1 || headerBytes < 16 || rate < 1) {
      throw new IllegalArgumentException(
          "HTTP limits: requestLine %d, headerBytes %d: at least 16; headerCount %d, rate %d: at least 1"
              .formatted(requestLine, headerBytes, headerCount, rate));
    }
    if (bodyBytes < 0 || drainBytes < 0) {
      throw new IllegalArgumentException(
          "HTTP limits: bodyBytes %d, drainBytes %d: at least 0".formatted(bodyBytes, drainBytes));
    }
    for (Duration time : new Duration[] {idleTime, headerTime, grace}) {
      if (!time.isPositive()) {
        throw new IllegalArgumentException("HTTP limits: " + time + ": more than zero is allowed");
      }
    }
  }

  /**
   * {@return these limits with others for the head}
   *
   * @param line octets of the request line
   * @param count fields
   * @param bytes octets of all fields
   */
  public HttpLimits head(int line, int count, int bytes) {
    return new HttpLimits(
        line, count, bytes, bodyBytes, drainBytes, idleTime, headerTime, grace, rate);
  }

  /**
   * {@return these limits with others for bodies}
   *
   * @param bytes octets of a body
   * @param drained octets that are drained
   */
  public HttpLimits body(long bytes, long drained) {
    return new HttpLimits(
        requestLine, headerCount, headerBytes, bytes, drained, idleTime, headerTime, grace, rate);
  }

  /**
   * {@return these limits with other times}
   *
   * @param idle before a request
   * @param header for line and fields
   */
  public HttpLimits times(Duration idle, Duration header) {
    return new HttpLimits(
        requestLine, headerCount, headerBytes, bodyBytes, drainBytes, idle, header, grace, rate);
  }

  /**
   * {@return these limits with others for slow bodies}
   *
   * @param patience beyond what the rate allows
   * @param octets a second
   */
  public HttpLimits pace(Duration patience, long octets) {
    return new HttpLimits(
        requestLine,
        headerCount,
        headerBytes,
        bodyBytes,
        drainBytes,
        idleTime,
        headerTime,
        patience,
        octets);
  }

  /** How long octets may take at most, in nanoseconds. */
  long nanosFor(long octets) {
    double seconds = (double) octets / rate;
    return grace.toNanos() + (long) Math.min(seconds * 1e9, 1e18);
  }
}
