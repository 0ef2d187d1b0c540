package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.LONG;
import static gulliver.os.ffm.Native.OF_BYTES;
import static gulliver.os.ffm.Native.OF_INTS;
import static gulliver.os.ffm.Native.OF_MEMORY;
import static gulliver.os.ffm.Native.POINTER;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.quick;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that move bytes: a part of a segment of a {@code byte[]}, or all of another segment
 * (their {@code offset} is 0). They answer a count, or -1; then the number is in the array that
 * errno is a segment of, where the caller finds it without another segment.
 *
 * <p><b>No allocation.</b> The part is a segment, and so is what the linker makes of the one for
 * errno. The compiler makes neither if it knows the class of what they are made of; asking for that
 * class tells it, where the profile of the JDK's own methods would depend on what else the program
 * does with segments. For the same reason each class of segments has a call of its own.
 *
 * <p>Socket addresses are numbers of native memory, which cost less than segments, and give both
 * functions one shape: where C has a {@code socklen_t}, the register's upper half is ignored.
 */
@SuppressWarnings("DuplicateBranches")
public final class DataCalls {
  private DataCalls() {}

  /** Linked when the {@link FirstCalls} have been made. */
  private static final class Quick {
    private static final MethodHandle SENDTO =
        quick("sendto", LONG, INT, POINTER, LONG, INT, LONG, LONG);

    private static final MethodHandle RECVFROM =
        quick("recvfrom", LONG, INT, POINTER, LONG, INT, LONG, LONG);
  }

  /**
   * {@code ssize_t sendto(int sockfd, const void buf[], size_t len, int flags, const struct
   * sockaddr *addr, socklen_t addrlen)}: always with MSG_DONTWAIT.
   *
   * @param errno the segment of an {@code int[1]}
   */
  public static long sendto(
      int sockfd,
      MemorySegment buf,
      long offset,
      long len,
      int flags,
      long addr,
      long addrlen,
      MemorySegment errno) {
    try {
      long n;
      if (errno.getClass() != OF_INTS) {
        throw new AssertionError(errno);
      } else if (FirstCalls.is(len, flags)) {
        n = FirstCalls.sendto(sockfd, buf.asSlice(offset, len), flags, addr, addrlen, errno);
      } else if (buf.getClass() == OF_BYTES) {
        MemorySegment part = buf.asSlice(offset, len);
        n = (long) Quick.SENDTO.invokeExact(errno, sockfd, part, len, flags, addr, addrlen);
      } else if (buf.getClass() == OF_MEMORY) {
        n = (long) Quick.SENDTO.invokeExact(errno, sockfd, buf, len, flags, addr, addrlen);
      } else {
        n = (long) Quick.SENDTO.invokeExact(errno, sockfd, buf, len, flags, addr, addrlen);
      }
      return n;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /**
   * {@code ssize_t recvfrom(int sockfd, void buf[], size_t len, int flags, struct sockaddr *addr,
   * socklen_t *addrlen)}: always with MSG_DONTWAIT.
   *
   * @param errno the segment of an {@code int[1]}
   */
  public static long recvfrom(
      int sockfd,
      MemorySegment buf,
      long offset,
      long len,
      int flags,
      long addr,
      long addrlen,
      MemorySegment errno) {
    try {
      long n;
      if (errno.getClass() != OF_INTS) {
        throw new AssertionError(errno);
      } else if (FirstCalls.is(len, flags)) {
        n = FirstCalls.recvfrom(sockfd, buf.asSlice(offset, len), flags, addr, addrlen, errno);
      } else if (buf.getClass() == OF_BYTES) {
        MemorySegment part = buf.asSlice(offset, len);
        n = (long) Quick.RECVFROM.invokeExact(errno, sockfd, part, len, flags, addr, addrlen);
      } else if (buf.getClass() == OF_MEMORY) {
        n = (long) Quick.RECVFROM.invokeExact(errno, sockfd, buf, len, flags, addr, addrlen);
      } else {
        n = (long) Quick.RECVFROM.invokeExact(errno, sockfd, buf, len, flags, addr, addrlen);
      }
      return n;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }
}
