package gulliver.benchmarks.compare;

import gulliver.benchmarks.compare.Contender.Family;
import gulliver.benchmarks.compare.Workload.Column;
import gulliver.benchmarks.compare.Workload.Target;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** How contenders stand to each other in one figure of a workload. */
record Standing(Results results, Workload workload, Column column) {
  /** Less apart than this is no difference. */
  static final double NOISE = 0.05;

  /** The contender with the best median among some. */
  Optional<String> best(Predicate<Contender> some) {
    Comparator<String> byMedian = Comparator.comparingDouble(name -> median(name).orElseThrow());
    return workload.contenders.stream()
        .filter(some)
        .map(Contender::name)
        .filter(name -> median(name).isPresent())
        .min(column.lessIsBetter() ? byMedian : byMedian.reversed());
  }

  Optional<String> best(Family family) {
    return best(c -> c.family() == family);
  }

  OptionalDouble median(String name) {
    return results.median(workload.name, name, column.key());
  }

  /** The median of the ratios within a round. */
  OptionalDouble ratio(String name, String other) {
    return results.ratio(workload.name, name, other, column.key());
  }

  /** A ratio turned so that more is better; NaN if there is none. */
  double advantage(String name, String other) {
    double ratio = ratio(name, other).orElse(Double.NaN);
    return column.lessIsBetter() ? 1 / ratio : ratio;
  }

  /**
   * How a target stands.
   *
   * @param row whose figure it is
   * @param against whose it was divided by; empty for nobody's
   * @param value the ratio, or the figure itself
   * @param holds whether it is what it must be
   */
  record Verdict(String row, String against, double value, boolean holds) {}

  /** How a target of this column stands; empty if it was not measured. */
  Optional<Verdict> verdict(Target target) {
    Optional<String> row =
        target.row().equals(Target.BEST_GULLIVER)
            ? best(Family.GULLIVER)
            : Optional.of(target.row());
    Optional<String> against =
        switch (target.against()) {
          case Target.BEST_JAVA -> best(Family.JAVA);
          case Target.NETTY -> best(c -> c.name().startsWith("netty-"));
          default -> Optional.of(target.against());
        };
    if (row.isEmpty() || against.isEmpty()) {
      return Optional.empty();
    }
    OptionalDouble value =
        against.get().equals(Target.ABSOLUTE)
            ? OptionalDouble.of(median(row.get()).orElse(Double.NaN) * column.scale())
            : ratio(row.get(), against.get());
    if (value.isEmpty() || Double.isNaN(value.getAsDouble())) {
      return Optional.empty();
    }
    double is = value.getAsDouble();
    double bound = Double.isNaN(target.must()) ? target.feat() : target.must();
    boolean holds = column.lessIsBetter() ? is <= bound : is >= bound;
    return Optional.of(new Verdict(row.get(), against.get(), is, holds));
  }
}
