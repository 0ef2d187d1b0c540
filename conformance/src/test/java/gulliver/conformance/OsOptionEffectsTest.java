package gulliver.conformance;

import static gulliver.socket.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.AddressFamily;
import gulliver.socket.Bpf;
import gulliver.socket.Credentials;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.MemInfo;
import gulliver.socket.PacketStatistics;
import gulliver.socket.PathMtu;
import gulliver.socket.PortRange;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import gulliver.socket.TcpInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Linux's own options do, and what their structures say. */
class OsOptionEffectsTest extends Suite {
  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private Socket udp() throws IOException {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.settimeout(Duration.ofSeconds(10));
    socket.bind(anywhere());
    return socket;
  }

  // ---- SOL_SOCKET ----

  @Test
  void thePeerOfAPairIsThisProcess() throws Exception {
    Socket[] pair = network().socketpair();
    closing(pair[0]);
    closing(pair[1]);
    Credentials peer = pair[0].getsockopt(SO_PEERCRED);
    assertThat(peer.pid()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(peer.uid()).isEqualTo(status("Uid").get(1)); // the effective one
    assertThat(peer.gid()).isEqualTo(status("Gid").get(1));
    assertThat(pair[0].getsockopt(SO_PEERGROUPS)).isEqualTo(status("Groups"));
  }

  private static List<Integer> status(String name) throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(l -> l.startsWith(name + ":"))
            .findFirst()
            .orElseThrow();
    return Stream.of(line.substring(name.length() + 1).strip().split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .map(Integer::valueOf)
        .toList();
  }

  @Test
  void theMemoryIsThatOfTheBuffersAndOfWhatIsQueued() throws Exception {
    Socket socket = udp();
    MemInfo before = socket.getsockopt(SO_MEMINFO);
    assertThat(before.rcvbuf()).isEqualTo((long) socket.getsockopt(SO_RCVBUF));
    assertThat(before.sndbuf()).isEqualTo((long) socket.getsockopt(SO_SNDBUF));
    assertThat(before.rmemAlloc()).isZero();
    socket.sendto(pattern(1000), socket.getsockname());
    assertThat(socket.getsockopt(SO_MEMINFO).rmemAlloc()).isGreaterThanOrEqualTo(1000);
    socket.setsockopt(SO_ATTACH_FILTER, Bpf.assemble("ret #0"));
    assertThat(socket.getsockopt(SO_MEMINFO).optmem()).isPositive();
    socket.sendto(pattern(1000), socket.getsockname());
    assertThat(socket.getsockopt(SO_MEMINFO).drops()).isEqualTo(1);
  }

  @Test
  void peekingGoesOnWhereItEnded() throws Exception {
    Socket[] pair = network().socketpair();
    closing(pair[0]);
    closing(pair[1]);
    pair[1].sendall(pattern(30));
    pair[0].setsockopt(SO_PEEK_OFF, 5);
    byte[] buffer = new byte[10];
    assertThat(pair[0].recv(buffer, MSG_PEEK)).isEqualTo(10);
    assertThat(buffer).isEqualTo(part(pattern(30), 5, 15));
    assertThat(pair[0].getsockopt(SO_PEEK_OFF)).isEqualTo(15);
  }

  // ---- IPPROTO_IP, IPPROTO_IPV6 ----

  @Test
  void anEphemeralPortIsOfTheRange() throws Exception {
    for (AddressFamily family : List.of(AF_INET, AF_INET6)) {
      Socket socket = closing(network().socket(family, SOCK_STREAM));
      socket.setsockopt(IP_LOCAL_PORT_RANGE, new PortRange(45_000, 45_009));
      socket.bind(family.equals(AF_INET) ? new Inet4("127.0.0.1", 0) : new Inet6("::1", 0));
      int port =
          socket.getsockname() instanceof Inet6 six
              ? six.port()
              : ((Inet4) socket.getsockname()).port();
      assertThat(port).isBetween(45_000, 45_009);
    }
  }

  @Test
  void anAddressThatNobodyHasIsBoundIfThatIsAskedFor() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    Inet4 nowhere = new Inet4("203.0.113.77", 0);
    assertThat(Errno.of(failure(() -> socket.bind(nowhere)))).isEqualTo(Errno.EADDRNOTAVAIL);
    socket.setsockopt(IP_FREEBIND, true);
    socket.bind(nowhere);
    assertThat(((Inet4) socket.getsockname()).host()).isEqualTo("203.0.113.77");
  }

  @Test
  void aPathsMtuIsThatOfTheInterface() throws Exception {
    Socket socket = closing(network().socket(AF_INET6, SOCK_DGRAM));
    assertThat(Errno.of(failure(() -> socket.getsockopt(IPV6_MTU)))).isEqualTo(Errno.ENOTCONN);
    socket.connect(new Inet6("::1", 9));
    int mtu = Integer.parseInt(Files.readString(Path.of("/sys/class/net/lo/mtu")).strip());
    assertThat(socket.getsockopt(IPV6_MTU)).isEqualTo(mtu);
    assertThat(socket.getsockopt(IPV6_PATHMTU)).isEqualTo(new PathMtu("::", mtu));
    assertThat(Errno.of(failure(() -> socket.setsockopt(IPV6_MTU, 1279)))).isEqualTo(Errno.EINVAL);
    socket.setsockopt(IPV6_MTU, 1280);
  }

  // ---- IPPROTO_TCP ----

  @Test
  void theSynThatIsSavedIsThatOfTheClient() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    server.setsockopt(TCP_SAVE_SYN, 1);
    Socket client = closing(network().createConnection(server.getsockname()));
    Socket accepted = closing(server.accept().socket());
    ByteBuffer syn = ByteBuffer.wrap(accepted.getsockopt(TCP_SAVED_SYN));
    assertThat(syn.get(0) >> 4).as("IP version").isEqualTo(4);
    int header = (syn.get(0) & 0xf) * 4;
    assertThat(syn.getShort(header) & 0xffff).isEqualTo(((Inet4) client.getsockname()).port());
    assertThat(syn.getShort(header + 2) & 0xffff).isEqualTo(((Inet4) server.getsockname()).port());
    assertThat(syn.get(header + 13) & 0x12).as("SYN, no ACK").isEqualTo(2);
    assertThat(accepted.getsockopt(TCP_SAVED_SYN)).as("once").isEmpty();
  }

  @Test
  void theClockOfTimeStampsIsSetInRepairOnly() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
    assertThat(Errno.of(failure(() -> socket.setsockopt(TCP_TIMESTAMP, 5)))).isEqualTo(Errno.EPERM);
    socket.setsockopt(TCP_REPAIR, 1);
    socket.setsockopt(TCP_TIMESTAMP, 1_000_000_000);
    assertThat(socket.getsockopt(TCP_TIMESTAMP)).isBetween(1_000_000_000, 1_100_000_000);
    socket.setsockopt(TCP_REPAIR, 0);
  }

  /** {@code struct tcp_info} of linux/tcp.h; after the eighth octet all is aligned by itself. */
  private static final String PYTHON_TCP_INFO =
      """
      import struct, sys
      raw = bytes.fromhex(sys.argv[1])
      head = struct.unpack_from('=8B', raw)
      print(*head[:6], head[6] & 15, head[6] >> 4, head[7] & 1, head[7] >> 1 & 3,
          *struct.unpack_from('=24I4Q6I4Q2I2Q6I2H8I', raw, 8)[:],
          raw[276] & 3, raw[276] >> 2 & 3, raw[276] >> 4,
          int.from_bytes(raw[277:280], 'little'))
      """;

  @Test
  void eachMemberOfTcpInfoStandsWherePythonFindsIt() throws Exception {
    byte[] raw = pattern(Linux.tcp_info.SIZEOF);
    for (int i = 0; i < raw.length; i++) {
      raw[i] &= 0x7f; // Python's numbers are unsigned, of 64 bits, too
    }
    List<String> ours = new ArrayList<>();
    new TcpInfo(raw)
        .fields()
        .forEach(
            (name, value) -> ours.add(name.equals("state") ? "" + raw[0] : String.valueOf(value)));
    try (Program python = Program.python(PYTHON_TCP_INFO, HexFormat.of().formatHex(raw))) {
      assertThat(String.join(" ", ours)).isEqualTo(python.rest().strip());
    }
  }

  @Test
  void whatAnOlderKernelHasNotWrittenIsLeftOut() {
    TcpInfo old = new TcpInfo(part(pattern(300), 0, 104)); // Linux 2.6
    assertThat(old.has("total_retrans")).isTrue();
    assertThat(old.has("pacing_rate")).isFalse();
    assertThat(old.pacing_rate()).isEqualTo(-1);
    assertThat(old.options2()).isEqualTo(-1);
    assertThat(old.fields()).hasSize(34).doesNotContainKey("min_rtt");
    assertThat(old.toString()).contains("total_retrans=").doesNotContain("pacing_rate");
  }

  // ---- IPPROTO_UDP ----

  @Test
  void aCorkMakesOneDatagramOfMany() throws Exception {
    Socket receiver = udp();
    Socket sender = udp();
    sender.connect(receiver.getsockname());
    sender.setsockopt(UDP_CORK, true);
    sender.send(part(pattern(30), 0, 10));
    sender.send(part(pattern(30), 10, 30));
    sender.setsockopt(UDP_CORK, false);
    assertThat(receiver.recv(100)).isEqualTo(pattern(30));
  }

  @Test
  void oneCallSendsSegmentsOfOneLength() throws Exception {
    Socket receiver = udp();
    Socket sender = udp();
    sender.setsockopt(UDP_SEGMENT, 10);
    sender.sendto(pattern(25), receiver.getsockname());
    assertThat(receiver.recv(100)).isEqualTo(part(pattern(25), 0, 10));
    assertThat(receiver.recv(100)).isEqualTo(part(pattern(25), 10, 20));
    assertThat(receiver.recv(100)).isEqualTo(part(pattern(25), 20, 25));
  }

  // ---- SOL_PACKET, SOL_NETLINK ----

  @Test
  void theGroupsThatAreJoinedAreListed() throws Exception {
    Socket socket =
        closing(network().socket(new AddressFamily(Linux.AF_NETLINK), new SocketType(3)));
    socket.setsockopt(NETLINK_ADD_MEMBERSHIP, Linux.RTNLGRP_IPV4_ROUTE);
    socket.setsockopt(NETLINK_ADD_MEMBERSHIP, Linux.RTNLGRP_LINK);
    socket.setsockopt(NETLINK_ADD_MEMBERSHIP, 33);
    assertThat(socket.getsockopt(NETLINK_LIST_MEMBERSHIPS))
        .containsExactly(Linux.RTNLGRP_LINK, Linux.RTNLGRP_IPV4_ROUTE, 33);
    socket.setsockopt(NETLINK_DROP_MEMBERSHIP, 33);
    assertThat(socket.getsockopt(NETLINK_LIST_MEMBERSHIPS)).doesNotContain(33);
  }

  @Test
  void statisticsCountTheFramesAndBeginAnew() throws Exception {
    Socket frames = closing(network().socket(new AddressFamily(Linux.AF_PACKET), SOCK_RAW));
    Socket sender = udp();
    int port = ((Address.Inet4) sender.getsockname()).port();
    frames.setsockopt(
        SO_ATTACH_FILTER,
        Bpf.assemble(
            """
                  ldb [23]            ; the packet's protocol
                  jeq #17, next, drop
                  ldh [36]            ; the datagram's destination
                  jeq #%d, next, drop
                  ret #-1
            drop: ret #0
            """
                .formatted(port)));
    frames.bind(new Address.Packet(Linux.ETH_P_IP, network().ifNameToIndex("lo"))); // not before
    sender.sendto(pattern(5), sender.getsockname());
    PacketStatistics ours = frames.getsockopt(PACKET_STATISTICS);
    assertThat(ours.packets()).isPositive();
    assertThat(ours.drops()).isZero();
    assertThat(frames.getsockopt(PACKET_STATISTICS)).isEqualTo(new PacketStatistics(0, 0));
  }
}
