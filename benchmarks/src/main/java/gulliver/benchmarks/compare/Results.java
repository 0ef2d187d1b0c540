package gulliver.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has been measured, in a file of lines with tabs: {@code run ID KEY=VALUE…}, and {@code
 * measured ID WORKLOAD CONTENDER ROUND KEY=VALUE…} or {@code failed ID WORKLOAD CONTENDER ROUND
 * REASON}. Runs are merged: a workload that is run again replaces what was measured of it, the
 * others stay.
 */
final class Results {
  /**
   * A run of the comparison.
   *
   * @param id when it was begun
   * @param facts where and how
   */
  record Run(String id, Map<String, String> facts) {}

  /**
   * One measurement, or that there is none.
   *
   * @param figures what was measured
   * @param failure why nothing was
   */
  record Row(
      String run,
      String workload,
      String contender,
      int round,
      Map<String, Double> figures,
      @Nullable String failure) {}

  final Map<String, Run> runs = new TreeMap<>();
  final List<Row> rows = new ArrayList<>();

  static Results read(Path file) throws IOException {
    Results results = new Results();
    if (!Files.exists(file)) {
      return results;
    }
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals("run")) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 2; i < fields.length; i++) {
          facts.put(before(fields[i]), after(fields[i]));
        }
        results.runs.put(fields[1], new Run(fields[1], facts));
        continue;
      }
      boolean failed = fields[0].equals("failed");
      Map<String, Double> figures = new LinkedHashMap<>();
      for (int i = 5; i < fields.length && !failed; i++) {
        figures.put(before(fields[i]), Double.parseDouble(after(fields[i])));
      }
      results.rows.add(
          new Row(
              fields[1],
              fields[2],
              fields[3],
              Integer.parseInt(fields[4]),
              figures,
              failed ? fields[5] : null));
    }
    return results;
  }

  private static String before(String pair) {
    return pair.substring(0, pair.indexOf('='));
  }

  private static String after(String pair) {
    return pair.substring(pair.indexOf('=') + 1);
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Run run : runs.values()) {
      StringBuilder line = new StringBuilder("run\t" + run.id);
      run.facts.forEach((k, v) -> line.append('\t').append(k).append('=').append(clean(v)));
      lines.add(line.toString());
    }
    for (Row row : rows) {
      StringBuilder line = new StringBuilder(row.failure == null ? "measured" : "failed");
      line.append('\t').append(row.run).append('\t').append(row.workload).append('\t');
      line.append(row.contender).append('\t').append(row.round);
      if (row.failure != null) {
        line.append('\t').append(clean(row.failure));
      }
      row.figures.forEach((k, v) -> line.append('\t').append(k).append('=').append(v));
      lines.add(line.toString());
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, lines);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String clean(String text) {
    return text.replaceAll("[\t\r\n]+", " ");
  }

  /** Forgets what was measured of a workload, and runs of which nothing is left. */
  void forget(String workload) {
    rows.removeIf(row -> row.workload.equals(workload));
    runs.keySet().removeIf(id -> rows.stream().noneMatch(row -> row.run.equals(id)));
  }

  // ---- what they say ----

  boolean has(String workload) {
    return rows.stream().anyMatch(row -> row.workload.equals(workload));
  }

  /** Why a contender failed, or null. */
  @Nullable String failure(String workload, String contender) {
    return rows.stream()
        .filter(row -> row.workload.equals(workload) && row.contender.equals(contender))
        .map(Row::failure)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** A figure, of each round in which there was one, in order. */
  List<Double> figures(String workload, String contender, String key) {
    return rows.stream()
        .filter(row -> row.workload.equals(workload) && row.contender.equals(contender))
        .map(row -> row.figures.get(key))
        .filter(Objects::nonNull)
        .toList();
  }

  /** The median over the rounds. */
  OptionalDouble median(String workload, String contender, String key) {
    return median(figures(workload, contender, key));
  }

  /** The median of the ratios of two contenders' figures within a round. */
  OptionalDouble ratio(String workload, String contender, String other, String key) {
    List<Double> ratios = new ArrayList<>();
    for (Row row : rows) {
      Double figure = row.figures.get(key);
      if (figure == null || !row.workload.equals(workload) || !row.contender.equals(contender)) {
        continue;
      }
      for (Row against : rows) {
        Double divisor = against.figures.get(key);
        if (divisor != null
            && against.workload.equals(workload)
            && against.contender.equals(other)
            && against.run.equals(row.run)
            && against.round == row.round) {
          ratios.add(figure / divisor);
        }
      }
    }
    return median(ratios);
  }

  static OptionalDouble median(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }
}
