package gulliver.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread as the kernel sees it; it cuts names at 15 characters.
 *
 * @param id its number
 * @param name what it is called
 * @param cpu nanoseconds on a CPU so far
 * @param switches how often it has left one
 */
record Task(long id, String name, long cpu, long switches) {
  /** All there are now in this process: the JVM's own too. */
  static List<Task> all() throws IOException {
    return all(ProcessHandle.current().pid());
  }

  /** All there are now in some process. */
  static List<Task> all(long process) throws IOException {
    List<Task> tasks = new ArrayList<>();
    Path proc = Path.of("/proc", String.valueOf(process), "task");
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc)) {
      for (Path folder : folders) {
        try {
          tasks.add(read(folder));
        } catch (NoSuchFileException gone) {
          // it has ended meanwhile
        }
      }
    }
    return tasks;
  }

  /** What it has used since an earlier look, null if it did not exist then. */
  Task since(@Nullable Task earlier) {
    return earlier == null
        ? this
        : new Task(id, name, cpu - earlier.cpu, switches - earlier.switches);
  }

  private static Task read(Path folder) throws IOException {
    String schedstat = Files.readString(folder.resolve("schedstat"));
    long switches = 0;
    for (String line : Files.readAllLines(folder.resolve("status"))) {
      if (line.contains("_ctxt_switches:")) {
        switches += Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return new Task(
        Long.parseLong(folder.getFileName().toString()),
        Files.readString(folder.resolve("comm")).strip(),
        Long.parseLong(schedstat, 0, schedstat.indexOf(' '), 10),
        switches);
  }
}
