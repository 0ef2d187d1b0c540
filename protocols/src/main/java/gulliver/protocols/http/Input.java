package gulliver.protocols.http;

import gulliver.protocols.Connection;
import java.io.IOException;
import java.util.Arrays;

/** What has come on a connection and has not been used: one buffer, kept for its whole life. */
final class Input {
  private static final int FIRST_SIZE = 1 << 10;
  private static final int USUAL_SIZE = 16 << 10;

  final Connection connection;
  byte[] bytes = new byte[FIRST_SIZE];
  int from;
  int to;

  Input(Connection connection) {
    this.connection = connection;
  }

  boolean isEmpty() {
    return from == to;
  }

  int size() {
    return to - from;
  }

  /** Octets have been used. */
  void skip(int octets) {
    from += octets;
    if (from == to) {
      from = 0;
      to = 0;
    }
  }

  /**
   * Receives more behind what is there, and waits until there is something. The buffer grows as far
   * as its user lets it; offsets into it move.
   *
   * @return how much came; 0 at the end of the stream
   */
  int fill() throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
    } else if (to == bytes.length) {
      if (from > 0) {
        System.arraycopy(bytes, from, bytes, 0, to - from);
        to -= from;
        from = 0;
      } else {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
    }
    int n = connection.recv(bytes, to, bytes.length - to);
    to += n;
    return n;
  }

  /** Makes room for a body that comes through this buffer. */
  void widen() {
    if (bytes.length < USUAL_SIZE && from == to) {
      bytes = new byte[USUAL_SIZE];
    }
  }

  /**
   * Takes up to so much of what is there; if there is nothing, receives it where it is to go.
   *
   * @return how much; 0 at the end of the stream
   */
  int read(byte[] into, int offset, int length) throws IOException {
    if (isEmpty()) {
      return connection.recv(into, offset, length);
    }
    int n = Math.min(length, size());
    System.arraycopy(bytes, from, into, offset, n);
    skip(n);
    return n;
  }
}
