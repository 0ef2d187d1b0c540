package gulliver.conformance;

import static gulliver.conformance.ChildJvm.row;
import static gulliver.socket.Sockets.IPV6_V6ONLY;
import static gulliver.socket.Sockets.address;

import gulliver.socket.Call;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.SocketSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM whose names lead to addresses that answer, that refuse, and whose packets the
 * kernel's firewall drops. It runs once; {@code OsHappyEyeballsTest} looks its rows up.
 */
final class OwnHoles {
  private static final String SET_UP =
      """
      ip link set lo up
      ip addr add 2001:db8::1/128 dev lo nodad
      ip addr add 2001:db8::bad/128 dev lo nodad
      mount -t tmpfs none /mnt
      cat >/mnt/hosts <<'END'
      127.0.0.1 localhost
      2001:db8::1 both
      127.0.0.1 both hole
      2001:db8::bad hole holes
      127.0.0.66 holes
      127.0.0.67 holes
      END
      echo 'hosts: files' >/mnt/nsswitch.conf
      for file in hosts nsswitch.conf; do mount --bind /mnt/$file /etc/$file; done
      nft add table inet holes
      nft add chain inet holes four '{ type filter hook input priority 0; }'
      nft add chain inet holes six '{ type filter hook input priority 1; }'
      nft add rule inet holes four ip daddr 127.0.0.66/31 drop
      nft add rule inet holes six ip6 daddr 2001:db8::bad drop
      exec "$@"
      """;

  private static final ChildJvm.Isolated CHILD =
      new ChildJvm.Isolated(OwnHoles.class, SET_UP, "mount", "nft");

  private static final int PORT = 7000;
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Duration USUAL = Network.CONNECTION_ATTEMPT_DELAY;

  private OwnHoles() {}

  /** What the child came to. */
  static String outcome(String row) throws IOException, InterruptedException {
    return CHILD.outcome(row);
  }

  /** The child. */
  public static void main(String[] arguments) throws Exception {
    Network os = Network.os();
    Socket four = os.createServer(address("0.0.0.0", PORT));
    Socket six = os.createServer(address("::", PORT), 9, s -> s.setsockopt(IPV6_V6ONLY, true));
    connect("both", null, A_DAY);
    String before = descriptors();
    connect("hole", null, USUAL);
    connect("holes", Duration.ofSeconds(2), USUAL);
    interrupted();
    late();
    row("left.descriptors", () -> descriptors().equals(before));
    row("left.connecting", OwnHoles::connecting);
    six.close();
    four.close();
    connect("both.refused", null, A_DAY);
  }

  /** The names of a connection's two rows: what it came to, and which addresses it tried. */
  private static void connect(String row, @Nullable Duration timeout, Duration delay) {
    List<Call> calls = new CopyOnWriteArrayList<>();
    String name = row.replaceFirst("\\..*", "");
    row(row, () -> outcome(calls, name, timeout, delay));
    List<Call> tried = new ArrayList<>(calls);
    tried.sort(Comparator.comparingLong(Call::start));
    row(
        row + ".tried",
        () ->
            tried.stream()
                .map(call -> call.arguments().getFirst() + " " + call.errno())
                .collect(Collectors.joining(", ")));
    row(
        row + ".waited",
        () -> tried.getLast().start() - tried.getFirst().start() >= USUAL.toNanos());
  }

  private static String outcome(
      List<Call> calls, String name, @Nullable Duration timeout, Duration delay) {
    Network network =
        Network.os()
            .observed(call -> {
              if (call.name().equals("connect")) {
                calls.add(call);
              }
            });
    try (Socket client =
        network.createConnection(address(name, PORT), timeout, delay, SocketSetup.NONE)) {
      return client.getpeername().toString();
    } catch (IOException e) {
      return Stream.concat(Stream.of(e), Stream.of(e.getSuppressed()))
          .map(Throwable::getMessage)
          .collect(Collectors.joining("; "));
    }
  }

  private static void interrupted() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(() -> {
          String outcome = outcome(new ArrayList<>(), "holes", null, USUAL);
          answer.complete(outcome + " " + Thread.currentThread().isInterrupted());
        });
    Awaitility.await().until(() -> connecting() == 3);
    thread.interrupt();
    row("interrupted", () -> answer.get(20, TimeUnit.SECONDS));
    row("interrupted.connecting", OwnHoles::connecting);
  }

  /** The address that was tried first answers, its SYN sent again, while the others still wait. */
  private static void late() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> answer.complete(outcome(new ArrayList<>(), "holes", null, USUAL)));
    Awaitility.await().until(() -> connecting() == 3);
    new ProcessBuilder("nft", "flush", "chain", "inet", "holes", "six")
        .inheritIO()
        .start()
        .waitFor();
    row("late", () -> answer.get(20, TimeUnit.SECONDS));
  }

  /** How many sockets of this namespace are in the state SYN_SENT. */
  private static long connecting() throws IOException {
    long count = 0;
    for (String table : List.of("tcp", "tcp6")) {
      try (Stream<String> lines = Files.lines(Path.of("/proc/self/net", table))) {
        count += lines.filter(line -> line.strip().split("\\s+", -1)[3].equals("02")).count();
      }
    }
    return count;
  }

  /** What is open: the sockets by number, and the rest by name. */
  private static String descriptors() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files
          .map(file -> {
            try {
              return Files.readSymbolicLink(file).toString();
            } catch (IOException gone) {
              return "";
            }
          })
          .filter(target -> target.startsWith("socket:"))
          .sorted()
          .collect(Collectors.joining(" "));
    }
  }
}
