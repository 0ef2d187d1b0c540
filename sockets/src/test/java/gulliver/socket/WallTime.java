package gulliver.socket;

import gulliver.socket.spi.Time;
import java.util.concurrent.locks.LockSupport;

/** The machine's clock, for tests of what stands above the seam. */
class WallTime implements Time {
  @Override
  public long nanoTime() {
    return System.nanoTime();
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
    return Thread.startVirtualThread(() -> {
      try {
        task.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
  }
}
