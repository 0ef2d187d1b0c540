package gulliver.benchmarks.compare;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CPU time as the kernel accounts it.
 *
 * <p>That of a process, user and system, is read from its own clock ({@code
 * clock_getcpuclockid(3)}): nanoseconds, over all its threads, those that have ended included.
 * {@code /proc/PID/stat} has the same in hundredths of a second, which is too coarse for a window
 * of 200 ms.
 */
final class Cpu {
  /** {@code CPUCLOCK_SCHED} of the process whose complement is above it. */
  private static final int PROCESS_CLOCK = 2;

  /** {@code int clock_gettime(clockid_t clockid, struct timespec *tp)}. */
  private static final MethodHandle CLOCK_GETTIME = link();

  private Cpu() {}

  @SuppressWarnings("restricted") // one call of the C library
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("clock_gettime"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }

  /** Nanoseconds that a process and those that it has started and that live have used. */
  static long nanos(ProcessHandle process) throws IOException {
    List<ProcessHandle> children = process.descendants().toList();
    long sum = nanos(process.pid());
    for (ProcessHandle child : children) {
      sum += nanos(child.pid());
    }
    return sum;
  }

  private static long nanos(long pid) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timespec = arena.allocate(ValueLayout.JAVA_LONG, 2);
      int clock = (int) (~pid << 3) | PROCESS_CLOCK;
      int result = (int) CLOCK_GETTIME.invokeExact(clock, timespec);
      if (result != 0) {
        throw new IOException("no CPU clock of process " + pid + ": it has ended");
      }
      return timespec.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
          + timespec.getAtIndex(ValueLayout.JAVA_LONG, 1);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Nanoseconds that those threads of a process have used whose names begin so. */
  static long nanos(ProcessHandle process, String names) throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
      for (Path thread : threads) {
        if (Files.readString(thread.resolve("comm")).startsWith(names)) {
          String used = Files.readString(thread.resolve("schedstat"));
          sum += Long.parseLong(used.substring(0, used.indexOf(' ')));
        }
      }
    }
    return sum;
  }

  /** Nanoseconds that the ended processes of this one had used; in steps of 10 ms. */
  static long ended() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1); // from the third on
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * 10_000_000L;
  }

  /**
   * Nanoseconds that all processors of the machine have been busy, whoever it was for; in steps of
   * 10 ms.
   */
  static long machine() throws IOException {
    String[] fields =
        Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +", -1);
    long ticks = 0;
    for (int i = 1; i < 9; i++) { // user nice system idle iowait irq softirq steal
      ticks += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
    }
    return ticks * 10_000_000L;
  }
}
