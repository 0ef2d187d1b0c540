package gulliver.conformance;

import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.MSG_NOSIGNAL;
import static gulliver.socket.Sockets.MSG_PEEK;
import static gulliver.socket.Sockets.MSG_TRUNC;
import static gulliver.socket.Sockets.MSG_WAITALL;
import static gulliver.socket.Sockets.SHUT_WR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Sender;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.WouldBlockException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes through a stream arrives: all of it, in order, once, and in no groups. */
public abstract class TransferSuite extends ConnectionSuite {
  /** More than all buffers on the way hold. */
  private static final int FLOOD = 32 << 20;

  /** For subclasses. */
  protected TransferSuite() {}

  @Test
  void R22_megabytesArriveByteExactBothWays() throws Exception {
    byte[] out = pattern(6_000_000);
    byte[] in = pattern(5_000_000);
    Connection c = connection();
    CompletableFuture<Boolean> theirSending =
        running(
            () -> inParts(in, new Random(1), (from, to) -> c.theirs().send(part(in, from, to))));
    CompletableFuture<byte[]> theirReceiving = start(() -> c.theirs().receive(out.length));
    CompletableFuture<Boolean> ourSending =
        running(
            () -> inParts(out, new Random(2), (from, to) -> sendOneByOne(c.ours(), out, from, to)));

    byte[] received = new byte[in.length];
    inParts(
        received,
        new Random(3),
        (from, to) -> assertThat(c.ours().recvall(received, from, to - from)).isEqualTo(to - from));
    assertThat(Arrays.equals(received, in)).isTrue();
    assertThat(Arrays.equals(result(theirReceiving), out)).isTrue();
    result(theirSending);
    result(ourSending);
  }

  /** Something to do with a range. */
  private interface Part {
    void handle(int from, int to) throws IOException;
  }

  private static void inParts(byte[] whole, Random random, Part part) throws IOException {
    int to;
    for (int from = 0; from < whole.length; from = to) {
      to = Math.min(whole.length, from + 1 + random.nextInt(100_000));
      part.handle(from, to);
    }
  }

  private static void sendOneByOne(Socket socket, byte[] bytes, int from, int to)
      throws IOException {
    int sent = from;
    while (sent < to) {
      sent += socket.send(bytes, sent, to - sent);
    }
  }

  @ParameterizedTest
  @EnumSource
  void buffersOfEveryKindAreSent(Buffers kind) throws Exception {
    byte[] data = pattern(1000);
    Connection c = connection();
    Buffers.Buffer buffer = kind.holding(data);
    assertThat(buffer.send(c.ours())).isEqualTo(1000);
    assertThat(buffer.moved()).isEqualTo(1000);
    assertThat(c.theirs().receive(1000)).isEqualTo(data);
    assertThat(buffer.rewound().send(c.ours(), MSG_DONTWAIT | MSG_NOSIGNAL)).isEqualTo(1000);
    assertThat(buffer.moved()).isEqualTo(1000);
    assertThat(c.theirs().receive(1000)).isEqualTo(data);
    buffer.rewound().sendall(c.ours());
    assertThat(buffer.moved()).isEqualTo(1000);
    assertThat(c.theirs().receive(1000)).isEqualTo(data);
    buffer.rewound().sendall(c.ours(), MSG_NOSIGNAL);
    assertThat(buffer.moved()).isEqualTo(1000);
    assertThat(c.theirs().receive(1000)).isEqualTo(data);
  }

  @ParameterizedTest
  @EnumSource
  void buffersOfEveryKindReceive(Buffers kind) throws Exception {
    byte[] data = pattern(10);
    byte[] padded = Arrays.copyOf(data, 16);
    Connection c = connection();
    c.theirs().send(data);
    await(c.ours(), 10);

    Buffers.Buffer peeked = kind.ofSize(16);
    assertThat(peeked.recv(c.ours(), MSG_PEEK)).isEqualTo(10);
    assertThat(peeked.content()).isEqualTo(padded);
    Buffers.Buffer received = kind.ofSize(16);
    assertThat(received.recv(c.ours())).isEqualTo(10);
    assertThat(received.content()).isEqualTo(padded);
    assertThat(kind.ofSize(16).recv(c.ours(), MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);

    c.theirs().send(pattern(16));
    Buffers.Buffer all = kind.ofSize(16);
    assertThat(all.recvall(c.ours())).isEqualTo(16);
    assertThat(all.moved()).isEqualTo(16);
    assertThat(all.content()).isEqualTo(pattern(16));

    c.theirs().send(data);
    Sender from = new Sender();
    await(c.ours(), 10);
    assertThat(kind.ofSize(16).recvfrom(c.ours(), MSG_PEEK, from)).isEqualTo(10);
    assertThat(from.address()).isEqualTo(c.theirs().local());
    Buffers.Buffer named = kind.ofSize(16);
    assertThat(named.recvfrom(c.ours(), from)).isEqualTo(10);
    assertThat(named.content()).isEqualTo(padded);
    assertThat(from.truncated()).isFalse();
  }

  @Test
  void R24_recvReturnsWhatIsThereAndLeavesTheRest() throws Exception {
    Connection c = connection();
    c.theirs().send(pattern(10));
    await(c.ours(), 10);
    byte[] buffer = new byte[100];
    assertThat(c.ours().recv(buffer, 0, 4)).isEqualTo(4);
    assertThat(c.ours().recv(buffer, 4, 96)).isEqualTo(6);
    assertThat(part(buffer, 0, 10)).isEqualTo(pattern(10));
  }

  @Test
  void R24_sendTakesWhatFitsAndSaysHowMuch() throws Exception {
    Connection c = connection();
    c.ours().setblocking(false);
    byte[] flood = pattern(FLOOD);
    int sent = c.ours().send(flood);
    assertThat(sent).isBetween(1, FLOOD - 1);
    c.ours().shutdown(SHUT_WR);
    assertThat(Arrays.equals(c.theirs().receive(FLOOD), part(flood, 0, sent))).isTrue();
  }

  @Test
  void R24_sendallSendsEverything() throws Exception {
    Connection c = connection();
    byte[] flood = pattern(FLOOD);
    CompletableFuture<byte[]> receiving = start(() -> c.theirs().receive(FLOOD));
    c.ours().sendall(flood);
    assertThat(Arrays.equals(result(receiving), flood)).isTrue();
  }

  @Test
  void R24_sendallSaysHowMuchWentWhenItsTimeIsOver() throws Exception {
    Connection c = connection();
    c.ours().settimeout(SHORT);
    IOException late = tooLate(() -> c.ours().sendall(pattern(FLOOD)));
    assertThat(late).isInstanceOf(SocketTimeoutException.class);
    checkTransferred(c, late);
  }

  @Test
  void R24_sendallThatMayNotWaitSaysHowMuchWent() throws Exception {
    Connection c = connection();
    c.ours().setblocking(false);
    IOException full = failure(() -> c.ours().sendall(pattern(FLOOD)));
    assertThat(full).isInstanceOf(WouldBlockException.class);
    checkTransferred(c, full);
  }

  private static void checkTransferred(Connection c, IOException failure) throws IOException {
    int sent = (int) ((SocketFailure) failure).transferred();
    assertThat(sent).isBetween(1, FLOOD - 1);
    c.ours().shutdown(SHUT_WR);
    assertThat(Arrays.equals(c.theirs().receive(FLOOD), part(pattern(FLOOD), 0, sent))).isTrue();
  }

  @Test
  void R24_recvallFillsTheBufferOrSaysHowMuchCameBeforeTheEnd() throws Exception {
    Connection c = connection();
    CompletableFuture<Integer> filling = start(() -> c.ours().recvall(new byte[100]));
    c.theirs().send(pattern(60));
    c.theirs().send(pattern(60));
    assertThat(result(filling)).isEqualTo(100);
    c.theirs().shutdownOutput();
    byte[] rest = new byte[100];
    assertThat(c.ours().recvall(rest)).isEqualTo(20);
    assertThat(part(rest, 0, 20)).isEqualTo(part(pattern(60), 40, 60));
    assertThat(c.ours().recvall(rest)).isZero();
  }

  @Test
  void R24_recvallSaysHowMuchCameWhenItMayNotWait() throws Exception {
    Connection c = connection();
    c.theirs().send(pattern(7));
    await(c.ours(), 7);
    c.ours().settimeout(SHORT);
    byte[] buffer = new byte[10];
    IOException late = tooLate(() -> c.ours().recvall(buffer));
    assertThat(late).isInstanceOf(SocketTimeoutException.class);
    assertThat(((SocketFailure) late).transferred()).isEqualTo(7);
    assertThat(part(buffer, 0, 7)).isEqualTo(pattern(7));
    c.ours().setblocking(false);
    assertThat(c.ours().recvall(buffer)).isEqualTo(Socket.WOULD_BLOCK);
  }

  @Test
  void R25_hundredBytesCanArriveAsFiftyAndFifty() throws Exception {
    Connection c = connection();
    c.theirs().send(pattern(100));
    await(c.ours(), 100);
    assertThat(c.ours().recv(50)).isEqualTo(part(pattern(100), 0, 50));
    assertThat(c.ours().recv(50)).isEqualTo(part(pattern(100), 50, 100));
  }

  @Test
  void R25_twoMessagesCanArriveAsOne() throws Exception {
    Connection c = connection();
    c.theirs().send(part(pattern(100), 0, 30));
    c.theirs().send(part(pattern(100), 30, 100));
    await(c.ours(), 100);
    assertThat(c.ours().recv(1000)).isEqualTo(pattern(100));
  }

  @Test
  void R26_aSlowReceiverStallsTheSenderWithoutLoss() throws Exception {
    Connection c = connection();
    c.ours().setblocking(false);
    byte[] flood = pattern(FLOOD);
    for (int round = 0; round < 3; round++) {
      AtomicInteger sent = new AtomicInteger();
      eventually(() -> assertThat(sent.addAndGet(fill(c.ours(), flood))).isPositive());
      byte[] received = c.theirs().receive(sent.get());
      assertThat(Arrays.equals(received, part(flood, 0, sent.get()))).isTrue();
    }
  }

  /** Sends from the beginning until the network takes no more; answers how much. */
  private static int fill(Socket socket, byte[] flood) throws IOException {
    int sent = 0;
    for (int n; (n = socket.send(flood, sent, FLOOD - sent)) != Socket.WOULD_BLOCK; sent += n) {
      assertThat(n).isPositive();
    }
    return sent;
  }

  @Test
  void R31_howMuchWaitsIsSeenByReadingIntoAFixedBuffer() throws Exception {
    Connection c = connection();
    byte[] message = pattern(200_000);
    CompletableFuture<Boolean> sending =
        running(() -> {
          c.theirs().send(message);
          c.theirs().shutdownOutput();
        });
    byte[] fixed = new byte[32 * 1024];
    ByteArrayOutputStream copied = new ByteArrayOutputStream();
    for (int n; (n = c.ours().recv(fixed)) > 0; ) {
      copied.write(fixed, 0, n);
    }
    assertThat(Arrays.equals(copied.toByteArray(), message)).isTrue();
    result(sending);
  }

  // ---- flags ----

  @Test
  void peekLeavesTheBytesToBeReceivedAgain() throws Exception {
    Connection c = connection();
    c.theirs().send(pattern(10));
    await(c.ours(), 10);
    assertThat(c.ours().recv(4, MSG_PEEK)).isEqualTo(pattern(4));
    assertThat(c.ours().recv(20, MSG_PEEK)).isEqualTo(pattern(10));
    assertThat(c.ours().recv(20)).isEqualTo(pattern(10));
  }

  @Test
  void dontwaitMakesOneCallNonBlocking() throws Exception {
    Connection c = connection();
    assertThat(c.ours().recv(new byte[1], MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);
    assertThat(c.ours().recv(new byte[1], MSG_DONTWAIT | MSG_PEEK)).isEqualTo(Socket.WOULD_BLOCK);
    assertThat(c.ours().recv(new byte[1], MSG_DONTWAIT | MSG_WAITALL))
        .isEqualTo(Socket.WOULD_BLOCK);
    assertThatThrownBy(() -> c.ours().recv(1, MSG_DONTWAIT))
        .isInstanceOf(WouldBlockException.class);
    assertThat(c.ours().getblocking()).isTrue();
  }

  @Test
  void waitallWaitsUntilAllHasCome() throws Exception {
    Connection c = connection();
    CompletableFuture<byte[]> receiving = start(() -> c.ours().recv(100_000, MSG_WAITALL));
    for (int i = 0; i < 100_000; i += 10_000) {
      c.theirs().send(part(pattern(100_000), i, i + 10_000));
    }
    assertThat(result(receiving)).isEqualTo(pattern(100_000));
  }

  @Test
  void waitallIntoAFreshArrayWaitsForMoreThanOneCallMoves() throws Exception {
    int size = (1 << 20) + 100_000;
    Connection c = connection();
    CompletableFuture<byte[]> receiving = start(() -> c.ours().recv(size, MSG_WAITALL));
    for (int i = 0; i < size; i += 50_000) {
      c.theirs().send(part(pattern(size), i, Math.min(i + 50_000, size)));
    }
    assertThat(result(receiving)).isEqualTo(pattern(size));
  }

  @Test
  void waitallAnswersLessAtTheEndOrWhenItsTimeIsOver() throws Exception {
    Connection c = connection();
    c.theirs().send(pattern(5));
    await(c.ours(), 5);
    c.ours().settimeout(SHORT);
    assertThat(afterTime(SHORT, () -> c.ours().recv(10, MSG_WAITALL))).isEqualTo(pattern(5));
    c.theirs().send(pattern(6));
    c.theirs().shutdownOutput();
    c.ours().settimeout(null);
    assertThat(c.ours().recv(10, MSG_WAITALL)).isEqualTo(pattern(6));
  }

  @Test
  void truncThrowsTheBytesOfAStreamAway() throws Exception {
    Connection c = connection();
    c.theirs().send(pattern(10));
    await(c.ours(), 10);
    byte[] untouched = new byte[6];
    assertThat(c.ours().recv(untouched, MSG_TRUNC)).isEqualTo(6);
    assertThat(untouched).containsOnly(0);
    assertThat(c.ours().recv(20)).isEqualTo(part(pattern(10), 6, 10));
  }

  // ---- several threads ----

  @Test
  void whatSeveralThreadsSendWithSendallIsWhole() throws Exception {
    int threads = 8;
    int messages = 4;
    int size = 300_000;
    Connection c = connection();
    List<CompletableFuture<Boolean>> sending = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      byte[] message = new byte[size];
      Arrays.fill(message, (byte) i);
      sending.add(
          running(() -> {
            for (int j = 0; j < messages; j++) {
              c.ours().sendall(message);
            }
          }));
    }
    int[] counts = new int[threads];
    for (int i = 0; i < threads * messages; i++) {
      byte[] message = c.theirs().receive(size);
      byte[] whole = new byte[size];
      Arrays.fill(whole, message[0]);
      assertThat(Arrays.equals(message, whole)).isTrue();
      counts[message[0]]++;
    }
    assertThat(counts).containsOnly(messages);
    for (CompletableFuture<Boolean> sender : sending) {
      result(sender);
    }
  }

  @Test
  void whatSeveralThreadsReceiveWithRecvallIsWhole() throws Exception {
    int threads = 4;
    int messages = 64;
    int size = 20_000;
    Connection c = connection();
    List<CompletableFuture<Integer>> receiving = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      receiving.add(start(() -> receiveWhole(c.ours(), size)));
    }
    for (int i = 0; i < messages; i++) {
      byte[] message = new byte[size];
      Arrays.fill(message, (byte) i);
      c.theirs().send(message);
    }
    c.theirs().shutdownOutput();
    int received = 0;
    for (CompletableFuture<Integer> receiver : receiving) {
      received += result(receiver);
    }
    assertThat(received).isEqualTo(messages);
  }

  private static int receiveWhole(Socket socket, int size) throws IOException {
    byte[] message = new byte[size];
    int count = 0;
    for (int n; (n = socket.recvall(message)) > 0; count++) {
      assertThat(n).isEqualTo(size);
      byte[] whole = new byte[size];
      Arrays.fill(whole, message[0]);
      assertThat(Arrays.equals(message, whole)).isTrue();
    }
    return count;
  }
}
