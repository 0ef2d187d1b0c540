package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gulliver.conformance.Hosts.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes more than one process, or more than one host: two of them, and a cable. */
class OsHostsTest extends Suite {
  private static final String PYTHON_SERVER =
      """
      import socket, sys
      server = socket.create_server((sys.argv[1], 0), family=getattr(socket, sys.argv[2]))
      print('listening', server.getsockname()[1])
      connection, peer = server.accept()
      while data := connection.recv(1000):
          connection.sendall(data)
      """;

  private static final String PYTHON_CLIENT =
      """
      import socket, sys
      s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
      message = bytes(i * 7 % 251 for i in range(5000))
      s.sendall(message)
      s.shutdown(socket.SHUT_WR)
      back = b''
      while data := s.recv(1000):
          back += data
      print('echoed', len(back), 'right' if back == message else 'WRONG')
      """;

  private Hosts hosts;
  private Host a;
  private Host b;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  @BeforeEach
  void connectTheHosts() throws Exception {
    hosts = closing(new Hosts());
    a = hosts.a;
    b = hosts.b;
  }

  private static int listening(Program server) throws IOException {
    return Integer.parseInt(server.expect("listening (\\d+)").group(1));
  }

  // ---- R1 ----

  @Test
  void R1_twoProcessesOnDifferentHostsExchangeMessagesOverIpv4() throws Exception {
    echoedFromHostToHost(b.ipv4(), "192.0.2.1:", "192.0.2.2:");
  }

  @Test
  void R1_twoProcessesOnDifferentHostsExchangeMessagesOverIpv6() throws Exception {
    echoedFromHostToHost(b.ipv6(), "[2001:db8::1]:", "[2001:db8::2]:");
  }

  private void echoedFromHostToHost(String host, String ofA, String ofB) throws IOException {
    Program server = closing(b.start("echo", host + "/0"));
    int port = listening(server);
    Program client = closing(a.start("say", host + "/" + port, "5000"));
    String local = client.expect("local (" + Pattern.quote(ofA) + "\\d+)").group(1);
    client.expect("peer " + Pattern.quote(ofB + port));
    client.expect("echoed 5000 right");
    server.expect("from " + Pattern.quote(local));
    server.expect("done");
  }

  @Test
  void R1_aClientExchangesMessagesWithAPythonServerOnAnotherHost() throws Exception {
    Program server = closing(b.python(PYTHON_SERVER, b.ipv6(), "AF_INET6"));
    Program client = closing(a.start("say", b.ipv6() + "/" + listening(server), "5000"));
    client.expect("local .*");
    client.expect("peer .*");
    client.expect("echoed 5000 right");
  }

  @Test
  void R1_aServerExchangesMessagesWithAPythonClientOnAnotherHost() throws Exception {
    Program server = closing(b.start("echo", b.ipv4() + "/0"));
    String port = String.valueOf(listening(server));
    closing(a.python(PYTHON_CLIENT, b.ipv4(), port)).expect("echoed 5000 right");
    server.expect("from 192\\.0\\.2\\.1:\\d+");
  }

  @Test
  void R1_twoProcessesOnOneHostExchangeMessagesByLoopback() throws Exception {
    for (String host : List.of("127.0.0.1", "::1")) {
      Program server = closing(a.start("echo", host + "/0"));
      Program client = closing(a.start("say", host + "/" + listening(server), "5000"));
      client.expect("local .*");
      client.expect("peer .*");
      client.expect("echoed 5000 right");
    }
  }

  @Test
  void R1_twoProcessesOnOneHostExchangeMessagesByAUnixSocket(@TempDir Path folder)
      throws Exception {
    String path = folder.resolve("socket").toString();
    Program server = closing(a.start("echo", path));
    server.expect("listening 0");
    Program client = closing(a.start("say", path, "5000"));
    client.expect("local .*");
    client.expect("peer .*" + Pattern.quote(path));
    client.expect("echoed 5000 right");
  }

  // ---- R6 ----

  @Test
  void R6_aLinkLocalAddressLeadsToTheOtherHostWithItsScopeOnly() throws Exception {
    String ofB = b.linkLocal();
    String scopeOfA = a.linkLocal().replaceAll(".*%", "");
    Program server = closing(b.start("echo", ofB + "/0"));
    int port = listening(server);
    String hostOfB = ofB.replaceAll("%.*", "");

    closing(a.start("say", hostOfB + "/" + port, "100")).expect("failed EINVAL");
    Program client = closing(a.start("say", hostOfB + "%" + scopeOfA + "/" + port, "100"));
    client.expect("local \\[fe80:[0-9a-f:]+%" + scopeOfA + "]:\\d+");
    client.expect("peer " + Pattern.quote("[" + hostOfB + "%" + scopeOfA + "]:" + port));
    client.expect("echoed 100 right");
    server.expect("from \\[fe80:[0-9a-f:]+%" + ofB.replaceAll(".*%", "") + "]:\\d+");
  }

  // ---- R12, R16 ----

  @Test
  void R12_aServerOnAnotherHostIsDiscoveredByMulticast() throws Exception {
    String hostOfB = b.linkLocal().replaceAll("%.*", "");
    String scope = a.linkLocal().replaceAll(".*%", "");
    Program server = closing(b.start("answer", "::/0"));
    int port = listening(server);
    Program client = closing(a.start("discover", "ff02::1%" + scope + "/" + port)); // all nodes
    client.expect("sent");
    server.expect("asked who is there\\?");
    client.expect("answer here " + Pattern.quote("[" + hostOfB + "%" + scope + "]:" + port));
  }

  @Test
  void R16_broadcastingIsRefusedUntilAskedForAndThenReachesTheOtherHost() throws Exception {
    Program server = closing(b.start("answer", "0.0.0.0/0"));
    int port = listening(server);
    Program client = closing(a.start("discover", Hosts.BROADCAST + "/" + port));
    client.expect("refused EACCES");
    server.expect("asked who is there\\?");
    client.expect("answer here 192\\.0\\.2\\.2:" + port);
  }

  // ---- R15 ----

  @Test
  void R15_datagramsGetLostAndDoubledOnTheWayAndTheOthersArriveWhole() throws Exception {
    int sent = 2000;
    Program receiver = closing(b.start("count", b.ipv4() + "/0"));
    int port = listening(receiver);
    a.filter(
        "output",
        "udp dport %d numgen random mod 100 < 10 dup to %s device cable0"
            .formatted(port, b.ipv4()));
    b.filter("input", "udp dport %d counter".formatted(port));
    b.filter("input", "udp dport %d numgen random mod 100 < 20 counter drop".formatted(port));
    closing(a.start("send", b.ipv4() + "/" + port, String.valueOf(sent))).expect("sent " + sent);
    receiver.type("\n");
    Matcher counts = receiver.expect("received (\\d+) duplicates (\\d+) wrong (\\d+)");

    int received = Integer.parseInt(counts.group(1));
    int duplicates = Integer.parseInt(counts.group(2));
    long arrived = b.filtered("input").getFirst();
    long dropped = b.filtered("input").getLast();
    long doubled = arrived - sent;
    assertThat(counts.group(3)).as("wrong bytes").isEqualTo("0");
    assertThat((long) received).isEqualTo(arrived - dropped);
    assertThat(doubled).isBetween(sent / 50L, sent / 5L);
    assertThat(duplicates).isPositive().isLessThanOrEqualTo((int) doubled);
    assertThat(dropped).isBetween(sent / 10L, sent * 4L / 10);
  }

  // ---- R20 ----

  @Test
  void R20_oneConnectionMoreThanTheBacklogQueuesUpAndTheNextOnesWait() throws Exception {
    Program server = closing(b.start("backlog", b.ipv4() + "/0", "4"));
    int port = listening(server);
    Program client = closing(a.start("knock", b.ipv4() + "/" + port, "7"));
    client.expect("connected 5 then TimedOut ETIMEDOUT");

    String sockets = b.run("ss", "--no-header", "-ltn", "sport = :" + port);
    Matcher queue = Pattern.compile("LISTEN +(\\d+) +(\\d+) .*").matcher(sockets.strip());
    assertThat(queue.matches()).as(sockets).isTrue();
    assertThat(queue.group(1)).as("Recv-Q: queued up").isEqualTo("5");
    assertThat(queue.group(2)).as("Send-Q: the backlog").isEqualTo("4");
  }

  // ---- R22, R27 ----

  @Test
  void R22_aStreamArrivesByteForByteThoughTheLinkLosesPackets() throws Exception {
    Matcher info = overALossyLink("cubic", 4_000_000, 4);
    assertThat(Long.parseLong(info.group("retransmitted"))).isPositive();
  }

  @Test
  void R27_theAlgorithmIsChosenAndTcpInfoTellsWhatSsTells() throws Exception {
    overALossyLink("reno", 1_000_000, 4);
  }

  private Matcher overALossyLink(String algorithm, int size, int percent) throws Exception {
    Program receiver = closing(b.start("receive", b.ipv4() + "/0"));
    int port = listening(receiver);
    b.filter(
        "input", "tcp dport %d numgen random mod 100 < %d counter drop".formatted(port, percent));
    Program sender =
        closing(a.start("bulk", b.ipv4() + "/" + port, String.valueOf(size), algorithm));
    receiver.expect("received %d right".formatted(size));
    Matcher info =
        sender.expect(
            "acknowledged 1 algorithm (?<algorithm>\\w+) retransmitted (?<retransmitted>\\d+)"
                + " rtt (?<rtt>\\d+) cwnd (?<cwnd>\\d+) mss (?<mss>\\d+) bytes (?<bytes>\\d+)");
    String ss = a.run("ss", "--no-header", "-tina", "dport = :" + port);

    assertThat(b.filtered("input").getLast()).as("dropped packets").isPositive();
    assertThat(info.group("algorithm")).isEqualTo(algorithm);
    assertThat(Long.parseLong(info.group("bytes"))).isBetween(size + 1L, size + 2L);
    assertThat(ss).containsPattern("\\b" + algorithm + "\\b");
    assertThat(number(ss, "retrans:\\d+/(\\d+)"))
        .isEqualTo(Double.parseDouble(info.group("retransmitted")));
    assertThat(number(ss, "cwnd:(\\d+)")).isEqualTo(Double.parseDouble(info.group("cwnd")));
    assertThat(number(ss, "\\bmss:(\\d+)")).isEqualTo(Double.parseDouble(info.group("mss")));
    assertThat(number(ss, "\\brtt:([\\d.]+)"))
        .isCloseTo(Double.parseDouble(info.group("rtt")) / 1000, within(0.01));
    return info;
  }

  private static double number(String text, String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    assertThat(matcher.find()).as(() -> regex + " in " + text).isTrue();
    return Double.parseDouble(matcher.group(1));
  }
}
