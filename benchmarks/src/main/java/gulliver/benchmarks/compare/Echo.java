package gulliver.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages that are sent back, on one connection or many: rtt, unix, conc, paced and loaded. Their
 * C side is {@code echo.c}.
 */
final class Echo extends Workload {
  /** Who is at the other end. */
  enum Clients {
    /** The contender itself, in the same process. */
    OWN("both ends"),
    /** C, with calls that wait, a thread a connection. */
    BLOCKING("server only"),
    /** C, with epoll, in one thread. */
    LOOP("server only"),
    /** C, with epoll, at a fixed rate. */
    PACED("server only"),
    /** C, with epoll, beside four threads that compute. */
    LOADED("server only");

    final String ends;

    Clients(String ends) {
      this.ends = ends;
    }
  }

  private static final int RATE = 5_000;
  private static final int BUSY_THREADS = 4;

  private static final List<String> ONE =
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
          "c-epoll",
          "c-spin");

  private static final List<String> CROWD =
      without(without(without(ONE, "c-spin"), "nio-"), "net-pt");
  private static final List<String> CARRIERS = with(with(CROWD, "gulliver-vt1"), "net-vt1");
  private static final List<String> FEW = without(CROWD, "netty-uring");

  private static final Column RATE_COLUMN = new Column("rate", "round trips/s", false, 0);
  private static final Column CPU = new Column("cpu", "CPU µs each", true, 2);
  private static final List<Column> BUSY = List.of(RATE_COLUMN, CPU);
  private static final List<Column> PACED =
      List.of(CPU, new Column("p50", "median µs", true, 0), new Column("p99", "99 % µs", true, 0));
  private static final List<Column> LOADED =
      List.of(RATE_COLUMN, CPU, new Column("beside", "processors left to others", false, 2));

  private final String family;
  private final int connections;
  private final int size;
  private final Clients clients;

  private Echo(
      String name,
      String family,
      int connections,
      int size,
      Clients clients,
      List<String> contenders,
      Target... targets) {
    super(
        name,
        title(family, connections, size, clients),
        contenders,
        switch (clients) {
          case OWN, BLOCKING, LOOP -> BUSY;
          case PACED -> PACED;
          case LOADED -> LOADED;
        },
        targets);
    this.family = family;
    this.connections = connections;
    this.size = size;
    this.clients = clients;
  }

  private static String title(String family, int connections, int size, Clients clients) {
    String on = connections == 1 ? "one connection" : "%,d connections".formatted(connections);
    String how =
        switch (clients) {
          case OWN -> ", both ends the contender's";
          case BLOCKING -> ", server only, the client blocking C";
          case LOOP -> ", server only, the clients C with epoll";
          case PACED -> ", server only, %,d requests/s in all".formatted(RATE);
          case LOADED -> ", server only, four busy threads beside it";
        };
    return "Echo of %s, %s%s%s"
        .formatted(
            size < 1024 ? size + " B" : size / 1024 + " KiB",
            on,
            family.equals("unix") ? " (UNIX)" : "",
            how);
  }

  static List<Workload> all() {
    List<String> unix = without(ONE, "net-");
    return List.of(
        new Echo("rtt64", "tcp", 1, 64, Clients.OWN, with(ONE, "c-solo"), bothEnds(3, 1.8, 5, 2.5)),
        new Echo(
            "rtt4k", "tcp", 1, 4096, Clients.OWN, with(ONE, "c-solo"), bothEnds(3, 1.8, 5, 2.5)),
        new Echo("rtt64-server", "tcp", 1, 64, Clients.BLOCKING, ONE, serverOnly()),
        new Echo("rtt4k-server", "tcp", 1, 4096, Clients.BLOCKING, ONE, serverOnly()),
        new Echo(
            "unix64", "unix", 1, 64, Clients.OWN, with(unix, "c-solo"), bothEnds(4, 4.5, 6, 6)),
        new Echo(
            "unix4k", "unix", 1, 4096, Clients.OWN, with(unix, "c-solo"), bothEnds(4, 4.5, 6, 6)),
        new Echo("unix64-server", "unix", 1, 64, Clients.BLOCKING, unix, serverOnly()),
        new Echo("conc64", "tcp", 64, 64, Clients.OWN, CROWD, busy()),
        new Echo("conc1000", "tcp", 1000, 64, Clients.OWN, CROWD, busy()),
        new Echo("conc64-server", "tcp", 64, 64, Clients.LOOP, CARRIERS, busy()),
        new Echo("conc1000-server", "tcp", 1000, 64, Clients.LOOP, CROWD, busy()),
        new Echo(
            "paced64",
            "tcp",
            64,
            64,
            Clients.PACED,
            CROWD,
            new Target("gulliver-vt", "cpu", "net-vt", 0.85, 0.6),
            new Target("gulliver-poller", "cpu", "c-epoll", 1.25, 1)),
        new Echo("paced1000", "tcp", 1000, 64, Clients.PACED, FEW),
        new Echo("loaded64", "tcp", 64, 64, Clients.LOADED, FEW),
        new Echo("loaded1000", "tcp", 1000, 64, Clients.LOADED, FEW));
  }

  private static Target[] bothEnds(double c, double java, double featC, double featJava) {
    return new Target[] {
      new Target(Target.BEST_GULLIVER, "rate", "c", c, featC),
      new Target(Target.BEST_GULLIVER, "rate", Target.BEST_JAVA, java, featJava),
      new Target(Target.BEST_GULLIVER, "cpu", "c", 1),
      new Target(Target.BEST_GULLIVER, "cpu", Target.BEST_JAVA, 1)
    };
  }

  private static Target[] serverOnly() {
    return new Target[] {
      new Target(Target.BEST_GULLIVER, "rate", "c", 2, 2.5),
      new Target(Target.BEST_GULLIVER, "rate", Target.BEST_JAVA, 1.25, 1.8)
    };
  }

  private static Target[] busy() {
    return new Target[] {
      new Target("gulliver-vt", "cpu", "net-vt", 0.75),
      new Target("gulliver-vt", "cpu", Target.NETTY, 1.25, 1),
      new Target("gulliver-poller", "cpu", "c-epoll", 1.2, 1.05),
      new Target("gulliver-poller", "cpu", Target.NETTY, 1)
    };
  }

  private static List<String> with(List<String> names, String more) {
    List<String> all = new ArrayList<>(names);
    all.add(more);
    return all;
  }

  private static List<String> without(List<String> names, String prefix) {
    return names.stream().filter(name -> !name.startsWith(prefix)).toList();
  }

  @Override
  boolean needsC() {
    return clients != Clients.OWN;
  }

  @Override
  Trial start(Contender contender, Conditions conditions) throws IOException {
    Path scratch = conditions.scratch();
    String where =
        family.equals("tcp") ? "tcp" : "unix:" + scratch.resolve(name + "-" + contender + ".sock");
    String count = String.valueOf(connections);
    String bytes = String.valueOf(size);
    if (clients == Clients.OWN) {
      List<String> words = List.of("pingpong", where, count, bytes);
      Party party = conditions.party(contender, "echo", words);
      return new Driven(conditions, party, party, null, connections > 1);
    }
    Party server = conditions.party(contender, "echo", List.of("serve", where));
    List<Party> others = new ArrayList<>();
    try {
      if (clients == Clients.PACED) {
        List<String> hasty = driver(conditions, Clients.LOOP, server.address, count, bytes);
        try (Party driver = conditions.party("hasty", hasty)) {
          Driven.warmUp(conditions, server, driver, connections > 1);
        }
      }
      others.add(
          conditions.party("driver", driver(conditions, clients, server.address, count, bytes)));
      if (clients == Clients.LOADED) {
        String burn = conditions.programs().c("burn").toString();
        others.add(conditions.party("burn", List.of(burn, String.valueOf(BUSY_THREADS))));
      }
      return new Driven(
          clients == Clients.PACED ? conditions.withWindow(2 * conditions.window()) : conditions,
          server,
          others.getFirst(),
          others.size() == 2 ? others.getLast() : null,
          connections > 1);
    } catch (Throwable e) {
      others.forEach(Party::close);
      server.close();
      throw e;
    }
  }

  private static List<String> driver(Conditions conditions, Clients clients, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addFirst(clients == Clients.PACED ? "paced" : "clients");
    if (clients == Clients.PACED) {
      all.add(String.valueOf(RATE));
    }
    return Contender.named(clients == Clients.BLOCKING ? "c" : "c-epoll")
        .command(conditions.programs(), "echo", all);
  }
}
