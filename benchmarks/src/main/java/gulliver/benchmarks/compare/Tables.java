package gulliver.benchmarks.compare;

import gulliver.benchmarks.compare.Contender.Family;
import gulliver.benchmarks.compare.Workload.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/** A workload's table in Markdown: every contender, with its ratios. */
final class Tables {
  private Tables() {}

  static List<String> of(Workload workload, Results results) {
    List<String> lines = new ArrayList<>();
    lines.add("### " + workload.name);
    lines.add("");
    lines.add(workload.title + ".");
    lines.add("");
    StringBuilder head = new StringBuilder("| contender |");
    StringBuilder rule = new StringBuilder("| --- |");
    for (Column column : workload.columns) {
      String best = new Standing(results, workload, column).best(Family.JAVA).orElse("best Java");
      head.append(' ').append(column.title()).append(" | min … max | ÷ c | ÷ ").append(best);
      head.append(" |");
      rule.append(" ---: | ---: | ---: | ---: |");
    }
    lines.add(head.toString());
    lines.add(rule.toString());
    for (Contender contender : workload.contenders) {
      String failure = results.failure(workload.name, contender.name());
      if (failure != null) {
        lines.add(
            "| %s | **FAILED**: %s |%s"
                .formatted(
                    contender,
                    failure.replace('|', '/'),
                    " |".repeat(4 * workload.columns.size() - 1)));
      } else if (measured(workload, contender, results)) {
        lines.add(row(workload, contender, results));
      }
    }
    lines.add("");
    return lines;
  }

  private static boolean measured(Workload workload, Contender contender, Results results) {
    String key = workload.columns.getFirst().key();
    return !results.figures(workload.name, contender.name(), key).isEmpty();
  }

  private static String row(Workload workload, Contender contender, Results results) {
    String name =
        contender.family() == Family.GULLIVER ? "**" + contender + "**" : contender.name();
    StringBuilder line = new StringBuilder("| " + name + " |");
    for (Column column : workload.columns) {
      List<Double> figures = results.figures(workload.name, contender.name(), column.key());
      if (figures.isEmpty()) {
        line.append(" – | – | – | – |");
        continue;
      }
      Standing standing = new Standing(results, workload, column);
      line.append(' ').append(column.text(Results.median(figures).orElseThrow()));
      line.append(" | ").append(column.text(Collections.min(figures))).append(" … ");
      line.append(column.text(Collections.max(figures))).append(" | ");
      line.append(ratio(standing.ratio(contender.name(), "c"))).append(" | ");
      line.append(
          standing
              .best(Family.JAVA)
              .map(best -> ratio(standing.ratio(contender.name(), best)))
              .orElse("–"));
      line.append(" |");
    }
    return line.toString();
  }

  private static String ratio(OptionalDouble ratio) {
    return ratio.isEmpty() || !Double.isFinite(ratio.getAsDouble())
        ? "–"
        : ratio(ratio.getAsDouble());
  }

  static String ratio(double ratio) {
    return (ratio < 10 ? "%.2f" : "%,.1f").formatted(ratio);
  }
}
