package gulliver.conformance;

import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.SO_LINGER;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Errno;
import gulliver.socket.Linger;
import gulliver.socket.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing that waits for what has been sent to arrive, {@code SO_LINGER}. */
class OsLingerTest extends BlockingSuite {
  private static final Linger LONG = new Linger(true, 30);

  @Override
  protected World newWorld() {
    return OsWorld.JAVA;
  }

  /** A connection on which close lingers: the peer does not read what we have sent. */
  private Connection lingering() throws Exception {
    Connection connection = connection();
    connection.socket().setsockopt(SO_LINGER, LONG);
    while (connection.socket().send(much(), 0, 1 << 20, MSG_DONTWAIT) > 0) {
      assertThat(connection.socket().isClosed()).isFalse();
    }
    return connection;
  }

  @Test
  void closeWaitsUntilThePeerHasTakenEverything() throws Exception {
    Connection connection = lingering();
    Caller<?> closing = Caller.run(network(), () -> connection.socket().close()).untilItWaits();
    assertThat(connection.socket().isClosed()).isTrue();
    while (connection.other().receive(1 << 16).length > 0) {
      assertThat(network().unfinished()).isZero(); // somebody still waits for it
    }
    closing.result();
  }

  @ParameterizedTest
  @EnumSource
  void R30_aLingeringCloseEndsTheCallsOfOthersAtOnce(Caller.Threads threads) throws Exception {
    for (int i = 0; i < 20; i++) {
      Connection connection = lingering();
      List<Caller<byte[]>> receivers = waiting(3, threads, () -> connection.socket().recv(10));
      Caller<?> closing = Caller.run(network(), () -> connection.socket().close()).untilItWaits();
      for (Caller<byte[]> receiver : receivers) {
        assertThat(Errno.of(receiver.failure())).isEqualTo(Errno.EBADF);
      }
      assertThat(closing.isDone()).isFalse();
      connection.other().reset();
      closing.result();
    }
  }

  @Test
  void R30_anInterruptEndsTheWaitOfCloseAndTheWorkerIsCounted() throws Exception {
    Connection connection = lingering();
    Caller<?> closing = Caller.run(network(), () -> connection.socket().close()).untilItWaits();
    closing.interrupt();
    closing.result();
    assertThat(closing.interruptStatus()).isTrue();
    assertThat(network().unfinished()).isEqualTo(1);
    connection.other().reset();
    eventually(() -> assertThat(network().unfinished()).isZero());
  }

  /**
   * An interrupted thread closes while another is inside. What goes on behind its back must not
   * touch the number, which others are given at once.
   */
  @Test
  void aLingeringCloseThatNobodyWaitsForLeavesTheNumberAlone() throws Exception {
    List<Peer.Stream> others = new ArrayList<>();
    List<Socket> fresh = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Connection connection = lingering();
      others.add(connection.other());
      Caller<byte[]> receiver =
          Caller.start(network(), () -> connection.socket().recv(10)).untilItWaits();
      Thread.currentThread().interrupt();
      connection.socket().close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(Errno.of(receiver.failure())).isEqualTo(Errno.EBADF);
      for (int pair = 0; pair < 4; pair++) {
        for (Socket socket : network().socketpair()) {
          fresh.add(closing(socket));
        }
      }
    }
    for (Peer.Stream other : others) {
      other.reset();
    }
    eventually(() -> assertThat(network().unfinished()).isZero());
    for (int i = 0; i < fresh.size(); i += 2) {
      fresh.get(i).sendall(pattern(10));
      assertThat(fresh.get(i + 1).recv(10)).isEqualTo(pattern(10));
    }
  }
}
