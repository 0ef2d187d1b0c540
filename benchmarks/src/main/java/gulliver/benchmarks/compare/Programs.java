package gulliver.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs in C, compiled by the machine's own compiler when the comparison begins. */
final class Programs {
  private final Map<String, Path> binaries;

  private Programs(Map<String, Path> binaries) {
    this.binaries = binaries;
  }

  /** Where there is no C compiler. */
  static Programs none() {
    return new Programs(Map.of());
  }

  /**
   * Compiles each {@code NAME.c} of a folder.
   *
   * @param sources the folder
   * @param into where the programs go to
   */
  static Programs compile(Path sources, Path into) throws IOException, InterruptedException {
    Files.createDirectories(into);
    Map<String, Path> binaries = new TreeMap<>();
    try (Stream<Path> files = Files.list(sources)) {
      for (Path source : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        String name = source.getFileName().toString().replaceFirst("\\.c$", "");
        Path binary = into.resolve(name);
        run(
            "gcc",
            "-O2",
            "-Wall",
            "-Wextra",
            "-pthread",
            "-o",
            binary.toString(),
            source.toString());
        binaries.put(name, binary);
      }
    }
    return new Programs(binaries);
  }

  /** Whether there are any: there is a C compiler. */
  boolean any() {
    return !binaries.isEmpty();
  }

  /** The program of a name. */
  Path c(String name) {
    Path binary = binaries.get(name);
    if (binary == null) {
      throw new IllegalStateException("no C program " + name + ": is there a gcc?");
    }
    return binary;
  }

  /** Where the machine has a program: in a folder of PATH, or where those of servers are. */
  static Optional<Path> find(String name) {
    String folders = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(folders.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What a program prints first, or nothing if there is none. */
  static String firstLine(String... command) {
    try {
      return run(command).lines().findFirst().orElse("");
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(List.of(command) + " failed: " + output);
    }
    return output;
  }
}
