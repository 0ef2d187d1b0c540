package gulliver.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/**
 * A program that runs beside a test, in a process of its own: {@code python3}, {@code nc}, {@code
 * ss}, another JVM. What it writes to standard output and standard error is read together, as
 * Latin-1, so that no byte is lost. It is killed after 40 s: then what waits for it sees its end
 * and fails.
 */
public final class Program implements AutoCloseable {
  public static final int CAP_NET_RAW = 13;
  private static final int PATIENCE_SECONDS = 40;

  private final Process process;
  private final BufferedReader out;

  private Program(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    out = process.inputReader(ISO_8859_1);
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(this::kill);
  }

  /**
   * Kills it and those whom it has started, who would keep its standard output open; unlike the
   * methods of {@link Process}, leaves what it wrote to be read.
   */
  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly();
  }

  // ---- what a machine may lack ----

  /** Skips the test where a program is not installed. */
  public static void needs(String... commands) {
    for (String command : commands) {
      boolean there =
          Arrays.stream(System.getenv("PATH").split(":"))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
      Assumptions.assumeTrue(there, "needs " + command + ", which is not installed");
    }
  }

  /** Skips the test where no namespaces can be made, or nothing be configured in them. */
  public static void needsNamespaces() throws IOException, InterruptedException {
    needs("ip", "unshare");
    try (Program probe = start("unshare", "-mn", "ip", "link", "set", "lo", "up")) {
      String said = String.join("\n", probe.lines());
      Assumptions.assumeTrue(
          probe.exit() == 0, "needs the privilege to make and configure namespaces: " + said);
    }
  }

  /** Skips the test where this process lacks a capability, such as {@link #CAP_NET_RAW}. */
  public static void needsCapability(int capability, String need) throws IOException {
    String effective =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapEff:"))
            .findFirst()
            .orElseThrow()
            .substring("CapEff:".length())
            .strip();
    boolean there = (Long.parseUnsignedLong(effective, 16) >>> capability & 1) == 1;
    Assumptions.assumeTrue(there, need);
  }

  // ---- its life ----

  /** Starts a program, which {@link #close} ends. */
  public static Program start(List<String> command) throws IOException {
    return new Program(command);
  }

  public static Program start(String... command) throws IOException {
    return start(List.of(command));
  }

  /** Starts {@code python3} with a script; its arguments are {@code sys.argv[1:]}. */
  public static Program python(String script, Object... arguments) throws IOException {
    return start(pythonCommand(script, arguments));
  }

  /** What {@link #python} starts. */
  public static List<String> pythonCommand(String script, Object... arguments) {
    needs("python3");
    List<String> command = new ArrayList<>(List.of("python3", "-uc", script));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  /** Runs a program and answers the lines that it wrote; it must not fail. */
  public static List<String> run(String... command) throws IOException, InterruptedException {
    try (Program program = start(command)) {
      program.in().close();
      List<String> lines = program.lines();
      if (program.exit() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + lines);
      }
      return lines;
    }
  }

  /** Waits for the end; the exit status. */
  public int exit() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  // ---- what is said to it ----

  /** What the program reads. */
  public OutputStream in() {
    return process.getOutputStream();
  }

  /** Writes text to the program, and that there is no more. */
  public void write(String text) throws IOException {
    try (OutputStream in = in()) {
      in.write(text.getBytes(ISO_8859_1));
    }
  }

  /** Writes text to the program, which may be followed by more. */
  public void type(String text) throws IOException {
    in().write(text.getBytes(ISO_8859_1));
    in().flush();
  }

  // ---- what it says ----

  /** The next line that the program writes. */
  public String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("the program has ended");
    }
    return line;
  }

  /** Reads the next line, which must match; what the program says instead fails the test. */
  public Matcher expect(String regex) throws IOException {
    String line = line();
    Matcher matcher = Pattern.compile(regex).matcher(line);
    if (!matcher.matches()) {
      kill();
      throw new AssertionError(
          out.lines()
              .collect(Collectors.joining("\n", "expected " + regex + "; " + line + "\n", "")));
    }
    return matcher;
  }

  /** All lines that the program writes until it ends. */
  public List<String> lines() {
    return out.lines().toList();
  }

  /** All lines that the program writes until it ends, which must be well. */
  public String rest() throws InterruptedException {
    String rest = String.join("\n", lines());
    if (exit() != 0) {
      throw new AssertionError("the program failed: " + rest);
    }
    return rest;
  }
}
