package gulliver.benchmarks.compare;

import java.io.IOException;
import java.util.List;

/** Datagrams, both ends the contender's. Their C side is {@code udp.c}. */
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

  private static final Column RATE = new Column("rate", "datagrams received/s", false, 0);
  private static final Column CPU = new Column("cpu", "CPU µs each", true, 3);

  private final String action;
  private final int size;

  private Udp(String name, String action, int size, Target... targets) {
    super(
        name,
        "Datagrams of %,d B, %s"
            .formatted(
                size,
                action.equals("loop")
                    ? "one thread that sends some and receives them"
                    : "a thread at each end, as fast as they can"),
        action.equals("loop") ? ONE : TWO,
        action.equals("loop")
            ? List.of(CPU, RATE)
            : List.of(RATE, CPU, new Column("lost", "% lost", true, 100, 1)),
        targets);
    this.action = action;
    this.size = size;
  }

  static List<Workload> all() {
    return List.of(
        new Udp("udp64", "datagrams", 64),
        new Udp("udp1400", "datagrams", 1400),
        new Udp("udp64-solo", "loop", 64),
        new Udp("udp1400-solo", "loop", 1400));
  }

  @Override
  Trial start(Contender contender, Conditions conditions) throws IOException {
    Party party = conditions.party(contender, "udp", List.of(action, String.valueOf(size)));
    return new Driven(conditions, party, party, null);
  }
}
