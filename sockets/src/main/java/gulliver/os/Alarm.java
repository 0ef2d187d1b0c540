package gulliver.os;

import java.time.Duration;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes a virtual thread some time before a deadline that is far away.
 *
 * <p>To park a virtual thread with a deadline makes a timer, which costs more than all else of a
 * wait, and nearly always in vain: a server's time-outs are minutes, its clients' pauses
 * microseconds. So a thread parks without one, and notes its deadline here, which is two writes.
 * One thread looks at all the notes once a second; who has less than {@link #NEAR} left is woken,
 * and parks again with a timer of its own, so that the deadline is met as exactly as ever.
 *
 * <p>An alarm belongs to one waiter, and stays on the list while it is used at least once a second.
 */
final class Alarm {
  /** From here on a timer does it. More than two of the looks, of which one may be late. */
  static final long NEAR = Duration.ofSeconds(3).toNanos();

  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Queue<Alarm> LIST = new ConcurrentLinkedQueue<>();
  private static final AtomicBoolean LOOKING = new AtomicBoolean();

  private final AtomicBoolean listed = new AtomicBoolean();

  /** Who waits; null while nobody does. */
  private volatile @Nullable Thread thread;

  /** When that ends; written before the thread. */
  private long deadline;

  /** Whether nobody waited at the last look; the looking thread's. */
  private boolean unused;

  /** This thread is about to park until then. */
  void set(long until) {
    deadline = until;
    thread = Thread.currentThread();
    if (!listed.get() && listed.compareAndSet(false, true)) {
      LIST.add(this);
    }
    if (!LOOKING.get()) {
      look();
    }
  }

  /** It has parked. */
  void clear() {
    thread = null;
  }

  private static void look() {
    if (LOOKING.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("gulliver-alarms")
          .start(() -> {
            do {
              lookUntilNobodyWaits();
              LOOKING.set(false);
            } while (!LIST.isEmpty() && LOOKING.compareAndSet(false, true)); // one came just now
          });
    }
  }

  private static void lookUntilNobodyWaits() {
    while (!LIST.isEmpty()) {
      LockSupport.parkNanos(LOOK.toNanos());
      long now = System.nanoTime();
      for (Iterator<Alarm> each = LIST.iterator(); each.hasNext(); ) {
        Alarm alarm = each.next();
        if (!alarm.isWanted(now)) {
          each.remove();
          // whoever has set it meanwhile has seen it listed
          alarm.listed.set(false);
          if (alarm.thread != null && alarm.listed.compareAndSet(false, true)) {
            LIST.add(alarm);
          }
        }
      }
    }
  }

  /** Wakes who has little time left; answers false if nobody has waited at two looks. */
  private boolean isWanted(long now) {
    Thread waits = thread;
    if (waits == null) {
      boolean twice = unused;
      unused = true;
      return !twice;
    }
    unused = false;
    if (deadline - now < NEAR) {
      LockSupport.unpark(waits);
    }
    return true;
  }
}
