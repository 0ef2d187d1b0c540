package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.MSG_PEEK;
import static gulliver.socket.Sockets.MSG_WAITALL;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_RCVTIMEO;
import static gulliver.socket.Sockets.SO_SNDTIMEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import gulliver.socket.Accepted;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Pollfd;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketOption;
import gulliver.socket.WouldBlockException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How waiting ends without what was waited for: time-outs, interrupts, and not waiting at all. */
public abstract class TimeoutSuite extends BlockingSuite {
  private static final Duration TIMEOUT = Duration.ofMillis(20);

  /** For subclasses. */
  protected TimeoutSuite() {}

  // ---- time-outs ----

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("callsAndThreads")
  void R30_aCallThatBlocksTimesOutAndLeavesTheSocketUsable(Blocking call, Caller.Threads threads)
      throws Exception {
    Blocked blocked = blocked(call);
    blocked.socket().settimeout(TIMEOUT);
    long start = network().nanoTime();
    Caller<?> caller = Caller.start(threads, network(), blocked.work());
    world().pass(TIMEOUT);
    IOException failure = caller.failure();
    assertThat(network().nanoTime() - start).isGreaterThanOrEqualTo(TIMEOUT.toNanos());
    assertThat(failure).isInstanceOf(SocketTimeoutException.class);
    assertThat(Errno.of(failure)).isEqualTo(Errno.ETIMEDOUT);
    assertThat(((SocketFailure) failure).call()).isEqualTo(call.call);
    assertThat(blocked.socket().isClosed()).isFalse();
    blocked.socket().settimeout(null);
    blocked.usable().run();
  }

  @Test
  void R30_aConnectThatTimedOutCanBeGoneOnWith() throws Exception {
    Socket server = fullServer(anywhere());
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    client.settimeout(TIMEOUT);
    assertThatThrownBy(() -> afterTime(TIMEOUT, () -> connected(client, server)))
        .isInstanceOf(SocketTimeoutException.class);
    client.settimeout(null);
    Caller<Socket> connecting = Caller.start(network(), () -> connected(client, server));
    Caller<Socket> accepting =
        Caller.start(
            network(),
            () -> {
              for (; ; ) {
                Accepted accepted = server.accept();
                if (accepted.address().equals(client.getsockname())) {
                  return accepted.socket();
                }
                accepted.socket().close();
              }
            });
    passUntil(() -> connecting.isDone() && accepting.isDone());
    connecting.result().sendall(pattern(10));
    byte[] received = new byte[10];
    assertThat(closing(accepting.result()).recvall(received)).isEqualTo(10);
    assertThat(received).isEqualTo(pattern(10));
  }

  private static Socket connected(Socket client, Socket server) throws IOException {
    client.connect(server.getsockname());
    return client;
  }

  @Test
  void R28_aSilentPeerIsNoErrorAndOnlyATimeOutEndsTheWait() throws Exception {
    Connection connection = connection();
    connection.socket().settimeout(TIMEOUT);
    assertThatThrownBy(() -> afterTime(TIMEOUT, () -> connection.socket().recv(10)))
        .isInstanceOf(SocketTimeoutException.class);
    connection.socket().settimeout(null);
    Caller<byte[]> receiving = Caller.start(network(), () -> connection.socket().recv(10));
    receiving.untilItWaits();
    letPass(TIMEOUT);
    assertThat(receiving.isDone()).isFalse();
    connection.other().send(pattern(1));
    assertThat(receiving.result()).isEqualTo(pattern(1));
  }

  @Test
  void R30_theTimeOutOfRecvallIsForAllOfIt() throws Exception {
    Connection connection = connection();
    connection.socket().settimeout(TIMEOUT);
    byte[] buffer = new byte[1 << 20];
    int[] sent = {1};
    connection.other().send(pattern(1));
    eventually(() -> assertThat(peek(connection.socket())).isEqualTo(1));
    Caller<Integer> receiving = Caller.start(network(), () -> connection.socket().recvall(buffer));
    passUntil(() -> {
      connection.other().send(part(pattern(sent[0] + 1), sent[0], ++sent[0]));
      return receiving.isDone();
    });
    IOException failure = receiving.failure();
    assertThat(failure).isInstanceOf(SocketTimeoutException.class);
    int transferred = (int) ((SocketFailure) failure).transferred();
    assertThat(transferred).isBetween(1, sent[0]);
    assertThat(((SocketTimeoutException) failure).bytesTransferred).isEqualTo(transferred);

    connection.socket().settimeout(null);
    int rest = connection.socket().recvall(buffer, transferred, sent[0] - transferred);
    assertThat(transferred + rest).isEqualTo(sent[0]);
    assertThat(part(buffer, 0, sent[0])).isEqualTo(pattern(sent[0]));
  }

  @Test
  void R30_theTimeOutOfSendallIsForAllOfIt() throws Exception {
    Connection connection = connection();
    connection.socket().settimeout(TIMEOUT);
    Caller<?> sending = Caller.run(network(), () -> connection.socket().sendall(much()));
    int[] received = new int[1];
    passUntil(() -> {
      received[0] += connection.other().receive(1000).length;
      return sending.isDone();
    });
    IOException failure = sending.failure();
    assertThat(failure).isInstanceOf(SocketTimeoutException.class);
    connection.socket().shutdown(SHUT_WR);
    received[0] += connection.other().receive(much().length).length;
    assertThat(((SocketFailure) failure).transferred()).isEqualTo(received[0]);
  }

  @Test
  void R30_whoWaitsForTheirTurnTimesOutToo() throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    Caller<byte[]> first = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    socket.settimeout(TIMEOUT);
    Throwable failure = catchThrowable(() -> afterTime(TIMEOUT, () -> socket.recv(10)));
    assertThat(failure).isInstanceOf(SocketTimeoutException.class);
    assertThat(first.isDone()).isFalse();
    connection.other().send(pattern(10));
    assertThat(first.result()).isEqualTo(pattern(10));
  }

  // ---- deadlines ----

  /** The ways to say when a call ends; some besides another that comes later. */
  enum Ending {
    SETDEADLINE,
    WITHIN,
    UNTIL,
    DEADLINE_BEFORE_TIMEOUT,
    WITHIN_BEFORE_DEADLINE,
    WITHIN_IN_WITHIN,
    TIMEOUT_BEFORE_DEADLINE,
    TIMEOUT_WITHIN
  }

  private static final Duration LATER = Duration.ofHours(1);

  /** Says that a call ends after {@link #TIMEOUT}; answers the call. */
  private Callable<?> ending(Ending ending, Blocked blocked) {
    Socket socket = blocked.socket();
    Callable<?> work = blocked.work();
    Network network = network();
    long deadline = network.deadline(TIMEOUT);
    return switch (ending) {
      case SETDEADLINE -> {
        socket.setdeadline(deadline);
        yield work;
      }
      case WITHIN -> () -> network.within(TIMEOUT, work::call);
      case UNTIL -> () -> network.until(deadline, work::call);
      case DEADLINE_BEFORE_TIMEOUT -> {
        socket.settimeout(LATER);
        socket.setdeadline(deadline);
        yield work;
      }
      case WITHIN_BEFORE_DEADLINE -> {
        socket.setdeadline(network.deadline(LATER));
        yield () -> network.within(TIMEOUT, work::call);
      }
      case WITHIN_IN_WITHIN ->
          () -> network.within(TIMEOUT, () -> network.within(LATER, work::call));
      case TIMEOUT_BEFORE_DEADLINE -> {
        socket.settimeout(TIMEOUT);
        socket.setdeadline(network.deadline(LATER));
        yield work;
      }
      case TIMEOUT_WITHIN -> {
        socket.settimeout(TIMEOUT);
        yield () -> network.within(LATER, work::call);
      }
    };
  }

  static Stream<Arguments> callsAndEndings() {
    return Stream.of(Blocking.values())
        .flatMap(call -> Stream.of(Ending.values()).map(ending -> arguments(call, ending)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("callsAndEndings")
  void R30_aCallThatBlocksEndsByTheEarliestDeadlineAndLeavesTheSocketUsable(
      Blocking call, Ending ending) throws Exception {
    Blocked blocked = blocked(call);
    long start = network().nanoTime();
    Callable<?> work = ending(ending, blocked);
    Caller<?> caller = Caller.start(network(), work);
    world().pass(TIMEOUT);
    IOException failure = caller.failure();
    assertThat(network().nanoTime() - start).isBetween(TIMEOUT.toNanos(), LATER.toNanos());
    assertThat(failure).isInstanceOf(SocketTimeoutException.class);
    assertThat(Errno.of(failure)).isEqualTo(Errno.ETIMEDOUT);
    assertThat(((SocketFailure) failure).call()).isEqualTo(call.call);
    assertThat(failure)
        .hasMessageEndingWith(
            ending == Ending.TIMEOUT_BEFORE_DEADLINE || ending == Ending.TIMEOUT_WITHIN
                ? ": ETIMEDOUT (timed out after 0.02s)"
                : ": ETIMEDOUT (the deadline has passed)");
    blocked.socket().settimeout(null);
    blocked.socket().setdeadline(Network.FOREVER);
    blocked.usable().run();
  }

  @Test
  void R30_aDeadlineIsForAllCallsTogetherAndOneThatNeedNotWaitSucceedsAfterIt() throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    long deadline = network().deadline(TIMEOUT);
    socket.setrecvdeadline(deadline);
    assertThat(socket.getrecvdeadline()).isEqualTo(deadline);
    assertThat(socket.getsenddeadline()).isEqualTo(Network.FOREVER);
    assertThat(socket.gettimeout()).isNull();
    assertThatThrownBy(() -> afterTime(TIMEOUT, () -> socket.recv(10)))
        .isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() -> socket.recv(10)) // without any time
        .isInstanceOf(SocketTimeoutException.class);
    connection.other().send(pattern(10));
    eventually(() -> assertThat(peek(socket)).isEqualTo(10));
    assertThat(socket.recv(10)).isEqualTo(pattern(10));
    socket.setrecvdeadline(Network.FOREVER);
    Caller<byte[]> receiving = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    connection.other().send(pattern(5));
    assertThat(receiving.result()).isEqualTo(pattern(5));
  }

  @Test
  void R30_eachDirectionHasADeadlineOfItsOwn() throws Exception {
    Blocked sending = blocked(Blocking.SEND);
    Socket socket = sending.socket();
    socket.setrecvdeadline(network().deadline(TIMEOUT));
    Caller<?> sender = Caller.start(network(), sending.work()).untilItWaits();
    assertThatThrownBy(() -> afterTime(TIMEOUT, () -> socket.recv(10)))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(sender.isDone()).isFalse();
    sender.interrupt();
    assertThat(Errno.of(sender.failure())).isEqualTo(Errno.EINTR);

    socket.setrecvdeadline(Network.FOREVER);
    socket.setsenddeadline(network().deadline(TIMEOUT));
    Caller<byte[]> receiver = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    assertThatThrownBy(() -> afterTime(TIMEOUT, sending.work()))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(receiver.isDone()).isFalse();
    receiver.interrupt();
    assertThat(Errno.of(receiver.failure())).isEqualTo(Errno.EINTR);
    socket.setsenddeadline(Network.FOREVER);
    sending.usable().run();
  }

  @Test
  void R30_whoWaitsForTheirTurnHasADeadlineToo() throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    Caller<byte[]> first = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    assertThatThrownBy(
            () -> afterTime(TIMEOUT, () -> network().within(TIMEOUT, () -> socket.recv(10))))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(first.isDone()).isFalse();
    connection.other().send(pattern(10));
    assertThat(first.result()).isEqualTo(pattern(10));
  }

  @Test
  void aDeadlineMakesNobodyWaitWhoMayNot() throws Exception {
    Socket socket = connection().socket();
    socket.setblocking(false);
    socket.setdeadline(network().deadline(LATER));
    assertThat(socket.recv(new byte[10])).isEqualTo(-1);
    socket.setdeadline(network().deadline(Duration.ZERO));
    assertThat(socket.recv(new byte[10])).isEqualTo(-1);
    assertThat(
            network().<Integer, IOException>within(Duration.ZERO, () -> socket.recv(new byte[9])))
        .isEqualTo(-1);
  }

  @Test
  void aDuplicateBeginsWithTheSameDeadlines() throws Exception {
    Socket socket = connection().socket();
    long deadline = network().deadline(LATER);
    socket.setdeadline(deadline);
    Socket twin = closing(socket.dup());
    assertThat(twin.getrecvdeadline()).isEqualTo(deadline);
    assertThat(twin.getsenddeadline()).isEqualTo(deadline);
    twin.setdeadline(Network.FOREVER);
    assertThat(socket.getrecvdeadline()).isEqualTo(deadline);
  }

  @Test
  void R30_withinATimePollFailsAtItsEndAndAnswersNothingAtTheEndOfItsOwn() throws Exception {
    Socket socket = connection().socket();
    List<Pollfd> items = List.of(new Pollfd(socket, Linux.POLLIN));
    assertThat(
            afterTime(TIMEOUT, () -> network().within(LATER, () -> network().poll(items, TIMEOUT))))
        .isZero();
    for (@Nullable Duration own : Arrays.asList(null, LATER)) {
      Throwable failure =
          catchThrowable(() ->
              afterTime(
                  TIMEOUT, () -> network().within(TIMEOUT, () -> network().poll(items, own))));
      assertThat(failure)
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("poll: ETIMEDOUT (the deadline has passed)");
    }
    assertThatThrownBy(() ->
            afterTime(
                TIMEOUT,
                () ->
                    network()
                        .within(
                            TIMEOUT,
                            () -> network().select(List.of(socket), List.of(), List.of(), null))))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void R30_withinATimeAConnectionIsMadeByThen() throws Exception {
    Socket server = fullServer(anywhere());
    assertThatThrownBy(() ->
            afterTime(
                TIMEOUT,
                () ->
                    network()
                        .within(
                            TIMEOUT,
                            () -> network().createConnection(server.getsockname(), LATER))))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("connect " + server.getsockname() + ": ETIMEDOUT (the deadline has passed)");
  }

  @Test
  void R30_theTimeIsForTheWorkAloneAndWhatItThrowsIsThrown() throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    List<Integer> done = new ArrayList<>();
    network()
        .within(
            Duration.ZERO,
            () -> {
              done.add(socket.send(pattern(3)));
            });
    assertThat(done).containsExactly(3);
    assertThatThrownBy(() ->
            network()
                .within(
                    null,
                    () -> {
                      throw new CloneNotSupportedException("as it is");
                    }))
        .isInstanceOf(CloneNotSupportedException.class)
        .hasMessage("as it is");
    assertThatThrownBy(() -> network().within(Duration.ZERO, () -> socket.recv(10)))
        .isInstanceOf(SocketTimeoutException.class);
    Caller<byte[]> receiving = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    connection.other().send(pattern(10));
    assertThat(receiving.result()).isEqualTo(pattern(10));
    assertThatThrownBy(() -> network().within(Duration.ofNanos(-1), () -> socket.recv(10)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- interrupts ----

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("callsAndThreads")
  void R30_anInterruptEndsACallThatBlocksAndLeavesTheSocketUsable(
      Blocking call, Caller.Threads threads) throws Exception {
    Blocked blocked = blocked(call);
    Caller<?> caller = Caller.start(threads, network(), blocked.work()).untilItWaits();
    caller.interrupt();
    IOException failure = caller.failure();
    assertThat(failure).isInstanceOf(InterruptedIOException.class);
    assertThat(failure).isNotInstanceOf(SocketTimeoutException.class);
    assertThat(Errno.of(failure)).isEqualTo(Errno.EINTR);
    assertThat(((SocketFailure) failure).call()).isEqualTo(call.call);
    assertThat(caller.interruptStatus()).isTrue();
    assertThat(blocked.socket().isClosed()).isFalse();
    blocked.usable().run();
  }

  @ParameterizedTest
  @EnumSource
  void R30_anInterruptedThreadMayUseASocketButNotWait(Caller.Threads threads) throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    connection.other().send(pattern(10));
    eventually(() -> assertThat(peek(socket)).isEqualTo(10));
    Caller<IOException> caller =
        Caller.start(
            threads,
            network(),
            () -> {
              Thread.currentThread().interrupt();
              socket.sendall(pattern(10));
              assertThat(socket.recv(10)).isEqualTo(pattern(10));
              return failure(() -> socket.recv(10));
            });
    assertThat(Errno.of(caller.result())).isEqualTo(Errno.EINTR);
    assertThat(caller.interruptStatus()).isTrue();
    assertThat(connection.other().receive(10)).isEqualTo(pattern(10));
  }

  private static int peek(Socket socket) throws IOException {
    return socket.recv(new byte[100], MSG_PEEK | MSG_DONTWAIT);
  }

  @Test
  void R30_whoWaitsForTheirTurnIsInterruptedAndTheNextMovesUp() throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    Caller<byte[]> first = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    Caller<byte[]> second = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    Caller<byte[]> third = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    second.interrupt();
    assertThat(Errno.of(second.failure())).isEqualTo(Errno.EINTR);
    connection.other().send(pattern(10));
    assertThat(first.result()).isEqualTo(pattern(10));
    connection.other().send(pattern(5));
    assertThat(third.result()).isEqualTo(pattern(5));
  }

  // ---- MSG_WAITALL ----

  @Test
  void waitallAnswersWhatCameWhenItTimesOut() throws Exception {
    Connection connection = connection();
    connection.socket().settimeout(TIMEOUT);
    connection.other().send(pattern(10));
    eventually(() -> assertThat(peek(connection.socket())).isEqualTo(10));
    assertThat(afterTime(TIMEOUT, () -> connection.socket().recv(100, MSG_WAITALL)))
        .isEqualTo(pattern(10));
    assertThatThrownBy(() -> afterTime(TIMEOUT, () -> connection.socket().recv(100, MSG_WAITALL)))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void waitallAnswersWhatCameWhenItIsInterrupted() throws Exception {
    Connection connection = connection();
    Caller<byte[]> receiving = waitallThatHasTaken(10, connection);
    receiving.interrupt();
    assertThat(receiving.result()).isEqualTo(pattern(10));
    assertThat(receiving.interruptStatus()).isTrue();
  }

  @Test
  void anErrorAfterAPartOfWaitallIsForTheNextCall() throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    Caller<byte[]> receiving = waitallThatHasTaken(10, connection);
    connection.other().reset();
    assertThat(receiving.result()).isEqualTo(pattern(10));
    assertThat(Errno.of(failure(() -> socket.recv(10)))).isEqualTo(Errno.ECONNRESET);
    assertThat(socket.recv(10)).isEmpty();
  }

  @Test
  void waitallAnswersWhatCameBeforeTheEnd() throws Exception {
    Connection connection = connection();
    Caller<byte[]> receiving = waitallThatHasTaken(10, connection);
    connection.other().shutdownOutput();
    assertThat(receiving.result()).isEqualTo(pattern(10));
  }

  @Test
  void waitallWaitsUntilEverythingHasCome() throws Exception {
    Connection connection = connection();
    Caller<byte[]> receiving = waitallThatHasTaken(10, connection);
    connection.other().send(part(pattern(100), 10, 100));
    assertThat(receiving.result()).isEqualTo(pattern(100));
  }

  private Caller<byte[]> waitallThatHasTaken(int size, Connection connection) throws Exception {
    connection.other().send(pattern(size));
    eventually(() -> assertThat(peek(connection.socket())).isEqualTo(size));
    Caller<byte[]> receiving =
        Caller.start(network(), () -> connection.socket().recv(100, MSG_WAITALL));
    eventually(() -> assertThat(peek(connection.socket())).isEqualTo(Socket.WOULD_BLOCK));
    return receiving.untilItWaits();
  }

  // ---- SO_RCVTIMEO, SO_SNDTIMEO ----

  @Test
  void theTimeOutOptionsAreOurTimeOuts() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    for (SocketOption<Duration> option : List.of(SO_RCVTIMEO, SO_SNDTIMEO)) {
      assertThat(socket.getsockopt(option)).isZero();
    }
    socket.setsockopt(SO_RCVTIMEO, Duration.ofMillis(1500));
    assertThat(socket.gettimeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(socket.getsockopt(SO_RCVTIMEO)).isEqualTo(Duration.ofMillis(1500));
    assertThat(socket.getsockopt(SO_SNDTIMEO)).isZero();

    socket.settimeout(Duration.ofSeconds(7));
    assertThat(socket.getsockopt(SO_RCVTIMEO)).isEqualTo(Duration.ofSeconds(7));
    assertThat(socket.getsockopt(SO_SNDTIMEO)).isEqualTo(Duration.ofSeconds(7));

    socket.setsockopt(SO_RCVTIMEO, Duration.ZERO); // for ever
    assertThat(socket.gettimeout()).isNull();
    assertThat(socket.getblocking()).isTrue();
  }

  @Test
  void theTimeOutOptionsInTheRawFormAreATimeval() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    for (int option : new int[] {Linux.SO_RCVTIMEO, Linux.SO_SNDTIMEO}) {
      socket.setsockopt(Linux.SOL_SOCKET, option, timeval(2, 250_000));
      assertThat(socket.getsockopt(Linux.SOL_SOCKET, option, 16)).isEqualTo(timeval(2, 250_000));
      assertThat(errno(() -> socket.setsockopt(Linux.SOL_SOCKET, option, timeval(0, 1_000_000))))
          .isEqualTo(Errno.EDOM);
      assertThat(errno(() -> socket.setsockopt(Linux.SOL_SOCKET, option, new byte[8])))
          .isEqualTo(Errno.EINVAL);
    }
    assertThat(socket.gettimeout()).isEqualTo(Duration.ofMillis(2250));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void theTimeOutOptionsBelowZeroAreNoWaiting(long seconds) throws Exception {
    Socket socket = blocked(Blocking.SEND).socket();
    for (int option : new int[] {Linux.SO_RCVTIMEO, Linux.SO_SNDTIMEO}) {
      socket.setsockopt(Linux.SOL_SOCKET, option, timeval(seconds, 999_999));
      assertThat(socket.getsockopt(Linux.SOL_SOCKET, option, 16)).isEqualTo(timeval(0, 0));
    }
    assertThat(socket.getblocking()).isFalse();
    assertThat(socket.recv(new byte[10])).isEqualTo(Socket.WOULD_BLOCK);
    int sent = 1;
    for (byte[] block = new byte[1 << 16]; sent > 0; ) {
      sent = socket.send(block);
    }
    assertThat(sent).isEqualTo(Socket.WOULD_BLOCK);
    assertThat(errno(() -> socket.setsockopt(Linux.SOL_SOCKET, Linux.SO_RCVTIMEO, timeval(-1, -1))))
        .isEqualTo(Errno.EDOM);
  }

  private static byte[] timeval(long seconds, long micros) {
    return ByteBuffer.allocate(16)
        .order(ByteOrder.nativeOrder())
        .putLong(seconds)
        .putLong(micros)
        .array();
  }

  private static Errno errno(Check call) {
    return Errno.of(failure(call::run));
  }

  @Test
  void R30_soRcvtimeoLimitsReceivingOnly() throws Exception {
    Blocked sending = blocked(Blocking.SEND);
    Socket socket = sending.socket();
    socket.setsockopt(Linux.SOL_SOCKET, Linux.SO_RCVTIMEO, timeval(0, 20_000));
    Caller<?> sender = Caller.start(network(), sending.work()).untilItWaits();
    assertThatThrownBy(() -> afterTime(TIMEOUT, () -> socket.recv(10)))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(sender.isDone()).isFalse();
    sender.interrupt();
    assertThat(Errno.of(sender.failure())).isEqualTo(Errno.EINTR);
    sending.usable().run();
  }

  @Test
  void R30_soSndtimeoLimitsSendingOnly() throws Exception {
    Blocked sending = blocked(Blocking.SEND);
    Socket socket = sending.socket();
    socket.setsockopt(SO_SNDTIMEO, TIMEOUT);
    Caller<byte[]> receiver = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    assertThatThrownBy(() -> afterTime(TIMEOUT, sending.work()))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(receiver.isDone()).isFalse();
    receiver.interrupt();
    assertThat(Errno.of(receiver.failure())).isEqualTo(Errno.EINTR);
    socket.settimeout(null);
    sending.usable().run();
  }

  @Test
  void aTimeOutBelowZeroIsRefused() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    assertThatThrownBy(() -> socket.settimeout(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(socket.gettimeout()).isNull();
  }

  @Test
  void aTimeOutOfCenturiesIsForEver() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.bind(anywhere());
    socket.settimeout(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(socket.gettimeout()).isNull();
    Caller<byte[]> receiving = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    closing(peer().datagrams(anywhere())).send(pattern(10), socket.getsockname());
    assertThat(receiving.result()).isEqualTo(pattern(10));
  }

  // ---- not waiting ----

  /** The ways to ask a socket, or a call, not to wait. */
  enum NoWait {
    SETTIMEOUT_ZERO,
    SETBLOCKING_FALSE,
    MSG_DONTWAIT;

    /** Asks the socket; answers the flags for its calls. */
    int of(Socket socket) {
      switch (this) {
        case SETTIMEOUT_ZERO -> socket.settimeout(Duration.ZERO);
        case SETBLOCKING_FALSE -> socket.setblocking(false);
        case MSG_DONTWAIT -> socket.settimeout(null);
      }
      return this == MSG_DONTWAIT ? Linux.MSG_DONTWAIT : 0;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereNothingIsThereCountsAreMinusOneAndValuesAreWouldBlock(NoWait way) throws Exception {
    Socket socket = connection().socket();
    int flags = way.of(socket);
    byte[] buffer = new byte[10];
    assertThat(socket.recv(buffer, flags)).isEqualTo(-1);
    assertThat(socket.recv(ByteBuffer.wrap(buffer), flags)).isEqualTo(-1);
    assertThat(socket.recv(buffer, flags | MSG_PEEK)).isEqualTo(-1);
    assertThat(socket.recv(buffer, flags | MSG_WAITALL)).isEqualTo(-1);
    assertThat(socket.recvfrom(buffer, flags, new Sender())).isEqualTo(-1);
    assertWouldBlock("recv", () -> socket.recv(10, flags));
    assertWouldBlock("recvfrom", () -> socket.recvfrom(10, flags));
    if (way != NoWait.MSG_DONTWAIT) {
      assertThat(socket.recvall(buffer)).isEqualTo(-1);
      assertWouldBlock("recv", () -> socket.inputStream().read());
      Socket server = closing(network().createServer(anywhere()));
      way.of(server);
      assertWouldBlock("accept", server::accept);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereTheBuffersAreFullCountsAreMinusOneAndAllIsWouldBlock(NoWait way) throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    int flags = way.of(socket);
    IOException full = failure(() -> socket.sendall(much(), flags));
    assertThat(full).isInstanceOf(WouldBlockException.class);
    long sent = ((SocketFailure) full).transferred();
    assertThat(sent).isPositive();
    int n;
    while ((n = socket.send(much(), (int) sent, 1 << 16, flags)) > 0) {
      sent += n; // what the peer's system has taken meanwhile
    }
    assertThat(n).isEqualTo(-1);
    socket.shutdown(SHUT_WR);
    assertThat(connection.other().receive(much().length)).hasSize((int) sent);
  }

  @ParameterizedTest
  @EnumSource
  void whereSomethingIsThereNobodyNeedsToWait(NoWait way) throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    int flags = way.of(socket);
    connection.other().send(pattern(40));
    eventually(() -> assertThat(peek(socket)).isEqualTo(40));
    byte[] buffer = new byte[10];
    assertThat(socket.recv(buffer, flags)).isEqualTo(10);
    assertThat(socket.recv(10, flags)).isEqualTo(part(pattern(40), 10, 20));
    assertThat(socket.recvfrom(10, flags).bytes()).isEqualTo(part(pattern(40), 20, 30));
    assertThat(socket.recv(100, flags | MSG_WAITALL)).isEqualTo(part(pattern(40), 30, 40));
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfAStreamIsZeroOrEmptyOrForStreamsMinusOne(NoWait way) throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    connection.other().shutdownOutput();
    eventually(() -> assertThat(peek(socket)).isZero());
    int flags = way.of(socket);
    byte[] buffer = new byte[10];
    assertThat(socket.recv(buffer, flags)).isZero();
    assertThat(socket.recv(10, flags)).isEmpty();
    assertThat(socket.recvfrom(10, flags).bytes()).isEmpty();
    assertThat(socket.recvall(buffer)).isZero();
    assertThat(socket.inputStream().read()).isEqualTo(-1);
    assertThat(socket.inputStream().read(buffer)).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyDatagramIsZeroOrEmpty(NoWait way) throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.bind(anywhere());
    int flags = way.of(socket);
    Peer.Datagrams other = closing(peer().datagrams(anywhere()));
    for (int i = 0; i < 3; i++) {
      other.send(new byte[0], socket.getsockname());
    }
    eventually(() -> assertThat(peek(socket)).isZero());
    byte[] buffer = new byte[10];
    assertThat(socket.recv(buffer, flags)).isZero();
    eventually(() -> assertThat(peek(socket)).isZero());
    assertThat(socket.recv(10, flags)).isEmpty();
    eventually(() -> assertThat(peek(socket)).isZero());
    assertThat(socket.recvfrom(10, flags).bytes()).isEmpty();
    assertThat(socket.recv(buffer, flags | MSG_DONTWAIT)).isEqualTo(-1);
  }

  @Test
  void aConnectThatMayNotWaitIsInProgressThenAlreadyThenThere() throws Exception {
    Socket server = fullServer(anywhere());
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    client.setblocking(false);
    IOException first = failure(() -> client.connect(server.getsockname()));
    assertThat(first).isInstanceOf(WouldBlockException.class);
    assertThat(Errno.of(first)).isEqualTo(Errno.EINPROGRESS);
    IOException second = failure(() -> client.connect(server.getsockname()));
    assertThat(second).isInstanceOf(WouldBlockException.class);
    assertThat(Errno.of(second)).isEqualTo(Errno.EALREADY);

    Peer.Listener ready = closing(peer().listen(anywhere(), 1));
    Socket other = closing(network().socket(AF_INET, SOCK_STREAM));
    other.setblocking(false);
    eventually(() -> assertThat(connects(other, ready)).isTrue());
    closing(ready.accept());
    assertThat(other.getpeername()).isEqualTo(ready.address());
  }

  private static boolean connects(Socket client, Peer.Listener server) throws IOException {
    try {
      client.connect(server.address());
      return true;
    } catch (WouldBlockException e) {
      return false;
    }
  }

  @Test
  void settimeoutAndSetblockingAreTwoWordsForOneThing() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    assertThat(socket.gettimeout()).isNull();
    assertThat(socket.getblocking()).isTrue();
    socket.settimeout(Duration.ZERO);
    assertThat(socket.getblocking()).isFalse();
    socket.setblocking(true);
    assertThat(socket.gettimeout()).isNull();
    socket.setblocking(false);
    assertThat(socket.gettimeout()).isZero();
    socket.settimeout(Duration.ofMillis(1));
    assertThat(socket.getblocking()).isTrue();
  }

  @Test
  void anAcceptedSocketWaitsWhateverTheServerDoes() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    Peer.Stream client = closing(peer().connect(server.getsockname()));
    server.setblocking(false);
    Socket socket =
        closing(
            Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .ignoreException(WouldBlockException.class)
                .until(() -> server.accept().socket(), Objects::nonNull));
    assertThat(socket.gettimeout()).isNull();
    Caller<byte[]> receiving = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    client.send(pattern(10));
    assertThat(receiving.result()).isEqualTo(pattern(10));
  }

  @Test
  void aCallThatMayNotWaitDoesNotQueueBehindOneThatWaits() throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    Caller<byte[]> waiting = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    assertThat(socket.recv(new byte[10], MSG_DONTWAIT)).isEqualTo(-1);
    assertThat(socket.recv(new byte[10], MSG_DONTWAIT | MSG_WAITALL)).isEqualTo(-1);
    connection.other().send(pattern(10));
    assertThat(waiting.result()).isEqualTo(pattern(10));
  }

  @Test
  void wouldBlockHasNoStackTrace() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.setblocking(false);
    Throwable thrown = catchThrowable(() -> socket.recv(10));
    assertThat(thrown).isInstanceOf(WouldBlockException.class);
    assertThat(thrown.getStackTrace()).isEmpty();
    assertThat(thrown).hasMessageContaining("recv").hasMessageContaining("EAGAIN");
  }

  // ---- time and threads ----

  @Test
  void R30_whoParksGoesOnWhenUnparked() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Thread> parked = new AtomicReference<>();
    Caller<?> waiting =
        Caller.run(
            network(),
            () -> {
              parked.set(Thread.currentThread());
              while (!done.get()) {
                network().park(Network.FOREVER);
              }
            });
    waiting.untilItWaits();
    done.set(true);
    network().unpark(parked.get());
    waiting.result();
  }

  @Test
  void R30_anUnparkThatCameBeforeEndsTheNextPark() throws Exception {
    Caller.run(
            network(),
            () -> {
              network().unpark(Thread.currentThread());
              network().park(Network.FOREVER);
            })
        .result();
  }

  @Test
  void R30_whoParksGoesOnWhenInterruptedWhichStaysPending() throws Exception {
    Caller<?> waiting =
        Caller.run(
            network(),
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                network().park(Network.FOREVER);
              }
            });
    waiting.untilItWaits().interrupt();
    waiting.result();
    assertThat(waiting.interruptStatus()).isTrue();
  }

  @Test
  void R30_whoParksGoesOnWhenTheTimeIsOver() throws Exception {
    Duration time = Duration.ofMillis(20);
    afterTime(
        time,
        () -> {
          long deadline = network().deadline(time);
          while (deadline - network().nanoTime() > 0) {
            network().park(deadline);
          }
          return null;
        });
  }

  private static void assertWouldBlock(String call, Check body) {
    IOException failure = failure(body::run);
    assertThat(failure).isInstanceOf(WouldBlockException.class);
    assertThat(Errno.of(failure)).isEqualTo(Errno.EAGAIN);
    assertThat(((SocketFailure) failure).call()).isEqualTo(call);
  }
}
