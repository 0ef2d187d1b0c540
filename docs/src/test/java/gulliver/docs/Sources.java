package gulliver.docs;

import gulliver.docs.Feature.TestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the tests are written. */
final class Sources {
  private static final Pattern EXTENDS = Pattern.compile("\\bclass \\w+ extends (\\w+)");

  private final Path root;
  private final Map<String, List<Path>> files = new TreeMap<>();

  /** Looks for the test sources, and the conformance suites, of all modules in {@code root}. */
  Sources(Path root) throws IOException {
    this.root = root;
    List<Path> folders = new ArrayList<>(List.of(root.resolve("conformance/src/main/java")));
    try (Stream<Path> modules = Files.list(root)) {
      modules.map(module -> module.resolve("src/test/java")).forEach(folders::add);
    }
    for (Path folder : folders.stream().filter(Files::isDirectory).toList()) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> {
              String name = file.getFileName().toString().replace(".java", "");
              files.computeIfAbsent(name, n -> new ArrayList<>()).add(file);
            });
      }
    }
  }

  /**
   * The file that declares a test, relative to the root: that of its class, or of the suite which
   * its class or one nested in it extends. Empty where there is no such test.
   */
  Optional<String> file(TestName test) throws IOException {
    String outer = test.type().split("\\.", -1)[0];
    for (Path file : files.getOrDefault(outer, List.of())) {
      String source = Files.readString(file);
      if (source.contains(" void " + test.method() + "(")) {
        return Optional.of(root.relativize(file).toString());
      }
      Matcher suites = EXTENDS.matcher(source);
      while (suites.find()) {
        Optional<String> inherited = file(new TestName(suites.group(1), test.method()));
        if (inherited.isPresent()) {
          return inherited;
        }
      }
    }
    return Optional.empty();
  }
}
