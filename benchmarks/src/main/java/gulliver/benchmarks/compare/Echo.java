package gulliver.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  private static final List<String> MANY = without(ONE, "c-spin");

  private static final Column RATE_COLUMN = new Column("rate", "round trips/s", false, "%,.0f");
  private static final Column CPU = new Column("cpu", "CPU µs each", true, "%.2f");
  private static final List<Column> BUSY = List.of(RATE_COLUMN, CPU);
  private static final List<Column> PACED =
      List.of(
          CPU,
          new Column("p50", "median µs", true, "%.0f"),
          new Column("p99", "99 % µs", true, "%.0f"));
  private static final List<Column> LOADED =
      List.of(RATE_COLUMN, CPU, new Column("beside", "processors left to others", false, "%.2f"));

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
    return List.of(
        new Echo("rtt64", "tcp", 1, 64, Clients.OWN, with(ONE, "c-solo")),
        new Echo("rtt4k", "tcp", 1, 4096, Clients.OWN, with(ONE, "c-solo")),
        new Echo("rtt64-server", "tcp", 1, 64, Clients.BLOCKING, ONE),
        new Echo("rtt4k-server", "tcp", 1, 4096, Clients.BLOCKING, ONE),
        new Echo("unix64", "unix", 1, 64, Clients.OWN, without(with(ONE, "c-solo"), "net-")),
        new Echo("unix4k", "unix", 1, 4096, Clients.OWN, without(with(ONE, "c-solo"), "net-")),
        new Echo("unix64-server", "unix", 1, 64, Clients.BLOCKING, without(ONE, "net-")),
        new Echo("conc64", "tcp", 64, 64, Clients.OWN, MANY),
        new Echo("conc1000", "tcp", 1000, 64, Clients.OWN, MANY),
        new Echo("conc64-server", "tcp", 64, 64, Clients.LOOP, MANY),
        new Echo("conc1000-server", "tcp", 1000, 64, Clients.LOOP, MANY),
        new Echo("paced64", "tcp", 64, 64, Clients.PACED, MANY),
        new Echo("paced1000", "tcp", 1000, 64, Clients.PACED, MANY),
        new Echo("loaded64", "tcp", 64, 64, Clients.LOADED, MANY),
        new Echo("loaded1000", "tcp", 1000, 64, Clients.LOADED, MANY));
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
    String where = family.equals("tcp") ? "tcp" : "unix:" + scratch.resolve(contender + ".sock");
    String count = String.valueOf(connections);
    String bytes = String.valueOf(size);
    if (clients == Clients.OWN) {
      Party party = party(contender, conditions, "", List.of("pingpong", where, count, bytes));
      return new Driven(conditions, party, party, null);
    }
    Party server = party(contender, conditions, "", List.of("serve", where));
    Party driver = null;
    try {
      driver =
          switch (clients) {
            case BLOCKING -> c(conditions, "c", "clients", server.address, count, bytes);
            case LOOP, LOADED -> c(conditions, "c-epoll", "clients", server.address, count, bytes);
            case PACED ->
                c(
                    conditions,
                    "c-epoll",
                    "paced",
                    server.address,
                    count,
                    bytes,
                    String.valueOf(RATE));
            case OWN -> throw new AssertionError(clients);
          };
      Party beside =
          clients == Clients.LOADED
              ? new Party(
                  List.of(conditions.programs().c("burn").toString(), "4"),
                  scratch.resolve("burn.err"))
              : null;
      return new Driven(conditions, server, driver, beside);
    } catch (Throwable e) {
      close(driver);
      server.close();
      throw e;
    }
  }

  private static void close(@Nullable Party party) {
    if (party != null) {
      party.close();
    }
  }

  private static Party c(Conditions conditions, String contender, String... words)
      throws IOException {
    return party(Contender.named(contender), conditions, "driver-", List.of(words));
  }

  private static Party party(
      Contender contender, Conditions conditions, String role, List<String> words)
      throws IOException {
    return new Party(
        contender.command(conditions.programs(), "echo", words),
        conditions.scratch().resolve(role + contender + ".err"));
  }
}
