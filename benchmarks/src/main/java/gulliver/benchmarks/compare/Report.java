package gulliver.benchmarks.compare;

import gulliver.benchmarks.compare.Contender.Family;
import gulliver.benchmarks.compare.Results.Run;
import gulliver.benchmarks.compare.Standing.Verdict;
import gulliver.benchmarks.compare.Workload.Column;
import gulliver.benchmarks.compare.Workload.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Writes {@code performance.md} and {@code performance.svg}. */
final class Report {
  /**
   * So much of a processor others may use without a word: the JVM that measures, and the kernel.
   */
  private static final double QUIET = 0.15;

  private final Path folder;
  private final List<String> lines = new ArrayList<>();

  Report(Path folder) {
    this.folder = folder;
  }

  void write(Results results) throws IOException {
    List<Workload> measured = Workloads.all().stream().filter(w -> results.has(w.name)).toList();
    add("# Performance");
    add("");
    add("Gulliver beside the JDK's sockets, Netty and C: the same workloads, measured in turns on");
    add(
        "one machine, over its loopback interface. `benchmarks/compare.sh full` writes this page,"
            + " and");
    add(
        "raw results into `benchmarks/target/compare/full.tsv`; `quick` measures a little of it."
            + " What");
    add("comes first is where Gulliver loses.");
    add("");
    disturbed(results);
    failures(measured, results);
    losses(measured, results);
    targets(measured, results);
    add("## The picture");
    add("");
    add(
        "![Gulliver's variants beside the best Java peer, a row for each"
            + " workload](performance.svg)");
    add("");
    add("## How it was measured");
    add("");
    machine(results);
    method();
    add("## All results");
    add("");
    add("Ratios are medians of the ratios within a round, so they need not be the quotient of the");
    add("medians; the last one is to the Java peer whose median is best in that figure. A minimum");
    add("and a maximum far apart are two ways in which the scheduler can place the threads.");
    add("");
    measured.forEach(w -> lines.addAll(Tables.of(w, results)));
    add("## The contenders");
    add("");
    Set<String> names = new LinkedHashSet<>();
    results.rows.forEach(row -> names.add(row.contender()));
    Contender.ALL.stream()
        .filter(c -> names.contains(c.name()))
        .forEach(c -> add("- `" + c + "`: " + c.about() + "."));
    Files.createDirectories(folder);
    Files.write(folder.resolve("performance.md"), lines);
    Files.writeString(folder.resolve("performance.svg"), Picture.of(measured, results));
  }

  private void add(String line) {
    lines.add(line);
  }

  // ---- what went wrong ----

  private void failures(List<Workload> measured, Results results) {
    List<String> failed = new ArrayList<>();
    for (Workload workload : measured) {
      for (Contender contender : workload.contenders) {
        String failure = results.failure(workload.name, contender.name());
        if (failure != null) {
          failed.add("- `" + workload.name + "`, `" + contender + "`: " + failure);
        }
      }
    }
    if (!failed.isEmpty()) {
      add("**Failed, and not measured:**");
      add("");
      lines.addAll(failed);
      add("");
    }
  }

  // ---- where Gulliver loses ----

  private record Loss(String line, double advantage) {}

  private void losses(List<Workload> measured, Results results) {
    List<Loss> losses = new ArrayList<>();
    int compared = 0;
    for (Workload workload : measured) {
      for (Column column : workload.columns) {
        Standing standing = new Standing(results, workload, column);
        Optional<String> ours = standing.best(Family.GULLIVER);
        Optional<String> theirs =
            standing.best(c -> c.family() != Family.GULLIVER && !c.name().equals("c-solo"));
        if (ours.isEmpty() || theirs.isEmpty()) {
          continue;
        }
        compared++;
        double advantage = standing.advantage(ours.get(), theirs.get());
        if (advantage > 0 && advantage < 1 - Standing.NOISE) {
          losses.add(
              new Loss(
                  "| %s | %s | %s | %s | %s | %s | %s |"
                      .formatted(
                          workload.name,
                          column.title(),
                          ours.get(),
                          column.text(standing.median(ours.get()).orElseThrow()),
                          theirs.get(),
                          column.text(standing.median(theirs.get()).orElseThrow()),
                          Tables.ratio(
                              standing.ratio(ours.get(), theirs.get()).orElse(Double.NaN))),
                  advantage));
        }
      }
    }
    add("## Where Gulliver loses");
    add("");
    add(
        "In %d of %d figures somebody is more than %.0f %% better than the best of Gulliver's variants"
            .formatted(losses.size(), compared, 100 * Standing.NOISE));
    add(
        "(the C programs included; `c-solo`, where nobody waits for anybody, is a bound and no"
            + " peer).");
    add("The worst first:");
    add("");
    if (!losses.isEmpty()) {
      add("| workload | figure | Gulliver's best | | the better one | | ratio |");
      add("| --- | --- | --- | ---: | --- | ---: | ---: |");
      losses.stream()
          .sorted(Comparator.comparingDouble(Loss::advantage))
          .forEach(loss -> add(loss.line));
      add("");
    }
  }

  // ---- targets ----

  private void targets(List<Workload> measured, Results results) {
    List<String> missed = new ArrayList<>();
    List<String> held = new ArrayList<>();
    for (Workload workload : measured) {
      for (Target target : workload.targets) {
        Column column = workload.column(target.column());
        Optional<Verdict> verdict = new Standing(results, workload, column).verdict(target);
        verdict.ifPresent(v -> (v.holds() ? held : missed).add(row(workload, column, target, v)));
      }
    }
    if (missed.isEmpty() && held.isEmpty()) {
      return;
    }
    add("## What it is to reach");
    add("");
    add("Bounds that were set before this was built: a contender's figure, divided by that of");
    add(
        "another or, where nobody is named, the figure itself. \"A feat\" is what would be more than");
    add(
        "that. %d of %d bounds hold; those that do not come first."
            .formatted(held.size(), held.size() + missed.size()));
    add("");
    add("| workload | figure | of | divided by that of | must be | a feat | is | |");
    add("| --- | --- | --- | --- | ---: | ---: | ---: | --- |");
    lines.addAll(missed);
    lines.addAll(held);
    add("");
  }

  private static String row(Workload workload, Column column, Target target, Verdict verdict) {
    String sign = column.lessIsBetter() ? "≤ " : "≥ ";
    String must = Double.isNaN(target.must()) ? "" : sign + Tables.ratio(target.must());
    String feat = Double.isNaN(target.feat()) ? "" : sign + Tables.ratio(target.feat());
    return "| %s | %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            workload.name,
            column.title(),
            verdict.row(),
            verdict.against(),
            must,
            feat,
            Tables.ratio(verdict.value()),
            verdict.holds() ? "yes" : "**no**");
  }

  // ---- how ----

  /** Facts that all runs share are said once, the others run by run. */
  private void machine(Results results) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (Run run : results.runs.values()) {
      run.facts().forEach((k, v) -> values.computeIfAbsent(k, none -> new TreeSet<>()).add(v));
    }
    add("| | |");
    add("| --- | --- |");
    values.forEach((key, all) -> {
      if (all.size() == 1) {
        add("| " + key + " | " + all.iterator().next() + " |");
      }
    });
    for (Run run : results.runs.values()) {
      Set<String> workloads = new LinkedHashSet<>();
      results.rows.stream()
          .filter(row -> row.run().equals(run.id()))
          .forEach(row -> workloads.add(row.workload()));
      List<String> own = new ArrayList<>();
      run.facts()
          .forEach((k, v) -> {
            Set<String> all = values.get(k);
            if (all != null && all.size() > 1) {
              own.add(k + " " + v);
            }
          });
      String more = own.isEmpty() ? "" : "; " + String.join(", ", own);
      add("| " + run.id() + " | " + String.join(", ", workloads) + more + " |");
    }
    others(results);
    add("");
  }

  // ---- who else was there ----

  /** How many processors others used, in each window, sorted. */
  private static List<Double> elsewhere(Results results) {
    return results.rows.stream()
        .map(row -> row.figures().get("elsewhere"))
        .filter(Objects::nonNull)
        .sorted()
        .toList();
  }

  private void disturbed(Results results) {
    double median = Results.median(elsewhere(results)).orElse(0);
    if (median > QUIET) {
      add(
          "**The machine was not quiet: in half of the windows other programs used %.2f processors or more. Take no figure of this page for granted, least of all those of one connection.**"
              .formatted(median));
      add("");
    }
  }

  private void others(Results results) {
    List<Double> elsewhere = elsewhere(results);
    if (!elsewhere.isEmpty()) {
      add(
          "| processors that others used meanwhile | median %.2f, in the worst twentieth of the windows %.2f or more |"
              .formatted(
                  Results.median(elsewhere).orElseThrow(),
                  elsewhere.get(elsewhere.size() * 19 / 20)));
    }
  }

  private void method() {
    add(
        "Each contender is a process of its own, with the JVM's default options, started anew for"
            + " each");
    add(
        "workload, and warmed up before it is measured, until its work gets no cheaper or for a few");
    add("seconds. Within a round the contenders are measured one after the other, each on fresh");
    add(
        "connections, while the others' processes wait; the order turns around from round to round.");
    add("CPU time is the kernel's: user and system, all threads of the");
    add(
        "contender's process, read right before and after the window; where a contender is both"
            + " ends,");
    add(
        "it is that of both. Every reply is compared with what was sent, in length and at its ends,"
            + " and");
    add(
        "each 64th as a whole; streams and datagrams carry numbers. Where the figures of a workload"
            + " say");
    add(
        "\"server only\", the clients are a C program. `TCP_NODELAY` is set everywhere, `SO_RCVBUF`"
            + " of 4 MiB");
    add("for datagrams; nothing else. Web servers are driven by wrk, and answer a request before");
    add("each measurement that is compared as a whole.");
    add("");
    add(
        "Netty is given one event loop a side. A JVM has by default as many carriers for its virtual");
    add("threads as there are processors, and where a client wants one of these, they are in each");
    add("other's way; so some workloads have contenders with one carrier as well.");
    add("");
  }
}
