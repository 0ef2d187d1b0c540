package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * Two hosts and a cable: network namespaces joined by a veth pair, made for one test and removed
 * after it. Nothing of them is seen from outside. The addresses are those set aside for
 * documentation (RFC 5737, RFC 3849).
 */
final class Hosts implements AutoCloseable {
  /** The broadcast address of the cable's subnet. */
  static final String BROADCAST = "192.0.2.255";

  private static final String CABLE = "cable0";
  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_SYS_ADMIN = 21;
  private static final AtomicInteger COUNT = new AtomicInteger();

  final Host a;
  final Host b;

  Hosts() throws IOException {
    needs("ip", "iproute2");
    needs("nft", "nftables");
    needsCapability(CAP_NET_ADMIN, "CAP_NET_ADMIN");
    needsCapability(CAP_SYS_ADMIN, "CAP_SYS_ADMIN");
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
      run(
          "ip",
          "link",
          "add",
          CABLE,
          "netns",
          a.namespace,
          "type",
          "veth",
          "peer",
          "name",
          CABLE,
          "netns",
          b.namespace);
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
  record Host(String namespace, String ipv4, String ipv6) {
    /** What enters it. */
    List<String> prefix() {
      return List.of("ip", "netns", "exec", namespace);
    }

    /** Runs one of {@link HostPrograms} in it. */
    HostProcess start(String... arguments) throws IOException {
      return HostProcess.java(prefix(), List.of(), HostPrograms.class, arguments);
    }

    /** Runs a Python script in it. */
    HostProcess python(String script, String... arguments) throws IOException {
      List<String> command = new ArrayList<>(List.of("python3", "-u", "-c", script));
      command.addAll(List.of(arguments));
      return HostProcess.program(prefix(), command);
    }

    /** Runs a command in it, and answers what it says. */
    String run(String... command) throws IOException {
      List<String> all = new ArrayList<>(prefix());
      all.addAll(List.of(command));
      return Hosts.run(all.toArray(String[]::new));
    }

    /**
     * Adds a packet filter's rule, such as {@code numgen random mod 100 < 20 counter drop}.
     *
     * @param hook {@code input} or {@code output}
     */
    void filter(String hook, String rule) throws IOException {
      run(
          "nft",
          "add table ip test; add chain ip test %s { type filter hook %s priority 0; }; "
                  .formatted(hook, hook)
              + "add rule ip test %s %s".formatted(hook, rule));
    }

    /** How many packets the counters of a hook's rules have met, in their order. */
    List<Long> filtered(String hook) throws IOException {
      return Pattern.compile("counter packets (\\d+)")
          .matcher(run("nft", "list", "chain", "ip", "test", hook))
          .results()
          .map(result -> Long.parseLong(result.group(1)))
          .toList();
    }

    /** The link-local address of its end of the cable, and the index of that as its scope. */
    String linkLocal() throws IOException {
      Suite.eventually(
          () -> assertThat(addresses()).contains("scope link").doesNotContain("tentative"));
      Matcher matcher =
          Pattern.compile("^(\\d+): .* inet6 (fe80:[0-9a-f:]+)/").matcher(addresses());
      assertThat(matcher.find()).as(addresses()).isTrue();
      return matcher.group(2) + "%" + matcher.group(1);
    }

    private String addresses() {
      try {
        return run("ip", "-6", "-oneline", "address", "show", "dev", CABLE, "scope", "link");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Host host : List.of(a, b)) {
      if (Files.exists(Path.of("/run/netns", host.namespace))) {
        run("ip", "netns", "delete", host.namespace);
      }
    }
  }

  /** Those of test runs that were killed. */
  private static void removeLeftOvers() throws IOException {
    Matcher matcher =
        Pattern.compile("(?m)^(gulliver-(\\d+)-\\d+-[ab])\\b").matcher(run("ip", "netns", "list"));
    while (matcher.find()) {
      if (!Files.exists(Path.of("/proc", matcher.group(2)))) {
        run("ip", "netns", "delete", matcher.group(1));
      }
    }
  }

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      assertThat(status).as(() -> String.join(" ", command) + ": " + output).isZero();
      return output;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  // ---- what a machine may lack ----

  private static void needs(String command, String debianPackage) {
    boolean there =
        Pattern.compile(":")
            .splitAsStream(System.getenv("PATH"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    Assumptions.assumeTrue(there, "no command " + command + ", of Debian's " + debianPackage);
  }

  private static void needsCapability(int bit, String name) throws IOException {
    String effective =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapEff:"))
            .findFirst()
            .orElseThrow()
            .substring("CapEff:".length())
            .strip();
    boolean there = (Long.parseUnsignedLong(effective, 16) >>> bit & 1) == 1;
    Assumptions.assumeTrue(there, "network namespaces need " + name);
  }
}
