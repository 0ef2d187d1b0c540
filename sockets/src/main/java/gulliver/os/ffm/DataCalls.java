package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.LONG;
import static gulliver.os.ffm.Native.POINTER;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.quick;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that move bytes. They answer a count, or {@code -errno}.
 *
 * <p>They are called by one shape, to which the length of an address is a pointer.
 */
public final class DataCalls {
  private DataCalls() {}

  private static final MethodHandle SENDTO =
      quick("sendto", LONG, INT, POINTER, LONG, INT, POINTER, POINTER);

  /**
   * {@code ssize_t sendto(int sockfd, const void buf[], size_t len, int flags, const struct
   * sockaddr *addr, socklen_t addrlen)}: always with MSG_DONTWAIT.
   */
  public static long sendto(
      int sockfd,
      MemorySegment buf,
      long len,
      int flags,
      MemorySegment addr,
      int addrlen,
      MemorySegment errno) {
    try {
      long result =
          (long)
              SENDTO.invokeExact(
                  errno, sockfd, buf, len, flags, addr, MemorySegment.ofAddress(addrlen));
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle RECVFROM =
      quick("recvfrom", LONG, INT, POINTER, LONG, INT, POINTER, POINTER);

  /**
   * {@code ssize_t recvfrom(int sockfd, void buf[], size_t len, int flags, struct sockaddr *addr,
   * socklen_t *addrlen)}: always with MSG_DONTWAIT.
   */
  public static long recvfrom(
      int sockfd,
      MemorySegment buf,
      long len,
      int flags,
      MemorySegment addr,
      MemorySegment addrlen,
      MemorySegment errno) {
    try {
      long result = (long) RECVFROM.invokeExact(errno, sockfd, buf, len, flags, addr, addrlen);
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }
}
