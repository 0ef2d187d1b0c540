package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.slow;
import static gulliver.os.ffm.Native.variadic;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls on a descriptor of any kind. They answer a result of at least 0, or {@code -errno}. */
public final class FileCalls {
  private FileCalls() {}

  private static final MethodHandle FCNTL = variadic("fcntl", 2, INT, INT, INT, INT);

  /**
   * {@code int fcntl(int fd, int op, ...)}: with an int argument: F_GETFL, F_SETFL,
   * F_DUPFD_CLOEXEC.
   */
  public static int fcntl(int fd, int op, int argument, MemorySegment errno) {
    try {
      int result = (int) FCNTL.invokeExact(errno, fd, op, argument);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle DUP3 = slow("dup3", INT, INT, INT, INT);

  /** {@code int dup3(int oldfd, int newfd, int flags)}: ends what {@code newfd} was, at once. */
  public static int dup3(int oldfd, int newfd, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      int result = (int) DUP3.invokeExact(errno, oldfd, newfd, flags);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle CLOSE = slow("close", INT, INT);

  /** {@code int close(int fd)}: may wait for SO_LINGER's time. */
  public static int close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      int result = (int) CLOSE.invokeExact(errno, fd);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }
}
