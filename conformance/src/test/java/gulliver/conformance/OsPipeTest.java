package gulliver.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Descriptor;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.WouldBlockException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors that are no sockets: pipes, counters, timers, files, terminals, others' ones. */
class OsPipeTest extends Suite {
  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private Descriptor[] pipe() throws IOException {
    Descriptor[] pipe = Descriptor.pipe();
    closing(pipe[0]);
    closing(pipe[1]);
    return pipe;
  }

  /** The same pipe, as if something else had opened it. */
  private Descriptor[] adopted() throws IOException {
    Descriptor[] pipe = Descriptor.pipe();
    return new Descriptor[] {
      closing(Descriptor.fromfd(pipe[0].detach())), closing(Descriptor.fromfd(pipe[1].detach()))
    };
  }

  private static long errnoOf(Callable<?> call) {
    return Errno.of(failure(call::call)).number();
  }

  // ---- pipes ----

  @Test
  void R37_aPipeGivesWhatWasWritten() throws Exception {
    Descriptor[] pipe = pipe();
    assertThat(pipe[1].write("hello".getBytes(US_ASCII))).isEqualTo(5);
    assertThat(pipe[1].write("..world!".getBytes(US_ASCII), 2, 5)).isEqualTo(5);
    ByteBuffer direct = ByteBuffer.allocateDirect(16).put("abcd".getBytes(US_ASCII)).flip();
    assertThat(pipe[1].write(direct)).isEqualTo(4);
    assertThat(direct.remaining()).isZero();
    assertThat(pipe[0].read(3)).isEqualTo("hel".getBytes(US_ASCII));
    byte[] range = new byte[6];
    assertThat(pipe[0].read(range, 2, 4)).isEqualTo(4);
    assertThat(range).isEqualTo("\0\0lowo".getBytes(US_ASCII));
    ByteBuffer into = ByteBuffer.allocate(10);
    assertThat(pipe[0].read(into)).isEqualTo(7);
    assertThat(into.position()).isEqualTo(7);
    pipe[1].writeall(new byte[] {1, 2});
    try (Arena arena = Arena.ofConfined()) {
      assertThat(pipe[0].read(arena.allocate(2))).isEqualTo(2);
    }
    pipe[1].close();
    assertThat(pipe[0].read(new byte[1])).isZero();
    assertThat(pipe[0].read(10)).isEmpty();
  }

  @Test
  void aPipeThatNobodyReadsIsEpipeAndNoSignal() throws Exception {
    Descriptor[] pipe = pipe();
    pipe[0].close();
    IOException broken = failure(() -> pipe[1].write(new byte[1]));
    assertThat(broken).hasMessage("write: EPIPE (Broken pipe)").isInstanceOf(SocketFailure.class);
  }

  @Test
  void aPipeThatDoesNotWaitSaysSo() throws Exception {
    Descriptor[] pipe = Descriptor.pipe(Linux.O_NONBLOCK);
    closing(pipe[0]);
    closing(pipe[1]);
    assertThat(pipe[0].getblocking()).isFalse();
    assertThat(pipe[0].read(new byte[1])).isEqualTo(Socket.WOULD_BLOCK);
    assertThatThrownBy(() -> pipe[0].read(1)).isInstanceOf(WouldBlockException.class);
    byte[] much = pattern(1 << 20);
    int taken = pipe[1].write(much);
    assertThat(taken).isBetween(1, much.length - 1); // as much as fits
    assertThat(pipe[1].write(much)).isEqualTo(Socket.WOULD_BLOCK);
    assertThat(failure(() -> pipe[1].writeall(much))).isInstanceOf(WouldBlockException.class);
    pipe[0].settimeout(null);
    byte[] all = new byte[taken];
    for (int n = 0; n < taken; ) {
      n += pipe[0].read(all, n, taken - n);
    }
    assertThat(all).isEqualTo(part(much, 0, taken));
  }

  @Test
  void writeallIsWholeAgainstAnother() throws Exception {
    Descriptor[] pipe = pipe();
    byte[] ones = new byte[300_000];
    java.util.Arrays.fill(ones, (byte) 1);
    List<Caller<?>> writers = new ArrayList<>();
    for (byte[] bytes : List.of(ones, new byte[300_000])) {
      writers.add(Caller.run(network(), () -> pipe[1].writeall(bytes)));
    }
    byte[] all = new byte[600_000];
    for (int n = 0; n < all.length; ) {
      n += pipe[0].read(all, n, all.length - n);
    }
    int changes = 0;
    for (int i = 1; i < all.length; i++) {
      changes += all[i] == all[i - 1] ? 0 : 1;
    }
    assertThat(changes).isEqualTo(1);
    for (Caller<?> writer : writers) {
      writer.result();
    }
  }

  // ---- waiting ----

  private Descriptor[] pipe(boolean ours) throws IOException {
    return ours ? pipe() : adopted();
  }

  /** A hundred would block every carrier there is, and those who are to wake them never run. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void waitingBlocksNoCarrier(boolean ours) throws Exception {
    List<Descriptor[]> pipes = new ArrayList<>();
    List<Caller<?>> callers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Descriptor[] pipe = pipe(ours);
      pipes.add(pipe);
      callers.add(Caller.start(network(), () -> pipe[0].read(10)).untilItWaits());
    }
    result(
        start(() -> {
          for (Descriptor[] pipe : pipes) {
            pipe[1].write(new byte[] {7});
          }
          return null;
        }));
    for (Caller<?> caller : callers) {
      assertThat(caller.result()).isEqualTo(new byte[] {7});
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFullPipeLetsItsWriterWaitUntilThereIsRoom(boolean ours) throws Exception {
    Descriptor[] pipe = pipe(ours);
    byte[] much = pattern(500_000);
    Caller<?> writer = Caller.run(network(), () -> pipe[1].writeall(much)).untilItWaits();
    byte[] all = new byte[much.length];
    for (int n = 0; n < all.length; ) {
      n += pipe[0].read(all, n, all.length - n);
    }
    writer.result();
    assertThat(all).isEqualTo(much);
  }

  @ParameterizedTest
  @EnumSource(Caller.Threads.class)
  void aWaitEndsOnTimeOutInterruptAndClose(Caller.Threads threads) throws Exception {
    for (boolean ours : new boolean[] {true, false}) {
      Descriptor[] pipe = pipe(ours);
      pipe[0].settimeout(Duration.ofMillis(5));
      Caller<?> late = Caller.start(threads, network(), () -> pipe[0].read(1));
      assertThat(late.failure()).isInstanceOf(SocketTimeoutException.class);
      pipe[0].settimeout(null);

      Caller<?> interrupted = Caller.start(threads, network(), () -> pipe[0].read(1));
      interrupted.untilItWaits().interrupt();
      assertThat(Errno.of(interrupted.failure())).isEqualTo(Errno.EINTR);
      assertThat(interrupted.interruptStatus()).isTrue();

      Caller<?> closed = Caller.start(threads, network(), () -> pipe[0].read(1)).untilItWaits();
      Caller<?> queued = Caller.start(threads, network(), () -> pipe[0].read(1)).untilItWaits();
      pipe[0].close();
      assertThat(Errno.of(closed.failure())).isEqualTo(Errno.EBADF);
      assertThat(Errno.of(queued.failure())).isEqualTo(Errno.EBADF);
      assertThat(failure(() -> pipe[1].write(new byte[1]))).hasMessageContaining("EPIPE");
    }
  }

  @Test
  void everyCallOnAClosedDescriptorIsEbadf() throws Exception {
    Descriptor closed = Descriptor.eventfd(1, 0);
    closed.close();
    closed.close();
    List<Callable<?>> calls =
        List.of(
            () -> closed.read(1),
            () -> closed.write(new byte[1]),
            () -> closed.ioctl(Linux.FIONREAD, new byte[4]),
            closed::eventfdRead,
            closed::timerfdGettime,
            closed::dup,
            closed::detach,
            closed::getInheritable);
    for (Callable<?> call : calls) {
      assertThat(errnoOf(call)).isEqualTo(Linux.EBADF);
    }
    assertThat(closed.fileno()).isEqualTo(-1);
    assertThat(closed).hasToString("descriptor closed");
  }

  @Test
  void misuseIsRefusedBeforeTheKernelSeesIt() throws Exception {
    Descriptor[] pipe = pipe();
    pipe[1].write(new byte[100]);
    MemorySegment constant = MemorySegment.ofArray(new byte[10]).asReadOnly();
    MemorySegment dead = dead();
    assertThatThrownBy(() -> pipe[0].read(constant))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("read: the buffer is read-only");
    assertThatThrownBy(() -> pipe[0].read(dead)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pipe[1].write(dead)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pipe[0].ioctl(Linux.FIONREAD, dead))
        .isInstanceOf(IllegalStateException.class);
    try (Arena mine = Arena.ofConfined()) {
      MemorySegment foreign = mine.allocate(10);
      Caller<?> other = Caller.start(network(), () -> pipe[0].read(foreign));
      assertThatThrownBy(other::result).isInstanceOf(WrongThreadException.class);
    }
    assertThatThrownBy(() -> pipe[0].read(new byte[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> pipe[0].read(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("read: size -1: at least 0 is allowed");
    assertThat(pipe[1].write(constant)).isEqualTo(10);
    assertThat(pipe[0].read(200)).hasSize(110); // nothing was taken, nothing lost
  }

  private static MemorySegment dead() {
    try (Arena arena = Arena.ofConfined()) {
      return arena.allocate(10);
    }
  }

  /** Whoever reads a number that has been given to another pipe would take what is not his. */
  @Test
  void aRecycledNumberIsNeverRead() throws Exception {
    for (int i = 0; i < 300; i++) {
      Descriptor[] pipe = Descriptor.pipe();
      Caller<?> reader =
          Caller.start(Caller.Threads.PLATFORM, network(), () -> pipe[0].read(1))
              .untilItWaitsOrEnds();
      Caller<?> closer = Caller.run(network(), pipe[0]::close);
      Descriptor[] next = Descriptor.pipe();
      next[1].write(new byte[] {1});
      assertThat(Errno.of(reader.failure())).isEqualTo(Errno.EBADF);
      closer.result();
      assertThat(next[0].read(2)).containsExactly(1);
      for (Descriptor each : List.of(pipe[1], next[0], next[1])) {
        each.close();
      }
    }
  }

  // ---- O_NONBLOCK ----

  @Test
  void theFlagIsGivenBackToWhoeverGetsTheDescription() throws Exception {
    Descriptor[] pipe = pipe();
    Descriptor twin = closing(pipe[0].dup());
    assertThat(twin.fileno()).isNotEqualTo(pipe[0].fileno());
    pipe[1].write(new byte[] {1, 2});
    assertThat(twin.read(1)).containsExactly(1);
    assertThat(pipe[0].read(1)).containsExactly(2);
    int fd = pipe[0].detach();
    assertThat(Descriptors.isNonblocking(fd)).isFalse();
    Caller<?> waits = Caller.start(network(), () -> twin.read(1)).untilItWaits();
    eventually(() -> assertThat(Descriptors.isNonblocking(fd)).isFalse());
    pipe[1].write(new byte[] {3});
    assertThat(waits.result()).isEqualTo(new byte[] {3});
    Descriptors.close(fd);
  }

  @Test
  void anInheritableDescriptionBlocks() throws Exception {
    Descriptor[] pipe = pipe();
    assertThat(pipe[0].getInheritable()).isFalse();
    Caller<?> waits = Caller.start(network(), () -> pipe[0].read(1)).untilItWaits();
    pipe[0].setInheritable(true);
    assertThat(pipe[0].getInheritable()).isTrue();
    assertThat(Descriptors.flags(pipe[0].fileno()) & Linux.O_CLOEXEC).isZero();
    assertThat(Descriptors.isNonblocking(pipe[0].fileno())).isFalse();
    pipe[1].write(new byte[] {3});
    assertThat(waits.result()).isEqualTo(new byte[] {3});
    assertThat(Descriptors.isNonblocking(pipe[0].fileno())).isFalse();
    pipe[0].setInheritable(false);
    assertThat(pipe[0].getInheritable()).isFalse();
  }

  @Test
  void anAdoptedDescriptorIsClosedOnExecAndItsFlagLeftAlone() throws Exception {
    int[] numbers = {0, 0};
    Descriptor[] pipe = Descriptor.pipe();
    numbers[0] = pipe[0].detach();
    numbers[1] = pipe[1].detach();
    Descriptor reader = closing(Descriptor.fromfd(numbers[0]));
    Descriptor writer = closing(Descriptor.fromfd(numbers[1]));
    assertThat(reader.fileno()).isEqualTo(numbers[0]);
    assertThat(Descriptors.flags(numbers[0]) & Linux.O_CLOEXEC).isNotZero();
    Caller<?> waits = Caller.start(network(), () -> reader.read(1)).untilItWaits();
    eventually(() -> assertThat(Descriptors.isNonblocking(numbers[0])).isFalse());
    writer.write(new byte[] {3});
    assertThat(waits.result()).isEqualTo(new byte[] {3});
    assertThat(Descriptors.isNonblocking(numbers[0])).isFalse();
    assertThat(Descriptors.isNonblocking(numbers[1])).isFalse();
  }

  @Test
  void adoptingWhatIsNotOpenIsEbadf() {
    assertThat(failure(() -> Descriptor.fromfd(100_000)))
        .hasMessage("fromfd 100000: EBADF (Bad file descriptor)");
    assertThat(errnoOf(() -> Descriptor.fromfd(-1))).isEqualTo(Linux.EBADF);
  }

  // ---- eventfd ----

  @Test
  void R37_aCounterAddsAndIsTaken() throws Exception {
    Descriptor counter = closing(Descriptor.eventfd(3, 0));
    counter.eventfdWrite(4);
    assertThat(info(counter, "eventfd-count")).isEqualTo("7");
    assertThat(counter.eventfdRead()).isEqualTo(7);
    Caller<Long> waits = Caller.start(network(), counter::eventfdRead).untilItWaits();
    counter.eventfdWrite(1);
    assertThat(waits.result()).isEqualTo(1);
    assertThat(
            errnoOf(() -> {
              counter.eventfdWrite(-1);
              return null;
            }))
        .isEqualTo(Linux.EINVAL);
    counter.eventfdWrite(-2); // the most there is
    Caller<?> full = Caller.run(network(), () -> counter.eventfdWrite(1)).untilItWaits();
    assertThat(counter.eventfdRead()).isEqualTo(-2);
    full.result();
    assertThat(counter.eventfdRead()).isEqualTo(1);
  }

  @Test
  void aSemaphoreIsTakenOneByOne() throws Exception {
    Descriptor counter = closing(Descriptor.eventfd(2, Linux.EFD_SEMAPHORE | Linux.EFD_NONBLOCK));
    assertThat(counter.eventfdRead()).isEqualTo(1);
    assertThat(counter.eventfdRead()).isEqualTo(1);
    assertThatThrownBy(counter::eventfdRead).isInstanceOf(WouldBlockException.class);
    assertThat(errnoOf(() -> Descriptor.eventfd(0, 0x100))).isEqualTo(Linux.EINVAL);
  }

  private static String info(Descriptor descriptor, String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor.fileno())).stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  // ---- timerfd ----

  @Test
  void R37_aTimerExpires() throws Exception {
    Descriptor timer = closing(Descriptor.timerfd(Linux.CLOCK_MONOTONIC));
    assertThat(timer.timerfdGettime())
        .isEqualTo(new Descriptor.TimerSpec(Duration.ZERO, Duration.ZERO));
    timer.timerfdSettime(Duration.ofMillis(2));
    assertThat(result(start(timer::timerfdRead))).isEqualTo(1);
    assertThat(timer.timerfdGettime().value()).isZero();

    timer.timerfdSettime(0, Duration.ofNanos(1), Duration.ofNanos(1000));
    assertThat(timer.timerfdRead() + timer.timerfdRead()).isGreaterThanOrEqualTo(2);
    assertThat(timer.timerfdGettime().interval()).isEqualTo(Duration.ofNanos(1000));

    Duration hour = Duration.ofHours(1);
    Duration day = Duration.ofDays(1).plusNanos(7);
    timer.timerfdSettime(0, hour, day);
    Descriptor.TimerSpec set = timer.timerfdGettime();
    assertThat(set.interval()).isEqualTo(day);
    assertThat(set.value()).isPositive().isLessThanOrEqualTo(hour);
    assertThat(info(timer, "it_interval")).isEqualTo("(86400, 7)");
    assertThat(timer.timerfdSettime(Duration.ZERO).interval()).isEqualTo(day);
    assertThat(info(timer, "it_value")).isEqualTo("(0, 0)");
    timer.setblocking(false);
    assertThatThrownBy(timer::timerfdRead).isInstanceOf(WouldBlockException.class);
  }

  @Test
  void anAbsoluteTimerGoesByItsClock() throws Exception {
    Descriptor timer = closing(Descriptor.timerfd(Linux.CLOCK_REALTIME));
    Instant past = Instant.now().minusSeconds(10);
    Duration reading = Duration.between(Instant.EPOCH, past);
    timer.timerfdSettime(Linux.TFD_TIMER_ABSTIME, reading, Duration.ofSeconds(4));
    assertThat(timer.timerfdRead()).isGreaterThanOrEqualTo(3); // 10 s ago, 6 s ago, 2 s ago
    assertThat(errnoOf(() -> timer.timerfdSettime(64, reading, reading))).isEqualTo(Linux.EINVAL);
    assertThat(errnoOf(() -> Descriptor.timerfd(99))).isEqualTo(Linux.EINVAL);
    assertThatThrownBy(() -> timer.timerfdSettime(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timerfd_settime: value PT-1S: at least 0 is allowed");
    Descriptor[] pipe = pipe();
    assertThat(errnoOf(() -> pipe[0].timerfdSettime(Duration.ZERO))).isEqualTo(Linux.EINVAL);
    assertThat(errnoOf(pipe[0]::timerfdGettime)).isEqualTo(Linux.EINVAL);
  }

  // ---- files ----

  @Nested
  class AFile {
    @TempDir Path folder;

    @Test
    void isMadeWrittenAndRead() throws Exception {
      Path path = folder.resolve("a file");
      byte[] bytes = pattern(100_000);
      int flags = Linux.O_WRONLY | Linux.O_CREAT | Linux.O_EXCL;
      try (Descriptor file = Descriptor.open(path.toString(), flags, 0640)) {
        file.writeall(bytes);
        assertThat(file).hasToString("descriptor " + file.fileno() + " " + path);
        assertThat(errnoOf(() -> file.read(1))).isEqualTo(Linux.EBADF);
      }
      assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-r-----");
      assertThat(failure(() -> Descriptor.open(path.toString(), flags, 0640)))
          .hasMessage("open " + path + ": EEXIST (File exists)");
      try (Descriptor file = Descriptor.open(path.toString(), Linux.O_RDONLY)) {
        assertThat(file.read(60_000)).isEqualTo(part(bytes, 0, 60_000));
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment rest = arena.allocate(60_000);
          assertThat(file.read(rest)).isEqualTo(40_000);
          assertThat(rest.asSlice(0, 40_000).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
              .isEqualTo(part(bytes, 60_000, 100_000));
        }
        assertThat(file.read(1)).isEmpty();
      }
    }

    @Test
    void thatIsAFifoWaitsForItsOtherEndAndAnInterruptEndsThat() throws Exception {
      String fifo = folder.resolve("fifo").toString();
      Program.run("mkfifo", fifo);
      Caller<Descriptor> given =
          Caller.start(network(), () -> Descriptor.open(fifo, Linux.O_RDONLY)).untilItWaits();
      given.interrupt();
      assertThat(Errno.of(given.failure())).isEqualTo(Errno.EINTR);
      Caller<Descriptor> opening =
          Caller.start(network(), () -> Descriptor.open(fifo, Linux.O_RDONLY)).untilItWaits();
      try (Program python =
          Program.python("import sys; open(sys.argv[1], 'wb').write(bytes(range(256)))", fifo)) {
        Descriptor reader = closing(opening.result());
        for (int i = 0; i < 256; i++) {
          assertThat(reader.read(1)).containsExactly(i);
        }
        assertThat(reader.read(1)).isEmpty();
        assertThat(python.rest()).isEmpty();
      }
      eventually(() -> assertThat(network().unfinished()).isZero());
      assertThat(Descriptors.all(fifo)).hasSize(1); // the one that nobody took has been closed
    }

    @Test
    void isOpenedByAnInterruptedThreadToo() throws Exception {
      Path path = folder.resolve("file");
      Caller<Descriptor> opening =
          Caller.start(
              network(),
              () -> {
                Thread.currentThread().interrupt();
                return Descriptor.open(path.toString(), Linux.O_WRONLY | Linux.O_CREAT, 0600);
              });
      opening.result().close();
      assertThat(opening.interruptStatus()).isTrue();
      assertThat(path).isEmptyFile();
    }

    @Test
    void thatCannotBeOpenedSaysWhy() {
      assertThat(failure(() -> Descriptor.open("/nowhere", Linux.O_RDONLY)))
          .hasMessage("open /nowhere: ENOENT (No such file or directory)");
      assertThat(errnoOf(() -> Descriptor.open(folder.toString(), Linux.O_RDWR)))
          .isEqualTo(Linux.EISDIR);
      assertThatThrownBy(() -> Descriptor.open("a\0b", Linux.O_RDONLY))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Descriptor.open("a", Linux.O_CREAT, 010000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("open: mode 010000: 0 to 07777 are allowed");
    }
  }

  @Test
  void devicesWithoutReadinessAreReadAtOnce() throws Exception {
    try (Descriptor zero = Descriptor.open("/dev/zero", Linux.O_RDWR)) {
      assertThat(zero.read(100)).isEqualTo(new byte[100]);
      assertThat(zero.write(new byte[50])).isEqualTo(50);
    }
    try (Descriptor full = Descriptor.open("/dev/full", Linux.O_RDWR)) {
      assertThat(errnoOf(() -> full.write(new byte[1]))).isEqualTo(Linux.ENOSPC);
    }
  }

  // ---- ioctl ----

  @Test
  void R37_ioctlTellsAndFailsAsInC() throws Exception {
    Descriptor[] pipe = pipe();
    pipe[1].write(new byte[1234]);
    byte[] count = new byte[4];
    assertThat(pipe[0].ioctl(Linux.FIONREAD, count)).isZero();
    assertThat(ByteBuffer.wrap(count).order(ByteOrder.nativeOrder()).getInt()).isEqualTo(1234);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment native4 = arena.allocate(4);
      pipe[0].ioctl(Linux.FIONREAD, native4);
      assertThat(native4.get(java.lang.foreign.ValueLayout.JAVA_INT, 0)).isEqualTo(1234);
      MemorySegment unchanged = arena.allocate(4);
      pipe[0].ioctl(Linux.FIONREAD, unchanged.asReadOnly());
      assertThat(unchanged.get(java.lang.foreign.ValueLayout.JAVA_INT, 0)).isZero();
    }
    assertThat(failure(() -> pipe[0].ioctl(Linux.TUNGETIFF, new byte[40])))
        .hasMessage("ioctl: ENOTTY (Inappropriate ioctl for device)");
    assertThat(pipe[0].ioctl(Linux.FIONCLEX)).isZero();
    assertThat(pipe[0].getInheritable()).isTrue();
  }

  @Test
  void ioctlRefusesWhatTheKernelCouldWriteBehind() throws Exception {
    Descriptor[] pipe = pipe();
    assertThatThrownBy(() -> pipe[0].ioctl(Linux.TUNSETIFF, new byte[39]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ioctl 0x400454ca: 39 bytes: at least 40 are allowed");
    assertThatThrownBy(() -> pipe[0].ioctl(Linux.TUNGETSNDBUF, new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
    for (int request : new int[] {Linux.TUNSETIFF, Linux.TUNGETFEATURES, Linux.FIONREAD}) {
      assertThatThrownBy(() -> pipe[0].ioctl(request, 0x10000))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> pipe[0].ioctl(Linux.FIONBIO, new byte[4]))
        .isInstanceOf(IllegalArgumentException.class);
    // the number of this one tells no length: what is behind is ours
    assertThat(pipe[0].ioctl(Linux.FIONREAD, new byte[0])).isZero();
  }

  // ---- the standard descriptors ----

  /** Python makes a terminal and starts this JVM's child with it. */
  @Test
  void aTerminalIsReadAsItsUserTypes() throws Exception {
    String script =
        """
        import os, pty, sys
        pid, master = pty.fork()
        if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
        seen = b''
        def until(text):
            global seen
            while text not in seen:
                seen += os.read(master, 1000)
            seen = seen[seen.index(text) + len(text):]
        until(b'ready')
        os.write(master, b'half a li'); os.write(master, b'ne\\n')
        until(b'got 12 half a line')
        os.write(master, b'\\x04')
        until(b'end')
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """;
    try (Program python =
        Program.python(
            script,
            Path.of(System.getProperty("java.home"), "bin", "java"),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Reads.class.getName())) {
      assertThat(python.rest()).isEqualTo("0");
    }
  }

  /** Reads the standard input and writes the standard output, on a virtual thread. */
  static final class Reads {
    private Reads() {}

    /** Ends well when what it expects has come. */
    public static void main(String[] arguments) throws Exception {
      try (Descriptor in = Descriptor.stdin();
          Descriptor out = Descriptor.stdout()) {
        Caller<byte[]> line = Caller.start(Network.os(), () -> in.read(100)).untilItWaits();
        if (Descriptors.isNonblocking(0)) {
          throw new AssertionError("the terminal is shared");
        }
        out.writeall("ready\n".getBytes(US_ASCII));
        byte[] got = line.result();
        out.writeall(("got " + got.length + " " + new String(got, US_ASCII)).getBytes(US_ASCII));
        if (in.read(1).length == 0) {
          out.writeall("end\n".getBytes(US_ASCII));
        }
      }
      boolean open = Descriptors.flags(0) >= 0 && Descriptors.flags(1) >= 0;
      System.exit(open ? 0 : 1);
    }
  }
}
