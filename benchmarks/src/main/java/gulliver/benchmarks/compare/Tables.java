package gulliver.benchmarks.compare;

import gulliver.benchmarks.compare.Contender.Family;
import gulliver.benchmarks.compare.Workload.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
      head.append(' ').append(column.title()).append(" | min … max | ÷ c | ÷ best Java |");
      rule.append(" ---: | ---: | ---: | ---: |");
    }
    lines.add(head.toString());
    lines.add(rule.toString());
    for (Contender contender : workload.contenders) {
      String failure = results.failure(workload.name, contender.name());
      List<Column> columns = workload.columns;
      if (failure != null) {
        lines.add("| " + contender + " | **failed**: " + failure.replace('|', '/') + " |");
      } else if (!results
          .figures(workload.name, contender.name(), columns.getFirst().key())
          .isEmpty()) {
        lines.add(row(workload, contender, results));
      }
    }
    lines.add("");
    return lines;
  }

  private static String row(Workload workload, Contender contender, Results results) {
    StringBuilder line = new StringBuilder("| " + contender + " |");
    for (Column column : workload.columns) {
      List<Double> figures = results.figures(workload.name, contender.name(), column.key());
      line.append(' ').append(column.text(Results.median(figures).orElse(Double.NaN)));
      line.append(" | ").append(column.text(Collections.min(figures))).append(" … ");
      line.append(column.text(Collections.max(figures))).append(" | ");
      line.append(ratio(results.ratio(workload.name, contender.name(), "c", column.key())));
      line.append(" | ");
      line.append(
          bestJava(workload, column, results)
              .map(
                  best -> ratio(results.ratio(workload.name, contender.name(), best, column.key())))
              .orElse("–"));
      line.append(" |");
    }
    return line.toString();
  }

  static String ratio(OptionalDouble ratio) {
    return ratio.isEmpty() ? "–" : "%.2f".formatted(ratio.getAsDouble());
  }

  /** The Java peer with the best median. */
  static Optional<String> bestJava(Workload workload, Column column, Results results) {
    Comparator<String> byMedian =
        Comparator.comparingDouble(
            name -> results.median(workload.name, name, column.key()).orElseThrow());
    return workload.contenders.stream()
        .filter(c -> c.family() == Family.JAVA)
        .map(Contender::name)
        .filter(name -> results.median(workload.name, name, column.key()).isPresent())
        .min(column.lessIsBetter() ? byMedian : byMedian.reversed());
  }
}
