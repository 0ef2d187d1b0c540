package gulliver.protocols.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a server, and each client, may use. Each number has a method that answers the same limits
 * with another number: {@code Limits.DEFAULT.connections(100).idle(Duration.ofMinutes(2))}.
 *
 * @param connections how many connections are served at once, at least 1. Who comes when there are
 *     as many waits in the listener's queue (or is answered: {@link Server.Builder#refusing})
 * @param perAddress how many connections a client's address has at once, at least 1; a further one
 *     is accepted and closed. IPv6 addresses count by their first 64 bits, which is what one
 *     subscriber has; IPv4 in IPv6 as IPv4; other families are not limited
 * @param bytes how many bytes a connection may receive, and how many send, at least 1. One more
 *     fails with {@link LimitException}
 * @param handshake how long the {@link Layer} may take; null for ever
 * @param idle how long receiving waits between requests, or where a handler does not speak of
 *     requests; null for ever
 * @param read how long one call waits for more of a request; null for ever
 * @param write how long a client may take to make room for 128 KiB, or what is left to be sent;
 *     null for ever
 * @param rate bytes a second: who is at least as fast has more time for a request than {@link
 *     ServerConnection#busy} says; 0: has not
 * @since 0.1
 */
public record Limits(
    int connections,
    int perAddress,
    long bytes,
    @Nullable Duration handshake,
    @Nullable Duration idle,
    @Nullable Duration read,
    @Nullable Duration write,
    int rate) {
  /** None at all: for clients that one trusts. */
  public static final Limits NONE =
      new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, null, null, null, null, 0);

  /**
   * What a server has that is not given others: 10,000 connections, any number of them from one
   * address, any number of bytes; 10 seconds for the handshake, 5 minutes idle, 1 minute to read
   * and to write, 1000 bytes a second.
   */
  public static final Limits DEFAULT =
      NONE.connections(10_000)
          .handshake(Duration.ofSeconds(10))
          .idle(Duration.ofMinutes(5))
          .read(Duration.ofMinutes(1))
          .write(Duration.ofMinutes(1))
          .rate(1000);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException for a number below what is allowed, or a time that is not
   *     above zero
   */
  public Limits {
    atLeast(1, "connections", connections);
    atLeast(1, "perAddress", perAddress);
    atLeast(1, "bytes", bytes);
    atLeast(0, "rate", rate);
    time("handshake", handshake);
    time("idle", idle);
    time("read", read);
    time("write", write);
  }

  private static void atLeast(long least, String what, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "limit of %s: %d: at least %d is allowed".formatted(what, value, least));
    }
  }

  private static void time(String what, @Nullable Duration time) {
    if (time != null && !time.isPositive()) {
      throw new IllegalArgumentException(
          "limit of %s: %s: more than 0, or null for ever, is allowed".formatted(what, time));
    }
  }

  /**
   * {@return these limits with another number of connections}
   *
   * @param most at least 1
   */
  public Limits connections(int most) {
    return new Limits(most, perAddress, bytes, handshake, idle, read, write, rate);
  }

  /**
   * {@return these limits with another number of connections per address}
   *
   * @param most at least 1
   */
  public Limits perAddress(int most) {
    return new Limits(connections, most, bytes, handshake, idle, read, write, rate);
  }

  /**
   * {@return these limits with another number of bytes in each direction}
   *
   * @param most at least 1
   */
  public Limits bytes(long most) {
    return new Limits(connections, perAddress, most, handshake, idle, read, write, rate);
  }

  /**
   * {@return these limits with another time for the handshake}
   *
   * @param time more than 0; null for ever
   */
  public Limits handshake(@Nullable Duration time) {
    return new Limits(connections, perAddress, bytes, time, idle, read, write, rate);
  }

  /**
   * {@return these limits with another time between requests}
   *
   * @param time more than 0; null for ever
   */
  public Limits idle(@Nullable Duration time) {
    return new Limits(connections, perAddress, bytes, handshake, time, read, write, rate);
  }

  /**
   * {@return these limits with another time to wait within a request}
   *
   * @param time more than 0; null for ever
   */
  public Limits read(@Nullable Duration time) {
    return new Limits(connections, perAddress, bytes, handshake, idle, time, write, rate);
  }

  /**
   * {@return these limits with another time to send}
   *
   * @param time more than 0; null for ever
   */
  public Limits write(@Nullable Duration time) {
    return new Limits(connections, perAddress, bytes, handshake, idle, read, time, rate);
  }

  /**
   * {@return these limits with another rate}
   *
   * @param bytesPerSecond at least 0
   */
  public Limits rate(int bytesPerSecond) {
    return new Limits(connections, perAddress, bytes, handshake, idle, read, write, bytesPerSecond);
  }
}
