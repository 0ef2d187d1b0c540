package gulliver.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * 9,000 connections on each of which a message of 64 bytes has been echoed and no more comes: what
 * they hold of a server's memory, and what it does meanwhile. The clients are {@code echo.c}.
 *
 * <p>Each round has a server of its own, warmed up. Its resident memory is read before the
 * connections and while they are idle, each time after the JVM has collected its garbage. It also
 * says how much of its heap is in use then: resident is more, for a collector keeps free memory at
 * hand. What the kernel holds for sockets does not count. Nor does the time of the collector's
 * threads: G1's go on ticking for a while because they have been asked to collect.
 */
final class Idle extends Workload {
  private static final int CONNECTIONS = 9_000;
  private static final int WARMING = 100;

  /** How often new ones come before, for each begins in code that runs once. */
  private static final int GENERATIONS = 10;

  private static final int SIZE = 64;

  /** How the names of its threads begin. */
  private static final String COLLECTOR = "G1 ";

  /** Milliseconds for what a server still has to do when the last message has been echoed. */
  private static final int SETTLING = 300;

  /** Milliseconds that are watched, at least. */
  private static final int WATCHED = 1_000;

  private static final List<String> CONTENDERS = List.of("gulliver-vt", "net-vt", "netty-epoll");

  private static final List<Column> COLUMNS =
      List.of(
          new Column("resident", "resident KB each", true, 1e-3, 2),
          new Column("heap", "of the heap KB each", true, 1e-3, 2),
          new Column("cpu", "CPU ms in 10 s, the collector's left out", true, 1));

  private Idle() {
    super(
        "idle",
        "9,000 idle connections, the clients C",
        CONTENDERS,
        COLUMNS,
        new Target("gulliver-vt", "resident", Target.ABSOLUTE, 5, 4),
        new Target("gulliver-vt", "cpu", Target.ABSOLUTE, 10));
  }

  static List<Workload> all() {
    return List.of(new Idle());
  }

  @Override
  boolean needsC() {
    return true;
  }

  @Override
  Trial start(Contender contender, Conditions conditions) {
    return new Watched(contender, conditions);
  }

  private record Watched(Contender contender, Conditions conditions) implements Trial {
    @Override
    public Map<String, Double> round() throws IOException, InterruptedException {
      try (Party server = conditions.party(contender, "echo", List.of("idle", "tcp"))) {
        try (Party few = clients(server, WARMING)) {
          for (int i = 0; i < GENERATIONS; i++) { // what is not compiled yet takes more room
            few.open();
            few.go(conditions.warmUp() / 4);
            few.done();
            few.shut();
          }
        }
        try (Party many = clients(server, CONNECTIONS)) {
          Map<String, Double> before = memory(server);
          many.open();
          many.go(0);
          long echoed = many.done().operations();
          if (echoed != CONNECTIONS) {
            throw new IOException(echoed + " messages were echoed, not " + CONNECTIONS);
          }
          Map<String, Double> figures = memory(server);
          figures.replaceAll((key, after) -> (after - before.getOrDefault(key, 0.0)) / CONNECTIONS);
          figures.putAll(watch(server, many));
          return figures;
        }
      }
    }

    private Party clients(Party server, int connections) throws IOException {
      List<String> words =
          List.of("clients", server.address, String.valueOf(connections), String.valueOf(SIZE));
      return conditions.party(
          "driver", Contender.named("c-epoll").command(conditions.programs(), "echo", words));
    }

    private Map<String, Double> memory(Party server) throws IOException, InterruptedException {
      Thread.sleep(SETTLING);
      Map<String, Double> bytes = new LinkedHashMap<>();
      server.open();
      server.go(0);
      bytes.putAll(server.done().more());
      server.shut();
      Path status = Path.of("/proc/" + server.process().pid() + "/status");
      String line =
          Files.readAllLines(status).stream()
              .filter(l -> l.startsWith("VmRSS:"))
              .findFirst()
              .orElseThrow();
      bytes.put("resident", 1024 * Double.parseDouble(line.replaceAll("\\D", "")));
      return bytes;
    }

    private Map<String, Double> watch(Party server, Party clients)
        throws IOException, InterruptedException {
      Thread.sleep(SETTLING);
      long machine = Cpu.machine();
      long others = clients.cpu();
      long collector = Cpu.nanos(server.process(), COLLECTOR);
      long cpu = server.cpu();
      long start = System.nanoTime();
      Thread.sleep(Math.max(WATCHED, 5 * conditions.window()));
      double nanos = System.nanoTime() - start;
      cpu = server.cpu() - cpu;
      others = clients.cpu() - others + cpu;
      Map<String, Double> figures = new LinkedHashMap<>();
      collector = Cpu.nanos(server.process(), COLLECTOR) - collector;
      figures.put("cpu", (cpu - collector) / nanos * 10_000);
      figures.put("collector", collector / nanos * 10_000);
      figures.put("elsewhere", (Cpu.machine() - machine - others) / nanos);
      return figures;
    }

    @Override
    public void close() {} // a round closes what it has started
  }
}
