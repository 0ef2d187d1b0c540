package gulliver.socket;

import gulliver.socket.spi.Time;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * A question that a call on a socket asks a resolver, on a thread of its own: a resolver knows
 * nothing of sockets, but an interrupt ends its wait. So an interrupt of the thread that asks is
 * passed on, and closing the socket interrupts the other. The time-out is the resolver's.
 */
final class Question {
  private Question() {}

  /** Asks; answers what the question has for an answer, or throws what it has thrown. */
  static <T> T ask(Core core, String call, Address about, Callable<T> question) throws IOException {
    Thread me = Thread.currentThread();
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean interrupted = false;
    core.enter(call);
    try {
      Queue<Thread> waiting = core.asking();
      waiting.add(me);
      try {
        Thread other = core.time.start(() -> answer(question, answer, core.time, me));
        while (!answer.isDone()) {
          interrupted |= Thread.interrupted(); // with its status set a thread cannot park
          if (interrupted || core.isClosed()) {
            other.interrupt();
          }
          core.time.park(Time.FOREVER);
        }
      } finally {
        waiting.remove(me);
      }
      core.checkOpen(call, null, about);
    } finally {
      core.leave();
      if (interrupted) {
        me.interrupt();
      }
    }
    return value(answer);
  }

  private static <T> void answer(
      Callable<T> question, CompletableFuture<T> answer, Time time, Thread asker) {
    try {
      answer.complete(question.call());
    } catch (Throwable t) {
      answer.completeExceptionally(t);
    } finally {
      time.unpark(asker);
    }
  }

  private static <T> T value(CompletableFuture<T> answer) throws IOException {
    if (!answer.isCompletedExceptionally()) {
      return answer.resultNow();
    }
    Throwable failure = answer.exceptionNow();
    failure.fillInStackTrace(); // of the thread that asked
    switch (failure) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(failure);
    }
  }
}
