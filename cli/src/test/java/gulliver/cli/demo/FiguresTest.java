package gulliver.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final Pattern PORT = Pattern.compile("(?<=127\\.0\\.0\\.1:)[1-9]\\d{4}\\b");

  private static String drawn(boolean unicode, boolean colour) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, UTF_8)) {
      assertThat(Figures.draw(Network.os(), new Paper(out, unicode, colour))).isTrue();
    }
    return bytes.toString(UTF_8);
  }

  /**
   * What differs from run to run is made equal: the ephemeral ports, of which the first becomes
   * 10001 wherever it stands, the second 10002, …; and how often recv was called.
   */
  private static String normalised(String page) {
    List<String> ports = new ArrayList<>();
    return PORT.matcher(page)
        .replaceAll(port -> {
          if (!ports.contains(port.group())) {
            ports.add(port.group());
          }
          return String.valueOf(10001 + ports.indexOf(port.group()));
        })
        .replaceAll("recv ×\\d+", "recv ×N");
  }

  @Test
  void R39_thePageIsAsInTheSnapshot() throws Exception {
    Assumptions.assumeTrue(
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN,
        "the snapshot was made on a little-endian machine");
    try (InputStream snapshot = FiguresTest.class.getResourceAsStream("demo.txt")) {
      assertThat(normalised(drawn(true, false)))
          .isEqualTo(new String(snapshot.readAllBytes(), UTF_8));
    }
  }

  @Test
  void thePageIs79ColumnsWide() throws Exception {
    assertThat(drawn(true, false).lines())
        .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(79))
        .allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
  }

  @Test
  void asciiHasTheSameLayout() throws Exception {
    List<String> unicode = normalised(drawn(true, false)).lines().toList();
    List<String> ascii = normalised(drawn(false, false)).lines().toList();
    assertThat(ascii).hasSameSizeAs(unicode);
    for (int i = 0; i < ascii.size(); i++) {
      String line = ascii.get(i);
      assertThat(line.chars()).as(line).allMatch(c -> c < 128);
      if (!line.contains("ok:")) {
        assertThat(line.replaceAll("recv x\\d+", "recv xN")).hasSameSizeAs(unicode.get(i));
      }
    }
  }

  @Test
  void coloursChangeNothingElse() throws Exception {
    String coloured = drawn(true, true);
    assertThat(coloured).contains("\u001b[");
    assertThat(normalised(coloured.replaceAll("\u001b\\[\\d+m", "")))
        .isEqualTo(normalised(drawn(true, false)));
  }

  @Test
  void R22_theSumIsTheOneThatSha256sumComputes() throws Exception {
    Process sum = new ProcessBuilder("sha256sum", "../LICENSE").start();
    String theirs = new String(sum.getInputStream().readAllBytes(), UTF_8).split(" ", 2)[0];
    assertThat(sum.waitFor()).isZero();
    assertThat(drawn(true, false)).contains("   " + theirs + "\n");
  }

  @Test
  void aCheckThatFailsIsSaidAndCounted() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Paper paper = new Paper(new PrintStream(bytes, true, UTF_8), false, false);
    paper.check(true, "one");
    paper.check(false, "two");
    assertThat(bytes.toString(UTF_8)).isEqualTo(" ok: one\n FAILED: two\n");
    assertThat(paper.checks()).isEqualTo(2);
    assertThat(paper.failures()).isEqualTo(1);
  }
}
