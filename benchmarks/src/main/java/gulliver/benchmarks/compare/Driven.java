package gulliver.benchmarks.compare;

import gulliver.benchmarks.compare.Workload.Trial;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contender's process, the one that keeps it busy (which is the same where a contender is both
 * ends), and perhaps one more beside them that wants to compute. Closes them all.
 *
 * <p>Figures: {@code rate} in operations a second; {@code cpu}, microseconds an operation that the
 * contender's process has used, user and system, all threads; {@code driver}, the same of the
 * driver's; {@code elsewhere}, how many processors the rest of the machine has used meanwhile;
 * {@code beside}, how many of them the process beside has got.
 */
final class Driven implements Trial {
  private final Conditions conditions;
  private final Party contender;
  private final Party driver;
  private final @Nullable Party beside;

  Driven(Conditions conditions, Party contender, Party driver, @Nullable Party beside)
      throws IOException {
    this(conditions, contender, driver, beside, false);
  }

  /** With many connections, or not. */
  Driven(Conditions conditions, Party contender, Party driver, @Nullable Party beside, boolean many)
      throws IOException {
    this.conditions = conditions;
    this.contender = contender;
    this.driver = driver;
    this.beside = beside;
    try {
      if (beside != null) {
        beside.open();
      }
      warmUp(conditions, contender, driver, many);
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  /**
   * Works until that is steady, each time on fresh connections. With many of them a slice is
   * longer, so that each has its turns, and it takes more of them.
   */
  static void warmUp(Conditions conditions, Party contender, Party driver, boolean many)
      throws IOException {
    WarmUp.until(
        conditions.warmUp() / (many ? 2 : 4),
        conditions.warmUp() * (many ? 5 : 2),
        millis -> {
          driver.open();
          long before = contender.cpu();
          driver.go(millis);
          long operations = driver.done().operations();
          long cpu = contender.cpu() - before;
          driver.shut();
          return (double) cpu / Math.max(1, operations);
        });
  }

  @Override
  public Map<String, Double> round() throws IOException {
    driver.open();
    driver.go(conditions.leadIn());
    driver.done();
    List<Party> parties =
        beside == null ? List.of(contender, driver) : List.of(contender, driver, beside);
    long machine = Cpu.machine();
    long[] cpu = cpu(parties);
    long start = System.nanoTime();
    if (beside != null) {
      beside.go(conditions.window());
    }
    driver.go(conditions.window());
    Party.Done done = driver.done();
    if (beside != null) {
      beside.done();
    }
    double nanos = System.nanoTime() - start;
    long[] after = cpu(parties);
    double others = Cpu.machine() - machine;
    driver.shut();
    if (done.operations() == 0) {
      throw new IOException("nothing was done within " + done.nanos() + " ns");
    }
    for (int i = 0; i < cpu.length; i++) {
      cpu[i] = after[i] - cpu[i];
      others -= i == 1 && driver == contender ? 0 : cpu[i];
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("rate", done.rate());
    figures.put("cpu", cpu[0] / 1e3 / done.operations());
    figures.put("driver", cpu[1] / 1e3 / done.operations());
    figures.put("elsewhere", others / nanos);
    if (beside != null) {
      figures.put("beside", cpu[2] / nanos);
    }
    figures.putAll(done.more());
    return figures;
  }

  private static long[] cpu(List<Party> parties) throws IOException {
    long[] nanos = new long[parties.size()];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = parties.get(i).cpu();
    }
    return nanos;
  }

  @Override
  public void close() {
    if (beside != null) {
      beside.close();
    }
    driver.close(); // before the server, whose connections it closes
    contender.close();
  }
}
