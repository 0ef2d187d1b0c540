package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.LONG;
import static gulliver.os.ffm.Native.POINTER;
import static gulliver.os.ffm.Native.function;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.quick;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that tell what could be done. They answer a result of at least 0, or {@code -errno}.
 */
public final class ReadinessCalls {
  private ReadinessCalls() {}

  private static final MemorySegment EPOLL_CREATE1 = function("epoll_create1");

  /** {@code int epoll_create1(int flags)}: a set of descriptors to wait for. */
  public static int epoll_create1(int flags) {
    return Slow.call(EPOLL_CREATE1, flags, 0, 0);
  }

  private static final MemorySegment EPOLL_CTL = function("epoll_ctl");

  /**
   * {@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)}: adds, changes or
   * removes one.
   */
  public static int epoll_ctl(int epfd, int op, int fd, MemorySegment event) {
    try (Arena arena = Arena.ofConfined()) {
      return Slow.call(arena, EPOLL_CTL, epfd, op, fd, Slow.copy(arena, event).address(), 0, 0);
    }
  }

  private static final MemorySegment EPOLL_WAIT = function("epoll_wait");

  /**
   * {@code int epoll_wait(int epfd, struct epoll_event events[], int maxevents, int timeout)}:
   * sleeps; only for a platform thread.
   *
   * @param events native memory of the caller's arena
   * @param errno native memory of an int, of that arena
   */
  public static int epoll_wait(
      int epfd, MemorySegment events, int maxevents, int timeout, MemorySegment errno) {
    int result =
        (int) Slow.call(EPOLL_WAIT, errno, epfd, events.address(), maxevents, timeout, 0, 0);
    return result < 0 ? -Native.errno(errno) : result;
  }

  private static final MemorySegment PPOLL = function("ppoll");

  /**
   * {@code int ppoll(struct pollfd *fds, nfds_t nfds, const struct timespec *tmo_p, const sigset_t
   * *sigmask)}, without a mask: sleeps; only for a platform thread.
   *
   * @param fds an address of native memory
   * @param timespec as well, or 0: for ever
   * @param errno native memory of an int
   */
  public static int ppoll(long fds, long nfds, long timespec, MemorySegment errno) {
    int result = (int) Slow.call(PPOLL, errno, fds, nfds, timespec, 0, 0, 0);
    return result < 0 ? -Native.errno(errno) : result;
  }

  /** Linked when a program looks at several descriptors, or at a shared one. */
  private static final class Poll {
    private static final MethodHandle POLL = quick("poll", INT, POINTER, LONG, INT);
  }

  /** {@code int poll(struct pollfd *fds, nfds_t nfds, int timeout)}: always with a timeout of 0. */
  public static int poll(MemorySegment fds, long nfds, int timeout, MemorySegment errno) {
    try {
      int result = (int) Poll.POLL.invokeExact(errno, fds, nfds, timeout);
      return result < 0 ? -Native.errno(errno) : result;
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
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }
}
