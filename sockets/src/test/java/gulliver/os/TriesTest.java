package gulliver.os;

import static gulliver.os.Tries.GRACE;
import static gulliver.os.Tries.LONGEST;
import static gulliver.os.Tries.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.os.Tries.Cores;
import gulliver.socket.Linux;
import org.junit.jupiter.api.Test;

/** When a thread tries on, and when it parks, by a clock that the tests move. */
class TriesTest {
  private final Cores cores = new Cores(1);
  private final Tries tries = new Tries();

  /** Later than any instant at which the cores have been made. */
  private long now = System.nanoTime() + Cores.QUIET;

  private Tries worthIt() {
    Tries worthIt = new Tries();
    worthIt.parked(SHORT - 1);
    worthIt.parked(SHORT - 1);
    return worthIt;
  }

  /** Tries until it is time to park; answers whether it has tried at all. */
  private boolean triesInVain(Tries tries) {
    boolean any = false;
    while (tries.goOn(cores, now)) {
      any = true;
      tries.attempted(-Linux.EAGAIN);
      now += 1000;
    }
    return any;
  }

  @Test
  void nobodyTriesBeforeWaitsHaveBeenShort() {
    assertThat(tries.goOn(cores, now)).isFalse();
    tries.parked(SHORT - 1);
    assertThat(tries.goOn(cores, now)).isFalse();
    tries.parked(SHORT - 1);
    assertThat(tries.goOn(cores, now)).isTrue();
  }

  @Test
  void aLongWaitMakesTheCountBeginAgain() {
    tries.parked(SHORT - 1);
    tries.parked(SHORT);
    tries.parked(SHORT);
    assertThat(tries.goOn(cores, now)).isFalse();
  }

  @Test
  void aWaitTriesForItsTimeAndNoLonger() {
    Tries tries = worthIt();
    assertThat(tries.goOn(cores, now)).isTrue();
    assertThat(tries.goOn(cores, now + LONGEST)).isTrue();
    assertThat(tries.goOn(cores, now + LONGEST + 1)).isFalse();
  }

  @Test
  void triesInVainBeginAgainAfterTwiceAsManyShortWaitsUpToAThousand() {
    Tries tries = worthIt();
    for (int expected : new int[] {2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024}) {
      assertThat(triesInVain(tries)).isTrue();
      int waits = 0;
      while (!tries.goOn(cores, now)) {
        tries.parked(SHORT - 1);
        waits++;
      }
      assertThat(waits).isEqualTo(expected);
    }
  }

  @Test
  void triesThatPayGoOnWithoutParkingAndMakeUpForOnesInVain() {
    Tries tries = worthIt();
    for (int i = 0; i < 100; i++) {
      assertThat(tries.goOn(cores, now)).isTrue();
      tries.attempted(i);
      now += 10 * LONGEST;
    }
    assertThat(triesInVain(tries)).isTrue();
    tries.parked(SHORT - 1);
    tries.parked(SHORT - 1);
    assertThat(tries.goOn(cores, now)).isTrue();
    tries.attempted(1);
    assertThat(triesInVain(tries)).isTrue();
    tries.parked(SHORT - 1);
    tries.parked(SHORT - 1);
    assertThat(tries.goOn(cores, now)).as("still two, not four").isTrue();
  }

  @Test
  void noMoreTryAtOnceThanThereArePlaces() {
    Tries first = worthIt();
    Tries second = worthIt();
    assertThat(first.goOn(cores, now)).isTrue();
    assertThat(second.goOn(cores, now)).as("sees whether the other ends").isTrue();
    assertThat(second.goOn(cores, now + GRACE + 1)).isFalse();
    first.attempted(1);
    assertThat(second.goOn(cores, now + GRACE + 2)).isTrue();
    assertThat(second.goOn(cores, now + 2 * GRACE + 4)).as("has its place").isTrue();
  }

  @Test
  void aPlaceThatItsHolderHasForgottenIsFreeAfterTheTimeOfTries() {
    assertThat(worthIt().goOn(cores, now)).isTrue();
    Tries second = worthIt();
    now += LONGEST + 1;
    assertThat(second.goOn(cores, now)).isTrue();
    assertThat(second.goOn(cores, now + GRACE + 1)).isTrue();
  }

  @Test
  void withoutPlacesNobodyTries() {
    assertThat(worthIt().goOn(new Cores(0), now)).isFalse();
  }

  @Test
  void nobodyTriesForAWhileWhenOthersWantTheCores() {
    Tries tries = worthIt();
    assertThat(tries.goOn(cores, now)).isTrue();
    long back = now + Cores.LATE + 1;
    cores.yielded(now, back);
    tries.attempted(1);
    assertThat(tries.goOn(cores, back + Cores.QUIET - 1)).isFalse();
    assertThat(tries.goOn(cores, back + Cores.QUIET)).isTrue();
  }
}
