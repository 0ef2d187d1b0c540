package gulliver.benchmarks.compare;

import gulliver.benchmarks.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that takes part in a workload, and speaks as {@code PeerMain} and {@code common.h} say:
 * {@code ready}; {@code open}, {@code opened}; {@code go MILLIS}, {@code done OPERATIONS NANOS
 * KEY=VALUE…}; {@code close}, {@code closed}; or {@code failed REASON}.
 */
final class Party implements AutoCloseable {
  /** For an answer, beside the time that it has been told to work. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Child child;
  private final Path errors;
  private Duration work = Duration.ZERO;

  /** What it said when it was ready: its address, if it has one. */
  final String address;

  /**
   * What was done.
   *
   * @param operations how many
   * @param nanos in which time
   * @param more what else it measured
   */
  record Done(long operations, long nanos, Map<String, Double> more) {
    double rate() {
      return operations * 1e9 / nanos;
    }
  }

  /**
   * Starts a process, and waits until it is ready.
   *
   * @param command the program and its arguments
   * @param errors a file for its standard error
   */
  Party(List<String> command, Path errors) throws IOException {
    this.errors = errors;
    child = new Child(command, ProcessBuilder.Redirect.to(errors.toFile()));
    try {
      address = answer("ready");
    } catch (Throwable e) {
      child.close();
      throw e;
    }
  }

  ProcessHandle process() {
    return child.handle();
  }

  /** CPU nanoseconds so far. */
  long cpu() throws IOException {
    return Cpu.nanos(child.handle());
  }

  void open() throws IOException {
    child.say("open");
    answer("opened");
  }

  /** Sets it to work; {@link #done} follows. */
  void go(int millis) {
    work = Duration.ofMillis(millis);
    child.say("go " + millis);
  }

  Done done() throws IOException {
    String[] words = answer("done").split(" ", -1);
    Map<String, Double> more = new LinkedHashMap<>();
    for (int i = 2; i < words.length; i++) {
      String[] pair = words[i].split("=", -1);
      more.put(pair[0], Double.parseDouble(pair[1]));
    }
    return new Done(Long.parseLong(words[0]), Long.parseLong(words[1]), more);
  }

  void shut() throws IOException {
    child.say("close");
    answer("closed");
  }

  private String answer(String expected) throws IOException {
    String line;
    try {
      line = child.answer(PATIENCE.plus(work.multipliedBy(2)));
    } catch (IOException e) {
      throw new IOException(e.getMessage() + lastError(), e);
    }
    if (line.equals(expected)) {
      return "";
    }
    if (!line.startsWith(expected + " ")) {
      throw new IOException("instead of \"" + expected + "\": " + line);
    }
    return line.substring(expected.length() + 1);
  }

  private String lastError() throws IOException {
    List<String> lines = Files.readAllLines(errors);
    return lines.isEmpty() ? "" : "; its last word: " + lines.getLast();
  }

  @Override
  public void close() {
    child.close();
  }
}
