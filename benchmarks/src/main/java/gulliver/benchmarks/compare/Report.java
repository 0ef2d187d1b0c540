package gulliver.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes {@code performance.md}. */
final class Report {
  private final Path folder;

  Report(Path folder) {
    this.folder = folder;
  }

  void write(Results results) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Workload workload : Workloads.all()) {
      if (results.has(workload.name)) {
        lines.addAll(Tables.of(workload, results));
      }
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve("performance.md"), lines);
  }
}
