package gulliver.benchmarks.peer;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A message and the room for its echo, used again and again. It is stamped at both ends, so that a
 * reply which is another's or an older one shows.
 */
final class Message {
  static final int SMALLEST = 16;

  /** All bytes of each so many-eth reply are compared; of the others, the ends. */
  private static final int SAMPLE = 64;

  /** What goes: all of it. */
  final ByteBuffer out;

  /** What has come back: up to its position. */
  final ByteBuffer in;

  private final int size;
  private final long key;
  private long stamp;

  /**
   * A message.
   *
   * @param out room for it, as the peer likes it
   * @param in room for its echo
   * @param key what makes it differ from others
   */
  Message(ByteBuffer out, ByteBuffer in, int key) {
    this.out = out;
    this.in = in;
    this.size = out.capacity();
    this.key = (key + 1) * 0x9E3779B97F4A7C15L;
    if (size < SMALLEST || in.capacity() != size) {
      throw new IllegalArgumentException("message of " + size + " bytes, " + in + " for its echo");
    }
    for (int i = 0; i < size; i++) {
      out.put(i, (byte) ((this.key >>> (i % 8 * 8)) + i));
    }
  }

  /** Makes the next message, and room for its echo. */
  void next() {
    long first = ++stamp ^ key;
    out.clear();
    in.clear();
    out.putLong(0, first);
    out.putLong(size - Long.BYTES, ~first);
  }

  /** Whether the echo has come; then it is the right one. */
  boolean echoed() throws IOException {
    if (in.hasRemaining()) {
      return false;
    }
    if (in.getLong(0) != out.getLong(0)
        || in.getLong(size - Long.BYTES) != out.getLong(size - Long.BYTES)
        || (stamp % SAMPLE == 1 && out.clear().mismatch(in.clear()) >= 0)) {
      throw new IOException("wrong bytes in reply " + stamp);
    }
    return true;
  }
}
