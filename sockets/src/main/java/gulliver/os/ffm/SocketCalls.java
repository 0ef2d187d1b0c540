package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.POINTER;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.slow;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that set a socket up. Any of them may take the kernel's time, if never a peer's. They
 * answer a result of at least 0, or {@code -errno}.
 */
public final class SocketCalls {
  private SocketCalls() {}

  private static final MethodHandle SOCKET = slow("socket", INT, INT, INT, INT);

  /** {@code int socket(int domain, int type, int protocol)}: may load a module. */
  public static int socket(int domain, int type, int protocol) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      int result = (int) SOCKET.invokeExact(errno, domain, type, protocol);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle SOCKETPAIR = slow("socketpair", INT, INT, INT, INT, POINTER);

  /** {@code int socketpair(int domain, int type, int protocol, int sv[2])}: fills {@code sv}. */
  public static int socketpair(int domain, int type, int protocol, MemorySegment sv) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      MemorySegment svCopy = arena.allocate(Math.max(1, sv.byteSize()), 8).copyFrom(sv);
      int result = (int) SOCKETPAIR.invokeExact(errno, domain, type, protocol, svCopy);
      sv.copyFrom(svCopy.asSlice(0, sv.byteSize()));
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle BIND = slow("bind", INT, INT, POINTER, INT);

  /**
   * {@code int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen)}: makes a file for
   * a UNIX path.
   */
  public static int bind(int sockfd, MemorySegment addr, int addrlen) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      MemorySegment addrCopy = arena.allocate(Math.max(1, addr.byteSize()), 8).copyFrom(addr);
      int result = (int) BIND.invokeExact(errno, sockfd, addrCopy, addrlen);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle LISTEN = slow("listen", INT, INT, INT);

  /** {@code int listen(int sockfd, int backlog)}: does not wait. */
  public static int listen(int sockfd, int backlog) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      int result = (int) LISTEN.invokeExact(errno, sockfd, backlog);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle CONNECT = slow("connect", INT, INT, POINTER, INT);

  /**
   * {@code int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen)}: with
   * O_NONBLOCK on the description; looks a UNIX path up.
   */
  public static int connect(int sockfd, MemorySegment addr, int addrlen) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      MemorySegment addrCopy = arena.allocate(Math.max(1, addr.byteSize()), 8).copyFrom(addr);
      int result = (int) CONNECT.invokeExact(errno, sockfd, addrCopy, addrlen);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle SHUTDOWN = slow("shutdown", INT, INT, INT);

  /** {@code int shutdown(int sockfd, int how)}: does not wait. */
  public static int shutdown(int sockfd, int how) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      int result = (int) SHUTDOWN.invokeExact(errno, sockfd, how);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle GETSOCKOPT =
      slow("getsockopt", INT, INT, INT, INT, POINTER, POINTER);

  /**
   * {@code int getsockopt(int sockfd, int level, int optname, void optval[], socklen_t *optlen)}:
   * may take locks that others hold long.
   */
  public static int getsockopt(
      int sockfd, int level, int optname, MemorySegment optval, MemorySegment optlen) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      MemorySegment optvalCopy = arena.allocate(Math.max(1, optval.byteSize()), 8).copyFrom(optval);
      MemorySegment optlenCopy = arena.allocate(Math.max(1, optlen.byteSize()), 8).copyFrom(optlen);
      int result =
          (int) GETSOCKOPT.invokeExact(errno, sockfd, level, optname, optvalCopy, optlenCopy);
      optval.copyFrom(optvalCopy.asSlice(0, optval.byteSize()));
      optlen.copyFrom(optlenCopy.asSlice(0, optlen.byteSize()));
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle SETSOCKOPT =
      slow("setsockopt", INT, INT, INT, INT, POINTER, INT);

  /**
   * {@code int setsockopt(int sockfd, int level, int optname, const void optval[], socklen_t
   * optlen)}: may take locks that others hold long, or load a module.
   */
  public static int setsockopt(
      int sockfd, int level, int optname, MemorySegment optval, int optlen) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(INT);
      MemorySegment optvalCopy = arena.allocate(Math.max(1, optval.byteSize()), 8).copyFrom(optval);
      int result = (int) SETSOCKOPT.invokeExact(errno, sockfd, level, optname, optvalCopy, optlen);
      return result < 0 ? -errno.get(INT, 0) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }
}
