package gulliver.conformance.memory;

import gulliver.socket.*;
import gulliver.socket.spi.Time;
import java.time.Duration;
import java.util.*;
import java.util.function.BooleanSupplier;

/** A clock that stands still until {@link #pass}; the network's one lock is its monitor. */
final class MemoryTime implements Time {
  private final Set<Thread> permits = new HashSet<>();
  private long now = Long.MAX_VALUE - 500_000_000; // soon to overflow: only differences count
  private long owed; // what pass has promised to the next thread that waits for time

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  /** Advances when a thread waits with a deadline that lies ahead: now or later. */
  synchronized void pass(Duration time) {
    owed = time.toNanos();
    notifyAll();
  }

  /** Waits, notified, for a condition, an interrupt, which stays pending, or the deadline. */
  synchronized void await(BooleanSupplier over, long deadline) {
    try {
      while (!over.getAsBoolean() && (deadline == FOREVER || now - deadline < 0)) {
        if (deadline == FOREVER || owed == 0) {
          wait();
        } else {
          now += owed;
          owed = 0;
          notifyAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void park(long deadline) {
    await(() -> permits.remove(Thread.currentThread()), deadline);
  }

  @Override
  public synchronized void unpark(Thread thread) {
    permits.add(thread);
    notifyAll();
  }

  @Override
  public Thread start(Task task) {
    return Network.os().start(task);
  }
}
