package gulliver.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A second process, most often a JVM with this one's class path. It is read line by line, and
 * killed after 40 s, so that a test fails instead of hanging.
 */
final class HostProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 40;

  /** For a short life: no optimizing compiler, the smallest collector. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

  private final Process process;
  private final BufferedReader output;
  private final PrintStream input;

  private HostProcess(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    output = process.inputReader(StandardCharsets.UTF_8);
    input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
  }

  /** Runs any program; {@code prefix} comes before it, such as what enters a namespace. */
  static HostProcess program(List<String> prefix, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return new HostProcess(all);
  }

  /** Runs a main class of the test class path. */
  static HostProcess java(
      List<String> prefix, List<String> flags, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SHORT_LIVED);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return program(prefix, command);
  }

  /** Reads the next line, which must match; what the process says instead fails the test. */
  Matcher expect(String regex) {
    String line = line();
    Matcher matcher = Pattern.compile(regex).matcher(line == null ? "" : line);
    if (line == null || !matcher.matches()) {
      process.destroy();
      StringBuilder rest = new StringBuilder();
      for (String next; (next = line()) != null; ) {
        rest.append('\n').append(next);
      }
      throw new AssertionError(
          "expected " + regex + "; " + (line == null ? "the process has ended" : line) + rest);
    }
    return matcher;
  }

  private @Nullable String line() {
    try {
      return output.readLine();
    } catch (IOException killed) {
      return null;
    }
  }

  /** Says a line to it. */
  void tell(String line) {
    input.println(line);
  }

  @Override
  public void close() throws IOException {
    input.close();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    output.close();
  }
}
