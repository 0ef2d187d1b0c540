package gulliver.conformance;

import static gulliver.conformance.ChildJvm.row;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.IPPROTO_ICMP;
import static gulliver.socket.Sockets.IPPROTO_ICMPV6;
import static gulliver.socket.Sockets.MSG_PEEK;
import static gulliver.socket.Sockets.MSG_TRUNC;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_RAW;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.socket;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Datagram;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * ICMP "ping" sockets, icmp(7): in a network namespace where every group may make them, by a
 * process without {@code CAP_NET_RAW}.
 */
class OsPingTest {
  private static final String SET_UP =
      """
      ip link set lo up
      echo 0 2147483647 > /proc/sys/net/ipv4/ping_group_range
      exec setpriv --bounding-set=-net_raw --inh-caps=-all "$@"
      """;

  private static final ChildJvm.Isolated CHILD =
      new ChildJvm.Isolated(OsPingTest.class, SET_UP, "setpriv", "python3");

  private static final String PYTHON =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)
      s.bind(("127.0.0.1", 77))
      s.sendto(b"\\x08\\0\\0\\0\\0\\0\\0\\x01hello", ("127.0.0.1", 0))
      data, sender = s.recvfrom(100)
      print(data.hex(), sender)
      """;

  /** The child. */
  public static void main(String[] arguments) throws Exception {
    row("raw", () -> socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
    row("python", () -> Program.run("python3", "-c", PYTHON));
    for (boolean six : new boolean[] {false, true}) {
      AddressFamily family = six ? AF_INET6 : AF_INET;
      Protocol icmp = six ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
      Address local = six ? address("::1", 77) : address("127.0.0.1", 77);
      Address peer = six ? address("::1", 0) : address("127.0.0.1", 0);
      int type = six ? Linux.ICMPV6_ECHO_REQUEST : Linux.ICMP_ECHO;
      String name = family + ".";
      try (Socket ping = socket(family, SOCK_DGRAM, icmp)) {
        ping.settimeout(Duration.ofSeconds(20));
        row(name + "fresh", ping::toString);
        ping.bind(local);
        row(name + "bound", ping::toString);
        row(name + "sent", () -> ping.sendto(echo(type, "hello"), peer));
        row(name + "answer", () -> text(ping.recvfrom(100)));
        ping.sendto(echo(type, "hello"), peer);
        row(name + "cut", () -> text(ping.recvfrom(10)));
        ping.sendto(echo(type, "hello"), peer);
        row(name + "exact", () -> text(ping.recvfrom(13)));
        ping.sendto(echo(type, "hello"), peer);
        row(name + "length", () -> ping.recv(new byte[3], MSG_TRUNC | MSG_PEEK));
        row(name + "unasked", () -> ping.recv(new byte[3]));
        ping.sendto(echo(type, "x".repeat(60_000)), peer);
        row(name + "long", () -> ping.recvfrom(65_536).bytes().length);
        row(name + "otherType", () -> ping.sendto(new byte[8], peer));
        waiting(name, ping);
      }
    }
  }

  private static void waiting(String name, Socket ping) throws Exception {
    Network os = Network.os();
    ping.settimeout(Duration.ofMillis(10));
    row(name + "timeout", () -> ping.recvfrom(10));
    ping.settimeout(null);
    Caller<byte[]> interrupted = Caller.start(os, () -> ping.recv(10)).untilItWaits();
    interrupted.interrupt();
    row(name + "interrupted", interrupted::result);
    Caller<byte[]> closed = Caller.start(os, () -> ping.recv(10)).untilItWaits();
    ping.close();
    row(name + "closed", closed::result);
  }

  /** Checksum and identifier are the kernel's. */
  private static byte[] echo(int type, String text) {
    return ByteBuffer.allocate(8 + text.length())
        .put(0, (byte) type)
        .putShort(6, (short) 1)
        .put(8, text.getBytes(US_ASCII))
        .array();
  }

  /** Without the checksum, which IPv6's addresses are part of. */
  private static String text(Datagram answer) {
    byte[] bytes = answer.bytes();
    return (bytes[0] & 255)
        + " "
        + HexFormat.of().formatHex(bytes, 4, bytes.length)
        + " "
        + answer.address()
        + " "
        + answer.truncated();
  }

  @Test
  void theProcessHasNoRightToRawSockets() throws Exception {
    assertThat(CHILD.outcome("raw"))
        .isEqualTo(
            "Other: socket AF_INET, SOCK_RAW, IPPROTO_ICMP: EPERM (Operation not permitted)");
  }

  @Test
  void R37_aPortIsTheIdentifierAndTheAnswerIsPythons() throws Exception {
    assertThat(CHILD.outcome("AF_INET.fresh")).isEqualTo("icmp 0.0.0.0:0 open");
    assertThat(CHILD.outcome("AF_INET.bound")).isEqualTo("icmp 127.0.0.1:77 open");
    assertThat(CHILD.outcome("AF_INET6.bound")).isEqualTo("icmpv6 [::1]:77 open");
    String hello = "004d0001" + HexFormat.of().formatHex("hello".getBytes(US_ASCII));
    assertThat(CHILD.outcome("python")).matches("\\[0000...." + hello + " \\('127.0.0.1', 0\\)]");
    assertThat(CHILD.outcome("AF_INET.sent")).isEqualTo("13");
    assertThat(CHILD.outcome("AF_INET.answer")).isEqualTo("0 " + hello + " 127.0.0.1:0 false");
    assertThat(CHILD.outcome("AF_INET6.answer")).isEqualTo("129 " + hello + " [::1]:0 false");
  }

  /** The kernel cuts without a word where MSG_TRUNC is only an argument: not so here. */
  @Test
  void R14_whatIsCutOffIsReported() throws Exception {
    for (String family : List.of("AF_INET", "AF_INET6")) {
      assertThat(CHILD.outcome(family + ".cut")).matches("(0|129) 004d00016865 .* true");
      assertThat(CHILD.outcome(family + ".exact")).endsWith(" false");
      assertThat(CHILD.outcome(family + ".length")).isEqualTo("13");
      assertThat(CHILD.outcome(family + ".unasked")).isEqualTo("3");
      assertThat(CHILD.outcome(family + ".long")).isEqualTo("60008");
    }
  }

  @Test
  void onlyEchoRequestsAreSent() throws Exception {
    assertThat(CHILD.outcome("AF_INET.otherType")).contains("EINVAL");
    assertThat(CHILD.outcome("AF_INET6.otherType")).contains("EINVAL");
  }

  @Test
  void waitsEndWithTheTimeoutAnInterruptAndClose() throws Exception {
    for (String family : List.of("AF_INET", "AF_INET6")) {
      assertThat(CHILD.outcome(family + ".timeout")).startsWith("TimedOut: recvfrom ");
      assertThat(CHILD.outcome(family + ".interrupted")).startsWith("Interrupted: recv ");
      assertThat(CHILD.outcome(family + ".closed")).contains("EBADF");
    }
  }
}
