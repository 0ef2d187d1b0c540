package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.LONG;
import static gulliver.os.ffm.Native.POINTER;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.slow;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls that make descriptors, and what only some have. A result of at least 0, or -errno. */
public final class DescriptorCalls {
  private DescriptorCalls() {}

  private static final MethodHandle OPEN =
      Native.slowVariadic("open", 2, FunctionDescriptor.of(INT, POINTER, INT, INT));

  /** {@code int open(const char *path, int flags, ...)}: with a mode; may wait for long. */
  public static int open(String path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      int result = (int) OPEN.invokeExact(errno, arena.allocateFrom(path), flags, mode);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle PIPE2 = slow("pipe2", INT, POINTER, INT);

  /** {@code int pipe2(int pipefd[2], int flags)}: fills {@code pipefd}. */
  public static int pipe2(int[] pipefd, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      MemorySegment pair = arena.allocate(INT, 2);
      int result = (int) PIPE2.invokeExact(errno, pair, flags);
      MemorySegment.copy(pair, INT, 0, pipefd, 0, 2);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle EVENTFD = slow("eventfd", INT, INT, INT);

  /** {@code int eventfd(unsigned int initval, int flags)}: a counter. */
  public static int eventfd(int initval, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      int result = (int) EVENTFD.invokeExact(errno, initval, flags);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle TIMERFD_CREATE = slow("timerfd_create", INT, INT, INT);

  /** {@code int timerfd_create(int clockid, int flags)}: a timer. */
  public static int timerfd_create(int clockid, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      int result = (int) TIMERFD_CREATE.invokeExact(errno, clockid, flags);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle TIMERFD_SETTIME =
      slow("timerfd_settime", INT, INT, INT, POINTER, POINTER);

  /**
   * {@code int timerfd_settime(int fd, int flags, const struct itimerspec *new_value, struct
   * itimerspec *old_value)}: {@code spec} is both, in and out.
   */
  public static int timerfd_settime(int fd, int flags, MemorySegment spec) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      MemorySegment given = arena.allocate(spec.byteSize(), 8).copyFrom(spec);
      MemorySegment old = arena.allocate(spec.byteSize(), 8);
      int result = (int) TIMERFD_SETTIME.invokeExact(errno, fd, flags, given, old);
      spec.copyFrom(old);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle TIMERFD_GETTIME = slow("timerfd_gettime", INT, INT, POINTER);

  /** {@code int timerfd_gettime(int fd, struct itimerspec *curr_value)}: fills {@code spec}. */
  public static int timerfd_gettime(int fd, MemorySegment spec) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      MemorySegment room = arena.allocate(spec.byteSize(), 8);
      int result = (int) TIMERFD_GETTIME.invokeExact(errno, fd, room);
      spec.copyFrom(room);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** The longest structure that the number of a request can tell of: 14 bits. */
  private static final int LONGEST = 1 << 14;

  private static final MethodHandle IOCTL =
      Native.slowVariadic("ioctl", 2, FunctionDescriptor.of(INT, INT, LONG, POINTER));

  /**
   * {@code int ioctl(int fd, unsigned long op, ...)}: with a structure, in and out. The kernel gets
   * a copy with room behind it, for it knows the length, and nobody here does.
   */
  public static int ioctl(int fd, long op, MemorySegment argument) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      long size = argument.byteSize();
      MemorySegment copy = arena.allocate(Math.max(size, LONGEST), 8);
      MemorySegment.copy(argument, 0, copy, 0, size);
      int result = (int) IOCTL.invokeExact(errno, fd, op, copy);
      if (!argument.isReadOnly()) {
        MemorySegment.copy(copy, 0, argument, 0, size);
      }
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** {@code int ioctl(int fd, unsigned long op, ...)}: with a number. */
  public static int ioctl(int fd, long op, long argument) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      int result = (int) IOCTL.invokeExact(errno, fd, op, MemorySegment.ofAddress(argument));
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }
}
