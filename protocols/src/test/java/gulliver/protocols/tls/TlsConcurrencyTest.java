package gulliver.protocols.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.ChildJvm;
import gulliver.socket.Errno;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several threads, interrupts, time-outs, and segments of all kinds. */
class TlsConcurrencyTest extends TlsTests {
  @TempDir Path folder;

  @Override
  Network network() {
    return Network.os();
  }

  @Override
  Socket[] pair() throws IOException {
    try (Socket server = network().createServer(Sockets.address("127.0.0.1", 0))) {
      Socket client = network().createConnection(server.getsockname());
      return new Socket[] {client, server.accept().socket()};
    }
  }

  // ---- much ----

  /** Sends so many random bytes. */
  private CompletableFuture<Boolean> sending(TlsConnection connection, long count, int seed) {
    return start(() -> {
      Random random = new Random(seed);
      byte[] chunk = new byte[100_000];
      for (long done = 0; done < count; done += chunk.length) {
        random.nextBytes(chunk);
        connection.sendall(chunk, 0, (int) Math.min(chunk.length, count - done));
      }
      connection.shutdown();
      return true;
    });
  }

  /** Answers whether they come, and then the end. */
  private CompletableFuture<Boolean> receiving(TlsConnection connection, long count, int seed) {
    return start(() -> {
      Random random = new Random(seed);
      byte[] expected = new byte[100_000];
      byte[] got = new byte[expected.length];
      for (long done = 0; done < count; done += expected.length) {
        random.nextBytes(expected);
        int length = (int) Math.min(expected.length, count - done);
        for (int n, have = 0; have < length; have += n) {
          n = connection.recv(got, have, length - have);
          if (n == 0) {
            return false;
          }
        }
        if (!Arrays.equals(expected, 0, length, got, 0, length)) {
          return false;
        }
      }
      return connection.recv(got, 0, 1) == 0;
    });
  }

  private void bothWays(Ends ends, long count) throws Exception {
    List<CompletableFuture<Boolean>> all =
        List.of(
            sending(ends.client(), count, 1),
            sending(ends.server(), count, 2),
            receiving(ends.client(), count, 2),
            receiving(ends.server(), count, 1));
    for (CompletableFuture<Boolean> one : all) {
      assertThat(result(one)).isTrue();
    }
  }

  @Test
  void R36_aHundredMegabytesGoEachWayAtOnce() throws Exception {
    bothWays(ends("TLSv1.3"), 100_000_000);
  }

  /** In a JVM of its own, in which keys are good for 128 KiB. */
  public static void main(String[] arguments) throws Exception {
    new TlsConcurrencyTest().bothWays(new TlsConcurrencyTest().ends("TLSv1.3"), 20_000_000);
    ChildJvm.row("both ways", () -> "done");
    System.exit(0);
  }

  @Test
  void R36_keysAreUpdatedWhileBothDirectionsAreInUse() throws Exception {
    Path properties =
        Files.writeString(
            folder.resolve("security"), "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^17\n");
    List<String> flags =
        List.of("-Djava.security.properties=" + properties, "-Djavax.net.debug=ssl:handshake");
    ChildJvm.Result child = ChildJvm.run(TlsConcurrencyTest.class, List.of(), flags);
    assertThat(child.rows()).containsEntry("both ways", "done");
    long updates =
        child.lines().stream()
            .filter(line -> line.contains("KeyUpdate: write key updated"))
            .count();
    assertThat(updates).isGreaterThan(100);
  }

  @Test
  void R36_manyConnectionsAtOnceOnVirtualThreads() throws Exception {
    int count = 300;
    TlsServer server = server().build();
    TlsClient client = client().build();
    try (Socket listener = network().createServer(Sockets.address("127.0.0.1", 0))) {
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(
            start(() -> {
              Socket socket = network().createConnection(listener.getsockname());
              try (TlsConnection connection = client.over(socket, "localhost")) {
                byte[] sent = bytes(5000 + number, number);
                connection.sendall(sent);
                connection.shutdown();
                return Arrays.equals(toTheEnd(connection), sent);
              }
            }));
        Socket accepted = listener.accept().socket();
        all.add(
            start(() -> {
              try (TlsConnection connection = server.over(accepted)) {
                connection.sendall(toTheEnd(connection));
                return true;
              }
            }));
      }
      for (CompletableFuture<Boolean> one : all) {
        assertThat(result(one)).isTrue();
      }
    }
  }

  @Test
  void R36_whatSeveralThreadsSendGoesWhole() throws Exception {
    Ends ends = ends("TLSv1.3");
    int threads = 8;
    int pieces = 20;
    int length = 50_000;
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      byte[] piece = new byte[length];
      Arrays.fill(piece, (byte) t);
      all.add(
          start(() -> {
            for (int i = 0; i < pieces; i++) {
              ends.client().sendall(piece);
            }
            return true;
          }));
    }
    int[] seen = new int[threads];
    byte[] got = new byte[length];
    for (int i = 0; i < threads * pieces; i++) {
      for (int n = 0; n < length; ) {
        n += ends.server().recv(got, n, length - n);
      }
      byte[] whole = new byte[length];
      Arrays.fill(whole, got[0]);
      assertThat(got).isEqualTo(whole);
      seen[got[0]]++;
    }
    for (CompletableFuture<Boolean> one : all) {
      assertThat(result(one)).isTrue();
    }
    assertThat(seen).containsOnly(pieces);
  }

  // ---- who waits ----

  /** A thread that sends until its peer, who does not read, lets it wait. */
  private CompletableFuture<Throwable> blockedSender(TlsConnection connection, Thread[] thread) {
    CompletableFuture<Throwable> failure =
        start(() -> {
          thread[0] = Thread.currentThread();
          return failure(() -> {
            while (true) {
              connection.sendall(new byte[1_000_000]);
            }
          });
        });
    untilItWaits(thread);
    return failure;
  }

  private static void untilItWaits(Thread[] thread) {
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> thread[0] != null && thread[0].getState() == Thread.State.WAITING);
  }

  @Test
  void R36_whoReceivesDoesNotWaitForWhoSends() throws Exception {
    Ends ends = ends("TLSv1.3");
    Thread[] sender = new Thread[1];
    CompletableFuture<Throwable> blocked = blockedSender(ends.client(), sender);
    ends.server().sendall("hello".getBytes(US_ASCII));
    byte[] got = new byte[100];
    assertThat(ends.client().recv(got, 0, 100)).isEqualTo(5);
    ends.client().close();
    assertThat(Errno.of(result(blocked))).isEqualTo(Errno.EBADF);
    Throwable end =
        failure(() -> {
          while (ends.server().recv(got, 0, 100) > 0) {
            // until it ends
          }
        });
    assertThat(end).as("it was cut in the middle").isInstanceOf(IOException.class);
  }

  @Test
  void R36_closeEndsWhoReceivesAtOnce() throws Exception {
    Ends ends = ends("TLSv1.3");
    Thread[] receiver = new Thread[1];
    CompletableFuture<Throwable> blocked =
        start(() -> {
          receiver[0] = Thread.currentThread();
          return failure(() -> ends.client().recv(new byte[1], 0, 1));
        });
    untilItWaits(receiver);
    assertThat(failure(() -> ends.client().recv(new byte[1], 0, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another thread is receiving");
    ends.client().close();
    assertThat(Errno.of(result(blocked))).isEqualTo(Errno.EBADF);
    assertThat(ends.server().recv(new byte[1], 0, 1)).as("close_notify").isZero();
  }

  @Test
  void R36_anInterruptEndsACallAndNothingIsLost() throws Exception {
    Ends ends = ends("TLSv1.3");
    Thread[] receiver = new Thread[1];
    CompletableFuture<Throwable> blocked =
        start(() -> {
          receiver[0] = Thread.currentThread();
          return failure(() -> ends.client().recv(new byte[1], 0, 1));
        });
    untilItWaits(receiver);
    receiver[0].interrupt();
    assertThat(Errno.of(result(blocked))).isEqualTo(Errno.EINTR);
    ends.server().sendall(new byte[] {7});
    byte[] one = new byte[1];
    assertThat(ends.client().recv(one, 0, 1)).isEqualTo(1);
    assertThat(one[0]).isEqualTo((byte) 7);
  }

  @Test
  void R36_aTimeOutInTheMiddleOfARecordLosesNothing() throws Exception {
    Ends ends = ends("TLSv1.3");
    byte[] sent = bytes(8_000_000, 3);
    ByteBuffer rest = ByteBuffer.wrap(sent);
    ends.client().socket().settimeout(Duration.ofMillis(1));
    AtomicInteger timeouts = new AtomicInteger();
    CompletableFuture<?> sending =
        start(() -> {
          boolean ended = false;
          while (!ended) {
            try {
              ends.client().sendall(rest);
              ends.client().shutdown();
              ended = true;
            } catch (SocketTimeoutException e) {
              timeouts.incrementAndGet();
            }
          }
          return null;
        });
    Awaitility.await().until(() -> timeouts.get() >= 3);
    assertThat(toTheEnd(ends.server())).isEqualTo(sent);
    result(sending);
  }

  @Test
  void R36_aDeadlineEndsAHandshake() throws Exception {
    Socket[] pair = pair();
    TlsServer server = server().build();
    try (Socket silent = pair[0]) {
      assertThat(failure(() -> network().within(Duration.ofMillis(20), () -> server.over(pair[1]))))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(pair[1].isClosed()).isTrue();
      assertThat(silent.isClosed()).isFalse();
    }
  }

  // ---- segments ----

  /** What passes bytes on. */
  interface Relay {
    void pass(Socket from, Socket to) throws Exception;
  }

  /** Two sockets between which a relay stands. */
  private Socket[] relayed(Relay up, Relay down) throws Exception {
    Socket[] left = pair();
    Socket[] right = pair();
    closing(left[1]);
    closing(right[0]);
    relay(up, left[1], right[0]);
    relay(down, right[0], left[1]);
    return new Socket[] {left[0], right[1]};
  }

  private void relay(Relay relay, Socket from, Socket to) {
    var _ =
        start(() -> {
          try {
            relay.pass(from, to);
          } finally {
            to.shutdown(Sockets.SHUT_WR);
          }
          return null;
        });
  }

  private static void byteByByte(Socket from, Socket to) throws IOException {
    byte[] buffer = new byte[4096];
    to.setsockopt(Sockets.TCP_NODELAY, true);
    for (int n; (n = from.recv(buffer)) > 0; ) {
      for (int i = 0; i < n; i++) {
        to.sendall(buffer, i, 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void R36_recordsComeByteByByte(String version) throws Exception {
    Relay slow = TlsConcurrencyTest::byteByByte;
    Ends ends =
        ends(
            client().versions(version).build(),
            server().versions(version).build(),
            relayed(slow, slow));
    byte[] sent = bytes(40_000, 4);
    CompletableFuture<byte[]> got = start(() -> toTheEnd(ends.server()));
    ends.client().sendall(sent);
    ends.client().shutdown();
    assertThat(result(got)).isEqualTo(sent);
    ends.server().close();
    assertThat(toTheEnd(ends.client())).isEmpty();
  }

  @Test
  void R36_dataThatComesWithTheEndOfTheHandshakeIsNotLost() throws Exception {
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    Relay lump =
        (from, to) -> {
          byte[] all = new byte[100_000];
          to.sendall(all, 0, from.recv(all)); // ClientHello
          result(sent);
          int n = from.recvall(all);
          to.sendall(all, 0, n);
        };
    Socket[] pair = relayed(lump, TlsConcurrencyTest::byteByByte);
    TlsServer server = server().build();
    CompletableFuture<byte[]> got =
        start(() -> {
          try (TlsConnection connection = server.over(pair[1])) {
            return toTheEnd(connection);
          }
        });
    byte[] data = bytes(30_000, 5);
    try (TlsConnection client = client().build().over(pair[0], "localhost")) {
      client.sendall(data);
      client.shutdown();
      sent.complete(true);
      assertThat(result(got)).isEqualTo(data);
    }
  }

  @Test
  void R36_tlsBeginsOnAConnectionThatHasSpokenPlainText() throws Exception {
    Socket[] pair = pair();
    byte[] start = "STARTTLS\r\n".getBytes(US_ASCII);
    byte[] go = "220 go on\r\n".getBytes(US_ASCII);
    TlsServer server = server().build();
    CompletableFuture<TlsConnection> served =
        start(() -> {
          assertThat(pair[1].recvall(new byte[start.length])).isEqualTo(start.length);
          pair[1].sendall(go);
          return server.over(pair[1]);
        });
    pair[0].sendall(start);
    assertThat(pair[0].recvall(new byte[go.length])).isEqualTo(go.length);
    try (TlsConnection client = client().build().over(pair[0], "localhost");
        TlsConnection connection = result(served)) {
      connection.sendall(new byte[] {1});
      assertThat(client.recv(new byte[2], 0, 2)).isEqualTo(1);
    }
  }

  @Test
  void R36_closeDeliversWhatWasSentToASlowReader() throws Exception {
    for (int i = 0; i < 20; i++) {
      Ends ends = ends("TLSv1.3");
      byte[] sent = bytes(3_000_000 + i * 1001, i);
      CompletableFuture<byte[]> got = start(() -> toTheEnd(ends.client()));
      ends.server().sendall(sent);
      ends.server().close();
      assertThat(result(got)).isEqualTo(sent);
    }
  }

  @Test
  void R36_closeFinishesARecordThatWentInPart() throws Exception {
    Ends ends = ends("TLSv1.3");
    byte[] sent = bytes(8_000_000, 6);
    ByteBuffer rest = ByteBuffer.wrap(sent);
    ends.client().socket().settimeout(Duration.ofMillis(1));
    assertThat(failure(() -> ends.client().sendall(rest)))
        .isInstanceOf(SocketTimeoutException.class);
    ends.client().socket().settimeout(null);
    CompletableFuture<?> closing =
        start(() -> {
          ends.client().close();
          return null;
        });
    assertThat(toTheEnd(ends.server())).isEqualTo(Arrays.copyOf(sent, rest.position()));
    result(closing);
  }

  @Test
  void R36_closeGivesUpWhenNobodyReads() throws Exception {
    Ends ends = ends("TLSv1.3");
    ends.client().socket().settimeout(Duration.ofMillis(1));
    assertThat(failure(() -> ends.client().sendall(new byte[8_000_000])))
        .isInstanceOf(SocketTimeoutException.class);
    ends.client().socket().settimeout(null);
    Thread[] receiver = new Thread[1];
    CompletableFuture<Throwable> blocked =
        start(() -> {
          receiver[0] = Thread.currentThread();
          return failure(() -> ends.client().recv(new byte[1], 0, 1));
        });
    untilItWaits(receiver);
    ends.client().close();
    assertThat(ends.client().socket().isClosed()).isTrue();
    assertThat(Errno.of(result(blocked))).isEqualTo(Errno.EBADF);
  }

  /** Changes a bit of what comes, or cuts it. */
  private static Relay hostile(int at, int bit) {
    return (from, to) -> {
      byte[] buffer = new byte[4096];
      int offset = 0;
      for (int n; (n = from.recv(buffer)) > 0; offset += n) {
        int here = at - offset;
        boolean isHere = here >= 0 && here < n;
        if (isHere && bit < 0) {
          to.sendall(buffer, 0, here);
          return;
        }
        if (isHere) {
          buffer[here] ^= (byte) (1 << bit);
        }
        to.sendall(buffer, 0, n);
      }
    };
  }

  private static void honest(Socket from, Socket to) throws Exception {
    hostile(Integer.MAX_VALUE, 0).pass(from, to);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void R36_noChangeAndNoCutOnTheWayGoesUnnoticed(String version) throws Exception {
    TlsServer server = server().versions(version).build();
    byte[] sent = bytes(20_000, 8);
    Random random = new Random(9);
    for (int i = 0; i < 100; i++) {
      int at = random.nextInt(20_000);
      Relay relay = hostile(i % 4 == 0 ? at % 1500 : at, i % 3 == 0 ? -1 : random.nextInt(8));
      Socket[] pair = relayed(TlsConcurrencyTest::honest, relay);
      var _ =
          start(() -> {
            try (TlsConnection connection = server.over(pair[1])) {
              connection.sendall(sent);
              return null;
            }
          });
      byte[] got = new byte[sent.length + 1];
      int[] count = new int[1];
      TlsClient client = client().versions(version).build();
      Throwable end =
          failure(() -> {
            try (TlsConnection connection = client.over(pair[0], "localhost")) {
              for (int n; (n = connection.recv(got, count[0], got.length - count[0])) > 0; ) {
                count[0] += n;
              }
            }
          });
      assertThat(end).as("bit changed or cut at %d", at).isInstanceOf(IOException.class);
      assertThat(Arrays.copyOf(got, count[0])).isEqualTo(Arrays.copyOf(sent, count[0]));
    }
  }
}
