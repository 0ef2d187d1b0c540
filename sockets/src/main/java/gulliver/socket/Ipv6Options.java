package gulliver.socket;

import static gulliver.socket.SocketOption.ofBoolean;
import static gulliver.socket.SocketOption.ofBytes;
import static gulliver.socket.SocketOption.ofInt;
import static gulliver.socket.SocketOption.ofNetInt;
import static gulliver.socket.SocketOption.ofReadOnly;
import static gulliver.socket.SocketOption.ofWriteOnly;

import gulliver.socket.Linux.ipv6_mreq;

/**
 * The options of the level {@code IPPROTO_IPV6}, sorted by C name. Those for multicast by sender
 * are in {@link IpOptions}, under {@code MCAST_}.
 *
 * <p>Unless said otherwise an option can be read and set at any time, and is initially off or 0.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3493">RFC 3493</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3542">RFC 3542</a>
 * @since 0.1
 */
public sealed interface Ipv6Options permits Options {
  /**
   * Which of this host's addresses are preferred (RFC 5014), {@code IPV6_PREFER_SRC_} of {@link
   * Linux}: TMP 1, PUBLIC 2, PUBTMP_DEFAULT 0x100, one of them; COA 4 or HOME 0x400; CGA 8 or
   * NONCGA 0x800. What is set leaves the other groups as they are; initially the defaults, 0x500.
   */
  SocketOption<Integer> IPV6_ADDR_PREFERENCES =
      ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_ADDR_PREFERENCES);

  /** {@link #IPV6_JOIN_GROUP}, by its older name. */
  SocketOption<Membership> IPV6_ADD_MEMBERSHIP = member(Linux.IPV6_JOIN_GROUP);

  /**
   * Gives what is sent a flow label made of the five-tuple: 1 on, 0 off, and, initially, as {@code
   * net.ipv6.auto_flowlabels} says.
   */
  SocketOption<Boolean> IPV6_AUTOFLOWLABEL =
      ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_AUTOFLOWLABEL);

  /**
   * Where in a raw socket's packets the checksum stands, an even offset in bytes, or -1 for none.
   * ICMPv6 always has 2. Raw sockets only.
   */
  SocketOption<Integer> IPV6_CHECKSUM = ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_CHECKSUM);

  /** Does not fragment: what is too long fails with {@code EMSGSIZE}. Initially off. */
  SocketOption<Boolean> IPV6_DONTFRAG = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_DONTFRAG);

  /** {@link #IPV6_LEAVE_GROUP}, by its older name. */
  SocketOption<Membership> IPV6_DROP_MEMBERSHIP = member(Linux.IPV6_LEAVE_GROUP);

  /**
   * The destination options of what is sent, an extension header of 8 to 2048 bytes, or none. Needs
   * {@code CAP_NET_RAW}.
   */
  SocketOption<byte[]> IPV6_DSTOPTS = ofBytes(Linux.IPPROTO_IPV6, Linux.IPV6_DSTOPTS, 2048);

  /** Tells, with what {@code recvmsg} receives, its flow information. Initially off. */
  SocketOption<Boolean> IPV6_FLOWINFO = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_FLOWINFO);

  /**
   * Sends the flow label of the address that is given to {@code connect} or {@code sendto}, and
   * makes {@code getpeername} give that address's flow information back. Initially off.
   */
  SocketOption<Boolean> IPV6_FLOWINFO_SEND =
      ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_FLOWINFO_SEND);

  /** Lets {@code bind} take an address that this host does not have (yet). Initially off. */
  SocketOption<Boolean> IPV6_FREEBIND = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_FREEBIND);

  /** The program writes the IPv6 header, too. Raw sockets only. Initially off. */
  SocketOption<Boolean> IPV6_HDRINCL = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_HDRINCL);

  /**
   * The hop-by-hop options of what is sent, an extension header of 8 to 2048 bytes, or none. Needs
   * {@code CAP_NET_RAW}.
   */
  SocketOption<byte[]> IPV6_HOPOPTS = ofBytes(Linux.IPPROTO_IPV6, Linux.IPV6_HOPOPTS, 2048);

  /**
   * Makes an address one of this host's for anycast, as long as the socket is open. Needs {@code
   * CAP_NET_ADMIN}. Can only be set.
   */
  SocketOption<Membership> IPV6_JOIN_ANYCAST = member(Linux.IPV6_JOIN_ANYCAST);

  /**
   * Joins a group, on one interface: what is sent to it is heard from then on, whoever sends it,
   * until it is left or the socket is closed. A socket does not tell interfaces apart: where others
   * have joined the group elsewhere on this host, it hears that, too. Can only be set.
   *
   * <p>{@code EADDRINUSE} → the socket is a member already; {@code ENODEV} → there is no such
   * interface, or no route to choose one by; {@code EINVAL} → that is no group's address.
   *
   * @see IpOptions#MCAST_JOIN_SOURCE_GROUP
   */
  SocketOption<Membership> IPV6_JOIN_GROUP = member(Linux.IPV6_JOIN_GROUP);

  /**
   * Takes an anycast address back. {@code ENOENT} → the socket has not made it one. Can only be
   * set.
   */
  SocketOption<Membership> IPV6_LEAVE_ANYCAST = member(Linux.IPV6_LEAVE_ANYCAST);

  /** Leaves a group. {@code EADDRNOTAVAIL} → the socket is no member. Can only be set. */
  SocketOption<Membership> IPV6_LEAVE_GROUP = member(Linux.IPV6_LEAVE_GROUP);

  /**
   * The least hop limit that a packet must come with, 0…255; what has less is dropped (RFC 5082).
   * Initially 0.
   */
  SocketOption<Integer> IPV6_MINHOPCOUNT = ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_MINHOPCOUNT);

  /**
   * The path's maximum transmission unit in bytes, known for a connected socket; set, 1280 and
   * more, it is how long a fragment may be, 0 for no such limit.
   */
  SocketOption<Integer> IPV6_MTU = ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_MTU);

  /**
   * How the path's maximum transmission unit is found, {@code IPV6_PMTUDISC_} of {@link Linux}:
   * DONT 0, WANT 1, DO 2, PROBE 3, INTERFACE 4, OMIT 5. Initially WANT.
   */
  SocketOption<Integer> IPV6_MTU_DISCOVER = ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_MTU_DISCOVER);

  /**
   * Hears the groups that anyone on this host has joined, not only this socket. Initially on. Since
   * Linux 4.20.
   */
  SocketOption<Boolean> IPV6_MULTICAST_ALL =
      ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_MULTICAST_ALL);

  /**
   * The hop limit of what is sent by multicast, 0…255; 0 does not leave this host, -1 is the
   * default. Initially 1: the local network. UDP and raw sockets.
   */
  SocketOption<Integer> IPV6_MULTICAST_HOPS = ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_MULTICAST_HOPS);

  /**
   * The index of the interface that multicast leaves by, 0, initially, for what the route says. UDP
   * and raw sockets. {@code ENODEV} → there is no such interface.
   */
  SocketOption<Integer> IPV6_MULTICAST_IF = ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_MULTICAST_IF);

  /** Lets this host hear what is sent by multicast, too. Initially on. */
  SocketOption<Boolean> IPV6_MULTICAST_LOOP =
      ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_MULTICAST_LOOP);

  /** The path's maximum transmission unit, known for a connected socket. Read only. */
  SocketOption<PathMtu> IPV6_PATHMTU =
      ofReadOnly(
          Linux.IPPROTO_IPV6,
          Linux.IPV6_PATHMTU,
          PathMtu.class,
          Linux.ip6_mtuinfo.SIZEOF,
          PathMtu::decode);

  /** Tells, with what {@code recvmsg} receives, its destination options. Initially off. */
  SocketOption<Boolean> IPV6_RECVDSTOPTS = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_RECVDSTOPTS);

  /** Keeps errors, with who told of them, for {@code MSG_ERRQUEUE}. Initially off. */
  SocketOption<Boolean> IPV6_RECVERR = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_RECVERR);

  /**
   * Tells, with such an error, how long the quoted packet is (RFC 4884). Initially off. Since Linux
   * 5.9.
   */
  SocketOption<Boolean> IPV6_RECVERR_RFC4884 =
      ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_RECVERR_RFC4884);

  /**
   * Tells, with what {@code recvmsg} receives, how long its longest fragment was. Initially off.
   */
  SocketOption<Boolean> IPV6_RECVFRAGSIZE = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_RECVFRAGSIZE);

  /** Tells, with what {@code recvmsg} receives, its hop limit. Initially off. */
  SocketOption<Boolean> IPV6_RECVHOPLIMIT = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_RECVHOPLIMIT);

  /** Tells, with what {@code recvmsg} receives, its hop-by-hop options. Initially off. */
  SocketOption<Boolean> IPV6_RECVHOPOPTS = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_RECVHOPOPTS);

  /**
   * Tells, with what {@code recvmsg} receives, the address and port that it was sent to, before
   * anybody redirected it. Initially off.
   */
  SocketOption<Boolean> IPV6_RECVORIGDSTADDR =
      ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_RECVORIGDSTADDR);

  /** Tells {@code recvmsg} when the path's maximum transmission unit changes. Initially off. */
  SocketOption<Boolean> IPV6_RECVPATHMTU = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_RECVPATHMTU);

  /**
   * Tells, with what {@code recvmsg} receives, which interface and address it came to. Initially
   * off.
   */
  SocketOption<Boolean> IPV6_RECVPKTINFO = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_RECVPKTINFO);

  /** Tells, with what {@code recvmsg} receives, its routing header. Initially off. */
  SocketOption<Boolean> IPV6_RECVRTHDR = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_RECVRTHDR);

  /** Tells, with what {@code recvmsg} receives, its traffic class. Initially off. */
  SocketOption<Boolean> IPV6_RECVTCLASS = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_RECVTCLASS);

  /**
   * Gets what is to be forwarded and has the option Router Alert with this value (RFC 2711),
   * 0…65535; -1 for none; what is read is 1 or 0, whether there is one. Only raw sockets of {@code
   * IPPROTO_RAW}; {@code ENOPROTOOPT} → others.
   */
  SocketOption<Integer> IPV6_ROUTER_ALERT = ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_ROUTER_ALERT);

  /** Keeps such packets to this network namespace. Initially off. Since Linux 5.1. */
  SocketOption<Boolean> IPV6_ROUTER_ALERT_ISOLATE =
      ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_ROUTER_ALERT_ISOLATE);

  /**
   * The routing header of what is sent, an extension header, or none. Needs {@code CAP_NET_RAW}.
   */
  SocketOption<byte[]> IPV6_RTHDR = ofBytes(Linux.IPPROTO_IPV6, Linux.IPV6_RTHDR, 2048);

  /**
   * The destination options before the routing header, an extension header of 8 to 2048 bytes, or
   * none. Needs {@code CAP_NET_RAW}.
   */
  SocketOption<byte[]> IPV6_RTHDRDSTOPTS =
      ofBytes(Linux.IPPROTO_IPV6, Linux.IPV6_RTHDRDSTOPTS, 2048);

  /** The traffic class of what is sent, 0…255; -1 for the default, 0, which is initial. */
  SocketOption<Integer> IPV6_TCLASS = ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_TCLASS);

  /**
   * Lets a proxy bind to, and accept on, addresses that this host does not have. Needs {@code
   * CAP_NET_ADMIN} or {@code CAP_NET_RAW}. Initially off.
   */
  SocketOption<Boolean> IPV6_TRANSPARENT = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_TRANSPARENT);

  /**
   * The hop limit of what is sent, 0…255; -1 for {@code net.ipv6.conf.all.hop_limit}, which is
   * initial, and which is read then: 64.
   */
  SocketOption<Integer> IPV6_UNICAST_HOPS = ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_UNICAST_HOPS);

  /**
   * The index of the interface that all but multicast leaves by, 0, initially, for what the route
   * says. {@code EADDRNOTAVAIL} → there is no such interface.
   */
  SocketOption<Integer> IPV6_UNICAST_IF = ofNetInt(Linux.IPPROTO_IPV6, Linux.IPV6_UNICAST_IF);

  /**
   * Keeps an IPv6 socket from serving IPv4 as well, as {@code ::ffff:a.b.c.d}. Initially {@code
   * net.ipv6.bindv6only}, off. Set it before {@code bind}.
   */
  SocketOption<Boolean> IPV6_V6ONLY = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_V6ONLY);

  private static SocketOption<Membership> member(int name) {
    return ofWriteOnly(
        Linux.IPPROTO_IPV6, name, Membership.class, ipv6_mreq.SIZEOF, Membership::ipv6Mreq);
  }
}
