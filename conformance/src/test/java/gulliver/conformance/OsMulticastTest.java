package gulliver.conformance;

import static gulliver.conformance.OwnMulticast.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Multicast over IPv4 and IPv6, in a network namespace that has two cables. */
class OsMulticastTest {
  private static String one(String family) {
    return family.equals("6") ? "2001:db8::1" : "192.0.2.1";
  }

  private static String two(String family) {
    return family.equals("6") ? "2001:db8::3" : "192.0.2.3";
  }

  @ParameterizedTest
  @CsvSource({"join,4", "join,6", "mcast,4", "mcast,6", "address,4"})
  void R12_aGroupIsHeardFromJoiningToLeaving(String way, String family) throws Exception {
    assertThat(outcome(way + "." + family))
        .isEqualTo(
            "joined from %s, joined from %s, end from %s", one(family), two(family), one(family));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "6"})
  void aSenderThatIsBlockedIsNotHeardUntilItIsUnblocked(String family) throws Exception {
    String once = "other from %s, unblocked from %s; ".formatted(one(family), two(family));
    assertThat(outcome("block." + family)).isEqualTo(family.equals("6") ? once : once + once);
  }

  @ParameterizedTest
  @CsvSource({"source,4", "source,6", "source.address,4"})
  void aGroupThatIsJoinedForASenderHearsOnlyThat(String way, String family) throws Exception {
    assertThat(outcome(way + "." + family))
        .isEqualTo(
            "joined from %s, added from %s, stays from %s, end from %s",
            one(family), two(family), two(family), one(family));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "6"})
  void withoutTheLoopThisHostDoesNotHearItself(String family) throws Exception {
    assertThat(outcome("loop." + family)).isEqualTo("on from " + one(family));
  }

  /** Each receiver heard its own, and -1: no more. */
  @ParameterizedTest
  @ValueSource(strings = {"4", "6"})
  void multicastLeavesByTheInterfaceThatIsChosen(String family) throws Exception {
    assertThat(outcome("interface." + family)).isEqualTo("d1 d0 -1-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "6"})
  void whatOthersHaveJoinedIsHeardUnlessItIsNotWanted(String family) throws Exception {
    String one = one(family);
    assertThat(outcome("all." + family))
        .isEqualTo("all from %s, -1, all from %s, mine from %s", one, one, one);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "6"})
  void javasChannelHearsUsAndWeHearIt(String family) throws Exception {
    assertThat(outcome("nio.receives." + family)).isEqualTo("joined true");
    assertThat(outcome("nio.sends." + family)).isEqualTo("from Java from " + two(family));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "6"})
  void R12_pythonHearsUsWithOurTimeToLiveAndWeHearIt(String family) throws Exception {
    assertThat(outcome("python.receives." + family)).isEqualTo("to Python 7 " + one(family));
    assertThat(outcome("python.sends." + family)).isEqualTo("from Python from " + two(family));
  }

  @ParameterizedTest
  @CsvSource({
    "leave, EADDRNOTAVAIL",
    "block, EINVAL",
    "interface, ENODEV",
    "none, OK",
    "twice, EADDRINUSE",
    "source, OK", // nobody was blocked: from now on it is a membership by sender
    "unblock, EINVAL"
  })
  void whatDoesNotFitTheMembershipSaysSo(String what, String errno) throws Exception {
    assertThat(outcome("error." + what + ".4")).isEqualTo(errno);
  }

  @Test
  void anAnycastAddressIsOursAsLongAsTheSocketWants() throws Exception {
    assertThat(outcome("anycast.joined")).isEqualTo("true");
    assertThat(outcome("anycast.left")).isEqualTo("false");
  }
}
