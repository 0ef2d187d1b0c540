package gulliver.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Descriptor;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.ListenFd;
import gulliver.socket.Network;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors that come from other programs, and that go to them. */
class OsInheritanceTest extends Suite {
  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  // ---- fromfd ----

  @Test
  void R37_anAdoptedSocketIsWhatTheKernelSays() throws Exception {
    Network os = network();
    List<Socket> made =
        List.of(
            os.socket(AddressFamily.AF_INET, SocketType.SOCK_STREAM),
            os.socket(AddressFamily.AF_INET6, SocketType.SOCK_DGRAM),
            os.socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET),
            os.socket(
                new AddressFamily(Linux.AF_NETLINK),
                SocketType.SOCK_RAW,
                new Protocol(Linux.NETLINK_ROUTE)));
    for (Socket socket : made) {
      AddressFamily family = socket.family();
      SocketType type = socket.type();
      Protocol protocol = socket.protocol();
      int fd = socket.detach();
      Socket adopted = closing(os.fromfd(fd));
      assertThat(adopted.fileno()).isEqualTo(fd);
      assertThat(adopted.family()).isEqualTo(family);
      assertThat(adopted.type()).isEqualTo(type);
      assertThat(adopted.protocol()).isEqualTo(protocol);
      assertThat(adopted.getInheritable()).isFalse();
    }
  }

  @Test
  void anAdoptedConnectionWorksAndAnAdoptedListenerStaysBlocking() throws Exception {
    Socket first = network().createServer(anywhere());
    Address address = first.getsockname();
    Socket server = closing(network().fromfd(first.detach()));
    Caller<Accepted> accepting = Caller.start(network(), server::accept).untilItWaits();
    assertThat(Descriptors.isNonblocking(server.fileno())).isFalse(); // others may have it
    Socket connecting = network().createConnection(address);
    Socket client = closing(network().fromfd(connecting.detach()));
    Socket accepted = closing(accepting.result().socket());
    client.sendall(pattern(100_000));
    byte[] all = new byte[100_000];
    assertThat(accepted.recvall(all)).isEqualTo(all.length);
    assertThat(all).isEqualTo(pattern(100_000));
    assertThat(client.getpeername()).isEqualTo(address);
  }

  @Test
  void whatIsNoSocketIsEnotsockAndStaysOpen() throws Exception {
    Descriptor counter = Descriptor.eventfd(7, 0);
    int fd = counter.detach();
    assertThat(failure(() -> network().fromfd(fd)))
        .hasMessage("fromfd " + fd + ": ENOTSOCK (Socket operation on non-socket)");
    try (Descriptor again = Descriptor.fromfd(fd)) {
      assertThat(again.eventfdRead()).isEqualTo(7);
    }
    assertThat(failure(() -> network().fromfd(100_000)))
        .hasMessage("fromfd 100000: EBADF (Bad file descriptor)");
  }

  // ---- LISTEN_FDS ----

  /** Does what systemd does; then it is the client. */
  private static final String ACTIVATOR =
      """
      import fcntl, os, socket, sys
      tcp = socket.create_server(('127.0.0.1', 0))
      udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.bind(('127.0.0.1', 0))
      fifo = sys.argv[1]; os.mkfifo(fifo)
      end = os.open(fifo, os.O_RDWR)
      r, w = os.pipe()
      if os.fork() == 0:
          fds = [fcntl.fcntl(f, fcntl.F_DUPFD, 100) for f in (tcp.fileno(), udp.fileno(), end)]
          os.dup2(w, 1)
          for i, f in enumerate(fds): os.dup2(f, 3 + i)
          os.closerange(6, 200)
          os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='3',
                            LISTEN_FDNAMES='web:dns:control')
          os.execv(sys.argv[2], sys.argv[2:])
      os.close(w)
      out = os.fdopen(r)
      def until(text):
          while text not in (line := out.readline()):
              if not line: sys.exit('the child has ended')
              print(line, end='')
      until('ready')
      assert not fcntl.fcntl(tcp, fcntl.F_GETFL) & os.O_NONBLOCK, 'we share it'
      c = socket.create_connection(tcp.getsockname()); c.send(b'to the web')
      print('web=' + c.recv(100).decode())
      q = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      q.sendto(b'to the dns', udp.getsockname()); print('dns=' + q.recv(100).decode())
      os.write(end, b'to the control')
      until('end')
      """;

  @TempDir Path folder;

  @Test
  void R37_socketActivationFindsWhatTheManagerHasOpened() throws Exception {
    try (Program python =
        Program.python(
            ACTIVATOR,
            folder.resolve("fifo"),
            Path.of(System.getProperty("java.home"), "bin", "java"),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Activated.class.getName())) {
      List<String> lines = List.of(python.rest().split("\n", -1));
      assertThat(lines)
          .containsExactlyInAnyOrder(
              "found=[ListenFd[name=web, fd=3], ListenFd[name=dns, fd=4],"
                  + " ListenFd[name=control, fd=5]]",
              "cloexec=true true true",
              "not a socket=ENOTSOCK",
              "web=TO THE WEB",
              "dns=TO THE DNS",
              "control=to the control");
    }
  }

  /** Serves what it was started with. */
  static final class Activated {
    private Activated() {}

    /** Answers in capital letters. */
    public static void main(String[] arguments) throws Exception {
      Network os = Network.os();
      List<ListenFd> found = os.listenFds();
      System.out.println("found=" + found);
      List<String> flags = new ArrayList<>();
      for (ListenFd each : found) {
        flags.add(String.valueOf((Descriptors.flags(each.fd()) & Linux.O_CLOEXEC) != 0));
      }
      System.out.println("cloexec=" + String.join(" ", flags));
      ChildJvm.row(
          "not a socket",
          () -> {
            try {
              return os.fromfd(found.get(2).fd());
            } catch (IOException e) {
              return Errno.of(e);
            }
          });
      try (Socket web = os.fromfd(found.get(0).fd());
          Socket dns = os.fromfd(found.get(1).fd());
          Descriptor control = Descriptor.fromfd(found.get(2).fd())) {
        Caller<?> serving = Caller.run(os, () -> serve(web)).untilItWaits();
        Caller<?> answering = Caller.run(os, () -> answer(dns)).untilItWaits();
        System.out.println("ready");
        serving.result();
        answering.result();
        ChildJvm.row("control", () -> new String(control.read(100), US_ASCII));
      }
      System.out.println("end");
      System.exit(0);
    }

    private static void serve(Socket web) throws IOException {
      try (Socket client = web.accept().socket()) {
        String said = new String(client.recv(100), US_ASCII);
        client.sendall(said.toUpperCase(java.util.Locale.ROOT).getBytes(US_ASCII));
      }
    }

    private static void answer(Socket dns) throws IOException {
      var asked = dns.recvfrom(100);
      String said = new String(asked.bytes(), US_ASCII);
      dns.sendto(said.toUpperCase(java.util.Locale.ROOT).getBytes(US_ASCII), asked.address());
    }
  }

  @Test
  void withoutActivationThereIsNothing() throws Exception {
    assertThat(network().listenFds()).isEmpty();
  }

  @Test
  void theEnvironmentOfAnotherProcessOrAWrongOneIsToldApart() throws Exception {
    for (Map.Entry<String, String> row :
        Map.of(
                "env LISTEN_PID=1 LISTEN_FDS=2", "[]",
                "env LISTEN_FDS=2", "[]",
                "env LISTEN_PID=abc LISTEN_FDS=2", "listenFds LISTEN_PID=abc: EINVAL",
                "sh -c LISTEN_PID=$$;export\tLISTEN_PID;LISTEN_FDS=-1\texec\t\"$@\"",
                    "listenFds LISTEN_FDS=-1: EINVAL",
                "sh -c LISTEN_PID=$$;export\tLISTEN_PID;LISTEN_FDS=2\tLISTEN_FDNAMES=a\texec\t\"$@\"",
                    "listenFds LISTEN_FDNAMES=a: EINVAL",
                "sh -c LISTEN_PID=$$;export\tLISTEN_PID;LISTEN_FDS=900\texec\t\"$@\"", "EBADF")
            .entrySet()) {
      List<String> prefix = new ArrayList<>(List.of(row.getKey().split(" ", -1)));
      prefix.replaceAll(word -> word.replace('\t', ' '));
      if (prefix.getFirst().equals("sh")) {
        prefix.add("sh");
      }
      Map<String, String> rows = ChildJvm.run(Finds.class, prefix, List.of()).rows();
      assertThat(rows.get("found")).as(row.getKey()).contains(row.getValue());
    }
  }

  /** Prints what it was started with. */
  static final class Finds {
    private Finds() {}

    /** Prints one row. */
    public static void main(String[] arguments) {
      ChildJvm.row("found", () -> Network.os().listenFds());
    }
  }

  // ---- exec ----

  /** A program that takes a number for a socket, and says what it sees. */
  private static final String CHILD =
      """
      #include <errno.h>
      #include <fcntl.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/socket.h>
      int main(int argc, char **argv) {
        int s = atoi(argv[1]);
        char text[64];
        int flags = fcntl(s, F_GETFL);
        if (flags < 0) return errno == EBADF ? 77 : 1;
        sprintf(text, "socket %d is %s", s, flags & O_NONBLOCK ? "not blocking" : "blocking");
        return send(s, text, strlen(text), 0) < 0;
      }
      """;

  @Test
  void R37_anInheritableSocketIsThereInAProgramThatTheProcessSpawns() throws Exception {
    Program.needs("gcc");
    Path source = Files.writeString(folder.resolve("child.c"), CHILD);
    Path child = folder.resolve("child");
    Program.run("gcc", "-o", child.toString(), source.toString());
    Socket[] pair = network().socketpair();
    Socket given = closing(pair[0]);
    Socket kept = closing(pair[1]);
    int number = given.fileno();

    assertThat(given.getInheritable()).isFalse();
    assertThat(spawn(child.toString(), String.valueOf(number))).isEqualTo(77); // EBADF
    given.setInheritable(true);
    assertThat(given.getInheritable()).isTrue();
    Caller<byte[]> receiving = Caller.start(network(), () -> kept.recv(100)).untilItWaits();
    assertThat(spawn(child.toString(), String.valueOf(number))).isZero();
    assertThat(new String(receiving.result(), US_ASCII))
        .isEqualTo("socket " + number + " is blocking");

    // a listening socket, which keeps O_NONBLOCK until it is inheritable
    Socket server = closing(network().createServer(anywhere()));
    Caller<Accepted> accepting = Caller.start(network(), server::accept).untilItWaits();
    assertThat(Descriptors.isNonblocking(server.fileno())).isTrue();
    server.setInheritable(true);
    assertThat(Descriptors.isNonblocking(server.fileno())).isFalse();
    closing(network().createConnection(server.getsockname()));
    closing(accepting.result().socket());
    assertThat(Descriptors.isNonblocking(server.fileno())).isFalse();

    // ProcessBuilder closes it in the child nevertheless
    Process process = new ProcessBuilder(child.toString(), String.valueOf(number)).start();
    assertThat(process.waitFor()).isEqualTo(77);
    given.setInheritable(false);
    assertThat(spawn(child.toString(), String.valueOf(number))).isEqualTo(77);
  }

  /** {@code posix_spawn(3)}, and the exit status: nothing in Java leaves descriptors open. */
  @SuppressWarnings("restricted")
  private static int spawn(String... command) throws Exception {
    Linker linker = Linker.nativeLinker();
    ValueLayout.OfInt anInt = ValueLayout.JAVA_INT;
    var pointer = ValueLayout.ADDRESS;
    var posixSpawn =
        linker.downcallHandle(
            linker.defaultLookup().find("posix_spawn").orElseThrow(),
            FunctionDescriptor.of(anInt, pointer, pointer, pointer, pointer, pointer, pointer));
    var waitpid =
        linker.downcallHandle(
            linker.defaultLookup().find("waitpid").orElseThrow(),
            FunctionDescriptor.of(anInt, anInt, pointer, anInt));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argv = arena.allocate(pointer, command.length + 1L);
      for (int i = 0; i < command.length; i++) {
        argv.setAtIndex(pointer, i, arena.allocateFrom(command[i], UTF_8));
      }
      MemorySegment pid = arena.allocate(anInt);
      MemorySegment none = MemorySegment.NULL;
      MemorySegment envp = arena.allocate(pointer, 1);
      MemorySegment path = arena.allocateFrom(command[0], UTF_8);
      int result = (int) posixSpawn.invokeExact(pid, path, none, none, argv, envp);
      assertThat(result).isZero();
      MemorySegment status = arena.allocate(anInt);
      int waited = (int) waitpid.invokeExact(pid.get(anInt, 0), status, 0);
      assertThat(waited).isEqualTo(pid.get(anInt, 0));
      return status.get(anInt, 0) >> 8 & 255;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
