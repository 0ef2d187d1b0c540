package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_RAW;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.address;

import gulliver.socket.AddressFamily;
import gulliver.socket.Bpf;
import gulliver.socket.Credentials;
import gulliver.socket.Errno;
import gulliver.socket.Linger;
import gulliver.socket.Linux;
import gulliver.socket.Membership;
import gulliver.socket.MulticastInterface;
import gulliver.socket.PacketFanout;
import gulliver.socket.PacketMembership;
import gulliver.socket.PacketStatistics;
import gulliver.socket.PortRange;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import gulliver.socket.SocketOption;
import gulliver.socket.SocketType;
import gulliver.socket.Sockets;
import gulliver.socket.SourceMembership;
import gulliver.socket.TxTime;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All typed options by level, sorted by C name: on which kind of socket, what it answers, what is
 * set, and what it answers then.
 */
final class OptionsTable {
  private OptionsTable() {}

  /**
   * A kind of sockets.
   *
   * @param name what the test's name says
   * @param family for {@code socket}
   * @param type for {@code socket}
   * @param protocol for {@code socket}
   */
  record Kind(String name, AddressFamily family, SocketType type, Protocol protocol) {
    static final Kind TCP = new Kind("TCP", AF_INET, SOCK_STREAM);
    static final Kind TCP6 = new Kind("TCP over IPv6", AF_INET6, SOCK_STREAM);
    static final Kind UDP = new Kind("UDP", AF_INET, SOCK_DGRAM);
    static final Kind UDP6 = new Kind("UDP over IPv6", AF_INET6, SOCK_DGRAM);
    static final Kind UNIX = new Kind("UNIX", AF_UNIX, SOCK_STREAM);
    static final Kind CONNECTED = new Kind("connected TCP", AF_INET, SOCK_STREAM);
    static final Kind CONNECTED6 = new Kind("connected UDP over IPv6", AF_INET6, SOCK_DGRAM);
    static final Kind PAIR = new Kind("a pair of UNIX sockets", AF_UNIX, SOCK_STREAM);
    static final Kind ICMP = new Kind("ICMP", AF_INET, SOCK_RAW, Protocol.IPPROTO_ICMP);
    static final Kind ICMP6 = new Kind("ICMPv6", AF_INET6, SOCK_RAW, Protocol.IPPROTO_ICMPV6);
    static final Kind RAW6 = new Kind("raw IPv6", AF_INET6, SOCK_RAW, new Protocol(255));
    static final Kind MPTCP = new Kind("MPTCP", AF_INET, SOCK_STREAM, new Protocol(262));
    static final Kind PACKET = new Kind("packet", new AddressFamily(17), SOCK_RAW);
    static final Kind FRAMES =
        new Kind("packet of all", new AddressFamily(17), SOCK_RAW, new Protocol(Sockets.htons(3)));
    static final Kind NETLINK = new Kind("netlink", new AddressFamily(16), SOCK_RAW);
    static final Kind VSOCK = new Kind("vsock", new AddressFamily(40), SOCK_STREAM);

    Kind(String name, AddressFamily family, SocketType type) {
      this(name, family, type, Protocol.DEFAULT);
    }

    /** Whether it takes a privilege, or a module, that not every machine has. */
    boolean isRare() {
      return type.equals(SOCK_RAW) || equals(MPTCP) || equals(VSOCK);
    }
  }

  /**
   * A line of the table.
   *
   * @param option which
   * @param kind on which kind of socket
   * @param initial what a fresh socket answers; null where that is the system's business
   * @param set what to set; null for an option that can only be read
   * @param then what the socket answers then; null for an option that can only be set
   * @param before what happens to the socket first
   */
  record Row<T>(
      SocketOption<T> option,
      Kind kind,
      @Nullable T initial,
      @Nullable T set,
      @Nullable T then,
      List<Row<?>> before) {
    Row(SocketOption<T> option, Kind kind, @Nullable T initial, @Nullable T set, @Nullable T then) {
      this(option, kind, initial, set, then, List.of());
    }

    /** The same after others have been set. */
    Row<T> after(Row<?>... rows) {
      return new Row<>(option, kind, initial, set, then, List.of(rows));
    }

    void set(Socket socket) throws IOException {
      socket.setsockopt(option, set);
    }

    boolean isWriteOnly() {
      return set != null && then == null;
    }

    /** The level at which it is set on this kind of socket. */
    int level() {
      boolean multicast = option.toString().startsWith("MCAST_");
      return multicast && kind.family.equals(AF_INET6) ? Linux.IPPROTO_IPV6 : option.level();
    }

    @Override
    public String toString() {
      return option + " on " + kind.name;
    }
  }

  private static <T> Row<T> row(SocketOption<T> option, Kind kind, @Nullable T initial, T set) {
    return new Row<>(option, kind, initial, set, set);
  }

  private static <T> Row<T> row(
      SocketOption<T> option, Kind kind, @Nullable T initial, T set, T then) {
    return new Row<>(option, kind, initial, set, then);
  }

  private static <T> Row<T> writeOnly(SocketOption<T> option, Kind kind, T set) {
    return new Row<>(option, kind, null, set, null);
  }

  private static <T> Row<T> readOnly(SocketOption<T> option, Kind kind, @Nullable T initial) {
    return new Row<>(option, kind, initial, null, null);
  }

  /** What every network with TCP and UDP has. */
  static final List<Row<?>> COMMON =
      List.of(
          readOnly(Sockets.SO_ACCEPTCONN, Kind.TCP, false),
          row(Sockets.SO_BROADCAST, Kind.UDP, false, true),
          readOnly(Sockets.SO_DOMAIN, Kind.TCP, 2),
          readOnly(Sockets.SO_ERROR, Kind.TCP, 0),
          row(Sockets.SO_KEEPALIVE, Kind.TCP, false, true),
          row(Sockets.SO_LINGER, Kind.TCP, new Linger(false, 0), new Linger(true, 5)),
          readOnly(Sockets.SO_PROTOCOL, Kind.TCP, 6),
          readOnly(Sockets.SO_PROTOCOL, Kind.UDP, 17),
          row(Sockets.SO_RCVTIMEO, Kind.TCP, Duration.ZERO, Duration.ofMillis(1500)),
          row(Sockets.SO_SNDTIMEO, Kind.UDP, Duration.ZERO, Duration.ofNanos(1000)),
          row(Sockets.SO_REUSEADDR, Kind.TCP, false, true),
          row(Sockets.SO_REUSEADDR, Kind.UDP, false, true),
          readOnly(Sockets.SO_TYPE, Kind.TCP, 1),
          readOnly(Sockets.SO_TYPE, Kind.UDP, 2),
          row(Sockets.TCP_NODELAY, Kind.TCP, false, true));

  private static final Bpf FILTER = Bpf.assemble("ld #len\njgt #100, big\nret #0\nbig: ret #-1");

  /** What Linux has besides, of {@code SOL_SOCKET}. */
  private static final List<Row<?>> SOCKET =
      List.of(
          row(Sockets.SO_ATTACH_FILTER, Kind.UDP, Bpf.NONE, FILTER),
          row(Sockets.SO_ATTACH_FILTER, Kind.UNIX, Bpf.NONE, FILTER),
          writeOnly(Sockets.SO_ATTACH_REUSEPORT_CBPF, Kind.UDP, FILTER)
              .after(row(Sockets.SO_REUSEPORT, Kind.UDP, false, true)),
          row(Sockets.SO_BINDTODEVICE, Kind.UDP, "", "lo"),
          row(Sockets.SO_BINDTOIFINDEX, Kind.UDP, 0, 1),
          readOnly(Sockets.SO_BPF_EXTENSIONS, Kind.UDP, 64),
          row(Sockets.SO_BUF_LOCK, Kind.TCP, 0, 3),
          row(Sockets.SO_BUSY_POLL, Kind.UDP, null, 50),
          writeOnly(Sockets.SO_BUSY_POLL_BUDGET, Kind.UDP, 16),
          writeOnly(Sockets.SO_CNX_ADVICE, Kind.UDP, 1),
          readOnly(Sockets.SO_COOKIE, Kind.UDP, null),
          row(Sockets.SO_DEBUG, Kind.UDP, false, true),
          writeOnly(Sockets.SO_DETACH_FILTER, Kind.UDP, 0)
              .after(row(Sockets.SO_ATTACH_FILTER, Kind.UDP, Bpf.NONE, FILTER)),
          writeOnly(Sockets.SO_DETACH_REUSEPORT_BPF, Kind.UDP, 0)
              .after(
                  row(Sockets.SO_REUSEPORT, Kind.UDP, false, true),
                  writeOnly(Sockets.SO_ATTACH_REUSEPORT_CBPF, Kind.UDP, FILTER)),
          readOnly(Sockets.SO_DOMAIN, Kind.TCP6, 10),
          readOnly(Sockets.SO_DOMAIN, Kind.UNIX, 1),
          row(Sockets.SO_DONTROUTE, Kind.UDP, false, true),
          row(Sockets.SO_INCOMING_CPU, Kind.TCP, -1, 0),
          readOnly(Sockets.SO_INCOMING_NAPI_ID, Kind.TCP, 0),
          writeOnly(Sockets.SO_INQ, Kind.UNIX, true),
          row(Sockets.SO_LINGER, Kind.UNIX, new Linger(false, 0), new Linger(true, 0)),
          row(Sockets.SO_LOCK_FILTER, Kind.UDP, false, true),
          row(Sockets.SO_MARK, Kind.UDP, 0, 77),
          row(Sockets.SO_MAX_PACING_RATE, Kind.TCP, -1L, 1L << 40),
          readOnly(Sockets.SO_MEMINFO, Kind.UDP, null),
          readOnly(Sockets.SO_NETNS_COOKIE, Kind.UDP, null),
          row(Sockets.SO_NOFCS, Kind.UDP, false, true),
          row(Sockets.SO_NO_CHECK, Kind.UDP, false, true),
          row(Sockets.SO_OOBINLINE, Kind.TCP, false, true),
          row(Sockets.SO_PASSCRED, Kind.UNIX, false, true),
          row(Sockets.SO_PASSPIDFD, Kind.UNIX, false, true),
          row(Sockets.SO_PASSRIGHTS, Kind.UNIX, true, false),
          row(Sockets.SO_PASSSEC, Kind.UNIX, false, true),
          row(Sockets.SO_PEEK_OFF, Kind.UNIX, -1, 7),
          readOnly(Sockets.SO_PEERCRED, Kind.UNIX, new Credentials(0, -1, -1)),
          readOnly(Sockets.SO_PEERGROUPS, Kind.PAIR, null),
          row(Sockets.SO_PREFER_BUSY_POLL, Kind.UDP, false, true),
          row(Sockets.SO_PRIORITY, Kind.UDP, 0, 6),
          readOnly(Sockets.SO_PROTOCOL, Kind.UNIX, 0),
          row(Sockets.SO_RCVBUF, Kind.UDP, null, 20_000, 40_000),
          row(Sockets.SO_RCVBUF, Kind.TCP, null, 20_000, 40_000),
          row(Sockets.SO_RCVBUF, Kind.UNIX, null, 20_000, 40_000),
          writeOnly(Sockets.SO_RCVBUFFORCE, Kind.UDP, 50_000_000),
          row(Sockets.SO_RCVLOWAT, Kind.TCP, 1, 100),
          row(Sockets.SO_RCVMARK, Kind.UDP, false, true),
          row(Sockets.SO_RCVPRIORITY, Kind.UDP, false, true),
          readOnly(Sockets.SO_RESERVE_MEM, Kind.TCP, 0), // no memory limit here: see REFUSALS
          row(Sockets.SO_REUSEPORT, Kind.TCP, false, true),
          row(Sockets.SO_RXQ_OVFL, Kind.UDP, false, true),
          row(Sockets.SO_SELECT_ERR_QUEUE, Kind.UDP, false, true),
          row(Sockets.SO_SNDBUF, Kind.UDP, null, 20_000, 40_000),
          row(Sockets.SO_SNDBUF, Kind.TCP, null, 20_000, 40_000),
          writeOnly(Sockets.SO_SNDBUFFORCE, Kind.UDP, 50_000_000),
          readOnly(Sockets.SO_SNDLOWAT, Kind.TCP, 1),
          row(Sockets.SO_TIMESTAMP, Kind.UDP, false, true),
          row(Sockets.SO_TIMESTAMPING, Kind.UDP, 0, 0x18),
          row(Sockets.SO_TIMESTAMPNS, Kind.UDP, false, true),
          row(Sockets.SO_TXREHASH, Kind.TCP, 1, 0),
          row(Sockets.SO_TXTIME, Kind.UDP, new TxTime(0, 0), new TxTime(11, 3)),
          row(Sockets.SO_WIFI_STATUS, Kind.UDP, false, true),
          row(Sockets.SO_ZEROCOPY, Kind.TCP, false, true));

  /** Those of {@code IPPROTO_IP}. */
  private static final List<Row<?>> IP =
      List.of(
          writeOnly(Sockets.IP_ADD_MEMBERSHIP, Kind.UDP, new Membership("239.1.2.3", "127.0.0.1")),
          writeOnly(
              Sockets.IP_ADD_SOURCE_MEMBERSHIP,
              Kind.UDP,
              new SourceMembership("232.1.2.3", "192.0.2.7", "127.0.0.1", 0)),
          row(Sockets.IP_BIND_ADDRESS_NO_PORT, Kind.TCP, false, true),
          writeOnly(
                  Sockets.IP_BLOCK_SOURCE,
                  Kind.UDP,
                  new SourceMembership("239.1.2.3", "192.0.2.7", "127.0.0.1", 0))
              .after(
                  writeOnly(Sockets.IP_ADD_MEMBERSHIP, Kind.UDP, new Membership("239.1.2.3", 1))),
          row(Sockets.IP_CHECKSUM, Kind.UDP, false, true),
          writeOnly(Sockets.IP_DROP_MEMBERSHIP, Kind.UDP, new Membership("239.1.2.3", "127.0.0.1"))
              .after(
                  writeOnly(
                      Sockets.IP_ADD_MEMBERSHIP,
                      Kind.UDP,
                      new Membership("239.1.2.3", "127.0.0.1"))),
          writeOnly(
                  Sockets.IP_DROP_SOURCE_MEMBERSHIP,
                  Kind.UDP,
                  new SourceMembership("232.1.2.3", "192.0.2.7", "127.0.0.1", 0))
              .after(
                  writeOnly(
                      Sockets.MCAST_JOIN_SOURCE_GROUP,
                      Kind.UDP,
                      new SourceMembership("232.1.2.3", "192.0.2.7", 1))),
          row(Sockets.IP_FREEBIND, Kind.TCP, false, true),
          row(Sockets.IP_HDRINCL, Kind.ICMP, false, true),
          row(
              Sockets.IP_LOCAL_PORT_RANGE,
              Kind.TCP,
              new PortRange(0, 0),
              new PortRange(40_000, 40_009)),
          row(Sockets.IP_MINTTL, Kind.TCP, 0, 255),
          readOnly(Sockets.IP_MTU, Kind.CONNECTED, null),
          row(Sockets.IP_MTU_DISCOVER, Kind.UDP, null, 2),
          row(Sockets.IP_MULTICAST_ALL, Kind.UDP, true, false),
          row(
              Sockets.IP_MULTICAST_IF,
              Kind.UDP,
              MulticastInterface.ANY,
              new MulticastInterface("127.0.0.1")),
          row(Sockets.IP_MULTICAST_LOOP, Kind.UDP, true, false),
          row(Sockets.IP_MULTICAST_TTL, Kind.UDP, 1, 32),
          row(Sockets.IP_NODEFRAG, Kind.ICMP, false, true),
          row(Sockets.IP_OPTIONS, Kind.UDP, new byte[0], new byte[] {(byte) 148, 4, 0, 0}),
          row(Sockets.IP_PASSSEC, Kind.UDP, false, true),
          row(Sockets.IP_PKTINFO, Kind.UDP, false, true),
          readOnly(Sockets.IP_PROTOCOL, Kind.ICMP, 1),
          row(Sockets.IP_RECVERR, Kind.UDP, false, true),
          row(Sockets.IP_RECVERR_RFC4884, Kind.UDP, false, true),
          row(Sockets.IP_RECVFRAGSIZE, Kind.UDP, false, true),
          row(Sockets.IP_RECVOPTS, Kind.UDP, false, true),
          row(Sockets.IP_RECVORIGDSTADDR, Kind.UDP, false, true),
          row(Sockets.IP_RECVTOS, Kind.UDP, false, true),
          row(Sockets.IP_RECVTTL, Kind.UDP, false, true),
          row(Sockets.IP_RETOPTS, Kind.UDP, false, true),
          row(Sockets.IP_ROUTER_ALERT, Kind.ICMP, false, true),
          row(Sockets.IP_TOS, Kind.UDP, 0, 0x13),
          row(Sockets.IP_TOS, Kind.TCP, 0, 0x13, 0x10), // ECN's two bits are TCP's own
          row(Sockets.IP_TRANSPARENT, Kind.TCP, false, true),
          row(Sockets.IP_TTL, Kind.UDP, null, 7),
          writeOnly(
                  Sockets.IP_UNBLOCK_SOURCE,
                  Kind.UDP,
                  new SourceMembership("239.1.2.3", "192.0.2.7", "127.0.0.1", 0))
              .after(
                  writeOnly(Sockets.IP_ADD_MEMBERSHIP, Kind.UDP, new Membership("239.1.2.3", 1)),
                  writeOnly(
                      Sockets.IP_BLOCK_SOURCE,
                      Kind.UDP,
                      new SourceMembership("239.1.2.3", "192.0.2.7", "127.0.0.1", 0))),
          row(Sockets.IP_UNICAST_IF, Kind.UDP, 0, 1));

  /** Those of {@code IPPROTO_IP} and {@code IPPROTO_IPV6}. */
  private static final List<Row<?>> MCAST =
      Stream.of(Kind.UDP, Kind.UDP6)
          .flatMap(kind -> {
            boolean six = kind.equals(Kind.UDP6);
            String any = six ? "ff02::1:2" : "239.1.2.3";
            String specific = six ? "ff32::1:2" : "232.1.2.3";
            String sender = six ? "2001:db8::7" : "192.0.2.7";
            Row<Membership> join =
                writeOnly(Sockets.MCAST_JOIN_GROUP, kind, new Membership(any, 1));
            SourceMembership blocked = new SourceMembership(any, sender, 1);
            SourceMembership heard = new SourceMembership(specific, sender, 1);
            Row<SourceMembership> block =
                writeOnly(Sockets.MCAST_BLOCK_SOURCE, kind, blocked).after(join);
            return Stream.<Row<?>>of(
                join,
                block,
                writeOnly(Sockets.MCAST_UNBLOCK_SOURCE, kind, blocked).after(join, block),
                writeOnly(Sockets.MCAST_LEAVE_GROUP, kind, new Membership(any, 1)).after(join),
                writeOnly(Sockets.MCAST_JOIN_SOURCE_GROUP, kind, heard),
                writeOnly(Sockets.MCAST_LEAVE_SOURCE_GROUP, kind, heard)
                    .after(writeOnly(Sockets.MCAST_JOIN_SOURCE_GROUP, kind, heard)));
          })
          .toList();

  private static final Membership ANYCAST = new Membership("2001:db8::99", 1);

  /** Those of {@code IPPROTO_IPV6}. */
  private static final List<Row<?>> IPV6 =
      List.of(
          row(Sockets.IPV6_ADDR_PREFERENCES, Kind.UDP6, 0x500, 0x1, 0x401),
          writeOnly(Sockets.IPV6_ADD_MEMBERSHIP, Kind.UDP6, new Membership("ff02::1:2", 1)),
          row(Sockets.IPV6_AUTOFLOWLABEL, Kind.UDP6, null, false),
          row(Sockets.IPV6_CHECKSUM, Kind.RAW6, -1, 4),
          readOnly(Sockets.IPV6_CHECKSUM, Kind.ICMP6, 2),
          row(Sockets.IPV6_DONTFRAG, Kind.UDP6, false, true),
          writeOnly(Sockets.IPV6_DROP_MEMBERSHIP, Kind.UDP6, new Membership("ff02::1:2", 1))
              .after(writeOnly(Sockets.IPV6_JOIN_GROUP, Kind.UDP6, new Membership("ff02::1:2", 1))),
          row(Sockets.IPV6_DSTOPTS, Kind.UDP6, new byte[0], new byte[] {0, 0, 1, 4, 0, 0, 0, 0}),
          row(Sockets.IPV6_FLOWINFO, Kind.UDP6, false, true),
          row(Sockets.IPV6_FLOWINFO_SEND, Kind.UDP6, false, true),
          row(Sockets.IPV6_FREEBIND, Kind.TCP6, false, true),
          row(Sockets.IPV6_HDRINCL, Kind.ICMP6, false, true),
          row(Sockets.IPV6_HOPOPTS, Kind.UDP6, new byte[0], new byte[] {0, 0, 5, 2, 0, 0, 1, 0}),
          writeOnly(Sockets.IPV6_JOIN_GROUP, Kind.UDP6, new Membership("ff02::1:2", 1)),
          writeOnly(Sockets.IPV6_LEAVE_GROUP, Kind.UDP6, new Membership("ff02::1:2", 1))
              .after(writeOnly(Sockets.IPV6_JOIN_GROUP, Kind.UDP6, new Membership("ff02::1:2", 1))),
          row(Sockets.IPV6_MINHOPCOUNT, Kind.TCP6, 0, 255),
          readOnly(Sockets.IPV6_MTU, Kind.CONNECTED6, null), // and can be set
          row(Sockets.IPV6_MTU_DISCOVER, Kind.UDP6, 1, 2),
          row(Sockets.IPV6_MULTICAST_ALL, Kind.UDP6, true, false),
          row(Sockets.IPV6_MULTICAST_HOPS, Kind.UDP6, 1, 32),
          row(Sockets.IPV6_MULTICAST_IF, Kind.UDP6, 0, 1),
          row(Sockets.IPV6_MULTICAST_LOOP, Kind.UDP6, true, false),
          readOnly(Sockets.IPV6_PATHMTU, Kind.CONNECTED6, null),
          row(Sockets.IPV6_RECVDSTOPTS, Kind.UDP6, false, true),
          row(Sockets.IPV6_RECVERR, Kind.UDP6, false, true),
          row(Sockets.IPV6_RECVERR_RFC4884, Kind.UDP6, false, true),
          row(Sockets.IPV6_RECVFRAGSIZE, Kind.UDP6, false, true),
          row(Sockets.IPV6_RECVHOPLIMIT, Kind.UDP6, false, true),
          row(Sockets.IPV6_RECVHOPOPTS, Kind.UDP6, false, true),
          row(Sockets.IPV6_RECVORIGDSTADDR, Kind.UDP6, false, true),
          row(Sockets.IPV6_RECVPATHMTU, Kind.UDP6, false, true),
          row(Sockets.IPV6_RECVPKTINFO, Kind.UDP6, false, true),
          row(Sockets.IPV6_RECVRTHDR, Kind.UDP6, false, true),
          row(Sockets.IPV6_RECVTCLASS, Kind.UDP6, false, true),
          row(Sockets.IPV6_ROUTER_ALERT, Kind.RAW6, 0, 5, 1),
          row(Sockets.IPV6_ROUTER_ALERT_ISOLATE, Kind.RAW6, false, true),
          readOnly(Sockets.IPV6_RTHDR, Kind.UDP6, new byte[0]),
          row(
              Sockets.IPV6_RTHDRDSTOPTS,
              Kind.UDP6,
              new byte[0],
              new byte[] {0, 0, 1, 4, 0, 0, 0, 0}),
          row(Sockets.IPV6_TCLASS, Kind.UDP6, 0, 0x20),
          row(Sockets.IPV6_TRANSPARENT, Kind.TCP6, false, true),
          row(Sockets.IPV6_UNICAST_HOPS, Kind.UDP6, null, 7),
          row(Sockets.IPV6_UNICAST_IF, Kind.UDP6, 0, 1),
          row(Sockets.IPV6_V6ONLY, Kind.TCP6, null, true));

  private static final Row<Integer> REPAIR = row(Sockets.TCP_REPAIR, Kind.TCP, 0, 1);
  private static final Row<Integer> REPAIR_QUEUE =
      row(Sockets.TCP_REPAIR_QUEUE, Kind.TCP, 0, 2).after(REPAIR);

  /** Those of {@code IPPROTO_TCP}. */
  private static final List<Row<?>> TCP =
      List.of(
          readOnly(Sockets.TCP_CC_INFO, Kind.TCP, new byte[0])
              .after(row(Sockets.TCP_CONGESTION, Kind.TCP, null, "cubic")),
          row(Sockets.TCP_CONGESTION, Kind.TCP, null, "reno"),
          row(Sockets.TCP_CORK, Kind.TCP, false, true),
          row(Sockets.TCP_DEFER_ACCEPT, Kind.TCP, 0, 10, 15), // 1 + 2 + 4 + 8: of SYN-ACKs
          row(Sockets.TCP_DELACK_MAX_US, Kind.TCP, 200_000, 40_000),
          row(Sockets.TCP_FASTOPEN, Kind.TCP, 0, 5),
          row(Sockets.TCP_FASTOPEN_CONNECT, Kind.TCP, false, true),
          row(Sockets.TCP_FASTOPEN_KEY, Kind.TCP, null, Suite.part(Suite.pattern(40), 0, 32)),
          row(Sockets.TCP_FASTOPEN_NO_COOKIE, Kind.TCP, false, true),
          readOnly(Sockets.TCP_INFO, Kind.TCP, null),
          row(Sockets.TCP_INQ, Kind.TCP, false, true),
          readOnly(Sockets.TCP_IS_MPTCP, Kind.TCP, false),
          row(Sockets.TCP_KEEPCNT, Kind.TCP, null, 5),
          row(Sockets.TCP_KEEPIDLE, Kind.TCP, null, 100),
          row(Sockets.TCP_KEEPINTVL, Kind.TCP, null, 10),
          row(Sockets.TCP_LINGER2, Kind.TCP, null, 30),
          row(Sockets.TCP_MAXSEG, Kind.TCP, 536, 1000),
          row(Sockets.TCP_NOTSENT_LOWAT, Kind.TCP, 0, 16_384),
          row(Sockets.TCP_QUEUE_SEQ, Kind.TCP, null, 0x89abcdef).after(REPAIR, REPAIR_QUEUE),
          row(Sockets.TCP_QUICKACK, Kind.TCP, true, false),
          REPAIR,
          REPAIR_QUEUE,
          row(Sockets.TCP_RTO_MAX_MS, Kind.TCP, 120_000, 5_000),
          row(Sockets.TCP_RTO_MIN_US, Kind.TCP, 200_000, 40_000),
          row(Sockets.TCP_SAVE_SYN, Kind.TCP, 0, 2),
          readOnly(Sockets.TCP_SAVED_SYN, Kind.TCP, new byte[0]),
          row(Sockets.TCP_SYNCNT, Kind.TCP, null, 3),
          row(Sockets.TCP_THIN_LINEAR_TIMEOUTS, Kind.TCP, false, true),
          readOnly(Sockets.TCP_TIMESTAMP, Kind.TCP, null), // and is set in repair
          row(Sockets.TCP_TX_DELAY, Kind.TCP, 0, 1_000),
          readOnly(Sockets.TCP_ULP, Kind.TCP, ""), // TLS is not in every kernel: see REFUSALS
          row(Sockets.TCP_USER_TIMEOUT, Kind.TCP, 0, 5_000),
          row(Sockets.TCP_WINDOW_CLAMP, Kind.TCP, 0, 10_000));

  /** Those of {@code IPPROTO_UDP}. */
  private static final List<Row<?>> UDP =
      List.of(
          row(Sockets.UDP_CORK, Kind.UDP, false, true),
          readOnly(Sockets.UDP_ENCAP, Kind.UDP, 0), // IPsec is not in every kernel: see REFUSALS
          row(Sockets.UDP_GRO, Kind.UDP, false, true),
          row(Sockets.UDP_NO_CHECK6_RX, Kind.UDP6, false, true),
          row(Sockets.UDP_NO_CHECK6_TX, Kind.UDP6, false, true),
          row(Sockets.UDP_SEGMENT, Kind.UDP, 0, 1200));

  private static final PacketMembership PROMISC = new PacketMembership(1, 1);
  private static final PacketMembership GROUP =
      new PacketMembership(1, 0, new byte[] {1, 0, 0x5e, 1, 2, 3});

  private static final Row<PacketFanout> FANOUT =
      row(Sockets.PACKET_FANOUT, Kind.FRAMES, new PacketFanout(0, 0), new PacketFanout(4242, 6));

  /** Those of {@code SOL_PACKET}, {@code SOL_NETLINK} and small levels. */
  private static final List<Row<?>> RARE =
      List.of(
          writeOnly(Sockets.PACKET_ADD_MEMBERSHIP, Kind.PACKET, PROMISC),
          writeOnly(Sockets.PACKET_ADD_MEMBERSHIP, Kind.PACKET, GROUP),
          row(Sockets.PACKET_AUXDATA, Kind.PACKET, false, true),
          row(Sockets.PACKET_COPY_THRESH, Kind.PACKET, 0, 10),
          writeOnly(Sockets.PACKET_DROP_MEMBERSHIP, Kind.PACKET, GROUP)
              .after(writeOnly(Sockets.PACKET_ADD_MEMBERSHIP, Kind.PACKET, GROUP)),
          FANOUT,
          writeOnly(Sockets.PACKET_FANOUT_DATA, Kind.FRAMES, FILTER).after(FANOUT),
          row(Sockets.PACKET_IGNORE_OUTGOING, Kind.PACKET, false, true),
          row(Sockets.PACKET_LOSS, Kind.PACKET, false, true),
          row(Sockets.PACKET_ORIGDEV, Kind.PACKET, false, true),
          row(Sockets.PACKET_QDISC_BYPASS, Kind.PACKET, false, true),
          row(Sockets.PACKET_RESERVE, Kind.PACKET, 0, 64),
          readOnly(Sockets.PACKET_STATISTICS, Kind.PACKET, new PacketStatistics(0, 0)),
          row(Sockets.PACKET_TIMESTAMP, Kind.PACKET, 0, 0x40),
          row(Sockets.PACKET_TX_HAS_OFF, Kind.PACKET, false, true),
          row(Sockets.PACKET_VERSION, Kind.PACKET, 0, 2),
          row(Sockets.PACKET_VNET_HDR, Kind.PACKET, false, true),
          row(Sockets.PACKET_VNET_HDR_SZ, Kind.PACKET, 0, 12),
          writeOnly(Sockets.NETLINK_ADD_MEMBERSHIP, Kind.NETLINK, 1),
          row(Sockets.NETLINK_BROADCAST_ERROR, Kind.NETLINK, false, true),
          row(Sockets.NETLINK_CAP_ACK, Kind.NETLINK, false, true),
          writeOnly(Sockets.NETLINK_DROP_MEMBERSHIP, Kind.NETLINK, 1),
          row(Sockets.NETLINK_EXT_ACK, Kind.NETLINK, false, true),
          row(Sockets.NETLINK_GET_STRICT_CHK, Kind.NETLINK, false, true),
          row(Sockets.NETLINK_LISTEN_ALL_NSID, Kind.NETLINK, false, true),
          readOnly(Sockets.NETLINK_LIST_MEMBERSHIPS, Kind.NETLINK, List.of()),
          row(Sockets.NETLINK_NO_ENOBUFS, Kind.NETLINK, false, true),
          row(Sockets.NETLINK_PKTINFO, Kind.NETLINK, false, true),
          row(Sockets.ICMP6_FILTER, Kind.ICMP6, new byte[32], Suite.part(Suite.pattern(40), 0, 32)),
          row(Sockets.ICMP_FILTER, Kind.ICMP, 0, ~(1 << 8)),
          readOnly(Sockets.MPTCP_INFO, Kind.MPTCP, null),
          row(Sockets.SO_VM_SOCKETS_BUFFER_MAX_SIZE, Kind.VSOCK, 1L << 18, 1L << 20),
          row(Sockets.SO_VM_SOCKETS_BUFFER_MIN_SIZE, Kind.VSOCK, 128L, 1000L),
          row(Sockets.SO_VM_SOCKETS_BUFFER_SIZE, Kind.VSOCK, 1L << 18, 1L << 17),
          row(
              Sockets.SO_VM_SOCKETS_CONNECT_TIMEOUT,
              Kind.VSOCK,
              Duration.ofSeconds(2),
              Duration.ofSeconds(5)));

  static final List<Row<?>> LINUX =
      Stream.of(SOCKET, IP, MCAST, IPV6, TCP, UDP, RARE).flatMap(List::stream).toList();

  static final List<Row<?>> ALL = Stream.concat(COMMON.stream(), LINUX.stream()).toList();

  /** What can be set, too, in a state, on a machine or to a value that the table has not. */
  private static final Set<SocketOption<?>> SOMETIMES_SET =
      Set.of(
          Sockets.IPV6_CHECKSUM,
          Sockets.IPV6_MTU,
          Sockets.IPV6_RTHDR,
          Sockets.SO_RESERVE_MEM,
          Sockets.TCP_TIMESTAMP,
          Sockets.TCP_ULP,
          Sockets.UDP_ENCAP);

  /** What can be set once on a socket. */
  static final Set<SocketOption<?>> ONCE =
      Set.of(Sockets.IPV6_ROUTER_ALERT, Sockets.IP_ROUTER_ALERT, Sockets.PACKET_FANOUT);

  static final List<Row<?>> READ_ONLY =
      ALL.stream().filter(row -> row.set == null && !SOMETIMES_SET.contains(row.option)).toList();

  /**
   * A value as C has it.
   *
   * @param value a number, a text, a {@code struct linger} or {@code timeval}
   * @return its bytes
   */
  static byte[] raw(Object value) {
    return raw(null, value);
  }

  /**
   * A value as C has it.
   *
   * @param option where its structure depends on that
   * @param value a value
   * @return its bytes
   */
  static byte[] raw(@Nullable SocketOption<?> option, Object value) {
    ByteBuffer raw = ByteBuffer.allocate(1000).order(ByteOrder.nativeOrder());
    boolean swapped = option != null && option.toString().endsWith("_UNICAST_IF");
    switch (value) {
      case Boolean b -> raw.putInt(b ? 1 : 0);
      case Integer i when swapped -> raw.putInt(Integer.reverseBytes(i));
      case Integer i -> raw.putInt(i);
      case Long l -> raw.putLong(l);
      case Linger linger -> raw.putInt(linger.on() ? 1 : 0).putInt(linger.seconds());
      case Duration d -> raw.putLong(d.toSeconds()).putLong(d.toNanosPart() / 1000);
      case String s -> raw.put(s.getBytes(StandardCharsets.US_ASCII));
      case byte[] bytes -> raw.put(bytes);
      case TxTime t -> raw.putInt(t.clockid()).putInt(t.flags());
      case PortRange range -> raw.putShort((short) range.low()).putShort((short) range.high());
      case MulticastInterface i -> raw.put(inet(i.local()));
      case PacketFanout f -> raw.putShort((short) f.id()).putShort((short) f.type());
      case PacketMembership m ->
          raw.putInt(m.ifindex())
              .putShort((short) m.type())
              .putShort((short) m.address().length)
              .put(Arrays.copyOf(m.address(), 8));
      case Membership m when option != null && option.toString().startsWith("IP_") ->
          raw.put(inet(m.group()))
              .put(m.local().isEmpty() ? new byte[4] : inet(m.local()))
              .putInt(m.ifindex());
      case Membership m when option != null && option.toString().startsWith("IPV6_") ->
          raw.put(inet(m.group())).putInt(m.ifindex());
      case Membership m -> raw.putInt(m.ifindex()).position(8).put(sockaddr(m.group()));
      case SourceMembership m when option != null && option.toString().startsWith("IP_") ->
          raw.put(inet(m.group())).put(inet(m.local())).put(inet(m.source()));
      case SourceMembership m ->
          raw.putInt(m.ifindex()).position(8).put(sockaddr(m.group())).put(sockaddr(m.source()));
      case Bpf program ->
          program
              .instructions()
              .forEach(i ->
                  raw.putShort((short) i.code())
                      .put((byte) i.jt())
                      .put((byte) i.jf())
                      .putInt(i.k()));
      default -> throw new AssertionError(value);
    }
    return Arrays.copyOf(raw.array(), raw.position());
  }

  private static byte[] inet(String literal) {
    return InetAddress.ofLiteral(literal).getAddress();
  }

  /** {@code struct sockaddr_storage}: the family, then the port, then IPv6's flow information. */
  private static byte[] sockaddr(String literal) {
    byte[] address = inet(literal);
    return ByteBuffer.allocate(128)
        .order(ByteOrder.nativeOrder())
        .putShort((short) (address.length == 4 ? 2 : 10))
        .position(address.length == 4 ? 4 : 8)
        .put(address)
        .array();
  }

  /**
   * A value that the kernel does not take.
   *
   * @param row on what, and the value
   * @param errno what it says
   */
  record Refusal<T>(Row<T> row, Errno errno) {
    @Override
    public String toString() {
      return row.option + " " + row.set + ": " + errno;
    }
  }

  private static <T> Refusal<T> refusal(SocketOption<T> option, Kind kind, T value, Errno errno) {
    return new Refusal<>(row(option, kind, null, value), errno);
  }

  static final List<Refusal<?>> REFUSALS =
      List.of(
          refusal(Sockets.SO_BINDTODEVICE, Kind.UDP, "none-such", Errno.ENODEV),
          refusal(Sockets.IP_TTL, Kind.UDP, 0, Errno.EINVAL),
          refusal(Sockets.IP_TTL, Kind.UDP, 256, Errno.EINVAL),
          refusal(Sockets.IPV6_TCLASS, Kind.UDP6, 256, Errno.EINVAL),
          refusal(Sockets.IPV6_UNICAST_HOPS, Kind.UDP6, 256, Errno.EINVAL),
          refusal(Sockets.TCP_CONGESTION, Kind.TCP, "", Errno.EINVAL),
          refusal(Sockets.TCP_KEEPCNT, Kind.TCP, 0, Errno.EINVAL),
          refusal(Sockets.TCP_KEEPCNT, Kind.TCP, 128, Errno.EINVAL),
          refusal(Sockets.TCP_KEEPIDLE, Kind.TCP, 0, Errno.EINVAL),
          refusal(Sockets.TCP_KEEPIDLE, Kind.TCP, 32_768, Errno.EINVAL),
          refusal(Sockets.TCP_KEEPINTVL, Kind.TCP, 0, Errno.EINVAL),
          refusal(Sockets.TCP_KEEPINTVL, Kind.TCP, 32_768, Errno.EINVAL),
          refusal(Sockets.TCP_MAXSEG, Kind.TCP, 87, Errno.EINVAL),
          refusal(Sockets.TCP_MAXSEG, Kind.TCP, 32_768, Errno.EINVAL),
          refusal(Sockets.TCP_SYNCNT, Kind.TCP, 0, Errno.EINVAL),
          refusal(Sockets.TCP_SYNCNT, Kind.TCP, 128, Errno.EINVAL),
          refusal(Sockets.TCP_USER_TIMEOUT, Kind.TCP, -1, Errno.EINVAL),
          refusal(Sockets.SO_ATTACH_FILTER, Kind.UDP, Bpf.NONE, Errno.EINVAL),
          refusal(Sockets.SO_ATTACH_REUSEPORT_CBPF, Kind.UNIX, FILTER, Errno.EINVAL),
          refusal(Sockets.SO_BINDTOIFINDEX, Kind.UDP, -1, Errno.EINVAL),
          refusal(Sockets.SO_BUF_LOCK, Kind.TCP, 4, Errno.EINVAL),
          refusal(Sockets.SO_DETACH_FILTER, Kind.UDP, 0, Errno.ENOENT),
          refusal(Sockets.SO_PASSCRED, Kind.TCP, true, Errno.EOPNOTSUPP),
          refusal(Sockets.SO_PEERSEC, Kind.UNIX, "none", Errno.ENOPROTOOPT),
          refusal(Sockets.SO_RESERVE_MEM, Kind.UNIX, 4096, Errno.EOPNOTSUPP),
          refusal(Sockets.SO_TXREHASH, Kind.UDP, 1, Errno.EOPNOTSUPP),
          refusal(Sockets.SO_TXREHASH, Kind.TCP, 2, Errno.EINVAL),
          refusal(Sockets.SO_TXTIME, Kind.UDP, new TxTime(11, 4), Errno.EINVAL),
          refusal(Sockets.SO_ZEROCOPY, Kind.UNIX, true, Errno.EOPNOTSUPP),
          refusal(Sockets.IP_HDRINCL, Kind.UDP, true, Errno.ENOPROTOOPT),
          refusal(Sockets.IP_LOCAL_PORT_RANGE, Kind.TCP, new PortRange(2, 1), Errno.EINVAL),
          refusal(Sockets.IP_MINTTL, Kind.TCP, 256, Errno.EINVAL),
          refusal(Sockets.IP_MTU_DISCOVER, Kind.UDP, 6, Errno.EINVAL),
          refusal(Sockets.IP_MULTICAST_TTL, Kind.UDP, 256, Errno.EINVAL),
          refusal(Sockets.IP_MULTICAST_TTL, Kind.TCP, 1, Errno.EINVAL),
          refusal(Sockets.IP_OPTIONS, Kind.UDP, new byte[41], Errno.EINVAL),
          refusal(Sockets.IP_UNICAST_IF, Kind.UDP, 999_999, Errno.EADDRNOTAVAIL),
          refusal(Sockets.IP_ADD_MEMBERSHIP, Kind.UDP, new Membership("10.1.2.3"), Errno.EINVAL),
          refusal(
              Sockets.IP_DROP_MEMBERSHIP,
              Kind.UDP,
              new Membership("239.1.2.3", 1),
              Errno.EADDRNOTAVAIL),
          refusal(
              Sockets.IP_MULTICAST_IF,
              Kind.UDP,
              new MulticastInterface("192.0.2.77"),
              Errno.EADDRNOTAVAIL),
          refusal(Sockets.IPV6_JOIN_GROUP, Kind.UDP6, new Membership("fe80::1"), Errno.EINVAL),
          refusal(
              Sockets.IPV6_JOIN_GROUP, Kind.UDP6, new Membership("ff02::1", 999_999), Errno.ENODEV),
          // of a network that this host is in: see OsMulticastTest
          refusal(Sockets.IPV6_JOIN_ANYCAST, Kind.UDP6, ANYCAST, Errno.EADDRNOTAVAIL),
          refusal(Sockets.IPV6_LEAVE_ANYCAST, Kind.UDP6, ANYCAST, Errno.ENOENT),
          refusal(Sockets.IPV6_MTU_DISCOVER, Kind.UDP6, 6, Errno.EINVAL),
          refusal(Sockets.IPV6_MULTICAST_HOPS, Kind.UDP6, 256, Errno.EINVAL),
          refusal(Sockets.IPV6_MULTICAST_IF, Kind.UDP6, 999_999, Errno.ENODEV),
          refusal(Sockets.IPV6_ROUTER_ALERT, Kind.UDP6, 5, Errno.ENOPROTOOPT),
          refusal(Sockets.IPV6_HOPOPTS, Kind.UDP6, new byte[] {0, 0, 0, 0}, Errno.EINVAL),
          refusal(Sockets.TCP_FASTOPEN_KEY, Kind.TCP, new byte[15], Errno.EINVAL),
          refusal(Sockets.TCP_QUEUE_SEQ, Kind.TCP, 1, Errno.EINVAL),
          refusal(Sockets.TCP_REPAIR_QUEUE, Kind.TCP, 1, Errno.EPERM),
          refusal(Sockets.TCP_RTO_MAX_MS, Kind.TCP, 999, Errno.EINVAL),
          refusal(Sockets.TCP_SAVE_SYN, Kind.TCP, 3, Errno.EINVAL),
          refusal(Sockets.TCP_ULP, Kind.TCP, "none-such", Errno.ENOENT),
          refusal(Sockets.UDP_ENCAP, Kind.UDP, 77, Errno.ENOPROTOOPT),
          refusal(Sockets.UDP_SEGMENT, Kind.UDP, 65_536, Errno.EINVAL),
          refusal(Sockets.TCP_NODELAY, Kind.UNIX, true, Errno.EOPNOTSUPP),
          refusal(Sockets.IP_TTL, Kind.UNIX, 1, Errno.EOPNOTSUPP),
          refusal(Sockets.IPV6_V6ONLY, Kind.UNIX, true, Errno.EOPNOTSUPP),
          refusal(Sockets.SO_REUSEPORT, Kind.UNIX, true, Errno.EOPNOTSUPP));
}
