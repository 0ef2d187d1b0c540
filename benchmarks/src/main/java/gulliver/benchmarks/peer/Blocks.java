package gulliver.benchmarks.peer;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The blocks of a stream, all of one size. Each begins with its number, whose highest bit marks the
 * last of a run; its other bytes are a pattern, of which the receiver looks at the ends of each
 * piece.
 */
final class Blocks {
  private static final int STAMP = Long.BYTES;
  private static final long LAST = Long.MIN_VALUE;

  private final int size;
  private long sent;
  private long expected;
  private long stamp;
  private int inside;

  Blocks(int size) {
    this.size = size;
  }

  private static byte pattern(int i) {
    return (byte) (i * 31);
  }

  /** Fills room for a block with the pattern. */
  ByteBuffer fill(ByteBuffer room) {
    for (int i = STAMP; i < size; i++) {
      room.put(i, pattern(i));
    }
    return room;
  }

  /** Makes it the next block of the stream. */
  ByteBuffer next(ByteBuffer block, boolean last) {
    return block.clear().putLong(0, sent++ | (last ? LAST : 0));
  }

  /** Looks at what was received: whether the last block of the run is whole now. */
  boolean received(ByteBuffer bytes, int from, int to) throws IOException {
    for (int i = from; i < to; ) {
      if (inside < STAMP) {
        stamp = stamp << 8 | (bytes.get(i++) & 0xFF);
        if (++inside == STAMP && (stamp & ~LAST) != expected++) {
          throw new IOException("block " + Long.toHexString(stamp) + " in place of " + expected);
        }
        continue;
      }
      int part = Math.min(size - inside, to - i);
      if (bytes.get(i) != pattern(inside)
          || bytes.get(i + part - 1) != pattern(inside + part - 1)) {
        throw new IOException("wrong bytes in block " + Long.toHexString(stamp));
      }
      i += part;
      inside += part;
      if (inside == size) {
        inside = 0;
        if (stamp < 0) {
          if (i < to) {
            throw new IOException(to - i + " bytes behind the last block");
          }
          return true;
        }
      }
    }
    return false;
  }
}
