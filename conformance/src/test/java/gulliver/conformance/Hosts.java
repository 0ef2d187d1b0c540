package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Two hosts and a cable: network namespaces joined by a veth pair, made for one test and removed
 * after it. Nothing of them is seen from outside. The addresses are those set aside for
 * documentation (RFC 5737, RFC 3849).
 */
public final class Hosts implements AutoCloseable {
  /** The broadcast address of the cable's subnet. */
  static final String BROADCAST = "192.0.2.255";

  private static final String CABLE = "cable0";

  private static final String REMOVE =
      """
      ip netns pids "$1" | xargs -r kill -9
      ip netns delete "$1"
      """;

  private static final AtomicInteger COUNT = new AtomicInteger();

  public final Host a;
  public final Host b;

  public Hosts() throws IOException, InterruptedException {
    Program.needs("nft");
    Program.needsNamespaces();
    removeLeftOvers();
    String name = "gulliver-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    a = new Host(name + "-a", "192.0.2.1", "2001:db8::1");
    b = new Host(name + "-b", "192.0.2.2", "2001:db8::2");
    try {
      for (Host host : List.of(a, b)) {
        run("ip", "netns", "add", host.namespace);
        host.run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad");
        host.run("ip", "link", "set", "lo", "up");
      }
      a.run(
          "ip", "link", "add", CABLE, "type", "veth", "peer", "name", CABLE, "netns", b.namespace);
      for (Host host : List.of(a, b)) {
        host.run("ip", "address", "add", host.ipv4 + "/24", "broadcast", BROADCAST, "dev", CABLE);
        host.run("ip", "address", "add", host.ipv6 + "/64", "dev", CABLE, "nodad");
        // a packet a segment, as on a real cable: else 64 kB are lost at a time
        host.run("ip", "link", "set", CABLE, "gso_max_segs", "1", "up");
      }
      for (Host host : List.of(a, b)) {
        host.linkLocal(); // until then, what is sent may be lost
      }
    } catch (Throwable t) {
      close();
      throw t;
    }
  }

  /** One of the two. */
  public record Host(String namespace, String ipv4, String ipv6) {
    /** What enters it. */
    public List<String> prefix() {
      return List.of("ip", "netns", "exec", namespace);
    }

    /** Runs one of {@link HostPrograms} in it. */
    public Program start(String... arguments) throws IOException {
      return ChildJvm.start(HostPrograms.class, prefix(), List.of(), arguments);
    }

    /** Runs a Python script in it. */
    public Program python(String script, Object... arguments) throws IOException {
      return Program.start(command(Program.pythonCommand(script, arguments)));
    }

    /** Runs a command in it, and answers what it says. */
    public String run(String... command) throws IOException, InterruptedException {
      return Hosts.run(command(List.of(command)).toArray(String[]::new));
    }

    private List<String> command(List<String> command) {
      return Stream.concat(prefix().stream(), command.stream()).toList();
    }

    /**
     * Adds a packet filter's rule, such as {@code numgen random mod 100 < 20 counter drop}.
     *
     * @param hook {@code input} or {@code output}
     */
    public void filter(String hook, String rule) throws IOException, InterruptedException {
      run(
          "nft",
          "add table ip test; add chain ip test %s { type filter hook %s priority 0; }; "
                  .formatted(hook, hook)
              + "add rule ip test %s %s".formatted(hook, rule));
    }

    /** How many packets the counters of a hook's rules have met, in their order. */
    public List<Long> filtered(String hook) throws IOException, InterruptedException {
      return Pattern.compile("counter packets (\\d+)")
          .matcher(run("nft", "list", "chain", "ip", "test", hook))
          .results()
          .map(result -> Long.parseLong(result.group(1)))
          .toList();
    }

    /** The link-local address of its end of the cable, and the index of that as its scope. */
    public String linkLocal() throws IOException, InterruptedException {
      Suite.eventually(
          () -> assertThat(addresses()).contains("scope link").doesNotContain("tentative"));
      Matcher matcher =
          Pattern.compile("^(\\d+): .* inet6 (fe80:[0-9a-f:]+)/").matcher(addresses());
      assertThat(matcher.find()).as(addresses()).isTrue();
      return matcher.group(2) + "%" + matcher.group(1);
    }

    private String addresses() throws IOException, InterruptedException {
      return run("ip", "-6", "-oneline", "address", "show", "dev", CABLE, "scope", "link");
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (Host host : List.of(a, b)) {
      if (Files.exists(Path.of("/run/netns", host.namespace))) {
        run("ip", "netns", "delete", host.namespace);
      }
    }
  }

  /** Those of test runs that were killed, with what still runs in them. */
  private static void removeLeftOvers() throws IOException, InterruptedException {
    Matcher matcher =
        Pattern.compile("(?m)^(gulliver-(\\d+)-\\d+-[ab])\\b").matcher(run("ip", "netns", "list"));
    while (matcher.find()) {
      if (!Files.exists(Path.of("/proc", matcher.group(2)))) {
        // another test run may be at it, too: then a command fails, and all is well
        try (Program remover = Program.start("sh", "-c", REMOVE, "sh", matcher.group(1))) {
          remover.lines();
        }
      }
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    return String.join("\n", Program.run(command));
  }
}
