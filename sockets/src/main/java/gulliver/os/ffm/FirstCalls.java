package gulliver.os.ffm;

import static gulliver.os.ffm.Native.function;

import gulliver.socket.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The first calls of a program that move bytes: by the shape of {@link Slow}, which it has linked
 * anyway to make a socket, and by way of native memory. To link the quick shape takes longer than
 * thousands of calls, and many a program makes but a few.
 */
final class FirstCalls {
  /** So many calls go this way before the quick shape is linked. */
  private static final int MANY = 64;

  /** A call that moves more has the quick shape linked at once. */
  private static final long LITTLE = 1 << 14;

  private static final MemorySegment SENDTO = function("sendto");
  private static final MemorySegment RECVFROM = function("recvfrom");

  /** Counts up to {@link #MANY}, or somewhat more: threads may count at the same time. */
  private static int made;

  private FirstCalls() {}

  /**
   * Whether a call is one of the first that go this way. Memory from which the kernel sends later
   * must be the caller's own.
   */
  static boolean is(long len, int flags) {
    if (made >= MANY || len > LITTLE || (flags & Linux.MSG_ZEROCOPY) != 0) {
      made = MANY;
      return false;
    }
    made++;
    return true;
  }

  static long sendto(
      int sockfd, MemorySegment buf, int flags, long addr, long addrlen, MemorySegment errno) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = Slow.copy(arena, buf);
      return call(arena, SENDTO, sockfd, copy, buf.byteSize(), flags, addr, addrlen, errno);
    }
  }

  static long recvfrom(
      int sockfd, MemorySegment buf, int flags, long addr, long addrlen, MemorySegment errno) {
    try (Arena arena = Arena.ofConfined()) {
      long len = buf.byteSize();
      MemorySegment room = arena.allocate(Math.max(1, len));
      long n = call(arena, RECVFROM, sockfd, room, len, flags, addr, addrlen, errno);
      long come = Math.clamp(n, 0, len); // MSG_TRUNC tells of more
      buf.asSlice(0, come).copyFrom(room.asSlice(0, come));
      return n;
    }
  }

  private static long call(
      Arena arena,
      MemorySegment function,
      int sockfd,
      MemorySegment memory,
      long len,
      int flags,
      long addr,
      long addrlen,
      MemorySegment errno) {
    MemorySegment number = arena.allocate(Integer.BYTES);
    long n = Slow.call(function, number, sockfd, memory.address(), len, flags, addr, addrlen);
    if (n < 0) {
      errno.copyFrom(number);
    }
    return n;
  }
}
