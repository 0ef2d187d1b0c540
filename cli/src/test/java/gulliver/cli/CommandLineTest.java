package gulliver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.examples.Examples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        .contains("  demo ", "  echo-server ", "  echo ", "  web ", "  example ");
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
        "help nonsense",
        "--nonsense",
        "demo nonsense",
        "echo",
        "echo localhost",
        "echo localhost 65536",
        "echo localhost -1",
        "echo-server --port 70000",
        "web --port -1",
        "web --cert chain.pem",
        "web --max-age x",
        "web --max-age -5",
        "web folder another",
        "echo-server --port http",
        "example Nonsense",
        "example EchoServer http",
        "demo --color=green",
        "demo --color",
        "demo -x"
      })
  void R7_wrongUseIsExitCode2(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines().toList())
        .allMatch(shown -> shown.length() <= 80)
        .element(1)
        .asString()
        .startsWith("Usage: gulliver ");
    assertThat(err.toString()).startsWith("gulliver: ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void R7_wrongUseIsSaidInALineBeforeWhatWouldBeRight() {
    run("echo", "localhost", "70000");
    assertThat(err.toString())
        .isEqualTo(
            """
            gulliver: PORT: '70000' is not a port (0 to 65535)
            Usage: gulliver echo [-6hV] [--trace] [--udp] HOST PORT
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          web --max-age -5        | --max-age: '-5' is no number of seconds (0 to 999999999)
          web --cert chain.pem    | Missing required argument(s): --key=FILE
          web folder other        | too many arguments: 'other'
          demo x y                | too many arguments: 'x', 'y'
          example EchoServer http | EchoServer: 'http' is not a number
          """)
  void whatIsWrongIsSaidWithWhatWouldBeRight(String line, String said) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("gulliver: " + said + "\n");
  }

  @Test
  void aCommandThatIsNotThereIsAnsweredWithThoseThatAre() {
    run("nonsense");
    assertThat(err.toString())
        .startsWith("gulliver: no command is called 'nonsense'\nUsage: gulliver ")
        .contains("  demo ", "  echo-server ", "  echo ", "  web ", "  example ");
  }

  @Test
  void helpIsACommandToo() {
    assertThat(run("help")).isZero();
    assertThat(out.toString()).contains("  demo ", "  help ");
    assertThat(run("help", "echo")).isZero();
    assertThat(out.toString()).contains("Usage: gulliver echo ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theListOfExamplesComesWithoutAName() throws Exception {
    try (Program list = Program.gulliver("example")) {
      List<String> lines = list.rest().lines().toList();
      assertThat(lines).allMatch(line -> line.length() <= 80);
      for (Examples.Example example : Examples.all()) {
        assertThat(lines)
            .anyMatch(line -> line.matches(example.name() + " {2,}\\Q" + example.about() + "\\E"));
      }
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
