package gulliver.os;

import gulliver.socket.Task;
import gulliver.socket.spi.Time;
import java.util.concurrent.locks.LockSupport;

/** The machine's clock, and virtual threads. */
final class OsTime implements Time {
  private static final Thread.Builder THREADS = Thread.ofVirtual().name("gulliver-", 0);

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  /** How long to wait for a deadline. */
  long nanosUntil(long deadline) {
    return deadline == FOREVER ? Long.MAX_VALUE : Math.max(0, deadline - System.nanoTime());
  }

  @Override
  public void park(long deadline) {
    if (deadline == FOREVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, deadline - System.nanoTime());
    }
  }

  @Override
  public void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }

  @Override
  public Thread start(Task task) {
    return THREADS.start(() -> {
      try {
        task.run();
      } catch (Throwable t) {
        Thread me = Thread.currentThread();
        me.getUncaughtExceptionHandler().uncaughtException(me, t);
      }
    });
  }
}
