package gulliver.os;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads for the few calls that block in the kernel or the C library and cannot be
 * stopped there: name look-ups, and closes that linger. The caller, perhaps a virtual thread,
 * parks; when it stops waiting the worker finishes alone, and is counted.
 *
 * <p>As many threads as there are such calls: with a limit, calls that wait for each other could
 * wait for ever. Idle threads go after ten seconds.
 */
final class Workers {
  /** Made when the first is needed. */
  private @Nullable ExecutorService threads;

  private final AtomicInteger left = new AtomicInteger();

  private synchronized ExecutorService threads() {
    ExecutorService made = threads;
    if (made == null) {
      threads =
          made =
              new java.util.concurrent.ThreadPoolExecutor(
                  0,
                  Integer.MAX_VALUE,
                  10,
                  TimeUnit.SECONDS,
                  new java.util.concurrent.SynchronousQueue<>(),
                  Thread.ofPlatform().daemon().name("gulliver-worker-", 0).factory());
    }
    return made;
  }

  /** How many are still at work though their callers have gone. */
  int left() {
    return left.get();
  }

  /**
   * Runs a task and waits for it; an interrupt ends the wait and stays pending, the task goes on.
   */
  void runAndWait(Runnable task) {
    try {
      call(
          () -> {
            task.run();
            return true;
          },
          Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Runs a task and waits for its answer.
   *
   * @param nanos how long at most
   */
  <T> T call(Supplier<T> task, long nanos) throws InterruptedException, TimeoutException {
    Job<T> job = new Job<>(task);
    Future<T> answer = threads().submit(job);
    try {
      return answer.get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException | TimeoutException e) {
      job.leave();
      throw e;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  /** A task whose caller may go before it ends; whichever comes second knows. */
  private final class Job<T> implements java.util.concurrent.Callable<T> {
    private final Supplier<T> task;
    private boolean ended;
    private boolean alone;

    Job(Supplier<T> task) {
      this.task = task;
    }

    @Override
    public T call() {
      try {
        return task.get();
      } finally {
        end();
      }
    }

    private synchronized void end() {
      ended = true;
      if (alone) {
        left.decrementAndGet();
      }
    }

    synchronized void leave() {
      if (!ended) {
        alone = true;
        left.incrementAndGet();
      }
    }
  }
}
