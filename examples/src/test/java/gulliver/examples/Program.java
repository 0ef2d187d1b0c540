package gulliver.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of the system, run as another process; ended when closed. */
final class Program implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final BufferedReader errors;

  private Program(List<String> command) throws IOException {
    process = new ProcessBuilder(command).start();
    output = process.inputReader(UTF_8);
    errors = process.errorReader(UTF_8);
  }

  /** Skips the test where a program is not installed. */
  static void needs(String command) {
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    Assumptions.assumeTrue(installed, () -> command + " is not installed");
  }

  /** Starts a program; skips the test where it is not installed. */
  static Program start(String... command) throws IOException {
    needs(command[0]);
    return new Program(List.of(command));
  }

  /** Starts an example in a Java of its own. */
  static Program example(String name, String... args) throws IOException {
    return new Program(command(name, args));
  }

  /** Runs a shell script in a network namespace; {@code $0} is a folder, {@code $@} an example. */
  static Program inNamespace(String script, Path folder, String name) throws Exception {
    Assumptions.assumeTrue(
        new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0,
        "needs the privilege to make a network namespace (unshare -n)");
    List<String> command = new ArrayList<>(List.of("unshare", "-n", "sh", "-ec", script));
    command.add(folder.toString());
    command.addAll(command(name));
    return new Program(command);
  }

  /** The command that starts an example. */
  static List<String> command(String name, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=gulliver.sockets");
    command.addAll(List.of("-p", System.getProperty("jdk.module.path")));
    command.addAll(List.of("-m", "gulliver.examples/gulliver.examples." + name));
    command.addAll(List.of(args));
    return command;
  }

  /** What an example's {@code main} prints in this process. */
  static String printed(Examples.Main main, String... args) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, UTF_8)) {
      System.setOut(out);
      main.main(args);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8);
  }

  /** Gives it its whole input. */
  Program input(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(UTF_8));
    process.getOutputStream().close();
    return this;
  }

  /** The next line that it prints. */
  String line() throws IOException {
    return output.readLine();
  }

  /** All that it still prints, once it has ended well. */
  String rest() throws Exception {
    String text = output.readAllAsString();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return text;
  }

  /** Ends it; fails if it has printed a stack trace. */
  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly(); // Process.destroyForcibly would close its streams
    process.onExit().join();
    try (output;
        errors) {
      NoStackTraces.check(errors.readAllAsString());
    }
  }
}
