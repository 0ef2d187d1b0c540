package gulliver.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A second process, that is told lines and answers them. */
public final class Child implements AutoCloseable {
  private final Process process;
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
  private final PrintStream commands;

  /**
   * Starts a process.
   *
   * @param command the program and its arguments
   * @param errors where its standard error goes to
   */
  public Child(List<String> command, ProcessBuilder.Redirect errors) throws IOException {
    process = new ProcessBuilder(command).redirectError(errors).start();
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::listen);
  }

  /** {@return another JVM with this one's class path, as a command} */
  public static List<String> java(String main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(arguments);
    return command;
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        answers.add(Optional.of(line));
      }
    } catch (IOException e) {
      // it was destroyed
    } finally {
      answers.add(Optional.empty());
    }
  }

  /** {@return the process} */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Says something. */
  public void say(String command) {
    commands.println(command);
  }

  /**
   * Reads an answer.
   *
   * @param within how long to wait for it
   */
  public String answer(Duration within) throws IOException {
    try {
      Optional<String> line = answers.poll(within.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new IOException(
            "the second process has not answered within " + within.toSeconds() + " s");
      }
      if (line.isEmpty()) {
        answers.add(line);
        throw new IOException("the second process has ended without an answer");
      }
      return line.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for an answer", e);
    }
  }

  /** Says something, and reads the answer. */
  String tell(String command) throws IOException {
    say(command);
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

  /** Reads an answer, however long it takes: the whole run has a limit. */
  String answer() throws IOException {
    return answer(Duration.ofHours(1));
  }

  /** Lets the process end, which it should do when its input does. */
  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
