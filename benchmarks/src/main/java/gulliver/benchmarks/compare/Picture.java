package gulliver.benchmarks.compare;

import gulliver.benchmarks.compare.Contender.Family;
import gulliver.benchmarks.compare.Workload.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The picture of the report: for each workload, how much better or worse than the best Java peer
 * Gulliver's variants are, in the first two figures, on a logarithmic scale; a mark shows plain C.
 * To the right is better, whatever the figure.
 */
final class Picture {
  private static final int WIDTH = 1080;
  private static final int LABEL = 190;
  private static final int PANEL = 300;
  private static final int GAP = 150;
  private static final int TOP = 96;
  private static final int BAR = 9;
  private static final int STEP = 11;
  private static final int BETWEEN = 12;

  /** The scale goes from a quarter to sixteen times. */
  private static final double LEAST = -2;

  private static final double MOST = 4;

  private static final Map<String, String> COLOURS = colours();

  private final StringBuilder svg = new StringBuilder();

  private Picture() {}

  private static Map<String, String> colours() {
    Map<String, String> colours = new LinkedHashMap<>();
    colours.put("gulliver-pt", "#2f7ed8");
    colours.put("gulliver-vt", "#e08214");
    colours.put("gulliver-poller", "#2a9d6f");
    colours.put("gulliver-batch", "#9b59b6");
    return colours;
  }

  static String of(List<Workload> workloads, Results results) {
    return new Picture().draw(workloads, results);
  }

  private static String colour(String contender) {
    return COLOURS.getOrDefault(contender, "#b8467c");
  }

  private String draw(List<Workload> workloads, Results results) {
    int y = TOP;
    for (Workload workload : workloads) {
      y += row(workload, results, y);
    }
    String rows = svg.toString();
    svg.setLength(0);
    int bottom = y;
    put(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="11">
        <title>Gulliver beside the best Java peer</title>
        <style>
          text { fill: #333 } .quiet { fill: #777 } .grid { stroke: #8884; stroke-width: 1 }
          .one { stroke: #888; stroke-width: 1.5 } .c { stroke: #333; stroke-width: 2.5 }
          @media (prefers-color-scheme: dark) {
            text { fill: #ddd } .quiet { fill: #999 } .c { stroke: #eee }
          }
        </style>
        """
            .formatted(WIDTH, bottom + 24));
    legend(workloads, results);
    for (int panel = 0; panel < 2; panel++) {
      text(
          left(panel) + PANEL / 2,
          62,
          "middle",
          "",
          panel == 0 ? "the first figure of a row" : "the second");
      for (int power = (int) LEAST; power <= MOST; power++) {
        double x = x(panel, Math.pow(2, power));
        put(
            "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
                .formatted(power == 0 ? "one" : "grid", x, x, TOP - 12, bottom));
        text(x, TOP - 16, "middle", "quiet", power < 0 ? "÷" + (1 << -power) : "×" + (1 << power));
      }
    }
    svg.append(rows);
    put("</svg>");
    return svg.toString();
  }

  private void legend(List<Workload> workloads, Results results) {
    text(
        10,
        20,
        "start",
        "",
        "Gulliver ÷ the best Java peer (named): bars to the right are better, to the left worse");
    double x = 10;
    List<String> shown = new ArrayList<>();
    for (Contender contender : Contender.ALL) {
      boolean drawn =
          contender.family() == Family.GULLIVER
              && workloads.stream()
                  .anyMatch(w ->
                      !results
                          .figures(w.name, contender.name(), w.columns.getFirst().key())
                          .isEmpty());
      if (drawn) {
        shown.add(contender.name());
      }
    }
    for (String name : shown) {
      put(
          "<rect x=\"%.1f\" y=\"32\" width=\"12\" height=\"9\" fill=\"%s\"/>"
              .formatted(x, colour(name)));
      text(x + 17, 41, "start", "", name);
      x += 32 + 6.4 * name.length();
    }
    put("<line class=\"c\" x1=\"%.1f\" x2=\"%.1f\" y1=\"30\" y2=\"43\"/>".formatted(x + 4, x + 4));
    text(x + 12, 41, "start", "", "plain C");
  }

  private static int left(int panel) {
    return LABEL + panel * (PANEL + GAP);
  }

  private static double x(int panel, double advantage) {
    double power = Math.clamp(Math.log(advantage) / Math.log(2), LEAST, MOST);
    return left(panel) + (power - LEAST) / (MOST - LEAST) * PANEL;
  }

  /** Draws a workload, and answers how high it is. */
  private int row(Workload workload, Results results, int y) {
    List<String> ours =
        workload.contenders.stream()
            .filter(c -> c.family() == Family.GULLIVER)
            .map(Contender::name)
            .filter(c ->
                !results.figures(workload.name, c, workload.columns.getFirst().key()).isEmpty())
            .toList();
    if (ours.isEmpty()) {
      return 0;
    }
    int height = Math.max(3, ours.size()) * STEP;
    text(10, y + 10, "start", "", workload.name);
    for (int panel = 0; panel < Math.min(2, workload.columns.size()); panel++) {
      Column column = workload.columns.get(panel);
      Standing standing = new Standing(results, workload, column);
      Optional<String> best = standing.best(Family.JAVA);
      text(10, y + 22 + 11 * panel, "start", "quiet", column.title());
      if (best.isEmpty()) {
        continue;
      }
      for (int i = 0; i < ours.size(); i++) {
        double advantage = standing.advantage(ours.get(i), best.get());
        if (Double.isFinite(advantage)) {
          bar(panel, y + i * STEP, advantage, colour(ours.get(i)));
        }
      }
      double c = standing.advantage("c", best.get());
      if (Double.isFinite(c)) {
        double x = x(panel, c);
        put(
            "<line class=\"c\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
                .formatted(x, x, y - 2, y + ours.size() * STEP));
      }
      text(left(panel) + PANEL + 40, y + 10, "start", "quiet", best.get());
    }
    return height + BETWEEN;
  }

  private void bar(int panel, int y, double advantage, String colour) {
    double one = x(panel, 1);
    double end = x(panel, advantage);
    put(
        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
            .formatted(Math.min(one, end), y, Math.max(Math.abs(end - one), 0.5), BAR, colour));
    boolean better = advantage >= 1;
    text(
        end + (better ? 3 : -3),
        y + BAR - 1,
        better ? "start" : "end",
        "quiet",
        better ? "×" + Tables.ratio(advantage) : "÷" + Tables.ratio(1 / advantage));
  }

  private void text(double x, double y, String anchor, String style, String text) {
    put(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>"
            .formatted(
                x,
                y,
                anchor,
                style.isEmpty() ? "" : " class=\"" + style + "\"",
                text.replace("&", "&amp;").replace("<", "&lt;")));
  }

  private void put(String line) {
    svg.append(line).append('\n');
  }
}
