package gulliver.benchmarks.compare;

import java.util.List;
import java.util.Map;

/** One thing to do, the same for all contenders. */
abstract class Workload {
  /**
   * A figure that is measured of it.
   *
   * @param key what a trial calls it
   * @param title what the report calls it
   * @param lessIsBetter rather than more
   * @param scale from the trial's unit to the report's
   * @param digits after the point
   */
  record Column(String key, String title, boolean lessIsBetter, double scale, int digits) {
    Column(String key, String title, boolean lessIsBetter, int digits) {
      this(key, title, lessIsBetter, 1, digits);
    }

    String text(double value) {
      return ("%,." + digits + "f").formatted(value * scale);
    }
  }

  /**
   * What a figure of Gulliver's must be.
   *
   * @param row which contender's; {@link #BEST_GULLIVER} for the best of its variants
   * @param column the key of the figure
   * @param against whose figure it is divided by: a contender's name or one of the words below
   * @param must the bound: from above where less is better, else from below; NaN if only a feat is
   *     asked for
   * @param feat what would be a feat; NaN if nothing is said
   */
  record Target(String row, String column, String against, double must, double feat) {
    /** The best of Gulliver's variants in this column. */
    static final String BEST_GULLIVER = "Gulliver's best";

    /** The best of the Java peers in this column. */
    static final String BEST_JAVA = "best Java peer";

    /** The better of Netty's transports in this column. */
    static final String NETTY = "netty-*";

    /** Nobody: the bound is for the figure itself, in the unit of the report. */
    static final String ABSOLUTE = "";

    Target(String row, String column, String against, double must) {
      this(row, column, against, must, Double.NaN);
    }
  }

  final String name;
  final String title;
  final List<Contender> contenders;

  /** The first is what it is about. */
  final List<Column> columns;

  final List<Target> targets;

  Workload(
      String name, String title, List<String> contenders, List<Column> columns, Target... targets) {
    this.name = name;
    this.title = title;
    this.contenders = contenders.stream().map(Contender::named).toList();
    this.columns = columns;
    this.targets = List.of(targets);
  }

  Column column(String key) {
    return columns.stream().filter(c -> c.key().equals(key)).findFirst().orElseThrow();
  }

  /** Whether even a contender in Java needs one of the C programs. */
  boolean needsC() {
    return false;
  }

  /** Programs of the machine that every contender needs. */
  List<String> needs() {
    return List.of();
  }

  /** Starts what a contender needs, and warms it up. */
  abstract Trial start(Contender contender, Conditions conditions) throws Exception;

  /** A contender at a workload. */
  interface Trial extends AutoCloseable {
    /** Measures once: a value for the key of each column, and perhaps more for the raw results. */
    Map<String, Double> round() throws Exception;

    @Override
    void close();
  }
}
