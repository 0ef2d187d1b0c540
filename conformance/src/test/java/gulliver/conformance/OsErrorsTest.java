package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OsErrorsTest {
  @Nested
  class AgainstOurselves extends ErrorsSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends ErrorsSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }

  @Nested
  class Arguments extends ArgumentsSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }

  /** The rows of {@link OwnNamespace}. */
  @Nested
  class WithFewRightsAndRoutes {
    @ParameterizedTest
    @CsvSource({"1", "80", "1023"})
    void R10_aPortBelow1024IsDeniedWithoutThePrivilege(int port) throws Exception {
      String denied = ": EACCES (Permission denied)";
      assertThat(OwnNamespace.outcome("bind.tcp." + port))
          .isEqualTo("Bind: bind 127.0.0.1:" + port + denied);
      assertThat(OwnNamespace.outcome("bind.udp." + port))
          .isEqualTo("Bind: bind 127.0.0.1:" + port + denied);
      assertThat(OwnNamespace.outcome("bind.tcp6." + port))
          .isEqualTo("Bind: bind [::1]:" + port + denied);
    }

    @Test
    void R10_aPortFrom1024UpIsNotDenied() throws Exception {
      assertThat(OwnNamespace.outcome("bind.tcp.1024")).isEqualTo("127.0.0.1:1024");
      assertThat(OwnNamespace.outcome("bind.udp.1024")).isEqualTo("127.0.0.1:1024");
      assertThat(OwnNamespace.outcome("bind.tcp6.1024")).isEqualTo("[::1]:1024");
    }

    @Test
    void R10_aServerOnAPortBelow1024IsDenied() throws Exception {
      assertThat(OwnNamespace.outcome("createServer.80"))
          .isEqualTo("Bind: bind [::]:80: EACCES (Permission denied)");
    }

    @Test
    void R5_aPathWithoutTheRightToItIsDenied() throws Exception {
      String folder = OwnNamespace.outcome("unix.folder");
      assertThat(OwnNamespace.outcome("unix.connect"))
          .isEqualTo("Other: connect " + folder + "/s: EACCES (Permission denied)");
      assertThat(OwnNamespace.outcome("unix.bind"))
          .isEqualTo("Bind: bind " + folder + "/t: EACCES (Permission denied)");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "none | NoRoute: connect 203.0.113.1:9: ENETUNREACH (Network is unreachable)",
          "none6 | NoRoute: connect [2001:db8::1]:9: ENETUNREACH (Network is unreachable)",
          "unreachable | NoRoute: connect 198.51.100.1:9: EHOSTUNREACH (No route to host)",
          "udp | NoRoute: sendto 203.0.113.1:9: ENETUNREACH (Network is unreachable)",
          "notHere | Bind: bind 192.0.2.2:0: EADDRNOTAVAIL (Cannot assign requested address)"
        })
    void R5_whereNoRouteLeadsIsSaid(String row, String outcome) throws Exception {
      assertThat(OwnNamespace.outcome("route." + row)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socketpair", "dup", "accept"})
    void R5_tooManyDescriptorsFailTheCallThatMakesOne(String call) throws Exception {
      assertThat(OwnNamespace.outcome("emfile." + call)).isEqualTo("EMFILE");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "family | Other: socket 99, SOCK_STREAM: EAFNOSUPPORT (Address family not supported by protocol)",
          "wouldBlock | WouldBlockException: recv PEER: EAGAIN (Resource temporarily unavailable)",
          "option | Other: getsockopt 9999 PEER: ENOPROTOOPT (Protocol not available)",
          "bind | Bind: bind 192.0.2.99:0: EADDRNOTAVAIL (Cannot assign requested address)",
          "unreachable | NoRoute: sendto 203.0.113.1:9: ENETUNREACH (Network is unreachable)",
          "refused | PortUnreachable: recv 127.0.0.1:9: ECONNREFUSED (Connection refused)",
          "name | Name: getnameinfo (unspecified): EAI_FAMILY (ai_family not supported)",
          "timeout | TimedOut: recv PEER: ETIMEDOUT (timed out after 0.001s)",
          "interrupt | Interrupted: recv PEER: EINTR (Interrupted system call)",
          "close | Other: recv: EBADF (Bad file descriptor)",
          "argument | IllegalArgumentException: recv: the buffer is read-only"
        })
    void R5_failuresAreSaidWithoutADescriptorToLoadTheirClasses(String row, String outcome)
        throws Exception {
      assertThat(OwnNamespace.outcome("emfile.fail." + row).replaceAll("127.0.0.1:\\d\\d+", "PEER"))
          .isEqualTo(outcome);
      assertThat(
              OwnNamespace.outcomeFromAJar("emfile.fail." + row)
                  .replaceAll("127.0.0.1:\\d\\d+", "PEER"))
          .as("and from a jar, which is open")
          .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "sendto | WouldBlockException: sendto 127.0.0.1:9: EAGAIN (Resource temporarily unavailable)",
          "sendmsg | WouldBlockException: sendmsg 127.0.0.1:9: EAGAIN (Resource temporarily unavailable)",
          "connect | WouldBlockException: connect 127.0.0.1:9: EAGAIN (Resource temporarily unavailable)",
          "sendto6 | WouldBlockException: sendto [::ffff:127.0.0.1]:9: EAGAIN (Resource temporarily unavailable)",
          "nonblocking | -1",
          "later | 1"
        })
    void R9_whereNoEphemeralPortIsFreeACallFailsInsteadOfWaiting(String row, String outcome)
        throws Exception {
      assertThat(OwnNamespace.outcome("ports." + row)).isEqualTo(outcome);
    }

    @Test
    void R5_tooManyDescriptorsAreSaidAndAConnectionStaysInTheQueue() throws Exception {
      assertThat(OwnNamespace.outcome("emfile.socket"))
          .isEqualTo("Other: socket AF_INET, SOCK_DGRAM: EMFILE (Too many open files)");
      assertThat(OwnNamespace.outcome("emfile.acceptedLater")).isEqualTo("true");
    }
  }
}
