package gulliver.benchmarks;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_LINGER;
import static gulliver.socket.Sockets.SO_SNDBUF;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.createServer;
import static gulliver.socket.Sockets.socket;
import static gulliver.socket.Sockets.socketpair;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Linger;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Threads close sockets that others are using, while still others open sockets that get the same
 * descriptor numbers at once.
 *
 * <p>Each connection carries its own id in every eight bytes, and its complement in the other
 * direction: had a call that was under way touched a number given to another connection since, the
 * receiver there, or the one here, would see a foreign id. A call on the socket that was closed
 * must end, with {@code EBADF}; one on the other end may see the stream's end, {@code ECONNRESET}
 * or {@code EPIPE}; anything else is a failure, and so is a call that does not end.
 */
final class CloseRace {
  private static final int WORKERS = 16;
  private static final int BUFFER = 4096;

  /** Small, so that calls wait and wake all the time instead of moving megabytes. */
  private static final int SEND_BUFFER = 1 << 14;

  private static final int PATIENCE_SECONDS = 60;

  private static final Set<Errno> OF_THE_CLOSED = Set.of(Errno.EBADF);
  private static final Set<Errno> OF_THE_OTHER = Set.of(Errno.EBADF, Errno.ECONNRESET, Errno.EPIPE);

  /** What is under way when the socket is closed. */
  private enum Kind {
    RECV,
    SEND,
    BOTH_WAYS,
    ACCEPT,
    CONNECT
  }

  private static final Kind[] KINDS = Kind.values();

  private final Report report;
  private final int count;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLong checked = new AtomicLong();
  private final AtomicInteger foreign = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final Map<Kind, AtomicInteger> done = new EnumMap<>(Kind.class);
  private final Map<Kind, AtomicInteger> caught = new EnumMap<>(Kind.class);

  private CloseRace(Report report, int count) {
    this.report = report;
    this.count = count;
    for (Kind kind : KINDS) {
      done.put(kind, new AtomicInteger());
      caught.put(kind, new AtomicInteger());
    }
  }

  static void run(Report report, int count) throws Exception {
    CloseRace warmUp = new CloseRace(report, Math.min(count, 2_000));
    warmUp.run();
    Resources before = Resources.now();
    CloseRace race = new CloseRace(report, count);
    race.run();

    report.equal("sockets closed under a call", race.total(race.done), count);
    race.done.forEach((kind, number) ->
        report.fact("  " + kind, number + ", in a call then " + race.caught.get(kind)));
    report.fact("ids checked", "%,d".formatted(race.checked.get()));
    report.equal("foreign ids", race.foreign.get(), 0);
    report.equal("other failures, hangs included", race.failed.get(), 0);
    Resources.now().nothingLeaked(report, before);
  }

  private int total(Map<Kind, AtomicInteger> numbers) {
    return numbers.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  private void run() throws InterruptedException {
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      int number = i;
      workers.add(Network.os().start(() -> work(number)));
    }
    for (Thread worker : workers) {
      worker.join();
    }
  }

  private void work(int number) throws IOException {
    try (Socket server = createServer(address("127.0.0.1", 0));
        Socket full = createServer(address("127.0.0.1", 0), 0);
        Socket filler = socket(AF_INET, SOCK_STREAM)) {
      filler.connect(full.getsockname()); // a backlog of 0 has room for one
      SplittableRandom random = new SplittableRandom(number);
      for (int i; (i = next.getAndIncrement()) < count && failed.get() == 0; ) {
        new Round(i, random, server, full.getsockname()).run();
      }
    }
  }

  /** One socket, its users and its end. */
  private final class Round {
    private final int number;
    private final SplittableRandom random;
    private final Socket server;
    private final Address fullQueue;
    private final Kind kind;
    private final boolean virtual;
    private final List<CompletableFuture<@Nullable Void>> users = new ArrayList<>();
    private final AtomicInteger ofTheClosed = new AtomicInteger();

    Round(int number, SplittableRandom random, Socket server, Address fullQueue) {
      this.number = number;
      this.random = random;
      this.server = server;
      this.fullQueue = fullQueue;
      this.kind = KINDS[number % KINDS.length];
      this.virtual = random.nextInt(8) != 0;
    }

    void run() {
      try {
        switch (kind) {
          case RECV, SEND, BOTH_WAYS -> data();
          case ACCEPT -> accept();
          case CONNECT -> connect();
        }
        done.get(kind).incrementAndGet();
        caught.get(kind).addAndGet(ofTheClosed.get() > 0 ? 1 : 0);
      } catch (Exception e) {
        fail("round " + number + ", " + kind, e);
      }
    }

    // ---- a connection ----

    private void data() throws Exception {
      try (Connection connection = open()) {
        boolean first = random.nextBoolean();
        End closed = first ? connection.one : connection.other;
        End other = first ? connection.other : connection.one;
        switch (kind) {
          case RECV -> {
            use(closed::receive, OF_THE_CLOSED);
            if (random.nextBoolean()) {
              use(() -> other.send(random.split().nextInt(1, 20)), OF_THE_OTHER);
            }
          }
          case SEND -> use(() -> closed.send(Integer.MAX_VALUE), OF_THE_CLOSED);
          default -> {
            use(closed::receive, OF_THE_CLOSED);
            use(() -> closed.send(Integer.MAX_VALUE), OF_THE_CLOSED);
            use(other::receive, OF_THE_OTHER);
            use(() -> other.send(Integer.MAX_VALUE), OF_THE_OTHER);
          }
        }
        closeSoon(closed.socket);
        if (kind == Kind.SEND) {
          use(other::receive, OF_THE_OTHER);
        }
        await();
      }
    }

    private Connection open() throws IOException {
      if (random.nextInt(4) == 0) {
        Socket[] pair = socketpair();
        return new Connection(pair[0], pair[1], (long) number << 16);
      }
      Socket client = socket(AF_INET, SOCK_STREAM);
      try {
        client.connect(server.getsockname());
        Accepted accepted = server.accept();
        if (!accepted.address().equals(client.getsockname())) {
          accepted.socket().close();
          throw new AssertionError(client + " was accepted as " + accepted.address());
        }
        int port = client.getsockname() instanceof Address.Inet4 local ? local.port() : 0;
        return new Connection(client, accepted.socket(), (long) number << 16 | port);
      } catch (Throwable t) {
        client.close();
        throw t;
      }
    }

    // ---- listening ----

    private void accept() throws Exception {
      try (Socket listening = createServer(address("127.0.0.1", 0))) {
        Address at = listening.getsockname();
        use(
            () -> {
              while (true) {
                listening.accept().socket().close();
              }
            },
            OF_THE_CLOSED);
        if (random.nextBoolean()) {
          use(
              () -> {
                try (Socket client = socket(AF_INET, SOCK_STREAM)) {
                  client.connect(at);
                }
              },
              Set.of(Errno.ECONNREFUSED, Errno.ECONNRESET));
        }
        closeSoon(listening);
        await();
      }
    }

    // ---- connecting ----

    private void connect() throws Exception {
      try (Socket listening = createServer(address("127.0.0.1", 0));
          Socket client = socket(AF_INET, SOCK_STREAM)) {
        Address to = random.nextBoolean() ? fullQueue : listening.getsockname();
        use(() -> client.connect(to), OF_THE_CLOSED);
        closeSoon(client);
        await();
      }
    }

    // ---- users and closers ----

    private void use(Use call, Set<Errno> expected) {
      CompletableFuture<@Nullable Void> user = new CompletableFuture<>();
      Runnable body =
          () -> {
            try {
              call.run();
              user.complete(null);
            } catch (IOException e) {
              Errno errno = Errno.of(e);
              if (!expected.contains(errno)) {
                user.completeExceptionally(e);
                return;
              }
              if (expected.equals(OF_THE_CLOSED)) {
                ofTheClosed.incrementAndGet();
              }
              user.complete(null);
            } catch (Throwable t) {
              user.completeExceptionally(t);
            }
          };
      users.add(user);
      if (virtual) {
        Thread.startVirtualThread(body);
      } else {
        Thread.ofPlatform().daemon().name("user").start(body);
      }
    }

    /** At once, or a little later; by one thread or by two. */
    private void closeSoon(Socket socket) throws InterruptedException {
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> spin(1 << random.nextInt(14));
        default -> Network.os().sleep(Duration.ofNanos(1L << random.nextInt(10, 20)));
      }
      if (random.nextInt(4) == 0) {
        use(socket::close, Set.of());
      }
      socket.close();
    }

    private static void spin(int times) {
      for (int i = 0; i < times; i++) {
        Thread.onSpinWait();
      }
    }

    private void await() throws Exception {
      for (CompletableFuture<@Nullable Void> user : users) {
        try {
          user.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
          throw new AssertionError("a call has not ended", e);
        } catch (ExecutionException e) {
          throw e.getCause() instanceof Exception cause ? cause : e;
        }
      }
    }
  }

  /** What a user does until the socket is closed. */
  private interface Use {
    void run() throws IOException;
  }

  private final class Connection implements AutoCloseable {
    final End one;
    final End other;

    Connection(Socket one, Socket other, long id) throws IOException {
      this.one = new End(one, id, ~id);
      this.other = new End(other, ~id, id);
    }

    @Override
    public void close() throws IOException {
      for (End end : List.of(one, other)) {
        if (!end.socket.isClosed()) {
          end.socket.setsockopt(SO_LINGER, new Linger(true, 0)); // no TIME_WAIT: ports are few
        }
        end.socket.close();
      }
    }
  }

  private final class End {
    final Socket socket;
    private final byte[] mine;
    private final byte[] theirs;

    End(Socket socket, long mine, long theirs) throws IOException {
      this.socket = socket;
      socket.setsockopt(SO_SNDBUF, SEND_BUFFER);
      this.mine = ids(mine);
      this.theirs = ids(theirs);
    }

    private static byte[] ids(long id) {
      ByteBuffer ids = ByteBuffer.allocate(BUFFER + Long.BYTES);
      while (ids.hasRemaining()) {
        ids.putLong(id);
      }
      return ids.array();
    }

    /** Sends so many buffers. */
    void send(int buffers) throws IOException {
      for (int i = 0; i < buffers; i++) {
        socket.sendall(mine, 0, BUFFER);
      }
    }

    /** Receives and checks until the end of the stream. */
    void receive() throws IOException {
      byte[] buffer = new byte[BUFFER];
      long position = 0;
      for (int n; (n = socket.recv(buffer)) > 0; position += n) {
        int phase = (int) (position % Long.BYTES);
        int wrong = Arrays.mismatch(buffer, 0, n, theirs, phase, phase + n);
        if (wrong >= 0) {
          foreign.incrementAndGet();
          report.failed(socket, new AssertionError("a foreign id after " + (position + wrong)));
        }
        checked.addAndGet(n / Long.BYTES);
      }
    }
  }

  private void fail(Object where, Throwable e) {
    failed.incrementAndGet();
    report.failed(where, e);
  }
}
