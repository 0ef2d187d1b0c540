package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.function;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The calls that make descriptors, and what only some have. A result of at least 0, or -errno. */
public final class DescriptorCalls {
  private DescriptorCalls() {}

  private static final MemorySegment OPEN = function("open");

  /** {@code int open(const char *path, int flags, ...)}: with a mode; may wait for long. */
  public static int open(String path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      return Slow.call(arena, OPEN, arena.allocateFrom(path).address(), flags, mode);
    }
  }

  private static final MemorySegment PIPE2 = function("pipe2");

  /** {@code int pipe2(int pipefd[2], int flags)}: fills {@code pipefd}. */
  public static int pipe2(int[] pipefd, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(INT, 2);
      int result = Slow.call(arena, PIPE2, pair.address(), flags, 0);
      MemorySegment.copy(pair, INT, 0, pipefd, 0, 2);
      return result;
    }
  }

  private static final MemorySegment EVENTFD = function("eventfd");

  /** {@code int eventfd(unsigned int initval, int flags)}: a counter. */
  public static int eventfd(int initval, int flags) {
    return Slow.call(EVENTFD, initval, flags, 0);
  }

  private static final MemorySegment EVENTFD_WRITE = function("eventfd_write");

  /** {@code int eventfd_write(int fd, eventfd_t value)}: adds to a counter. */
  public static int eventfd_write(int fd, long value) {
    return Slow.call(EVENTFD_WRITE, fd, value, 0);
  }

  private static final MemorySegment TIMERFD_CREATE = function("timerfd_create");

  /** {@code int timerfd_create(int clockid, int flags)}: a timer. */
  public static int timerfd_create(int clockid, int flags) {
    return Slow.call(TIMERFD_CREATE, clockid, flags, 0);
  }

  private static final MemorySegment TIMERFD_SETTIME = function("timerfd_settime");

  /**
   * {@code int timerfd_settime(int fd, int flags, const struct itimerspec *new_value, struct
   * itimerspec *old_value)}: {@code spec} is both, in and out.
   */
  public static int timerfd_settime(int fd, int flags, MemorySegment spec) {
    try (Arena arena = Arena.ofConfined()) {
      long given = Slow.copy(arena, spec).address();
      MemorySegment old = arena.allocate(spec.byteSize(), 8);
      int result = Slow.call(arena, TIMERFD_SETTIME, fd, flags, given, old.address(), 0, 0);
      spec.copyFrom(old);
      return result;
    }
  }

  private static final MemorySegment TIMERFD_GETTIME = function("timerfd_gettime");

  /** {@code int timerfd_gettime(int fd, struct itimerspec *curr_value)}: fills {@code spec}. */
  public static int timerfd_gettime(int fd, MemorySegment spec) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(spec.byteSize(), 8);
      int result = Slow.call(arena, TIMERFD_GETTIME, fd, room.address(), 0);
      spec.copyFrom(room);
      return result;
    }
  }

  /** The longest structure that the number of a request can tell of: 14 bits. */
  private static final int LONGEST = 1 << 14;

  private static final MemorySegment IOCTL = function("ioctl");

  /**
   * {@code int ioctl(int fd, unsigned long op, ...)}: with a structure, in and out. The kernel gets
   * a copy with room behind it, for it knows the length, and nobody here does.
   */
  public static int ioctl(int fd, long op, MemorySegment argument) {
    try (Arena arena = Arena.ofConfined()) {
      long size = argument.byteSize();
      MemorySegment copy = arena.allocate(Math.max(size, LONGEST), 8);
      MemorySegment.copy(argument, 0, copy, 0, size);
      int result = Slow.call(arena, IOCTL, fd, op, copy.address());
      if (!argument.isReadOnly()) {
        MemorySegment.copy(copy, 0, argument, 0, size);
      }
      return result;
    }
  }

  /** {@code int ioctl(int fd, unsigned long op, ...)}: with a number. */
  public static int ioctl(int fd, long op, long argument) {
    return Slow.call(IOCTL, fd, op, argument);
  }
}
