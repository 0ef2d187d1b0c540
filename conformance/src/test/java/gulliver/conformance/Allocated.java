package gulliver.conformance;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** How many bytes of heap a thread has allocated. */
final class Allocated {
  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  /** What a question itself allocates, at least. */
  static final long BY_ASKING = byAsking();

  private Allocated() {}

  /** Since it began. */
  static long byThisThread() {
    try {
      Object[] thread = {Thread.currentThread().threadId()};
      return (long)
          BEANS.invoke(
              new ObjectName("java.lang:type=Threading"),
              "getThreadAllocatedBytes",
              thread,
              new String[] {"long"});
    } catch (JMException e) {
      throw new AssertionError(e);
    }
  }

  private static long byAsking() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 1000; i++) {
      long before = byThisThread();
      least = Math.min(least, byThisThread() - before);
    }
    return least;
  }
}
