package gulliver.benchmarks.compare;

import java.io.IOException;
import java.util.List;

/**
 * Datagrams, both ends the contender's. Their C side is {@code udp.c}. How many are lost on the way
 * ({@code lost}) is among the raw results: with a thread at each end the sender goes as fast as it
 * can, and what it sends in vain is in the CPU time of those that come.
 */
final class Udp extends Workload {
  private static final List<String> TWO =
      List.of(
          "gulliver-pt",
          "gulliver-vt",
          "gulliver-batch",
          "net-pt",
          "net-vt",
          "nio-pt",
          "netty-epoll",
          "netty-uring",
          "netty-gso",
          "c",
          "c-mmsg",
          "c-gso");

  private static final List<String> ONE =
      List.of("gulliver-pt", "gulliver-batch", "net-pt", "nio-pt", "c", "c-mmsg", "c-gso");

  /** Said of short ones: of long ones fewer fit together. */
  private static final String SEGMENTS =
      "; whoever uses UDP_SEGMENT puts 128 together, as this kernel takes";

  private static final Column RATE = new Column("rate", "datagrams received/s", false, 0);
  private static final Column CPU = new Column("cpu", "CPU µs each", true, 3);

  private final String action;
  private final int size;

  private Udp(String name, String action, int size, Target... targets) {
    super(
        name,
        "Datagrams of %,d B, %s%s"
            .formatted(
                size,
                action.equals("loop")
                    ? "one thread that sends some and receives them"
                    : "a thread at each end, as fast as they can",
                size < 1_000 ? SEGMENTS : ""),
        action.equals("loop") ? ONE : TWO,
        action.equals("loop") ? List.of(CPU, RATE) : List.of(RATE, CPU),
        targets);
    this.action = action;
    this.size = size;
  }

  static List<Workload> all() {
    return List.of(
        new Udp(
            "udp64",
            "datagrams",
            64,
            new Target("gulliver-batch", "rate", "c-gso", 0.9, 1),
            new Target("gulliver-batch", "rate", "netty-gso", 2, 4),
            new Target("gulliver-batch", "rate", "nio-pt", 45)),
        new Udp(
            "udp1400", "datagrams", 1400, new Target("gulliver-batch", "rate", "c-gso", 0.9, 1)),
        new Udp("udp64-solo", "loop", 64, oneByOne()),
        new Udp("udp1400-solo", "loop", 1400, oneByOne()));
  }

  private static Target[] oneByOne() {
    return new Target[] {
      new Target("gulliver-pt", "cpu", "c", 1.1),
      new Target("gulliver-pt", "cpu", "nio-pt", 0.9),
      new Target("gulliver-batch", "cpu", "c-gso", 1.1)
    };
  }

  @Override
  Trial start(Contender contender, Conditions conditions) throws IOException {
    Party party = conditions.party(contender, "udp", List.of(action, String.valueOf(size)));
    return new Driven(conditions, party, party, null);
  }
}
