package gulliver.benchmarks;

import static gulliver.socket.Sockets.TCP_NODELAY;
import static gulliver.socket.Sockets.address;

import gulliver.protocols.framing.FrameDecoder;
import gulliver.protocols.framing.FrameWriter;
import gulliver.protocols.framing.Framing;
import gulliver.protocols.http.HttpResponse;
import gulliver.protocols.http.HttpServer;
import gulliver.protocols.server.Counters;
import gulliver.protocols.server.Limits;
import gulliver.protocols.server.Server;
import gulliver.protocols.server.ServerConnection;
import gulliver.socket.Address;
import gulliver.socket.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Two servers, an echo of framed messages and a web server, under the load of {@link ServerClients}
 * in a second process: many that do as they should, others that are slow, broken, or vanish. {@code
 * benchmarks/server-soak.sh} runs it.
 *
 * <p>The load comes in rounds. Between them there is no client, and the process is to hold what it
 * held after the first: descriptors, threads, heap. In the last round the servers are stopped under
 * load.
 */
public final class ServerSoak {
  static final Framing FRAMES = Framing.lengthPrefixed(4).limit(1 << 20);
  private static final Duration REQUEST = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final int MORE_THREADS = 4;

  private static final Limits LIMITS =
      Limits.DEFAULT.idle(Duration.ofSeconds(5)).read(REQUEST).write(REQUEST).rate(10_000);

  private ServerSoak() {}

  /**
   * Runs for some time.
   *
   * @param arguments the seconds of a round, and how many rounds
   */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    Report report = new Report();
    report.title("two servers under load, %d rounds of %d s".formatted(rounds, seconds));
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> report.failed(thread, e));
    run(report, seconds, rounds);
    System.exit(report.held() ? 0 : 1);
  }

  private static void run(Report report, int seconds, int rounds) throws Exception {
    Network os = Network.os();
    HttpServer web =
        HttpServer.of(request -> {
          int size = Integer.parseInt(request.path().substring(1));
          return HttpResponse.of(200, ServerClients.text(size));
        });
    Address anywhere = address("127.0.0.1", 0);
    Server.Builder builder =
        Server.on(os)
            .listen(anywhere)
            .limits(LIMITS)
            .grace(GRACE)
            .accepted(socket -> socket.setsockopt(TCP_NODELAY, true));
    try (Server echo = builder.start(ServerSoak::echo);
        Server http = builder.start(web::serve)) {
      List<Server> servers = List.of(echo, http);
      Resources first = null;
      for (int round = 1; round <= rounds; round++) {
        boolean last = round == rounds;
        try (Child clients = clients(servers)) {
          clients.say("run " + seconds * 1000L);
          if (last) {
            os.sleep(Duration.ofMillis(seconds * 500L)); // in the middle of it
            clients.tell("stopping");
            servers.forEach(Server::stop);
          }
          report.equal("round " + round + ", wrong or lost", clients.answer(), "0");
          report.fact("  clients", clients.answer());
        }
        awaitQuiet(report, servers);
        Resources now = Resources.now();
        if (first == null) {
          first = now;
        }
        report.fact("  held", held(now));
        if (last) {
          report.atMost("more platform threads", now.threads() - first.threads(), MORE_THREADS, "");
          end(report, first, servers);
        }
      }
    }
  }

  private static String held(Resources now) {
    return "%d descriptors, %d threads, %.2f MB of heap"
        .formatted(now.descriptors().size(), now.threads(), Resources.megabytes(now.heap()));
  }

  private static Child clients(List<Server> servers) throws IOException {
    List<String> ports =
        servers.stream()
            .map(server -> String.valueOf(((Address.Inet4) server.address()).port()))
            .toList();
    return new Child(
        Child.java(ServerClients.class.getName(), ports), ProcessBuilder.Redirect.INHERIT);
  }

  private static void awaitQuiet(Report report, List<Server> servers) throws InterruptedException {
    Network os = Network.os();
    long deadline = os.deadline(QUIET);
    while (servers.stream().anyMatch(server -> server.counters().active() > 0)) {
      if (os.nanoTime() - deadline > 0) {
        report.failed("a server", new AssertionError("still active: " + servers));
        return;
      }
      os.sleep(Duration.ofMillis(10));
    }
  }

  private static void end(Report report, Resources first, List<Server> servers) throws Exception {
    for (Server server : servers) {
      report.equal("stopped in order", server.join(GRACE), true);
      Counters counters = server.counters();
      report.fact("  counted", counters);
      report.equal("  handlers that failed", counters.failed(), 0L);
      report.equal("  connections that were cut", counters.cut(), 0L);
      report.atLeast("  cut by a limit before", (double) counters.limited(), 1, "");
      report.atLeast("  broken by clients", (double) counters.broken(), 1, "");
      report.equal(
          "  all accounted for",
          counters.completed() + counters.broken() + counters.limited(),
          counters.accepted());
    }
    Resources now = Resources.now();
    report.equal(
        "descriptors left", now.descriptors().size(), first.descriptors().size() - servers.size());
    report.atMost("more heap, MB", Resources.megabytes(now.heap() - first.heap()), 2, "");
  }

  /** Frames come back as they are. */
  private static void echo(ServerConnection connection) throws IOException {
    FrameDecoder decoder = new FrameDecoder(FRAMES);
    FrameWriter out = new FrameWriter(connection, FRAMES);
    connection.idle();
    boolean idle = true;
    while (true) {
      ByteBuffer frame = decoder.next();
      if (frame != null) {
        out.write(frame);
        if (connection.isStopping()) {
          return;
        }
        connection.idle();
        idle = true;
      } else if (connection.recv(decoder.room()) == 0) {
        decoder.end();
        return;
      } else if (idle) {
        connection.busy(REQUEST);
        idle = false;
      }
    }
  }
}
