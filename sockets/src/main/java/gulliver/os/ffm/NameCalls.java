package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.POINTER;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.quick;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that answer an address, into memory of {@code struct sockaddr_storage}'s size. They
 * answer a result of at least 0, or {@code -errno}.
 *
 * <p>They are called by one shape: where a function has no fourth parameter, it does not look.
 */
public final class NameCalls {
  private NameCalls() {}

  private static final MethodHandle ACCEPT4 = quick("accept4", INT, INT, POINTER, POINTER, INT);

  /**
   * {@code int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags)}: with
   * O_NONBLOCK on the description.
   */
  public static int accept4(
      int sockfd, MemorySegment addr, MemorySegment addrlen, int flags, MemorySegment errno) {
    try {
      int result = (int) ACCEPT4.invokeExact(errno, sockfd, addr, addrlen, flags);
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle GETSOCKNAME =
      quick("getsockname", INT, INT, POINTER, POINTER, INT);

  /**
   * {@code int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen)}: the local
   * address.
   */
  public static int getsockname(
      int sockfd, MemorySegment addr, MemorySegment addrlen, MemorySegment errno) {
    try {
      int result = (int) GETSOCKNAME.invokeExact(errno, sockfd, addr, addrlen, 0);
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle GETPEERNAME =
      quick("getpeername", INT, INT, POINTER, POINTER, INT);

  /**
   * {@code int getpeername(int sockfd, struct sockaddr *addr, socklen_t *addrlen)}: the peer's
   * address.
   */
  public static int getpeername(
      int sockfd, MemorySegment addr, MemorySegment addrlen, MemorySegment errno) {
    try {
      int result = (int) GETPEERNAME.invokeExact(errno, sockfd, addr, addrlen, 0);
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }
}
