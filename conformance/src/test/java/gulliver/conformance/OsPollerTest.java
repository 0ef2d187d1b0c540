package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.EPOLLERR;
import static gulliver.socket.Sockets.EPOLLET;
import static gulliver.socket.Sockets.EPOLLEXCLUSIVE;
import static gulliver.socket.Sockets.EPOLLHUP;
import static gulliver.socket.Sockets.EPOLLIN;
import static gulliver.socket.Sockets.EPOLLONESHOT;
import static gulliver.socket.Sockets.EPOLLOUT;
import static gulliver.socket.Sockets.EPOLLRDHUP;
import static gulliver.socket.Sockets.POLLIN;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.conformance.memory.MemoryWorld;
import gulliver.socket.Descriptor;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Pollable;
import gulliver.socket.Poller;
import gulliver.socket.Pollfd;
import gulliver.socket.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The poller that programs use. */
class OsPollerTest extends Suite {
  private final Poller.Events events = new Poller.Events(16);

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private Poller poller() throws IOException {
    return closing(new Poller(network()));
  }

  private Socket[] pair() throws IOException {
    Socket[] pair = network().socketpair();
    closing(pair[0]);
    closing(pair[1]);
    return pair;
  }

  private int now(Poller poller) throws IOException {
    return poller.wait(events, Duration.ZERO);
  }

  private static long errnoOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return Errno.of(failure(call)).number();
  }

  // ---- how events are told ----

  @Test
  void R37_aLevelIsToldAsLongAsItIs() throws Exception {
    Poller poller = poller();
    Socket[] pair = pair();
    Object mine = new Object();
    poller.add(pair[0], EPOLLIN, mine);
    assertThat(now(poller)).isZero();
    pair[1].send(new byte[2]);
    for (int i = 0; i < 3; i++) {
      assertThat(poller.wait(events, null)).isEqualTo(1);
      assertThat(events.count()).isEqualTo(1);
      assertThat(events.target(0)).isSameAs(pair[0]);
      assertThat(events.attachment(0)).isSameAs(mine);
      assertThat(events.events(0)).isEqualTo(EPOLLIN);
    }
    pair[0].recv(2);
    assertThat(now(poller)).isZero();
    assertThatThrownBy(() -> events.target(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void R37_anEdgeIsToldOnce() throws Exception {
    Poller poller = poller();
    Socket[] pair = pair();
    poller.add(pair[0], EPOLLIN | EPOLLET, null);
    pair[1].send(new byte[2]);
    assertThat(poller.wait(events, null)).isEqualTo(1);
    assertThat(events.attachment(0)).isNull();
    assertThat(now(poller)).isZero();
    pair[0].recv(1);
    assertThat(now(poller)).isZero();
    pair[1].send(new byte[2]);
    assertThat(now(poller)).isEqualTo(1);
  }

  @Test
  void R37_aOneShotIsToldOnceUntilItIsArmedAgain() throws Exception {
    Poller poller = poller();
    Socket[] pair = pair();
    poller.add(pair[0], EPOLLIN | EPOLLONESHOT, "first");
    pair[1].send(new byte[2]);
    assertThat(poller.wait(events, null)).isEqualTo(1);
    pair[1].send(new byte[2]);
    assertThat(now(poller)).isZero();
    poller.modify(pair[0], EPOLLIN | EPOLLOUT | EPOLLONESHOT);
    assertThat(now(poller)).isEqualTo(1);
    assertThat(events.events(0)).isEqualTo(EPOLLIN | EPOLLOUT);
    assertThat(events.attachment(0)).isEqualTo("first");
    poller.modify(pair[0], EPOLLOUT | EPOLLONESHOT, "second");
    assertThat(now(poller)).isEqualTo(1);
    assertThat(events.events(0)).isEqualTo(EPOLLOUT);
    assertThat(events.attachment(0)).isEqualTo("second");
  }

  @Test
  void whatIsExclusiveReachesSomebody() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    List<Poller> pollers = List.of(poller(), poller(), poller());
    for (Poller poller : pollers) {
      poller.add(server, EPOLLIN | EPOLLEXCLUSIVE, null);
      assertThat(errnoOf(() -> poller.modify(server, EPOLLIN))).isEqualTo(Linux.EINVAL);
    }
    closing(peer().connect(server.getsockname()));
    int told = 0;
    for (Poller poller : pollers) {
      told += now(poller);
    }
    assertThat(told).isPositive();
    assertThatThrownBy(() -> poller().add(server, EPOLLIN | EPOLLONESHOT | EPOLLEXCLUSIVE, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EPOLLEXCLUSIVE goes with EPOLLIN");
  }

  @Test
  void theEndAndErrorsAreToldUnasked() throws Exception {
    Poller poller = poller();
    Socket[] pair = pair();
    Descriptor[] pipe = Descriptor.pipe();
    closing(pipe[1]);
    poller.add(pair[0], EPOLLRDHUP, null);
    poller.add(pipe[1], 0, null);
    assertThat(now(poller)).isZero();
    pair[1].shutdown(SHUT_WR);
    assertThat(now(poller)).isEqualTo(1);
    assertThat(events.events(0)).isEqualTo(EPOLLRDHUP);
    pair[1].close();
    poller.modify(pair[0], 0);
    assertThat(now(poller)).isEqualTo(1);
    assertThat(events.events(0)).isEqualTo(EPOLLHUP);
    poller.remove(pair[0]);
    pipe[0].close();
    assertThat(now(poller)).isEqualTo(1);
    assertThat(events.target(0)).isSameAs(pipe[1]);
    assertThat(events.events(0)).isEqualTo(EPOLLERR);
  }

  @Test
  void whatDoesNotFitComesWithTheNextWait() throws Exception {
    Poller poller = poller();
    for (int i = 0; i < 10; i++) {
      poller.add(closing(Descriptor.eventfd(1, 0)), EPOLLIN | EPOLLET, i);
    }
    List<Object> seen = new ArrayList<>();
    Poller.Events four = new Poller.Events(4);
    for (int n; (n = poller.wait(four, Duration.ZERO)) > 0; ) {
      assertThat(n).isLessThanOrEqualTo(4);
      for (int i = 0; i < n; i++) {
        seen.add(four.attachment(i));
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(poller.size()).isEqualTo(10);
    assertThat(poller.wait(100, Duration.ZERO).count()).isZero();
  }

  // ---- who is in the set ----

  @Test
  void aSocketLeavesWhenItIsClosedOrDetached() throws Exception {
    Poller poller = poller();
    Socket[] pair = pair();
    Socket twin = closing(pair[0].dup()); // for the kernel, close would leave it in the set
    poller.add(pair[0], EPOLLIN, "first");
    poller.add(pair[1], EPOLLIN, null);
    pair[1].send(new byte[1]);
    pair[0].close();
    assertThat(poller.size()).isEqualTo(1);
    assertThat(now(poller)).isZero();
    assertThat(members(poller)).containsExactly(pair[1].fileno());
    int fd = pair[1].detach();
    assertThat(poller.size()).isZero();
    assertThat(members(poller)).isEmpty();
    Descriptors.close(fd);
    assertThat(twin.recv(1)).hasSize(1);
  }

  /** What the kernel has in the set, besides the counter that wakes it up. */
  private static List<Integer> members(Poller poller) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/fdinfo/" + poller.fileno())).stream()
        .filter(line -> line.startsWith("tfd:") && !line.contains("data: ffffffffffffffff"))
        .map(line -> Integer.valueOf(line.replaceAll("tfd: +(\\d+).*", "$1")))
        .toList();
  }

  @Test
  void anEventNeverReachesWhoeverHasTheNumberNow() throws Exception {
    Poller poller = poller();
    int recycled = 0;
    for (int i = 0; i < 200; i++) {
      Socket[] old = network().socketpair();
      Socket twin = old[0].dup();
      poller.add(old[0], EPOLLIN, "old");
      old[1].send(new byte[1]);
      int number = old[0].fileno();
      old[0].close();
      Socket[] young = network().socketpair();
      recycled += young[0].fileno() == number ? 1 : 0; // the lowest that is free
      poller.add(young[0], EPOLLIN, "young");
      assertThat(now(poller)).isZero();
      young[1].send(new byte[1]);
      assertThat(now(poller)).isEqualTo(1);
      assertThat(events.target(0)).isSameAs(young[0]);
      for (Socket socket : List.of(old[1], twin, young[0], young[1])) {
        socket.close();
      }
    }
    assertThat(poller.size()).isZero();
    assertThat(recycled).isGreaterThan(100);
  }

  /** Sockets come and go under a thread that waits; nobody is told of who has never sent. */
  @Test
  void closingUnderAWaitTellsNobodyWrong() throws Exception {
    Poller poller = poller();
    AtomicInteger wrongs = new AtomicInteger();
    AtomicInteger rights = new AtomicInteger();
    Caller<?> waiter =
        Caller.run(
            network(),
            () -> {
              Poller.Events mine = new Poller.Events(8);
              for (boolean ends = false; !ends; ) {
                int n = poller.wait(mine, null);
                for (int i = 0; i < n; i++) {
                  ends |= "end".equals(mine.attachment(i));
                  ("quiet".equals(mine.attachment(i)) ? wrongs : rights).incrementAndGet();
                }
              }
            });
    for (int i = 0; i < 2000; i++) {
      Socket[] loud = network().socketpair();
      poller.add(loud[0], EPOLLIN, "loud");
      loud[1].send(new byte[1]);
      loud[0].close();
      Socket[] quiet = network().socketpair(); // with the same number
      poller.add(quiet[0], EPOLLIN, "quiet");
      for (Socket socket : List.of(loud[1], quiet[0], quiet[1])) {
        socket.close();
      }
    }
    poller.add(closing(Descriptor.eventfd(1, 0)), EPOLLIN, "end");
    waiter.result();
    assertThat(wrongs).hasValue(0);
    assertThat(rights.get()).isPositive();
  }

  @Test
  void whatCannotBeAddedSaysWhy() throws Exception {
    Poller poller = poller();
    Socket[] pair = pair();
    poller.add(pair[0], EPOLLIN, null);
    assertThat(errnoOf(() -> poller.add(pair[0], EPOLLIN, null))).isEqualTo(Linux.EEXIST);
    assertThat(errnoOf(() -> poller.modify(pair[1], EPOLLIN))).isEqualTo(Linux.ENOENT);
    assertThat(errnoOf(() -> poller.remove(pair[1]))).isEqualTo(Linux.ENOENT);
    poller.remove(pair[0]);
    assertThat(errnoOf(() -> poller.remove(pair[0]))).isEqualTo(Linux.ENOENT);
    Descriptor file = closing(Descriptor.open("/etc/passwd", Linux.O_RDONLY));
    assertThat(failure(() -> poller.add(file, EPOLLIN, null)))
        .hasMessage("epoll_ctl: EPERM (Operation not permitted)");
    assertThat(poller.size()).isZero();
    assertThat(errnoOf(() -> poller.add(poller, EPOLLIN, null))).isEqualTo(Linux.EINVAL);
    pair[0].close();
    assertThat(errnoOf(() -> poller.add(pair[0], EPOLLIN, null))).isEqualTo(Linux.EBADF);
    assertThatThrownBy(() -> poller.add(pair[1], 1 << 20, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("add: events 0x100000: unknown bits");
    MemoryWorld memory = new MemoryWorld();
    Socket other = closing(memory.network().socket(AF_INET, SOCK_DGRAM));
    assertThatThrownBy(() -> poller.add(other, EPOLLIN, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Poller(memory.network()))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> new Poller.Events(0)).isInstanceOf(IllegalArgumentException.class);
  }

  // ---- waiting ----

  @ParameterizedTest
  @EnumSource(Caller.Threads.class)
  void aWaitEndsWithAnEventAWakeUpATimeOutAnInterruptAndClose(Caller.Threads threads)
      throws Exception {
    Poller poller = poller();
    Socket[] pair = pair();
    poller.add(pair[0], EPOLLIN, null);
    Caller<Integer> event = waiting(threads, poller).untilItWaits();
    pair[1].send(new byte[1]);
    assertThat(event.result()).isEqualTo(1);
    pair[0].recv(1);

    Caller<Integer> woken = waiting(threads, poller).untilItWaits();
    poller.wakeup();
    assertThat(woken.result()).isZero();
    poller.wakeup();
    poller.wakeup();
    assertThat(waiting(threads, poller).result()).isZero(); // the next
    Caller<Integer> late =
        Caller.start(
            threads, network(), () -> poller.wait(new Poller.Events(4), Duration.ofMillis(5)));
    assertThat(late.result()).isZero(); // two wake-ups were as one

    Caller<Integer> interrupted = waiting(threads, poller).untilItWaits();
    interrupted.interrupt();
    assertThat(interrupted.failure()).hasMessage("epoll_wait: EINTR (Interrupted system call)");
    assertThat(interrupted.interruptStatus()).isTrue();

    Caller<Integer> closed = waiting(threads, poller).untilItWaits();
    Caller<Integer> second = waiting(threads, poller).untilItWaits();
    poller.close();
    poller.close();
    assertThat(closed.failure()).hasMessage("epoll_wait: EBADF (Bad file descriptor)");
    assertThat(Errno.of(second.failure())).isEqualTo(Errno.EBADF);
    assertThat(errnoOf(poller::wakeup)).isEqualTo(Linux.EBADF);
    assertThat(errnoOf(() -> poller.add(pair[1], EPOLLIN, null))).isEqualTo(Linux.EBADF);
    assertThat(errnoOf(() -> poller.wait(events, null))).isEqualTo(Linux.EBADF);
    assertThat(poller.fileno()).isEqualTo(-1);
    assertThat(poller).hasToString("poller closed");
  }

  private Caller<Integer> waiting(Caller.Threads threads, Poller poller) {
    return Caller.start(threads, network(), () -> poller.wait(new Poller.Events(4), null));
  }

  @Test
  void ofTwoThatWaitEachGetsAnEvent() throws Exception {
    Poller poller = poller();
    Socket[] pair = pair();
    poller.add(pair[0], EPOLLIN | EPOLLONESHOT, null);
    Caller<Integer> first = waiting(Caller.Threads.VIRTUAL, poller).untilItWaits();
    Caller<Integer> second = waiting(Caller.Threads.VIRTUAL, poller).untilItWaits();
    pair[1].send(new byte[1]);
    assertThat(first.result()).isEqualTo(1);
    poller.modify(pair[0], EPOLLIN | EPOLLONESHOT);
    assertThat(second.result()).isEqualTo(1);
  }

  /** A hundred would block every carrier there is, and those who are to wake them never run. */
  @Test
  void waitingBlocksNoCarrier() throws Exception {
    Descriptor counter = closing(Descriptor.eventfd(0, 0));
    List<Caller<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Poller poller = poller();
      poller.add(counter, EPOLLIN, null);
      callers.add(waiting(Caller.Threads.VIRTUAL, poller).untilItWaits());
    }
    Caller.run(network(), () -> counter.eventfdWrite(1)).result();
    for (Caller<Integer> caller : callers) {
      assertThat(caller.result()).isEqualTo(1);
    }
  }

  // ---- a poller is itself pollable ----

  @Test
  void R37_aPollerIsInAnothersSetAndCanBePolled() throws Exception {
    Poller inner = poller();
    Poller outer = poller();
    Descriptor counter = closing(Descriptor.eventfd(0, 0));
    inner.add(counter, EPOLLIN, "inner");
    outer.add(inner, EPOLLIN, "outer");
    Pollfd item = new Pollfd(inner, POLLIN);
    assertThat(network().poll(List.of(item), Duration.ZERO)).isZero();
    Caller<Integer> polling =
        Caller.start(network(), () -> network().poll(List.of(item), null)).untilItWaits();
    Caller<Integer> waiting = waiting(Caller.Threads.VIRTUAL, outer).untilItWaits();
    counter.eventfdWrite(1);
    assertThat(polling.result()).isEqualTo(1);
    assertThat(waiting.result()).isEqualTo(1);
    assertThat(now(outer)).isEqualTo(1);
    assertThat(events.target(0)).isSameAs(inner);
    assertThat(now(inner)).isEqualTo(1);
    assertThat(events.attachment(0)).isEqualTo("inner");
    List<Pollable> readable =
        network().select(List.of(inner), List.of(), List.of(), Duration.ZERO).read();
    assertThat(readable).containsExactly(inner);
    assertThat(errnoOf(() -> inner.add(outer, EPOLLIN, null))).isEqualTo(Linux.ELOOP);
    inner.close();
    assertThat(outer.size()).isZero();
    assertThat(now(outer)).isZero();
  }

  @Test
  void aDetachedPollerIsTheKernelsSet() throws Exception {
    Poller poller = poller();
    Descriptor counter = closing(Descriptor.eventfd(1, 0));
    poller.add(counter, EPOLLIN, null);
    int fd = poller.detach();
    assertThat(errnoOf(() -> poller.wait(events, null))).isEqualTo(Linux.EBADF);
    try (Descriptor set = Descriptor.fromfd(fd)) {
      Pollfd item = new Pollfd(set, POLLIN);
      assertThat(network().poll(List.of(item), Duration.ZERO)).isEqualTo(1);
      counter.eventfdRead();
      assertThat(network().poll(List.of(item), Duration.ZERO)).isZero();
    }
  }

  // ---- what is dropped ----

  @Test
  void aDroppedPollerAndTheSocketInItAreClosed() throws Exception {
    Socket other = drop();
    other.setblocking(false);
    Awaitility.await()
        .until(() -> {
          System.gc();
          return other.recv(new byte[1]) == 0;
        });
  }

  private Socket drop() throws IOException {
    Socket[] pair = network().socketpair();
    new Poller(network()).add(pair[0], EPOLLIN, new Object());
    return closing(pair[1]);
  }

  @Test
  void aClosedPollerHoldsNoSocket() throws Exception {
    Socket[] pair = pair();
    for (int i = 0; i < 100; i++) {
      Poller poller = new Poller(network());
      poller.add(pair[0], EPOLLIN, null);
      poller.close();
    }
    Poller poller = poller();
    poller.add(pair[0], EPOLLIN, null);
    pair[1].send(new byte[1]);
    assertThat(now(poller)).isEqualTo(1);
  }
}
