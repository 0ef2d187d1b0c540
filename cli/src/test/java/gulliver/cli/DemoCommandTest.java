package gulliver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoCommandTest {
  @Test
  void isAsciiWhereTheLocaleIs() throws Exception {
    try (Program demo = Program.gulliverInC("demo")) {
      String text = demo.rest();
      assertThat(text).contains("|-- connection ->|", "All 6 checks hold.");
      assertThat(text.chars()).allMatch(c -> c < 128);
      assertThat(demo.exitCode()).isZero();
    }
  }

  @Test
  void hasNoColoursInAPipeUnlessToldTo() throws Exception {
    try (Program plain = Program.gulliver("demo");
        Program coloured = Program.gulliver("demo", "--color=always")) {
      assertThat(plain.rest()).doesNotContain("\u001b");
      assertThat(coloured.rest()).contains("\u001b[1mconnect\u001b[0m");
    }
  }

  @Test
  void endsWithOneLineAndExitCode1WhereACallFails() throws Exception {
    try (Program demo = Program.gulliverWithoutNetwork("demo")) {
      assertThat(demo.exitCode()).isEqualTo(1);
      assertThat(demo.errors()).startsWith("gulliver: ").hasLineCount(1);
    }
  }
}
