package gulliver.os.ffm;

import static gulliver.os.ffm.Native.function;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The calls that set a socket up. Any of them may take the kernel's time, if never a peer's. They
 * answer a result of at least 0, or {@code -errno}.
 */
public final class SocketCalls {
  private SocketCalls() {}

  private static final MemorySegment SOCKET = function("socket");

  /** {@code int socket(int domain, int type, int protocol)}: may load a module. */
  public static int socket(int domain, int type, int protocol) {
    return Slow.call(SOCKET, domain, type, protocol);
  }

  private static final MemorySegment SOCKETPAIR = function("socketpair");

  /** {@code int socketpair(int domain, int type, int protocol, int sv[2])}: fills {@code sv}. */
  public static int socketpair(int domain, int type, int protocol, MemorySegment sv) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = Slow.copy(arena, sv);
      int result = Slow.call(arena, SOCKETPAIR, domain, type, protocol, copy.address(), 0, 0);
      sv.copyFrom(copy.asSlice(0, sv.byteSize()));
      return result;
    }
  }

  private static final MemorySegment BIND = function("bind");

  /**
   * {@code int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen)}: makes a file for
   * a UNIX path.
   */
  public static int bind(int sockfd, MemorySegment addr, int addrlen) {
    try (Arena arena = Arena.ofConfined()) {
      return Slow.call(arena, BIND, sockfd, Slow.copy(arena, addr).address(), addrlen);
    }
  }

  private static final MemorySegment LISTEN = function("listen");

  /** {@code int listen(int sockfd, int backlog)}: does not wait. */
  public static int listen(int sockfd, int backlog) {
    return Slow.call(LISTEN, sockfd, backlog, 0);
  }

  private static final MemorySegment CONNECT = function("connect");

  /**
   * {@code int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen)}: with
   * O_NONBLOCK on the description; looks a UNIX path up.
   */
  public static int connect(int sockfd, MemorySegment addr, int addrlen) {
    try (Arena arena = Arena.ofConfined()) {
      return Slow.call(arena, CONNECT, sockfd, Slow.copy(arena, addr).address(), addrlen);
    }
  }

  private static final MemorySegment SHUTDOWN = function("shutdown");

  /** {@code int shutdown(int sockfd, int how)}: does not wait. */
  public static int shutdown(int sockfd, int how) {
    return Slow.call(SHUTDOWN, sockfd, how, 0);
  }

  private static final MemorySegment GETSOCKOPT = function("getsockopt");

  /**
   * {@code int getsockopt(int sockfd, int level, int optname, void optval[], socklen_t *optlen)}:
   * may take locks that others hold long.
   */
  public static int getsockopt(
      int sockfd, int level, int optname, MemorySegment optval, MemorySegment optlen) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = Slow.copy(arena, optval);
      MemorySegment length = Slow.copy(arena, optlen);
      int result =
          Slow.call(
              arena, GETSOCKOPT, sockfd, level, optname, value.address(), length.address(), 0);
      optval.copyFrom(value.asSlice(0, optval.byteSize()));
      optlen.copyFrom(length.asSlice(0, optlen.byteSize()));
      return result;
    }
  }

  private static final MemorySegment SETSOCKOPT = function("setsockopt");

  /**
   * {@code int setsockopt(int sockfd, int level, int optname, const void optval[], socklen_t
   * optlen)}: may take locks that others hold long, or load a module.
   */
  public static int setsockopt(
      int sockfd, int level, int optname, MemorySegment optval, int optlen) {
    try (Arena arena = Arena.ofConfined()) {
      long value = Slow.copy(arena, optval).address();
      return Slow.call(arena, SETSOCKOPT, sockfd, level, optname, value, optlen, 0);
    }
  }
}
