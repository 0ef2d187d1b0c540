package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_PACKET;
import static gulliver.socket.Sockets.ETH_P_ALL;
import static gulliver.socket.Sockets.ETH_P_IP;
import static gulliver.socket.Sockets.PACKET_HOST;
import static gulliver.socket.Sockets.PACKET_OUTGOING;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_RAW;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.htons;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Address.Packet;
import gulliver.socket.Datagram;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code AF_PACKET} on the loopback interface: packet(7), with Python at the other end. */
class OsPacketTest extends Suite {
  /** An EtherType for experiments, IEEE 802: nobody else uses it here. */
  private static final int EXPERIMENT = Linux.ETH_P_802_EX1;

  private static final int ETHERNET_HEADER = 14;

  private int lo;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  @BeforeEach
  void loopback() throws IOException {
    Program.needsCapability(Program.CAP_NET_RAW, "packet sockets need CAP_NET_RAW");
    lo = NetworkInterface.getByName("lo").getIndex();
  }

  /** A socket without a protocol receives nothing until it is bound to one. */
  private Socket bound(SocketType type, int protocol) throws IOException {
    Socket socket = closing(network().socket(AF_PACKET, type));
    socket.settimeout(Duration.ofSeconds(20));
    socket.bind(new Packet(protocol, lo));
    return socket;
  }

  private Packet from(int pkttype, int protocol) {
    return new Packet(protocol, lo, Linux.ARPHRD_LOOPBACK, pkttype, new byte[6]);
  }

  @Test
  void aNameHasTheInterfacesKindAndAddressAsInPython() throws Exception {
    Socket socket = bound(SOCK_DGRAM, EXPERIMENT);
    assertThat(socket.getsockname()).isEqualTo(from(0, EXPERIMENT));
    assertThat(socket)
        .hasToString("packet 00:00:00:00:00:00%1 ETH_P_802_EX1 PACKET_HOST ARPHRD_LOOPBACK open");
    Program python =
        closing(
            Program.python(
                """
                import socket
                s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM)
                s.bind(("lo", 0x88b5))
                print(s.getsockname())
                """));
    assertThat(python.line())
        .isEqualTo("('lo', %d, 0, 772, b'%s')".formatted(EXPERIMENT, "\\x00".repeat(6)));
  }

  @Test
  void R37_datagramsHaveTheirLinkHeaderMadeAndTakenAway() throws Exception {
    Socket socket = bound(SOCK_DGRAM, EXPERIMENT);
    Program python =
        closing(
            Program.python(
                """
                import socket
                s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x88b6))
                s.bind(("lo", 0x88b6))
                print("ready")
                print(*s.recvfrom(100))
                s.send(bytes(12) + b"\\x88\\xb5" + b"HELLO")
                """));
    python.line();
    Packet to = new Packet(Linux.ETH_P_802_EX1 + 1, lo, new byte[] {2, 0, 0, 0, 0, 9});
    assertThat(socket.sendto("hello".getBytes(UTF_8), to)).isEqualTo(5);
    assertThat(python.line())
        .as("a frame for somebody else, its header made of the address")
        .isEqualTo(
            "b'\\x02\\x00\\x00\\x00\\x00\\t\\x00\\x00\\x00\\x00\\x00\\x00\\x88\\xb6hello' "
                + "('lo', %d, %d, 772, b'%s')"
                    .formatted(0x88b6, Linux.PACKET_OTHERHOST, "\\x00".repeat(6)));
    Datagram answer = socket.recvfrom(100);
    assertThat(answer.bytes()).asString().isEqualTo("HELLO");
    assertThat(answer.address()).isEqualTo(from(PACKET_HOST, EXPERIMENT));
  }

  @Test
  void R37_aRawSocketSendsAndReceivesWholeFrames() throws Exception {
    Socket socket = bound(SOCK_RAW, EXPERIMENT);
    byte[] frame = new byte[ETHERNET_HEADER + 5];
    frame[12] = (byte) (EXPERIMENT >> 8);
    frame[13] = (byte) EXPERIMENT;
    System.arraycopy("frame".getBytes(UTF_8), 0, frame, ETHERNET_HEADER, 5);
    socket.sendto(frame, new Packet(0, lo));
    assertThat(socket.recvfrom(100))
        .isEqualTo(new Datagram(frame, from(PACKET_HOST, EXPERIMENT), false));
    socket.send(frame); // to where it is bound
    Datagram cut = socket.recvfrom(16);
    assertThat(cut.bytes()).hasSize(16);
    assertThat(cut.truncated()).isTrue();
    socket.send(frame);
    assertThat(socket.recv(new byte[3], Linux.MSG_TRUNC)).isEqualTo(frame.length);
  }

  @Test
  void R37_allProtocolsMeansWhatComesInAndWhatGoesOut() throws Exception {
    Socket sniffer = closing(network().socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)));
    sniffer.settimeout(Duration.ofSeconds(20));
    byte[] mark = UUID.randomUUID().toString().getBytes(UTF_8);
    Socket udp = closing(network().socket(AF_INET, SOCK_DGRAM));
    udp.sendto(mark, address("127.0.0.1", 9));
    assertThat(next(sniffer, mark)).isEqualTo(from(PACKET_OUTGOING, ETH_P_IP));
    assertThat(next(sniffer, mark)).isEqualTo(from(PACKET_HOST, ETH_P_IP));
  }

  /** Where the next packet came from that ends with the mark, among what others send. */
  private static Address next(Socket sniffer, byte[] mark) throws IOException {
    byte[] packet = new byte[65_536];
    Sender sender = new Sender();
    for (; ; ) {
      int n = sniffer.recvfrom(packet, sender);
      if (n == ETHERNET_HEADER + 28 + mark.length
          && java.util.Arrays.equals(packet, n - mark.length, n, mark, 0, mark.length)) {
        return sender.address();
      }
    }
  }

  @Test
  void tcpdumpSeesWhatWeSend() throws Exception {
    Program.needs("tcpdump");
    Program tcpdump =
        closing(
            Program.start(
                "tcpdump", "-i", "lo", "-l", "-n", "-e", "-c", "1", "-Q", "in", "ether", "proto",
                "0x88b5"));
    assertThat(tcpdump.line()).contains("verbose output suppressed");
    assertThat(tcpdump.line()).startsWith("listening on lo");
    Socket socket = bound(SOCK_DGRAM, EXPERIMENT);
    socket.sendto(new byte[46], new Packet(EXPERIMENT, lo, new byte[] {2, 3, 4, 5, 6, 7}));
    assertThat(tcpdump.line())
        .contains("00:00:00:00:00:00 > 02:03:04:05:06:07")
        .contains("0x88b5")
        .contains("length 60");
  }

  @Test
  void anInterfaceThatIsNotThereIsNoDevice() throws Exception {
    Socket socket = closing(network().socket(AF_PACKET, SOCK_DGRAM));
    Packet nowhere = new Packet(EXPERIMENT, Integer.MAX_VALUE, new byte[6]);
    assertThat(failure(() -> socket.bind(nowhere)))
        .hasMessage("bind " + nowhere + ": ENODEV (No such device)");
    assertThat(Errno.of(failure(() -> socket.sendto(new byte[1], nowhere)))).isEqualTo(Errno.ENXIO);
    assertThat(Errno.of(failure(() -> socket.connect(new Packet(0, lo)))))
        .isEqualTo(Errno.EOPNOTSUPP);
    assertThat(Errno.of(failure(() -> socket.bind(address("127.0.0.1", 0)))))
        .isEqualTo(Errno.EAFNOSUPPORT);
    assertThat(Errno.of(failure(() -> socket.listen(1)))).isEqualTo(Errno.EOPNOTSUPP);
    assertThat(Errno.of(failure(socket::getpeername))).isEqualTo(Errno.EOPNOTSUPP);
  }
}
