package gulliver.benchmarks.compare;

import java.io.IOException;

/**
 * Lets a contender work before it is measured, and on until that is steady, since a JVM's compilers
 * have little time where all cores are busy; but only for so long. All contenders are treated
 * alike: who is steady sooner is measured sooner.
 */
final class WarmUp {
  /** So many slices in a row that are alike are the end. */
  private static final int STEADY = 3;

  /** A slice is like the cheapest so far if it costs so many times as much at most. */
  private static final double MOST = 1.1;

  /** And so many times as much at least: else it has got cheaper. */
  private static final double LEAST = 0.97;

  private WarmUp() {}

  /** A while of work. */
  interface Slice {
    /** Works for so long; answers what an operation has cost. */
    double work(int millis) throws IOException;
  }

  /**
   * Works until that is steady.
   *
   * @param slice milliseconds of a slice
   * @param longest milliseconds of all of them, at most
   */
  static void until(int slice, int longest, Slice work) throws IOException {
    double cheapest = Double.POSITIVE_INFINITY;
    int steady = 0;
    for (int done = 0; done < longest && steady < STEADY; done += Math.max(1, slice)) {
      double cost = work.work(slice);
      boolean alike = cost <= cheapest * MOST && cost >= cheapest * LEAST;
      steady = alike ? steady + 1 : 0;
      cheapest = Math.min(cheapest, cost);
    }
  }
}
