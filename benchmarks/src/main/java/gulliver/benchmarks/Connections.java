package gulliver.benchmarks;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_REUSEADDR;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.socket;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Scanner;

/** Very many connections from a second process to the simplest server there is. */
final class Connections {
  private static final int WARM_UP = 200;
  private static final int MORE_THREADS = 8;
  private static final int IDLE_MILLIS = 10;

  private Connections() {}

  // the server, as the README has it

  private static void serve(Socket server) throws IOException {
    while (true) {
      Accepted client = server.accept();
      server.network().start(() -> echo(client.socket()));
    }
  }

  private static void echo(Socket client) throws IOException {
    try (client) {
      byte[] buffer = new byte[2048];
      for (int n; (n = client.recv(buffer)) > 0; ) {
        client.sendall(buffer, 0, n);
      }
    }
  }

  /** A server that listens and serves until it is closed. */
  private static Socket server() throws IOException {
    Socket server = socket(AF_INET, SOCK_STREAM);
    server.setsockopt(SO_REUSEADDR, true);
    server.bind(address("127.0.0.1", 0));
    server.listen(128);
    server
        .network()
        .start(() -> {
          try {
            serve(server);
          } catch (IOException e) {
            if (Errno.of(e) != Errno.EBADF) {
              throw e;
            }
          }
        });
    return server;
  }

  private static Child clients(Socket server, int count) throws IOException {
    if (!(server.getsockname() instanceof Address.Inet4 at)) {
      throw new AssertionError();
    }
    List<String> arguments = List.of("client", String.valueOf(at.port()), String.valueOf(count));
    return new Child(Child.java(Soak.class.getName(), arguments), ProcessBuilder.Redirect.INHERIT);
  }

  // ---- all exchange ----

  static void exchange(Report report, int count, int rounds) throws Exception {
    try (Socket server = server()) {
      session(new Report(), server, Math.min(count, WARM_UP), 500, 0);
      Resources before = Resources.now();
      session(report, server, count, rounds, before.threads());
      Resources.now().nothingLeaked(report, before);
    }
  }

  private static void session(
      Report report, Socket server, int count, int rounds, int threadsBefore) throws Exception {
    boolean measured = threadsBefore > 0;
    try (Child clients = clients(server, count)) {
      String connected = clients.answer();
      String exchanged = clients.tell("exchange " + rounds);
      int sockets = sockets(); // all have been accepted now, and none has been closed
      int blank = exchanged.indexOf(' ');
      int threads = Task.all().size();
      if (measured) {
        report.equal("clients", connected, "connected " + count);
        report.atLeast("sockets open in the server", sockets, count + 1, "");
        report.fact(
            "bytes there and back", "%,d".formatted(Long.parseLong(exchanged, 0, blank, 10)));
        report.equal("connections with wrong bytes", exchanged.substring(blank + 1), "0");
        report.atMost("more platform threads", threads - threadsBefore, MORE_THREADS, "");
      }
      clients.tell("leave");
    }
    awaitSockets(report);
  }

  private static int sockets() throws IOException {
    return (int)
        Resources.openDescriptors().stream().filter(line -> line.contains("socket:")).count();
  }

  /** Until the server's threads have seen the end of their connections. */
  private static void awaitSockets(Report report) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (sockets() > 2 && System.nanoTime() < deadline) { // the server, the dead one
      Network.os().sleep(Duration.ofMillis(20));
    }
    if (sockets() > 2) {
      report.failed("the server", new AssertionError(sockets() + " sockets are still open"));
    }
  }

  // ---- all are silent ----

  static void idle(Report report, int count, int seconds) throws Exception {
    try (Socket server = server();
        Child clients = clients(server, count)) {
      report.equal("clients", clients.answer(), "connected " + count);
      clients.tell("exchange 3"); // then every thread is back in recv
      System.gc();
      long me = ProcessHandle.current().pid();
      clients.tell("watch " + me + " " + seconds, "."); // compilers finish what they have begun
      report(report, clients.tell("watch " + me + " " + seconds, "."));
      clients.tell("leave");
    }
  }

  private static void report(Report report, List<String> threads) {
    long all = 0;
    long compilers = 0;
    long pollerSwitches = 0;
    for (String thread : threads) {
      Scanner words = new Scanner(thread);
      long nanos = words.nextLong();
      long switches = words.nextLong();
      String name = words.nextLine().strip();
      report.fact("  \"" + name + "\"", "%.2f ms, woke %d times".formatted(nanos / 1e6, switches));
      all += nanos;
      compilers += name.matches("C[12] CompilerThre.*") ? nanos : 0;
      pollerSwitches += name.startsWith("gulliver-poller") ? switches : 0;
    }
    report.equal("times the poller woke", pollerSwitches, 0L);
    report.atMost(
        "CPU, the JVM's housekeeping included", millis(all - compilers), IDLE_MILLIS, " ms");
    report.fact("CPU of the JVM's compilers, besides", millis(compilers) + " ms");
  }

  private static double millis(long nanos) {
    return Math.round(nanos / 1e4) / 100.0;
  }
}
