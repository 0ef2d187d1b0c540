package gulliver.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program run as another process; ended when closed. */
final class Program implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final BufferedReader errors;

  private Program(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    process = builder.start();
    output = process.inputReader(UTF_8);
    errors = process.errorReader(UTF_8);
  }

  /** Starts a program of the system; skips the test where it is not installed. */
  static Program start(String... command) throws IOException {
    needs(command[0]);
    return new Program(List.of(command), Map.of());
  }

  private static void needs(String name) {
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    Assumptions.assumeTrue(installed, () -> name + " is not installed");
  }

  /** Starts the command line as ./gulliver does. */
  static Program gulliver(String... args) throws IOException {
    return new Program(java(args), Map.of());
  }

  /** Starts the command line where only ASCII is spoken. */
  static Program gulliverInC(String... args) throws IOException {
    return new Program(java(args), Map.of("LC_ALL", "C"));
  }

  /** Starts the command line in a network name space of its own, where nothing is up. */
  static Program gulliverWithoutNetwork(String... args) throws IOException {
    needs("unshare");
    List<String> command = new ArrayList<>(List.of("unshare", "-r", "-n"));
    command.addAll(java(args));
    return new Program(command, Map.of());
  }

  /** Starts a script. */
  static Program script(List<String> script, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(script);
    command.addAll(List.of(args));
    return new Program(command, environment);
  }

  private static List<String> java(String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=gulliver.sockets");
    command.addAll(List.of("-p", System.getProperty("jdk.module.path")));
    command.addAll(List.of("-m", "gulliver.cli/gulliver.cli.Main"));
    command.addAll(List.of(args));
    return command;
  }

  /** Gives it input. */
  Program type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(UTF_8));
    process.getOutputStream().flush();
    return this;
  }

  /** Gives it the rest of its input. */
  Program input(String text) throws IOException {
    type(text);
    process.getOutputStream().close();
    return this;
  }

  /** The next line that it prints; null when it has ended. */
  String line() throws IOException {
    return output.readLine();
  }

  /** All that it still prints. */
  String rest() throws IOException {
    return output.readAllAsString();
  }

  /** All that it prints on standard error. */
  String errors() throws IOException {
    return errors.readAllAsString();
  }

  /** The exit code, once it has ended by itself. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("has ended").isTrue();
    return process.exitValue();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.toHandle().destroy(); // Process.destroy would close its streams
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
