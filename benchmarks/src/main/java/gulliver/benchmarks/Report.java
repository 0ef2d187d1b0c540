package gulliver.benchmarks;

import java.io.PrintStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Prints what a run measures, and keeps in mind whether a bound was missed. */
final class Report {
  private static final int FAILURES_SHOWN = 5;

  private final PrintStream out = System.out;
  private final AtomicInteger missed = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  void title(String title) {
    out.println(title);
  }

  /** Something worth knowing, without a bound. */
  void fact(String what, Object value) {
    out.printf("  %-38s %s%n", what, value);
  }

  /** A bound from above. */
  void atMost(String what, double value, double limit, String unit) {
    bound(what, number(value) + unit, "at most " + number(limit) + unit, value <= limit);
  }

  /** A bound from below. */
  void atLeast(String what, double value, double limit, String unit) {
    bound(what, number(value) + unit, "at least " + number(limit) + unit, value >= limit);
  }

  /** A value that must be just that. */
  void equal(String what, Object value, Object expected) {
    bound(what, value.toString(), "must be " + expected, Objects.equals(value, expected));
  }

  /** Something that must never happen has happened. */
  void failed(Object where, Throwable e) {
    missed.incrementAndGet();
    if (failures.incrementAndGet() <= FAILURES_SHOWN) {
      synchronized (out) {
        out.println("  FAILED in " + where);
        e.printStackTrace(out);
      }
    }
  }

  boolean held() {
    return missed.get() == 0;
  }

  private void bound(String what, String value, String limit, boolean holds) {
    if (!holds) {
      missed.incrementAndGet();
    }
    out.printf("  %-38s %-24s %-26s %s%n", what, value, limit, holds ? "ok" : "VIOLATED");
  }

  private static String number(double value) {
    return value == Math.rint(value) ? "%,.0f".formatted(value) : "%,.2f".formatted(value);
  }
}
