package gulliver.cli;

import gulliver.cli.demo.Figures;
import gulliver.cli.demo.Paper;
import gulliver.socket.Network;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws what socket programs do, as it happens. */
@Command(
    name = "demo",
    description = {
      "Draws what socket programs do: TCP, UDP, messages in a stream, and byte order.",
      "Exits with 1 if anything is not as it should be."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class DemoCommand implements Callable<Integer> {
  /** When to use colours. */
  enum When {
    always,
    never,
    auto
  }

  @Option(
      names = {"--color", "--colour"},
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Colours: ${COMPLETION-CANDIDATES}; auto is on a terminal, unless NO_COLOR is set"
              + " (default: ${DEFAULT-VALUE}).")
  private When colour;

  @Override
  public Integer call() throws IOException {
    Charset charset = Charset.forName(System.getProperty("stdout.encoding", "US-ASCII"));
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, charset);
    boolean unicode = charset.equals(StandardCharsets.UTF_8);
    boolean holds = Figures.draw(Network.os(), new Paper(out, unicode, colours()));
    out.flush();
    return holds ? 0 : 1;
  }

  private boolean colours() {
    return switch (colour) {
      case always -> true;
      case never -> false;
      case auto -> System.getenv("NO_COLOR") == null && isTerminal();
    };
  }

  /** Whether standard output is a terminal that knows colours: {@code isatty(3)}, by /proc. */
  private static boolean isTerminal() {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/1"));
      return (target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty"))
          && !"dumb".equals(System.getenv("TERM"));
    } catch (IOException e) {
      return false;
    }
  }
}
