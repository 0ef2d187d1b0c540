package gulliver.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What the comparison takes for CPU time, beside what the kernel and the JVM say elsewhere. */
class CpuTest {
  private static final long TICK = 10_000_000;
  private static final long WORK = 5 * TICK;

  @Test
  void theTimeOfThreadsThatHaveEndedIsInIt() throws Exception {
    ProcessHandle self = ProcessHandle.current();
    long before = Cpu.nanos(self);
    long used = 0;
    for (int i = 0; i < 3; i++) {
      FutureTask<Long> work = new FutureTask<>(CpuTest::work);
      Thread.ofPlatform().start(work).join();
      used += work.get();
    }

    assertThat(Cpu.nanos(self) - before).isGreaterThanOrEqualTo(used);
  }

  @Test
  void itIsTheSumOfUserAndSystemTimeInProc() throws Exception {
    work();
    long before = stat();
    long nanos = Cpu.nanos(ProcessHandle.current());
    long after = stat();

    assertThat(nanos).isBetween(before - TICK, after + 2 * TICK);
  }

  @Test
  void theTimeOfProcessesThatItHasStartedIsInIt() throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "sh -c 'while :; do :; done' & wait").start();
    try {
      while (shell.descendants().mapToLong(CpuTest::nanos).sum() < WORK) {
        Thread.onSpinWait();
      }
      assertThat(Cpu.nanos(shell.toHandle())).isGreaterThanOrEqualTo(WORK);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }

  private static long nanos(ProcessHandle process) {
    try {
      return Cpu.nanos(process);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Uses the processor for some ticks; answers how long the JVM says that was. */
  private static long work() {
    long start = threadCpu();
    while (threadCpu() - start < WORK) {
      Thread.onSpinWait();
    }
    return threadCpu() - start;
  }

  private static long threadCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** {@code utime} and {@code stime} of proc_pid_stat(5). */
  private static long stat() throws IOException {
    String line = Files.readString(Path.of("/proc/self/stat"));
    List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) * TICK;
  }
}
