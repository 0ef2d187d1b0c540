package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.AF_NETLINK;
import static gulliver.socket.Sockets.AF_PACKET;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.IPPROTO_UDPLITE;
import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.MSG_PEEK;
import static gulliver.socket.Sockets.NETLINK_USERSOCK;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_RAW;
import static gulliver.socket.Sockets.SOCK_SEQPACKET;
import static gulliver.socket.Sockets.WOULD_BLOCK;
import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Datagram;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every type that keeps messages, and which (family, type, protocol) there are. */
class OsTypesTest extends Suite {
  private static final Protocol EXPERIMENT = new Protocol(254);

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  /** A socket to receive with, one to send with, and where to; null where they are connected. */
  private record Ends(Socket receiver, Socket sender, Address to) {}

  enum Kind {
    UNIX_DGRAM,
    UNIX_SEQPACKET,
    UDPLITE,
    RAW,
    RAW6,
    PACKET_DGRAM,
    NETLINK
  }

  private Ends ends(Kind kind) throws IOException {
    return switch (kind) {
      case UNIX_DGRAM -> pair(SOCK_DGRAM);
      case UNIX_SEQPACKET -> pair(SOCK_SEQPACKET);
      case UDPLITE -> bound(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE, address("127.0.0.11", 0));
      case RAW -> bound(AF_INET, SOCK_RAW, EXPERIMENT, address("127.0.0.12", 0));
      case RAW6 -> bound(AF_INET6, SOCK_RAW, EXPERIMENT, address("::1", 0));
      case PACKET_DGRAM -> {
        int lo = NetworkInterface.getByName("lo").getIndex();
        Address here = new Address.Packet(0x88b6, lo, new byte[6]);
        yield bound(AF_PACKET, SOCK_DGRAM, Protocol.DEFAULT, here);
      }
      case NETLINK ->
          bound(AF_NETLINK, SOCK_DGRAM, new Protocol(NETLINK_USERSOCK), new Address.Netlink(0, 0));
    };
  }

  private Ends pair(SocketType type) throws IOException {
    Socket[] pair = network().socketpair(AF_UNIX, type, Protocol.DEFAULT);
    return new Ends(closing(pair[0]), closing(pair[1]), null);
  }

  private Ends bound(AddressFamily family, SocketType type, Protocol protocol, Address address)
      throws IOException {
    if (!protocol.equals(IPPROTO_UDPLITE) && !family.equals(AF_NETLINK)) {
      Program.needsCapability(Program.CAP_NET_RAW, "raw and packet sockets need CAP_NET_RAW");
    }
    Socket receiver = closing(network().socket(family, type, protocol));
    receiver.bind(address);
    Address to = address instanceof Address.Packet ? address : receiver.getsockname();
    return new Ends(receiver, closing(network().socket(family, type, protocol)), to);
  }

  private static void send(Ends ends, byte[] message) throws IOException {
    if (ends.to == null) {
      ends.sender.send(message);
    } else {
      ends.sender.sendto(message, ends.to);
    }
  }

  /** An IPv4 raw socket receives the header, too. */
  private static int header(Kind kind) {
    return kind == Kind.RAW ? 20 : 0;
  }

  @ParameterizedTest
  @EnumSource
  void messagesAreKeptApartAndWhole(Kind kind) throws Exception {
    Ends ends = ends(kind);
    send(ends, pattern(100));
    send(ends, pattern(60));
    for (int size : new int[] {100, 60}) {
      Datagram datagram = ends.receiver.recvfrom(2000);
      assertThat(datagram.bytes()).hasSize(header(kind) + size).endsWith(pattern(size));
      assertThat(datagram.truncated()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void R14_whatIsCutOffIsReportedAndGone(Kind kind) throws Exception {
    Ends ends = ends(kind);
    send(ends, pattern(100));
    send(ends, pattern(60));
    Datagram cut = ends.receiver.recvfrom(30);
    assertThat(cut.bytes()).hasSize(30);
    assertThat(cut.truncated()).isTrue();
    assertThat(ends.receiver.recv(new byte[5], MSG_PEEK | Linux.MSG_TRUNC))
        .isEqualTo(header(kind) + 60);
    assertThat(ends.receiver.recvfrom(2000).bytes()).endsWith(pattern(60));
  }

  @ParameterizedTest
  @EnumSource
  void receivingWaitsForAMessage(Kind kind) throws Exception {
    Ends ends = ends(kind);
    Caller<byte[]> waiting = Caller.start(network(), () -> ends.receiver.recv(2000)).untilItWaits();
    send(ends, pattern(70));
    assertThat(waiting.result()).endsWith(pattern(70));
  }

  @ParameterizedTest
  @EnumSource
  void receivingEndsWithTheTimeout(Kind kind) throws Exception {
    Socket receiver = ends(kind).receiver;
    receiver.settimeout(Duration.ofMillis(10));
    assertThat(failure(() -> receiver.recv(100))).isInstanceOf(SocketTimeoutException.class);
    assertThat(receiver.recv(new byte[100], MSG_DONTWAIT)).isEqualTo(WOULD_BLOCK);
  }

  @ParameterizedTest
  @EnumSource
  void receivingEndsWithAnInterruptAndWithClose(Kind kind) throws Exception {
    Socket receiver = ends(kind).receiver;
    Caller<byte[]> interrupted = Caller.start(network(), () -> receiver.recv(2000)).untilItWaits();
    interrupted.interrupt();
    assertThat(interrupted.failure()).isInstanceOf(SocketFailure.Interrupted.class);
    Caller<byte[]> closed = Caller.start(network(), () -> receiver.recv(2000)).untilItWaits();
    receiver.close();
    assertThat(Errno.of(closed.failure())).isEqualTo(Errno.EBADF);
  }

  /** epoll tells at once that a netlink socket can send, and never that its peer can receive. */
  @Test
  void sendingToAFullNetlinkPeerWaitsForRoom() throws Exception {
    Ends ends = ends(Kind.NETLINK);
    int sent = 0;
    while (ends.sender.sendto(pattern(1000), MSG_DONTWAIT, ends.to) != WOULD_BLOCK) {
      sent++;
    }
    assertThat(sent).isGreaterThan(1);
    CompletableFuture<Integer> sending = start(() -> ends.sender.sendto(pattern(999), ends.to));
    for (int i = 0; i < sent; i++) {
      assertThat(ends.receiver.recv(2000)).hasSize(1000);
    }
    assertThat(result(sending)).isEqualTo(999);
    assertThat(ends.receiver.recvfrom(2000))
        .isEqualTo(new Datagram(pattern(999), ends.sender.getsockname(), false));

    ends.sender.connect(ends.to);
    while (ends.sender.send(pattern(1000), MSG_DONTWAIT) != WOULD_BLOCK) {
      // more
    }
    Caller<Integer> connected =
        Caller.start(network(), () -> ends.sender.send(pattern(998))).untilItWaits();
    while (ends.receiver.recv(2000).length != 998) {
      // until it comes, and it does
    }
    assertThat(connected.result()).isEqualTo(998);
  }

  // ---- any (family, type, protocol) by number ----

  /** Not the families and protocols of which the kernel would load a module for good. */
  @Test
  void R3_everyCombinationThatPythonCanMakeCanBeMadeAndTheOthersFailAlike() throws Exception {
    List<Python.Question> questions = new ArrayList<>();
    for (int family : new int[] {0, 1, 2, 10, 16, 17, 40, 99, 1 << 20}) {
      for (int type : new int[] {0, 1, 2, 3, 4, 5, 10, 15}) {
        for (int protocol : new int[] {0, 1, 6, 17, 58, 136, 255, 262, 4096, 1 << 20, -1}) {
          String made = made(family, type, protocol);
          questions.add(new Python.Question(family + " " + type + " " + protocol, made));
        }
      }
    }
    assertThat(questions).anyMatch(q -> q.ours().startsWith("ok"));
    Python.agrees(
        """
        import errno, socket, struct, sys
        for line in sys.stdin:
            f, t, p = map(int, line.split())
            try:
                s = socket.socket(f, t, p, fileno=None) if p >= 0 else None
                if s is None:
                    import ctypes
                    C = ctypes.CDLL(None, use_errno=True)
                    fd = C.socket(f, t, p)
                    if fd < 0:
                        raise OSError(ctypes.get_errno(), "")
                    s = socket.socket(fileno=fd)
                print("ok", s.getsockopt(1, 3), s.getsockopt(1, 39))  # SO_TYPE, SO_DOMAIN
                s.close()
            except OSError as e:
                print(errno.errorcode[e.errno])
        """,
        questions);
  }

  private String made(int family, int type, int protocol) {
    try (Socket socket =
        network().socket(new AddressFamily(family), new SocketType(type), protocol)) {
      assertThat(socket.family().value()).isEqualTo(family);
      assertThat(socket.type().value()).isEqualTo(type);
      return "ok " + number(socket, Linux.SO_TYPE) + " " + number(socket, Linux.SO_DOMAIN);
    } catch (IOException e) {
      return Errno.of(e).name();
    }
  }

  private static int number(Socket socket, int option) throws IOException {
    return java.nio.ByteBuffer.wrap(socket.getsockopt(Linux.SOL_SOCKET, option, 4))
        .order(java.nio.ByteOrder.nativeOrder())
        .getInt();
  }

  @Test
  void aFailureNamesTheProtocolByItsFamily() {
    assertThat(catchThrowable(() -> network().socket(AF_NETLINK, SOCK_RAW, 31)))
        .hasMessage("socket AF_NETLINK, SOCK_RAW, 31: EPROTONOSUPPORT (Protocol not supported)");
    assertThat(catchThrowable(() -> network().socket(AF_NETLINK, SOCK_SEQPACKET, 4)))
        .hasMessage(
            "socket AF_NETLINK, SOCK_SEQPACKET, NETLINK_SOCK_DIAG: "
                + "ESOCKTNOSUPPORT (Socket type not supported)");
  }
}
