package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.plain;

import java.lang.invoke.MethodHandle;

/** The calls that are about the thread and its core. */
public final class SchedulerCalls {
  private SchedulerCalls() {}

  private static final MethodHandle SCHED_YIELD = plain("sched_yield", INT);

  /**
   * {@code int sched_yield(void)}: lets others have the core first. On a busy machine that takes as
   * long as others need, so no safepoint waits for it.
   */
  public static void sched_yield() {
    try {
      int _ = (int) SCHED_YIELD.invokeExact(); // it never fails
    } catch (Throwable t) {
      throw impossible(t);
    }
  }
}
