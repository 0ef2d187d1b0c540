package gulliver.os.ffm;

import static gulliver.os.ffm.Native.function;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The calls that answer an address, into memory of {@code struct sockaddr_storage}'s size. They
 * answer a result of at least 0, or {@code -errno}.
 */
public final class NameCalls {
  private NameCalls() {}

  private static final MemorySegment ACCEPT4 = function("accept4");

  /**
   * {@code int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags)}: with
   * O_NONBLOCK on the description.
   *
   * @param addr native memory of the caller's, as is that of addrlen and errno
   * @param errno native memory of an int
   */
  public static int accept4(int sockfd, long addr, long addrlen, int flags, MemorySegment errno) {
    int result = (int) Slow.call(ACCEPT4, errno, sockfd, addr, addrlen, flags, 0, 0);
    return result < 0 ? -Native.errno(errno) : result;
  }

  private static final MemorySegment GETSOCKNAME = function("getsockname");

  /**
   * {@code int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen)}: the local
   * address.
   */
  public static int getsockname(int sockfd, MemorySegment addr, MemorySegment addrlen) {
    return name(GETSOCKNAME, sockfd, addr, addrlen);
  }

  private static final MemorySegment GETPEERNAME = function("getpeername");

  /**
   * {@code int getpeername(int sockfd, struct sockaddr *addr, socklen_t *addrlen)}: the peer's
   * address.
   */
  public static int getpeername(int sockfd, MemorySegment addr, MemorySegment addrlen) {
    return name(GETPEERNAME, sockfd, addr, addrlen);
  }

  private static int name(
      MemorySegment function, int sockfd, MemorySegment addr, MemorySegment addrlen) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = Slow.copy(arena, addr);
      MemorySegment length = Slow.copy(arena, addrlen);
      int result = Slow.call(arena, function, sockfd, name.address(), length.address());
      addr.copyFrom(name.asSlice(0, addr.byteSize()));
      addrlen.copyFrom(length.asSlice(0, addrlen.byteSize()));
      return result;
    }
  }
}
