package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.LONG;
import static gulliver.os.ffm.Native.POINTER;
import static gulliver.os.ffm.Native.function;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.quick;
import static gulliver.os.ffm.Native.slow;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that move bytes through a descriptor of any kind. They answer a count, or {@code
 * -errno}.
 */
public final class TransferCalls {
  private TransferCalls() {}

  private static final MethodHandle READ = quick("read", LONG, INT, POINTER, LONG);

  /** {@code ssize_t read(int fd, void buf[], size_t count)}: always with O_NONBLOCK. */
  public static long read(int fd, MemorySegment buf, MemorySegment errno) {
    try {
      long result = (long) READ.invokeExact(errno, fd, buf, buf.byteSize());
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle WRITE = quick("write", LONG, INT, POINTER, LONG);

  /** {@code ssize_t write(int fd, const void buf[], size_t count)}: always with O_NONBLOCK. */
  public static long write(int fd, MemorySegment buf, MemorySegment errno) {
    try {
      long result = (long) WRITE.invokeExact(errno, fd, buf, buf.byteSize());
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** The same two for files, which take a disk's time; of a shape that keeps the buffer alive. */
  private static final class Files {
    private static final MethodHandle CALL = slow(LONG, INT, POINTER, LONG);
    private static final MemorySegment READ = function("read");
    private static final MemorySegment WRITE = function("write");

    static long call(MemorySegment function, Arena arena, int fd, MemorySegment buf, long count) {
      MemorySegment errno = arena.allocate(INT);
      try {
        long result = (long) CALL.invokeExact(function, errno, fd, buf, count);
        return result < 0 ? -Native.errno(errno) : result;
      } catch (Throwable t) {
        throw impossible(t);
      }
    }
  }

  /** {@code ssize_t read(int fd, void buf[], size_t count)}: of a file. */
  public static long readFile(int fd, MemorySegment buf) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = buf.isNative() ? buf : arena.allocate(Math.max(1, buf.byteSize()));
      long result = Files.call(Files.READ, arena, fd, room, buf.byteSize());
      if (result > 0 && !buf.isNative()) {
        MemorySegment.copy(room, 0, buf, 0, result);
      }
      return result;
    }
  }

  /** {@code ssize_t write(int fd, const void buf[], size_t count)}: to a file. */
  public static long writeFile(int fd, MemorySegment buf) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = buf.isNative() ? buf : Slow.copy(arena, buf);
      return Files.call(Files.WRITE, arena, fd, from, buf.byteSize());
    }
  }

  /** The calls that move bytes from one descriptor to another. */
  private static final class Between {
    private static final MemorySegment SENDFILE = function("sendfile");
    private static final MemorySegment SPLICE = function("splice");
  }

  /**
   * {@code ssize_t sendfile(int out_fd, int in_fd, off_t *offset, size_t count)}: with O_NONBLOCK
   * at the one, and a disk's time at the other.
   *
   * @param offset where to begin; below 0 for the file's own position, which moves
   */
  public static long sendfile(int outFd, int inFd, long offset, long count) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      long at = offset < 0 ? 0 : arena.allocateFrom(LONG, offset).address();
      long result = Slow.call(Between.SENDFILE, errno, outFd, inFd, at, count, 0, 0);
      return result < 0 ? -Native.errno(errno) : result;
    }
  }

  /**
   * {@code ssize_t splice(int fd_in, off_t *off_in, int fd_out, off_t *off_out, size_t len,
   * unsigned int flags)}: at the files' own positions, with O_NONBLOCK at both.
   */
  public static long splice(int fdIn, int fdOut, long len, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      long result = Slow.call(Between.SPLICE, errno, fdIn, 0, fdOut, 0, len, flags);
      return result < 0 ? -Native.errno(errno) : result;
    }
  }
}
