package gulliver.benchmarks.peer;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process of the comparison, in Java: {@code PeerMain PEER ACTION ARGUMENT…}. It says {@code
 * ready [ADDRESS]}, and does as the lines of its standard input say until that ends; the same as
 * the C programs' {@code common.h}:
 *
 * <ul>
 *   <li>{@code open}: makes connections and threads; answers {@code opened}
 *   <li>{@code go MILLIS}: works for that time; answers {@code done OPERATIONS NANOS [KEY=VALUE…]}
 *   <li>{@code close}: closes what {@code open} made; answers {@code closed}
 * </ul>
 *
 * What fails, in whatever thread, is a line {@code failed REASON} and the end of the process.
 */
public final class PeerMain {
  private PeerMain() {}

  /** How {@code open} gets its work. */
  private interface Opener {
    Peer.Worker open() throws Exception;
  }

  /**
   * Starts a peer.
   *
   * @param arguments {@code PEER serve WHERE}, {@code PEER idle WHERE}, {@code PEER accepts WHERE},
   *     {@code PEER web WHERE TEXT}, {@code PEER clients WHERE CONNECTIONS SIZE} or {@code PEER
   *     pingpong WHERE CONNECTIONS SIZE}
   */
  public static void main(String[] arguments) {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> failed(e));
    try {
      run(List.of(arguments));
    } catch (Throwable e) {
      failed(e);
    }
    System.exit(0);
  }

  private static void run(List<String> words) throws Exception {
    Peer peer = Peers.named(words.get(0));
    List<String> rest = words.subList(2, words.size());
    switch (words.get(1)) {
      case "serve" -> {
        Peer.Server server = peer.serve(Where.of(rest.get(0)));
        serving(server);
      }
      case "idle" -> {
        Peer.Server server = peer.idle(Where.of(rest.get(0)));
        say("ready " + server.where());
        commands(Garbage::new);
      }
      case "accepts" -> serving(peer.accepts(Where.of(rest.get(0))));
      case "web" -> serving(peer.web(Where.of(rest.get(0)), rest.get(1)));
      case "clients" -> {
        say("ready");
        commands(() -> connect(peer, Where.of(rest.get(0)), rest));
      }
      case "pingpong" -> {
        Peer.Server server = peer.serve(Where.of(rest.get(0)));
        say("ready " + server.where());
        commands(() -> connect(peer, server.where(), rest));
      }
      case "pump" -> {
        say("ready");
        commands(() -> peer.pump(Where.of(rest.get(0)), Integer.parseInt(rest.get(1))));
      }
      case "datagrams" -> {
        say("ready");
        commands(() -> peer.datagrams(Integer.parseInt(rest.get(0))));
      }
      case "loop" -> {
        say("ready");
        commands(() -> peer.loop(Integer.parseInt(rest.get(0))));
      }
      default -> throw new IllegalArgumentException("no action " + words.get(1));
    }
  }

  private static void serving(Peer.Server server) throws Exception {
    say("ready " + server.where());
    commands(() -> {
      throw new IllegalStateException("a server is not opened");
    });
  }

  private static Peer.Worker connect(Peer peer, Where where, List<String> rest) throws Exception {
    return peer.connect(where, Integer.parseInt(rest.get(1)), Integer.parseInt(rest.get(2)));
  }

  private static void commands(Opener opener) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Peer.@Nullable Worker worker = null;
    for (String line; (line = lines.readLine()) != null; ) {
      if (line.equals("open")) {
        worker = opener.open();
        say("opened");
      } else if (worker != null && line.startsWith("go ")) {
        say("done " + worker.go(Long.parseLong(line.substring(3))));
      } else if (worker != null && line.equals("close")) {
        worker.close();
        worker = null;
        say("closed");
      } else {
        throw new IllegalArgumentException("not now, or unknown: " + line);
      }
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Work for a server whose memory is to be read: what nobody needs any more goes. */
  private static final class Garbage implements Peer.Worker {
    @Override
    public Count go(long millis) {
      long start = System.nanoTime();
      System.gc();
      Runtime heap = Runtime.getRuntime();
      long used = heap.totalMemory() - heap.freeMemory();
      return new Count(1, System.nanoTime() - start, "heap=" + used);
    }

    @Override
    public void close() {}
  }

  /** Ends the process at once: what is measured after a failure is worth nothing. */
  static void failed(Throwable e) {
    e.printStackTrace();
    say("failed " + String.valueOf(e).lines().findFirst().orElse(""));
    Runtime.getRuntime().halt(1);
  }
}
