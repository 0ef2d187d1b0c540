package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import gulliver.socket.Network;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call in a thread of its own, which a test can watch, interrupt and wait for.
 *
 * @param <T> what the call answers
 */
final class Caller<T extends @Nullable Object> {
  /** Whose threads make the calls. */
  enum Threads {
    /** The network's own: virtual ones, on the operating system's. */
    VIRTUAL,
    /** Threads of the operating system. */
    PLATFORM
  }

  private static final AtomicLong COUNT = new AtomicLong();

  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean interruptStatus;

  private Caller(Threads threads, Network network, Callable<T> work) {
    thread =
        switch (threads) {
          case VIRTUAL -> network.start(() -> run(work));
          case PLATFORM ->
              Thread.ofPlatform()
                  .daemon()
                  .name("caller-" + COUNT.incrementAndGet())
                  .start(() -> run(work));
        };
  }

  static <T extends @Nullable Object> Caller<T> start(
      Threads threads, Network network, Callable<T> work) {
    return new Caller<>(threads, network, work);
  }

  static <T extends @Nullable Object> Caller<T> start(Network network, Callable<T> work) {
    return start(Threads.VIRTUAL, network, work);
  }

  /** Starts a call that answers nothing. */
  static Caller<@Nullable Void> run(Network network, BlockingSuite.Check work) {
    return start(
        network,
        () -> {
          work.run();
          return null;
        });
  }

  private void run(Callable<T> work) {
    try {
      T value = work.call();
      interruptStatus = Thread.currentThread().isInterrupted();
      answer.complete(value);
    } catch (Throwable t) {
      interruptStatus = Thread.currentThread().isInterrupted();
      answer.completeExceptionally(t);
    }
  }

  /** Returns when the thread waits for something; fails if its call ends instead. */
  Caller<T> untilItWaits() {
    Suite.eventually(() -> {
      assertThat(answer).as("a call that is to wait").isNotDone();
      assertThat(waits()).as("%s waits", thread).isTrue();
    });
    return this;
  }

  /** Returns when the thread waits for something, or its call has ended. */
  Caller<T> untilItWaitsOrEnds() {
    Suite.eventually(() -> assertThat(answer.isDone() || waits()).isTrue());
    return this;
  }

  private boolean waits() {
    return waits(thread);
  }

  /** Whether a thread waits: parked, or asleep in the kernel, where the JVM says RUNNABLE. */
  static boolean waits(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      case RUNNABLE ->
          Stream.of(thread.getStackTrace())
              .anyMatch(frame -> frame.getClassName().equals("gulliver.os.Sleeper"));
      case NEW, BLOCKED, TERMINATED -> false;
    };
  }

  boolean isDone() {
    return answer.isDone();
  }

  void interrupt() {
    thread.interrupt();
  }

  /** The thread's interrupt status when its call had ended. */
  boolean interruptStatus() {
    return interruptStatus;
  }

  /** What the call answered; what it threw is thrown here. */
  T result() throws Exception {
    return Suite.result(answer);
  }

  /** The failure of a call that is to fail. */
  IOException failure() {
    Throwable thrown = catchThrowable(this::result);
    assertThat(thrown).isInstanceOf(IOException.class);
    return (IOException) thrown;
  }
}
