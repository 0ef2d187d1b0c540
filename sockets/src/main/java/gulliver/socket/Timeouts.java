package gulliver.socket;

import gulliver.socket.spi.Time;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Time-outs in their three forms: a {@link Duration} (null for ever, ZERO for not at all),
 * nanoseconds ({@link Time#FOREVER}, 0), and {@code struct timeval} (0 for ever), which {@code
 * SO_RCVTIMEO} and {@code SO_SNDTIMEO} have. The kernel ignores those options on calls that do not
 * block in it, as ours never do; so they are kept here.
 */
final class Timeouts {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private Timeouts() {}

  static long nanos(String call, @Nullable Duration timeout) {
    if (timeout == null) {
      return Time.FOREVER;
    }
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(
          call + ": time-out " + timeout + ": at least 0, or null for ever, is allowed");
    }
    // beyond a century it is for ever, and no sum with a clock's reading overflows
    return timeout.toSeconds() >= 3_200_000_000L ? Time.FOREVER : timeout.toNanos();
  }

  static @Nullable Duration duration(long nanos) {
    return nanos == Time.FOREVER ? null : Duration.ofNanos(nanos);
  }

  static boolean isReceive(int level, int name) {
    return level == Linux.SOL_SOCKET
        && (name == Linux.SO_RCVTIMEO || name == Linux.SO_RCVTIMEO_NEW);
  }

  static boolean isSend(int level, int name) {
    return level == Linux.SOL_SOCKET
        && (name == Linux.SO_SNDTIMEO || name == Linux.SO_SNDTIMEO_NEW);
  }

  /** Writes the structure, as much of it as there is room for; answers its length. */
  static int get(long nanos, byte[] into) {
    byte[] value =
        Options.SO_RCVTIMEO.encode(nanos == Time.FOREVER ? Duration.ZERO : Duration.ofNanos(nanos));
    int length = Math.min(value.length, into.length);
    System.arraycopy(value, 0, into, 0, length);
    return length;
  }

  /** Reads the structure; answers 0 or {@code -errno}, as {@code setsockopt(2)}. */
  static int set(byte[] value, LongConsumer field) {
    if (value.length < Linux.timeval.SIZEOF) {
      return -Linux.EINVAL;
    }
    MemorySegment raw = MemorySegment.ofArray(value);
    long micros = raw.get(LONG, Linux.timeval.tv_usec);
    long seconds = raw.get(LONG, Linux.timeval.tv_sec);
    if (micros < 0 || micros >= 1_000_000) {
      return -Linux.EDOM;
    }
    if (seconds < 0) {
      field.accept(0); // Linux does not wait then, and says 0 when it is asked
      return 0;
    }
    Duration timeout = Duration.ofSeconds(seconds, 1000 * micros);
    field.accept(timeout.isZero() ? Time.FOREVER : nanos("setsockopt", timeout));
    return 0;
  }

  /**
   * A time-out, or a deadline that has passed. (A class that names the kind of failure has it
   * loaded when it is itself.)
   */
  static IOException failure(SocketFailure.Details details, @Nullable Duration after) {
    return new SocketFailure.TimedOut(details, after);
  }
}
