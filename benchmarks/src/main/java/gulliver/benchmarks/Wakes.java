package gulliver.benchmarks;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.createConnection;
import static gulliver.socket.Sockets.createServer;
import static gulliver.socket.Sockets.socket;
import static gulliver.socket.Sockets.socketpair;

import gulliver.socket.Errno;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Blocked threads wake, all of them, though there is one carrier to run them: by what they wait
 * for, by the socket's end and by their time-out. Needs {@code
 * -Djdk.virtualThreadScheduler.parallelism=1}.
 */
final class Wakes {
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A call that blocks, and what ends it. */
  private interface Call {
    void run() throws IOException;
  }

  private record Blocked(Socket socket, Call call, Call event) {}

  private final Deque<Socket> open = new ArrayDeque<>();

  private Wakes() {}

  static void run(Report report, int count) throws Exception {
    report.equal(PARALLELISM, System.getProperty(PARALLELISM, "not set"), "1");
    for (Ending ending : Ending.values()) {
      Wakes wakes = new Wakes();
      try {
        wakes.run(report, count, ending);
      } finally {
        wakes.open.forEach(Socket::close);
      }
    }
  }

  /** What wakes a thread. */
  private enum Ending {
    EVENT("by data, a connection, room to send"),
    CLOSE("by close"),
    TIMEOUT("by their time-out");

    final String text;

    Ending(String text) {
      this.text = text;
    }
  }

  private void run(Report report, int count, Ending ending) throws Exception {
    List<Blocked> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(
          switch (i % 4) {
            case 0 -> receiving();
            case 1 -> receivingDatagrams();
            case 2 -> accepting();
            default -> sending();
          });
    }
    CountDownLatch done = new CountDownLatch(count);
    AtomicInteger asExpected = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (Blocked blocked : all) {
      if (ending == Ending.TIMEOUT) {
        blocked.socket.settimeout(Duration.ofSeconds(1));
      }
      threads.add(
          Network.os()
              .start(() -> {
                if (outcome(blocked.call) == expected(ending)) {
                  asExpected.incrementAndGet();
                }
                done.countDown();
              }));
    }
    if (ending != Ending.TIMEOUT) { // there, the first may have woken already
      int blocked = awaitBlocked(threads);
      report.equal("blocked in recv, accept, send, …", blocked, count);
    }
    for (Blocked one : all) {
      switch (ending) {
        case EVENT -> one.event.run();
        case CLOSE -> one.socket.close();
        case TIMEOUT -> {}
      }
    }
    boolean finished = done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    report.equal("  woken " + ending.text, count - done.getCount(), (long) count);
    report.equal("  with the right result", asExpected.get(), count);
    if (!finished) {
      report.failed("wakes", new AssertionError(done.getCount() + " threads sleep on"));
    }
  }

  /** Answers how many threads are parked once all are, or after a while. */
  private static int awaitBlocked(List<Thread> threads) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (; ; ) {
      int parked = 0;
      for (Thread thread : threads) {
        Thread.State state = thread.getState();
        if (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING) {
          parked++;
        }
      }
      if (parked == threads.size() || System.nanoTime() > deadline) {
        return parked;
      }
      Thread.onSpinWait();
    }
  }

  private static Errno expected(Ending ending) {
    return switch (ending) {
      case EVENT -> Errno.NONE;
      case CLOSE -> Errno.EBADF;
      case TIMEOUT -> Errno.ETIMEDOUT;
    };
  }

  private static Errno outcome(Call call) {
    try {
      call.run();
      return Errno.NONE;
    } catch (IOException e) {
      return Errno.of(e);
    }
  }

  // ---- what blocks ----

  private Socket kept(Socket socket) {
    open.push(socket);
    return socket;
  }

  private Blocked receiving() throws IOException {
    Socket[] pair = socketpair();
    kept(pair[0]);
    kept(pair[1]);
    return new Blocked(
        pair[0], () -> check(pair[0].recv(10).length == 5), () -> pair[1].sendall(new byte[5]));
  }

  private Blocked receivingDatagrams() throws IOException {
    Socket receiver = kept(socket(AF_INET, SOCK_DGRAM));
    receiver.bind(address("127.0.0.1", 0));
    Socket sender = kept(socket(AF_INET, SOCK_DGRAM));
    return new Blocked(
        receiver,
        () -> check(receiver.recvfrom(10).bytes().length == 7),
        () -> sender.sendto(new byte[7], receiver.getsockname()));
  }

  private Blocked accepting() throws IOException {
    Socket server = kept(createServer(address("127.0.0.1", 0)));
    return new Blocked(
        server,
        () -> server.accept().socket().close(),
        () -> createConnection(server.getsockname()).close());
  }

  private Blocked sending() throws IOException {
    Socket[] pair = socketpair();
    Socket sender = kept(pair[0]);
    Socket receiver = kept(pair[1]);
    sender.setblocking(false);
    byte[] buffer = new byte[1 << 16];
    int sent = 0;
    for (int n; (n = sender.send(buffer)) != Socket.WOULD_BLOCK; ) {
      sent += n;
    }
    sender.setblocking(true);
    byte[] all = new byte[sent];
    return new Blocked(
        sender, () -> check(sender.send(new byte[9]) == 9), () -> receiver.recvall(all));
  }

  private static void check(boolean right) throws IOException {
    if (!right) {
      throw new IOException("not what was sent");
    }
  }
}
