package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The flags of descriptors, which others may share, and giving descriptors away. */
class OsDescriptorTest extends BlockingSuite {
  @Override
  protected World newWorld() {
    return OsWorld.JAVA;
  }

  // ---- close-on-exec ----

  @Test
  void everyDescriptorIsClosedOnExec() throws Exception {
    Map<String, String> rows = ChildJvm.run(OpensEverything.class, List.of(), List.of()).rows();
    assertThat(rows).hasSize(7);
    assertThat(rows.values()).containsOnly("true");
  }

  /** Makes a descriptor of every kind, in a JVM where nobody else does. */
  static final class OpensEverything {
    private OpensEverything() {}

    /** Prints for each whether it is closed on exec. */
    public static void main(String[] args) throws Exception {
      Network os = Network.os();
      Socket server = os.createServer(new Address.Inet4("127.0.0.1", 0));
      Socket client = os.createConnection(server.getsockname());
      Socket accepted = server.accept().socket();
      Socket[] pair = os.socketpair();
      Socket twin = pair[0].dup();
      Caller<byte[]> waits = Caller.start(os, () -> accepted.recv(10)).untilItWaits(); // epoll
      Caller<byte[]> ends = Caller.start(os, () -> twin.recv(10)).untilItWaits();
      twin.close(); // the dead socket
      ends.failure();
      List<Integer> descriptors = new ArrayList<>(Descriptors.all("socket:"));
      descriptors.addAll(Descriptors.all("anon_inode:"));
      for (int descriptor : descriptors) {
        ChildJvm.row(
            String.valueOf(descriptor),
            () -> (Descriptors.flags(descriptor) & Linux.O_CLOEXEC) != 0);
      }
      client.sendall(new byte[1]);
      waits.result();
      System.exit(0);
    }
  }

  // ---- O_NONBLOCK ----

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ACCEPT"})
  void aCallThatWaitsLeavesTheDescriptionBlocking(Blocking call) throws Exception {
    Blocked blocked = blocked(call);
    Caller<?> caller =
        Caller.start(Caller.Threads.VIRTUAL, network(), blocked.work()).untilItWaits();
    eventually(() -> assertThat(Descriptors.isNonblocking(blocked.socket().fileno())).isFalse());
    caller.interrupt();
    assertThat(Errno.of(caller.failure())).isEqualTo(Errno.EINTR);
    assertThat(Descriptors.isNonblocking(blocked.socket().fileno())).isFalse();
  }

  @Test
  void aSocketThatDoesNotWaitLeavesTheDescriptionBlocking() throws Exception {
    Socket socket =
        closing(network().socket(AF_INET, new SocketType(Linux.SOCK_STREAM | Linux.SOCK_NONBLOCK)));
    assertThat(socket.getblocking()).isFalse();
    assertThat(Descriptors.isNonblocking(socket.fileno())).isFalse();
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    IOException begun = failure(() -> socket.connect(server.address()));
    assertThat(Errno.of(begun)).isEqualTo(Errno.EINPROGRESS);
    assertThat(Descriptors.isNonblocking(socket.fileno())).isFalse();
    closing(server.accept());
    assertThat(socket.recv(new byte[10])).isEqualTo(Socket.WOULD_BLOCK);
    assertThat(socket.send(new byte[10])).isEqualTo(10);
    assertThat(Descriptors.isNonblocking(socket.fileno())).isFalse();
  }

  @Test
  void connectTakesTheFlagBackHoweverItEnds() throws Exception {
    Socket made = connection().socket();
    assertThat(Descriptors.isNonblocking(made.fileno())).isFalse();

    Socket holder = closing(network().socket(AF_INET, SOCK_STREAM));
    holder.bind(anywhere());
    Socket refused = closing(network().socket(AF_INET, SOCK_STREAM));
    assertThat(Errno.of(failure(() -> refused.connect(holder.getsockname()))))
        .isEqualTo(Errno.ECONNREFUSED);
    assertThat(Descriptors.isNonblocking(refused.fileno())).isFalse();

    Socket server = fullServer(anywhere());
    Socket late = closing(network().socket(AF_INET, SOCK_STREAM));
    late.settimeout(Duration.ofMillis(20));
    assertThat(failure(() -> late.connect(server.getsockname())))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(Descriptors.isNonblocking(late.fileno())).isFalse();
  }

  @Test
  void anAcceptedSocketIsBlockingThoughTheListeningOneIsNot() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    Caller<Accepted> accepting = Caller.start(network(), server::accept).untilItWaits();
    assertThat(Descriptors.isNonblocking(server.fileno())).isTrue();
    closing(peer().connect(server.getsockname()));
    Socket accepted = closing(accepting.result().socket());
    assertThat(Descriptors.isNonblocking(accepted.fileno())).isFalse();
    accepted.sendall(pattern(10));
    assertThat(Descriptors.isNonblocking(accepted.fileno())).isFalse();
  }

  // ---- detach ----

  @ParameterizedTest
  @EnumSource
  void detachEndsTheCallsOfOthersAndGivesABlockingDescriptor(Blocking call) throws Exception {
    Blocked blocked = blocked(call);
    Socket socket = blocked.socket();
    int descriptor = socket.fileno();
    Caller<?> caller =
        Caller.start(Caller.Threads.VIRTUAL, network(), blocked.work()).untilItWaits();
    assertThat(socket.detach()).isEqualTo(descriptor);
    assertThat(Errno.of(caller.failure())).isEqualTo(Errno.EBADF);
    assertThat(socket.isClosed()).isTrue();
    assertThat(Errno.of(failure(socket::detach))).isEqualTo(Errno.EBADF);
    socket.close(); // does nothing: the descriptor is not the socket's any more
    assertThat(Descriptors.isNonblocking(descriptor)).isFalse();
    assertThat(Descriptors.isWatched(descriptor)).isFalse();
    Descriptors.close(descriptor);
  }

  @Test
  void detachLetsEightWaitersGoFirst() throws Exception {
    Socket socket = connection().socket();
    var callers = waiting(8, Caller.Threads.VIRTUAL, () -> socket.recv(10));
    int descriptor = socket.detach();
    for (Caller<byte[]> caller : callers) {
      assertThat(Errno.of(caller.failure())).isEqualTo(Errno.EBADF);
    }
    Descriptors.close(descriptor);
  }

  @Test
  void aDetachedConnectionLivesOn() throws Exception {
    Connection connection = connection();
    connection.socket().sendall(pattern(10));
    int descriptor = connection.socket().detach();
    assertThat(connection.other().receive(10)).isEqualTo(pattern(10));
    connection.other().send(pattern(10)); // nobody has closed it
    assertThat(Descriptors.all("socket:")).contains(descriptor);
    Descriptors.close(descriptor);
  }

  @Test
  void aDuplicateOfAListeningSocketThatIsDetachedIsBlocking() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    Caller<Accepted> accepting = Caller.start(network(), server::accept).untilItWaits();
    int descriptor = server.dup().detach();
    assertThat(Descriptors.isNonblocking(descriptor)).isFalse();
    // the one that is left sets the flag for an attempt, and takes it back
    closing(peer().connect(server.getsockname()));
    closing(accepting.result().socket());
    assertThat(Descriptors.isNonblocking(descriptor)).isFalse();
    Caller<Accepted> again = Caller.start(network(), server::accept).untilItWaits();
    assertThat(Descriptors.isNonblocking(descriptor)).isFalse();
    closing(peer().connect(server.getsockname()));
    closing(again.result().socket());
    Descriptors.close(descriptor);
  }

  // ---- the poller's registrations ----

  @Test
  void aDescriptorIsWatchedFromItsFirstWaitUntilItIsClosed() throws Exception {
    Socket[] pair = network().socketpair();
    Socket one = closing(pair[0]);
    Socket two = closing(pair[1]);
    assertThat(Descriptors.isWatched(one.fileno())).isFalse();
    Caller<byte[]> receiving = Caller.start(network(), () -> one.recv(10)).untilItWaits();
    assertThat(Descriptors.isWatched(one.fileno())).isTrue();
    two.sendall(pattern(10));
    assertThat(receiving.result()).isEqualTo(pattern(10));
    int descriptor = one.fileno();
    assertThat(Descriptors.isWatched(descriptor)).isTrue();
    one.close();
    assertThat(Descriptors.isWatched(descriptor)).isFalse();
    assertThat(Descriptors.isWatched(two.fileno())).isFalse();
  }

  @Test
  void whatIsClosedIsNotWatchedThoughADuplicateLives() throws Exception {
    Socket[] pair = network().socketpair(AF_UNIX, SOCK_DGRAM, Protocol.DEFAULT);
    Socket one = closing(pair[0]);
    Socket two = closing(pair[1]);
    Socket twin = closing(one.dup());
    Caller<byte[]> first = Caller.start(network(), () -> one.recv(10)).untilItWaits();
    Caller<byte[]> second = Caller.start(network(), () -> twin.recv(10)).untilItWaits();
    int descriptor = one.fileno();
    one.close();
    assertThat(Errno.of(first.failure())).isEqualTo(Errno.EBADF);
    assertThat(Descriptors.isWatched(descriptor)).isFalse();
    assertThat(Descriptors.isWatched(twin.fileno())).isTrue();
    two.send(pattern(10));
    assertThat(second.result()).isEqualTo(pattern(10));
  }

  // ---- no descriptors ----

  @Test
  void whereNoDescriptorIsLeftForThePollerCallsWaitAllTheSame() throws Exception {
    Program.needs("prlimit");
    Map<String, String> rows =
        ChildJvm.run(UsesThemUp.class, List.of("prlimit", "--nofile=64"), List.of()).rows();
    assertThat(rows)
        .containsEntry("used up", "EMFILE")
        .containsEntry("received", "10")
        .containsEntry("timed out", "ETIMEDOUT")
        .containsEntry("closed", "EBADF")
        .containsEntry("poller without descriptors", "0")
        .containsEntry("watched later", "true");
  }

  /** Waits where not even the poller can be made, and again when there are descriptors. */
  static final class UsesThemUp {
    private UsesThemUp() {}

    /** Prints what calls come to. */
    public static void main(String[] args) throws Exception {
      Network os = Network.os();
      Socket[] pair = os.socketpair();
      Socket[] closed = os.socketpair();
      loadClasses();
      List<Socket> spare = new ArrayList<>();
      IOException full = null;
      while (full == null) {
        try {
          spare.add(os.socket(AF_INET, SOCK_DGRAM));
        } catch (IOException e) {
          full = e;
        }
      }
      Errno errno = Errno.of(full);
      Caller<byte[]> receiving = Caller.start(os, () -> pair[0].recv(10)).untilItWaits();
      pair[1].sendall(new byte[10]);
      int received = receiving.result().length;
      pair[0].settimeout(Duration.ofMillis(20));
      IOException late = failure(() -> pair[0].recv(10));
      pair[0].settimeout(null);
      Caller<byte[]> ends = Caller.start(os, () -> closed[0].recv(10)).untilItWaits();
      closed[0].close();
      Errno end = Errno.of(ends.failure());

      for (Socket socket : spare) {
        socket.close();
      }
      ChildJvm.row("used up", () -> errno);
      ChildJvm.row("received", () -> received);
      ChildJvm.row("timed out", () -> Errno.of(late));
      ChildJvm.row("closed", () -> end);
      ChildJvm.row(
          "poller without descriptors", () -> Descriptors.all("anon_inode:[eventpoll]").size());
      Caller<byte[]> again = Caller.start(os, () -> pair[0].recv(10)).untilItWaits();
      ChildJvm.row("watched later", () -> Descriptors.isWatched(pair[0].fileno()));
      pair[1].sendall(new byte[10]);
      again.result();
    }

    /** Classes that are loaded from a folder need a descriptor, and so do jars: loads them all. */
    private static void loadClasses() throws Exception {
      var _ = ClassLoader.getSystemResource("a name that is looked for in every jar");
      for (Class<?> neighbour : List.of(Network.class, Suite.class, UsesThemUp.class)) {
        Path folder =
            Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
              String name = folder.relativize(file).toString().replace('/', '.');
              if (name.startsWith("gulliver.") && name.endsWith(".class")) {
                Class.forName(
                    name.substring(0, name.length() - ".class".length()),
                    false,
                    neighbour.getClassLoader());
              }
            }
          }
        }
      }
    }
  }
}
