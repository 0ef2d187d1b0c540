package gulliver.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LinuxNamesTest {
  /** What each option prints as, in the order of the numbers: first the level, then its options. */
  private static final String OPTIONS =
      """
      IPPROTO_IP:
      IP_TOS IP_TTL IP_HDRINCL IP_OPTIONS IP_ROUTER_ALERT IP_RECVOPTS IP_RETOPTS IP_PKTINFO
      IP_PKTOPTIONS IP_MTU_DISCOVER IP_RECVERR IP_RECVTTL IP_RECVTOS IP_MTU IP_FREEBIND
      IP_IPSEC_POLICY IP_XFRM_POLICY IP_PASSSEC IP_TRANSPARENT IP_RECVORIGDSTADDR IP_MINTTL
      IP_NODEFRAG IP_CHECKSUM IP_BIND_ADDRESS_NO_PORT IP_RECVFRAGSIZE IP_RECVERR_RFC4884
      IP_MULTICAST_IF IP_MULTICAST_TTL IP_MULTICAST_LOOP IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP
      IP_UNBLOCK_SOURCE IP_BLOCK_SOURCE IP_ADD_SOURCE_MEMBERSHIP IP_DROP_SOURCE_MEMBERSHIP
      IP_MSFILTER MCAST_JOIN_GROUP MCAST_BLOCK_SOURCE MCAST_UNBLOCK_SOURCE MCAST_LEAVE_GROUP
      MCAST_JOIN_SOURCE_GROUP MCAST_LEAVE_SOURCE_GROUP MCAST_MSFILTER IP_MULTICAST_ALL
      IP_UNICAST_IF IP_LOCAL_PORT_RANGE IP_PROTOCOL

      SOL_SOCKET:
      SO_DEBUG SO_REUSEADDR SO_TYPE SO_ERROR SO_DONTROUTE SO_BROADCAST SO_SNDBUF SO_RCVBUF
      SO_KEEPALIVE SO_OOBINLINE SO_NO_CHECK SO_PRIORITY SO_LINGER SO_BSDCOMPAT SO_REUSEPORT
      SO_PASSCRED SO_PEERCRED SO_RCVLOWAT SO_SNDLOWAT SO_RCVTIMEO SO_SNDTIMEO SO_BINDTODEVICE
      SO_ATTACH_FILTER SO_DETACH_FILTER SO_PEERNAME SO_TIMESTAMP SO_ACCEPTCONN SO_PEERSEC
      SO_SNDBUFFORCE SO_RCVBUFFORCE SO_PASSSEC SO_TIMESTAMPNS SO_MARK SO_TIMESTAMPING
      SO_PROTOCOL SO_DOMAIN SO_RXQ_OVFL SO_WIFI_STATUS SO_PEEK_OFF SO_NOFCS SO_LOCK_FILTER
      SO_SELECT_ERR_QUEUE SO_BUSY_POLL SO_MAX_PACING_RATE SO_BPF_EXTENSIONS SO_INCOMING_CPU
      SO_ATTACH_BPF SO_ATTACH_REUSEPORT_CBPF SO_ATTACH_REUSEPORT_EBPF SO_CNX_ADVICE SO_MEMINFO
      SO_INCOMING_NAPI_ID SO_COOKIE SO_PEERGROUPS SO_ZEROCOPY SO_TXTIME SO_BINDTOIFINDEX
      SO_TIMESTAMP_NEW SO_TIMESTAMPNS_NEW SO_TIMESTAMPING_NEW SO_RCVTIMEO_NEW SO_SNDTIMEO_NEW
      SO_DETACH_REUSEPORT_BPF SO_PREFER_BUSY_POLL SO_BUSY_POLL_BUDGET SO_NETNS_COOKIE
      SO_BUF_LOCK SO_RESERVE_MEM SO_TXREHASH SO_RCVMARK SO_PASSPIDFD SO_PEERPIDFD
      SO_DEVMEM_LINEAR SO_DEVMEM_DMABUF SO_DEVMEM_DONTNEED SO_RCVPRIORITY SO_PASSRIGHTS SO_INQ
      SO_RIGHTS_NOTRUNC

      IPPROTO_TCP:
      TCP_NODELAY TCP_MAXSEG TCP_CORK TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT TCP_SYNCNT
      TCP_LINGER2 TCP_DEFER_ACCEPT TCP_WINDOW_CLAMP TCP_INFO TCP_QUICKACK TCP_CONGESTION
      TCP_MD5SIG TCP_COOKIE_TRANSACTIONS TCP_THIN_LINEAR_TIMEOUTS TCP_THIN_DUPACK
      TCP_USER_TIMEOUT TCP_REPAIR TCP_REPAIR_QUEUE TCP_QUEUE_SEQ TCP_REPAIR_OPTIONS
      TCP_FASTOPEN TCP_TIMESTAMP TCP_NOTSENT_LOWAT TCP_CC_INFO TCP_SAVE_SYN TCP_SAVED_SYN
      TCP_REPAIR_WINDOW TCP_FASTOPEN_CONNECT TCP_ULP TCP_MD5SIG_EXT TCP_FASTOPEN_KEY
      TCP_FASTOPEN_NO_COOKIE TCP_ZEROCOPY_RECEIVE TCP_INQ TCP_TX_DELAY TCP_AO_ADD_KEY
      TCP_AO_DEL_KEY TCP_AO_INFO TCP_AO_GET_KEYS TCP_AO_REPAIR TCP_IS_MPTCP TCP_RTO_MAX_MS
      TCP_RTO_MIN_US TCP_DELACK_MAX_US

      IPPROTO_UDP:
      UDP_CORK UDP_ENCAP UDP_NO_CHECK6_TX UDP_NO_CHECK6_RX UDP_SEGMENT UDP_GRO

      AF_VSOCK:
      SO_VM_SOCKETS_BUFFER_SIZE SO_VM_SOCKETS_BUFFER_MIN_SIZE SO_VM_SOCKETS_BUFFER_MAX_SIZE
      SO_VM_SOCKETS_PEER_HOST_VM_ID SO_VM_SOCKETS_TRUSTED SO_VM_SOCKETS_CONNECT_TIMEOUT
      SO_VM_SOCKETS_NONBLOCK_TXRX SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW

      IPPROTO_IPV6:
      IPV6_ADDRFORM IPV6_2292PKTINFO IPV6_2292HOPOPTS IPV6_2292DSTOPTS IPV6_2292RTHDR
      IPV6_2292PKTOPTIONS IPV6_CHECKSUM IPV6_2292HOPLIMIT IPV6_NEXTHOP IPV6_AUTHHDR
      IPV6_FLOWINFO IPV6_UNICAST_HOPS IPV6_MULTICAST_IF IPV6_MULTICAST_HOPS
      IPV6_MULTICAST_LOOP IPV6_JOIN_GROUP IPV6_LEAVE_GROUP IPV6_ROUTER_ALERT IPV6_MTU_DISCOVER
      IPV6_MTU IPV6_RECVERR IPV6_V6ONLY IPV6_JOIN_ANYCAST IPV6_LEAVE_ANYCAST
      IPV6_MULTICAST_ALL IPV6_ROUTER_ALERT_ISOLATE IPV6_RECVERR_RFC4884 IPV6_FLOWLABEL_MGR
      IPV6_FLOWINFO_SEND IPV6_IPSEC_POLICY IPV6_XFRM_POLICY IPV6_HDRINCL MCAST_JOIN_GROUP
      MCAST_BLOCK_SOURCE MCAST_UNBLOCK_SOURCE MCAST_LEAVE_GROUP MCAST_JOIN_SOURCE_GROUP
      MCAST_LEAVE_SOURCE_GROUP MCAST_MSFILTER IPV6_RECVPKTINFO IPV6_PKTINFO IPV6_RECVHOPLIMIT
      IPV6_HOPLIMIT IPV6_RECVHOPOPTS IPV6_HOPOPTS IPV6_RTHDRDSTOPTS IPV6_RECVRTHDR IPV6_RTHDR
      IPV6_RECVDSTOPTS IPV6_DSTOPTS IPV6_RECVPATHMTU IPV6_PATHMTU IPV6_DONTFRAG
      IPV6_RECVTCLASS IPV6_TCLASS IPV6_AUTOFLOWLABEL IPV6_ADDR_PREFERENCES IPV6_MINHOPCOUNT
      IPV6_RECVORIGDSTADDR IPV6_TRANSPARENT IPV6_UNICAST_IF IPV6_RECVFRAGSIZE IPV6_FREEBIND

      IPPROTO_ICMPV6:
      ICMP6_FILTER

      IPPROTO_UDPLITE:
      UDP_CORK UDP_ENCAP UDP_NO_CHECK6_TX UDP_NO_CHECK6_RX UDP_SEGMENT UDP_GRO

      SOL_RAW:
      ICMP_FILTER

      SOL_PACKET:
      PACKET_ADD_MEMBERSHIP PACKET_DROP_MEMBERSHIP PACKET_RECV_OUTPUT PACKET_RX_RING
      PACKET_STATISTICS PACKET_COPY_THRESH PACKET_AUXDATA PACKET_ORIGDEV PACKET_VERSION
      PACKET_HDRLEN PACKET_RESERVE PACKET_TX_RING PACKET_LOSS PACKET_VNET_HDR
      PACKET_TX_TIMESTAMP PACKET_TIMESTAMP PACKET_FANOUT PACKET_TX_HAS_OFF PACKET_QDISC_BYPASS
      PACKET_ROLLOVER_STATS PACKET_FANOUT_DATA PACKET_IGNORE_OUTGOING PACKET_VNET_HDR_SZ

      SOL_NETLINK:
      NETLINK_ADD_MEMBERSHIP NETLINK_DROP_MEMBERSHIP NETLINK_PKTINFO NETLINK_BROADCAST_ERROR
      NETLINK_NO_ENOBUFS NETLINK_RX_RING NETLINK_TX_RING NETLINK_LISTEN_ALL_NSID
      NETLINK_LIST_MEMBERSHIPS NETLINK_CAP_ACK NETLINK_EXT_ACK NETLINK_GET_STRICT_CHK

      SOL_ALG:
      ALG_SET_KEY ALG_SET_IV ALG_SET_OP ALG_SET_AEAD_ASSOCLEN ALG_SET_AEAD_AUTHSIZE
      ALG_SET_DRBG_ENTROPY ALG_SET_KEY_BY_KEY_SERIAL

      SOL_TLS:
      TLS_TX TLS_RX TLS_TX_ZEROCOPY_RO TLS_RX_EXPECT_NO_PAD TLS_TX_MAX_PAYLOAD_LEN

      SOL_MPTCP:
      MPTCP_INFO MPTCP_TCPINFO MPTCP_SUBFLOW_ADDRS MPTCP_FULL_INFO
      """;

  private static Stream<List<String>> options() {
    return Stream.of(OPTIONS.split("\n\n")).map(text -> List.of(text.split(":?\\s+")));
  }

  @TestFactory
  Stream<DynamicTest> everyOptionHasTheNameOfItsLevel() {
    return options()
        .map(words ->
            dynamicTest(
                words.getFirst(),
                () -> {
                  int level = number(words.getFirst());
                  assertThat(LinuxNames.level(level)).isEqualTo(words.getFirst());
                  var names = new ArrayList<String>();
                  for (int number = 0; number < 1000; number++) {
                    String name = LinuxNames.option(level, number);
                    if (!name.equals(Integer.toString(number))) {
                      assertThat(number(name)).isEqualTo(number);
                      names.add(name);
                    }
                  }
                  assertThat(names).isEqualTo(words.subList(1, words.size()));
                }));
  }

  @Test
  void noOtherLevelHasOptions() {
    var levels = options().map(words -> number(words.getFirst())).toList();
    for (int level = -1; level < 1000; level++) {
      if (!levels.contains(level)) {
        assertThat(LinuxNames.option(level, 1)).isEqualTo("1");
        assertThat(LinuxNames.option(level, 2)).isEqualTo("2");
      }
    }
  }

  @Test
  void aNumberHasTheNameThatItsPrefixMeans() {
    assertThat(names("AF_", 0, 1, 2, 10, 16, 17, 40))
        .isEqualTo("AF_UNSPEC AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET AF_VSOCK");
    assertThat(names("PF_", 1, 2)).isEqualTo("PF_UNIX PF_INET");
    assertThat(names("SOCK_", 1, 2, 3, 4, 5, 6, 10, 0x800, 0x80000))
        .isEqualTo(
            "SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_RDM SOCK_SEQPACKET SOCK_DCCP SOCK_PACKET"
                + " SOCK_NONBLOCK SOCK_CLOEXEC");
    assertThat(names("IPPROTO_", 0, 1, 6, 17, 41, 58, 132, 255, 262))
        .isEqualTo(
            "IPPROTO_IP IPPROTO_ICMP IPPROTO_TCP IPPROTO_UDP IPPROTO_IPV6 IPPROTO_ICMPV6"
                + " IPPROTO_SCTP IPPROTO_RAW IPPROTO_MPTCP");
    assertThat(names("SHUT_", 0, 1, 2)).isEqualTo("SHUT_RD SHUT_WR SHUT_RDWR");
    assertThat(names("SCM_", 1, 2, 3, 29))
        .isEqualTo("SCM_RIGHTS SCM_CREDENTIALS SCM_SECURITY SCM_TIMESTAMP");
    assertThat(names("TCP_", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
        .isEqualTo(
            "TCP_ESTABLISHED TCP_SYN_SENT TCP_SYN_RECV TCP_FIN_WAIT1 TCP_FIN_WAIT2 TCP_TIME_WAIT"
                + " TCP_CLOSE TCP_CLOSE_WAIT TCP_LAST_ACK TCP_LISTEN TCP_CLOSING");
    assertThat(names("TCP_", 0, 12, 13, 512, 65535)).isEqualTo("0 12 13 512 65535");
    assertThat(names("PACKET_", 0, 1, 2, 3, 4))
        .isEqualTo(
            "PACKET_HOST PACKET_BROADCAST PACKET_MULTICAST PACKET_OTHERHOST PACKET_OUTGOING");
    assertThat(names("NETLINK_", 0, 4, 16))
        .isEqualTo("NETLINK_ROUTE NETLINK_SOCK_DIAG NETLINK_GENERIC");
    assertThat(names("RTM_", 16, 20, 256)).isEqualTo("RTM_NEWLINK RTM_NEWADDR 256");
    assertThat(names("EAI_", -2, -3)).isEqualTo("EAI_NONAME EAI_AGAIN");
    assertThat(names("F_", 0, 1, 2, 3, 4, 1030))
        .isEqualTo("F_DUPFD F_GETFD F_SETFD F_GETFL F_SETFL F_DUPFD_CLOEXEC");
    assertThat(names("EPOLL_CTL_", 1, 2, 3)).isEqualTo("EPOLL_CTL_ADD EPOLL_CTL_DEL EPOLL_CTL_MOD");
    assertThat(names("AF_", 99, -1)).isEqualTo("99 -1");
    assertThat(names("NONE_", 1)).isEqualTo("1");
  }

  @Test
  void flagsAreNamedInTheOrderOfTheirBits() {
    assertThat(LinuxNames.flags("MSG_", 0x42)).isEqualTo("MSG_PEEK|MSG_DONTWAIT");
    assertThat(LinuxNames.flags("MSG_", Linux.MSG_NOSIGNAL)).isEqualTo("MSG_NOSIGNAL");
    assertThat(LinuxNames.flags("MSG_", Linux.MSG_DONTROUTE)).isEqualTo("MSG_DONTROUTE");
    assertThat(LinuxNames.flags("MSG_", 0)).isEqualTo("0");
    assertThat(LinuxNames.flags("MSG_", 0x80000 | Linux.MSG_OOB)).isEqualTo("MSG_OOB|0x80000");
    assertThat(LinuxNames.flags("POLL", 0x2019)).isEqualTo("POLLIN|POLLERR|POLLHUP|POLLRDHUP");
    assertThat(LinuxNames.flags("EPOLL", Linux.EPOLLET | Linux.EPOLLIN))
        .isEqualTo("EPOLLIN|EPOLLET");
    assertThat(LinuxNames.flags("O_", Linux.O_RDWR | Linux.O_NONBLOCK | Linux.O_SYNC))
        .isEqualTo("O_RDWR|O_NONBLOCK|O_SYNC");
    assertThat(LinuxNames.flags("IFF_", 0x1043))
        .isEqualTo("IFF_UP|IFF_BROADCAST|IFF_RUNNING|IFF_MULTICAST");
    assertThat(LinuxNames.flags("AI_", 0x22)).isEqualTo("AI_CANONNAME|AI_ADDRCONFIG");
    assertThat(LinuxNames.flags("SOCK_", 0x80800)).isEqualTo("SOCK_NONBLOCK|SOCK_CLOEXEC");
    assertThat(LinuxNames.flags("SOF_TIMESTAMPING_", 0x11))
        .isEqualTo("SOF_TIMESTAMPING_TX_HARDWARE|SOF_TIMESTAMPING_SOFTWARE");
    assertThat(LinuxNames.flags("NONE_", -1)).isEqualTo("0xffffffff");
  }

  @Test
  void aLevelThatNobodyNamedPrintsAsItsNumber() {
    assertThat(LinuxNames.level(2)).isEqualTo("IPPROTO_IGMP");
    assertThat(LinuxNames.level(268)).isEqualTo("SOL_LLC");
    assertThat(LinuxNames.level(7)).isEqualTo("7");
    assertThat(LinuxNames.level(999)).isEqualTo("999");
    assertThat(LinuxNames.level(-1)).isEqualTo("-1");
    assertThat(LinuxNames.option(999, 3)).isEqualTo("3");
    assertThat(LinuxNames.option(Linux.SOL_SOCKET, 9999)).isEqualTo("9999");
  }

  private static String names(String prefix, int... values) {
    var names = new ArrayList<String>();
    for (int value : values) {
      names.add(LinuxNames.name(prefix, value));
    }
    return String.join(" ", names);
  }

  private static int number(String name) {
    try {
      return Linux.class.getField(name).getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }
}
