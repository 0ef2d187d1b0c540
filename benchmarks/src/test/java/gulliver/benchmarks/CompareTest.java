package gulliver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gulliver.benchmarks.compare.Compare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison for a moment: that everybody takes part, and that what fails is said. */
class CompareTest {
  private static final String MOMENT = "--rounds=1 --window=10 --warm=5";

  @TempDir Path folder;

  @BeforeEach
  void thereIsACompiler() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc");
  }

  @Test
  void everyContenderHasARowWithItsRateAndItsCpuTime() throws Exception {
    compare("unix64", Path.of("src/main/c"));

    List<String> rows = Files.readAllLines(folder.resolve("quick.tsv"));
    String report = Files.readString(folder.resolve("performance.md"));
    for (String contender :
        List.of(
            "gulliver-pt",
            "gulliver-vt",
            "gulliver-poller",
            "nio-pt",
            "nio-sel",
            "netty-epoll",
            "netty-uring",
            "c",
            "c-epoll",
            "c-spin",
            "c-solo")) {
      assertThat(rows)
          .as(contender)
          .anyMatch(row ->
              row.startsWith("measured\t")
                  && row.contains("\tunix64\t" + contender + "\t1\trate=")
                  && row.contains("\tcpu="));
      assertThat(report).containsPattern("(?m)^\\| \\**" + contender + "\\** \\| [0-9,]+ \\|");
    }
    assertThat(Files.readString(folder.resolve("performance.svg"))).contains("unix64", "</svg>");
  }

  @Test
  void acceptingHasRows() throws Exception {
    compare(
        "accept",
        Path.of("src/main/c"),
        "--only=gulliver-pt,gulliver-poller,nio-sel,netty-epoll,c");

    List<String> rows = Files.readAllLines(folder.resolve("quick.tsv"));
    for (String contender :
        List.of("gulliver-pt", "gulliver-poller", "nio-sel", "netty-epoll", "c")) {
      assertThat(rows)
          .anyMatch(row ->
              row.matches(
                  "measured\\t.*\\taccept\\t" + contender + "\\t1\\trate=[0-9.E]+\\tcpu=.*"));
    }
  }

  @Test
  void webServersHaveRows() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/wrk")), "no wrk");
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nginx")), "no nginx");

    compare("http64", Path.of("src/main/c"), "--only=gulliver-http,nginx,c-epoll");

    List<String> rows = Files.readAllLines(folder.resolve("quick.tsv"));
    for (String contender : List.of("gulliver-http", "nginx", "c-epoll")) {
      assertThat(rows)
          .anyMatch(row ->
              row.matches(
                  "measured\t.*\thttp64\t" + contender + "\t1\tcpu=[0-9.]+\trate=[0-9.]+\t.*"));
    }
  }

  /** The C program sends back something else: that is found, and is a row that says so. */
  @Test
  void aContenderThatSendsBackWrongBytesFailsLoudly() throws Exception {
    Path broken = Files.createDirectory(folder.resolve("broken"));
    for (String file : List.of("common.h", "burn.c", "echo.c", "stream.c", "udp.c")) {
      String text = Files.readString(Path.of("src/main/c", file));
      Files.writeString(
          broken.resolve(file),
          text.replace("> 0) give(fd, buffer, n);", "> 0) buffer[0] ^= 1, give(fd, buffer, n);"));
    }

    compare("unix64", broken, "--only=c,c-epoll");

    assertThat(Files.readAllLines(folder.resolve("quick.tsv")))
        .anyMatch(row -> row.matches("failed\t.*\tunix64\tc\t0\t.*wrong bytes in reply 1.*"))
        .anyMatch(row -> row.matches("measured\t.*\tunix64\tc-epoll\t1\t.*"));
    assertThat(Files.readString(folder.resolve("performance.md")))
        .contains("**Failed, and not measured:**", "| c | **FAILED**: ");
  }

  private void compare(String workload, Path sources, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dcompare.c=" + sources,
                "-Dcompare.target=" + folder,
                "-Dcompare.docs=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Compare.class.getName(),
                "quick"));
    command.addAll(List.of(MOMENT.split(" ", -1)));
    command.addAll(List.of(more));
    command.add(workload);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(50, TimeUnit.SECONDS)).as("ends").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(() -> read(output)).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
