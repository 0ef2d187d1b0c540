package gulliver.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A second process: another JVM with this one's class path, that is told lines and answers them.
 */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream commands;

  Child(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Soak.class.getName()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /** Reads an answer. */
  String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the second process has ended without an answer");
    }
    return line;
  }

  /** Says something, and reads the answer. */
  String tell(String command) throws IOException {
    commands.println(command);
    return answer();
  }

  /** Says something, and reads answers until the last. */
  List<String> tell(String command, String last) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = tell(command); !line.equals(last); line = answer()) {
      lines.add(line);
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    commands.close();
    answers.close();
  }
}
