package gulliver.conformance;

import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.SHUT_RD;
import static gulliver.socket.Sockets.SHUT_RDWR;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SO_ERROR;
import static gulliver.socket.Sockets.SO_LINGER;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Datagram;
import gulliver.socket.Errno;
import gulliver.socket.Linger;
import gulliver.socket.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a stream ends: one direction, both, or at once by a reset. */
public abstract class EndSuite extends ConnectionSuite {
  /** For subclasses. */
  protected EndSuite() {}

  @Test
  void R29_shuttingDownOneDirectionLeavesTheOther() throws Exception {
    Connection c = connection();
    c.ours().send(pattern(10));
    c.ours().shutdown(SHUT_WR);
    assertThat(c.theirs().receive(20)).isEqualTo(pattern(10)); // and the end
    assertThat(errno(() -> c.ours().send(pattern(1)))).isEqualTo(Errno.EPIPE);
    assertThat(errno(() -> c.ours().sendall(pattern(1)))).isEqualTo(Errno.EPIPE);

    c.theirs().send(pattern(20));
    assertThat(c.ours().recvall(new byte[20])).isEqualTo(20);
    c.theirs().close();
    assertThat(c.ours().recv(1)).isEmpty();
  }

  @Test
  void R29_theEndOfTheStreamComesBehindTheDataAndStays() throws Exception {
    Connection c = connection();
    c.theirs().send(pattern(10));
    c.theirs().shutdownOutput();
    assertThat(c.ours().recvall(new byte[10])).isEqualTo(10);
    assertThat(c.ours().recv(new byte[1])).isZero();
    assertThat(c.ours().recv(new byte[1], MSG_DONTWAIT)).isZero();
    assertThat(c.ours().recv(1)).isEmpty();
    assertThat(c.ours().recvfrom(1))
        .isEqualTo(new Datagram(new byte[0], c.theirs().local(), false));
    assertThat(c.ours().recvall(new byte[1])).isZero();
    assertThat(c.ours().inputStream().read()).isEqualTo(-1);

    c.ours().sendall(pattern(5)); // the other direction lives
    assertThat(c.theirs().receive(5)).isEqualTo(pattern(5));
  }

  @Test
  void R29_shuttingDownReceivingEndsItHere() throws Exception {
    Connection c = connection();
    c.ours().shutdown(SHUT_RD);
    assertThat(c.ours().recv(new byte[1])).isZero();
    c.ours().send(pattern(5));
    assertThat(c.theirs().receive(5)).isEqualTo(pattern(5));
    c.ours().shutdown(SHUT_WR);
    assertThat(c.theirs().receive(1)).isEmpty();
  }

  @Test
  void R29_shuttingDownWakesWhoWaitsToReceive() throws Exception {
    Connection c = connection();
    CompletableFuture<byte[]> receiving = start(() -> c.ours().recv(10));
    c.ours().shutdown(SHUT_RDWR);
    assertThat(result(receiving)).isEmpty();
  }

  @Test
  void R29_closingDeliversWhatWasSent() throws Exception {
    Connection c = connection();
    c.ours().sendall(pattern(50_000));
    c.ours().close();
    assertThat(c.theirs().receive(60_000)).isEqualTo(pattern(50_000));
  }

  @Test
  void R29_afterThePeersCloseAFirstWriteMaySucceedAndLaterOnesSayEpipe() throws Exception {
    Connection c = connection();
    c.theirs().close();
    assertThat(c.ours().recv(1)).isEmpty();
    assertThat(c.ours().send(pattern(1))).isEqualTo(1);
    eventually(() -> assertThat(errno(() -> c.ours().send(pattern(1)))).isEqualTo(Errno.EPIPE));
    assertThat(errno(() -> c.ours().sendall(pattern(1)))).isEqualTo(Errno.EPIPE);
    assertThat(c.ours().recv(1)).isEmpty();
  }

  @Test
  void R29_afterAResetRecvSaysEconnresetOnceThenTheEnd() throws Exception {
    Connection c = connection();
    CompletableFuture<byte[]> receiving = start(() -> c.ours().recv(1));
    c.theirs().reset();
    assertThat(errno(() -> result(receiving))).isEqualTo(Errno.ECONNRESET);
    assertThat(c.ours().recv(1)).isEmpty();
    assertThat(errno(() -> c.ours().send(pattern(1)))).isEqualTo(Errno.EPIPE);
    assertThat(errno(c.ours()::getpeername)).isEqualTo(Errno.ENOTCONN);
    assertThat(errno(() -> c.ours().shutdown(SHUT_WR))).isEqualTo(Errno.ENOTCONN);
  }

  @Test
  void R29_afterAResetSendSaysEconnresetOnceThenEpipe() throws Exception {
    Connection c = connection();
    c.theirs().reset();
    eventually(
        () -> assertThat(errno(() -> c.ours().send(pattern(1)))).isEqualTo(Errno.ECONNRESET));
    assertThat(errno(() -> c.ours().send(pattern(1)))).isEqualTo(Errno.EPIPE);
    assertThat(c.ours().recv(1)).isEmpty();
  }

  @Test
  void R29_aResetIsSeenInSoError() throws Exception {
    Connection c = connection();
    c.theirs().reset();
    eventually(
        () -> assertThat(c.ours().getsockopt(SO_ERROR)).isEqualTo(Errno.ECONNRESET.number()));
    assertThat(c.ours().getsockopt(SO_ERROR)).isZero();
    assertThat(c.ours().recv(1)).isEmpty();
  }

  @Test
  void R29_whatCameBeforeAResetIsStillReceived() throws Exception {
    Connection c = connection();
    c.theirs().send(pattern(10));
    await(c.ours(), 10);
    c.theirs().reset();
    assertThat(c.ours().recvall(new byte[10])).isEqualTo(10);
    assertThat(errno(() -> c.ours().recv(1))).isEqualTo(Errno.ECONNRESET);
  }

  @Test
  void R29_lingeringForNoTimeResetsThePeer() throws Exception {
    Connection c = connection();
    c.ours().setsockopt(SO_LINGER, new Linger(true, 0));
    c.ours().close();
    assertThat(failure(() -> c.theirs().receive(1))).hasMessageMatching("(?i).*reset.*");
  }

  @Test
  void R29_closingWithUnreadDataResetsThePeer() throws Exception {
    Connection c = connection();
    c.theirs().send(pattern(10));
    await(c.ours(), 10);
    c.ours().close();
    assertThat(failure(() -> c.theirs().receive(1))).hasMessageMatching("(?i).*reset.*");
  }

  @Test
  void aDuplicateIsTheSameConnection() throws Exception {
    Connection c = connection();
    Socket twin = closing(c.ours().dup());
    assertThat(twin.fiveTuple()).isEqualTo(c.ours().fiveTuple());
    c.ours().close();
    assertThat(errno(() -> c.ours().recv(1))).isEqualTo(Errno.EBADF);
    c.theirs().send(pattern(5));
    assertThat(twin.recvall(new byte[5])).isEqualTo(5);
    twin.send(pattern(6));
    twin.close();
    assertThat(c.theirs().receive(10))
        .isEqualTo(pattern(6)); // and the end, now that both are closed
  }
}
