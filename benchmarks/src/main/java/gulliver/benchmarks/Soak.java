package gulliver.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Long and large runs, each in a JVM of its own: {@code Soak NAME} at full size, {@code Soak NAME
 * --quick} in a second or two. Prints what it measures with the bound it must meet; exits with 1 if
 * one is missed. {@code benchmarks/soak.sh} runs them all.
 */
public final class Soak {
  /** One kind of run. */
  private enum Run {
    CONNECTIONS("9,000 connections at once, on the echo server of the README") {
      @Override
      void run(Report report, boolean quick) throws Exception {
        Connections.exchange(report, quick ? 300 : 9_000, quick ? 3 : 20);
      }
    },
    IDLE("9,000 idle connections for 10 seconds") {
      @Override
      void run(Report report, boolean quick) throws Exception {
        Connections.idle(report, quick ? 300 : 9_000, quick ? 1 : 10);
      }
    },
    CYCLES("1,000,000 times connect, exchange, close") {
      @Override
      void run(Report report, boolean quick) throws Exception {
        Cycles.run(report, quick ? 4_000 : 1_000_000);
      }
    },
    RACE("100,000 sockets closed while other threads use them") {
      @Override
      void run(Report report, boolean quick) throws Exception {
        CloseRace.run(report, quick ? 500 : 100_000);
      }
    },
    STREAM("8 GiB through one connection") {
      @Override
      void run(Report report, boolean quick) throws Exception {
        Stream.run(report, quick ? 64L << 20 : 8L << 30);
      }
    },
    WAKES("1,000 blocked virtual threads on one carrier") {
      @Override
      void run(Report report, boolean quick) throws Exception {
        Wakes.run(report, quick ? 200 : 1_000);
      }
    },
    POLLER("an event among 10 and among 15,000 descriptors") {
      @Override
      void run(Report report, boolean quick) throws Exception {
        PollerScale.run(report, quick ? 500 : 15_000, quick ? 20_000 : 1_000_000);
      }
    };

    final String title;

    Run(String title) {
      this.title = title;
    }

    abstract void run(Report report, boolean quick) throws Exception;
  }

  private Soak() {}

  /**
   * Runs what the arguments name.
   *
   * @param arguments one of {@code connections, idle, cycles, race, stream, wakes, poller}, and
   *     perhaps {@code --quick}; {@code client …} is the second process of the first two
   */
  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    boolean quick = words.remove("--quick");
    if (words.size() > 1 && words.getFirst().equals("client")) {
      EchoClients.main(words.subList(1, words.size()));
      return;
    }
    for (Run run : Run.values()) {
      if (words.equals(List.of(run.name().toLowerCase(Locale.ROOT)))) {
        System.exit(measure(run, quick) ? 0 : 1);
      }
    }
    System.err.println("Soak connections|idle|cycles|race|stream|wakes|poller [--quick]");
    System.exit(2);
  }

  private static boolean measure(Run run, boolean quick) throws Exception {
    Report report = new Report();
    report.title(run.title + (quick ? " (quick: a small part of it)" : ""));
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> report.failed(thread, e));
    long start = System.nanoTime();
    run.run(report, quick);
    report.fact("time", "%.1f s".formatted((System.nanoTime() - start) / 1e9));
    return report.held();
  }
}
