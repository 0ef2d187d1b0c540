package gulliver.cli;

import gulliver.examples.Examples;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an example, or lists them. */
@Command(
    name = "example",
    description = "Runs a small example program; without a name, lists them.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class ExampleCommand implements Callable<Integer> {
  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Which example.")
  private @Nullable String name;

  @Parameters(index = "1..*", paramLabel = "ARG", description = "The example's own arguments.")
  private List<String> arguments = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (name == null) {
      int width = Examples.all().stream().mapToInt(e -> e.name().length()).max().orElse(0);
      for (Examples.Example example : Examples.all()) {
        System.out.println(
            example.name() + " ".repeat(width + 2 - example.name().length()) + example.about());
      }
      System.out.println();
      System.out.println("Their sources say what arguments they take:");
      System.out.println("examples/src/main/java/gulliver/examples");
      return 0;
    }
    Examples.Example example =
        Examples.find(name)
            .orElseThrow(() ->
                new CommandLine.ParameterException(
                    spec.commandLine(),
                    "no example is called '" + name + "'; 'gulliver example' lists them"));
    try {
      example.main().main(arguments.toArray(String[]::new));
    } catch (NumberFormatException e) {
      throw misused(example, e);
    }
    return 0;
  }

  /** An argument that should be a number, if it is one; else the example's own mistake. */
  private RuntimeException misused(Examples.Example example, NumberFormatException e) {
    String message = String.valueOf(e.getMessage());
    return arguments.stream()
        .filter(argument -> message.contains('"' + argument + '"'))
        .findFirst()
        .<RuntimeException>map(argument ->
            new CommandLine.ParameterException(
                spec.commandLine(), example.name() + ": '" + argument + "' is not a number"))
        .orElse(e);
  }
}
