package gulliver.conformance;

import static gulliver.socket.Sockets.SO_RCVBUF;
import static gulliver.socket.Sockets.SO_REUSEADDR;
import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.conformance.Python.Question;
import gulliver.conformance.memory.NamedMemory;
import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.Address.Name;
import gulliver.socket.AddressFamily;
import gulliver.socket.Call;
import gulliver.socket.Errno;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketSetup;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * RFC 8305 to the nanosecond, in a network whose clock stands still: when which address is tried,
 * and what is left. The clause is in the name of each test's section.
 */
class HappyEyeballsTest {
  private static final Name NAME = new Name("name", 7);

  private final NamedMemory memory = new NamedMemory();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Network network =
      memory
          .network()
          .observed(call -> {
            if (call.name().equals("connect")) {
              calls.add(call);
            }
          });
  private final List<Socket> mine = new ArrayList<>();
  private long begin;

  /** The clock begins half a second before {@code Long.MAX_VALUE}, which is no instant. */
  @BeforeEach
  void begin() throws Exception {
    Duration little = Duration.ofMillis(1);
    Caller<?> sleeping = Caller.run(network, () -> network.sleep(little)).untilItWaits();
    memory.pass(little);
    sleeping.result();
    begin = memory.network().nanoTime();
  }

  @AfterEach
  void nothingIsLeftOpen() {
    mine.forEach(Socket::close);
    assertThat(memory.open()).isEmpty();
  }

  // ---- a world of addresses ----

  private Socket mine(Socket socket) {
    mine.add(socket);
    return socket;
  }

  private static int port(Socket socket) throws IOException {
    return ((Inet4) socket.getsockname()).port();
  }

  /** A server that lets clients in. */
  private Socket server() throws IOException {
    return mine(memory.network().createServer(address("127.0.0.1", 0)));
  }

  /** A server whose queue is full: who connects gets no answer until somebody accepts. */
  private Socket hole() throws IOException {
    Socket server = mine(memory.network().createServer(address("127.0.0.1", 0), 0));
    mine(memory.network().createConnection(server.getsockname()));
    return server;
  }

  private static Inet6 six(Socket server) throws IOException {
    return new Inet6(Inet6.LOOPBACK, port(server));
  }

  private static Inet4 four(Socket server) throws IOException {
    return new Inet4(Inet4.LOOPBACK, port(server));
  }

  /** An address where nobody listens. */
  private static Inet4 refused(int port) {
    return new Inet4(Inet4.LOOPBACK, port);
  }

  private void resolve(Address... addresses) {
    memory.resolve(List.of(addresses));
  }

  private Caller<Socket> connecting(@Nullable Duration timeout) {
    return Caller.start(network, () -> mine(network.createConnection(NAME, timeout)))
        .untilItWaits();
  }

  /** Moves the clock, which nothing else does, by the thread that waits for it. */
  private void pass(int millis) {
    long now = memory.network().nanoTime();
    memory.pass(Duration.ofMillis(millis));
    Suite.eventually(
        () -> assertThat(memory.network().nanoTime() - now).isEqualTo(1_000_000L * millis));
  }

  private void waitsForSoMany(int sockets) {
    Suite.eventually(() -> assertThat(memory.open()).hasSize(sockets));
  }

  /** Which address was tried when, and what became of it. */
  private List<String> attempts() {
    return calls.stream()
        .sorted(Comparator.comparingLong(call -> call.start() - begin))
        .map(call ->
            (call.start() - begin) / 1_000_000
                + " "
                + call.arguments().getFirst()
                + (call.failure() == null ? "" : " " + Errno.of(call.failure())))
        .toList();
  }

  // ---- §5: the Connection Attempt Delay ----

  @Test
  void theSecondAddressIsTriedAfter250MillisecondsAndTheFirstGivenUpForIt() throws Exception {
    Socket hole = hole();
    Socket server = server();
    resolve(six(hole), four(server));
    Caller<Socket> connecting = connecting(null);
    pass(249);
    assertThat(connecting.isDone()).isFalse();
    pass(1);
    assertThat(connecting.result().getpeername()).isEqualTo(four(server));
    assertThat(attempts()).containsExactly("0 " + six(hole) + " ECANCELED", "250 " + four(server));
    assertThat(connecting.result().gettimeout()).isNull();
    assertThat(network.nanoTime() - begin).isEqualTo(Network.CONNECTION_ATTEMPT_DELAY.toNanos());
    closedButFor(connecting.result(), hole);
  }

  /** What is open: the two servers, the client in each queue, and the connection. */
  private void closedButFor(Socket connection, Socket hole) throws Exception {
    assertThat(connection.isClosed()).isFalse();
    hole.accept().socket().close();
    hole.setblocking(false);
    assertThat(Errno.of(Suite.failure(hole::accept))).isEqualTo(Errno.EAGAIN);
  }

  @Test
  void eachFurtherAddressIsTriedAfterTheDelayWhileTheEarlierGoOn() throws Exception {
    Socket first = hole();
    Socket second = hole();
    Socket third = server();
    resolve(four(first), four(second), four(third));
    Caller<Socket> connecting = connecting(null);
    pass(250);
    waitsForSoMany(7); // three servers, a client in two queues, two attempts
    pass(250);
    assertThat(connecting.result().getpeername()).isEqualTo(four(third));
    assertThat(attempts())
        .containsExactly(
            "0 " + four(first) + " ECANCELED",
            "250 " + four(second) + " ECANCELED",
            "500 " + four(third));
  }

  @Test
  void anAddressThatFailsIsFollowedAtOnce() throws Exception {
    Socket server = server();
    resolve(refused(1), refused(2), four(server), refused(3));
    Socket connected = mine(network.createConnection(NAME));
    assertThat(connected.getpeername()).isEqualTo(four(server));
    assertThat(attempts())
        .containsExactly(
            "0 " + refused(1) + " ECONNREFUSED",
            "0 " + refused(2) + " ECONNREFUSED",
            "0 " + four(server));
  }

  @Test
  void aFailureInTheMiddleOfTheDelayStartsTheNextAtOnceAndTheDelayAnew() throws Exception {
    Socket first = hole();
    Socket second = hole();
    Socket third = hole();
    Socket fourth = server();
    resolve(four(first), four(second), four(third), four(fourth));
    Caller<Socket> connecting = connecting(null);
    pass(250);
    waitsForSoMany(9);
    pass(50);
    Address gone = four(first);
    first.close(); // refuses whom it has not let in
    Suite.eventually(() -> assertThat(attempts()).hasSize(1));
    pass(249);
    assertThat(connecting.isDone()).isFalse();
    pass(1);
    assertThat(connecting.result().getpeername()).isEqualTo(four(fourth));
    assertThat(attempts())
        .containsExactly(
            "0 " + gone + " ECONNREFUSED",
            "250 " + four(second) + " ECANCELED",
            "300 " + four(third) + " ECANCELED",
            "550 " + four(fourth));
  }

  @Test
  void theFirstThatAnswersWinsThoughALaterHasBegun() throws Exception {
    Socket first = hole();
    Socket second = hole();
    resolve(six(first), four(second));
    Caller<Socket> connecting = connecting(null);
    pass(250);
    waitsForSoMany(6);
    first.accept().socket().close(); // now there is room
    assertThat(connecting.result().getpeername()).isEqualTo(six(first));
    assertThat(attempts())
        .containsExactlyInAnyOrder("0 " + six(first), "250 " + four(second) + " ECANCELED");
    closedButFor(connecting.result(), second);
  }

  @Test
  void theDelayCanBeChosenDownTo10Milliseconds() throws Exception {
    Socket hole = hole();
    Socket server = server();
    resolve(six(hole), four(server));
    Duration least = Duration.ofMillis(10);
    Caller<Socket> connecting =
        Caller.start(
                network, () -> mine(network.createConnection(NAME, null, least, SocketSetup.NONE)))
            .untilItWaits();
    pass(9);
    assertThat(connecting.isDone()).isFalse();
    pass(1);
    connecting.result();
    assertThat(attempts()).containsExactly("0 " + six(hole) + " ECANCELED", "10 " + four(server));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> network.createConnection(NAME, null, least.minusNanos(1), SocketSetup.NONE))
        .withMessage("createConnection: attempt delay PT0.009999999S: at least 10 ms is allowed");
  }

  // ---- how it ends otherwise ----

  @Test
  void R30_oneTimeOutIsForAllAndEveryAddressHasItsError() throws Exception {
    Socket first = hole();
    Socket second = hole();
    resolve(six(first), refused(1), four(second));
    Caller<Socket> connecting = connecting(Duration.ofMillis(600));
    assertThat(attempts()).isEmpty();
    pass(250); // six(first), then at once four(second) after the refused one
    waitsForSoMany(6);
    pass(349);
    assertThat(connecting.isDone()).isFalse();
    pass(1);
    IOException failure = connecting.failure();
    assertThat(failure)
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("connect " + four(second) + ": ETIMEDOUT (timed out after 0.6s)");
    assertThat(failure.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly(
            "connect " + refused(1) + ": ECONNREFUSED (Connection refused)",
            "connect " + six(first) + ": ETIMEDOUT (timed out after 0.6s)");
    assertThat(memory.open()).hasSize(4);
  }

  @Test
  void R30_anInterruptEndsItAndClosesEverySocket() throws Exception {
    Socket first = hole();
    Socket second = hole();
    resolve(six(first), four(second));
    Caller<Socket> connecting = connecting(null);
    pass(250);
    waitsForSoMany(6);
    connecting.interrupt();
    IOException failure = connecting.failure();
    assertThat(Errno.of(failure)).isEqualTo(Errno.EINTR);
    assertThat(connecting.interruptStatus()).isTrue();
    assertThat(((SocketFailure) failure).address()).isEqualTo(four(second));
    assertThat(failure.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("connect " + six(first) + ": EINTR (Interrupted system call)");
    assertThat(memory.open()).hasSize(4);
  }

  @Test
  void R30_theTimeOfTheCodeAroundItIsForAllAddresses() throws Exception {
    Socket first = hole();
    Socket second = hole();
    resolve(six(first), four(second));
    Caller<Socket> connecting =
        Caller.start(
                network,
                () -> network.within(Duration.ofMillis(300), () -> network.createConnection(NAME)))
            .untilItWaits();
    pass(250);
    waitsForSoMany(6);
    pass(50);
    IOException failure = connecting.failure();
    assertThat(failure)
        .hasMessage("connect " + four(second) + ": ETIMEDOUT (the deadline has passed)");
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(memory.open()).hasSize(4);
  }

  /** Another network's clock says nothing here. */
  @Test
  void theTimeOfAnotherNetworkIsNotForThisOne() throws Exception {
    Socket hole = hole();
    Caller<Socket> connecting =
        Caller.start(
                network,
                () ->
                    Network.os()
                        .within(
                            Duration.ZERO,
                            () -> mine(network.createConnection(hole.getsockname()))))
            .untilItWaits();
    hole.accept().socket().close();
    assertThat(connecting.result().getpeername()).isEqualTo(four(hole));
  }

  @Test
  void whereAllFailTheLastFailureHasTheOthers() throws Exception {
    resolve(refused(1), refused(2), refused(3));
    IOException failure = Suite.failure(() -> network.createConnection(NAME));
    assertThat(failure)
        .isInstanceOf(java.net.ConnectException.class)
        .hasMessage("connect 127.0.0.1:3: ECONNREFUSED (Connection refused)");
    assertThat(failure.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly(
            "connect 127.0.0.1:1: ECONNREFUSED (Connection refused)",
            "connect 127.0.0.1:2: ECONNREFUSED (Connection refused)");
  }

  @Test
  void anAddressOfAFamilyThatIsMissingIsNamedToo() throws Exception {
    Address unknown = new Address.Unknown(new AddressFamily(99), new byte[14]);
    resolve(unknown, refused(1));
    IOException failure = Suite.failure(() -> network.createConnection(NAME));
    assertThat(failure).hasMessage("connect 127.0.0.1:1: ECONNREFUSED (Connection refused)");
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(failure.getSuppressed()[0])
        .hasMessageContaining(" " + unknown + ": EAFNOSUPPORT")
        .hasMessageStartingWith("socket ");
  }

  // ---- between socket and connect ----

  @Test
  void eachSocketIsSetUpBeforeItConnects() throws Exception {
    Socket hole = hole();
    Socket server = server();
    resolve(four(hole), four(server));
    List<String> seen = new CopyOnWriteArrayList<>();
    Caller<Socket> connecting =
        Caller.start(
                network,
                () ->
                    mine(
                        network.createConnection(
                            NAME,
                            null,
                            socket -> {
                              seen.add(socket.toString());
                              socket.setsockopt(SO_RCVBUF, 5000);
                            })))
            .untilItWaits();
    pass(250);
    assertThat(connecting.result().getsockopt(SO_RCVBUF)).isEqualTo(5000);
    assertThat(seen).hasSize(2).allMatch(text -> text.endsWith(" open"));
  }

  @Test
  void aSetUpThatFailsIsTheFailureOfItsAddress() throws Exception {
    Socket server = server();
    resolve(six(server), four(server), refused(1));
    SocketSetup setup =
        socket -> {
          if (socket.getsockname() instanceof Inet6) {
            socket.setsockopt(1, 12345, new byte[4]);
          }
        };
    assertThat(mine(network.createConnection(NAME, null, setup)).getpeername())
        .isEqualTo(four(server));
    resolve(six(server), refused(1));
    IOException failure = Suite.failure(() -> network.createConnection(NAME, null, setup));
    assertThat(failure).hasMessageContaining("ECONNREFUSED");
    assertThat(failure.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly(
            "setsockopt 12345 " + six(server) + ": ENOPROTOOPT (Protocol not available)");
    assertThat(failure.getSuppressed()[0].getCause()).isInstanceOf(SocketFailure.class);
  }

  @Test
  void aSetUpThatIsWrongEndsItAll() throws Exception {
    Socket hole = hole();
    resolve(four(hole), six(hole));
    Caller<Socket> connecting =
        Caller.start(
                network,
                () ->
                    network.createConnection(
                        NAME,
                        null,
                        socket -> {
                          if (socket.getsockname() instanceof Inet6) {
                            throw new IllegalStateException("wrong");
                          }
                        }))
            .untilItWaits();
    memory.pass(Duration.ofMillis(250));
    assertThatThrownBy(connecting::result)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("wrong");
    assertThat(memory.open()).hasSize(2);
  }

  @Test
  void aServerIsSetUpBeforeItIsBound() throws Exception {
    List<String> seen = new ArrayList<>();
    Socket server =
        mine(
            network.createServer(
                address("127.0.0.1", 0),
                1,
                socket -> {
                  seen.add(socket + " " + socket.getsockopt(SO_REUSEADDR));
                  socket.setsockopt(SO_REUSEADDR, false);
                }));
    assertThat(seen).hasSize(1).first().asString().endsWith(" open true").contains("0.0.0.0:0");
    assertThat(server.getsockopt(SO_REUSEADDR)).isFalse();
    assertThat(
            Suite.failure(() ->
                network.createServer(
                    address("127.0.0.1", 0),
                    1,
                    socket -> {
                      throw new IOException("not today");
                    })))
        .hasMessage("not today");
  }

  // ---- §4: sorting ----

  /** The RFC's own words: an IPv6 address first is followed by the first of IPv4. */
  @Test
  void theFamiliesTakeTurnsBeginningWithTheFirst() throws Exception {
    List<Address> sorted =
        Stream.of(
                "2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1", "192.0.2.2", "192.0.2.3")
            .map(host -> address(host, 9))
            .toList();
    assertThat(tried(sorted))
        .containsExactly(
            "2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "2001:db8::3", "192.0.2.3");
  }

  /** asyncio's reading of §4, with a First Address Family Count of 1. */
  @Test
  void theOrderIsThatOfPythonsHappyEyeballs() throws Exception {
    Random random = new Random(8305);
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      List<String> hosts = new ArrayList<>();
      for (int n = 1 + random.nextInt(8); n > 0; n--) {
        hosts.add((random.nextBoolean() ? "2001:db8::" : "192.0.2.") + n);
      }
      List<Address> sorted = hosts.stream().map(host -> address(host, 9)).toList();
      questions.add(new Question(String.join(" ", hosts), String.join(" ", tried(sorted))));
    }
    Python.agrees(
        """
        import asyncio.base_events as events, sys
        for line in sys.stdin:
            infos = [(10 if ":" in host else 2, host) for host in line.split()]
            print(*(host for _, host in events._interleave_addrinfos(infos, 1)))
        """,
        questions);
  }

  /** Which hosts are tried, in this order: no way leads to any, which is said at once. */
  private List<String> tried(List<Address> sorted) {
    memory.resolve(sorted);
    calls.clear();
    Suite.failure(() -> network.createConnection(NAME));
    return calls.stream()
        .map(call -> call.arguments().getFirst())
        .map(a -> a instanceof Inet4 four ? four.host() : ((Inet6) a).host())
        .collect(Collectors.toList());
  }
}
