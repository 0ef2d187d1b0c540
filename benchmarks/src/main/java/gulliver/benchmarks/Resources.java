package gulliver.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this process holds, as the kernel and the collector see it.
 *
 * @param descriptors the entries of {@code /proc/self/fd}, with what they lead to
 * @param threads how many there are in {@code /proc/self/task}: the JVM's own count too
 * @param heap bytes in use after a collection
 */
record Resources(List<String> descriptors, int threads, long heap) {
  private static final int MEGABYTE = 1_000_000;
  private static final int COLLECTIONS = 4;

  /** Looks after the collector has done what it can. */
  static Resources now() throws IOException {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      memory.gc(); // what a collection makes unreachable, such as a thread's stack, the next frees
      heap = Math.min(heap, memory.getHeapMemoryUsage().getUsed());
    }
    return new Resources(openDescriptors(), Task.all().size(), heap);
  }

  static List<String> openDescriptors() throws IOException {
    Map<Integer, String> open = new TreeMap<>();
    try (var entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : entries) {
        try {
          String target = Files.readSymbolicLink(entry).toString();
          if (!target.endsWith("/fd")) { // the listing's own
            open.put(Integer.parseInt(entry.getFileName().toString()), target);
          }
        } catch (java.nio.file.NoSuchFileException gone) {
          // closed meanwhile
        }
      }
    }
    return open.entrySet().stream().map(e -> e.getKey() + " -> " + e.getValue()).toList();
  }

  /** Compares with an earlier look: nothing may have been left behind. */
  void nothingLeaked(Report report, Resources before) {
    report.equal("entries of /proc/self/fd", descriptors.size(), before.descriptors.size());
    List<String> fresh = new ArrayList<>(descriptors);
    fresh.removeAll(before.descriptors);
    report.equal("  new among them", fresh, List.of());
    report.fact("platform threads", threads + ", before " + before.threads);
    report.fact(
        "used heap after collection",
        "%.2f MB, before %.2f MB".formatted(megabytes(heap), megabytes(before.heap)));
    report.atMost("  difference", megabytes(heap - before.heap), 2, " MB");
  }

  static double megabytes(long bytes) {
    return Math.round(100.0 * bytes / MEGABYTE) / 100.0;
  }
}
