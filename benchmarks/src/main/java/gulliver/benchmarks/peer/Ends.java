package gulliver.benchmarks.peer;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Two threads, one at each end, as a {@link Peer.Worker}. */
abstract class Ends implements Peer.Worker {
  private final Thread.Builder threads;

  Ends(Thread.Builder threads) {
    this.threads = threads;
  }

  /** Sends for so long. */
  abstract void send(long nanos) throws Exception;

  /** Receives all that was sent, and answers how many operations that were. */
  abstract long receive() throws Exception;

  @Override
  public Count go(long millis) throws Exception {
    FutureTask<Long> receiver = new FutureTask<>(this::receive);
    FutureTask<Long> sender =
        new FutureTask<>(() -> {
          send(millis * 1_000_000);
          return 0L;
        });
    long start = System.nanoTime();
    threads.start(failing(receiver));
    threads.start(failing(sender));
    sender.get();
    return new Count(receiver.get(), System.nanoTime() - start);
  }

  /** If one end fails, nobody may wait for the other. */
  private static Runnable failing(FutureTask<?> task) {
    return () -> {
      task.run();
      try {
        task.get();
      } catch (ExecutionException e) {
        PeerMain.failed(e.getCause());
      } catch (InterruptedException e) {
        PeerMain.failed(e);
      }
    };
  }
}
