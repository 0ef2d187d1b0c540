package gulliver.os.ffm;

import static gulliver.os.ffm.Native.INT;
import static gulliver.os.ffm.Native.LONG;
import static gulliver.os.ffm.Native.impossible;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls of functions that may sleep: all by one shape, {@code long f(long, long, long, long, long,
 * long)}, because a program pays milliseconds for each further one. A safepoint need not wait for
 * such a call, and all its memory is native.
 *
 * <p>That any function of up to six integers and pointers can be called so is how x86-64 and
 * aarch64 pass them on Linux, the variable ones of a variadic function too: a register each, of
 * which an {@code int} is the lower half. Registers that a function has no parameter for it does
 * not read; the upper half of an {@code int} that it answers means nothing.
 *
 * <p>The linker does not know that an argument is an address. So the memory belongs to an arena of
 * the caller, who closes it when the call has ended.
 */
final class Slow {
  private static final MethodHandle CALL = Native.slow(LONG, LONG, LONG, LONG, LONG, LONG, LONG);

  private Slow() {}

  /**
   * Calls a function; answers all that it left in the register.
   *
   * @param errno native memory of an int
   */
  static long call(
      MemorySegment function, MemorySegment errno, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(function, errno, a, b, c, d, e, f);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** Calls a function that answers an {@code int}, below 0 with an errno: then {@code -errno}. */
  static int call(
      Arena arena, MemorySegment function, long a, long b, long c, long d, long e, long f) {
    MemorySegment errno = arena.allocate(INT);
    int result = (int) call(function, errno, a, b, c, d, e, f);
    return result < 0 ? -Native.errno(errno) : result;
  }

  static int call(Arena arena, MemorySegment function, long a, long b, long c) {
    return call(arena, function, a, b, c, 0, 0, 0);
  }

  /** The same of a function that takes no memory. */
  static int call(MemorySegment function, long a, long b, long c) {
    try (Arena arena = Arena.ofConfined()) {
      return call(arena, function, a, b, c, 0, 0, 0);
    }
  }

  /** The address of a copy for the kernel to read, and to write where {@code back} takes it. */
  static MemorySegment copy(Arena arena, MemorySegment of) {
    return arena.allocate(Math.max(1, of.byteSize()), 8).copyFrom(of);
  }
}
