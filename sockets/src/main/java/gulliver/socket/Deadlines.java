package gulliver.socket;

import gulliver.socket.spi.Time;

/**
 * Instants of a network's clock, of which only differences mean something; {@link Time#FOREVER} is
 * the one that never comes.
 */
final class Deadlines {
  private Deadlines() {}

  /** The instant after so many nanoseconds, perhaps {@link Time#FOREVER}. */
  static long after(Time time, long nanos) {
    return nanos == Time.FOREVER ? Time.FOREVER : instant(time.nanoTime() + nanos);
  }

  /** An instant that is none of the two numbers that mean something else: a moment later. */
  private static long instant(long nanoTime) {
    return nanoTime == Time.FOREVER || nanoTime == Core.UNSET ? Core.UNSET + 1 : nanoTime;
  }

  static long earlier(long a, long b) {
    return a == Time.FOREVER || (b != Time.FOREVER && b - a < 0) ? b : a;
  }
}
