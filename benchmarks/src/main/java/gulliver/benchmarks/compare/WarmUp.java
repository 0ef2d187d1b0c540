package gulliver.benchmarks.compare;

import java.io.IOException;

/**
 * Lets a contender work before it is measured: for {@link Conditions#warmUp}, and on while that
 * makes its work cheaper, since a JVM's compilers have little time where all cores are busy. All
 * contenders are treated alike: who is steady sooner is measured sooner.
 */
final class WarmUp {
  /** A slice that costs less than the cheapest before by less than this has gained nothing. */
  private static final double GAIN = 0.03;

  /** So many slices in a row that have gained nothing are the end. */
  private static final int STEADY = 3;

  private WarmUp() {}

  /** A while of work. */
  interface Slice {
    /** Works for so long; answers what an operation has cost. */
    double work(int millis) throws IOException;
  }

  /**
   * Works until that is steady.
   *
   * @param least milliseconds of a slice, where shorter ones are not possible
   */
  static void until(Conditions conditions, int least, Slice work) throws IOException {
    int slice = Math.max(least, conditions.warmUp() / (1 + STEADY));
    double cheapest = Double.POSITIVE_INFINITY;
    int steady = 0;
    for (int done = 0; done < conditions.longest() && steady < STEADY; done += slice) {
      double cost = work.work(slice);
      steady = cost < cheapest * (1 - GAIN) ? 0 : steady + 1;
      cheapest = Math.min(cheapest, cost);
    }
  }
}
