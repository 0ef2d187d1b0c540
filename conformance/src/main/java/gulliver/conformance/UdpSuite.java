package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.IPPROTO_TCP;
import static gulliver.socket.Sockets.IPPROTO_UDP;
import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.MSG_NOSIGNAL;
import static gulliver.socket.Sockets.MSG_PEEK;
import static gulliver.socket.Sockets.MSG_TRUNC;
import static gulliver.socket.Sockets.MSG_WAITALL;
import static gulliver.socket.Sockets.SHUT_RD;
import static gulliver.socket.Sockets.SHUT_RDWR;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SO_DOMAIN;
import static gulliver.socket.Sockets.SO_ERROR;
import static gulliver.socket.Sockets.SO_PROTOCOL;
import static gulliver.socket.Sockets.SO_RCVBUF;
import static gulliver.socket.Sockets.SO_REUSEADDR;
import static gulliver.socket.Sockets.SO_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Address;
import gulliver.socket.Datagram;
import gulliver.socket.Errno;
import gulliver.socket.FiveTuple;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import gulliver.socket.WouldBlockException;
import java.io.IOException;
import java.net.BindException;
import java.net.PortUnreachableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams: messages that come whole, one by one, and say who sent them. */
public abstract class UdpSuite extends Suite {
  /** What fits into one IPv4 packet behind the headers. */
  private static final int LONGEST = 65_507;

  /** For subclasses. */
  protected UdpSuite() {}

  private Socket unbound() throws IOException {
    return closing(network().socket(AF_INET, SOCK_DGRAM));
  }

  private Socket bound() throws IOException {
    Socket socket = unbound();
    socket.bind(anywhere());
    return socket;
  }

  private Peer.Datagrams other() throws IOException {
    return closing(peer().datagrams(anywhere()));
  }

  private static Errno errno(ThrowingCallable call) {
    return Errno.of(failure(call));
  }

  /** A message whose every byte is the same. */
  private static byte[] filled(int size, int value) {
    byte[] message = new byte[size];
    Arrays.fill(message, (byte) value);
    return message;
  }

  // ---- sockets and their names ----

  @Test
  void R2_aDatagramSocketNeedsNoConnectionAndKeepsMessagesApart() throws Exception {
    Socket socket = bound();
    Peer.Datagrams other = other();
    other.send(pattern(3), socket.getsockname());
    other.send(pattern(5), socket.getsockname());
    assertThat(socket.recv(100)).isEqualTo(pattern(3));
    assertThat(socket.recv(100)).isEqualTo(pattern(5));
  }

  @Test
  void R3_aDatagramSocketKnowsItsFamilyTypeAndProtocol() throws Exception {
    Socket socket = unbound();
    assertThat(socket.family()).isEqualTo(AF_INET);
    assertThat(socket.type()).isEqualTo(SOCK_DGRAM);
    assertThat(socket.protocol()).isEqualTo(IPPROTO_UDP);
    assertThat(socket.getsockopt(SO_DOMAIN)).isEqualTo(AF_INET.value());
    assertThat(socket.getsockopt(SO_TYPE)).isEqualTo(SOCK_DGRAM.value());
    assertThat(socket.getsockopt(SO_PROTOCOL)).isEqualTo(IPPROTO_UDP.value());
    assertThat(errno(() -> network().socket(AF_INET, SOCK_DGRAM, IPPROTO_TCP)))
        .isEqualTo(Errno.EPROTONOSUPPORT);
  }

  @Test
  void R9_sendingGivesAnEphemeralPort() throws Exception {
    Socket client = unbound();
    assertThat(port(client)).isZero();
    Peer.Datagrams other = other();
    client.sendto(pattern(1), other.address());
    assertThat(port(client)).isBetween(1024, 65535);
    assertThat(((Address.Inet4) other.receive().address()).port()).isEqualTo(port(client));
  }

  private static int port(Socket socket) throws IOException {
    return ((Address.Inet4) socket.getsockname()).port();
  }

  @Test
  void R11_theFiveParametersOfAConnectedSocketPrintInOneLine() throws Exception {
    Peer.Datagrams other = other();
    Socket socket = bound();
    assertThat(socket.fiveTuple())
        .isEqualTo(new FiveTuple(IPPROTO_UDP, socket.getsockname(), null));
    assertThat(socket).hasToString("udp " + socket.getsockname() + " open");
    socket.connect(other.address());
    assertThat(socket.fiveTuple())
        .isEqualTo(new FiveTuple(IPPROTO_UDP, socket.getsockname(), other.address()));
    assertThat(socket)
        .hasToString("udp " + socket.getsockname() + " -> " + other.address() + " connected");
  }

  @Test
  void anAddressInUseIsRefusedUnlessBothSay() throws Exception {
    Peer.Datagrams other = other();
    Socket socket = unbound();
    IOException inUse = failure(() -> socket.bind(other.address()));
    assertThat(inUse).isInstanceOf(BindException.class);
    assertThat(Errno.of(inUse)).isEqualTo(Errno.EADDRINUSE);

    Socket first = unbound();
    Socket second = unbound();
    first.setsockopt(SO_REUSEADDR, true);
    second.setsockopt(SO_REUSEADDR, true);
    first.bind(anywhere());
    second.bind(first.getsockname());
    assertThat(second.getsockname()).isEqualTo(first.getsockname());
  }

  // ---- messages ----

  @Test
  void R13_theReplyGoesToTheAddressThatRecvfromGave() throws Exception {
    Socket server = bound();
    Peer.Datagrams one = other();
    Peer.Datagrams two = other();
    one.send(pattern(10), server.getsockname());
    two.send(pattern(20), server.getsockname());
    for (int i = 0; i < 2; i++) {
      Datagram request = server.recvfrom(100);
      assertThat(server.sendto(request.bytes(), request.address()))
          .isEqualTo(request.bytes().length);
    }
    assertThat(one.receive()).isEqualTo(new Datagram(pattern(10), server.getsockname(), false));
    assertThat(two.receive()).isEqualTo(new Datagram(pattern(20), server.getsockname(), false));
  }

  @Test
  void R13_aClientNeedsNoBindAndHearsWhoAnswers() throws Exception {
    Peer.Datagrams server = other();
    Socket client = unbound();
    client.sendto(pattern(10), server.address());
    Datagram request = server.receive();
    assertThat(request.bytes()).isEqualTo(pattern(10));
    server.send(pattern(5), request.address());
    assertThat(client.recvfrom(100)).isEqualTo(new Datagram(pattern(5), server.address(), false));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1472, 1473, 9000, LONGEST})
  void R14_oneReadReturnsOneWholeMessage(int size) throws Exception {
    Socket socket = bound();
    Peer.Datagrams other = other();
    other.send(pattern(size), socket.getsockname());
    other.send(pattern(7), socket.getsockname());
    assertThat(socket.recvfrom(65_536))
        .isEqualTo(new Datagram(pattern(size), other.address(), false));
    assertThat(socket.recv(65_536)).isEqualTo(pattern(7));
    assertThat(socket.sendto(pattern(size), other.address())).isEqualTo(size);
    assertThat(other.receive().bytes()).isEqualTo(pattern(size));
  }

  @Test
  void R14_aMessageTooLongForItsProtocolIsRefused() throws Exception {
    Socket socket = bound();
    assertThat(errno(() -> socket.sendto(pattern(LONGEST + 1), socket.getsockname())))
        .isEqualTo(Errno.EMSGSIZE);
    socket.connect(socket.getsockname());
    assertThat(errno(() -> socket.send(pattern(LONGEST + 1)))).isEqualTo(Errno.EMSGSIZE);
    assertThat(socket.recv(new byte[1], MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);
  }

  @Test
  void R14_recvfromSaysThatAMessageWasCutAndTheRestIsLost() throws Exception {
    Socket socket = bound();
    Peer.Datagrams other = other();
    for (int size : new int[] {20, 10, 20, 10}) {
      other.send(pattern(size), socket.getsockname());
    }
    assertThat(socket.recvfrom(10)).isEqualTo(new Datagram(pattern(10), other.address(), true));
    assertThat(socket.recvfrom(10)).isEqualTo(new Datagram(pattern(10), other.address(), false));
    byte[] buffer = new byte[10];
    Sender from = new Sender();
    assertThat(socket.recvfrom(buffer, from)).isEqualTo(10);
    assertThat(from.truncated()).isTrue();
    assertThat(from.address()).isEqualTo(other.address());
    assertThat(buffer).isEqualTo(pattern(10));
    assertThat(socket.recvfrom(buffer, from)).isEqualTo(10);
    assertThat(from.truncated()).isFalse();
  }

  @Test
  void R14_plainRecvCutsAsCDoes() throws Exception {
    Socket socket = bound();
    Peer.Datagrams other = other();
    other.send(pattern(20), socket.getsockname());
    other.send(pattern(6), socket.getsockname());
    assertThat(socket.recv(10)).isEqualTo(pattern(10));
    assertThat(socket.recv(10)).isEqualTo(pattern(6));
  }

  @Test
  void R14_truncAsksHowLongTheMessageWas() throws Exception {
    Socket socket = bound();
    Peer.Datagrams other = other();
    other.send(pattern(20), socket.getsockname());
    byte[] buffer = new byte[5];
    Sender from = new Sender();
    assertThat(socket.recv(buffer, MSG_TRUNC | MSG_PEEK)).isEqualTo(20);
    assertThat(buffer).isEqualTo(pattern(5));
    assertThat(socket.recvfrom(buffer, MSG_TRUNC | MSG_PEEK, from)).isEqualTo(20);
    assertThat(from.truncated()).isTrue();
    assertThat(socket.recv(5, MSG_TRUNC | MSG_PEEK)).isEqualTo(pattern(5));
    assertThat(socket.recv(new byte[0], MSG_TRUNC)).isEqualTo(20);
    assertThat(socket.recv(buffer, MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);
  }

  @Test
  void anEmptyDatagramIsAMessage() throws Exception {
    Socket socket = bound();
    Peer.Datagrams other = other();
    other.send(new byte[0], socket.getsockname());
    assertThat(socket.recvfrom(10)).isEqualTo(new Datagram(new byte[0], other.address(), false));
    other.send(new byte[0], socket.getsockname());
    assertThat(socket.recv(new byte[10])).isZero();
    assertThat(socket.recv(new byte[10], MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);

    assertThat(socket.sendto(new byte[0], other.address())).isZero();
    assertThat(other.receive()).isEqualTo(new Datagram(new byte[0], socket.getsockname(), false));
    socket.connect(other.address());
    assertThat(socket.send(new byte[0])).isZero();
    assertThat(other.receive()).isEqualTo(new Datagram(new byte[0], socket.getsockname(), false));
  }

  @Test
  void whatTheReceiveBufferCannotHoldIsLostSilently() throws Exception {
    Socket socket = bound();
    socket.setsockopt(SO_RCVBUF, 8192);
    Socket sender = unbound();
    int many = 200;
    for (int i = 0; i < many; i++) {
      assertThat(sender.sendto(filled(1000, i), socket.getsockname())).isEqualTo(1000);
    }
    socket.setblocking(false);
    int received = 0;
    byte[] message = new byte[2000];
    for (int n; (n = socket.recv(message)) != Socket.WOULD_BLOCK; received++) {
      assertThat(Arrays.copyOf(message, n)).isEqualTo(filled(1000, received));
    }
    assertThat(received).isBetween(1, many - 1);
  }

  @ParameterizedTest
  @EnumSource
  void buffersOfEveryKindAreSent(Buffers kind) throws Exception {
    Socket socket = bound();
    Peer.Datagrams other = other();
    Datagram expected = new Datagram(pattern(1000), socket.getsockname(), false);
    Buffers.Buffer buffer = kind.holding(pattern(1000));
    assertThat(buffer.sendto(socket, other.address())).isEqualTo(1000);
    assertThat(buffer.moved()).isEqualTo(1000);
    assertThat(other.receive()).isEqualTo(expected);
    assertThat(buffer.rewound().sendto(socket, MSG_NOSIGNAL, other.address())).isEqualTo(1000);
    assertThat(buffer.moved()).isEqualTo(1000);
    assertThat(other.receive()).isEqualTo(expected);
    socket.connect(other.address());
    assertThat(buffer.rewound().send(socket)).isEqualTo(1000);
    assertThat(other.receive()).isEqualTo(expected);
    buffer.rewound().sendall(socket);
    assertThat(other.receive()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void buffersOfEveryKindReceive(Buffers kind) throws Exception {
    Socket socket = bound();
    Peer.Datagrams other = other();
    for (int i = 0; i < 3; i++) {
      other.send(pattern(10), socket.getsockname());
    }
    Sender from = new Sender();
    Buffers.Buffer peeked = kind.ofSize(16);
    assertThat(peeked.recvfrom(socket, MSG_PEEK, from)).isEqualTo(10);
    assertThat(peeked.content()).isEqualTo(Arrays.copyOf(pattern(10), 16));
    assertThat(from.address()).isEqualTo(other.address());
    assertThat(from.truncated()).isFalse();
    Buffers.Buffer cut = kind.ofSize(4);
    assertThat(cut.recvfrom(socket, from)).isEqualTo(4);
    assertThat(cut.moved()).isEqualTo(4);
    assertThat(cut.content()).isEqualTo(pattern(4));
    assertThat(from.truncated()).isTrue();
    Buffers.Buffer measured = kind.ofSize(4);
    assertThat(measured.recvfrom(socket, MSG_TRUNC, from)).isEqualTo(10);
    assertThat(measured.moved()).isEqualTo(4);
    assertThat(measured.content()).isEqualTo(pattern(4));
    Buffers.Buffer plain = kind.ofSize(4);
    assertThat(plain.recv(socket)).isEqualTo(4);
    assertThat(plain.content()).isEqualTo(pattern(4));
    assertThat(kind.ofSize(4).recv(socket, MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);
    assertThat(kind.ofSize(4).recvfrom(socket, MSG_DONTWAIT, from)).isEqualTo(Socket.WOULD_BLOCK);
  }

  // ---- flags ----

  @Test
  void peekLeavesTheMessageToBeReceivedAgain() throws Exception {
    Socket socket = bound();
    Peer.Datagrams other = other();
    other.send(pattern(10), socket.getsockname());
    Datagram message = new Datagram(pattern(10), other.address(), false);
    assertThat(socket.recvfrom(20, MSG_PEEK)).isEqualTo(message);
    assertThat(socket.recvfrom(5, MSG_PEEK))
        .isEqualTo(new Datagram(pattern(5), other.address(), true));
    assertThat(socket.recvfrom(20)).isEqualTo(message);
    assertThat(socket.recv(new byte[1], MSG_PEEK | MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);
  }

  @Test
  void dontwaitMakesOneCallNonBlocking() throws Exception {
    Socket socket = bound();
    assertThat(socket.recv(new byte[1], MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);
    assertThat(socket.recvfrom(new byte[1], MSG_DONTWAIT, new Sender()))
        .isEqualTo(Socket.WOULD_BLOCK);
    assertThatThrownBy(() -> socket.recv(1, MSG_DONTWAIT)).isInstanceOf(WouldBlockException.class);
    assertThatThrownBy(() -> socket.recvfrom(1, MSG_DONTWAIT))
        .isInstanceOf(WouldBlockException.class);
    assertThat(socket.getblocking()).isTrue();
  }

  @Test
  void waitallMeansOneMessage() throws Exception {
    Socket socket = bound();
    other().send(pattern(10), socket.getsockname());
    assertThat(socket.recv(100, MSG_WAITALL)).isEqualTo(pattern(10));
  }

  // ---- association ----

  @Test
  void aConnectedSocketSendsToItsPeerAndReceivesFromNobodyElse() throws Exception {
    Peer.Datagrams friend = other();
    Peer.Datagrams stranger = other();
    Socket socket = bound();
    Address name = socket.getsockname();
    socket.connect(friend.address());
    assertThat(socket.getsockname()).isEqualTo(name);
    assertThat(socket.getpeername()).isEqualTo(friend.address());

    stranger.send(pattern(1), name);
    friend.send(pattern(10), name);
    assertThat(socket.recvfrom(100)).isEqualTo(new Datagram(pattern(10), friend.address(), false));
    assertThat(socket.recv(new byte[1], MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);
    socket.send(pattern(5));
    assertThat(friend.receive()).isEqualTo(new Datagram(pattern(5), name, false));
    socket.sendto(pattern(6), stranger.address());
    assertThat(stranger.receive()).isEqualTo(new Datagram(pattern(6), name, false));
  }

  @Test
  void connectingAgainChangesThePeerAndUnspecifiedDissolvesIt() throws Exception {
    Peer.Datagrams first = other();
    Peer.Datagrams second = other();
    Socket socket = unbound();
    socket.bind(world().local(freePort()));
    Address name = socket.getsockname();
    socket.connect(first.address());
    socket.connect(second.address());
    socket.send(pattern(3));
    assertThat(second.receive().bytes()).isEqualTo(pattern(3));

    socket.connect(new Address.Unspecified());
    assertThat(socket.getsockname()).isEqualTo(name);
    assertThat(errno(socket::getpeername)).isEqualTo(Errno.ENOTCONN);
    assertThat(errno(() -> socket.send(pattern(1)))).isEqualTo(Errno.EDESTADDRREQ);
    assertThat(socket.fiveTuple().remote()).isNull();
    for (Peer.Datagrams other : List.of(first, second)) {
      other.send(pattern(4), name);
      assertThat(socket.recvfrom(10).address()).isEqualTo(other.address());
    }
  }

  private int freePort() throws IOException {
    try (Socket probe = network().socket(AF_INET, SOCK_DGRAM)) {
      probe.bind(anywhere());
      return port(probe);
    }
  }

  @Test
  void aPortFromConnectGoesWithTheAssociation() throws Exception {
    Socket socket = unbound();
    socket.connect(other().address());
    assertThat(((Address.Inet4) socket.getsockname()).host()).isEqualTo("127.0.0.1");
    assertThat(port(socket)).isPositive();
    socket.connect(new Address.Unspecified());
    assertThat(socket.getsockname()).isEqualTo(new Address.Inet4(Address.Inet4.ANY, 0));
  }

  @Test
  void aConnectedSocketHearsThatNobodyIsThere() throws Exception {
    Socket holder = bound();
    Address nobody = holder.getsockname();
    Socket socket = unbound();
    socket.connect(nobody);
    holder.close();

    CompletableFuture<byte[]> receiving = start(() -> socket.recv(10));
    socket.send(pattern(1));
    IOException unreachable = failure(() -> result(receiving));
    assertThat(unreachable).isInstanceOf(PortUnreachableException.class);
    assertThat(Errno.of(unreachable)).isEqualTo(Errno.ECONNREFUSED);

    socket.send(pattern(1));
    eventually(
        () -> assertThat(socket.getsockopt(SO_ERROR)).isEqualTo(Errno.ECONNREFUSED.number()));
    socket.send(pattern(1)); // said once, and the socket works on
  }

  @Test
  void anUnconnectedSocketHearsNothing() throws Exception {
    Socket holder = bound();
    Address nobody = holder.getsockname();
    holder.close();
    Socket socket = bound();
    assertThat(socket.sendto(pattern(1), nobody)).isEqualTo(1);
    socket.sendto(pattern(2), socket.getsockname());
    assertThat(socket.recv(10)).isEqualTo(pattern(2));
  }

  @Test
  void callsThatMakeNoSenseSaySo() throws Exception {
    Socket socket = bound();
    assertThat(errno(() -> socket.send(pattern(1)))).isEqualTo(Errno.EDESTADDRREQ);
    assertThat(errno(() -> socket.sendto(pattern(1), world().local(0)))).isEqualTo(Errno.EINVAL);
    assertThat(errno(() -> socket.bind(anywhere()))).isEqualTo(Errno.EINVAL);
    assertThat(errno(() -> socket.listen(1))).isEqualTo(Errno.EOPNOTSUPP);
    assertThat(errno(socket::accept)).isEqualTo(Errno.EOPNOTSUPP);
    assertThat(errno(socket::getpeername)).isEqualTo(Errno.ENOTCONN);
    assertThat(errno(() -> socket.shutdown(SHUT_WR))).isEqualTo(Errno.ENOTCONN);
  }

  @Test
  void shuttingDownEndsWhoWaitsToReceiveAndWhoComes() throws Exception {
    Socket socket = bound();
    socket.connect(other().address());
    CompletableFuture<byte[]> receiving = start(() -> socket.recv(10));
    socket.shutdown(SHUT_RD);
    assertThat(result(receiving)).isEmpty();
    Sender from = new Sender();
    from.set(anywhere());
    assertThat(result(start(() -> socket.recvfrom(new byte[1], from)))).isZero();
    assertThat(from.address()).isNull();
    assertThat(socket.recv(new byte[1], MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);
    socket.send(pattern(1));
    socket.shutdown(SHUT_WR);
    assertThat(errno(() -> socket.send(pattern(1)))).isEqualTo(Errno.EPIPE);
  }

  @Test
  void shuttingDownAnUnconnectedSocketEndsReceivingThoughItSaysEnotconn() throws Exception {
    Socket socket = bound();
    CompletableFuture<byte[]> receiving = start(() -> socket.recv(10));
    assertThat(errno(() -> socket.shutdown(SHUT_RDWR))).isEqualTo(Errno.ENOTCONN);
    assertThat(result(receiving)).isEmpty();
  }

  @Test
  void shuttingDownADuplicateEndsReceiving() throws Exception {
    Socket socket = bound();
    socket.connect(other().address());
    CompletableFuture<byte[]> receiving = start(() -> socket.recv(10));
    closing(socket.dup()).shutdown(SHUT_RD);
    assertThat(result(receiving)).isEmpty();
    assertThat(result(start(() -> socket.recv(10)))).isEmpty();
  }

  // ---- several threads ----

  @Test
  void severalThreadsThatReceiveFromOneSocketGetWholeMessages() throws Exception {
    int threads = 4;
    int messages = 100;
    Socket socket = bound();
    socket.setsockopt(SO_RCVBUF, 1 << 20);
    List<CompletableFuture<List<Integer>>> receivers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      receivers.add(start(() -> receiveUntilEmpty(socket)));
    }
    Peer.Datagrams other = other();
    Random random = new Random(1);
    for (int i = 0; i < messages; i++) {
      other.send(filled(1 + random.nextInt(500), i), socket.getsockname());
    }
    for (int i = 0; i < threads; i++) {
      other.send(new byte[0], socket.getsockname());
    }
    List<Integer> received = new ArrayList<>();
    for (CompletableFuture<List<Integer>> receiver : receivers) {
      received.addAll(result(receiver));
    }
    received.sort(null);
    assertThat(received).isEqualTo(IntStream.range(0, messages).boxed().toList());
  }

  /** Each message's number, which all its bytes are. */
  private static List<Integer> receiveUntilEmpty(Socket socket) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (; ; ) {
      byte[] message = socket.recv(1000);
      if (message.length == 0) {
        return numbers;
      }
      assertThat(message).isEqualTo(filled(message.length, message[0]));
      numbers.add((int) message[0]);
    }
  }
}
