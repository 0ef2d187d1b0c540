package gulliver.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of its own, for what cannot be tried in this one: other privileges, limits and name spaces.
 *
 * <p>The child prints one line {@code name=outcome} for each row that it tries, with {@link #row};
 * the test looks the outcome up. So one JVM, which costs a third of a second, serves many tests.
 */
public final class ChildJvm {
  /** For a short life: no optimizing compiler, the smallest collector. */
  private static final List<String> FLAGS =
      List.of(
          "-ea",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED");

  private ChildJvm() {}

  /**
   * What a child came to.
   *
   * @param exit its exit status
   * @param lines what it wrote
   */
  public record Result(int exit, List<String> lines) {
    /** The rows that the child printed; it must have ended well. */
    public Map<String, String> rows() {
      if (exit != 0) {
        throw new AssertionError("the child failed:\n" + String.join("\n", lines));
      }
      Map<String, String> rows = new LinkedHashMap<>();
      for (String line : lines) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          rows.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
      return rows;
    }
  }

  /**
   * Starts a class of the test class path.
   *
   * @param main has the main method
   * @param prefix a command that runs the JVM, such as {@code unshare -n}; may be empty
   * @param flags of the JVM
   * @param arguments of the main method
   */
  public static Program start(
      Class<?> main, List<String> prefix, List<String> flags, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(flags);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return Program.start(command);
  }

  /** Does the same, and waits for its end. */
  public static Result run(
      Class<?> main, List<String> prefix, List<String> flags, String... arguments)
      throws IOException, InterruptedException {
    try (Program child = start(main, prefix, flags, arguments)) {
      List<String> lines = child.lines();
      return new Result(child.exit(), lines);
    }
  }

  /**
   * A child in a network and a mount namespace of its own, which it has to itself whatever it does
   * there. It runs once, when the first of its rows is asked for.
   */
  public static final class Isolated {
    private final Class<?> main;
    private final String setUp;
    private final List<String> flags;
    private final String[] programs;
    private @Nullable Map<String, String> rows;

    /**
     * Says what is to run.
     *
     * @param main has the main method
     * @param setUp a shell script that makes the surroundings and ends with {@code exec "$@"}
     * @param programs what the script calls
     */
    public Isolated(Class<?> main, String setUp, String... programs) {
      this(main, setUp, List.of(), programs);
    }

    /** The same, with flags for the JVM. */
    Isolated(Class<?> main, String setUp, List<String> flags, String... programs) {
      this.main = main;
      this.setUp = setUp;
      this.flags = flags;
      this.programs = programs;
    }

    /** What the child came to in a row; skips the test where there can be no such child. */
    public synchronized String outcome(String row) throws IOException, InterruptedException {
      if (rows == null) {
        Program.needs(programs);
        Program.needsNamespaces();
        List<String> prefix = List.of("unshare", "-mn", "sh", "-ec", setUp, "sh");
        rows = run(main, prefix, flags).rows();
      }
      String outcome = rows.get(row);
      if (outcome == null) {
        throw new AssertionError("no row " + row + " in " + rows);
      }
      return outcome;
    }
  }

  /** In a child: tries something and prints what it came to. */
  public static void row(String name, Callable<?> work) {
    System.out.println(name + "=" + outcome(work));
  }

  /** What something answers, or the class and message of what it throws. */
  public static String outcome(Callable<?> work) {
    try {
      return String.valueOf(work.call());
    } catch (Exception e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }
}
