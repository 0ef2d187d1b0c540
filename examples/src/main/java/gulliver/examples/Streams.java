package gulliver.examples;

import static gulliver.socket.Sockets.SHUT_WR;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.socket.*;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Locale;

/**
 * A connection as Java's two streams: whatever reads from an {@code InputStream} or writes to an
 * {@code OutputStream} works over a socket, here readers and writers of lines.
 */
public final class Streams {
  private Streams() {}

  /** A conversation of two lines. */
  public static void main(String... args) throws IOException {
    try (Pair ends = Pair.connected(Network.os())) {
      ends.server().network().start(() -> shout(ends.server()));
      BufferedReader in = reader(ends.client());
      Writer out = new OutputStreamWriter(ends.client().outputStream(), UTF_8);
      for (String line : new String[] {"hello", "how are you?"}) {
        out.write(line + "\n");
        out.flush(); // the writer has a buffer of its own; the socket has none
        IO.println(line + " -> " + in.readLine());
      }
      ends.client().shutdown(SHUT_WR); // the server's readLine answers null
      IO.println("and then " + in.readLine()); // as ours does, when the server has closed
    }
  }

  /** Answers every line in capitals, until there are no more; then closes. */
  static void shout(Socket socket) throws IOException {
    try (socket) {
      BufferedReader in = reader(socket);
      Writer out = new OutputStreamWriter(socket.outputStream(), UTF_8);
      String line;
      while ((line = in.readLine()) != null) {
        out.write(line.toUpperCase(Locale.ROOT) + "\n");
        out.flush();
      }
    }
  }

  private static BufferedReader reader(Socket socket) {
    return new BufferedReader(new InputStreamReader(socket.inputStream(), UTF_8));
  }
}
