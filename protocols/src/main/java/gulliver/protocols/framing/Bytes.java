package gulliver.protocols.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for a byte eight at a time. */
final class Bytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;

  private Bytes() {}

  /** Where the byte is first, at or after {@code from} and before {@code to}; or -1. */
  static int indexOf(byte[] array, int from, int to, byte wanted) {
    return indexOfEither(array, from, to, wanted, wanted);
  }

  /** Where one of two bytes is first. */
  static int indexOfEither(byte[] array, int from, int to, byte a, byte b) {
    long as = ONES * (a & 0xff);
    long bs = ONES * (b & 0xff);
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long eight = (long) LONG.get(array, i);
      long found = zeros(eight ^ as) | zeros(eight ^ bs);
      if (found != 0) {
        return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    for (; i < to; i++) {
      if (array[i] == a || array[i] == b) {
        return i;
      }
    }
    return -1;
  }

  /** The high bits of bytes that are 0: the lowest that is set is right, others need not be. */
  private static long zeros(long x) {
    return x - ONES & ~x & HIGHS;
  }
}
