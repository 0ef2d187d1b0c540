package gulliver.protocols.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import gulliver.conformance.Suite;
import gulliver.protocols.Connection;
import gulliver.socket.Errno;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server does on every network. */
abstract class ServerSuite extends Suite {
  static final Duration SHORT = Duration.ofMillis(100);
  static final Duration LONG = Duration.ofDays(1);

  /** A server without limits, at a free port. */
  final Server.Builder builder() {
    return Server.on(network()).listen(anywhere()).limits(Limits.NONE);
  }

  final Server start(Server.Builder builder, Handler handler) throws IOException {
    return closing(builder.start(handler));
  }

  final Socket client(Server server) throws IOException {
    return closing(network().createConnection(server.address()));
  }

  static void echo(Connection connection) throws IOException {
    byte[] buffer = new byte[4096];
    for (int n; (n = connection.recv(buffer, 0, buffer.length)) > 0; ) {
      connection.sendall(buffer, 0, n);
    }
  }

  /** An echo whose requests are single bytes. */
  static void polite(ServerConnection connection) throws IOException {
    byte[] buffer = new byte[1];
    while (!connection.isStopping()) {
      connection.idle();
      if (connection.recv(buffer, 0, 1) == 0) {
        return;
      }
      connection.busy(null);
      connection.sendall(buffer);
    }
  }

  static void assertEchoes(Socket client, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    client.sendall(bytes);
    byte[] answer = new byte[bytes.length];
    assertThat(client.recvall(answer)).isEqualTo(bytes.length);
    assertThat(answer).isEqualTo(bytes);
  }

  // ---- always on, many at once ----

  @Test
  void R32_manyClientsAreServedAtOnceAndEachGetsItsOwn() throws Exception {
    Server server = start(builder(), ServerSuite::echo);
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      clients.add(client(server));
    }
    for (int i = 0; i < 50; i++) { // all are open
      assertEchoes(clients.get(i), "client " + i);
    }
    assertThat(server.counters().active()).isEqualTo(50);
    for (Socket client : clients) {
      client.close();
    }
    eventually(() -> assertThat(server.counters().completed()).isEqualTo(50));
    assertEchoes(client(server), "a client that comes later");
    assertThat(server.counters().accepted()).isEqualTo(51);
    eventually(() ->
        assertThat(server.counters().received()).isEqualTo(server.counters().sent()).isPositive());
  }

  @Test
  void R32_anAnswerArrivesThoughTheHandlerLeavesTheRequestUnread() throws Exception {
    Server server = start(builder(), connection -> connection.sendall("no".getBytes(UTF_8)));
    Socket client = client(server);
    client.sendall(new byte[10_000]);
    byte[] answer = new byte[2];
    assertThat(client.recvall(answer)).isEqualTo(2);
    assertThat(client.recv(1)).isEmpty();
  }

  // ---- a failing handler ----

  @Test
  void R32_aFailingHandlerHurtsNobodyElse() throws Exception {
    List<Throwable> failures =
        List.of(
            new IllegalStateException("meant for the test"),
            new StackOverflowError("meant for the test"),
            new OutOfMemoryError("meant for the test"),
            new IOException("meant for the test, and not the connection's"),
            new SocketTimeoutException("meant for the test, and not the connection's"),
            new ConnectException("meant for the test, and not the connection's"));
    Server server =
        start(
            builder(),
            connection -> {
              byte[] which = new byte[1];
              connection.recv(which, 0, 1);
              if (which[0] < failures.size()) {
                throwAny(failures.get(which[0]));
              }
              echo(connection);
            });
    Socket other = client(server);
    other.send(new byte[] {100});
    for (byte i = 0; i < failures.size(); i++) {
      Socket client = client(server);
      client.send(new byte[] {i});
      assertThat(Errno.of(failure(() -> client.recv(1)))).isEqualTo(Errno.ECONNRESET);
    }
    assertEchoes(other, "I am well");
    eventually(() -> assertThat(server.counters().failed()).isEqualTo(failures.size()));
    eventually(() -> assertThat(server.counters().active()).isEqualTo(1));
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void throwAny(Throwable t) throws X {
    throw (X) t;
  }

  // ---- limits ----

  @Test
  void R32_whoIsOverTheLimitOfConnectionsWaitsInTheQueue() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Server server =
        start(
            builder().limits(Limits.NONE.connections(2)),
            connection -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              echo(connection);
              now.decrementAndGet();
            });
    Socket first = client(server);
    assertEchoes(first, "first");
    assertEchoes(client(server), "second");
    List<CompletableFuture<Socket>> others = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      others.add(
          start(() -> {
            Socket other = client(server);
            assertEchoes(other, "other");
            other.close();
            return other;
          }));
    }
    assertThat(server.counters().accepted()).isEqualTo(2);
    assertThat(others).noneMatch(CompletableFuture::isDone);
    first.close();
    for (CompletableFuture<Socket> other : others) {
      result(other);
    }
    assertThat(most).hasValue(2);
  }

  @Test
  void R32_anAddressMayHaveSoManyConnections() throws Exception {
    Server server = start(builder().limits(Limits.NONE.perAddress(2)), ServerSuite::echo);
    Socket first = client(server);
    assertEchoes(first, "first");
    assertEchoes(client(server), "second");
    assertThat(client(server).recv(1)).isEmpty();
    assertThat(server.counters().refusedPerAddress()).isEqualTo(1);
    first.close();
    eventually(() -> assertThat(server.counters().active()).isEqualTo(1));
    assertEchoes(client(server), "another");
  }

  @Test
  void R32_whoIsRefusedIsTold() throws Exception {
    Server server =
        start(
            builder()
                .limits(Limits.NONE.connections(2).perAddress(1))
                .refusing((socket, reason) -> socket.sendall(reason.toString().getBytes(UTF_8))),
            ServerSuite::echo);
    assertEchoes(client(server), "first");
    assertRefused(server, "PER_ADDRESS");

    Server full =
        start(
            builder()
                .limits(Limits.NONE.connections(1))
                .refusing((socket, reason) -> socket.sendall(reason.toString().getBytes(UTF_8))),
            ServerSuite::echo);
    assertEchoes(client(full), "first");
    assertRefused(full, "CONNECTIONS");
    assertThat(full.counters().refusedConnections()).isEqualTo(1);
  }

  @Test
  void R32_whoIsRefusedKeepsNobodyWaiting() throws Exception {
    Server server =
        start(
            builder()
                .limits(Limits.NONE.connections(1))
                .refusing((socket, _) -> socket.sendall(socket.recv(1))),
            ServerSuite::echo);
    assertEchoes(client(server), "first");
    Socket silent = client(server);
    Socket other = client(server);
    other.send(new byte[1]);
    assertThat(toTheEnd(other)).hasSize(1);
    other.close();
    silent.close();
    assertThat(server.counters().refusedConnections()).isEqualTo(2);
  }

  private void assertRefused(Server server, String word) throws IOException {
    try (Socket client = client(server)) {
      assertThat(toTheEnd(client)).isEqualTo(word);
    }
  }

  static String toTheEnd(Socket client) throws IOException {
    return new String(client.inputStream().readAllBytes(), UTF_8);
  }

  @Test
  void R32_aSilentClientIsLetGoWhenItsTimeIsOver() throws Exception {
    Server server = start(builder().limits(Limits.NONE.idle(SHORT)), ServerSuite::echo);
    Socket client = client(server);
    world().pass(SHORT);
    assertThat(client.recv(1)).isEmpty();
    eventually(() -> assertThat(server.counters().limited()).isEqualTo(1));
  }

  @Test
  void R32_aClientThatStopsInTheMiddleOfARequestIsCut() throws Exception {
    Server server =
        start(
            builder().limits(Limits.NONE.read(SHORT)),
            connection -> {
              connection.idle();
              connection.recv(new byte[1], 0, 1);
              connection.busy(null);
              echo(connection);
            });
    Socket client = client(server);
    client.send(new byte[1]);
    world().pass(SHORT);
    assertThat(Errno.of(failure(() -> client.recv(1)))).isEqualTo(Errno.ECONNRESET);
    eventually(() -> assertThat(server.counters().limited()).isEqualTo(1));
  }

  @Test
  void R32_aClientThatSendsByteByByteIsCutWhenTheRequestsTimeIsOver() throws Exception {
    Server server =
        start(
            builder(),
            connection -> {
              connection.busy(Duration.ofMillis(50));
              while (connection.recv(new byte[1], 0, 1) > 0) {
                // a request without end
              }
            });
    Socket client = client(server);
    int sent = trickle(client, Duration.ofMillis(10), 1);
    assertThat(sent).as("bytes until it is cut").isLessThan(500);
    eventually(() -> assertThat(server.counters().limited()).isEqualTo(1));
  }

  /** Sends little by little, until the server has had enough; answers how many bytes went. */
  final int trickle(Socket client, Duration pause, int bytes) throws Exception {
    Thread sleeper =
        network()
            .start(() -> {
              var _ = catchThrowable(() -> network().sleep(LONG));
            });
    try {
      for (int sent = 0; sent < 1000; sent += bytes) {
        try {
          client.sendall(new byte[bytes]);
        } catch (IOException e) {
          return sent;
        }
        long before = network().nanoTime();
        world().pass(pause); // for the sleeper, or for the server
        eventually(
            () -> assertThat(network().nanoTime() - before).isGreaterThan(pause.toNanos() - 1));
      }
      return 1000;
    } finally {
      sleeper.interrupt();
    }
  }

  @Test
  void R32_aClientThatDoesNotReadIsCut() throws Exception {
    Server server =
        start(
            builder().limits(Limits.NONE.write(SHORT)),
            connection -> {
              while (true) {
                connection.sendall(new byte[1 << 20]);
              }
            });
    Socket client = client(server);
    world().pass(SHORT);
    eventually(() -> assertThat(server.counters().limited()).isEqualTo(1));
    assertThat(server.counters().active()).isZero();
    IOException end =
        failure(() -> client.inputStream().transferTo(OutputStream.nullOutputStream()));
    assertThat(Errno.of(end)).as("it is no whole answer").isEqualTo(Errno.ECONNRESET);
  }

  @Test
  void R32_aClientMaySendSoManyBytes() throws Exception {
    Server server = start(builder().limits(Limits.NONE.bytes(100)), ServerSuite::echo);
    Socket client = client(server);
    assertEchoes(client, "x".repeat(100));
    client.send(new byte[1]);
    assertThat(Errno.of(failure(() -> client.recv(1)))).isEqualTo(Errno.ECONNRESET);
    eventually(() -> assertThat(server.counters().limited()).isEqualTo(1));
  }

  @Test
  void R32_aClientIsSentSoManyBytes() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Server server =
        start(
            builder().limits(Limits.NONE.bytes(100)),
            connection -> {
              thrown.set(catchThrowable(() -> connection.sendall(new byte[101])));
            });
    Socket client = client(server);
    assertThat(toTheEnd(client)).hasSize(100);
    client.close();
    assertThat(thrown.get()).isInstanceOf(LimitException.class).hasMessageContaining("100 bytes");
    eventually(() -> assertThat(server.counters().limited()).isEqualTo(1));
  }

  @Test
  void R32_aHandshakeHasItsTime() throws Exception {
    Layer slow =
        socket -> {
          socket.recv(1);
          return Connection.of(socket);
        };
    Server server =
        start(
            Server.on(network()).listen(anywhere(), slow).limits(Limits.NONE.handshake(SHORT)),
            ServerSuite::echo);
    Socket quick = client(server);
    quick.send(new byte[1]);
    assertEchoes(quick, "quick");
    ThrowingCallable saysNothing =
        () -> {
          Socket client = client(server); // which may learn of its end already
          world().pass(SHORT);
          client.recv(1);
        };
    assertThat(Errno.of(failure(saysNothing))).isEqualTo(Errno.ECONNRESET);
    assertEchoes(quick, "still there");
  }

  @Test
  void aFileIsSentInPieces(@TempDir Path folder) throws Exception {
    byte[] bytes = pattern(300_000);
    Path file = Files.write(folder.resolve("file"), bytes);
    Server server =
        start(
            builder(),
            connection -> {
              assertThat(connection.sendfile(file, 10, 200_000)).isEqualTo(200_000);
              assertThat(connection.sendfile(file, 200_010, Long.MAX_VALUE)).isEqualTo(99_990);
              connection.sendall(ByteBuffer.wrap(bytes, 0, 10));
            });
    Socket client = client(server);
    byte[] all = client.inputStream().readAllBytes();
    client.close();
    assertThat(part(all, 0, 299_990)).isEqualTo(part(bytes, 10, 300_000));
    assertThat(part(all, 299_990, 300_000)).isEqualTo(part(bytes, 0, 10));
    eventually(() -> assertThat(server.counters().sent()).isEqualTo(300_000));
  }

  // ---- stopping ----

  @Test
  void R32_aServerThatStopsEndsIdleConnectionsAtOnce() throws Exception {
    Server server = start(builder(), ServerSuite::polite);
    Socket client = client(server);
    assertEchoes(client, "x");
    CompletableFuture<byte[]> end = start(() -> client.recv(1));
    server.stop(LONG);
    assertThat(result(end)).isEmpty();
    client.close();
    server.join();
    assertThat(server.counters().completed()).isEqualTo(1);
    IOException refused = failure(() -> network().createConnection(server.address()));
    assertThat(Errno.of(refused)).isEqualTo(Errno.ECONNREFUSED);
  }

  @Test
  void R32_aServerThatStopsLetsHandlersFinish() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Socket listener = closing(network().createServer(anywhere()));
    Server server =
        start(
            Server.on(network()).listen(listener).limits(Limits.NONE),
            connection -> {
              begun.countDown();
              finish.await();
              connection.sendall("finished".getBytes(UTF_8));
            });
    Socket client = client(server);
    begun.await();
    server.stop(LONG);
    assertThat(server.isStopping()).isTrue();
    eventually(() -> assertThat(listener.isClosed()).isTrue());
    finish.countDown();
    byte[] answer = new byte[8];
    client.recvall(answer);
    assertThat(new String(answer, UTF_8)).isEqualTo("finished");
    client.close();
    server.join();
    assertThat(server.counters().completed()).isEqualTo(1);
  }

  @Test
  void R32_whoHasConnectedBeforeTheServerStopsIsServed() throws Exception {
    Socket listener = closing(network().createServer(anywhere()));
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Socket client = closing(network().createConnection(listener.getsockname()));
      client.send(new byte[] {(byte) i});
      clients.add(client);
    }
    Server server =
        start(
            Server.on(network()).listen(listener).limits(Limits.NONE),
            connection -> {
              byte[] one = new byte[1];
              connection.recv(one, 0, 1);
              connection.sendall(one);
            });
    server.stop(LONG);
    for (int i = 0; i < 100; i++) {
      assertThat(clients.get(i).recv(1)).containsExactly(i);
      clients.get(i).close();
    }
    server.join();
    assertThat(server.counters().completed()).isEqualTo(100);
  }

  @Test
  void R32_whoHasNotFinishedInTimeIsCut() throws Exception {
    Server server = start(builder(), ServerSuite::echo);
    Socket client = client(server);
    assertEchoes(client, "here");
    server.stop(SHORT);
    world().pass(SHORT);
    server.join();
    assertThat(Errno.of(failure(() -> client.recv(1)))).isEqualTo(Errno.ECONNRESET);
    assertThat(server.counters().cut()).isEqualTo(1);
    assertThat(server.counters().active()).isZero();
  }

  @Test
  void R32_ofSeveralStopsTheEarliestCounts() throws Exception {
    Server server = start(builder(), ServerSuite::echo);
    Socket client = client(server);
    assertEchoes(client, "here");
    server.stop(Duration.ofSeconds(Long.MAX_VALUE)); // for ever
    assertThat(server.join(Duration.ZERO)).isFalse();
    server.stop(Duration.ZERO);
    server.stop(LONG);
    server.join();
    assertThat(server.counters().cut()).isEqualTo(1);
  }

  @Test
  void R32_aHandlerMayStopItsServerAndClosingTwiceDoesNothing() throws Exception {
    AtomicReference<Server> self = new AtomicReference<>();
    AtomicReference<Throwable> joined = new AtomicReference<>();
    Server server =
        start(
            builder(),
            connection -> {
              connection.recv(new byte[1], 0, 1);
              self.get().close();
              joined.set(catchThrowable(() -> self.get().join()));
              connection.sendall("stopped".getBytes(UTF_8));
            });
    self.set(server);
    Socket client = client(server);
    client.send(new byte[1]);
    byte[] answer = new byte[7];
    assertThat(client.recvall(answer)).isEqualTo(7);
    client.close();
    server.join();
    server.close();
    server.stop();
    assertThat(joined.get()).isInstanceOf(IllegalStateException.class);
    assertThat(server.counters().completed()).isEqualTo(1);
  }

  @Test
  void aServerMustListenSomewhere() throws Exception {
    assertThatThrownBy(() -> Server.on(network()).start(ServerSuite::echo))
        .isInstanceOf(IllegalStateException.class);
    Socket deaf = closing(network().socket(Sockets.AF_INET, Sockets.SOCK_STREAM));
    assertThatThrownBy(() -> Server.on(network()).listen(deaf).start(ServerSuite::echo))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not listen");
    assertThat(deaf.isClosed()).isTrue();
  }
}
