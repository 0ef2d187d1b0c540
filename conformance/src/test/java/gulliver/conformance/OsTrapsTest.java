package gulliver.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static gulliver.socket.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Linger;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.Task;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The traps that others have met who built blocking sockets on virtual threads and epoll, and the
 * three cases where epoll says the wrong thing or a call blocks in any case: a test for each, under
 * its number.
 */
class OsTrapsTest extends Suite {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final List<String> ONE_CARRIER =
      List.of(
          "-Djdk.virtualThreadScheduler.parallelism=1",
          "-Djdk.virtualThreadScheduler.maxPoolSize=1");

  @TempDir Path folder;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private Socket[] pair() throws IOException {
    Socket[] pair = network().socketpair();
    closing(pair[0]);
    closing(pair[1]);
    return pair;
  }

  /** Sends until nothing more goes; answers how much went. */
  private static long fill(Socket socket) throws IOException {
    byte[] much = new byte[1 << 16];
    long all = 0;
    int n;
    while ((n = socket.send(much, MSG_DONTWAIT)) > 0) {
      all += n;
    }
    return all;
  }

  private static void drain(Socket socket, long size) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (long rest = size; rest > 0; ) {
      rest -= socket.recv(buffer);
    }
  }

  // ---- what blocks, in a JVM with one carrier ----

  /** Blocks a virtual thread in each call, and sees whether another one still runs. */
  static final class Blocked {
    private static final Network OS = Network.os();

    private Blocked() {}

    public static void main(String... arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      Socket listening = OS.createServer(address("127.0.0.1", 0));
      Socket udp = OS.socket(AF_INET, SOCK_DGRAM);
      udp.bind(address("127.0.0.1", 0));
      Socket[] quiet = OS.socketpair();
      Socket[] full = OS.socketpair();
      fill(full[0]);

      Socket backlog = OS.socket(AF_UNIX, SOCK_STREAM);
      backlog.bind(unix(folder.resolve("backlog").toString()));
      backlog.listen(0);
      Socket queued = OS.createConnection(backlog.getsockname());

      Socket inbox = OS.socket(AF_UNIX, SOCK_DGRAM);
      inbox.bind(unix(folder.resolve("inbox").toString()));
      Socket sender = OS.socket(AF_UNIX, SOCK_DGRAM);
      while (sender.sendto(new byte[1], MSG_DONTWAIT, inbox.getsockname()) > 0) {
        // until the other's queue is full
      }

      Socket lingering = OS.createConnection(listening.getsockname());
      Socket unread = listening.accept().socket();
      lingering.setsockopt(SO_LINGER, new Linger(true, 100));
      fill(lingering);

      AtomicBoolean ended = new AtomicBoolean();
      List<Thread> blocked = new ArrayList<>();
      List<Task> calls =
          List.of(
              listening::accept,
              () -> udp.recvfrom(10),
              () -> quiet[0].recv(10),
              () -> full[0].sendall(new byte[1 << 20]),
              () -> OS.createConnection(backlog.getsockname()),
              () -> sender.sendto(new byte[1], inbox.getsockname()),
              lingering::close);
      for (Task call : calls) {
        CountDownLatch begun = new CountDownLatch(1);
        blocked.add(
            OS.start(() -> {
              begun.countDown();
              call.run();
              ended.set(true);
            }));
        begun.await();
        // the only carrier has to come free for this one, too
        Thread other = OS.start(() -> {});
        if (!other.join(Duration.ofSeconds(10))) {
          throw new AssertionError("nobody else runs beside call " + blocked.size());
        }
      }
      System.gc(); // trap 2: a safepoint waits for none of these calls
      System.out.println("blocked=" + blocked.size());
      System.out.println("ended=" + ended);
      System.out.println("open=" + List.of(queued, unread).size());
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  @Test
  void trap01_noDowncallSleepsOnACarrier() throws Exception {
    ChildJvm.Result said = ChildJvm.run(Blocked.class, List.of(), ONE_CARRIER, folder.toString());
    assertThat(said.rows()).containsEntry("blocked", "7").containsEntry("ended", "false");
  }

  @Test
  void trap02_aSafepointWaitsForNoCallThatSleeps() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    Socket client = closing(network().createConnection(server.getsockname()));
    Socket other = closing(server.accept().socket());
    client.setsockopt(SO_LINGER, new Linger(true, 100));
    fill(client);
    Caller<?> lingers = Caller.run(network(), client::close).untilItWaits();
    System.gc(); // meanwhile close(2) sleeps in a worker, and epoll_wait(2) in the poller
    assertThat(lingers.isDone()).isFalse();
    other.setsockopt(SO_LINGER, new Linger(true, 0));
    other.close();
    lingers.result();
  }

  @Test
  void trap03_whatWakesAReaderDoesNotStrandAWriter() throws Exception {
    Socket[] pair = pair();
    long filled = fill(pair[0]);
    Caller<byte[]> reader = Caller.start(network(), () -> pair[0].recv(10)).untilItWaits();
    Caller<Integer> writer =
        Caller.start(network(), () -> pair[0].send(new byte[5])).untilItWaits();
    pair[1].send(pattern(3));
    assertThat(reader.result()).isEqualTo(pattern(3));
    assertThat(writer.isDone()).isFalse();
    drain(pair[1], filled);
    assertThat(writer.result()).isEqualTo(5);
  }

  @Test
  void trap04_aReaderThatTakesOnlyAPartLosesNothingThoughEdgesComeOnce() throws Exception {
    Socket[] pair = pair();
    for (int burst = 0; burst < 50; burst++) {
      Caller<byte[]> first = Caller.start(network(), () -> pair[0].recv(1)).untilItWaits();
      pair[1].send(pattern(100)); // one edge
      assertThat(first.result()).isEqualTo(pattern(1));
      byte[] rest = new byte[99];
      for (int i = 0; i < rest.length; i++) {
        assertThat(pair[0].recv(rest, i, 1)).isEqualTo(1);
      }
      assertThat(rest).isEqualTo(part(pattern(100), 1, 100));
    }
  }

  @Test
  void trap05_noWakeUpIsLostBetweenAnAttemptAndParking() throws Exception {
    for (Caller.Threads threads : Caller.Threads.values()) {
      Socket[] pair = pair();
      int rounds = 5000;
      Caller<Integer> echo =
          Caller.start(
              threads,
              network(),
              () -> {
                byte[] one = new byte[1];
                for (int i = 0; i < rounds; i++) {
                  pair[1].recv(one);
                  pair[1].send(one);
                }
                return rounds;
              });
      byte[] one = new byte[1];
      for (int i = 0; i < rounds; i++) {
        pair[0].send(one);
        assertThat(pair[0].recv(one)).isEqualTo(1);
      }
      assertThat(echo.result()).isEqualTo(rounds);
    }
  }

  @Test
  void trap06_aNumberThatIsReusedBringsNobodyAnothersData() throws Exception {
    for (int i = 0; i < 300; i++) {
      Socket[] old = network().socketpair();
      Caller<byte[]> reader = Caller.start(network(), () -> old[0].recv(8)).untilItWaits();
      old[0].close();
      Socket[] next = network().socketpair(); // may get the number as soon as the reader has left
      next[0].send(new byte[] {(byte) i});
      next[1].send(new byte[] {(byte) ~i});
      assertThat(Errno.of(reader.failure())).isEqualTo(Errno.EBADF);
      assertThat(next[0].recv(8)).containsExactly(~i);
      assertThat(next[1].recv(8)).containsExactly(i);
      for (Socket socket : List.of(old[1], next[0], next[1])) {
        socket.close();
      }
    }
  }

  @Test
  void trap07_aDuplicateThatOutlivesADescriptorWakesNobodyUnderItsNumber() throws Exception {
    Socket[] pair = pair();
    Caller<byte[]> registered = Caller.start(network(), () -> pair[0].recv(1)).untilItWaits();
    pair[1].send(pattern(1));
    registered.result();
    int number = pair[0].fileno();
    Socket twin = closing(pair[0].dup());
    pair[0].close();
    Socket[] next = pair();
    assertThat(List.of(next[0].fileno(), next[1].fileno())).contains(number);
    Socket heir = next[0].fileno() == number ? next[0] : next[1];
    Socket other = next[0].fileno() == number ? next[1] : next[0];
    Caller<byte[]> reader = Caller.start(network(), () -> heir.recv(9)).untilItWaits();
    pair[1].send(pattern(5)); // for the old description, which the twin still has
    assertThat(twin.recv(9)).isEqualTo(pattern(5));
    assertThat(reader.isDone()).isFalse();
    other.send(pattern(2));
    assertThat(reader.result()).isEqualTo(pattern(2));
  }

  @Test
  void trap08_manyMayWaitForOneDirectionOfOneSocket() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    List<Caller<Accepted>> acceptors = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      acceptors.add(Caller.start(network(), server::accept).untilItWaits());
    }
    for (int i = 0; i < 8; i++) {
      closing(network().createConnection(server.getsockname()));
    }
    for (Caller<Accepted> acceptor : acceptors) {
      closing(acceptor.result().socket());
    }
  }

  @Test
  void trap09_aTimeOutIsABudgetForAllTheWaitsOfACall() throws Exception {
    Socket[] pair = pair();
    pair[0].settimeout(SHORT);
    byte[] buffer = new byte[1 << 20];
    int sent = pair[1].send(new byte[1]);
    Caller<Integer> filling = Caller.start(network(), () -> pair[0].recvall(buffer));
    while (!filling.isDone()) { // each byte ends a wait, none of them the budget
      sent += Math.max(0, pair[1].send(new byte[1], MSG_DONTWAIT));
    }
    IOException timedOut = filling.failure();
    assertThat(timedOut).isInstanceOf(java.net.SocketTimeoutException.class);
    assertThat(((SocketFailure) timedOut).transferred()).isBetween(1L, (long) sent);
  }

  @Test
  void trap10_memoryThatIsNotThereIsRefusedBeforeTheKernelSeesIt() throws Exception {
    Socket[] pair = pair();
    pair[1].send(pattern(10));
    MemorySegment gone;
    try (Arena arena = Arena.ofConfined()) {
      gone = arena.allocate(10);
    }
    assertThatThrownBy(() -> pair[0].recv(gone)).isInstanceOf(IllegalStateException.class);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mine = arena.allocate(10);
      Caller<Integer> stranger = Caller.start(network(), () -> pair[0].recv(mine));
      assertThatThrownBy(stranger::result).isInstanceOf(WrongThreadException.class);
    }
    assertThat(pair[0].recv(20)).as("nothing was lost").isEqualTo(pattern(10));
  }

  @Test
  void trap11_errnoIsThatOfTheCallWhateverTheJvmDoesMeanwhile() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    Caller<Long> disturber =
        Caller.start(
            Caller.Threads.PLATFORM,
            network(),
            () -> {
              long files = 0;
              while (!stop.get()) {
                files += Files.exists(folder.resolve("nothing")) ? 1 : 0;
                System.gc();
              }
              return files;
            });
    Socket unconnected = closing(network().socket(AF_INET, SOCK_STREAM));
    Socket[] quiet = pair();
    for (int i = 0; i < 1000; i++) {
      assertThat(Errno.of(failure(() -> unconnected.recv(1)))).isEqualTo(Errno.ENOTCONN);
      assertThat(quiet[0].recv(new byte[1], MSG_DONTWAIT)).isEqualTo(WOULD_BLOCK);
    }
    stop.set(true);
    assertThat(disturber.result()).isZero();
  }

  @Test
  void trap12_waitersThatDependOnEachOtherDoNotRunOutOfThreads() throws Exception {
    int links = 500;
    List<Socket[]> chain = new ArrayList<>();
    for (int i = 0; i <= links; i++) {
      chain.add(pair());
    }
    List<Caller<Integer>> callers = new ArrayList<>();
    for (int i = links - 1; i >= 0; i--) { // the last begins to wait first
      Socket from = chain.get(i)[1];
      Socket to = chain.get(i + 1)[0];
      callers.add(Caller.start(network(), () -> to.send(from.recv(1))));
    }
    chain.getFirst()[0].send(pattern(1));
    assertThat(chain.getLast()[1].recv(9)).isEqualTo(pattern(1));
    for (Caller<Integer> caller : callers) {
      assertThat(caller.result()).isEqualTo(1);
    }
  }

  @Test
  void trap13_anInterruptLeavesTheSocketOpenAndTheStatusSet() throws Exception {
    Socket[] pair = pair();
    Caller<byte[]> reader = Caller.start(network(), () -> pair[0].recv(9)).untilItWaits();
    reader.interrupt();
    assertThat(Errno.of(reader.failure())).isEqualTo(Errno.EINTR);
    assertThat(reader.interruptStatus()).isTrue();
    pair[1].send(pattern(4));
    assertThat(pair[0].recv(9)).isEqualTo(pattern(4));
  }

  @Test
  void trap14_noSharedArenaIsUsedWhichANativeImageWouldHaveToSupport() {
    noClasses()
        .should()
        .callMethod(Arena.class, "ofShared")
        .orShould()
        .callMethod(Arena.class, "ofAuto")
        .check(ArchitectureTest.SOCKETS_CLASSES);
  }

  /** Uses what is restricted: downcalls. */
  static final class Opens {
    private Opens() {}

    public static void main(String... arguments) throws IOException {
      try (Socket socket = socket(AF_INET, SOCK_STREAM)) {
        System.out.println("opened=" + !socket.isClosed());
      }
    }
  }

  @Test
  void trap15_theJvmDoesNotWarnWhereNativeAccessIsEnabled() throws Exception {
    ChildJvm.Result said = ChildJvm.run(Opens.class, List.of(), List.of());
    assertThat(said.lines()).containsExactly("opened=true");
  }

  // ---- where epoll is wrong or blocking certain ----

  @Test
  void case1_connectingAUnixSocketToAFullBacklogWaitsForRoom() throws Exception {
    Address path = unix(folder.resolve("server").toString());
    Socket server = closing(network().createServer(path, 0));
    closing(network().createConnection(path)); // the one that is queued
    Socket impatient = closing(network().socket(AF_UNIX, SOCK_STREAM));
    impatient.settimeout(SHORT);
    assertThat(failure(() -> impatient.connect(path)))
        .isInstanceOf(java.net.SocketTimeoutException.class);

    Socket patient = closing(network().socket(AF_UNIX, SOCK_STREAM));
    Caller<?> connecting = Caller.run(network(), () -> patient.connect(path)).untilItWaits();
    closing(server.accept().socket());
    connecting.result();
    closing(server.accept().socket());
  }

  @Test
  void case2_sendingFromAnUnconnectedUnixSocketToAFullPeerWaitsForRoom() throws Exception {
    Address path = unix(folder.resolve("inbox").toString());
    Socket inbox = closing(network().socket(AF_UNIX, SOCK_DGRAM));
    inbox.bind(path);
    Socket sender = closing(network().socket(AF_UNIX, SOCK_DGRAM));
    int sent = 0;
    while (sender.sendto(pattern(3), MSG_DONTWAIT, path) > 0) {
      sent++;
    }
    sender.settimeout(SHORT);
    assertThat(failure(() -> sender.sendto(pattern(3), path)))
        .isInstanceOf(java.net.SocketTimeoutException.class);
    sender.settimeout(null);
    Caller<Integer> sending =
        Caller.start(network(), () -> sender.sendto(pattern(2), path)).untilItWaits();
    for (int i = 0; i < sent; i++) {
      assertThat(inbox.recv(9)).isEqualTo(pattern(3));
    }
    assertThat(sending.result()).isEqualTo(2);
    assertThat(inbox.recv(9)).isEqualTo(pattern(2));
  }

  @Test
  void case3_aCloseThatLingersIsOnNoCarrierAndKeepsNoOtherCallWaiting() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    Socket client = closing(network().createConnection(server.getsockname()));
    Socket other = closing(server.accept().socket());
    client.setsockopt(SO_LINGER, new Linger(true, 100));
    client.setblocking(false); // makes no difference to close(2)
    long filled = fill(client);
    Caller<?> lingers = Caller.run(network(), client::close).untilItWaits();
    int carriers = Runtime.getRuntime().availableProcessors() + 1;
    CountDownLatch run = new CountDownLatch(carriers);
    for (int i = 0; i < carriers; i++) {
      network().start(run::countDown);
    }
    assertThat(run.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(lingers.isDone()).isFalse();
    drain(other, filled);
    lingers.result();
    assertThat(other.recv(1)).isEmpty();
  }
}
