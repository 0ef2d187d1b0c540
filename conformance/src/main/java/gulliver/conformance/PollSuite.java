package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.POLLERR;
import static gulliver.socket.Sockets.POLLHUP;
import static gulliver.socket.Sockets.POLLIN;
import static gulliver.socket.Sockets.POLLNVAL;
import static gulliver.socket.Sockets.POLLOUT;
import static gulliver.socket.Sockets.POLLPRI;
import static gulliver.socket.Sockets.POLLRDHUP;
import static gulliver.socket.Sockets.SHUT_RDWR;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Pollfd;
import gulliver.socket.Selected;
import gulliver.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code poll} and {@code select}: what they tell, and how they wait. */
public abstract class PollSuite extends BlockingSuite {
  private static final int ALL = POLLIN | POLLOUT | POLLPRI | POLLRDHUP;

  /** For subclasses. */
  protected PollSuite() {}

  private Socket stream() throws IOException {
    return closing(network().socket(AF_INET, SOCK_STREAM));
  }

  private Socket datagrams() throws IOException {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.bind(anywhere());
    return socket;
  }

  /** A connection whose sending does not wait, and whose buffers are full. */
  private Connection full() throws Exception {
    Connection both = connection();
    both.socket().setblocking(false);
    eventually(() -> {
      while (both.socket().send(new byte[1 << 16]) > 0) {}
      assertThat(events(both.socket(), POLLOUT)).isZero();
    });
    return both;
  }

  private int events(Socket socket) throws IOException {
    return events(socket, ALL);
  }

  private int events(Socket socket, int asked) throws IOException {
    Pollfd item = new Pollfd(socket, asked);
    int count = network().poll(List.of(item), Duration.ZERO);
    assertThat(count).isEqualTo(item.revents() == 0 ? 0 : 1);
    return item.revents();
  }

  // ---- what there is ----

  @Test
  void aFreshStreamHangsUp() throws Exception {
    assertThat(events(stream())).isEqualTo(POLLOUT | POLLHUP);
    assertThat(events(stream(), 0)).isEqualTo(POLLHUP);
  }

  @Test
  void aFreshDatagramSocketCanSend() throws Exception {
    assertThat(events(datagrams())).isEqualTo(POLLOUT);
    assertThat(events(datagrams(), POLLIN)).isZero();
  }

  @Test
  void aListeningSocketIsReadableWhenSomebodyHasConnected() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    assertThat(events(server)).isZero();
    closing(peer().connect(server.getsockname()));
    eventually(() -> assertThat(events(server)).isEqualTo(POLLIN));
    closing(server.accept().socket());
    assertThat(events(server)).isZero();
  }

  @Test
  void aConnectionTellsDataAndTheEnd() throws Exception {
    Connection both = connection();
    Socket socket = both.socket();
    assertThat(events(socket)).isEqualTo(POLLOUT);
    both.other().send(new byte[3]);
    eventually(() -> assertThat(events(socket)).isEqualTo(POLLIN | POLLOUT));
    assertThat(events(socket, POLLOUT)).isEqualTo(POLLOUT);
    assertThat(events(socket, POLLIN)).isEqualTo(POLLIN);
    assertThat(events(socket, POLLRDHUP)).isZero();
    both.other().shutdownOutput();
    eventually(() -> assertThat(events(socket)).isEqualTo(POLLIN | POLLOUT | POLLRDHUP));
    socket.recv(10);
    assertThat(events(socket)).isEqualTo(POLLIN | POLLOUT | POLLRDHUP);
    socket.shutdown(SHUT_RDWR);
    eventually(() -> assertThat(events(socket)).isEqualTo(POLLIN | POLLOUT | POLLRDHUP | POLLHUP));
  }

  @Test
  void aResetIsAnErrorAndTheEnd() throws Exception {
    Connection both = connection();
    both.other().reset();
    eventually(() ->
        assertThat(events(both.socket()))
            .isEqualTo(POLLIN | POLLOUT | POLLERR | POLLHUP | POLLRDHUP));
    assertThat(events(both.socket(), 0)).isEqualTo(POLLERR | POLLHUP);
  }

  @Test
  void aFullStreamCannotSend() throws Exception {
    full();
  }

  @Test
  void aDatagramThatFoundNobodyIsAnError() throws Exception {
    Socket holder = datagrams();
    Address nobody = holder.getsockname();
    holder.close();
    Socket socket = datagrams();
    socket.connect(nobody);
    socket.send(new byte[1]);
    eventually(() -> assertThat(events(socket) & (POLLERR | POLLOUT)).isEqualTo(12));
    assertThat(Errno.of(failure(() -> socket.recv(1)))).isEqualTo(Errno.ECONNREFUSED);
    assertThat(events(socket)).isEqualTo(POLLOUT);
  }

  @Test
  void whatIsClosedIsSaidSoAndTheOthersAreLookedAt() throws Exception {
    Socket closed = stream();
    closed.close();
    Pollfd first = new Pollfd(datagrams(), ALL);
    Pollfd second = new Pollfd(closed, 0);
    Pollfd third = new Pollfd(datagrams(), POLLIN);
    Pollfd fourth = new Pollfd(datagrams(), POLLOUT);
    assertThat(network().poll(List.of(first, second, third, fourth), null)).isEqualTo(3);
    assertThat(first.revents()).isEqualTo(POLLOUT);
    assertThat(second.revents()).isEqualTo(POLLNVAL);
    assertThat(third.revents()).isZero();
    assertThat(fourth.revents()).isEqualTo(POLLOUT);
    assertThat(second.toString()).endsWith("closed: POLLNVAL");
  }

  @Test
  void theSameSocketMayBeThereTwiceAndAnItemUsedAgain() throws Exception {
    Socket socket = datagrams();
    Pollfd read = new Pollfd(socket, POLLIN);
    Pollfd write = new Pollfd(socket, POLLOUT);
    assertThat(network().poll(List.of(read, write), null)).isEqualTo(1);
    assertThat(read.revents()).isZero();
    socket.sendto(new byte[1], socket.getsockname());
    assertThat(network().poll(List.of(read, write), null)).isEqualTo(2);
    assertThat(read.revents()).isEqualTo(POLLIN);
    socket.recv(1);
    write.events(0);
    assertThat(network().poll(List.of(read, write), Duration.ZERO)).isZero();
    assertThat(read.revents() | write.revents()).isZero();
  }

  @Test
  void whatIsWrongIsRefused() throws Exception {
    Socket socket = datagrams();
    assertThatThrownBy(() -> new Pollfd(socket, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Pollfd: events 0x100000: 16 bits are allowed");
    assertThatThrownBy(() -> network().poll(List.of(), Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- waiting ----

  @ParameterizedTest
  @EnumSource(Caller.Threads.class)
  void pollWaitsForTheFirstOfSeveral(Caller.Threads threads) throws Exception {
    List<Socket> sockets = List.of(datagrams(), datagrams(), datagrams());
    List<Pollfd> items = sockets.stream().map(socket -> new Pollfd(socket, POLLIN)).toList();
    for (int i = 0; i < 3; i++) {
      Caller<Integer> polling =
          Caller.start(threads, network(), () -> network().poll(items, null)).untilItWaits();
      sockets.get(1).sendto(new byte[] {1}, sockets.get(i).getsockname());
      assertThat(polling.result()).isEqualTo(1);
      assertThat(items.get(i).revents()).isEqualTo(POLLIN);
      assertThat(items.stream().mapToInt(Pollfd::revents).sum()).isEqualTo(POLLIN);
      sockets.get(i).recv(1);
    }
  }

  @Test
  void aPollAndAReceiverWaitForTheSameSocket() throws Exception {
    Socket socket = datagrams();
    Socket other = datagrams();
    Caller<byte[]> receiving = Caller.start(network(), () -> socket.recv(1)).untilItWaits();
    List<Caller<Integer>> polls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Pollfd item = new Pollfd(other, POLLIN);
      List<Pollfd> items = List.of(new Pollfd(socket, POLLPRI), item);
      polls.add(Caller.start(network(), () -> network().poll(items, null)).untilItWaits());
    }
    other.sendto(new byte[] {5}, socket.getsockname());
    assertThat(receiving.result()).containsExactly(5);
    socket.sendto(new byte[] {6}, other.getsockname());
    for (Caller<Integer> poll : polls) {
      assertThat(poll.result()).isEqualTo(1);
    }
  }

  @Test
  void pollWaitsForRoom() throws Exception {
    Connection both = full();
    Pollfd item = new Pollfd(both.socket(), POLLOUT);
    Caller<Integer> polling =
        Caller.start(network(), () -> network().poll(List.of(item), null)).untilItWaits();
    CompletableFuture<byte[]> draining = start(() -> both.other().receive(1 << 26));
    assertThat(polling.result()).isEqualTo(1);
    assertThat(item.revents()).isEqualTo(POLLOUT);
    both.socket().close();
    assertThat(result(draining)).isNotEmpty();
  }

  @Test
  void aTimeOutIsNothing() throws Exception {
    Duration time = Duration.ofMillis(30);
    List<Pollfd> items = List.of(new Pollfd(datagrams(), POLLIN));
    assertThat(afterTime(time, () -> network().poll(items, time))).isZero();
    assertThat(afterTime(time, () -> network().poll(List.of(), time))).isZero();
    Selected none =
        afterTime(time, () -> network().select(List.of(datagrams()), List.of(), List.of(), time));
    assertThat(none).isEqualTo(new Selected(List.of(), List.of(), List.of()));
  }

  @ParameterizedTest
  @EnumSource(Caller.Threads.class)
  void anInterruptEndsTheWait(Caller.Threads threads) throws Exception {
    List<Pollfd> items = List.of(new Pollfd(datagrams(), POLLIN));
    Caller<Integer> polling = Caller.start(threads, network(), () -> network().poll(items, null));
    polling.untilItWaits().interrupt();
    assertThat(polling.failure()).hasMessage("poll: EINTR (Interrupted system call)");
    assertThat(polling.interruptStatus()).isTrue();
    items.getFirst().target().network();
    assertThat(network().poll(items, Duration.ZERO)).isZero(); // nothing has become of it
  }

  @ParameterizedTest
  @EnumSource(Caller.Threads.class)
  void closingOneEndsTheWait(Caller.Threads threads) throws Exception {
    Socket closed = datagrams();
    Pollfd item = new Pollfd(closed, POLLIN);
    List<Pollfd> items = List.of(new Pollfd(datagrams(), POLLIN), item);
    Caller<Integer> polling =
        Caller.start(threads, network(), () -> network().poll(items, null)).untilItWaits();
    closed.close();
    assertThat(polling.result()).isEqualTo(1);
    assertThat(item.revents()).isEqualTo(POLLNVAL);

    Socket second = datagrams();
    Caller<Selected> selecting =
        Caller.start(
                threads,
                network(),
                () -> network().select(List.of(second), List.of(), List.of(), null))
            .untilItWaits();
    second.close();
    assertThat(selecting.failure()).hasMessage("select: EBADF (Bad file descriptor)");
  }

  // ---- select ----

  @Test
  void selectTellsEachSetForItself() throws Exception {
    Socket quiet = datagrams();
    Socket full = datagrams();
    quiet.sendto(new byte[1], full.getsockname());
    List<Socket> both = List.of(quiet, full);
    assertThat(network().select(both, both, both, null))
        .isEqualTo(new Selected(List.of(full), List.of(quiet, full), List.of()));
    assertThat(network().select(List.of(), List.of(quiet), List.of(), Duration.ZERO).write())
        .containsExactly(quiet);
    assertThat(network().select(both, List.of(), List.of(), Duration.ZERO).read())
        .containsExactly(full);
  }

  @Test
  void selectCountsAHangUpAsReadableAndNotAsWritableOrExceptional() throws Exception {
    Socket fresh = stream(); // POLLOUT | POLLHUP
    List<Socket> one = Collections.singletonList(fresh);
    assertThat(network().select(one, one, one, null))
        .isEqualTo(new Selected(List.copyOf(one), List.copyOf(one), List.of()));
    Duration time = Duration.ofMillis(30); // and does not take it for an end of the wait
    assertThat(afterTime(time, () -> network().select(List.of(), List.of(), one, time)).except())
        .isEmpty();
  }

  @Test
  void selectOnAClosedSocketIsEbadf() throws Exception {
    Socket closed = stream();
    closed.close();
    assertThat(failure(() -> network().select(List.of(), List.of(closed), List.of(), null)))
        .hasMessage("select: EBADF (Bad file descriptor)");
  }
}
