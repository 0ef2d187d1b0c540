package gulliver.protocols.tls;

import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** What the tests of TLS have in common: two ends of a connection. */
abstract class TlsTests {
  private final List<AutoCloseable> mine = new ArrayList<>();

  /** Two ends of a stream. */
  abstract Socket[] pair() throws IOException;

  abstract Network network();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable thing : mine) {
      thing.close();
    }
  }

  /** Closes something after the test. */
  <T extends AutoCloseable> T closing(T thing) {
    mine.add(thing);
    return thing;
  }

  // ---- two connections ----

  /** Both ends of a connection. */
  record Ends(TlsConnection client, TlsConnection server) {}

  <T> CompletableFuture<T> start(Callable<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    network()
        .start(() -> {
          try {
            answer.complete(work.call());
          } catch (Throwable t) {
            answer.completeExceptionally(t);
          }
        });
    return answer;
  }

  /** Waits for an answer: on a busy machine hundreds of megabytes may take minutes. */
  static <T> T result(CompletableFuture<T> answer) throws Exception {
    return answer.get(10, TimeUnit.MINUTES);
  }

  Ends ends(TlsClient client, TlsServer server) throws Exception {
    return ends(client, server, pair());
  }

  Ends ends(TlsClient client, TlsServer server, Socket[] pair) throws Exception {
    CompletableFuture<TlsConnection> served = start(() -> server.over(pair[1]));
    TlsConnection theirs = client.over(pair[0], "localhost");
    Ends ends = new Ends(theirs, result(served));
    closing(ends.client);
    closing(ends.server);
    return ends;
  }

  Ends ends(String version) throws Exception {
    return ends(client().versions(version).build(), server().versions(version).build());
  }

  static TlsClient.Builder client() throws Exception {
    return TlsClient.builder().trust(Certificates.shared().ca());
  }

  static TlsServer.Builder server() throws Exception {
    return TlsServer.builder(Certificates.shared().of("DNS:localhost").identity());
  }

  static byte[] bytes(int count, int seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] toTheEnd(TlsConnection connection) throws IOException {
    byte[] all = new byte[1 << 10];
    int count = 0;
    for (int n; (n = connection.recv(all, count, all.length - count)) > 0; ) {
      count += n;
      all = count == all.length ? Arrays.copyOf(all, 2 * count) : all;
    }
    return Arrays.copyOf(all, count);
  }

  static Throwable failure(Callable<?> call) {
    try {
      return new AssertionError("it is to fail, and answers " + call.call());
    } catch (Exception e) {
      return e;
    }
  }

  static Throwable failure(Throwing call) {
    return failure(() -> {
      call.run();
      return null;
    });
  }

  /** Something that may fail. */
  interface Throwing {
    void run() throws Exception;
  }
}
