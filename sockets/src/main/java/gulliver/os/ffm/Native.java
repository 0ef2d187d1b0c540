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
 * <i>slow</i> one may sleep; a safepoint need not wait for it, and all its memory is native.
 *
 * <p>Each function is linked when its class is first used; a new shape costs milliseconds, so
 * classes are kept small.
 */
final class Native {
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBC = LINKER.defaultLookup();

  private Native() {}

  /**
   * A function that never sleeps: takes an {@code int[1]} segment for errno first, heap segments
   * allowed.
   */
  static MethodHandle quick(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(
        name, FunctionDescriptor.of(result, arguments), ERRNO, Linker.Option.critical(true));
  }

  /** A function that may sleep: takes a native segment of an {@code int} for errno first. */
  static MethodHandle slow(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(result, arguments), ERRNO);
  }

  /** A variadic function that never sleeps, with so many fixed arguments. */
  static MethodHandle variadic(
      String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
    return link(
        name,
        FunctionDescriptor.of(result, arguments),
        ERRNO,
        Linker.Option.critical(true),
        Linker.Option.firstVariadicArg(fixed));
  }

  /** A variadic function that may sleep, with so many fixed arguments. */
  static MethodHandle slowVariadic(String name, int fixed, FunctionDescriptor descriptor) {
    return link(name, descriptor, ERRNO, Linker.Option.firstVariadicArg(fixed));
  }

  /** A function without errno. */
  static MethodHandle plain(String name, FunctionDescriptor descriptor) {
    return link(name, descriptor);
  }

  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  private static MethodHandle link(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment symbol =
        LIBC.find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("no " + name + " in the C library"));
    return LINKER.downcallHandle(symbol, descriptor, options);
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
