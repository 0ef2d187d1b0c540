package gulliver.benchmarks;

import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.createConnection;
import static gulliver.socket.Sockets.createServer;

import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.util.SplittableRandom;

/** Gigabytes through one connection, in pieces of all sizes on both sides. */
final class Stream {
  private static final int LONGEST = 1 << 20;
  private static final long KEY = 0x0123456789abcdefL;

  private Stream() {}

  static void run(Report report, long bytes) throws Exception {
    try (Socket server = createServer(address("127.0.0.1", 0));
        Socket sender = createConnection(server.getsockname());
        Socket receiver = server.accept().socket()) {
      Thread sending =
          Network.os()
              .start(() -> {
                send(sender, bytes);
                sender.shutdown(SHUT_WR);
              });
      long start = System.nanoTime();
      long right = receive(receiver, bytes);
      double seconds = (System.nanoTime() - start) / 1e9;
      sending.join();
      report.equal("bytes received, all right", right, bytes);
      report.fact(
          "rate", "%.2f GB/s, making and checking them included".formatted(bytes / seconds / 1e9));
    }
  }

  private static void send(Socket socket, long bytes) throws IOException {
    Pattern pattern = new Pattern(KEY);
    SplittableRandom random = new SplittableRandom(1);
    byte[] buffer = new byte[LONGEST];
    for (long position = 0; position < bytes; ) {
      int length = (int) Math.min(size(random), bytes - position);
      pattern.fill(buffer, length, position);
      if (random.nextBoolean()) {
        socket.sendall(buffer, 0, length);
        position += length;
      } else {
        position += socket.send(buffer, 0, length);
      }
    }
  }

  /** Answers how many bytes were right before the end of the stream, or the first wrong one. */
  private static long receive(Socket socket, long bytes) throws IOException {
    Pattern pattern = new Pattern(KEY);
    SplittableRandom random = new SplittableRandom(2);
    byte[] buffer = new byte[LONGEST];
    long position = 0;
    for (; ; ) {
      int length = size(random);
      int n =
          random.nextBoolean()
              ? socket.recv(buffer, 0, length)
              : socket.recvall(buffer, 0, Math.clamp(bytes - position, 1, length));
      if (n == 0) {
        return position;
      }
      int wrong = pattern.mismatch(buffer, n, position);
      if (wrong >= 0) {
        return position + wrong;
      }
      position += n;
    }
  }

  /** From a byte to 1 MiB; small sizes as often as large ones. */
  private static int size(SplittableRandom random) {
    int magnitude = 1 << random.nextInt(0, 20);
    return random.nextInt(magnitude, 2 * magnitude + 1);
  }
}
