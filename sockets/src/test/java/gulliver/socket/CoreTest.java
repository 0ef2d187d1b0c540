package gulliver.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import gulliver.socket.spi.Time;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Closing and waiting above the seam, in interleavings that a real network seldom shows. */
class CoreTest {
  private static final MemorySegment BUFFER = MemorySegment.ofArray(new byte[10]);

  private static long receive(Core core, int flags) throws IOException {
    return core.receive("recv", BUFFER, 0, BUFFER.byteSize(), flags, null, Core.Until.SOME);
  }

  private static long send(Core core) throws IOException {
    return core.send(
        "send", BUFFER, 0, BUFFER.byteSize(), 0, null, Core.Until.SOME, Deadlines.UNSET);
  }

  private interface Work<T> {
    T run() throws Exception;
  }

  private static <T> CompletableFuture<T> start(Work<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        answer.complete(work.run());
      } catch (Throwable t) {
        answer.completeExceptionally(t);
      }
    });
    return answer;
  }

  private static Errno errno(CompletableFuture<?> call) {
    Throwable thrown = catchThrowable(() -> call.get(20, TimeUnit.SECONDS));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return Errno.of(thrown.getCause());
  }

  // ---- much at a time ----

  /** More than an int counts; nobody reads or writes it. */
  private static final MemorySegment GIANT = MemorySegment.ofAddress(8).reinterpret(5L << 30);

  /** Takes all that it is given, at most so much, and remembers the most that it was given. */
  private static final class Swift extends FakeEndpoint {
    private final long most;
    private long given;

    Swift(long most) {
      this.most = most;
    }

    @Override
    public long send(MemorySegment from, int flags, @Nullable Address to) {
      given = Math.max(given, from.byteSize());
      return Math.min(most, from.byteSize());
    }

    @Override
    public long recv(MemorySegment into, int flags, @Nullable Sender from) {
      return send(into, flags, null);
    }
  }

  private static Socket socket(FakeEndpoint endpoint) throws IOException {
    return Network.of(new FakeNetwork(endpoint))
        .socket(AddressFamily.AF_INET, SocketType.SOCK_STREAM);
  }

  @Test
  void whatIsMovedWholeIsMovedInAttemptsOfOneMebibyteAtMost() throws Exception {
    Swift endpoint = new Swift(Long.MAX_VALUE);
    try (Socket socket = socket(endpoint)) {
      socket.sendall(GIANT);
      assertThat(endpoint.given).isEqualTo(Core.MOST);
      assertThat(socket.recvall(GIANT)).isEqualTo(5L << 30);
      assertThat(endpoint.given).isEqualTo(Core.MOST);
    }
  }

  @Test
  void waitallAnswersWhatLinuxMovesInOneCallAtMost() throws Exception {
    try (Socket socket = socket(new Swift(Long.MAX_VALUE))) {
      assertThat(socket.recv(GIANT, Linux.MSG_WAITALL)).isEqualTo(0x7ffff000);
    }
  }

  @Test
  void aDeadSegmentIsRefusedWhileAnotherCallHasTheTurn() {
    FakeEndpoint endpoint = new FakeEndpoint();
    Core core = new Core(endpoint, endpoint.time);
    CompletableFuture<Long> holds = start(() -> send(core));
    Awaitility.await().until(() -> endpoint.waiters.get() == 1);
    MemorySegment dead;
    try (Arena arena = Arena.ofConfined()) {
      dead = arena.allocate(10);
    }
    CompletableFuture<Long> sends =
        start(() -> core.send("send", dead, 0, 10, 0, null, Core.Until.SOME, Deadlines.UNSET));
    Throwable thrown = catchThrowable(() -> sends.get(20, TimeUnit.SECONDS));
    assertThat(thrown).hasCauseInstanceOf(IllegalStateException.class);
    core.close();
    assertThat(errno(holds)).isEqualTo(Errno.EBADF);
  }

  // ---- types ----

  @Test
  void streamsRecordsAndDccpHaveConnectionsAndTheOthersHaveNot() {
    for (int type = 1; type <= 10; type++) {
      int number = type;
      FakeEndpoint endpoint =
          new FakeEndpoint() {
            @Override
            public int type() {
              return number;
            }
          };
      Core core = new Core(endpoint, endpoint.time);
      boolean connected =
          List.of(Linux.SOCK_STREAM, Linux.SOCK_SEQPACKET, Linux.SOCK_DCCP).contains(type);
      assertThat(core.isStream()).isEqualTo(type == Linux.SOCK_STREAM);
      assertThat(core.isConnectionless()).as("type %d", type).isEqualTo(!connected);
      assertThat(core.failure("send", null, Linux.ECONNREFUSED, 0))
          .isInstanceOf(
              connected
                  ? java.net.ConnectException.class
                  : java.net.PortUnreachableException.class);
    }
  }

  // ---- the use count ----

  @Test
  void theLastCallInsideReleasesOnce() {
    FakeEndpoint endpoint = new FakeEndpoint();
    Core core = new Core(endpoint, endpoint.time);
    CompletableFuture<Long> call = start(() -> receive(core, 0));
    Awaitility.await().until(() -> endpoint.waiters.get() == 1);
    assertThat(core.close()).isTrue();
    assertThat(core.close()).isFalse();
    assertThat(errno(call)).isEqualTo(Errno.EBADF);
    assertThat(endpoint.releases).hasValue(1);
    assertThat(endpoint.wrongs).hasValue(0);
  }

  /** Its send takes until the test has said what the answer is. */
  private static final class SlowSender extends FakeEndpoint {
    final CompletableFuture<@Nullable Void> inside = new CompletableFuture<>();
    final CompletableFuture<Long> goOn = new CompletableFuture<>();

    @Override
    public long send(MemorySegment from, int flags, @Nullable Address to) {
      inside.complete(null);
      return goOn.join();
    }
  }

  @Test
  void nothingIsReleasedWhileACallIsInside() throws Exception {
    SlowSender endpoint = new SlowSender();
    Core core = new Core(endpoint, endpoint.time);
    CompletableFuture<Long> call = start(() -> send(core));
    endpoint.inside.join();
    core.close();
    assertThat(endpoint.releases).hasValue(0);
    endpoint.goOn.complete(10L);
    assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(10); // it had gone before the end
    assertThat(endpoint.releases).hasValue(1);
  }

  @Test
  void whatIsAbandonedIsReleasedWhenItsCallsHaveLeft() throws Exception {
    CompletableFuture<Long> data = new CompletableFuture<>();
    FakeEndpoint endpoint =
        new FakeEndpoint() {
          @Override
          public long recv(MemorySegment into, int flags, @Nullable Sender from) {
            return data.isDone() ? data.join() : -Linux.EAGAIN;
          }
        };
    Core core = new Core(endpoint, endpoint.time);
    CompletableFuture<Long> call = start(() -> receive(core, 0));
    Awaitility.await().until(() -> endpoint.waiters.get() == 1);
    assertThat(core.abandon()).isTrue();
    assertThat(endpoint.releases).hasValue(0);
    assertThat(call).isNotDone();
    data.complete(10L);
    endpoint.wake(false);
    assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(10);
    assertThat(endpoint.releases).hasValue(1);
    assertThat(core.isClosed()).isTrue();
    assertThat(core.abandon()).isFalse();
  }

  @Test
  void closingAbandoningAndCallingAtOnceReleaseOnceAndTouchNothingAfter() throws Exception {
    for (int round = 0; round < 500; round++) {
      FakeEndpoint endpoint = new FakeEndpoint();
      Core core = new Core(endpoint, endpoint.time);
      Random random = new Random(round);
      List<Work<?>> works = new ArrayList<>();
      works.add(core::close);
      works.add(random.nextBoolean() ? core::close : core::abandon);
      works.add(() -> receive(core, 0));
      works.add(() -> receive(core, 0));
      works.add(() -> receive(core, Linux.MSG_DONTWAIT));
      works.add(() -> send(core));
      CyclicBarrier all = new CyclicBarrier(works.size());
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (Work<?> work : works) {
        calls.add(
            start(() -> {
              all.await();
              return work.run();
            }));
      }
      for (CompletableFuture<?> call : calls) {
        Throwable thrown = catchThrowable(() -> call.get(20, TimeUnit.SECONDS));
        if (thrown != null) {
          assertThat(Errno.of(thrown.getCause())).isEqualTo(Errno.EBADF);
        }
      }
      assertThat(endpoint.releases).hasValue(1);
      assertThat(endpoint.wrongs).hasValue(0);
    }
  }

  @Test
  void detachAndCloseAtOnceEndInOneOfTheTwo() throws Exception {
    for (int round = 0; round < 500; round++) {
      FakeEndpoint endpoint = new FakeEndpoint();
      Core core = new Core(endpoint, endpoint.time);
      CompletableFuture<Long> reader = start(() -> receive(core, 0));
      CyclicBarrier both = new CyclicBarrier(2);
      CompletableFuture<Long> detaching =
          start(() -> {
            both.await();
            return core.detach("detach");
          });
      both.await();
      boolean closed = core.close();
      assertThat(errno(reader)).isEqualTo(Errno.EBADF);
      if (closed) {
        assertThat(errno(detaching)).isEqualTo(Errno.EBADF);
        assertThat(endpoint.releases).hasValue(1);
      } else {
        assertThat(detaching.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
        assertThat(endpoint.releases).hasValue(0);
      }
      assertThat(endpoint.wrongs).hasValue(0);
    }
  }

  @Test
  void anInterruptedThreadThatDetachesParksUntilTheOthersHaveLeft() throws Exception {
    SlowSender endpoint = new SlowSender();
    Core core = new Core(endpoint, endpoint.time);
    CompletableFuture<Long> call = start(() -> send(core));
    endpoint.inside.join();
    CompletableFuture<Boolean> status = new CompletableFuture<>();
    Thread detaching =
        Thread.startVirtualThread(() -> {
          Thread.currentThread().interrupt();
          try {
            core.detach("detach");
            status.complete(Thread.currentThread().isInterrupted());
          } catch (IOException e) {
            status.completeExceptionally(e);
          }
        });
    Awaitility.await().until(() -> detaching.getState() == Thread.State.WAITING);
    endpoint.goOn.complete(10L);
    assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(10);
    assertThat(status.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(endpoint.releases).hasValue(0);
  }

  @Test
  void detachingWhatHasNoDescriptorLeavesItOpenButAClosedOneIsEbadf() {
    FakeEndpoint endpoint =
        new FakeEndpoint() {
          @Override
          public long handle() {
            return -1;
          }
        };
    Core core = new Core(endpoint, endpoint.time);
    assertThat(errno(start(() -> core.detach("detach")))).isEqualTo(Errno.EOPNOTSUPP);
    assertThat(core.isClosed()).isFalse();
    core.close();
    assertThat(errno(start(() -> core.detach("detach")))).isEqualTo(Errno.EBADF);
  }

  // ---- questions ----

  /** As a resolver: waits until it is interrupted. */
  private static String neverAnswers() throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
    throw SocketFailure.interrupted("getaddrinfo", "beta");
  }

  @Test
  void closingEndsAQuestion() {
    FakeEndpoint endpoint = new FakeEndpoint();
    Core core = new Core(endpoint, endpoint.time);
    Address name = new Address.Name("beta", 7);
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<String> answer =
        start(() ->
            Question.ask(
                core,
                "connect",
                name,
                () -> {
                  asked.complete(null);
                  return neverAnswers();
                }));
    asked.join();
    core.close();
    assertThat(errno(answer)).isEqualTo(Errno.EBADF);
    assertThat(answer.exceptionNow()).hasMessageStartingWith("connect beta:7: ");
    assertThat(endpoint.releases).hasValue(1);
  }

  @Test
  void anInterruptIsPassedOnAndStaysPending() throws Exception {
    FakeEndpoint endpoint = new FakeEndpoint();
    Core core = new Core(endpoint, endpoint.time);
    CompletableFuture<Boolean> status = new CompletableFuture<>();
    CompletableFuture<Void> failed =
        start(() -> {
          Thread.currentThread().interrupt();
          try {
            Question.ask(core, "connect", new Address.Name("beta", 7), CoreTest::neverAnswers);
            return null;
          } finally {
            status.complete(Thread.currentThread().isInterrupted());
          }
        });
    assertThat(errno(failed)).isEqualTo(Errno.EINTR);
    assertThat(failed.exceptionNow().getStackTrace()[0].getClassName())
        .as("the stack is the asker's")
        .isEqualTo(Question.class.getName());
    assertThat(status.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(core.isClosed()).isFalse();
  }

  @Test
  void anAnswerAndAFailureComeThroughAsTheyAre() throws Exception {
    FakeEndpoint endpoint = new FakeEndpoint();
    Core core = new Core(endpoint, endpoint.time);
    Address name = new Address.Name("beta", 7);
    assertThat(Question.<String>ask(core, "bind", name, () -> "alpha")).isEqualTo("alpha");
    IllegalStateException bug = new IllegalStateException("a bug");
    assertThatThrownBy(() ->
            Question.ask(
                core,
                "bind",
                name,
                () -> {
                  throw bug;
                }))
        .isSameAs(bug);
    core.close();
    assertThat(endpoint.releases).hasValue(1);
  }

  // ---- interleavings of waiting ----

  @Test
  void closeBetweenAnAttemptAndItsWaitEndsTheCall() {
    Core[] core = new Core[1];
    AtomicInteger attempts = new AtomicInteger();
    FakeEndpoint endpoint =
        new FakeEndpoint() {
          @Override
          public void await(int interest, long deadline) {
            core[0].close(); // after the look whether it is closed, before the wait
            super.await(interest, deadline);
          }

          @Override
          public long recv(MemorySegment into, int flags, @Nullable Sender from) {
            attempts.incrementAndGet();
            return super.recv(into, flags, from);
          }
        };
    core[0] = new Core(endpoint, endpoint.time);
    assertThat(errno(start(() -> receive(core[0], 0)))).isEqualTo(Errno.EBADF);
    assertThat(attempts).hasValue(2);
    assertThat(endpoint.releases).hasValue(1);
  }

  @Test
  void dataThatComeAtTheDeadlineAreNotLost() throws Exception {
    boolean[] late = new boolean[1];
    FakeEndpoint endpoint =
        new FakeEndpoint() {
          @Override
          public long recv(MemorySegment into, int flags, @Nullable Sender from) {
            return late[0] ? 10 : -Linux.EAGAIN;
          }

          @Override
          public void await(int interest, long deadline) {
            while (time.nanoTime() - deadline < 0) {
              time.park(deadline);
            }
            late[0] = true; // the last thing before the deadline
          }
        };
    Core core = new Core(endpoint, endpoint.time);
    core.receiveTimeout = Duration.ofMillis(1).toNanos();
    assertThat(receive(core, 0)).isEqualTo(10);
  }

  @Test
  void wakeUpsForNothingDoNotMoveTheDeadline() {
    List<Long> deadlines = new ArrayList<>();
    FakeEndpoint endpoint =
        new FakeEndpoint() {
          @Override
          public void await(int interest, long deadline) {
            deadlines.add(deadline); // and back at once
          }
        };
    Core core = new Core(endpoint, endpoint.time);
    core.receiveTimeout = Duration.ofMillis(1).toNanos();
    assertThatThrownBy(() -> receive(core, 0)).isInstanceOf(SocketTimeoutException.class);
    assertThat(deadlines).isNotEmpty().doesNotContain(Time.FOREVER);
    assertThat(deadlines.stream().distinct()).hasSize(1);
  }

  @Test
  void anErrorAfterAPartOfWaitallIsSaidOnce() throws Exception {
    long[] results = {4, -Linux.ECONNRESET, 0, 0, 0};
    AtomicInteger next = new AtomicInteger();
    FakeEndpoint endpoint =
        new FakeEndpoint() {
          @Override
          public long recv(MemorySegment into, int flags, @Nullable Sender from) {
            return results[next.getAndIncrement()];
          }
        };
    Core core = new Core(endpoint, endpoint.time);
    assertThat(receive(core, Linux.MSG_WAITALL)).isEqualTo(4);
    assertThat(errno(start(() -> receive(core, 0)))).isEqualTo(Errno.ECONNRESET);
    assertThat(receive(core, 0)).isZero();
  }
}
