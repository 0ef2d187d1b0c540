package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 8305 against the kernel, by the rows of {@link OwnHoles}. */
class OsHappyEyeballsTest {
  private static final String SIX = "[2001:db8::1]:7000";
  private static final String SIX_HOLE = "[2001:db8::bad]:7000";

  @Test
  void R12_theFirstAddressIsEnoughIfItAnswers() throws Exception {
    assertThat(OwnHoles.outcome("both")).isEqualTo(SIX);
    assertThat(OwnHoles.outcome("both.tried")).isEqualTo(SIX + " NONE");
  }

  @Test
  void R12_anAddressThatDoesNotAnswerIsFollowedByTheOtherFamilyAfterTheDelay() throws Exception {
    assertThat(OwnHoles.outcome("hole")).isEqualTo("127.0.0.1:7000");
    assertThat(OwnHoles.outcome("hole.tried"))
        .isEqualTo(SIX_HOLE + " ECANCELED, 127.0.0.1:7000 NONE");
    assertThat(OwnHoles.outcome("hole.waited")).isEqualTo("true");
  }

  @Test
  void R12_anAddressThatRefusesIsFollowedAtOnce() throws Exception {
    assertThat(OwnHoles.outcome("both.refused")) // with a delay of a day
        .isEqualTo(
            "connect 127.0.0.1:7000: ECONNREFUSED (Connection refused); connect "
                + SIX
                + ": ECONNREFUSED (Connection refused)");
    assertThat(OwnHoles.outcome("both.refused.tried"))
        .isEqualTo(SIX + " ECONNREFUSED, 127.0.0.1:7000 ECONNREFUSED");
  }

  @Test
  void R30_oneTimeOutIsForAllAddressesAndEachIsNamed() throws Exception {
    assertThat(OwnHoles.outcome("holes"))
        .isEqualTo(
            "connect 127.0.0.67:7000: ETIMEDOUT (timed out after 2s); connect "
                + SIX_HOLE
                + ": ETIMEDOUT (timed out after 2s); "
                + "connect 127.0.0.66:7000: ETIMEDOUT (timed out after 2s)");
    assertThat(OwnHoles.outcome("holes.waited")).isEqualTo("true");
  }

  @Test
  void R30_anInterruptEndsAllAttempts() throws Exception {
    assertThat(OwnHoles.outcome("interrupted"))
        .isEqualTo(
            "connect 127.0.0.67:7000: EINTR (Interrupted system call); connect "
                + SIX_HOLE
                + ": EINTR (Interrupted system call); "
                + "connect 127.0.0.66:7000: EINTR (Interrupted system call) true");
    assertThat(OwnHoles.outcome("interrupted.connecting")).isEqualTo("0");
  }

  @Test
  void R12_anEarlierAddressMayStillWinWhenLaterOnesHaveBegun() throws Exception {
    assertThat(OwnHoles.outcome("late")).isEqualTo(SIX_HOLE);
  }

  @Test
  void R12_nothingIsLeftOfTheOtherAttempts() throws Exception {
    assertThat(OwnHoles.outcome("left.descriptors")).isEqualTo("true");
    assertThat(OwnHoles.outcome("left.connecting")).isEqualTo("0");
  }
}
