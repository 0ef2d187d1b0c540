package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SO_LINGER;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Descriptor;
import gulliver.socket.Linger;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Sockets that a program drops without closing them, each case in a JVM of its own: what is logged
 * goes to its standard error, as {@code java.util.logging} does without configuration.
 */
class OsDroppedTest {
  private static final Address ANYWHERE = new Address.Inet4("127.0.0.1", 0);
  private static final String WARNING = "WARNING: a socket was dropped without close(): ";

  private static List<String> warnings(ChildJvm.Result child) {
    return child.lines().stream().filter(line -> line.startsWith(WARNING)).toList();
  }

  /** What the other end of a connection sees, collecting garbage meanwhile. */
  private static void untilTheEnd(Socket client) {
    Awaitility.await()
        .until(() -> {
          System.gc();
          return client.recv(new byte[1], MSG_DONTWAIT) == 0;
        });
  }

  @Test
  void aDroppedSocketIsClosedAndSaidOnce() throws Exception {
    ChildJvm.Result child = ChildJvm.run(Drops.class, List.of(), List.of());
    assertThat(child.rows()).containsEntry("end", "seen");
    assertThat(warnings(child)).hasSize(1);
    assertThat(warnings(child).getFirst())
        .matches(Pattern.quote(WARNING) + "tcp -> 127\\.0\\.0\\.1:\\d+, descriptor \\d+");
  }

  /** Drops one of two ends, and closes the others, one of them twice. */
  static final class Drops {
    private Drops() {}

    /** Prints what the other end sees. */
    public static void main(String[] args) throws Exception {
      try (Socket server = Network.os().createServer(ANYWHERE);
          Socket client = Network.os().createConnection(server.getsockname())) {
        server.accept(); // and forgets it
        untilTheEnd(client);
        ChildJvm.row("end", () -> "seen");
        client.close();
      }
      closed(Network.os());
      for (int i = 0; i < 5; i++) {
        System.gc();
      }
      untilACleanerHasRun();
    }

    private static void closed(Network os) throws IOException {
      Socket[] pair = os.socketpair();
      pair[0].close();
      pair[1].inputStream().close();
    }

    private static void untilACleanerHasRun() {
      CompletableFuture<Boolean> ran = new CompletableFuture<>();
      java.lang.ref.Cleaner.create().register(new Object(), () -> ran.complete(true));
      Awaitility.await()
          .until(() -> {
            System.gc();
            return ran.isDone();
          });
    }
  }

  @Test
  void aDroppedDescriptorIsClosedAndSaidOnce() throws Exception {
    ChildJvm.Result child = ChildJvm.run(DropsADescriptor.class, List.of(), List.of());
    assertThat(child.rows()).containsEntry("end", "seen");
    assertThat(child.lines())
        .filteredOn(line -> line.startsWith("WARNING: "))
        .singleElement()
        .asString()
        .matches("WARNING: a descriptor was dropped without close\\(\\): \\d+");
  }

  /** Drops the end of a pipe that writes. */
  static final class DropsADescriptor {
    private DropsADescriptor() {}

    /** Prints what the other end sees. */
    public static void main(String[] args) throws Exception {
      try (Descriptor reader = Descriptor.pipe()[0]) {
        reader.setblocking(false);
        Awaitility.await()
            .until(() -> {
              System.gc();
              return reader.read(new byte[1]) == 0;
            });
        ChildJvm.row("end", () -> "seen");
      }
    }
  }

  @Test
  void aSocketIsNotDroppedWhileACallIsInside() throws Exception {
    // compiled code knows that nothing of the socket is needed any more while it waits
    ChildJvm.Result child = ChildJvm.run(Waits.class, List.of(), List.of("-Xcomp"));
    assertThat(child.rows()).containsEntry("received", "10 bytes");
    List<String> lines = child.lines();
    assertThat(lines.subList(0, lines.indexOf("received=10 bytes")))
        .as("before the call has ended")
        .anyMatch(line -> line.startsWith(WARNING + "tcp"))
        .noneMatch(line -> line.startsWith(WARNING + "udp"));
  }

  /** Waits in a call on a UDP socket that nobody will use again, while TCP sockets are dropped. */
  static final class Waits {
    private Waits() {}

    /** Prints what the call answers. */
    public static void main(String[] args) throws Exception {
      Network os = Network.os();
      CompletableFuture<Address> name = new CompletableFuture<>();
      try (Socket server = os.createServer(ANYWHERE)) {
        dropOne(server);
        Caller<Integer> receiving =
            Caller.start(Caller.Threads.PLATFORM, os, () -> receiveOne(os, name)).untilItWaits();
        for (int i = 0; i < 3; i++) {
          dropOne(server); // the cleaner has come past whatever was dropped before
        }
        try (Socket sender = os.socket(AF_INET, SOCK_DGRAM)) {
          sender.sendto(new byte[10], name.join());
        }
        ChildJvm.row("received", () -> receiving.result() + " bytes");
      }
    }

    private static void dropOne(Socket server) throws IOException {
      try (Socket client = server.network().createConnection(server.getsockname())) {
        server.accept();
        untilTheEnd(client);
      }
    }

    private static int receiveOne(Network os, CompletableFuture<Address> name) throws IOException {
      Socket socket = os.socket(AF_INET, SOCK_DGRAM);
      socket.bind(ANYWHERE);
      name.complete(socket.getsockname());
      return socket.recv(new byte[10]);
    }
  }

  @Test
  void aDroppedSocketThatLingersHoldsNoOtherUp() throws Exception {
    ChildJvm.Result child = ChildJvm.run(Lingers.class, List.of(), List.of());
    assertThat(child.rows()).containsEntry("end", "seen");
    assertThat(warnings(child)).hasSize(2);
  }

  /** Drops a socket whose end takes its time, then another. */
  static final class Lingers {
    private Lingers() {}

    /** Prints what the other end of the second sees. */
    public static void main(String[] args) throws Exception {
      Network os = Network.os();
      try (Socket server = os.createServer(ANYWHERE);
          Socket silent = os.createConnection(server.getsockname())) {
        dropUnsent(server);
        Awaitility.await()
            .until(() -> {
              System.gc();
              return Descriptors.all("socket:").size() == 2 || lingers();
            });
        try (Socket client = os.createConnection(server.getsockname())) {
          server.accept();
          untilTheEnd(client);
          ChildJvm.row("end", () -> "seen");
        }
        silent.setsockopt(SO_LINGER, new Linger(true, 0)); // a reset ends the waiting
      }
    }

    private static void dropUnsent(Socket server) throws IOException {
      Socket socket = server.accept().socket();
      socket.setsockopt(SO_LINGER, new Linger(true, 600));
      while (socket.send(new byte[1 << 20], MSG_DONTWAIT) > 0) {
        // until nothing more fits
      }
    }

    private static boolean lingers() {
      return Thread.getAllStackTraces().keySet().stream()
          .anyMatch(thread -> thread.getName().startsWith("gulliver-worker-"));
    }
  }
}
