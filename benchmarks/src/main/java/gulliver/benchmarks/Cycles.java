package gulliver.benchmarks;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.IP_BIND_ADDRESS_NO_PORT;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_LINGER;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.createServer;
import static gulliver.socket.Sockets.socket;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Linger;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connect, exchange, close, a million times.
 *
 * <p><b>Ports.</b> From one address to one port there are about 28,000 ephemeral ports, and the
 * side that closes first keeps the connection in {@code TIME_WAIT} for a minute; so clients that
 * close first would have used them up in seconds. Here the client never does so: in every second
 * cycle the server closes first and {@code TIME_WAIT} is the server's, which lets a later SYN of
 * the same client's port in (RFC 6191, by the time stamps); in the others the client ends with a
 * reset, {@code SO_LINGER} of 0 seconds, and nothing stays. Besides, each client has an address of
 * its own, 127.0.0.11 and so on.
 */
final class Cycles {
  private static final int CLIENTS = 8;
  private static final int WARM_UP = 4_000;
  private static final int MESSAGE = 4 * Long.BYTES;

  private final Report report;
  private final Socket server;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong right = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong reset = new AtomicLong();
  private final AtomicInteger failed = new AtomicInteger();

  private Cycles(Report report, Socket server) {
    this.report = report;
    this.server = server;
  }

  static void run(Report report, int count) throws Exception {
    try (Socket server = createServer(address("127.0.0.1", 0))) {
      Cycles cycles = new Cycles(report, server);
      Network.os().start(cycles::serve);
      cycles.cycle(Math.min(count, WARM_UP));
      cycles.settle();
      Resources before = Resources.now();
      long rightBefore = cycles.right.get();
      long endedBefore = cycles.ended.get();
      long resetBefore = cycles.reset.get();

      long start = System.nanoTime();
      cycles.cycle(count);
      double seconds = (System.nanoTime() - start) / 1e9;
      cycles.settle();

      report.fact("clients at once", CLIENTS + ", each with an address of its own");
      report.fact("rate", "%,.0f connections/s".formatted(count / seconds));
      report.equal("right exchanges", cycles.right.get() - rightBefore, (long) count);
      report.equal("  the server closed first", cycles.ended.get() - endedBefore, (count + 1) / 2L);
      report.equal("  the client reset", cycles.reset.get() - resetBefore, count / 2L);
      report.equal("failures", cycles.failed.get(), 0);
      report.fact("sockets now, by the kernel", socketStatistics());
      Resources.now().nothingLeaked(report, before);
    }
  }

  private void cycle(int count) throws InterruptedException {
    next.set(0);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Address from = address("127.0.0." + (11 + i), 0);
      clients.add(Network.os().start(() -> client(from, count)));
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  /** Until the server's threads are done with what the clients have left. */
  private void settle() throws InterruptedException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (ended.get() + reset.get() < right.get() && System.nanoTime() < deadline) {
      Network.os().sleep(java.time.Duration.ofMillis(5));
    }
  }

  // ---- the client's side ----

  private void client(Address from, int count) throws IOException {
    for (long number; (number = next.getAndIncrement()) < count && failed.get() == 0; ) {
      try {
        exchange(from, number);
      } catch (IOException | AssertionError e) {
        failed.incrementAndGet();
        report.failed("cycle " + number + " from " + from, e);
      }
    }
  }

  private void exchange(Address from, long number) throws IOException {
    boolean resets = (number & 1) == 1;
    try (Socket socket = socket(AF_INET, SOCK_STREAM)) {
      socket.setsockopt(IP_BIND_ADDRESS_NO_PORT, true);
      socket.bind(from);
      socket.connect(server.getsockname());
      long port = socket.getsockname() instanceof Address.Inet4 local ? local.port() : -1;

      ByteBuffer message = ByteBuffer.allocate(MESSAGE);
      message.putLong(number).putLong(Pattern.mix(number)).putLong(~number).putLong(port);
      socket.sendall(message.array());
      byte[] answer = new byte[MESSAGE];
      int n = socket.recvall(answer);
      if (n != MESSAGE || !ByteBuffer.wrap(answer).equals(answerTo(message.flip()))) {
        throw new AssertionError("a wrong answer, " + n + " bytes, on " + socket);
      }
      if (resets) {
        socket.setsockopt(SO_LINGER, new Linger(true, 0));
      } else if (socket.recv(1).length != 0) {
        throw new AssertionError("no end on " + socket);
      }
      right.incrementAndGet();
    }
  }

  private static ByteBuffer answerTo(ByteBuffer message) {
    ByteBuffer answer = ByteBuffer.allocate(MESSAGE);
    while (message.hasRemaining()) {
      answer.putLong(Pattern.mix(~message.getLong()));
    }
    return answer.flip();
  }

  // ---- the server's side ----

  private void serve() throws IOException {
    try {
      while (true) {
        Accepted client = server.accept();
        server.network().start(() -> answer(client));
      }
    } catch (IOException e) {
      if (Errno.of(e) != Errno.EBADF) {
        throw e;
      }
    }
  }

  private void answer(Accepted client) throws IOException {
    try (Socket socket = client.socket()) {
      byte[] bytes = new byte[MESSAGE];
      int n = socket.recvall(bytes);
      ByteBuffer message = ByteBuffer.wrap(bytes);
      long port = client.address() instanceof Address.Inet4 peer ? peer.port() : -1;
      if (n != MESSAGE || message.getLong(3 * Long.BYTES) != port) {
        throw new AssertionError("another's bytes, " + n + " of them, on " + socket);
      }
      boolean resets = (message.getLong(0) & 1) == 1;
      socket.sendall(answerTo(message).array());
      if (!resets) {
        ended.incrementAndGet();
        return;
      }
      try {
        int more = socket.recv(bytes);
        throw new AssertionError("no reset but " + more + " on " + socket);
      } catch (IOException e) {
        if (Errno.of(e) != Errno.ECONNRESET) {
          throw e;
        }
        reset.incrementAndGet();
      }
    }
  }

  private static String socketStatistics() throws IOException {
    return Files.readAllLines(Path.of("/proc/net/sockstat")).stream()
        .filter(line -> line.startsWith("TCP:"))
        .findFirst()
        .orElse("unknown");
  }
}
