package gulliver.protocols.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.ChildJvm;
import gulliver.conformance.OsWorld;
import gulliver.conformance.Program;
import gulliver.conformance.Suite;
import gulliver.conformance.World;
import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.ControlMessage.ScmRights;
import gulliver.socket.Message;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import gulliver.socket.Sockets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process takes the place of another. */
class RestartTest extends Suite {
  private static final int CLIENTS = 4;
  private static final int ENOUGH = 100;

  @TempDir Path folder;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  /** The JDK's own clients, which connect as fast as they can. */
  private static final class Stream {
    private final int port;
    private volatile boolean over;
    final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();

    Stream(int port) {
      this.port = port;
    }

    /** Connects again and again; a refused or lost connection is thrown. */
    boolean run() throws IOException {
      while (!over) {
        try (java.net.Socket socket = connect(port)) {
          answers.computeIfAbsent(ask(socket), _ -> new AtomicLong()).incrementAndGet();
        }
      }
      return true;
    }
  }

  private static java.net.Socket connect(int port) throws IOException {
    java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(15_000);
    return socket;
  }

  private static String ask(java.net.Socket socket) throws IOException {
    socket.getOutputStream().write('?');
    String answer =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII), 16).readLine();
    if (answer == null) {
      throw new IOException("the connection is lost");
    }
    return answer;
  }

  private Program start(String port, Path desk) throws IOException {
    return closing(
        ChildJvm.start(ServerProcess.class, List.of(), List.of(), port, desk.toString()));
  }

  private static int port(Program server) throws IOException {
    return Integer.parseInt(server.expect("up 127.0.0.1:(\\d+)").group(1));
  }

  @Test
  void R32_aServerIsRestartedTwiceAndNoConnectionIsRefusedOrLost() throws Exception {
    Path desk = folder.resolve("desk");
    Program first = start("0", desk);
    int port = port(first);
    Stream stream = new Stream(port);
    List<CompletableFuture<Boolean>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(
          CompletableFuture.supplyAsync(() -> unchecked(stream), Thread::startVirtualThread));
    }
    try {
      served(stream, clients, 1);
      for (int n = 2; n <= 3; n++) {
        Program next = start("0", desk);
        assertThat(port(next)).as("the same socket").isEqualTo(port);
        String last = first.rest();
        assertThat(last).startsWith("ended").contains("active=0").contains("cut=0");
        served(stream, clients, n);
        first = next;
      }
    } finally {
      stream.over = true;
    }
    for (CompletableFuture<Boolean> client : clients) {
      assertThat(result(client)).isTrue();
    }
    assertThat(stream.answers).as("three processes have answered").hasSize(3);
    first.type("stop\n");
    assertThat(first.rest()).contains("active=0").contains("failed=0");
    assertThat(desk).as("the last one takes the desk with it").doesNotExist();
  }

  private static boolean unchecked(Stream stream) {
    try {
      return stream.run();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Waits until the n-th process has answered often. */
  private static void served(Stream stream, List<CompletableFuture<Boolean>> clients, int n) {
    eventually(() -> {
      assertThat(clients).noneMatch(CompletableFuture::isCompletedExceptionally);
      assertThat(stream.answers).hasSize(n);
      assertThat(stream.answers.values()).allMatch(count -> count.get() >= ENOUGH);
    });
  }

  @Test
  void R32_whatTheOldServerHasBegunItFinishes() throws Exception {
    Path desk = folder.resolve("desk");
    Server old = open(desk);
    try (java.net.Socket before = connect(port(old))) {
      assertThat(ask(before)).isEqualTo("old");
      Program successor = start("0", desk);
      assertThat(port(successor)).isEqualTo(port(old));
      eventually(() -> assertThat(old.isStopping()).isTrue());
      assertThat(ask(before)).as("a connection from before").isEqualTo("old");
      try (java.net.Socket after = connect(port(old))) {
        assertThat(ask(after)).as("a connection from after").isNotEqualTo("old");
      }
    }
    old.join();
    assertThat(old.counters().completed()).isEqualTo(1);
    assertThat(desk).as("the desk is the successor's").exists();
  }

  @Test
  void R32_aSuccessorThatDiesOnItsWayChangesNothing() throws Exception {
    Path desk = folder.resolve("desk");
    Server old = open(desk);
    for (List<String> words : List.of(List.<String>of(), List.of("ready"), List.of("nonsense"))) {
      try (Socket line = network().socket(AddressFamily.AF_UNIX, SocketType.SOCK_SEQPACKET)) {
        line.connect(new Address.Unix(desk.toString()));
        try (Message message = line.recvmsg(1000, Sockets.CMSG_SPACE(100))) {
          assertThat(new String(message.bytes(), US_ASCII))
              .isEqualTo("gulliver-server 1\n127.0.0.1:0");
          assertThat(message.control(ScmRights.class).descriptors()).hasSize(2);
        }
        for (String word : words) {
          line.sendall(word.getBytes(US_ASCII));
          if (word.equals("ready")) {
            assertThat(new String(line.recv(100), US_ASCII)).isEqualTo("yours");
          }
        }
      }
      try (java.net.Socket client = connect(port(old))) {
        assertThat(ask(client)).as("after %s", words).isEqualTo("old");
      }
    }
    assertThat(old.isStopping()).isFalse();
    old.close();
    assertThat(desk).doesNotExist();
  }

  @Test
  void aDeskThatAKilledServerHasLeftIsTakenOver() throws Exception {
    Path desk = folder.resolve("desk");
    Program killed = start("0", desk);
    port(killed);
    killed.close();
    assertThat(desk).exists();
    Server server = open(desk);
    try (java.net.Socket client = connect(port(server))) {
      assertThat(ask(client)).isEqualTo("old");
    }
    server.close();
    assertThat(Files.exists(desk)).isFalse();
  }

  private Server open(Path desk) throws IOException {
    return closing(
        Server.on(network())
            .listen(anywhere())
            .limits(Limits.NONE)
            .successor(new Address.Unix(desk.toString()))
            .start(connection -> {
              while (connection.recv(new byte[1], 0, 1) > 0) {
                connection.sendall("old\n".getBytes(US_ASCII));
              }
            }));
  }

  private static int port(Server server) {
    return ((Address.Inet4) server.address()).port();
  }
}
