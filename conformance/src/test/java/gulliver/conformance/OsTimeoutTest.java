package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Errno;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OsTimeoutTest {
  @Nested
  class AgainstOurselves extends TimeoutSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }

    /**
     * The wait of a virtual thread for a deadline that is far away has no timer until it is near.
     */
    @Test
    void aTimeoutThatIsFarAwayEndsTheWaitNoEarlier() throws Exception {
      Network network = network();
      List<Caller<Long>> callers = new ArrayList<>();
      List<Duration> timeouts = new ArrayList<>();
      for (int millis : new int[] {2900, 3100, 3700, 4400}) {
        Socket[] pair = network.socketpair();
        closing(pair[1]);
        Socket waits = closing(pair[0]);
        Duration timeout = Duration.ofMillis(millis);
        waits.settimeout(timeout);
        timeouts.add(timeout);
        callers.add(
            Caller.start(
                network,
                () -> {
                  long begin = network.nanoTime();
                  assertThat(failure(() -> waits.recv(1)))
                      .isInstanceOf(SocketTimeoutException.class);
                  return network.nanoTime() - begin;
                }));
      }
      for (int i = 0; i < callers.size(); i++) {
        assertThat(callers.get(i).result()).isGreaterThanOrEqualTo(timeouts.get(i).toNanos());
      }
    }

    @Test
    void whoWaitsForADeadlineThatIsFarAwayIsWokenByDataClosingAndInterrupt() throws Exception {
      Network network = network();
      for (int round = 0; round < 3; round++) {
        Socket[] pair = network.socketpair();
        Socket other = closing(pair[1]);
        Socket waits = closing(pair[0]);
        waits.settimeout(Duration.ofDays(1));
        Caller<byte[]> caller = Caller.start(network, () -> waits.recv(1)).untilItWaits();
        switch (round) {
          case 0 -> {
            other.sendall(new byte[] {7});
            assertThat(caller.result()).containsExactly(7);
          }
          case 1 -> {
            waits.close();
            assertThat(Errno.of(caller.failure())).isEqualTo(Errno.EBADF);
          }
          default -> {
            caller.interrupt();
            assertThat(Errno.of(caller.failure())).isEqualTo(Errno.EINTR);
          }
        }
      }
    }
  }

  @Nested
  class AgainstJava extends TimeoutSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }
}
