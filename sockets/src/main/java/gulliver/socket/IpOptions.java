package gulliver.socket;

import static gulliver.socket.SocketOption.ofBoolean;
import static gulliver.socket.SocketOption.ofBytes;
import static gulliver.socket.SocketOption.ofInt;
import static gulliver.socket.SocketOption.ofNetInt;
import static gulliver.socket.SocketOption.ofWriteOnly;

import gulliver.socket.Linux.group_req;
import gulliver.socket.Linux.group_source_req;
import gulliver.socket.Linux.ip_mreq_source;
import gulliver.socket.Linux.ip_mreqn;

/**
 * The options of the level {@code IPPROTO_IP}, and those for multicast that IPv4 and IPv6 share
 * ({@code MCAST_}, RFC 3678), sorted by C name.
 *
 * <p>Unless said otherwise an option can be read and set at any time, and is initially off or 0.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 * @since 0.1
 */
public sealed interface IpOptions permits Options {
  /**
   * Joins a group, on one interface: what is sent to it is heard from then on, whoever sends it,
   * until it is left or the socket is closed. Its datagrams come to the port that the socket is
   * bound to. UDP and raw sockets. Can only be set.
   *
   * <p>{@code EADDRINUSE} → it is a member already; {@code ENODEV} → there is no such interface, or
   * no route to choose one by; {@code EINVAL} → that is no group's address; {@code ENOBUFS} → it is
   * a member of {@code net.ipv4.igmp_max_memberships} groups, 20.
   *
   * @see #IP_MULTICAST_ALL
   */
  SocketOption<Membership> IP_ADD_MEMBERSHIP =
      ofWriteOnly(
          Linux.IPPROTO_IP,
          Linux.IP_ADD_MEMBERSHIP,
          Membership.class,
          ip_mreqn.SIZEOF,
          Membership::mreqn);

  /**
   * Joins a group for one sender, of an interface by its address: only that sender is heard (RFC
   * 4607), and others that are added likewise. A membership for all senders that blocks none
   * becomes one by sender. {@code EADDRNOTAVAIL} → that sender is added already; {@code EINVAL} →
   * the socket is a member for all senders, and blocks some. Can only be set.
   *
   * @see #MCAST_JOIN_SOURCE_GROUP
   */
  SocketOption<SourceMembership> IP_ADD_SOURCE_MEMBERSHIP = source(Linux.IP_ADD_SOURCE_MEMBERSHIP);

  /**
   * Lets {@code bind} leave the choice of the port to {@code connect}. Initially off. Set it before
   * {@code bind}.
   */
  SocketOption<Boolean> IP_BIND_ADDRESS_NO_PORT =
      ofBoolean(Linux.IPPROTO_IP, Linux.IP_BIND_ADDRESS_NO_PORT);

  /**
   * Stops hearing one sender of a group that was joined for all, of an interface by its address.
   * {@code EADDRNOTAVAIL} → that sender is blocked already; {@code EINVAL} → it is no member. Can
   * only be set.
   *
   * @see #MCAST_BLOCK_SOURCE
   */
  SocketOption<SourceMembership> IP_BLOCK_SOURCE = source(Linux.IP_BLOCK_SOURCE);

  /** Tells, with what {@code recvmsg} receives, the sum over the datagram. Initially off. */
  SocketOption<Boolean> IP_CHECKSUM = ofBoolean(Linux.IPPROTO_IP, Linux.IP_CHECKSUM);

  /** Leaves a group. {@code EADDRNOTAVAIL} → it is no member. Can only be set. */
  SocketOption<Membership> IP_DROP_MEMBERSHIP =
      ofWriteOnly(
          Linux.IPPROTO_IP,
          Linux.IP_DROP_MEMBERSHIP,
          Membership.class,
          ip_mreqn.SIZEOF,
          Membership::mreqn);

  /**
   * Stops hearing one sender of those that were joined; with the last of them the group is left.
   * {@code EADDRNOTAVAIL} → that sender was not joined. Can only be set.
   */
  SocketOption<SourceMembership> IP_DROP_SOURCE_MEMBERSHIP =
      source(Linux.IP_DROP_SOURCE_MEMBERSHIP);

  /** Lets {@code bind} take an address that this host does not have (yet). Initially off. */
  SocketOption<Boolean> IP_FREEBIND = ofBoolean(Linux.IPPROTO_IP, Linux.IP_FREEBIND);

  /**
   * The program writes the IP header, too. Initially on for {@code IPPROTO_RAW}, else off. Raw
   * sockets only.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/raw.7.html">raw(7)</a>
   */
  SocketOption<Boolean> IP_HDRINCL = ofBoolean(Linux.IPPROTO_IP, Linux.IP_HDRINCL);

  /**
   * The ports from which an ephemeral one is taken, within {@code net.ipv4.ip_local_port_range};
   * initially 0 and 0, for that. IPv6 sockets have it, too. Since Linux 6.3.
   */
  SocketOption<PortRange> IP_LOCAL_PORT_RANGE =
      SocketOption.of(
          Linux.IPPROTO_IP,
          Linux.IP_LOCAL_PORT_RANGE,
          PortRange.class,
          4,
          PortRange::decode,
          PortRange::encode);

  /**
   * The least time to live that a packet must come with, 0…255; what has less is dropped (RFC
   * 5082). TCP and, since Linux 5.19, others. Initially 0.
   */
  SocketOption<Integer> IP_MINTTL = ofInt(Linux.IPPROTO_IP, Linux.IP_MINTTL);

  /** The path's maximum transmission unit in bytes, known for a connected socket. Read only. */
  SocketOption<Integer> IP_MTU = ofInt(Linux.IPPROTO_IP, Linux.IP_MTU);

  /**
   * How the path's maximum transmission unit is found, {@code IP_PMTUDISC_} of {@link Linux}: DONT
   * 0, WANT 1, DO 2 (what is too long fails with {@code EMSGSIZE}), PROBE 3, INTERFACE 4, OMIT 5.
   * Initially WANT, or DONT with {@code net.ipv4.ip_no_pmtu_disc}.
   */
  SocketOption<Integer> IP_MTU_DISCOVER = ofInt(Linux.IPPROTO_IP, Linux.IP_MTU_DISCOVER);

  /**
   * Hears the groups that anyone on this host has joined, not only this socket; for a socket that
   * is bound to the wildcard address. Initially on.
   */
  SocketOption<Boolean> IP_MULTICAST_ALL = ofBoolean(Linux.IPPROTO_IP, Linux.IP_MULTICAST_ALL);

  /**
   * The interface that multicast leaves by; initially none, the route decides. {@code
   * EADDRNOTAVAIL} → no interface has that address or index.
   */
  SocketOption<MulticastInterface> IP_MULTICAST_IF =
      SocketOption.of(
          Linux.IPPROTO_IP,
          Linux.IP_MULTICAST_IF,
          MulticastInterface.class,
          4,
          MulticastInterface::decode,
          MulticastInterface::encode);

  /** Lets this host hear what is sent by multicast, too. Initially on. */
  SocketOption<Boolean> IP_MULTICAST_LOOP = ofBoolean(Linux.IPPROTO_IP, Linux.IP_MULTICAST_LOOP);

  /**
   * The time to live of what is sent by multicast, 0…255; 0 does not leave this host, -1 is the
   * default. Initially 1: the local network.
   */
  SocketOption<Integer> IP_MULTICAST_TTL = ofInt(Linux.IPPROTO_IP, Linux.IP_MULTICAST_TTL);

  /** Lets fragments pass that are forwarded as they are. Initially off. Raw sockets only. */
  SocketOption<Boolean> IP_NODEFRAG = ofBoolean(Linux.IPPROTO_IP, Linux.IP_NODEFRAG);

  /**
   * The options in the header of what is sent (RFC 791), at most 40 bytes, which the kernel fills
   * up to a multiple of four; initially none.
   */
  SocketOption<byte[]> IP_OPTIONS = ofBytes(Linux.IPPROTO_IP, Linux.IP_OPTIONS, 40);

  /** Tells, with what {@code recvmsg} receives, its security label. Initially off. */
  SocketOption<Boolean> IP_PASSSEC = ofBoolean(Linux.IPPROTO_IP, Linux.IP_PASSSEC);

  /**
   * Tells, with what {@code recvmsg} receives, which interface and address it came to. Initially
   * off.
   */
  SocketOption<Boolean> IP_PKTINFO = ofBoolean(Linux.IPPROTO_IP, Linux.IP_PKTINFO);

  /** The protocol of a raw socket's packets, as {@code SO_PROTOCOL}. Read only. Since Linux 6.4. */
  SocketOption<Integer> IP_PROTOCOL = ofInt(Linux.IPPROTO_IP, Linux.IP_PROTOCOL);

  /** Keeps errors, with who told of them, for {@code MSG_ERRQUEUE}. Initially off. */
  SocketOption<Boolean> IP_RECVERR = ofBoolean(Linux.IPPROTO_IP, Linux.IP_RECVERR);

  /**
   * Tells, with such an error, how long the quoted packet is (RFC 4884). Initially off. Since Linux
   * 5.9.
   */
  SocketOption<Boolean> IP_RECVERR_RFC4884 = ofBoolean(Linux.IPPROTO_IP, Linux.IP_RECVERR_RFC4884);

  /**
   * Tells, with what {@code recvmsg} receives, how long its longest fragment was. Initially off.
   * UDP and raw sockets.
   */
  SocketOption<Boolean> IP_RECVFRAGSIZE = ofBoolean(Linux.IPPROTO_IP, Linux.IP_RECVFRAGSIZE);

  /** Tells, with what {@code recvmsg} receives, the options of its header. Initially off. */
  SocketOption<Boolean> IP_RECVOPTS = ofBoolean(Linux.IPPROTO_IP, Linux.IP_RECVOPTS);

  /**
   * Tells, with what {@code recvmsg} receives, the address and port that it was sent to, before
   * anybody redirected it. Initially off.
   */
  SocketOption<Boolean> IP_RECVORIGDSTADDR = ofBoolean(Linux.IPPROTO_IP, Linux.IP_RECVORIGDSTADDR);

  /** Tells, with what {@code recvmsg} receives, its type of service. Initially off. */
  SocketOption<Boolean> IP_RECVTOS = ofBoolean(Linux.IPPROTO_IP, Linux.IP_RECVTOS);

  /** Tells, with what {@code recvmsg} receives, its time to live. Initially off. */
  SocketOption<Boolean> IP_RECVTTL = ofBoolean(Linux.IPPROTO_IP, Linux.IP_RECVTTL);

  /**
   * Tells, with what {@code recvmsg} receives, the options of its header as an answer would have
   * them. Initially off.
   */
  SocketOption<Boolean> IP_RETOPTS = ofBoolean(Linux.IPPROTO_IP, Linux.IP_RETOPTS);

  /**
   * Gets what is to be forwarded and has the option Router Alert (RFC 2113). Initially off. Raw
   * sockets only.
   */
  SocketOption<Boolean> IP_ROUTER_ALERT = ofBoolean(Linux.IPPROTO_IP, Linux.IP_ROUTER_ALERT);

  /**
   * The type of service of what is sent: DSCP and ECN, RFC 2474 and 3168; 0…255, of more the lower
   * eight bits. TCP keeps the two bits of ECN to itself. Initially 0.
   */
  SocketOption<Integer> IP_TOS = ofInt(Linux.IPPROTO_IP, Linux.IP_TOS);

  /**
   * Lets a proxy bind to, and accept on, addresses that this host does not have. Needs {@code
   * CAP_NET_ADMIN} or {@code CAP_NET_RAW}. Initially off.
   */
  SocketOption<Boolean> IP_TRANSPARENT = ofBoolean(Linux.IPPROTO_IP, Linux.IP_TRANSPARENT);

  /**
   * The time to live of what is sent, 1…255; -1 for {@code net.ipv4.ip_default_ttl}, which is
   * initial, and which is read then: 64.
   */
  SocketOption<Integer> IP_TTL = ofInt(Linux.IPPROTO_IP, Linux.IP_TTL);

  /**
   * Hears a sender again that was blocked. {@code EADDRNOTAVAIL} → it was not. Can only be set.
   *
   * @see #MCAST_UNBLOCK_SOURCE
   */
  SocketOption<SourceMembership> IP_UNBLOCK_SOURCE = source(Linux.IP_UNBLOCK_SOURCE);

  /**
   * The index of the interface that all but multicast leaves by, 0, initially, for what the route
   * says. {@code EADDRNOTAVAIL} → there is no such interface.
   */
  SocketOption<Integer> IP_UNICAST_IF = ofNetInt(Linux.IPPROTO_IP, Linux.IP_UNICAST_IF);

  // ---- IPPROTO_IP and IPPROTO_IPV6, as the group's family says ----

  /**
   * Stops hearing one sender of a group that was joined for all. {@code EADDRNOTAVAIL} → that
   * sender is blocked already; {@code EINVAL} → the socket is no member. Can only be set.
   */
  SocketOption<SourceMembership> MCAST_BLOCK_SOURCE = anySource(Linux.MCAST_BLOCK_SOURCE);

  /**
   * Joins a group for all senders, as {@link #IP_ADD_MEMBERSHIP} and {@link
   * Ipv6Options#IPV6_JOIN_GROUP}. Can only be set.
   */
  SocketOption<Membership> MCAST_JOIN_GROUP = any(Linux.MCAST_JOIN_GROUP);

  /**
   * Joins a group for one sender, the only one that is heard (RFC 4607), besides others that are
   * added likewise. A membership for all senders that blocks none becomes one by sender. {@code
   * EADDRNOTAVAIL} → that sender is added already; {@code EINVAL} → the socket is a member for all
   * senders, and blocks some; {@code ENOBUFS} → more than {@code net.ipv4.igmp_max_msf} senders,
   * 10. Can only be set.
   */
  SocketOption<SourceMembership> MCAST_JOIN_SOURCE_GROUP = anySource(Linux.MCAST_JOIN_SOURCE_GROUP);

  /**
   * Leaves a group, with all its senders. {@code EADDRNOTAVAIL} → the socket is no member. Can only
   * be set.
   */
  SocketOption<Membership> MCAST_LEAVE_GROUP = any(Linux.MCAST_LEAVE_GROUP);

  /**
   * Stops hearing one sender of those that were joined; with the last of them the group is left.
   * {@code EADDRNOTAVAIL} → that sender was not joined. Can only be set.
   */
  SocketOption<SourceMembership> MCAST_LEAVE_SOURCE_GROUP =
      anySource(Linux.MCAST_LEAVE_SOURCE_GROUP);

  /** Hears a sender again that was blocked. {@code EADDRNOTAVAIL} → it was not. Can only be set. */
  SocketOption<SourceMembership> MCAST_UNBLOCK_SOURCE = anySource(Linux.MCAST_UNBLOCK_SOURCE);

  private static SocketOption<SourceMembership> source(int name) {
    return ofWriteOnly(
        Linux.IPPROTO_IP,
        name,
        SourceMembership.class,
        ip_mreq_source.SIZEOF,
        SourceMembership::mreqSource);
  }

  private static SocketOption<Membership> any(int name) {
    return ofWriteOnly(
        Membership::level, name, Membership.class, group_req.SIZEOF, Membership::groupReq);
  }

  private static SocketOption<SourceMembership> anySource(int name) {
    return ofWriteOnly(
        SourceMembership::level,
        name,
        SourceMembership.class,
        group_source_req.SIZEOF,
        SourceMembership::groupSourceReq);
  }
}
