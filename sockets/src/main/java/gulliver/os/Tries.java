package gulliver.os;

import gulliver.os.ffm.SchedulerCalls;
import gulliver.socket.Linux;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Whether a thread that waits for one direction of a socket goes on trying for a moment before it
 * parks. To wake a parked thread takes the kernel longer than many an answer takes to come; but a
 * try that is in vain takes time from others. So a wait tries
 *
 * <ul>
 *   <li>only where waits have been short lately: two that ended within {@link #SHORT}, or one after
 *       a long one that has stopped the tries;
 *   <li>for {@link #LONGEST} at most; after that, tries begin again after twice as many short waits
 *       as the time before, up to a thousand;
 *   <li>only while fewer than {@link Cores#limit} threads do so, and nobody else wants their cores.
 * </ul>
 *
 * <p>Used by the one thread that waits; others only look whether it tries. An attempt that somebody
 * makes meanwhile without waiting may end the tries too early or let them go on for another {@link
 * #LONGEST}.
 */
final class Tries {
  static final long LONGEST = TimeUnit.MICROSECONDS.toNanos(50);

  /** A wait that was so short, with parking and being woken, is worth tries. */
  static final long SHORT = TimeUnit.MICROSECONDS.toNanos(100);

  /** Who finds others trying sees this long whether one of them is about to end. */
  static final long GRACE = TimeUnit.MICROSECONDS.toNanos(15);

  /** So many short waits let tries begin; a long one counts one of them off. */
  private static final int ENOUGH = 2;

  private static final int MOST_LOSSES = 10;

  /** When the tries of this wait began, not 0; or 0: it does not try. */
  private long begun;

  /** Short waits lately; negative after tries in vain. */
  private short credit;

  /** How often they have been in vain, less how often they were not. */
  private short losses;

  /** Whether to try again now; answers false when it is time to park. */
  boolean goOn(Cores cores, long now) {
    if (begun == 0) {
      if (credit < ENOUGH || !cores.areQuiet(now)) {
        return false;
      }
      begun = now == 0 ? 1 : now;
    } else if (now - begun > LONGEST) {
      begun = 0;
      losses = (short) Math.min(losses + 1, MOST_LOSSES);
      credit = (short) (ENOUGH - (1 << losses));
      return false;
    }
    if (!cores.take(this, now) && now - begun > GRACE) {
      begun = 0; // the others' doing: it tells nothing of this direction
      return false;
    }
    return true;
  }

  /** Of every attempt in this direction: one that does not have to wait ends the tries. */
  void attempted(long result) {
    if (begun != 0 && result != -Linux.EAGAIN) {
      begun = 0;
      losses = (short) Math.max(losses - 1, 0);
      credit = ENOUGH;
    }
  }

  /** The thread has been parked so long. */
  void parked(long nanos) {
    credit = (short) Math.min(nanos < SHORT ? credit + 1 : credit, nanos < SHORT ? ENOUGH : 1);
  }

  private boolean isTrying(long now) {
    long since = begun;
    return since != 0 && now - since <= LONGEST;
  }

  /** The cores that threads may take for their tries. */
  static final class Cores {
    /** Those of this machine. */
    static final Cores MACHINE =
        new Cores(
            Math.max(
                0,
                Integer.getInteger(
                    "gulliver.os.tries", Runtime.getRuntime().availableProcessors() / 2)));

    /** A thread that lets others go first, and comes back so late, has met somebody. */
    static final long LATE = TimeUnit.MICROSECONDS.toNanos(300);

    /** After that nobody tries for so long. */
    static final long QUIET = TimeUnit.MILLISECONDS.toNanos(10);

    /** Who tries. They do not say when they have ended: it is seen. */
    private final AtomicReferenceArray<Tries> trying;

    private volatile long busyUntil = System.nanoTime();

    Cores(int limit) {
      trying = new AtomicReferenceArray<>(limit);
    }

    /** How many may try at once. */
    int limit() {
      return trying.length();
    }

    /** Whether it has, or gets, one of the places. */
    private boolean take(Tries tries, long now) {
      for (int i = 0; i < trying.length(); i++) {
        Tries holder = trying.get(i);
        if (tries.equals(holder)) {
          return true;
        }
        boolean free = holder == null || !holder.isTrying(now);
        if (free && trying.compareAndSet(i, holder, tries)) {
          return true;
        }
      }
      return false;
    }

    private boolean areQuiet(long now) {
      return limit() > 0 && now - busyUntil >= 0;
    }

    /** Lets others go first, and sees whether there are any. */
    void letOthers(long now) {
      SchedulerCalls.sched_yield();
      yielded(now, System.nanoTime());
    }

    /** Many threads have something to do: they would have to wait for those who try. */
    void wanted() {
      busyUntil = System.nanoTime() + QUIET;
    }

    /** A thread has let others go first, between these two instants. */
    void yielded(long before, long after) {
      if (after - before > LATE) {
        busyUntil = after + QUIET;
      }
    }
  }
}
