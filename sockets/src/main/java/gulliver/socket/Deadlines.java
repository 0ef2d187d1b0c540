package gulliver.socket;

import gulliver.socket.spi.Time;
import org.jspecify.annotations.Nullable;

/**
 * Instants of a network's clock, of which only differences mean something; {@link Time#FOREVER} is
 * the one that never comes.
 *
 * <p>A piece of a program can have a deadline as a whole, {@link Network#within}: it is bound to
 * the thread while that piece runs, and every call that has to wait looks for it, once, when it
 * begins to.
 */
final class Deadlines {
  /** A deadline that has not been computed yet: nothing had to wait so far. */
  static final long UNSET = Long.MIN_VALUE;

  /** A deadline that all calls have within some code. */
  private record Scope(Time time, long deadline, @Nullable Scope outer) {}

  private static final ScopedValue<Scope> SCOPE = ScopedValue.newInstance();

  private Deadlines() {}

  /** Runs code with a deadline, or with that of the code around it if that is earlier. */
  static ScopedValue.Carrier scope(Time time, long deadline) {
    Scope outer = SCOPE.isBound() ? SCOPE.get() : null;
    return ScopedValue.where(
        SCOPE, new Scope(time, earlier(given(deadline), ofScope(time)), outer));
  }

  /** The deadline of the code that this thread runs, by this clock. */
  static long ofScope(Time time) {
    if (!SCOPE.isBound()) {
      return Time.FOREVER;
    }
    for (Scope scope = SCOPE.get(); scope != null; scope = scope.outer) {
      if (scope.time.equals(time)) {
        return scope.deadline;
      }
    }
    return Time.FOREVER;
  }

  /** Whether the code that this thread runs has had its time. */
  static boolean isScopeOver(Time time) {
    long deadline = ofScope(time);
    return deadline != Time.FOREVER && time.nanoTime() - deadline >= 0;
  }

  /** The deadline of a call that may wait so long, perhaps {@link Time#FOREVER}. */
  static long ofCall(Time time, long nanos) {
    return earlier(after(time, nanos), ofScope(time));
  }

  /** A deadline that a program gives. */
  static long given(long deadline) {
    return deadline == Time.FOREVER ? Time.FOREVER : instant(deadline);
  }

  /** The instant after so many nanoseconds, perhaps {@link Time#FOREVER}. */
  static long after(Time time, long nanos) {
    return nanos == Time.FOREVER ? Time.FOREVER : instant(time.nanoTime() + nanos);
  }

  /** An instant that is none of the two numbers that mean something else: a moment later. */
  private static long instant(long nanoTime) {
    return nanoTime == Time.FOREVER || nanoTime == UNSET ? UNSET + 1 : nanoTime;
  }

  static long earlier(long a, long b) {
    return a == Time.FOREVER || (b != Time.FOREVER && b - a < 0) ? b : a;
  }
}
