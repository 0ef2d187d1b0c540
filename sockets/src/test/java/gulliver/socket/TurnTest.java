package gulliver.socket;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.spi.Time;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TurnTest {
  private final Turn turn = new Turn();
  private final Time time = new WallTime();

  /** A waiter that has had enough. */
  private static final class Enough extends Exception {
    private static final long serialVersionUID = 1;
  }

  @Test
  void whoFindsItFreeTakesIt() {
    assertThat(turn.tryAcquire()).isTrue();
    assertThat(turn.tryAcquire()).isFalse();
    turn.release(time);
    assertThat(turn.tryAcquire()).isTrue();
  }

  @Test
  void theQueueIsServedInOrder() throws Exception {
    assertThat(turn.tryAcquire()).isTrue();
    StringBuilder order = new StringBuilder(); // the turn guards it
    List<Thread> waiters =
        IntStream.range(0, 5)
            .mapToObj(i -> {
              Thread waiter =
                  Thread.startVirtualThread(() -> {
                    turn.acquire(time, () -> Time.FOREVER);
                    order.append(i);
                    turn.release(time);
                  });
              untilItWaits(waiter);
              return waiter;
            })
            .toList();
    turn.release(time);
    for (Thread waiter : waiters) {
      assertThat(waiter.join(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(order).hasToString("01234");
  }

  private static void untilItWaits(Thread thread) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> thread.getState() == Thread.State.WAITING);
  }

  @Test
  void aFirstThatGivesUpPassesTheWakeUpOn() throws Exception {
    assertThat(turn.tryAcquire()).isTrue();
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Boolean> gaveUp = new CompletableFuture<>();
    Thread first =
        Thread.startVirtualThread(() -> {
          try {
            turn.acquire(
                time,
                () -> {
                  if (enough.get()) {
                    turn.release(time); // the holder leaves just as this one gives up
                    throw new Enough();
                  }
                  return Time.FOREVER;
                });
          } catch (Enough e) {
            gaveUp.complete(true);
          }
        });
    untilItWaits(first);
    CompletableFuture<Boolean> served = new CompletableFuture<>();
    Thread second =
        Thread.startVirtualThread(() -> {
          turn.acquire(time, () -> Time.FOREVER);
          served.complete(true);
        });
    untilItWaits(second);
    enough.set(true);
    time.unpark(first);
    assertThat(gaveUp.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(served.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aFirstThatWasPassedOverIsNext() {
    assertThat(turn.tryAcquire()).isTrue();
    AtomicInteger looks = new AtomicInteger();
    AtomicBoolean served = new AtomicBoolean();
    Thread waiter =
        Thread.startVirtualThread(() -> {
          turn.acquire(
              time,
              () -> {
                looks.incrementAndGet();
                return Time.FOREVER;
              });
          served.set(true);
        });
    untilItWaits(waiter);
    time.unpark(waiter); // as a release does whose turn somebody else then takes
    Awaitility.await().until(() -> looks.get() == 2);
    untilItWaits(waiter);
    turn.release(time);
    for (boolean mine = false; !served.get(); ) {
      mine = turn.tryAcquire();
      assertThat(mine && !served.get()).isFalse();
    }
  }

  @Test
  void manyThatWaitGiveUpAndAreWokenAllEndAndNeverTwoHaveIt() throws Exception {
    int threads = 16;
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Random random = new Random(i);
      Runnable work =
          () -> {
            for (int round = 0; round < 3000; round++) {
              if (take(random)) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                if (random.nextInt(8) == 0) {
                  Thread.onSpinWait();
                }
                inside.decrementAndGet();
                turn.release(time);
              }
            }
            ended.countDown();
          };
      (i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(work);
    }
    assertThat(ended.await(40, TimeUnit.SECONDS)).isTrue();
    assertThat(most).hasValue(1);
    assertThat(turn.tryAcquire()).isTrue();
  }

  /** Takes the turn, waiting for ever, for some microseconds, or not at all. */
  private boolean take(Random random) {
    if (turn.tryAcquire()) {
      return true;
    }
    long patience = random.nextInt(3) == 0 ? random.nextInt(50_000) : Time.FOREVER;
    long deadline = patience == Time.FOREVER ? Time.FOREVER : time.nanoTime() + patience;
    try {
      turn.acquire(
          time,
          () -> {
            if (deadline != Time.FOREVER && time.nanoTime() - deadline >= 0) {
              throw new Enough();
            }
            return deadline;
          });
      return true;
    } catch (Enough e) {
      return false;
    }
  }
}
