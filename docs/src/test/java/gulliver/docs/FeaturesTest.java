package gulliver.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.docs.Feature.Claim;
import gulliver.docs.Feature.Table;
import gulliver.docs.Feature.TestName;
import gulliver.docs.Reports.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed page says what the table and the tests' reports say. Where a report is missing, or
 * tells that a test was skipped for want of a privilege or a tool, the page is believed: it was
 * written on a machine on which the test passed.
 */
class FeaturesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = Path.of("features.md");
  private static final Path README = ROOT.resolve("README.md");
  private static final String BEGIN = "<!-- features: written by the build -->\n";
  private static final String END = "<!-- features: end -->\n";
  private static final List<String> JAVAS =
      List.of("JDK 25", "Netty 4.2", "junixsocket 2.10", "one-nio 2.2");

  private final Table table = Feature.read(Path.of("features.txt"));
  private final Sources sources = new Sources(ROOT);

  FeaturesTest() throws IOException {}

  private String file(TestName test) {
    try {
      return sources
          .file(test)
          .orElseThrow(() -> new AssertionError("features.txt: there is no test " + test));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Page page(Predicate<Feature> proved) {
    return new Page(table, this::file, proved);
  }

  /** A file with everything between its marks replaced. */
  private static String replaced(String text, String between) {
    assertThat(text).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
    return text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
        + between
        + text.substring(text.indexOf(END));
  }

  @Test
  void thePageSaysWhatTheTestsSay() throws Exception {
    Reports reports = Reports.of(ROOT);
    String page = Files.readString(PAGE);
    String readme = Files.readString(README);
    if ("write".equals(System.getProperty("features"))) {
      Page written = page(f -> reports.outcome(f) == Outcome.PASSED);
      Files.writeString(PAGE, replaced(page, written.features()));
      Files.writeString(README, replaced(readme, written.headlines(JAVAS)));
      return;
    }
    Page expected =
        page(f ->
            switch (reports.outcome(f)) {
              case PASSED -> true;
              case FAILED -> false;
              case UNKNOWN -> page.contains(Page.yes(f));
            });
    String mend = "./mvnw verify, then ./mvnw test -pl docs -Dfeatures=write";
    assertThat(page).as(mend).isEqualTo(replaced(page, expected.features()));
    assertThat(readme).as(mend).isEqualTo(replaced(readme, expected.headlines(JAVAS)));
  }

  @Test
  void everyTestThatIsNamedIsThere() {
    assertThat(table.features()).flatExtracting(Feature::tests).allSatisfy(this::file);
    assertThat(table.features()).hasSize(74);
  }

  // ---- what reports prove ----

  private static Reports reports(Path root, String... cases) throws IOException {
    Path folder = Files.createDirectories(root.resolve("module/target/surefire-reports"));
    Files.writeString(
        folder.resolve("TEST-a.OsTest.xml"),
        "<testsuite>" + String.join("", cases) + "</testsuite>");
    return Reports.of(root);
  }

  private static String testcase(String type, String name, String inside) {
    return "<testcase classname=\"" + type + "\" name=\"" + name + "\">" + inside + "</testcase>";
  }

  @Test
  void aTestPassesIfNoneOfItsArgumentsFailedOrWasSkipped(@TempDir Path root) throws Exception {
    Reports reports =
        reports(
            root,
            testcase("a.OsTest", "passes", ""),
            testcase("a.OsTest", "fails", "<failure/>"),
            testcase("a.OsTest", "breaks", "<error/>"),
            testcase("a.OsTest", "isSkipped", "<skipped/>"),
            testcase("a.OsTest", "isSkippedOnce(int)[1]", ""),
            testcase("a.OsTest", "isSkippedOnce(int)[2]", "<skipped/>"),
            testcase("a.OsTest$One", "failsInOne", "<failure/>"),
            testcase("a.OsTest$Two", "failsInOne", ""),
            testcase("a.OsTest$One", "isSkippedInOne", "<skipped/>"),
            testcase("a.OsTest$Two", "isSkippedInOne(int)[1]", ""));
    assertThat(
            List.of(
                    "passes",
                    "fails",
                    "breaks",
                    "isSkipped",
                    "isSkippedOnce",
                    "failsInOne",
                    "isSkippedInOne",
                    "isNotThere")
                .stream()
                .map(method -> reports.outcome(new TestName("OsTest", method))))
        .containsExactly(
            Outcome.PASSED,
            Outcome.FAILED,
            Outcome.FAILED,
            Outcome.UNKNOWN,
            Outcome.UNKNOWN,
            Outcome.FAILED,
            Outcome.PASSED,
            Outcome.UNKNOWN);
    assertThat(reports.outcome(new TestName("OsTest.Two", "failsInOne"))).isEqualTo(Outcome.PASSED);
    assertThat(reports.outcome(new TestName("OsTest.One", "isSkippedInOne")))
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(reports.outcome(new TestName("Os", "passes"))).isEqualTo(Outcome.UNKNOWN);
    Feature both = feature(new TestName("OsTest", "passes"), new TestName("OsTest", "isSkipped"));
    assertThat(reports.outcome(both)).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void whatHasNotPassedIsNoYes() {
    Feature feature = feature(new TestName("FeaturesTest", "whatHasNotPassedIsNoYes"));
    Table one = new Table(List.of("peer"), List.of(feature));
    String proved = new Page(one, this::file, f -> true).features();
    String unproved = new Page(one, this::file, f -> false).features();
    assertThat(proved)
        .contains(Page.yes(feature))
        .contains("| in full | **1** | 0 |")
        .contains("(../docs/src/test/java/gulliver/docs/FeaturesTest.java)");
    assertThat(unproved)
        .doesNotContain("yes")
        .contains("| in full | **0** | 0 |")
        .contains("Not here, or not in full: it.");
  }

  @Test
  void aClaimWithoutATestOrAReasonIsRefused() {
    for (Claim claim : Claim.values()) {
      assertThatThrownBy(() -> new Feature("", "x", List.of(), claim, "", false, List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Feature feature(TestName... tests) {
    return new Feature("s", "it", List.of("N"), Claim.YES, "", true, List.of(tests));
  }
}
