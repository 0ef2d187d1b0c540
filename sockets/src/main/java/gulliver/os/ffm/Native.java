package gulliver.os.ffm;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * How the C functions are linked.
 *
 * <p>A <i>quick</i> function never sleeps: it is called without leaving the Java state, so that
 * heap arrays can go to the kernel as they are, and errno comes back into a heap {@code int[1]}. A
 * <i>slow</i> one may sleep; a safepoint need not wait for it, and all its memory is native: see
 * {@link Slow}.
 *
 * <p>A handle is linked when its class is first used. The first of a shape costs milliseconds: so
 * there are few shapes, and what a program may never need is in a class of its own.
 */
final class Native {
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  static final AddressLayout POINTER = ValueLayout.ADDRESS;

  /** The JDK's classes for segments of arrays and of native memory. */
  static final Class<?> OF_INTS = MemorySegment.ofArray(new int[1]).getClass();

  static final Class<?> OF_BYTES = MemorySegment.ofArray(new byte[1]).getClass();
  static final Class<?> OF_MEMORY = MemorySegment.NULL.getClass();

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBC = LINKER.defaultLookup();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  private Native() {}

  /** Where a function is. */
  static MemorySegment function(String name) {
    return LIBC.findOrThrow(name);
  }

  /**
   * A function that never sleeps: takes an {@code int[1]} segment for errno first, heap segments
   * allowed.
   */
  static MethodHandle quick(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        function(name),
        FunctionDescriptor.of(result, arguments),
        ERRNO,
        Linker.Option.critical(true));
  }

  /**
   * A shape of functions that may sleep: takes the function first, then a native segment of an
   * {@code int} for errno.
   */
  static MethodHandle slow(MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(FunctionDescriptor.of(result, arguments), ERRNO);
  }

  /**
   * The errno in a segment. (The first {@code get} of a layout would cost a program more than all
   * of its calls.)
   */
  static int errno(MemorySegment segment) {
    int[] errno = new int[1];
    MemorySegment.ofArray(errno).copyFrom(segment);
    return errno[0];
  }

  /** A downcall declares Throwable and throws none. */
  static AssertionError impossible(Throwable t) {
    if (t instanceof RuntimeException e) {
      throw e; // a closed arena, a wrong thread
    }
    if (t instanceof Error e) {
      throw e;
    }
    return new AssertionError(t);
  }
}
