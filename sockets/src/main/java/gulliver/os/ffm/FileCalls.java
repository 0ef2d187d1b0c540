package gulliver.os.ffm;

import static gulliver.os.ffm.Native.function;

import java.lang.foreign.MemorySegment;

/** The calls on a descriptor of any kind. They answer a result of at least 0, or {@code -errno}. */
public final class FileCalls {
  private FileCalls() {}

  private static final MemorySegment FCNTL = function("fcntl");

  /**
   * {@code int fcntl(int fd, int op, ...)}: with an int argument: F_GETFL, F_SETFL,
   * F_DUPFD_CLOEXEC.
   */
  public static int fcntl(int fd, int op, int argument) {
    return Slow.call(FCNTL, fd, op, argument);
  }

  private static final MemorySegment DUP3 = function("dup3");

  /** {@code int dup3(int oldfd, int newfd, int flags)}: ends what {@code newfd} was, at once. */
  public static int dup3(int oldfd, int newfd, int flags) {
    return Slow.call(DUP3, oldfd, newfd, flags);
  }

  private static final MemorySegment CLOSE = function("close");

  /** {@code int close(int fd)}: may wait for SO_LINGER's time. */
  public static int close(int fd) {
    return Slow.call(CLOSE, fd, 0, 0);
  }
}
