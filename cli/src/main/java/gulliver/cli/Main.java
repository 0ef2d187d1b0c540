package gulliver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line's entry; {@code ./gulliver} starts it. */
@Command(
    name = "gulliver",
    description = "The Berkeley socket API for Java.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "'gulliver help COMMAND' says more about a command."})
public final class Main implements Runnable {
  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("demo", DemoCommand::new);
    COMMANDS.put("echo-server", EchoServerCommand::new);
    COMMANDS.put("echo", EchoCommand::new);
    COMMANDS.put("web", WebCommand::new);
    COMMANDS.put("example", ExampleCommand::new);
  }

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /** Runs the subcommand that the arguments name, and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine(args).execute(args));
  }

  /** The command line, of whose commands only the one is made that is meant; or all. */
  static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Main());
    String meant = args.length == 0 ? "" : args[0];
    boolean one = COMMANDS.containsKey(meant);
    COMMANDS.forEach((name, make) -> {
      if (!one || name.equals(meant)) {
        line.addSubcommand(name, make.get());
      }
    });
    if (!one) {
      line.addSubcommand("help", new CommandLine.HelpCommand());
    }
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::misused)
        .setExecutionExceptionHandler(Main::failed);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  /** What is wrong in a line, and what would be right: a command's synopsis, or all commands. */
  private static int misused(CommandLine.ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    boolean top = command.getParent() == null;
    String what =
        e.getMessage()
            .replaceFirst("^Invalid value for .*? at index \\d+ \\((.*?)\\)", "$1")
            .replaceFirst("^Invalid value for option '(.*?)'( \\(.*?\\))?", "$1")
            .replaceFirst(" \\(case-insensitive\\)", "")
            .replaceFirst("^Error: ", "")
            .replaceFirst(
                "^Unmatched arguments? (at|from) index \\d+:",
                top ? "no command is called" : "too many arguments:");
    PrintWriter err = command.getErr();
    err.println("gulliver: " + what);
    err.print(top ? command.getUsageMessage() : "Usage: " + command.getHelp().synopsis(7));
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  /** What went wrong in a line; a stack trace only for what must be a mistake in this program. */
  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult arguments)
      throws Exception {
    if (!(e instanceof IOException || e instanceof IllegalArgumentException)) {
      throw e;
    }
    // of these the JDK says the name alone
    String why =
        e instanceof NoSuchFileException
            ? ": no such file"
            : e instanceof AccessDeniedException ? ": permission denied" : "";
    command.getErr().println("gulliver: " + e.getMessage() + why);
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The version that the build put into the module. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      ModuleDescriptor module = Main.class.getModule().getDescriptor();
      return new String[] {
        "gulliver " + (module == null ? "" : module.rawVersion().orElse("")),
        "Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch")
      };
    }
  }
}
