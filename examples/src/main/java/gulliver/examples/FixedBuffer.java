package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.socket.*;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * "How many bytes are waiting?" is the wrong question: more may come in the next moment. Read into
 * a buffer of fixed size instead, use what the count says is there, and read again until the end.
 */
public final class FixedBuffer {
  /** 32 kB: large enough that more makes no difference, small enough to have one per client. */
  private static final int SIZE = 32 * 1024;

  private FixedBuffer() {}

  /** Sends 100,000 bytes to itself. */
  public static void main(String... args) throws IOException {
    try (Pair ends = Pair.connected(Network.os())) {
      ends.client()
          .network()
          .start(() -> {
            try (Socket client = ends.client()) {
              client.sendall(new byte[100_000]);
            } // which ends the stream
          });
      IO.println("received " + readAll(ends.server()).length + " bytes");
    }
  }

  /** Reads a stream to its end, however much that is. */
  static byte[] readAll(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[SIZE];
    int n;
    while ((n = socket.recv(buffer)) > 0) {
      all.write(buffer, 0, n); // only the first n bytes are new
    }
    return all.toByteArray();
  }
}
