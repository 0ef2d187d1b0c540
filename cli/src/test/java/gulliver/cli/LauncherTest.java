package gulliver.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code gulliver} in a tree of its own, where what builds is a copy of jars that were
 * made of the classes under test.
 */
class LauncherTest {
  private static final String BUILD =
      """
      #!/bin/sh
      mkdir -p cli/target/modules
      cp jars/*.jar cli/target/modules
      """;

  @TempDir private Path home;

  @BeforeEach
  void plant() throws Exception {
    Path root = Path.of("").toAbsolutePath().getParent();
    Files.createDirectories(home.resolve(".mvn"));
    Files.createDirectories(home.resolve("cli/src/main"));
    Files.createDirectories(home.resolve("jars"));
    Files.copy(root.resolve("gulliver"), home.resolve("gulliver"));
    Files.copy(root.resolve(".mvn/jdk.sh"), home.resolve(".mvn/jdk.sh"));
    Files.writeString(home.resolve("pom.xml"), "");
    Files.writeString(home.resolve("cli/pom.xml"), "");
    Path mvnw = Files.writeString(home.resolve("mvnw"), BUILD);
    Files.setPosixFilePermissions(mvnw, PosixFilePermissions.fromString("rwxr-xr-x"));
    int made = 0;
    for (String entry : System.getProperty("jdk.module.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (Files.isRegularFile(from)) {
        Files.copy(from, home.resolve("jars").resolve(from.getFileName()));
      } else if (Files.exists(from.resolve("module-info.class"))) {
        PrintWriter out = new PrintWriter(System.err, true, UTF_8);
        Path to = home.resolve("jars/" + made++ + ".jar");
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        assertThat(jar.run(out, out, "cf", to.toString(), "-C", entry, ".")).isZero();
      }
    }
  }

  private record Run(int exit, String out, String err) {}

  private Run gulliver(Map<String, String> environment, String... args) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("GULLIVER_JAVA_HOME", System.getProperty("java.home"));
    try (Program program =
        Program.script(List.of("sh", home.resolve("gulliver").toString()), all, args)) {
      String out = program.rest();
      return new Run(program.exitCode(), out, program.errors());
    }
  }

  private Path cache() {
    return home.resolve("cli/target/modules.aot");
  }

  private FileTime cacheTime() throws IOException {
    return Files.getLastModifiedTime(cache());
  }

  /** Prints where the JVM has found our classes. */
  private static final Map<String, String> TELLING =
      Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:stdout");

  @Test
  void theCacheIsMadeWithTheBuildAndUsed() throws Exception {
    Run first = gulliver(Map.of(), "--version");
    assertThat(first.err).contains("building");
    assertThat(first.out).startsWith("gulliver ");
    assertThat(cache()).isNotEmptyFile();

    FileTime made = cacheTime();
    Run second = gulliver(TELLING, "--version");
    assertThat(second.out).contains("gulliver.cli.Main source: shared objects file");
    assertThat(cacheTime()).isEqualTo(made);
  }

  @Test
  void aCacheOfOtherSourcesIsMadeAnew() throws Exception {
    gulliver(Map.of(), "--version");
    FileTime made = cacheTime();
    Files.writeString(home.resolve("pom.xml"), "<!-- changed -->");
    Run changed = gulliver(Map.of(), "--version");
    assertThat(changed.err).contains("sources changed");
    assertThat(cacheTime()).isGreaterThan(made);
    assertThat(gulliver(TELLING, "--version").out).contains("Main source: shared objects file");
  }

  @Test
  void withoutAUsableCacheTheCommandRunsAndSaysNothing() throws Exception {
    gulliver(Map.of(), "--version");
    Files.writeString(cache(), "not a cache");
    Run broken = gulliver(Map.of(), "--version");
    assertThat(broken.err).isEmpty();
    assertThat(broken.out).startsWith("gulliver ");
    Files.delete(cache());
    Run gone = gulliver(Map.of(), "--version");
    assertThat(gone.err).isEmpty();
    assertThat(gone.exit).isZero();
  }
}
