package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.WOULD_BLOCK;
import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.MessageBatch;
import gulliver.socket.OutMessage;
import gulliver.socket.Socket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code sendmmsg} and {@code recvmmsg}: many messages in one call, each as it was sent. */
public abstract class BatchSuite extends Suite {
  /** For subclasses. */
  protected BatchSuite() {}

  private Socket datagrams() throws IOException {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.bind(anywhere());
    return socket;
  }

  private Peer.Datagrams other() throws IOException {
    return closing(peer().datagrams(anywhere()));
  }

  /** The messages, each filled with its number. */
  private static byte[] message(int number, int size) {
    byte[] message = pattern(size);
    if (size > 0) {
      message[0] = (byte) number;
    }
    return message;
  }

  // ---- sending ----

  @Test
  void R37_allMessagesOfABatchArriveInTheirOrder() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    MessageBatch batch = new MessageBatch(10, 100);
    for (int i = 0; i < 10; i++) {
      assertThat(batch.add(message(i, 50), other.address())).isTrue();
    }
    assertThat(batch.add(message(10, 50), other.address())).isFalse();
    assertThat(batch.size()).isEqualTo(10);
    assertThat(socket.sendmmsg(batch)).isEqualTo(10);
    for (int i = 0; i < 10; i++) {
      assertThat(other.receive().bytes()).isEqualTo(message(i, 50));
    }
    assertThat(batch.size()).as("stays as it is").isEqualTo(10);
  }

  @Test
  void R14_messagesOfAllSizesToSeveralAddressesKeepTheirBounds() throws Exception {
    Socket socket = datagrams();
    List<Peer.Datagrams> others = List.of(other(), other(), other());
    List<List<byte[]>> sent = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Random random = new Random(7);
    MessageBatch batch = new MessageBatch(40, 2000);
    int to = 0;
    int size = 100;
    for (int i = 0; i < 40; i++) {
      to = random.nextInt(4) > 0 ? to : random.nextInt(3);
      size = random.nextInt(3) > 0 ? size : random.nextInt(2000);
      byte[] message = message(i, random.nextInt(8) > 0 ? size : 0);
      batch.add(message, others.get(to).address());
      sent.get(to).add(message);
    }
    assertThat(socket.sendmmsg(batch)).isEqualTo(40);
    for (int i = 0; i < 3; i++) {
      for (byte[] message : sent.get(i)) {
        assertThat(others.get(i).receive().bytes()).isEqualTo(message);
      }
    }
  }

  @Test
  void messagesAreAddedInEveryForm() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    socket.connect(other.address());
    MessageBatch batch = new MessageBatch(4, 10);
    batch.add(pattern(20), 5, 10, null);
    batch.add(MemorySegment.ofArray(pattern(3)), null);
    batch.add(OutMessage.of(pattern(4), pattern(5)));
    MemorySegment.copy(pattern(7), 0, batch.memory(), ValueLayout.JAVA_BYTE, batch.end(), 7);
    batch.add(7, null);
    assertThat(socket.sendmmsg(batch)).isEqualTo(4);
    assertThat(other.receive().bytes()).isEqualTo(part(pattern(20), 5, 15));
    assertThat(other.receive().bytes()).isEqualTo(pattern(3));
    assertThat(other.receive().bytes()).startsWith(pattern(4)).endsWith(pattern(5)).hasSize(9);
    assertThat(other.receive().bytes()).isEqualTo(pattern(7));
  }

  @Test
  void aPartOfABatchIsSent() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    MessageBatch batch = new MessageBatch(5, 10);
    for (int i = 0; i < 5; i++) {
      batch.add(message(i, 10), other.address());
    }
    assertThat(socket.sendmmsg(batch, 3, 0)).isEqualTo(2);
    assertThat(other.receive().bytes()).isEqualTo(message(3, 10));
    assertThat(other.receive().bytes()).isEqualTo(message(4, 10));
    assertThat(socket.sendmmsg(batch, 5, 0)).isZero();
    assertThatThrownBy(() -> socket.sendmmsg(batch, 6, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void whatFailsIsToldWhenItIsTheFirst() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    MessageBatch batch = new MessageBatch(3, 10);
    batch.add(message(0, 10), other.address());
    batch.add(message(1, 10), null); // not connected
    batch.add(message(2, 10), other.address());
    assertThat(socket.sendmmsg(batch)).isEqualTo(1);
    assertThat(Errno.of(failure(() -> socket.sendmmsg(batch, 1, 0)))).isEqualTo(Errno.EDESTADDRREQ);
    assertThat(socket.sendmmsg(batch, 2, 0)).isEqualTo(1);
    assertThat(other.receive().bytes()).isEqualTo(message(0, 10));
    assertThat(other.receive().bytes()).isEqualTo(message(2, 10));
  }

  // ---- receiving ----

  @Test
  void R37_aBatchTakesAllThatIsThere() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams one = other();
    Peer.Datagrams two = other();
    for (int i = 0; i < 6; i++) {
      (i % 3 == 0 ? one : two).send(message(i, 10 * i), socket.getsockname());
    }
    MessageBatch batch = new MessageBatch(4, 100);
    assertThat(socket.recvmmsg(batch)).isEqualTo(4);
    for (int i = 0; i < 4; i++) {
      assertThat(batch.bytes(i)).isEqualTo(message(i, 10 * i));
      assertThat(batch.length(i)).isEqualTo(10 * i);
      assertThat(batch.address(i)).isEqualTo((i % 3 == 0 ? one : two).address());
      assertThat(batch.truncated(i)).isFalse();
      assertThat(batch.control(i)).isEmpty();
    }
    assertThat(socket.recvmmsg(batch)).isEqualTo(2);
    assertThat(batch.size()).isEqualTo(2);
    assertThat(batch.bytes(1)).isEqualTo(message(5, 50));
    assertThatThrownBy(() -> batch.length(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(socket.recvmmsg(batch, MSG_DONTWAIT)).isEqualTo(WOULD_BLOCK);
    assertThat(batch.size()).isZero();
  }

  @Test
  void R14_aMessageThatIsTooLongIsTruncatedVisibly() throws Exception {
    Socket socket = datagrams();
    Peer.Datagrams other = other();
    for (int size : new int[] {10, 11, 9}) {
      other.send(pattern(size), socket.getsockname());
    }
    MessageBatch batch = new MessageBatch(3, 10);
    assertThat(socket.recvmmsg(batch)).isEqualTo(3);
    assertThat(batch.truncated(0)).isFalse();
    assertThat(batch.truncated(1)).isTrue();
    assertThat(batch.bytes(1)).isEqualTo(part(pattern(11), 0, 10));
    assertThat(batch.truncated(2)).isFalse();
    assertThat(batch.bytes(2)).isEqualTo(pattern(9));
  }

  @Test
  void aBatchGoesBackWhereItCameFrom() throws Exception {
    Socket socket = datagrams();
    List<Peer.Datagrams> others = List.of(other(), other());
    for (int i = 0; i < 6; i++) {
      others.get(i % 2).send(message(i, 20), socket.getsockname());
    }
    MessageBatch batch = new MessageBatch(10, 100);
    assertThat(socket.recvmmsg(batch)).isEqualTo(6);
    assertThat(socket.sendmmsg(batch)).isEqualTo(6);
    for (int i = 0; i < 6; i++) {
      assertThat(others.get(i % 2).receive().bytes()).isEqualTo(message(i, 20));
    }
  }

  @Test
  void aBatchWaitsForTheFirst() throws Exception {
    Socket socket = datagrams();
    MessageBatch batch = new MessageBatch(10, 100);
    var receiving = start(() -> socket.recvmmsg(batch));
    other().send(pattern(10), socket.getsockname());
    assertThat(result(receiving)).isEqualTo(1);
  }

  // ---- what is refused ----

  @Test
  void whatIsNoBatchIsRefused() throws Exception {
    assertThatThrownBy(() -> new MessageBatch(0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("batch of 0 messages of 10 bytes: at least 1 of each");
    assertThatThrownBy(() -> new MessageBatch(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MessageBatch(1 << 20, 1 << 11))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MessageBatch(1, 1, -1))
        .isInstanceOf(IllegalArgumentException.class);
    MessageBatch batch = new MessageBatch(2, 10);
    assertThatThrownBy(() -> batch.add(pattern(11), anywhere()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch: message of 11 bytes: 0 to 10 are allowed");
    assertThatThrownBy(() -> batch.add(-1, anywhere()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> batch.add(pattern(1), address("localhost", 7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch: localhost:7: a literal address is allowed");
    assertThatThrownBy(() -> batch.add(pattern(5), 3, 3, anywhere()))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(batch.size()).isZero();
    Address there = anywhere();
    batch.add(pattern(5), there);
    assertThat(batch).hasToString("[1 message, 5 bytes]");
  }

  @Test
  void aStreamHasNoMessages() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
    MessageBatch batch = new MessageBatch(1, 1);
    batch.add(pattern(1), null);
    assertThat(Errno.of(failure(() -> socket.sendmmsg(batch)))).isEqualTo(Errno.EOPNOTSUPP);
    assertThat(Errno.of(failure(() -> socket.recvmmsg(batch)))).isEqualTo(Errno.EOPNOTSUPP);
  }
}
