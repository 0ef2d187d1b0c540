package gulliver.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

/** All workloads, in the order of the report. */
final class Workloads {
  private Workloads() {}

  static List<Workload> all() {
    List<Workload> all = new ArrayList<>(Echo.all());
    all.addAll(Streams.all());
    all.addAll(Udp.all());
    all.addAll(Accept.all());
    all.addAll(Idle.all());
    all.addAll(Http.all());
    all.addAll(StartUp.all());
    return all;
  }

  /** What {@code quick} runs when it is told nothing more: a little of each kind. */
  static final List<String> QUICK =
      List.of("rtt64", "unix64", "conc64-server", "paced64", "stream1m", "udp64");

  /** Who takes part then. */
  static final List<String> QUICK_CONTENDERS =
      List.of(
          "gulliver-pt",
          "gulliver-vt",
          "gulliver-poller",
          "gulliver-batch",
          "net-vt",
          "nio-sel",
          "netty-epoll",
          "netty-gso",
          "c",
          "c-epoll",
          "c-gso");

  /** Those that a word names: one, or all whose names begin with it. */
  static List<Workload> named(String word) {
    List<Workload> one = all().stream().filter(w -> w.name.equals(word)).toList();
    List<Workload> some =
        one.isEmpty() ? all().stream().filter(w -> w.name.startsWith(word)).toList() : one;
    if (some.isEmpty()) {
      throw new IllegalArgumentException(
          "no workload " + word + "; there are " + all().stream().map(w -> w.name).toList());
    }
    return some;
  }
}
