package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.MSG_PEEK;
import static gulliver.socket.Sockets.MSG_WAITALL;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Socket;
import gulliver.socket.Task;
import gulliver.socket.WouldBlockException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the suites of streams share: connections between the network under test and its peer. */
abstract class ConnectionSuite extends Suite {
  /** A time-out that is to pass. */
  static final Duration SHORT = Duration.ofMillis(200);

  /** A connection that we have made, and its other end. */
  record Connection(Socket ours, Peer.Stream theirs) {}

  final Connection connection() throws IOException {
    try (Peer.Listener server = peer().listen(anywhere(), 1)) {
      Socket ours = closing(network().createConnection(server.address()));
      return new Connection(ours, closing(server.accept()));
    }
  }

  final Socket stream() throws IOException {
    return closing(network().socket(AF_INET, SOCK_STREAM));
  }

  final Socket listening(int backlog) throws IOException {
    return closing(network().createServer(anywhere(), backlog));
  }

  /** Does something on a thread of the network. */
  final CompletableFuture<Boolean> running(Task task) {
    return start(completed(task));
  }

  /** How a call fails when {@link #SHORT}, its time-out, is over. */
  final IOException tooLate(Task call) {
    return failure(() -> afterTime(SHORT, completed(call)));
  }

  private static Callable<Boolean> completed(Task task) {
    return () -> {
      task.run();
      return true;
    };
  }

  static Errno errno(ThrowingCallable call) {
    return Errno.of(failure(call));
  }

  /** Waits until so many bytes have come, and leaves them there. */
  static void await(Socket socket, int count) throws IOException {
    assertThat(socket.recv(count, MSG_PEEK | MSG_WAITALL)).hasSize(count);
  }

  /** Goes on with a connect that has said EINPROGRESS. */
  static boolean isConnected(Socket socket, Address address) throws IOException {
    try {
      socket.connect(address);
      return true;
    } catch (WouldBlockException e) {
      assertThat(e.errno()).isEqualTo(Errno.EALREADY);
      return false;
    }
  }
}
