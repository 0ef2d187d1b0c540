package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.MSG_PEEK;
import static gulliver.socket.Sockets.MSG_TRUNC;
import static gulliver.socket.Sockets.MSG_WAITALL;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.WOULD_BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.InMessage;
import gulliver.socket.Message;
import gulliver.socket.OutMessage;
import gulliver.socket.Socket;
import gulliver.socket.WouldBlockException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code sendmsg} and {@code recvmsg} as every network has them: bytes of several buffers. */
public abstract class MessageSuite extends Suite {
  /** For subclasses. */
  protected MessageSuite() {}

  private Socket datagrams() throws IOException {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.bind(anywhere());
    return socket;
  }

  private Peer.Datagrams other() throws IOException {
    return closing(peer().datagrams(anywhere()));
  }

  private record Connection(Socket socket, Peer.Stream other) {}

  private Connection connection() throws IOException {
    Socket server = closing(network().createServer(anywhere()));
    Peer.Stream other = closing(peer().connect(server.getsockname()));
    return new Connection(closing(server.accept().socket()), other);
  }

  private static MemorySegment heap(byte[] bytes, int from, int to) {
    return MemorySegment.ofArray(bytes).asSlice(from, to - from);
  }

  private static MemorySegment foreign(Arena arena, byte[] bytes, int from, int to) {
    return arena
        .allocate(Math.max(1, to - from))
        .asSlice(0, to - from)
        .copyFrom(heap(bytes, from, to));
  }

  // ---- gathering ----

  @Test
  void R13_bytesOfSeveralBuffersAreOneMessage() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    byte[] all = pattern(100);
    OutMessage message = OutMessage.of(part(all, 0, 10), new byte[0], part(all, 10, 100));
    assertThat(message.byteSize()).isEqualTo(100);
    assertThat(socket.sendmsg(message.to(other.address()))).isEqualTo(100);
    assertThat(other.receive().bytes()).isEqualTo(all);
  }

  @Test
  void buffersOfEveryKindAreGathered() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    byte[] all = pattern(1000);
    try (Arena mine = Arena.ofConfined();
        Arena shared = Arena.ofShared()) {
      List<MemorySegment> buffers = new ArrayList<>();
      buffers.add(heap(all, 0, 100));
      buffers.add(foreign(mine, all, 100, 200));
      buffers.add(foreign(shared, all, 200, 300));
      buffers.add(foreign(Arena.ofAuto(), all, 300, 400).asReadOnly());
      buffers.add(
          MemorySegment.ofBuffer(ByteBuffer.allocateDirect(150).put(part(all, 400, 550)).flip()));
      buffers.add(MemorySegment.ofBuffer(ByteBuffer.wrap(all, 550, 50).asReadOnlyBuffer()));
      for (int i = 600; i < 1000; i += 50) { // more than the call keeps alive
        buffers.add(foreign(shared, all, i, i + 50));
      }
      socket.sendmsg(new OutMessage(buffers, other.address(), List.of()));
    }
    assertThat(other.receive().bytes()).isEqualTo(all);
  }

  @Test
  void aMessageOfNothingIsAMessage() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    assertThat(socket.sendmsg(OutMessage.of(new byte[0][]).to(other.address()))).isZero();
    assertThat(other.receive().bytes()).isEmpty();
  }

  @Test
  void aMessageGoesToTheConnectedPeer() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    socket.connect(other.address());
    assertThat(socket.sendmsg(OutMessage.of(ByteBuffer.wrap(pattern(10), 2, 5)))).isEqualTo(5);
    assertThat(other.receive().bytes()).isEqualTo(part(pattern(10), 2, 7));
  }

  @Test
  void aMessageWithoutAddressNeedsAPeer() throws Exception {
    Socket socket = datagrams();
    assertThat(Errno.of(failure(() -> socket.sendmsg(OutMessage.of(pattern(1))))))
        .isEqualTo(Errno.EDESTADDRREQ);
  }

  @Test
  void R24_aStreamTakesABufferAfterTheOther() throws Exception {
    Connection connection = connection();
    byte[] all = pattern(5000);
    int n = connection.socket.sendmsg(OutMessage.of(part(all, 0, 2000), part(all, 2000, 5000)));
    assertThat(n).isBetween(1, 5000);
    assertThat(connection.other.receive(n)).isEqualTo(part(all, 0, n));
  }

  // ---- scattering ----

  @Test
  void R13_oneMessageFillsSeveralBuffers() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    other.send(pattern(100), socket.getsockname());
    byte[] first = new byte[10];
    byte[] last = new byte[200];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment middle = arena.allocate(20);
      InMessage message =
          new InMessage(
              0,
              MemorySegment.ofArray(first),
              middle,
              MemorySegment.ofArray(new byte[0]),
              MemorySegment.ofArray(last));
      assertThat(message.byteSize()).isEqualTo(230);
      assertThat(socket.recvmsg(message)).isEqualTo(100);
      assertThat(first).isEqualTo(part(pattern(100), 0, 10));
      assertThat(middle.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(part(pattern(100), 10, 30));
      assertThat(part(last, 0, 70)).isEqualTo(part(pattern(100), 30, 100));
      assertThat(part(last, 70, 200)).containsOnly(0);
      assertThat(message.address()).isEqualTo(other.address());
      assertThat(message.flags()).isZero();
      assertThat(message.control()).isEmpty();
    }
  }

  @Test
  void R14_aMessageThatIsTooLongIsTruncatedVisibly() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    for (int i = 0; i < 3; i++) {
      other.send(pattern(100), socket.getsockname());
    }
    Message cut = socket.recvmsg(30, 0);
    assertThat(cut.bytes()).isEqualTo(part(pattern(100), 0, 30));
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.flags()).isEqualTo(MSG_TRUNC);
    assertThat(cut.address()).isEqualTo(other.address());

    InMessage message = new InMessage(0, new byte[10], new byte[20]);
    assertThat(socket.recvmsg(message, MSG_TRUNC)).isEqualTo(100);
    assertThat(message.truncated()).isTrue();

    Message whole = socket.recvmsg(100, 0);
    assertThat(whole.truncated()).isFalse();
    assertThat(whole.bytes()).isEqualTo(pattern(100));
  }

  @Test
  void peekingLeavesTheMessage() throws Exception {
    Socket socket = datagrams();
    other().send(pattern(10), socket.getsockname());
    assertThat(socket.recvmsg(100, 0, MSG_PEEK).bytes()).isEqualTo(pattern(10));
    assertThat(socket.recvmsg(100, 0).bytes()).isEqualTo(pattern(10));
  }

  @Test
  void R13_theAnswerGoesWhereTheMessageCameFrom() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    other.send(pattern(3), socket.getsockname());
    Message question = socket.recvmsg(100, 0);
    Address address = question.address();
    assertThat(address).isNotNull();
    socket.sendmsg(OutMessage.of(pattern(4)).to(address));
    assertThat(other.receive().bytes()).isEqualTo(pattern(4));
  }

  @Test
  void anObjectServesManyMessages() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    Peer.Datagrams another = other();
    byte[] buffer = new byte[50];
    InMessage message = new InMessage(0, buffer);
    for (int i = 0; i < 4; i++) {
      Peer.Datagrams from = i % 2 == 0 ? other : another;
      from.send(pattern(40 + 10 * i), socket.getsockname());
      assertThat(socket.recvmsg(message)).isEqualTo(Math.min(50, 40 + 10 * i));
      assertThat(message.address()).isEqualTo(from.address());
      assertThat(message.truncated()).isEqualTo(40 + 10 * i > 50);
    }
  }

  @Test
  void R29_theEndOfAStreamIsNothing() throws Exception {
    Connection connection = connection();
    connection.other.send(pattern(10));
    connection.other.shutdownOutput();
    assertThat(connection.socket.recvmsg(new InMessage(0, new byte[10]))).isEqualTo(10);
    assertThat(connection.socket.recvmsg(new InMessage(0, new byte[10]))).isZero();
    assertThat(connection.socket.recvmsg(10, 0).bytes()).isEmpty();
  }

  @Test
  void aStreamNamesItsPeer() throws Exception {
    Connection connection = connection();
    connection.other.send(pattern(10));
    Message message = connection.socket.recvmsg(100, 0);
    assertThat(message.bytes()).isEqualTo(pattern(10));
    assertThat(message.address()).isEqualTo(connection.other.local());
  }

  @Test
  void R24_waitallFillsAllBuffers() throws Exception {
    Connection connection = connection();
    byte[] one = new byte[300];
    byte[] two = new byte[700];
    var receiving = start(() -> connection.socket.recvmsg(new InMessage(0, one, two), MSG_WAITALL));
    for (int i = 0; i < 10; i++) {
      connection.other.send(part(pattern(1000), 100 * i, 100 * i + 100));
    }
    assertThat(result(receiving)).isEqualTo(1000);
    assertThat(one).isEqualTo(part(pattern(1000), 0, 300));
    assertThat(two).isEqualTo(part(pattern(1000), 300, 1000));
  }

  @Test
  void R24_waitallEndsWithTheStream() throws Exception {
    Connection connection = connection();
    connection.other.send(pattern(10));
    connection.other.shutdownOutput();
    byte[] buffer = new byte[100];
    assertThat(connection.socket.recvmsg(new InMessage(0, buffer), MSG_WAITALL)).isEqualTo(10);
    assertThat(part(buffer, 0, 10)).isEqualTo(pattern(10));
  }

  // ---- what does not wait ----

  @Test
  void nothingToReceiveWouldBlock() throws Exception {
    Socket socket = datagrams();
    InMessage message = new InMessage(0, new byte[10]);
    assertThat(socket.recvmsg(message, MSG_DONTWAIT)).isEqualTo(WOULD_BLOCK);
    assertThatThrownBy(() -> socket.recvmsg(10, 0, MSG_DONTWAIT))
        .isInstanceOf(WouldBlockException.class)
        .hasMessageStartingWith("recvmsg " + socket.getsockname() + ": EAGAIN");
    Connection connection = connection();
    assertThat(connection.socket.recvmsg(message, MSG_DONTWAIT)).isEqualTo(WOULD_BLOCK);
    assertThat(connection.socket.recvmsg(message, MSG_DONTWAIT | MSG_WAITALL))
        .isEqualTo(WOULD_BLOCK);
  }

  // ---- what is refused ----

  @Test
  void whatIsNoBufferIsRefused() throws Exception {
    Socket socket = datagrams();
    MemorySegment readOnly = MemorySegment.ofArray(new byte[10]).asReadOnly();
    assertThatThrownBy(() -> new InMessage(0, readOnly))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("recvmsg: the buffer is read-only");
    assertThatThrownBy(() -> new InMessage(-1, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("recvmsg: room for ancillary data of -1 bytes: 0 to ");
    assertThatThrownBy(() -> socket.recvmsg(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("recvmsg: size -1: at least 0 is allowed");
    assertThatThrownBy(() -> socket.recvmsg(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OutMessage.of((byte[]) null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> socket.sendmsg(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void memoryThatIsGoneIsRefused() throws Exception {
    MemorySegment gone;
    try (Arena arena = Arena.ofShared()) {
      gone = arena.allocate(10);
    }
    isRefused(gone, IllegalStateException.class);
  }

  @Test
  void memoryOfAnotherThreadIsRefused() throws Exception {
    try (Arena mine = Arena.ofConfined()) {
      MemorySegment segment = mine.allocate(10);
      result(
          start(() -> {
            isRefused(segment, WrongThreadException.class);
            return null;
          }));
    }
  }

  private void isRefused(MemorySegment bad, Class<? extends Throwable> refusal) throws Exception {
    Socket socket = datagrams();
    other().send(pattern(10), socket.getsockname());
    MemorySegment good = MemorySegment.ofArray(new byte[10]);
    assertThatThrownBy(() -> socket.recvmsg(new InMessage(0, good, bad))).isInstanceOf(refusal);
    assertThatThrownBy(() -> socket.sendmsg(OutMessage.of(good, bad).to(socket.getsockname())))
        .isInstanceOf(refusal);
    assertThat(socket.recvmsg(10, 0).bytes()).isEqualTo(pattern(10));
  }

  @Test
  void aClosedSocketIsEbadf() throws Exception {
    Socket socket = datagrams();
    socket.close();
    assertThat(Errno.of(failure(() -> socket.recvmsg(1, 0)))).isEqualTo(Errno.EBADF);
    assertThat(Errno.of(failure(() -> socket.sendmsg(OutMessage.of(pattern(1)).to(anywhere())))))
        .isEqualTo(Errno.EBADF);
  }
}
