package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.LONG;
import static gulliver.os.ffm.Native.POINTER;
import static gulliver.os.ffm.Native.impossible;
import static gulliver.os.ffm.Native.quick;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that move messages. Their structures hold pointers, so all of their memory is native
 * but for errno. They answer a count, or {@code -errno}.
 */
public final class MessageCalls {
  /**
   * How many segments are given to a call besides its own arguments. The linker keeps the memory of
   * a segment that it is given from being freed while the call runs; of one whose bare address
   * stands in a structure it knows nothing. So those go along, and C does not look at them.
   */
  public static final int KEPT = 4;

  private MessageCalls() {}

  private static final MethodHandle SENDMSG =
      quick("sendmsg", LONG, INT, POINTER, INT, POINTER, POINTER, POINTER, POINTER);

  /**
   * {@code ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags)}: always with
   * MSG_DONTWAIT. {@code kept} is as in {@link #KEPT}.
   */
  public static long sendmsg(
      int sockfd, MemorySegment msg, int flags, MemorySegment[] kept, MemorySegment errno) {
    try {
      long result =
          (long) SENDMSG.invokeExact(errno, sockfd, msg, flags, kept[0], kept[1], kept[2], kept[3]);
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle RECVMSG =
      quick("recvmsg", LONG, INT, POINTER, INT, POINTER, POINTER, POINTER, POINTER);

  /**
   * {@code ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags)}: always with MSG_DONTWAIT.
   * {@code kept} is as in {@link #KEPT}.
   */
  public static long recvmsg(
      int sockfd, MemorySegment msg, int flags, MemorySegment[] kept, MemorySegment errno) {
    try {
      long result =
          (long) RECVMSG.invokeExact(errno, sockfd, msg, flags, kept[0], kept[1], kept[2], kept[3]);
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle SENDMMSG = quick("sendmmsg", INT, INT, POINTER, INT, INT);

  /**
   * {@code int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags)}: always
   * with MSG_DONTWAIT.
   */
  public static int sendmmsg(
      int sockfd, MemorySegment msgvec, int vlen, int flags, MemorySegment errno) {
    try {
      int result = (int) SENDMMSG.invokeExact(errno, sockfd, msgvec, vlen, flags);
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static final MethodHandle RECVMMSG =
      quick("recvmmsg", INT, INT, POINTER, INT, INT, POINTER);

  /**
   * {@code int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags, struct
   * timespec *timeout)}: always with MSG_DONTWAIT and without a time-out.
   */
  public static int recvmmsg(
      int sockfd, MemorySegment msgvec, int vlen, int flags, MemorySegment errno) {
    try {
      int result =
          (int) RECVMMSG.invokeExact(errno, sockfd, msgvec, vlen, flags, MemorySegment.NULL);
      return result < 0 ? -Native.errno(errno) : result;
    } catch (Throwable t) {
      throw impossible(t);
    }
  }
}
