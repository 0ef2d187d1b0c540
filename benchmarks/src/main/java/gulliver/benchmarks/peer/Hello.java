package gulliver.benchmarks.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The least of a web server: it looks for the empty line that ends a request's head, and answers
 * each with the same. Requests have no bodies.
 */
final class Hello {
  static final String TYPE = "text/plain; charset=utf-8";

  private static final int CR_LF_CR_LF = 4;

  /** How many bytes of the end of a head have come. */
  private int matched;

  /** The whole answer whose content is a text. */
  static byte[] answer(String text) {
    byte[] content = content(text);
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: " + TYPE + "\r\nContent-Length: " + content.length;
    byte[] before = content(head + "\r\n\r\n");
    return ByteBuffer.allocate(before.length + content.length).put(before).put(content).array();
  }

  static byte[] content(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** How many heads end in these bytes, the next that were received on a connection. */
  int requests(ByteBuffer bytes) {
    int requests = 0;
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      byte wanted = (byte) (matched % 2 == 0 ? '\r' : '\n');
      byte is = bytes.get(i);
      matched = is == wanted ? matched + 1 : is == '\r' ? 1 : 0;
      if (matched == CR_LF_CR_LF) {
        requests++;
        matched = 0;
      }
    }
    return requests;
  }
}
