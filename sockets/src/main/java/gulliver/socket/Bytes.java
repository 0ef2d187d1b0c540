package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a caller gives to send from or to receive into, as it is: a {@code byte[]}, a direct {@link
 * ByteBuffer} (counted from its position), or a {@link MemorySegment}. It goes down to the seam's
 * method for its kind, so that a call need not make a segment.
 */
final class Bytes {
  private Bytes() {}

  /** The bytes of a buffer, which begin at {@link #start}. */
  @SuppressWarnings("ByteBufferBackingArray")
  static Object of(ByteBuffer buffer) {
    return buffer.hasArray()
        ? buffer.array()
        : buffer.isDirect() ? buffer : MemorySegment.ofBuffer(buffer);
  }

  /** Where what remains of the buffer begins in its {@link #of bytes}. */
  static int start(Object bytes, ByteBuffer buffer) {
    return bytes instanceof byte[] ? buffer.arrayOffset() + buffer.position() : 0;
  }

  static long send(
      Endpoint to, Object bytes, long at, long size, int flags, @Nullable Address address) {
    if (bytes instanceof byte[] array) {
      return to.send(array, (int) at, (int) size, flags, address);
    }
    if (bytes instanceof ByteBuffer direct) {
      return to.send(direct, (int) at, (int) size, flags, address);
    }
    return to.send(part((MemorySegment) bytes, at, size), flags, address);
  }

  static long recv(
      Endpoint from, Object bytes, long at, long size, int flags, @Nullable Sender sender) {
    if (bytes instanceof byte[] array) {
      return from.recv(array, (int) at, (int) size, flags, sender);
    }
    if (bytes instanceof ByteBuffer direct) {
      return from.recv(direct, (int) at, (int) size, flags, sender);
    }
    return from.recv(part((MemorySegment) bytes, at, size), flags, sender);
  }

  static MemorySegment segment(Object bytes, long at, long size) {
    MemorySegment whole =
        bytes instanceof byte[] array
            ? MemorySegment.ofArray(array)
            : bytes instanceof ByteBuffer buffer
                ? MemorySegment.ofBuffer(buffer)
                : (MemorySegment) bytes;
    return part(whole, at, size);
  }

  private static MemorySegment part(MemorySegment whole, long at, long size) {
    return size == whole.byteSize() ? whole : whole.asSlice(at, size);
  }

  /**
   * Refuses at once what an attempt would trip over only when there is something to move. Of a
   * buffer the attempt finds out; to ask it here would take a segment.
   */
  static void check(String call, Object bytes) {
    if (bytes instanceof MemorySegment segment) {
      check(call, segment);
    }
  }

  static void check(String call, MemorySegment bytes) {
    if (bytes.isNative()) {
      if (!bytes.scope().isAlive()) {
        throw new IllegalStateException("Already closed");
      }
      if (!bytes.isAccessibleBy(Thread.currentThread())) {
        throw new WrongThreadException(call + ": the buffer is confined to another thread");
      }
    }
  }

  static void checkWritable(String call, Object bytes) {
    boolean readOnly =
        bytes instanceof ByteBuffer buffer
            ? buffer.isReadOnly()
            : bytes instanceof MemorySegment segment && segment.isReadOnly();
    if (readOnly) {
      throw new IllegalArgumentException(call + ": the buffer is read-only");
    }
    check(call, bytes);
  }
}
