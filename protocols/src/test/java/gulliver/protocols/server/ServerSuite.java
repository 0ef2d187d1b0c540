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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a server does on every network. */
abstract class ServerSuite extends Suite {
  static final Duration SHORT = Duration.ofMillis(30);

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
    assertThat(server.counters().received()).isEqualTo(server.counters().sent()).isPositive();
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
            new IOException("meant for the test, and not the connection's"));
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

  // ---- stopping ----

  @Test
  void R32_aServerThatStopsEndsIdleConnectionsAtOnce() throws Exception {
    Server server = start(builder(), ServerSuite::polite);
    Socket client = client(server);
    assertEchoes(client, "x");
    CompletableFuture<byte[]> end = start(() -> client.recv(1));
    server.stop(Duration.ofDays(1));
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
    Server server =
        start(
            builder(),
            connection -> {
              begun.countDown();
              finish.await();
              connection.sendall("finished".getBytes(UTF_8));
            });
    Socket client = client(server);
    begun.await();
    server.stop(Duration.ofDays(1));
    assertThat(server.isStopping()).isTrue();
    eventually(() ->
        assertThat(catchThrowable(() -> network().createConnection(server.address()))).isNotNull());
    finish.countDown();
    byte[] answer = new byte[8];
    client.recvall(answer);
    assertThat(new String(answer, UTF_8)).isEqualTo("finished");
    client.close();
    server.join();
    assertThat(server.counters().completed()).isEqualTo(1);
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
