package gulliver.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A JVM of its own, for what cannot be tried in this one: other privileges, limits and name spaces.
 *
 * <p>The child prints one line {@code name=outcome} for each row that it tries, with {@link #row};
 * the test looks the outcome up. So one JVM, which costs a third of a second, serves many tests.
 */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * What a child came to.
   *
   * @param exit its exit status
   * @param lines what it wrote
   */
  record Result(int exit, List<String> lines) {
    /** The rows that the child printed; it must have ended well. */
    Map<String, String> rows() {
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
   * Runs a class of the test class path; its end is waited for.
   *
   * @param main has the main method
   * @param prefix a command that runs the JVM, such as {@code unshare -n}; may be empty
   * @param flags of the JVM
   * @param arguments of the main method
   */
  static Result run(Class<?> main, List<String> prefix, List<String> flags, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-ea",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(flags);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    try (Program child = Program.start(command)) {
      List<String> lines = child.lines();
      return new Result(child.exit(), lines);
    }
  }

  /** In a child: tries something and prints what it came to. */
  static void row(String name, Callable<?> work) {
    System.out.println(name + "=" + outcome(work));
  }

  /** What something answers, or the class and message of what it throws. */
  static String outcome(Callable<?> work) {
    try {
      return String.valueOf(work.call());
    } catch (Exception e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }
}
