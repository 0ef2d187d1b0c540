package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.LONG;
import static gulliver.os.ffm.Native.POINTER;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.quick;
import static gulliver.os.ffm.Native.slow;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that tell what could be done. They answer a result of at least 0, or {@code -errno}.
 */
public final class ReadinessCalls {
  private ReadinessCalls() {}

  private static final MethodHandle EPOLL_CREATE1 = slow("epoll_create1", INT, INT);

  /** {@code int epoll_create1(int flags)}: a set of descriptors to wait for. */
  public static int epoll_create1(int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      int result = (int) EPOLL_CREATE1.invokeExact(errno, flags);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle EPOLL_CTL = quick("epoll_ctl", INT, INT, INT, INT, POINTER);

  /**
   * {@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)}: adds, changes or
   * removes one.
   */
  public static int epoll_ctl(int epfd, int op, int fd, MemorySegment event, MemorySegment errno) {
    try {
      int result = (int) EPOLL_CTL.invokeExact(errno, epfd, op, fd, event);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle POLL = quick("poll", INT, POINTER, LONG, INT);

  /** {@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)}: always with a timeout of 0. */
  public static int poll(MemorySegment fds, long nfds, int timeout, MemorySegment errno) {
    try {
      int result = (int) POLL.invokeExact(errno, fds, nfds, timeout);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** Linked when a program makes a set of its own. */
  private static final class Look {
    private static final MethodHandle EPOLL_WAIT = quick("epoll_wait", INT, INT, POINTER, INT, INT);
  }

  /**
   * {@code int epoll_wait(int epfd, struct epoll_event events[], int maxevents, int timeout)}:
   * always with a timeout of 0.
   */
  public static int epoll_look(
      int epfd, MemorySegment events, int maxevents, int timeout, MemorySegment errno) {
    try {
      int result = (int) Look.EPOLL_WAIT.invokeExact(errno, epfd, events, maxevents, timeout);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle EPOLL_WAIT = slow("epoll_wait", INT, INT, POINTER, INT, INT);

  /**
   * {@code int epoll_wait(int epfd, struct epoll_event events[], int maxevents, int timeout)}:
   * sleeps; only for a platform thread.
   *
   * @param errno native memory of an int
   */
  public static int epoll_wait(
      int epfd, MemorySegment events, int maxevents, int timeout, MemorySegment errno) {
    try {
      int result = (int) EPOLL_WAIT.invokeExact(errno, epfd, events, maxevents, timeout);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }
}
