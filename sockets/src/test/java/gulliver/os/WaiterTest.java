package gulliver.os;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.os.ffm.DescriptorCalls;
import gulliver.os.ffm.FileCalls;
import gulliver.socket.Linux;
import gulliver.socket.spi.Time;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever tells, signals and closes meets a platform thread that falls asleep or wakes just then.
 */
class WaiterTest {
  private static final int ROUNDS = 10_000;

  private final OsTime time = new OsTime();
  private final Waiter waiter = new Waiter();
  private final int never = DescriptorCalls.eventfd(0, Linux.EFD_CLOEXEC); // readable
  private final AtomicBoolean goesOn = new AtomicBoolean(true);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

  @AfterEach
  void close() {
    threads.shutdown();
    FileCalls.close(never);
  }

  private void sleep(long deadline) {
    assertThat(waiter.sleep(time, never, Linux.POLLIN, deadline)).isTrue();
  }

  /** Signals, as closing does; a sleeper that it has met has gone when it returns. */
  private void signal() {
    Sleeper asleep = waiter.signal();
    if (asleep != null) {
      asleep.awaitDiscarded();
    }
  }

  @Test
  void aSignalReachesWhoHasJustFallenAsleep() throws Exception {
    Future<?> sleeping =
        threads.submit(() -> {
          while (goesOn.get()) {
            sleep(Time.FOREVER);
          }
        });
    Future<?> signalling =
        threads.submit(() -> {
          for (int i = 0; i < ROUNDS; i++) {
            waiter.told();
            waiter.told();
            signal();
          }
          goesOn.set(false);
          signal();
        });
    signalling.get(60, TimeUnit.SECONDS);
    sleeping.get(20, TimeUnit.SECONDS);
    waiter.discardSleeper();
  }

  @Test
  void whoHasSignalledASleeperThatWakesByItselfDoesNotWaitForEver() throws Exception {
    for (int i = 0; i < ROUNDS / 5; i++) {
      AtomicBoolean begun = new AtomicBoolean();
      long nanos = TimeUnit.MICROSECONDS.toNanos(1 + i % 20);
      Future<?> sleeping =
          threads.submit(() -> {
            begun.set(true);
            sleep(System.nanoTime() + nanos);
          });
      int pause = i % 120;
      Future<?> closing =
          threads.submit(() -> {
            while (!begun.get()) {
              Thread.onSpinWait();
            }
            long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(pause);
            while (System.nanoTime() - end < 0) {
              Thread.onSpinWait();
            }
            signal();
          });
      sleeping.get(20, TimeUnit.SECONDS);
      closing.get(20, TimeUnit.SECONDS);
      sleep(System.nanoTime()); // takes the signal
    }
    waiter.discardSleeper();
  }
}
