package gulliver.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry; {@code ./gulliver} starts it. */
@Command(
    name = "gulliver",
    description = "The Berkeley socket API for Java.",
    mixinStandardHelpOptions = true,
    version = "gulliver 0.1.0-SNAPSHOT",
    subcommands = Demo.class)
public final class Main {
  private Main() {}

  /** Runs the subcommand that the arguments name, and exits with its code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
