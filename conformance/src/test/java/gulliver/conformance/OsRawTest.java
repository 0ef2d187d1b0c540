package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.AF_PACKET;
import static gulliver.socket.Sockets.ETH_P_ALL;
import static gulliver.socket.Sockets.IPPROTO_ICMP;
import static gulliver.socket.Sockets.IPPROTO_ICMPV6;
import static gulliver.socket.Sockets.IPPROTO_RAW;
import static gulliver.socket.Sockets.SOCK_RAW;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.htons;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Datagram;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code SOCK_RAW} over IPv4 and IPv6: raw(7), and the kernel and Python at the other end. */
class OsRawTest extends Suite {
  /** For experiments, RFC 3692. */
  private static final Protocol EXPERIMENT = new Protocol(253);

  private static final int ICMP_HEADER = 8;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  @BeforeEach
  void privileged() throws IOException {
    Program.needsCapability(Program.CAP_NET_RAW, "raw sockets need CAP_NET_RAW");
  }

  private Socket raw(gulliver.socket.AddressFamily family, Protocol protocol) throws IOException {
    Socket socket = closing(network().socket(family, SOCK_RAW, protocol));
    socket.settimeout(Duration.ofSeconds(20));
    return socket;
  }

  @Test
  void R37_anIpv4SocketReceivesTheHeaderAndSendsWithoutIt() throws Exception {
    Socket socket = raw(AF_INET, EXPERIMENT);
    socket.bind(address("127.0.0.3", 0));
    assertThat(socket)
        .as("raw(7): the port of its name is the protocol")
        .hasToString("253 127.0.0.3:253 open");
    Program python =
        closing(
            Program.python(
                """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_RAW, 253)
                s.bind(("127.0.0.4", 0))
                print("ready")
                packet, sender = s.recvfrom(100)
                print(packet[0], packet[9], packet[12:20].hex(), packet[20:].decode(), sender)
                s.sendto(b"HELLO", sender)
                """));
    python.line();
    assertThat(socket.sendto("hello".getBytes(UTF_8), address("127.0.0.4", 0))).isEqualTo(5);
    assertThat(python.line()).isEqualTo("69 253 7f0000037f000004 hello ('127.0.0.3', 0)");
    Datagram answer = socket.recvfrom(100);
    assertThat(answer.address()).isEqualTo(new Inet4("127.0.0.4", 0));
    assertThat(answer.bytes()).hasSize(25).startsWith(0x45).endsWith("HELLO".getBytes(UTF_8));
    assertThat(answer.bytes()[Linux.iphdr.protocol] & 255).isEqualTo(253);
  }

  @Test
  void aPacketLongerThanTheBufferIsReportedAsTruncated() throws Exception {
    Socket socket = raw(AF_INET, EXPERIMENT);
    socket.bind(address("127.0.0.5", 0));
    socket.sendto(pattern(80), address("127.0.0.5", 0));
    Datagram cut = socket.recvfrom(30);
    assertThat(cut.bytes()).hasSize(30);
    assertThat(cut.truncated()).isTrue();
    Socket six = raw(AF_INET6, EXPERIMENT);
    six.bind(address("::1", 0));
    six.sendto(pattern(80), address("::1", 0));
    assertThat(six.recvfrom(30)).isEqualTo(new Datagram(pattern(30), address("::1", 0), true));
  }

  @Test
  void R37_withIpHdrinclTheCallerWritesTheHeaderAndTheKernelWhatIsZeroInIt() throws Exception {
    Socket socket = raw(AF_INET, IPPROTO_RAW);
    assertThat(socket.getsockopt(Linux.IPPROTO_IP, Linux.IP_HDRINCL, 4))
        .as("implied by IPPROTO_RAW")
        .isEqualTo(hosts(1));
    Program python =
        closing(
            Program.python(
                """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.bind(("127.0.0.1", 0))
                print(s.getsockname()[1])
                for i in range(2):
                    print(*s.recvfrom(100))
                """));
    int port = Integer.parseInt(python.line());
    byte[] packet = udp("127.0.0.77", "127.0.0.1", 4321, port, "hello");
    assertThat(socket.sendto(packet, address("127.0.0.1", 0))).isEqualTo(packet.length);
    assertThat(python.line()).isEqualTo("b'hello' ('127.0.0.77', 4321)");

    Socket other = raw(AF_INET, new Protocol(Linux.IPPROTO_UDP));
    other.setsockopt(Linux.IPPROTO_IP, Linux.IP_HDRINCL, hosts(1));
    other.sendto(packet, address("127.0.0.1", 0));
    assertThat(python.line()).isEqualTo("b'hello' ('127.0.0.77', 4321)");
  }

  /** A UDP datagram in an IPv4 packet; a UDP checksum of zero says that there is none. */
  private static byte[] udp(String from, String to, int source, int destination, String text) {
    ByteBuffer packet = ByteBuffer.allocate(28 + text.length());
    packet.put((byte) 0x45).put((byte) 0).putShort((short) 0).putInt(0); // length, id: the kernel's
    packet.put((byte) 64).put((byte) Linux.IPPROTO_UDP).putShort((short) 0);
    packet.put(new Inet4(from, 0).bytes()).put(new Inet4(to, 0).bytes());
    packet.putShort((short) source).putShort((short) destination);
    packet.putShort((short) (8 + text.length())).putShort((short) 0).put(text.getBytes(UTF_8));
    return packet.array();
  }

  @Test
  void R37_icmpFilterLetsOnlyTheTypesThroughThatItDoesNotName() throws Exception {
    Socket filtered = raw(AF_INET, IPPROTO_ICMP);
    filtered.bind(address("127.0.0.6", 0));
    byte[] allButReplies = hosts(~(1 << Linux.ICMP_ECHOREPLY));
    filtered.setsockopt(Linux.SOL_RAW, Linux.ICMP_FILTER, allButReplies);
    assertThat(filtered.getsockopt(Linux.SOL_RAW, Linux.ICMP_FILTER, 4)).isEqualTo(allButReplies);
    Socket all = raw(AF_INET, IPPROTO_ICMP);
    all.bind(address("127.0.0.6", 0));

    all.sendto(echo(Linux.ICMP_ECHO, 7), address("127.0.0.6", 0));
    assertThat(type(all)).as("our own request").isEqualTo(Linux.ICMP_ECHO);
    assertThat(type(all)).as("the kernel's answer").isEqualTo(Linux.ICMP_ECHOREPLY);
    assertThat(type(filtered)).isEqualTo(Linux.ICMP_ECHOREPLY);
    filtered.setblocking(false);
    assertThat(filtered.recv(new byte[100])).isEqualTo(Socket.WOULD_BLOCK);
  }

  private static int type(Socket icmp) throws IOException {
    return icmp.recv(100)[20];
  }

  @Test
  void R37_anIpv6SocketReceivesNoHeaderAndTheKernelMakesTheChecksum() throws Exception {
    Socket socket = raw(AF_INET6, IPPROTO_ICMPV6);
    byte[] onlyReplies = new byte[32];
    Arrays.fill(onlyReplies, (byte) 0xff);
    onlyReplies[Linux.ICMPV6_ECHO_REPLY / 8] &= ~(1 << Linux.ICMPV6_ECHO_REPLY % 8);
    socket.setsockopt(Linux.IPPROTO_ICMPV6, Linux.ICMPV6_FILTER, onlyReplies);
    socket.connect(address("::1", 0));
    byte[] request = echo(Linux.ICMPV6_ECHO_REQUEST, 4242);
    request[2] = request[3] = 0;
    socket.send(request);
    byte[] answer;
    do {
      answer = socket.recv(100); // others, too, may be pinging
    } while (answer[4] != request[4] || answer[5] != request[5]);
    assertThat(answer[0] & 255).isEqualTo(Linux.ICMPV6_ECHO_REPLY);
    assertThat(Arrays.copyOfRange(answer, 4, answer.length))
        .isEqualTo(Arrays.copyOfRange(request, 4, request.length));
  }

  @Test
  void pythonSeesTheSameIcmpPacketsAsWe() throws Exception {
    Program python =
        closing(
            Program.python(
                """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
                s.bind(("127.0.0.7", 0))
                print("ready")
                for i in range(2):
                    print(s.recv(100)[20:].hex())
                """));
    python.line();
    Socket socket = raw(AF_INET, IPPROTO_ICMP);
    socket.bind(address("127.0.0.7", 0));
    socket.sendto(echo(Linux.ICMP_ECHO, 99), address("127.0.0.7", 0));
    for (int i = 0; i < 2; i++) {
      byte[] packet = socket.recv(100);
      assertThat(java.util.HexFormat.of().formatHex(packet, 20, packet.length))
          .isEqualTo(python.line());
    }
  }

  /** An echo request of RFC 792 and RFC 4443, with RFC 1071's checksum. */
  private static byte[] echo(int type, int identifier) {
    ByteBuffer request = ByteBuffer.allocate(ICMP_HEADER + 8);
    request.put(0, (byte) type).putShort(4, (short) identifier).putShort(6, (short) 1);
    request.putLong(8, 0x0102030405060708L);
    int sum = 0;
    for (int i = 0; i < request.capacity(); i += 2) {
      sum += request.getShort(i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return request.putShort(2, (short) ~(sum + (sum >>> 16))).array();
  }

  private static byte[] hosts(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(number).array();
  }

  @Test
  void aRawSocketNeedsAProtocol() {
    assertThat(failure(() -> network().socket(AF_INET, SOCK_RAW)))
        .isInstanceOf(SocketException.class)
        .hasMessage("socket AF_INET, SOCK_RAW: EPROTONOSUPPORT (Protocol not supported)");
  }

  @Test
  void withoutCapNetRawNeitherRawNorPacketSocketsAreMade() throws Exception {
    Program.needs("setpriv");
    Map<String, String> rows =
        ChildJvm.run(
                Unprivileged.class,
                List.of("setpriv", "--bounding-set=-net_raw", "--inh-caps=-all"),
                List.of())
            .rows();
    String refused = ": EPERM (Operation not permitted)";
    assertThat(rows.get("raw"))
        .isEqualTo("Other: socket AF_INET, SOCK_RAW, IPPROTO_ICMP" + refused);
    assertThat(rows.get("packet"))
        .isEqualTo("Other: socket AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)" + refused);
  }

  /** The child of that test. */
  static final class Unprivileged {
    private Unprivileged() {}

    public static void main(String[] arguments) {
      ChildJvm.row("raw", () -> Network.os().socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
      ChildJvm.row("packet", () -> Network.os().socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)));
    }
  }

  @Test
  void afterShutRdReceivingAnswersTheEndLikeTheKernel() throws Exception {
    Socket socket = raw(AF_INET, EXPERIMENT);
    socket.bind(address("127.0.0.8", 0));
    Caller<byte[]> waiting = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    assertThat(Errno.of(failure(() -> socket.shutdown(gulliver.socket.Sockets.SHUT_RD))))
        .as("raw(7) sockets are not connected, yet who waits is woken")
        .isEqualTo(Errno.ENOTCONN);
    assertThat(waiting.result()).isEmpty();
    Address elsewhere = address("127.0.0.9", 0);
    assertThat(socket.sendto(pattern(5), elsewhere)).isEqualTo(5);
  }
}
