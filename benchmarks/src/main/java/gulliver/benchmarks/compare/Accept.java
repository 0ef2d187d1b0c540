package gulliver.benchmarks.compare;

import java.io.IOException;
import java.util.List;

/**
 * Connections that are accepted and closed, by one thread or event loop. The clients are eight
 * threads of {@code accept.c}: each connects, waits for the end, and connects again.
 */
final class Accept extends Workload {
  private static final String CLIENTS = "8";

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
          "c",
          "c-epoll");

  private static final List<Column> COLUMNS =
      List.of(
          new Column("rate", "connections/s", false, 0), new Column("cpu", "CPU µs each", true, 2));

  private Accept() {
    super(
        "accept",
        "Connections accepted and closed, the clients C",
        CONTENDERS,
        COLUMNS,
        new Target("gulliver-pt", "cpu", "c", 1.2),
        new Target("gulliver-pt", "cpu", "net-pt", 0.9),
        new Target("gulliver-vt", "cpu", "net-vt", 0.9));
  }

  static List<Workload> all() {
    return List.of(new Accept());
  }

  @Override
  boolean needsC() {
    return true;
  }

  @Override
  Trial start(Contender contender, Conditions conditions) throws IOException {
    Party server = conditions.party(contender, "accept", List.of("accepts", "tcp"));
    try {
      List<String> clients =
          Contender.named("c")
              .command(
                  conditions.programs(), "accept", List.of("clients", server.address, CLIENTS));
      return new Driven(conditions, server, conditions.party("driver", clients), null);
    } catch (Throwable e) {
      server.close();
      throw e;
    }
  }
}
