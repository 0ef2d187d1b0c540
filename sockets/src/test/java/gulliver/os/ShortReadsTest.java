package gulliver.os;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Linux;
import org.junit.jupiter.api.Test;

/** When an attempt to receive is spared. */
class ShortReadsTest {
  private final ShortReads reads = new ShortReads();

  /** A request has come, and after it nothing so far. */
  private boolean sparesAfterARequest() {
    reads.attempted(64, 4096);
    boolean spared = reads.spare();
    if (!spared) {
      reads.attempted(-Linux.EAGAIN, 4096);
    }
    reads.waited();
    return spared;
  }

  @Test
  void attemptsAreSparedWhenFourHaveBeenInVain() {
    for (int i = 0; i < 4; i++) {
      assertThat(sparesAfterARequest()).isFalse();
    }
    assertThat(sparesAfterARequest()).isTrue();
  }

  @Test
  void onceInAWhileTheKernelIsAsked() {
    for (int i = 0; i < 4; i++) {
      sparesAfterARequest();
    }
    for (int i = 0; i < 32; i++) {
      assertThat(sparesAfterARequest()).isTrue();
    }
    assertThat(sparesAfterARequest()).isFalse();
    assertThat(sparesAfterARequest()).isTrue();
  }

  @Test
  void whereTheKernelHasMoreItIsAskedAgainAndAgain() {
    for (int i = 0; i < 4; i++) {
      sparesAfterARequest();
    }
    for (int i = 0; i < 33; i++) {
      sparesAfterARequest();
    }
    ShortReads busy = new ShortReads();
    for (int i = 0; i < 100; i++) {
      busy.attempted(64, 4096);
      assertThat(busy.spare()).isFalse();
    }
  }

  @Test
  void neverAfterAReadThatFilledTheBufferNorAfterAWait() {
    for (int i = 0; i < 4; i++) {
      sparesAfterARequest();
    }
    reads.attempted(4096, 4096);
    assertThat(reads.spare()).isFalse();
    reads.attempted(64, 4096);
    reads.waited();
    assertThat(reads.spare()).isFalse();
  }
}
