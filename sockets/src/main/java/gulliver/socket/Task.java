package gulliver.socket;

/**
 * What a thread of a network runs; it may throw.
 *
 * @since 0.1
 * @see Network#start(Task)
 */
@FunctionalInterface
public interface Task {
  /**
   * Does the work.
   *
   * @throws Exception goes to the thread's uncaught-exception handler
   */
  void run() throws Exception;
}
