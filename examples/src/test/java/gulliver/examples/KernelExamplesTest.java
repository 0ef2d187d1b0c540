package gulliver.examples;

import static gulliver.socket.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.*;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples that do what a tool of the system does: both say the same. */
@ExtendWith(NothingLeaks.class)
class KernelExamplesTest {
  private final Network network = Network.os();

  /** Skips the test where this process must not make raw sockets. */
  private void needsRawSockets() throws IOException {
    try (Socket raw = network.socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)) {
      assertThat(raw.fileno()).isNotNegative();
    } catch (IOException e) {
      Assumptions.assumeFalse(Errno.of(e) == Errno.EPERM, "raw sockets need CAP_NET_RAW");
      throw e;
    }
  }

  private static void needsNamespace() throws IOException, InterruptedException {
    Program.needs("unshare");
    Assumptions.assumeTrue(
        new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0,
        "needs the privilege to make a network namespace (unshare -n)");
  }

  /** What a shell starts an example with. */
  private static String java(String example) {
    return "'" + String.join("' '", Program.command(example)) + "'";
  }

  // ---- Ping ----

  @Test
  void R37_pingOverRawSocketsSaysWhatPingSays() throws Exception {
    needsRawSockets();
    for (String host : List.of("127.0.0.1", "::1")) {
      Address to = address(host, 0);
      List<String> ours = new ArrayList<>();
      try (Socket socket = Ping.open(network, to.family(), true)) {
        assertThat(socket.type()).isEqualTo(SOCK_RAW);
        assertThat(Ping.ping(socket, to, 3, Duration.ofMillis(2), ours::add)).isEqualTo(3);
      }
      try (Program ping = Program.start("ping", "-n", "-c", "3", "-i", "0.01", host)) {
        String theirs = ping.rest();
        assertThat(comparable(String.join("\n", ours))).isEqualTo(comparable(theirs));
      }
    }
  }

  @Test
  void R37_pingOverDatagramSocketsNeedsNoPrivilege() throws Exception {
    needsNamespace();
    String script =
        """
        ip link set lo up
        echo 0 2147483647 > /proc/sys/net/ipv4/ping_group_range
        for host in 127.0.0.1 ::1; do
          setpriv --bounding-set=-net_raw --inh-caps=-all JAVA $host 2
          echo =
          ping -n -c 2 -i 0.01 $host
          echo =
        done
        """
            .replace("JAVA", java("Ping"));
    try (Program child = Program.start("unshare", "-n", "sh", "-ec", script)) {
      List<String> parts = List.of(child.rest().split("(?m)^=\n"));
      assertThat(parts).hasSize(4);
      for (int i = 0; i < 4; i += 2) {
        assertThat(comparable(parts.get(i))).isEqualTo(comparable(parts.get(i + 1)));
      }
    }
  }

  /** Without times. */
  private static String comparable(String output) {
    return output
        .replaceAll("time=[0-9.]+ ms", "time=")
        .replaceAll(", time \\d+ms", "")
        .replaceAll("(?m)^rtt .*", "")
        .strip();
  }

  @Test
  void pingTellsWhatIsLost() throws Exception {
    needsRawSockets();
    List<String> lines = new ArrayList<>();
    Address to = address("127.0.0.1", 0);
    try (Socket socket = network.socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)) {
      byte[] noReplies = {1, 0, 0, 0}; // types that are not let through, by their bits
      socket.setsockopt(Linux.SOL_RAW, Linux.ICMP_FILTER, noReplies);
      assertThat(Ping.ping(socket, to, 1, Duration.ZERO, lines::add)).isZero();
    }
    assertThat(lines).contains("1 packets transmitted, 0 received, 100% packet loss");
  }

  // ---- Traceroute ----

  /** Two routers and a host behind them, in namespaces of their own. */
  @Test
  void R37_tracerouteSaysWhatTracerouteSays() throws Exception {
    Program.needs("ip");
    Program.needs("ping");
    Program.needs("traceroute");
    needsNamespace();
    String script =
        """
        mount -t tmpfs tmpfs /run
        ip link set lo up
        cable() { # name, namespace and addresses of either end
          ip -n $2 link add $1 type veth peer name $1 netns $5
          ip -n $2 address add $3 dev $1; ip -n $2 address add $4 dev $1 nodad
          ip -n $5 address add $6 dev $1; ip -n $5 address add $7 dev $1 nodad
          ip -n $2 link set $1 up; ip -n $5 link set $1 up
        }
        for host in here first second there; do
          ip netns add $host
          ip -n $host link set lo up
          ip netns exec $host sh -c 'cd /proc/sys/net; echo 1 > ipv4/ip_forward
            echo 1 > ipv6/conf/all/forwarding; echo 0 > ipv4/icmp_ratelimit
            echo 0 > ipv6/icmp/ratelimit; echo 0 > ipv6/conf/default/accept_dad'
        done
        cable near here 192.0.2.1/30 2001:db8:1::1/64 first 192.0.2.2/30 2001:db8:1::2/64
        cable middle first 198.51.100.1/30 2001:db8:2::1/64 second 198.51.100.2/30 2001:db8:2::2/64
        cable far second 203.0.113.1/30 2001:db8:3::1/64 there 203.0.113.2/30 2001:db8:3::2/64
        ip -n here route add default via 192.0.2.2
        ip -n first route add 203.0.113.0/30 via 198.51.100.2
        ip -n second route add 192.0.2.0/30 via 198.51.100.1
        ip -n there route add default via 203.0.113.1
        ip -n here -6 route add default via 2001:db8:1::2
        ip -n first -6 route add 2001:db8:3::/64 via 2001:db8:2::2
        ip -n second -6 route add 2001:db8:1::/64 via 2001:db8:2::1
        ip -n there -6 route add default via 2001:db8:3::1
        for host in 203.0.113.2 2001:db8:3::2; do
          for i in 1 2 3 4 5 6 7 8 9; do # until the links are up, what is sent may be lost
            ip netns exec here ping -n -c 1 -W 1 $host > /dev/null && break
          done
          ip netns exec here JAVA $host
          echo =
          ip netns exec here traceroute -n -q 1 -N 1 $host
          echo =
        done
        """
            .replace("JAVA", java("Traceroute"));
    try (Program child = Program.start("unshare", "-mn", "sh", "-ec", script)) {
      List<String> parts = List.of(child.rest().split("(?m)^=\n"));
      assertThat(parts).hasSize(4);
      assertThat(hops(parts.get(0)))
          .isEqualTo(hops(parts.get(1)))
          .containsExactly("1 192.0.2.2", "2 198.51.100.2", "3 203.0.113.2");
      assertThat(hops(parts.get(2)))
          .isEqualTo(hops(parts.get(3)))
          .containsExactly("1 2001:db8:1::2", "2 2001:db8:2::2", "3 2001:db8:3::2");
    }
  }

  /** Numbers and hosts, without times. */
  private static List<String> hops(String output) {
    return output
        .lines()
        .filter(line -> line.matches(" *\\d+ .*"))
        .map(line -> line.strip().replaceAll("^(\\d+) +(\\S+).*", "$1 $2"))
        .toList();
  }

  @Test
  void tracerouteTellsSilence() {
    assertThat(new Traceroute.Hop(4, null, null)).hasToString(" 4  *");
  }

  // ---- SocketList ----

  @Test
  void R37_socketListSaysWhatSsSays() throws Exception {
    List<String> ports = new ArrayList<>();
    List<AutoCloseable> open = new ArrayList<>();
    try {
      for (String host : List.of("127.0.0.1", "::1")) {
        Socket server = network.createServer(address(host, 0), 5);
        open.add(server);
        ports.add(port(server.getsockname()));
        Socket waiting = network.createConnection(server.getsockname());
        open.add(waiting);
        Socket client = network.createConnection(server.getsockname());
        open.add(client);
        open.add(server.accept().socket());
        open.add(server.accept().socket());
        waiting.send(new byte[5]); // nobody receives it
        client.shutdown(SHUT_WR); // FIN-WAIT-2 and CLOSE-WAIT
        open.add(network.createConnection(server.getsockname())); // in the queue
      }
      Socket both = network.createServer(address(0));
      open.add(both);
      ports.add(port(both.getsockname()));
      Socket only6 = network.socket(AF_INET6, SOCK_STREAM);
      open.add(only6);
      only6.setsockopt(IPV6_V6ONLY, true);
      only6.bind(address("::", 0));
      only6.listen(3);
      ports.add(port(only6.getsockname()));
      try (ServerSocket java = new ServerSocket(0, 9, InetAddress.getByName("127.0.0.2"))) {
        ports.add(String.valueOf(java.getLocalPort()));
        Awaitility.await()
            .untilAsserted(() -> {
              List<String> ours = ofPorts(SocketList.list(network), ports);
              assertThat(ours).hasSize(2 * 7 + 3);
              assertThat(ours).anyMatch(line -> line.startsWith("FIN-WAIT-2 "));
              try (Program ss = Program.start("ss", "-tanH")) {
                List<String> theirs =
                    ss.rest().lines().map(l -> l.strip().replaceAll(" +", " ")).toList();
                assertThat(ours).containsExactlyInAnyOrderElementsOf(ofPorts(theirs, ports));
              }
            });
      }
    } finally {
      for (AutoCloseable one : open.reversed()) {
        one.close();
      }
    }
  }

  /** Without TIME-WAIT: it may be of those who had our ports before. */
  private static List<String> ofPorts(List<String> lines, List<String> ports) {
    String pattern = "(?!TIME-WAIT).*:(" + String.join("|", ports) + ")( .*|)";
    return lines.stream().filter(line -> line.matches(pattern)).collect(Collectors.toList());
  }

  private static String port(Address address) {
    return String.valueOf(((InetSocketAddress) address.toSocketAddress()).getPort());
  }

  // ---- Sniffer ----

  /** In a network namespace, where nobody else sends; both let port 7001 and no other through. */
  @Test
  void R37_theSnifferSaysWhatTcpdumpSays() throws Exception {
    needsNamespace();
    Program.needs("tcpdump");
    Program.needs("python3");
    String script =
        """
        ip link set lo up
        (JAVA lo 8 7001 | sed -u 's/^/ours: /') &
        (tcpdump -lnqti lo -c 8 port 7001 2>&1 | sed -u 's/^/theirs: /') &
        read go
        python3 -c '
        import socket
        def udp(family, host, port, source=0):
            receiver = socket.socket(family, socket.SOCK_DGRAM)
            receiver.bind((host, port))
            sender = socket.socket(family, socket.SOCK_DGRAM)
            sender.bind((host, source))
            sender.sendto(bytes(11), (host, port))
        for port in 7003, 7001, 7002:
            udp(socket.AF_INET, "127.0.0.1", port)
            udp(socket.AF_INET6, "::1", port)
        udp(socket.AF_INET, "127.0.0.1", 7004, 7001)
        for port in 7002, 7001:
            server = socket.create_server(("127.0.0.1", port))
            client = socket.create_connection(("127.0.0.1", port))
            connection, _ = server.accept()
            client.send(bytes(333))
        '
        wait
        """
            .replace("JAVA", java("Sniffer"));
    List<String> ours = new ArrayList<>();
    List<String> theirs = new ArrayList<>();
    try (Program child = Program.start("unshare", "-n", "sh", "-ec", script)) {
      for (int listening = 0; listening < 2; ) {
        listening += child.line().contains(": listening on lo") ? 1 : 0;
      }
      for (String line : child.input("go\n").rest().lines().toList()) {
        if (line.startsWith("ours: ")) {
          ours.add(line.substring("ours: ".length()));
        } else if (line.startsWith("theirs: IP")) {
          theirs.add(line.substring("theirs: ".length()));
        }
      }
    }
    assertThat(ours).hasSize(8).isEqualTo(theirs);
    assertThat(ours.get(0)).endsWith(" > 127.0.0.1.7001: UDP, length 11");
    assertThat(ours.get(1)).endsWith(" > ::1.7001: UDP, length 11");
    assertThat(ours.get(2)).isEqualTo("IP 127.0.0.1.7001 > 127.0.0.1.7004: UDP, length 11");
    assertThat(ours.subList(3, 8))
        .filteredOn(line -> line.endsWith(" > 127.0.0.1.7001: tcp 333"))
        .hasSize(1);
  }

  @Test
  void theSnifferTakesBytesThatAreNoPacketForWhatTheyAre() {
    assertThat(Sniffer.line(ETH_P_ARP, new byte[28])).isEqualTo("EtherType 0x0806, length 28");
    for (int type : new int[] {ETH_P_IP, ETH_P_IPV6}) {
      for (int length = 0; length < 60; length++) {
        byte[] packet = new byte[length];
        java.util.Arrays.fill(packet, (byte) 0x11);
        assertThat(Sniffer.line(type, packet)).isNotEmpty();
      }
    }
  }
}
