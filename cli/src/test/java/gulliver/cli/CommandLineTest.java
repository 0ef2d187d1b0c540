package gulliver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = Main.commandLine(args);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .startsWith("Usage: gulliver ")
        .contains("  demo ", "  echo-server ", "  echo ", "  example ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void versionIsThatOfThePom() throws Exception {
    assertThat(run("--version")).isZero();
    String version = out.toString().lines().findFirst().orElseThrow().replace("gulliver ", "");
    assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>" + version + "</version>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "echo",
        "echo localhost",
        "echo localhost 65536",
        "echo localhost -1",
        "echo-server --port 70000",
        "echo-server --port http",
        "example Nonsense",
        "demo --color=green"
      })
  void R7_wrongUseIsExitCode2(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("gulliver");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theListOfExamplesComesWithoutAName() throws Exception {
    try (Program list = Program.gulliver("example")) {
      assertThat(list.rest()).contains("EchoServer", "Streams");
      assertThat(list.exitCode()).isZero();
    }
  }

  @Test
  void anExampleRunsByItsName() throws Exception {
    try (Program example = Program.gulliver("example", "unixecho")) {
      assertThat(example.rest()).isEqualTo("the answer is: hello\n");
      assertThat(example.exitCode()).isZero();
    }
  }
}
