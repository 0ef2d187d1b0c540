package gulliver.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes that depend on their position in a stream, for gigabytes: a byte that is lost, doubled,
 * moved or another stream's shows, whatever pieces the stream comes in.
 *
 * <p>Each eight bytes are the number of their eighth, mixed. Not for several threads.
 */
final class Pattern {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long key;
  private byte[] scratch = new byte[0];

  /**
   * A pattern.
   *
   * @param key what makes it differ from others
   */
  Pattern(long key) {
    this.key = key;
  }

  /** Writes the bytes at a position of the stream into the first {@code length} of an array. */
  void fill(byte[] into, int length, long position) {
    int lead = (int) (position & 7);
    long eighth = position >>> 3;
    System.arraycopy(aligned(lead + length, eighth), lead, into, 0, length);
  }

  /** Answers the index of the first byte that is wrong at a position of the stream, or -1. */
  int mismatch(byte[] bytes, int length, long position) {
    int lead = (int) (position & 7);
    byte[] expected = aligned(lead + length, position >>> 3);
    return Arrays.mismatch(bytes, 0, length, expected, lead, lead + length);
  }

  private byte[] aligned(int length, long eighth) {
    int whole = (length + 7) & ~7;
    if (scratch.length < whole) {
      scratch = new byte[whole];
    }
    for (int i = 0; i < whole; i += Long.BYTES) {
      LONGS.set(scratch, i, mix(eighth++ ^ key));
    }
    return scratch;
  }

  /** One to one, so that no two positions have the same eight bytes. */
  static long mix(long n) {
    long mixed = n * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 32);
  }
}
