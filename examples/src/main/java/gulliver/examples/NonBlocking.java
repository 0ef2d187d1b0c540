package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.socket.*;
import java.io.IOException;
import java.time.Duration;

/**
 * Not waiting at all: for one call with {@code MSG_DONTWAIT}, for a whole socket with {@code
 * settimeout(ZERO)}. A call that answers a count then answers {@code WOULD_BLOCK}, -1; one that
 * answers a value throws a {@link WouldBlockException}.
 */
public final class NonBlocking {
  private NonBlocking() {}

  /** Asks in vain, and sends until the buffers are full. */
  public static void main(String... args) throws IOException {
    try (Pair ends = Pair.connected(Network.os())) {
      byte[] buffer = new byte[100];
      IO.println("recv with MSG_DONTWAIT: " + ends.server().recv(buffer, MSG_DONTWAIT));
      ends.server().settimeout(Duration.ZERO);
      IO.println("recv of a socket that does not wait: " + ends.server().recv(buffer));
      try {
        ends.server().recv(100);
      } catch (WouldBlockException e) {
        IO.println("recv that answers an array: " + Errno.of(e));
      }
      long full = fill(ends.client());
      IO.println("sent until it would block: " + (full > 0 ? "some bytes" : "nothing"));
      IO.println("received again: " + (drain(ends.server(), full) == full ? "all" : "not all"));
    }
  }

  /**
   * Sends until the receiver's buffer and ours are full: a slow receiver stalls the sender, and
   * nothing is lost.
   */
  static long fill(Socket socket) throws IOException {
    byte[] block = new byte[64 * 1024];
    long sum = 0;
    int n;
    while ((n = socket.send(block, MSG_DONTWAIT)) != WOULD_BLOCK) {
      sum += n;
    }
    return sum;
  }

  /** Receives so many bytes, now waiting for them. */
  static long drain(Socket socket, long size) throws IOException {
    socket.settimeout(null);
    byte[] buffer = new byte[64 * 1024];
    long sum = 0;
    int n;
    while (sum < size && (n = socket.recv(buffer)) > 0) {
      sum += n;
    }
    return sum;
  }
}
