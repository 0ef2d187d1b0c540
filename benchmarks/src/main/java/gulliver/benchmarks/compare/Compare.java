package gulliver.benchmarks.compare;

import gulliver.benchmarks.compare.Contender.Family;
import gulliver.benchmarks.compare.Results.Row;
import gulliver.benchmarks.compare.Results.Run;
import gulliver.benchmarks.compare.Workload.Column;
import gulliver.benchmarks.compare.Workload.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole-program comparison: Gulliver, the JDK's sockets, Netty and C at the same workloads.
 * {@code benchmarks/compare.sh} builds and runs it; {@code compare.sh help} says how it is called.
 *
 * <p><b>How it measures.</b> For each workload every contender is started as a process of its own
 * and warmed up; then come the rounds. Within a round the contenders are measured one after
 * another, each on fresh connections, while the others' processes wait; the order is turned around
 * from round to round. A contender's CPU time is read from outside, from the kernel's clock of its
 * process, right before and after the window ({@link Cpu}). Ratios are taken within a round, then
 * their median. What fails is a row with the reason.
 *
 * <p><b>A workload more</b> is a subclass of {@link Workload} in this package, entered in {@link
 * Workloads}: it names its contenders, columns and targets, and {@link Workload#start} starts the
 * processes and answers a {@link Trial}, which is asked for a round's figures. Processes that speak
 * the lines of {@code PeerMain} and {@code common.h} are a {@link Party}; a server and what keeps
 * it busy, or a process that is both, is a {@link Driven}. What the peers must do for it is an
 * action in {@code PeerMain}, a method in {@code Peer}, and a program in {@code src/main/c} (each
 * {@code .c} there is compiled by itself).
 *
 * <p><b>A contender more</b> is a row in {@link Contender#ALL}. One in Java is a subclass of {@code
 * Peer} that is entered in {@code Peers}; one in C is a variant of the programs, {@code c-VARIANT};
 * another program is started by its workload.
 */
public final class Compare {
  private static final String HELP =
      """
      compare.sh quick|full [OPTION...] [WORKLOAD...]
      compare.sh report                        writes the report anew from what has been measured
      compare.sh list                          says which workloads and contenders there are
        WORKLOAD              a workload, or the beginning of the names of several, such as rtt
        --add                 adds rounds to what has been measured of the workload, in place of
                              replacing it
        --only=CONTENDER,...  these alone; what was measured of the others there is forgotten
        --rounds=N            how often each is measured
        --window=MILLIS       for how long
        --warm=MILLIS         how long each works before, more or less: until that is steady
      """;

  private final Path results;
  private final Conditions conditions;
  private final boolean add;
  private final Set<String> only;

  private Compare(Path results, Conditions conditions, boolean add, Set<String> only) {
    this.results = results;
    this.conditions = conditions;
    this.add = add;
    this.only = only;
  }

  /**
   * Runs the comparison.
   *
   * @param arguments as {@code compare.sh help} says; system properties name the folders: {@code
   *     compare.c} the C programs' sources, {@code compare.target} for programs and raw results,
   *     {@code compare.docs} for the report of {@code full}
   */
  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    String mode = words.isEmpty() ? "help" : words.removeFirst();
    Path target = Path.of(System.getProperty("compare.target"));
    Path docs = Path.of(System.getProperty("compare.docs"));
    switch (mode) {
      case "quick", "full" -> {
        boolean quick = mode.equals("quick");
        Path file = target.resolve(mode + ".tsv");
        boolean add = words.remove("--add");
        int rounds = Integer.parseInt(option(words, "--rounds", "3"));
        int warm = Integer.parseInt(option(words, "--warm", quick ? "120" : "400"));
        int window = Integer.parseInt(option(words, "--window", quick ? "80" : "120"));
        Set<String> only = new LinkedHashSet<>(List.of(option(words, "--only", "").split(",", -1)));
        only.remove("");
        only.forEach(Contender::named);
        Set<Workload> workloads = new LinkedHashSet<>();
        if (words.isEmpty() && quick) {
          words.addAll(Workloads.QUICK);
          if (only.isEmpty()) {
            only.addAll(Workloads.QUICK_CONTENDERS);
          }
        } else if (words.isEmpty()) {
          words.add(""); // all names begin with it
        }
        words.forEach(word -> workloads.addAll(Workloads.named(word)));
        Files.createDirectories(target);
        Path scratch = Files.createTempDirectory("gulliver-compare");
        Conditions conditions =
            new Conditions(
                mode,
                rounds,
                warm,
                Math.min(warm, quick ? 20 : 50),
                window,
                programs(Path.of(System.getProperty("compare.c")), target.resolve("c")),
                scratch);
        try {
          new Compare(file, conditions, add, only).run(workloads);
        } finally {
          delete(scratch);
        }
        new Report(quick ? target : docs).write(Results.read(file));
      }
      case "report" -> new Report(docs).write(Results.read(target.resolve("full.tsv")));
      case "list" -> {
        Workloads.all().forEach(w -> System.out.printf("%-16s %s%n", w.name, w.title));
        System.out.println();
        Contender.ALL.forEach(c -> System.out.printf("%-16s %s%n", c, c.about()));
      }
      default -> {
        System.out.print(HELP);
        System.exit(mode.equals("help") ? 0 : 2);
      }
    }
  }

  private static String option(List<String> words, String name, String otherwise) {
    for (String word : words) {
      if (word.startsWith(name + "=")) {
        words.remove(word);
        return word.substring(name.length() + 1);
      }
    }
    return otherwise;
  }

  private static Programs programs(Path sources, Path into)
      throws IOException, InterruptedException {
    if (Programs.firstLine("gcc", "--version").isEmpty()) {
      System.err.println(
          "no gcc: contenders in C, and workloads whose clients are in C, are left out");
      return Programs.none();
    }
    return Programs.compile(sources, into);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private void run(Set<Workload> workloads) throws IOException {
    Run run =
        new Run(
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), Machine.facts(conditions));
    for (Workload workload : workloads) {
      if (workload.needsC() && !conditions.programs().any()) {
        System.out.println(workload.name + ": skipped, its clients are in C and there is no gcc");
        continue;
      }
      List<String> lacking =
          workload.needs().stream().filter(name -> Programs.find(name).isEmpty()).toList();
      if (!lacking.isEmpty()) {
        System.out.println(workload.name + ": skipped, there is no " + String.join(", ", lacking));
        continue;
      }
      List<Row> rows = measure(workload, run.id());
      Results all = Results.read(results); // anew, for somebody may have looked at the file
      if (!add) {
        all.forget(workload.name);
      }
      all.runs.put(run.id(), run);
      all.rows.addAll(rows);
      all.write(results);
    }
  }

  private List<Row> measure(Workload workload, String run) {
    long start = System.nanoTime();
    System.out.println(workload.name + ": " + workload.title);
    List<Row> rows = new ArrayList<>();
    Map<Contender, Trial> trials = new LinkedHashMap<>();
    try {
      for (Contender contender : workload.contenders) {
        boolean wanted = only.isEmpty() || only.contains(contender.name());
        if (!wanted || (contender.family() == Family.C && !conditions.programs().any())) {
          continue;
        }
        if (contender.family() == Family.PROGRAM && Programs.find(contender.name()).isEmpty()) {
          System.out.printf("  %-16s skipped: it is not installed%n", contender);
          continue;
        }
        try {
          trials.put(contender, workload.start(contender, conditions));
        } catch (Exception e) {
          rows.add(failed(workload, run, contender, 0, e));
        }
      }
      List<Contender> order = new ArrayList<>(trials.keySet());
      for (int round = 1; round <= conditions.rounds(); round++) {
        for (Contender contender : order) {
          Trial trial = trials.get(contender);
          if (trial == null) {
            continue;
          }
          try {
            rows.add(new Row(run, workload.name, contender.name(), round, trial.round(), null));
          } catch (Exception e) {
            rows.add(failed(workload, run, contender, round, e));
            trial.close();
            trials.remove(contender);
          }
        }
        Collections.reverse(order);
      }
    } finally {
      trials.values().forEach(Trial::close);
    }
    print(workload, rows);
    System.out.printf("  %.1f s%n", (System.nanoTime() - start) / 1e9);
    return rows;
  }

  private static Row failed(
      Workload workload, String run, Contender contender, int round, Exception e) {
    String reason = String.valueOf(e.getMessage() == null ? e : e.getMessage());
    System.out.printf("  %-16s FAILED: %s%n", contender, reason);
    return new Row(run, workload.name, contender.name(), round, Map.of(), reason);
  }

  private static void print(Workload workload, List<Row> rows) {
    Results results = new Results();
    results.rows.addAll(rows);
    for (Contender contender : workload.contenders) {
      StringBuilder line = new StringBuilder();
      for (Column column : workload.columns) {
        List<Double> figures = results.figures(workload.name, contender.name(), column.key());
        if (!figures.isEmpty()) {
          line.append(
              "  %12s (%s … %s) %s"
                  .formatted(
                      column.text(Results.median(figures).orElseThrow()),
                      column.text(Collections.min(figures)),
                      column.text(Collections.max(figures)),
                      column.title()));
        }
      }
      if (!line.isEmpty()) {
        System.out.printf("  %-16s%s%n", contender, line);
      }
    }
  }
}
