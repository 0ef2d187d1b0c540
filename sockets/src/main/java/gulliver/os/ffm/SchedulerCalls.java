package gulliver.os.ffm;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** The calls that are about the thread and its core. */
public final class SchedulerCalls {
  private SchedulerCalls() {}

  private static final MemorySegment SCHED_YIELD = Native.function("sched_yield");

  /** Where errno goes, which nobody reads. */
  private static final MemorySegment NOWHERE =
      MemorySegment.ofBuffer(ByteBuffer.allocateDirect(Integer.BYTES));

  /**
   * {@code int sched_yield(void)}: lets others have the core first; it never fails. On a busy
   * machine that takes as long as others need, so no safepoint waits for it.
   */
  public static void sched_yield() {
    long _ = Slow.call(SCHED_YIELD, NOWHERE, 0, 0, 0, 0, 0, 0);
  }
}
