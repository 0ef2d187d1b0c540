package gulliver.docs;

import gulliver.docs.Feature.Claim;
import gulliver.docs.Feature.Table;
import gulliver.docs.Feature.TestName;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table as Markdown. */
final class Page {
  /** What a "yes" is called for which no test has run. */
  private static final String UNPROVED = "not shown: its test did not run";

  /** What counts as offered in full; {@code xs} and {@code xn} are Go's further packages. */
  private static final Pattern FULL = Pattern.compile("(x[sn] )?Y\\b.*");

  private final Table table;
  private final Function<TestName, String> file;
  private final Predicate<Feature> proved;

  /**
   * Of a table.
   *
   * @param file where a test is written, relative to the root
   * @param proved whether the tests of a feature that we claim are to be taken for having passed
   */
  Page(Table table, Function<TestName, String> file, Predicate<Feature> proved) {
    this.table = table;
    this.file = file;
    this.proved = proved;
  }

  /** How {@code docs/features.md} says that a feature is there. */
  static String yes(Feature feature) {
    return "\n| " + text(feature.name()) + " | [**yes**](";
  }

  /** What {@code docs/features.md} has after its introduction. */
  String features() {
    StringBuilder page = new StringBuilder();
    List<Feature> features = table.features();
    page.append("## How many, of ").append(features.size()).append("\n\n");
    page.append("| | Gulliver |").append(row(table.peers())).append("\n");
    page.append("|---".repeat(table.peers().size() + 2)).append("|\n");
    page.append("| in full | **").append(features.stream().filter(this::offered).count());
    page.append("** |").append(row(counts())).append("\n");
    page.append(
        features.stream()
            .filter(f -> !offered(f))
            .map(f -> text(f.name()))
            .collect(Collectors.joining("; ", "\nNot here, or not in full: ", ".\n")));
    for (String section : features.stream().map(Feature::section).distinct().toList()) {
      List<Feature> rows = features.stream().filter(f -> f.section().equals(section)).toList();
      page.append("\n## ").append(section).append("\n\n");
      page.append("| capability | Gulliver |").append(row(table.peers())).append("\n");
      page.append("|---".repeat(table.peers().size() + 2)).append("|\n");
      rows.forEach(f ->
          page.append("| ")
              .append(text(f.name()))
              .append(" | ")
              .append(cell("../", f))
              .append(" |")
              .append(row(f.peers()))
              .append("\n"));
      page.append("\n### What shows it, and what is missing: ").append(section).append("\n\n");
      rows.forEach(f -> page.append("* ").append(proof(f)).append("\n"));
    }
    return page.toString();
  }

  /** The README's extract: the headlines that we offer, and who else does, of some of the peers. */
  String headlines(List<String> shown) {
    StringBuilder text = new StringBuilder("| | Gulliver |").append(row(shown)).append("\n");
    text.append("|---".repeat(shown.size() + 2)).append("|\n");
    List<Integer> columns = shown.stream().map(table.peers()::indexOf).toList();
    for (Feature f : table.features()) {
      if (f.headline() && offered(f)) {
        text.append("| ").append(text(f.name())).append(" | ").append(cell("", f)).append(" |");
        text.append(row(columns.stream().map(c -> inShort(f.peers().get(c))).toList()));
        text.append("\n");
      }
    }
    return text.toString();
  }

  private boolean offered(Feature feature) {
    return feature.claim() == Claim.YES && proved.test(feature);
  }

  private List<String> counts() {
    return IntStream.range(0, table.peers().size())
        .mapToLong(peer ->
            table.features().stream()
                .filter(f -> FULL.matcher(f.peers().get(peer)).matches())
                .count())
        .mapToObj(Long::toString)
        .toList();
  }

  private String cell(String root, Feature feature) {
    return switch (feature.claim()) {
      case YES ->
          offered(feature)
              ? "[**yes**](" + root + file.apply(feature.tests().getFirst()) + ")"
              : UNPROVED;
      case PARTLY -> "partly";
      case NO -> "no";
    };
  }

  private String proof(Feature feature) {
    String tests =
        feature.tests().stream()
            .map(test -> "[" + test + "](../" + file.apply(test) + ")")
            .collect(Collectors.joining(", "));
    String claim =
        switch (feature.claim()) {
          case YES -> "";
          case PARTLY -> " *partly:*";
          case NO -> " *no:*";
        };
    String remark = feature.remark().isEmpty() ? "" : " " + feature.remark() + ".";
    return "**"
        + text(feature.name())
        + "**:"
        + claim
        + remark
        + (tests.isEmpty() ? "" : " " + tests);
  }

  /** So that a star is one. */
  private static String text(String name) {
    return name.replace("*", "\\*");
  }

  private static String row(List<String> cells) {
    return " " + String.join(" | ", cells) + " |";
  }

  /** Y, P, N or –, without what is said about it. */
  private static String inShort(String cell) {
    return FULL.matcher(cell).matches()
        ? "Y"
        : cell.matches("[PN–]\\b.*|–.*") ? cell.substring(0, 1) : "P";
  }
}
