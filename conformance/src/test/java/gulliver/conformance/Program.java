package gulliver.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A program of somebody else's that runs beside a test: {@code python3}, {@code nc}, {@code ss}.
 * What it writes to standard output and standard error is read together, as Latin-1, so that no
 * byte is lost. It is killed after half a minute: then what waits for it sees its end and fails.
 */
final class Program implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final BufferedReader out;

  private Program(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  /** Skips the test where a program is not installed. */
  static void needs(String... commands) {
    for (String command : commands) {
      boolean there =
          List.of(System.getenv("PATH").split(":")).stream()
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
      Assumptions.assumeTrue(there, "needs " + command + ", which is not installed");
    }
  }

  /** Starts a program, which {@link #close} ends. */
  static Program start(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
              process.destroyForcibly();
            }
          } catch (InterruptedException e) {
            process.destroyForcibly();
          }
        });
    return new Program(process);
  }

  static Program start(String... command) throws IOException {
    return start(List.of(command));
  }

  /** Starts {@code python3} with a script; its arguments are {@code sys.argv[1:]}. */
  static Program python(String script, Object... arguments) throws IOException {
    needs("python3");
    List<String> command = new java.util.ArrayList<>(List.of("python3", "-uc", script));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return start(command);
  }

  /** Runs a program and answers the lines that it wrote; it must not fail. */
  static List<String> run(String... command) throws IOException, InterruptedException {
    try (Program program = start(command)) {
      List<String> lines = program.lines();
      if (program.exit() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + lines);
      }
      return lines;
    }
  }

  /** What the program reads. */
  OutputStream in() {
    return process.getOutputStream();
  }

  /** Writes text to the program, and that there is no more. */
  void write(String text) throws IOException {
    try (OutputStream in = in()) {
      in.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** Writes text to the program, which may be followed by more. */
  void type(String text) throws IOException {
    in().write(text.getBytes(StandardCharsets.ISO_8859_1));
    in().flush();
  }

  /** The next line that the program writes. */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("the program has ended");
    }
    return line;
  }

  /** All lines that the program writes until it ends. */
  List<String> lines() {
    try {
      return out.lines().toList();
    } catch (UncheckedIOException killed) {
      return List.of();
    }
  }

  /** All lines that the program writes until it ends, which must be well. */
  String rest() throws InterruptedException {
    String rest = String.join("\n", lines());
    if (exit() != 0) {
      throw new AssertionError("the program failed: " + rest);
    }
    return rest;
  }

  /** Waits for the end; the exit status. */
  int exit() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
