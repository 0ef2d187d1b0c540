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
   * What a ratio must be.
   *
   * @param row which of Gulliver's variants
   * @param column which figure of it
   * @param against whose figure it is compared with: a contender's name, or one of the words below
   * @param must the bound; from below where more is better
   */
  record Target(String row, String column, String against, double must) {
    /** The best of the Java peers, in this column. */
    static final String BEST_JAVA = "best Java peer";

    /** The better of Netty's two. */
    static final String NETTY = "netty";

    /** No ratio: the figure itself. */
    static final String ABSOLUTE = "";
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

  /** Whether even a contender in Java needs one of the C programs. */
  boolean needsC() {
    return false;
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
