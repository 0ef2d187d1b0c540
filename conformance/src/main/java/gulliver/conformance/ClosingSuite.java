package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.MSG_PEEK;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_RCVBUF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Capability;
import gulliver.socket.Descriptor;
import gulliver.socket.Errno;
import gulliver.socket.InMessage;
import gulliver.socket.Linux;
import gulliver.socket.MessageBatch;
import gulliver.socket.OutMessage;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketOption;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What closing ends, wakes and gives back. */
public abstract class ClosingSuite extends BlockingSuite {
  /** For subclasses. */
  protected ClosingSuite() {}

  // ---- whose wait it ends ----

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("callsAndThreads")
  void R30_closeByAnotherThreadEndsACallThatBlocks(Blocking call, Caller.Threads threads)
      throws Exception {
    Blocked blocked = blocked(call);
    Caller<?> caller = Caller.start(threads, network(), blocked.work()).untilItWaits();
    blocked.socket().close();
    assertEbadf(call, caller.failure());
    assertThat(caller.interruptStatus()).isFalse();
  }

  static Stream<Arguments> callsOfManyAndThreads() {
    return only(Blocking.ACCEPT, Blocking.RECVFROM, Blocking.RECV, Blocking.SEND, Blocking.SENDALL);
  }

  private static Stream<Arguments> only(Blocking... calls) {
    return callsAndThreads().filter(a -> List.of(calls).contains((Blocking) a.get()[0]));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("callsOfManyAndThreads")
  void R30_closeWakesAllEightThatWait(Blocking call, Caller.Threads threads) throws Exception {
    Blocked blocked = blocked(call);
    List<? extends Caller<?>> callers = waiting(8, threads, blocked.work());
    blocked.socket().close();
    for (Caller<?> caller : callers) {
      assertEbadf(call, caller.failure());
    }
  }

  @Test
  void R30_closeWakesReaderAndWriterAlike() throws Exception {
    Blocked sending = blocked(Blocking.SEND);
    Socket socket = sending.socket();
    Caller<?> writer = Caller.start(network(), sending.work()).untilItWaits();
    Caller<?> reader = Caller.start(network(), () -> socket.recv(10)).untilItWaits();
    socket.close();
    assertEbadf(Blocking.SEND, writer.failure());
    assertEbadf(Blocking.RECV, reader.failure());
  }

  private static void assertEbadf(Blocking call, IOException failure) {
    assertThat(Errno.of(failure)).isEqualTo(Errno.EBADF);
    assertThat(failure).isInstanceOf(SocketException.class);
    assertThat(((SocketFailure) failure).call()).isEqualTo(call.call);
  }

  @Test
  void R24_sendallThatIsClosedSaysHowMuchWent() throws Exception {
    Connection connection = connection();
    Caller<?> sending =
        Caller.run(network(), () -> connection.socket().sendall(much())).untilItWaits();
    connection.socket().close();
    long sent = ((SocketFailure) sending.failure()).transferred();
    byte[] received = connection.other().receive(much().length);
    assertThat(sent).isEqualTo(received.length);
    assertThat(Arrays.mismatch(received, part(much(), 0, received.length))).isEqualTo(-1);
  }

  // ---- what others see ----

  @Test
  void R4_aSocketClosesAtTheEndOfTryWithResources() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    CompletableFuture<Peer.Stream> accepting = start(server::accept);
    Socket outside;
    try (Socket socket = network().socket(AF_INET, SOCK_STREAM)) {
      outside = socket;
      socket.connect(server.address());
      socket.sendall(pattern(10));
      assertThat(socket.isClosed()).isFalse();
    }
    assertThat(outside.isClosed()).isTrue();
    assertThat(closing(result(accepting)).receive(100)).isEqualTo(pattern(10)); // then the end
    assertThat(Errno.of(failure(() -> outside.send(pattern(1))))).isEqualTo(Errno.EBADF);
  }

  @Test
  void R4_eachOfTheStreamsClosesTheSocket() throws Exception {
    Connection first = connection();
    first.socket().inputStream().close();
    assertThat(first.socket().isClosed()).isTrue();
    assertThat(first.other().receive(1)).isEmpty();
    Connection second = connection();
    second.socket().outputStream().close();
    assertThat(second.socket().isClosed()).isTrue();
    assertThat(second.other().receive(1)).isEmpty();
  }

  @Test
  void thePeerSeesTheEndAtOnceThoughAnotherThreadWasInside() throws Exception {
    Connection connection = connection();
    List<Caller<byte[]>> callers =
        waiting(3, Caller.Threads.VIRTUAL, () -> connection.socket().recv(10));
    connection.socket().close();
    assertThat(connection.other().receive(1)).isEmpty();
    for (Caller<byte[]> caller : callers) {
      assertEbadf(Blocking.RECV, caller.failure());
    }
  }

  static Stream<Arguments> callsOnAddressesOfOurOwn() {
    return only(Blocking.ACCEPT, Blocking.RECVFROM);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("callsOnAddressesOfOurOwn")
  void whenCloseReturnsTheAddressCanBeBoundAgainThoughAnotherThreadWasInside(
      Blocking call, Caller.Threads threads) throws Exception {
    Blocked blocked = blocked(call);
    Address address = blocked.socket().getsockname();
    Caller<?> caller = Caller.start(threads, network(), blocked.work()).untilItWaits();
    blocked.socket().close();
    Socket next = closing(network().socket(blocked.socket().family(), blocked.socket().type()));
    next.bind(address);
    assertThat(next.getsockname()).isEqualTo(address);
    assertEbadf(call, caller.failure());
  }

  @Test
  void aConnectionThatComesAsTheServerClosesIsAcceptedOrEnds() throws Exception {
    for (int i = 0; i < 100; i++) {
      Socket server = closing(network().createServer(anywhere()));
      Address address = server.getsockname();
      Caller<Accepted> accepting = Caller.start(network(), server::accept);
      CyclicBarrier both = new CyclicBarrier(2);
      Caller<Socket> connecting =
          Caller.start(
              network(),
              () -> {
                Socket client = network().socket(AF_INET, SOCK_STREAM);
                both.await();
                try {
                  client.connect(address);
                } catch (IOException tooLate) {
                  client.close();
                }
                return client;
              });
      both.await();
      server.close();
      Socket client = connecting.result();
      try (client) {
        Socket accepted = accepting.result().socket();
        accepted.sendall(pattern(10));
        accepted.close();
        byte[] received = new byte[10];
        assertThat(client.recvall(received)).isEqualTo(10);
        assertThat(received).isEqualTo(pattern(10));
      } catch (SocketException e) {
        assertThat(Errno.of(e)).isEqualTo(Errno.EBADF);
      }
    }
  }

  // ---- closed is closed ----

  @Test
  void closingAgainDoesNothing() throws Exception {
    Connection connection = connection();
    Socket socket = connection.socket();
    CyclicBarrier all = new CyclicBarrier(8);
    List<Caller<Boolean>> closers =
        IntStream.range(0, 8)
            .mapToObj(i ->
                Caller.start(
                    Caller.Threads.PLATFORM,
                    network(),
                    () -> {
                      all.await();
                      socket.close();
                      return socket.isClosed();
                    }))
            .toList();
    for (Caller<Boolean> closer : closers) {
      assertThat(closer.result()).isTrue();
    }
    Connection next = connection(); // perhaps with the same number
    socket.close();
    next.socket().sendall(pattern(10));
    assertThat(next.other().receive(10)).isEqualTo(pattern(10));
  }

  @Test
  void theAnswersThatNeedNoNetworkStayAfterClose() throws Exception {
    Socket socket = network().socket(AF_INET, SOCK_DGRAM);
    socket.settimeout(Duration.ofSeconds(1));
    socket.close();
    assertThat(socket.isClosed()).isTrue();
    assertThat(socket.fileno()).isEqualTo(-1);
    assertThat(socket.family()).isEqualTo(AF_INET);
    assertThat(socket.type()).isEqualTo(SOCK_DGRAM);
    assertThat(socket.gettimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(socket.toString()).endsWith("closed");
  }

  /** Every public method of Socket that can fail: a new one is tested as soon as it is there. */
  @TestFactory
  Stream<DynamicTest> everyCallAfterCloseIsEbadf() {
    return Stream.of(Socket.class.getMethods())
        .filter(m -> List.of(m.getExceptionTypes()).contains(IOException.class))
        .sorted(Comparator.comparing(ClosingSuite::signature))
        .map(m -> dynamicTest(signature(m), () -> assertEbadfAfterClose(m)));
  }

  private static String signature(Method method) {
    return Stream.of(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  private void assertEbadfAfterClose(Method method) throws Exception {
    Socket socket = network().socket(AF_INET, SOCK_DGRAM);
    socket.close();
    Object[] arguments = Stream.of(method.getParameters()).map(this::sample).toArray();
    Throwable thrown = null;
    try {
      method.invoke(socket, arguments);
    } catch (InvocationTargetException e) {
      thrown = e.getCause();
    }
    assertThat(thrown).isInstanceOf(SocketFailure.class);
    assertThat(Errno.of(thrown)).isEqualTo(Errno.EBADF);
    assertThat(thrown).hasMessageContaining("EBADF");
  }

  private static <T> T opened(Callable<T> opening) {
    try {
      return opening.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Object sample(Parameter parameter) {
    Class<?> type = parameter.getType();
    if (type == int.class || type == long.class) {
      return 0;
    } else if (type == boolean.class) {
      return true;
    } else if (type == Path.class) {
      return Path.of("/dev/null");
    } else if (type == FileChannel.class) {
      return closing(opened(() -> FileChannel.open(Path.of("/dev/null"))));
    } else if (type == Descriptor.class) {
      return closing(opened(() -> Descriptor.eventfd(0, 0)));
    } else if (type == byte[].class) {
      return new byte[16];
    } else if (type == ByteBuffer.class) {
      return ByteBuffer.allocate(16);
    } else if (type == MemorySegment.class) {
      return MemorySegment.ofArray(new byte[16]);
    } else if (type == Address.class) {
      return world().local(9);
    } else if (type == Sender.class) {
      return new Sender();
    } else if (type == InMessage.class) {
      return new InMessage(0, new byte[10]);
    } else if (type == MessageBatch.class) {
      return new MessageBatch(1, 10);
    } else if (type == OutMessage.class) {
      return OutMessage.of(new byte[10]);
    } else if (type == SocketOption.class) {
      return SO_RCVBUF;
    } else if (type == Object.class) {
      return 4096; // that option's value
    }
    throw new AssertionError("no sample of " + parameter + " in this suite: give one");
  }

  @Test
  void theStreamsOfAClosedSocketAreEbadf() throws Exception {
    Connection connection = connection();
    connection.socket().close();
    assertThat(Errno.of(failure(() -> connection.socket().inputStream().read())))
        .isEqualTo(Errno.EBADF);
    assertThat(Errno.of(failure(() -> connection.socket().inputStream().available())))
        .isEqualTo(Errno.EBADF);
    assertThat(Errno.of(failure(() -> connection.socket().outputStream().write(1))))
        .isEqualTo(Errno.EBADF);
  }

  @Test
  void aTimeOutOptionOfAClosedSocketIsEbadf() throws Exception {
    Socket socket = network().socket(AF_INET, SOCK_DGRAM);
    socket.close();
    for (int option : new int[] {Linux.SO_RCVTIMEO, Linux.SO_SNDTIMEO}) {
      assertThat(Errno.of(failure(() -> socket.getsockopt(Linux.SOL_SOCKET, option, 16))))
          .isEqualTo(Errno.EBADF);
      assertThat(Errno.of(failure(() -> socket.setsockopt(Linux.SOL_SOCKET, option, new byte[16]))))
          .isEqualTo(Errno.EBADF);
    }
  }

  // ---- duplicates ----

  @Test
  void closingOneOfTwoDuplicatesLeavesTheOtherWorkingWithAWaiterInEach() throws Exception {
    needs(Capability.DESCRIPTORS);
    Connection connection = connection();
    Socket one = connection.socket();
    Socket two = closing(one.dup());
    Caller<byte[]> first = Caller.start(network(), () -> one.recv(10)).untilItWaits();
    Caller<byte[]> second = Caller.start(network(), () -> two.recv(10)).untilItWaits();
    one.close();
    assertEbadf(Blocking.RECV, first.failure());
    assertThat(second.isDone()).isFalse();
    connection.other().send(pattern(10));
    assertThat(second.result()).isEqualTo(pattern(10));
    two.sendall(pattern(5));
    assertThat(connection.other().receive(5)).isEqualTo(pattern(5));
    two.close();
    assertThat(connection.other().receive(1)).isEmpty();
  }

  @Test
  void aDuplicateHasTimeOutsOfItsOwn() throws Exception {
    needs(Capability.DESCRIPTORS);
    Socket one = connection().socket();
    one.settimeout(Duration.ofSeconds(3));
    Socket two = closing(one.dup());
    assertThat(two.gettimeout()).isEqualTo(Duration.ofSeconds(3));
    two.setblocking(false);
    assertThat(one.gettimeout()).isEqualTo(Duration.ofSeconds(3));
  }

  // ---- numbers that are used again ----

  private static final int CLOSINGS = 800;
  private static final int AT_ONCE = 16;

  /**
   * Threads close sockets that others use, whose numbers are given out again at once. Every
   * connection carries its own number in every eight bytes.
   */
  @Test
  void noReceiverEverSeesAnothersData() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    List<Caller<Integer>> users =
        IntStream.range(0, AT_ONCE)
            .mapToObj(
                user -> Caller.start(network(), () -> useAndClose(server.getsockname(), user)))
            .toList();
    Caller<?> echo =
        Caller.run(
            network(),
            () -> {
              for (int i = 0; i < CLOSINGS; i++) {
                Socket socket = server.accept().socket();
                network().start(() -> echo(socket));
              }
            });
    for (Caller<Integer> user : users) {
      assertThat(user.result()).isEqualTo(CLOSINGS / AT_ONCE);
    }
    echo.result();
  }

  private static void echo(Socket socket) throws IOException {
    try (socket) {
      byte[] buffer = new byte[800];
      for (int n; (n = socket.recv(buffer)) > 0; ) {
        socket.sendall(buffer, 0, n);
      }
    } catch (SocketException reset) {
      // the user has closed with data on the way
    }
  }

  private int useAndClose(Address server, int user) throws Exception {
    int closings = 0;
    for (int i = 0; i < CLOSINGS / AT_ONCE; i++) {
      long id = (long) user << 32 | i;
      try (Socket socket = network().socket(AF_INET, SOCK_STREAM)) {
        socket.connect(server);
        CountDownLatch some = new CountDownLatch(1 + i % 40);
        Check receive =
            () -> {
              receiveOwn(socket, id);
              some.countDown();
            };
        List<Caller<Errno>> callers =
            List.of(
                untilClosed(Caller.Threads.VIRTUAL, receive),
                untilClosed(Caller.Threads.PLATFORM, receive),
                untilClosed(Caller.Threads.PLATFORM, () -> socket.recv(new byte[8], MSG_PEEK)));
        byte[] bytes = ByteBuffer.allocate(8).putLong(id).array();
        for (int part = 0; part < 50; part++) {
          socket.sendall(bytes);
        }
        assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
        socket.close();
        for (Caller<Errno> caller : callers) {
          assertThat(caller.result()).isEqualTo(Errno.EBADF);
        }
        closings++;
      }
    }
    return closings;
  }

  private Caller<Errno> untilClosed(Caller.Threads threads, Check call) {
    return Caller.start(
        threads,
        network(),
        () -> {
          for (; ; ) {
            try {
              call.run();
            } catch (IOException e) {
              return Errno.of(e);
            }
          }
        });
  }

  private static void receiveOwn(Socket socket, long id) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8);
    if (socket.recvall(bytes) == 8) {
      assertThat(bytes.getLong(0)).isEqualTo(id);
    }
  }
}
