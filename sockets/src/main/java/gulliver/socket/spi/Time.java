package gulliver.socket.spi;

import gulliver.socket.Task;

/**
 * A network's clock and threads. On the operating system they are the machine's; on a simulated
 * network time may pass only when all tasks wait.
 *
 * @since 0.1
 */
public interface Time {
  /** The deadline of a wait that has none. */
  long FOREVER = Long.MAX_VALUE;

  /**
   * {@return nanoseconds since an arbitrary instant; only differences mean something, as with
   * {@link System#nanoTime()}}
   */
  long nanoTime();

  /**
   * Suspends this thread until {@link #unpark}, an interrupt or the deadline, or for no reason at
   * all: the caller checks its condition and parks again. An interrupt stays pending; an {@code
   * unpark} that came before makes the next park return at once.
   *
   * @param deadline an instant of {@link #nanoTime()}, or {@link #FOREVER}
   */
  void park(long deadline);

  /**
   * Lets a parked thread go on.
   *
   * @param thread a thread that is in, or about to enter, {@link #park}
   */
  void unpark(Thread thread);

  /**
   * Runs a task on a thread of this network, a virtual one where the network has no reason for
   * another. What the task throws goes to the thread's uncaught-exception handler.
   *
   * @param task what to run
   * @return the thread, started
   */
  Thread start(Task task);
}
