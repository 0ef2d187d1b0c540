package gulliver.benchmarks.compare;

import java.io.IOException;
import java.util.List;

/**
 * Bytes one way over one connection, both ends the contender's. Their C side is {@code stream.c}.
 */
final class Streams extends Workload {
  private static final List<String> CONTENDERS =
      List.of(
          "gulliver-pt",
          "gulliver-vt",
          "gulliver-poller",
          "net-pt",
          "net-vt",
          "nio-pt",
          "nio-sel",
          "netty-epoll",
          "netty-uring",
          "c",
          "c-sched");

  private static final List<Column> COLUMNS =
      List.of(
          new Column("rate", "GB/s", false, 1e-9, 2),
          new Column("cpu", "CPU ns a byte", true, 1e3, 3));

  private final int size;

  private Streams(String name, String writes, int size, Target... targets) {
    super(
        name,
        "Stream in writes of " + writes + ", both ends the contender's",
        CONTENDERS,
        COLUMNS,
        targets);
    this.size = size;
  }

  static List<Workload> all() {
    return List.of(
        new Streams(
            "stream64k", "64 KiB", 65_536, new Target(Target.BEST_GULLIVER, "rate", "c", 0.9)),
        new Streams(
            "stream1m",
            "1 MiB",
            1 << 20,
            new Target("gulliver-pt", "rate", "c", 1.9, 2.2),
            new Target("gulliver-pt", "rate", Target.BEST_JAVA, 1.9, 2.2),
            new Target("gulliver-vt", "rate", "c", 1, 1.8),
            new Target("gulliver-vt", "rate", Target.BEST_JAVA, 1, 1.8)));
  }

  @Override
  Trial start(Contender contender, Conditions conditions) throws IOException {
    List<String> words = List.of("pump", "tcp", String.valueOf(size));
    Party party = conditions.party(contender, "stream", words);
    return new Driven(conditions, party, party, null);
  }
}
