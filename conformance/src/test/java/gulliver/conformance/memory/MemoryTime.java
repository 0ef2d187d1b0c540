package gulliver.conformance.memory;

import gulliver.socket.Task;
import gulliver.socket.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A clock that stands still until {@link #advance}; the network's one lock is its monitor. */
final class MemoryTime implements Time {
  private final Set<Thread> permits = new HashSet<>();
  private final List<Wait> waits = new ArrayList<>();

  /** Half a second before the number overflows: only differences mean something. */
  private long now = Long.MAX_VALUE - 500_000_000;

  /** What {@link #pass} has promised to the next thread that waits for time. */
  private Duration owed = Duration.ZERO;

  /** A thread that waits. */
  private record Wait(BooleanSupplier over, long deadline) {}

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  synchronized void advance(Duration time) {
    now += time.toNanos();
    notifyAll();
  }

  /** Advances when a thread waits with a deadline that lies ahead: now or later. */
  synchronized void pass(Duration time) {
    owed = time;
    pay();
  }

  private void pay() {
    if (waits.stream().anyMatch(w -> w.deadline != FOREVER && !isOver(w))) {
      advance(owed);
      owed = Duration.ZERO;
    }
  }

  private boolean isOver(Wait wait) {
    return wait.over.getAsBoolean() || (wait.deadline != FOREVER && now - wait.deadline >= 0);
  }

  /** Waits for a condition, an interrupt, which stays pending, or the deadline. */
  synchronized void await(BooleanSupplier over, long deadline) {
    Wait wait = new Wait(over, deadline);
    waits.add(wait);
    pay();
    try {
      while (!isOver(wait)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waits.remove(wait);
    }
  }

  /** Lets all who wait look whether that is over. */
  synchronized void changed() {
    notifyAll();
  }

  @Override
  public synchronized void park(long deadline) {
    Thread me = Thread.currentThread();
    await(() -> permits.contains(me), deadline);
    permits.remove(me);
  }

  @Override
  public synchronized void unpark(Thread thread) {
    permits.add(thread);
    notifyAll();
  }

  @Override
  public Thread start(Task task) {
    return Thread.startVirtualThread(() -> {
      try {
        task.run();
      } catch (Throwable t) {
        Thread.currentThread()
            .getUncaughtExceptionHandler()
            .uncaughtException(Thread.currentThread(), t);
      }
    });
  }
}
