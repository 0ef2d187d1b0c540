package gulliver.socket.spi;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** The bytes of several buffers in one, for networks that know nothing of several. */
final class Gathered {
  private Gathered() {}

  /** The bytes of all buffers. */
  static MemorySegment copyOf(List<MemorySegment> buffers) {
    MemorySegment all = like(buffers);
    long at = 0;
    for (MemorySegment buffer : buffers) {
      MemorySegment.copy(buffer, 0, all, at, buffer.byteSize());
      at += buffer.byteSize();
    }
    return all;
  }

  /** Room for the bytes of all buffers. */
  static MemorySegment like(List<MemorySegment> buffers) {
    long size = buffers.stream().mapToLong(MemorySegment::byteSize).sum();
    return MemorySegment.ofArray(new byte[Math.toIntExact(size)]);
  }

  /** Distributes the first bytes, as many as there is room for. */
  static void scatter(MemorySegment all, long n, List<MemorySegment> buffers) {
    long at = 0;
    long end = Math.min(n, all.byteSize());
    for (MemorySegment buffer : buffers) {
      long size = Math.min(buffer.byteSize(), end - at);
      MemorySegment.copy(all, at, buffer, 0, size);
      at += size;
    }
  }
}
