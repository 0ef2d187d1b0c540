package gulliver.socket;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ancillary data: what travels beside a message's bytes, {@code struct cmsghdr}. {@link
 * Socket#recvmsg(InMessage, int)} brings what was asked for by an option, {@link
 * Socket#sendmsg(OutMessage, int)} takes some with it.
 *
 * <p>The records have the names of the C constants. What has no record here is {@link Unknown}, so
 * that nothing is lost.
 *
 * <table>
 * <caption>What brings them, and which may be sent</caption>
 * <tr><th>record</th><th>received after</th><th>sent</th></tr>
 * <tr><td>{@link ScmRights}</td><td>always (UNIX)</td><td>yes</td></tr>
 * <tr><td>{@link ScmCredentials}</td><td>{@code SO_PASSCRED} (UNIX, netlink)</td><td>yes</td></tr>
 * <tr><td>{@link ScmPidfd}</td><td>{@code SO_PASSPIDFD} (UNIX)</td><td>no</td></tr>
 * <tr><td>{@link ScmSecurity}</td><td>{@code SO_PASSSEC} (UNIX)</td><td>no</td></tr>
 * <tr><td>{@link ScmTimestamp}, {@link ScmTimestampns}, {@link ScmTimestamping}</td>
 *     <td>{@code SO_TIMESTAMP}, {@code SO_TIMESTAMPNS}, {@code SO_TIMESTAMPING}</td><td>no</td></tr>
 * <tr><td>{@link ScmTxtime}</td><td>no</td><td>yes, after {@code SO_TXTIME}</td></tr>
 * <tr><td>{@link SoRxqOvfl}</td><td>{@code SO_RXQ_OVFL}</td><td>no</td></tr>
 * <tr><td>{@link SoMark}</td><td>{@code SO_RCVMARK}</td><td>yes</td></tr>
 * <tr><td>{@link IpPktinfo}, {@link Ipv6Pktinfo}</td><td>{@code IP_PKTINFO}, {@code IPV6_RECVPKTINFO}</td>
 *     <td>yes</td></tr>
 * <tr><td>{@link IpTtl}, {@link Ipv6Hoplimit}</td><td>{@code IP_RECVTTL}, {@code IPV6_RECVHOPLIMIT}</td>
 *     <td>yes</td></tr>
 * <tr><td>{@link IpTos}, {@link Ipv6Tclass}</td><td>{@code IP_RECVTOS}, {@code IPV6_RECVTCLASS}</td>
 *     <td>yes</td></tr>
 * <tr><td>{@link Ipv6Flowinfo}</td><td>{@code IPV6_FLOWINFO}</td><td>yes</td></tr>
 * <tr><td>{@link IpOrigdstaddr}, {@link Ipv6Origdstaddr}</td><td>{@code IP_RECVORIGDSTADDR}, {@code
 *     IPV6_RECVORIGDSTADDR}</td><td>no</td></tr>
 * <tr><td>{@link IpRecvfragsize}, {@link Ipv6Recvfragsize}</td><td>{@code IP_RECVFRAGSIZE}, {@code
 *     IPV6_RECVFRAGSIZE}</td><td>no</td></tr>
 * <tr><td>{@link IpRecverr}, {@link Ipv6Recverr}</td><td>{@code MSG_ERRQUEUE}</td><td>no</td></tr>
 * <tr><td>{@link UdpSegment}</td><td>no</td><td>yes</td></tr>
 * <tr><td>{@link UdpGro}</td><td>{@code UDP_GRO}</td><td>no</td></tr>
 * <tr><td>{@link TcpCmInq}</td><td>{@code TCP_INQ}</td><td>no</td></tr>
 * <tr><td>{@link PacketAuxdata}</td><td>{@code PACKET_AUXDATA}</td><td>no</td></tr>
 * <tr><td>{@link NetlinkPktinfo}</td><td>{@code NETLINK_PKTINFO}</td><td>no</td></tr>
 * </table>
 *
 * @since 0.1
 * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
 */
public sealed interface ControlMessage {
  /** {@return the level, {@code cmsg_level}, such as {@link Linux#SOL_SOCKET}} */
  int level();

  /** {@return the type within the level, {@code cmsg_type}, such as {@link Linux#SCM_RIGHTS}} */
  int type();

  // ---- SOL_SOCKET: socket(7), unix(7) ----

  /**
   * Descriptors that pass from one process to another, {@code SCM_RIGHTS}: the receiver gets
   * descriptors of its own for the same open files and sockets.
   *
   * <p>Sent, they stay the sender's, who may close them once the call has returned. Received, they
   * are the receiver's to close: each of them, or all by {@link Message#close()} or {@link
   * InMessage#close()}. What nobody closes is closed when it is collected, with a warning.
   *
   * @param descriptors at most 253, {@code SCM_MAX_FD}; received ones are each a {@link
   *     Descriptor}; of a socket, {@code network.fromfd(descriptor.detach())} makes a {@link
   *     Socket}
   */
  record ScmRights(List<Pollable> descriptors) implements ControlMessage {
    /** Copies the list. */
    public ScmRights {
      descriptors = List.copyOf(descriptors);
    }

    /**
     * A message of these descriptors.
     *
     * @param descriptors at most 253
     */
    public ScmRights(Pollable... descriptors) {
      this(List.of(descriptors));
    }

    @Override
    public int level() {
      return Linux.SOL_SOCKET;
    }

    @Override
    public int type() {
      return Linux.SCM_RIGHTS;
    }
  }

  /**
   * Who has sent this, {@code SCM_CREDENTIALS}, {@code struct ucred}. A sender without privilege
   * may only tell the truth: else {@code EPERM}.
   *
   * @param credentials process, user and group, in the receiver's name spaces
   */
  record ScmCredentials(Credentials credentials) implements ControlMessage {
    @Override
    public int level() {
      return Linux.SOL_SOCKET;
    }

    @Override
    public int type() {
      return Linux.SCM_CREDENTIALS;
    }
  }

  /**
   * The process that has sent this, {@code SCM_PIDFD}, as a descriptor for {@code
   * pidfd_send_signal(2)} and {@code poll}; the receiver closes it.
   *
   * @param pidfd the descriptor
   */
  record ScmPidfd(Descriptor pidfd) implements ControlMessage {
    @Override
    public int level() {
      return Linux.SOL_SOCKET;
    }

    @Override
    public int type() {
      return Linux.SCM_PIDFD;
    }
  }

  /**
   * The sender's security label, {@code SCM_SECURITY}.
   *
   * @param label such as an SELinux context
   */
  record ScmSecurity(String label) implements ControlMessage {
    @Override
    public int level() {
      return Linux.SOL_SOCKET;
    }

    @Override
    public int type() {
      return Linux.SCM_SECURITY;
    }
  }

  /**
   * When the message came in, by the system's clock, {@code SCM_TIMESTAMP}.
   *
   * @param time to the microsecond
   */
  record ScmTimestamp(Instant time) implements ControlMessage {
    @Override
    public int level() {
      return Linux.SOL_SOCKET;
    }

    @Override
    public int type() {
      return Linux.SCM_TIMESTAMP;
    }
  }

  /**
   * When the message came in, by the system's clock, {@code SCM_TIMESTAMPNS}.
   *
   * @param time to the nanosecond
   */
  record ScmTimestampns(Instant time) implements ControlMessage {
    @Override
    public int level() {
      return Linux.SOL_SOCKET;
    }

    @Override
    public int type() {
      return Linux.SCM_TIMESTAMPNS;
    }
  }

  /**
   * When a packet was received or sent, {@code SCM_TIMESTAMPING}; of sent ones it comes from the
   * error queue.
   *
   * @param software by the system's clock; null if not taken
   * @param hardware by the network card's clock; null if not taken
   * @see <a href="https://docs.kernel.org/networking/timestamping.html">timestamping</a>
   */
  record ScmTimestamping(@Nullable Instant software, @Nullable Instant hardware)
      implements ControlMessage {
    @Override
    public int level() {
      return Linux.SOL_SOCKET;
    }

    @Override
    public int type() {
      return Linux.SCM_TIMESTAMPING;
    }
  }

  /**
   * When a packet is to be sent, {@code SCM_TXTIME}, by the clock that {@code SO_TXTIME} names.
   *
   * @param nanos of that clock
   */
  record ScmTxtime(long nanos) implements ControlMessage {
    @Override
    public int level() {
      return Linux.SOL_SOCKET;
    }

    @Override
    public int type() {
      return Linux.SCM_TXTIME;
    }
  }

  /**
   * How many messages this socket has dropped so far because its buffer was full, {@code
   * SO_RXQ_OVFL}; the kernel says so once there are any.
   *
   * @param dropped 0…2<sup>32</sup>-1, then from 0 again
   */
  record SoRxqOvfl(long dropped) implements ControlMessage {
    @Override
    public int level() {
      return Linux.SOL_SOCKET;
    }

    @Override
    public int type() {
      return Linux.SO_RXQ_OVFL;
    }
  }

  /**
   * The packet's mark for routing and filters, {@code SO_MARK}. Sending one needs {@code
   * CAP_NET_ADMIN} or {@code CAP_NET_RAW}.
   *
   * @param mark 32 bits
   */
  record SoMark(int mark) implements ControlMessage {
    @Override
    public int level() {
      return Linux.SOL_SOCKET;
    }

    @Override
    public int type() {
      return Linux.SO_MARK;
    }
  }

  // ---- IPPROTO_IP: ip(7) ----

  /**
   * Where a packet came in, or is to go out, {@code IP_PKTINFO}: what lets a server on the wildcard
   * address answer from the address that it was asked on.
   *
   * @param ifindex the interface's index; sent, 0 for any
   * @param specDst {@code ipi_spec_dst}: received, the local address of the packet; sent, the
   *     source to use, {@code 0.0.0.0} for any
   * @param addr {@code ipi_addr}: the destination in the packet's header; not used when sent
   */
  record IpPktinfo(int ifindex, String specDst, String addr) implements ControlMessage {
    /**
     * Checks both addresses.
     *
     * @throws IllegalArgumentException for what is no IPv4 literal
     */
    public IpPktinfo {
      specDst = new Address.Inet4(specDst, 0).host();
      addr = new Address.Inet4(addr, 0).host();
    }

    /**
     * For sending: leave by that interface, from that address.
     *
     * @param ifindex the interface's index, 0 for any
     * @param specDst the source address, {@code 0.0.0.0} for any
     */
    public IpPktinfo(int ifindex, String specDst) {
      this(ifindex, specDst, Address.Inet4.ANY);
    }

    @Override
    public int level() {
      return Linux.IPPROTO_IP;
    }

    @Override
    public int type() {
      return Linux.IP_PKTINFO;
    }
  }

  /**
   * The packet's time to live, {@code IP_TTL}.
   *
   * @param ttl 1…255
   */
  record IpTtl(int ttl) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_IP;
    }

    @Override
    public int type() {
      return Linux.IP_TTL;
    }
  }

  /**
   * The packet's type of service, {@code IP_TOS}: DSCP and ECN.
   *
   * @param tos 0…255
   */
  record IpTos(int tos) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_IP;
    }

    @Override
    public int type() {
      return Linux.IP_TOS;
    }
  }

  /**
   * Where a packet was going before the kernel redirected it here, {@code IP_ORIGDSTADDR}.
   *
   * @param address an {@link Address.Inet4}
   */
  record IpOrigdstaddr(Address address) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_IP;
    }

    @Override
    public int type() {
      return Linux.IP_ORIGDSTADDR;
    }
  }

  /**
   * The size of the largest fragment that the packet came in, {@code IP_RECVFRAGSIZE}.
   *
   * @param size in bytes
   */
  record IpRecvfragsize(int size) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_IP;
    }

    @Override
    public int type() {
      return Linux.IP_RECVFRAGSIZE;
    }
  }

  /**
   * An error that a packet has met, from the error queue of an IPv4 socket, {@code IP_RECVERR}.
   *
   * @param error what and where
   */
  record IpRecverr(ExtendedError error) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_IP;
    }

    @Override
    public int type() {
      return Linux.IP_RECVERR;
    }
  }

  // ---- IPPROTO_IPV6: ipv6(7) ----

  /**
   * Where a packet came in, or is to go out, {@code IPV6_PKTINFO}.
   *
   * @param addr received, the packet's destination; sent, the source to use, {@code ::} for any
   * @param ifindex the interface's index; sent, 0 for any
   */
  record Ipv6Pktinfo(String addr, int ifindex) implements ControlMessage {
    /**
     * Checks the address, and brings it to the form of RFC 5952.
     *
     * @throws IllegalArgumentException for what is no IPv6 literal
     */
    public Ipv6Pktinfo {
      addr = new Address.Inet6(addr, 0).host();
    }

    @Override
    public int level() {
      return Linux.IPPROTO_IPV6;
    }

    @Override
    public int type() {
      return Linux.IPV6_PKTINFO;
    }
  }

  /**
   * The packet's hop limit, {@code IPV6_HOPLIMIT}.
   *
   * @param hops 0…255; sent, -1 for the default
   */
  record Ipv6Hoplimit(int hops) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_IPV6;
    }

    @Override
    public int type() {
      return Linux.IPV6_HOPLIMIT;
    }
  }

  /**
   * The packet's traffic class, {@code IPV6_TCLASS}.
   *
   * @param tclass 0…255; sent, -1 for the default
   */
  record Ipv6Tclass(int tclass) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_IPV6;
    }

    @Override
    public int type() {
      return Linux.IPV6_TCLASS;
    }
  }

  /**
   * The packet's traffic class and flow label, {@code IPV6_FLOWINFO}.
   *
   * @param flowinfo 0…0x0fffffff, in host order
   */
  record Ipv6Flowinfo(int flowinfo) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_IPV6;
    }

    @Override
    public int type() {
      return Linux.IPV6_FLOWINFO;
    }
  }

  /**
   * Where a packet was going before the kernel redirected it here, {@code IPV6_ORIGDSTADDR}.
   *
   * @param address an {@link Address.Inet6}
   */
  record Ipv6Origdstaddr(Address address) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_IPV6;
    }

    @Override
    public int type() {
      return Linux.IPV6_ORIGDSTADDR;
    }
  }

  /**
   * The size of the largest fragment that the packet came in, {@code IPV6_RECVFRAGSIZE}.
   *
   * @param size in bytes
   */
  record Ipv6Recvfragsize(int size) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_IPV6;
    }

    @Override
    public int type() {
      return Linux.IPV6_RECVFRAGSIZE;
    }
  }

  /**
   * An error that a packet has met, from the error queue of an IPv6 socket, {@code IPV6_RECVERR}.
   *
   * @param error what and where
   */
  record Ipv6Recverr(ExtendedError error) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_IPV6;
    }

    @Override
    public int type() {
      return Linux.IPV6_RECVERR;
    }
  }

  // ---- IPPROTO_UDP: udp(7) ----

  /**
   * Has the kernel send the bytes as datagrams of that size, {@code UDP_SEGMENT}; the last may be
   * shorter. At most 128 of them, 65,507 bytes in all.
   *
   * @param size 1…65535, the bytes of a datagram
   */
  record UdpSegment(int size) implements ControlMessage {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public UdpSegment {
      if (size < 1 || size > 65535) {
        throw new IllegalArgumentException("UDP_SEGMENT " + size + ": 1 to 65535 are allowed");
      }
    }

    @Override
    public int level() {
      return Linux.IPPROTO_UDP;
    }

    @Override
    public int type() {
      return Linux.UDP_SEGMENT;
    }
  }

  /**
   * The bytes are several datagrams of that size, which the kernel has put together, {@code
   * UDP_GRO}; the last may be shorter.
   *
   * @param size the bytes of a datagram
   */
  record UdpGro(int size) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_UDP;
    }

    @Override
    public int type() {
      return Linux.UDP_GRO;
    }
  }

  // ---- IPPROTO_TCP: tcp(7) ----

  /**
   * How many bytes are left to be received, {@code TCP_CM_INQ}.
   *
   * @param bytes how many
   */
  record TcpCmInq(int bytes) implements ControlMessage {
    @Override
    public int level() {
      return Linux.IPPROTO_TCP;
    }

    @Override
    public int type() {
      return Linux.TCP_CM_INQ;
    }
  }

  // ---- SOL_PACKET: packet(7) ----

  /**
   * More about a frame, {@code PACKET_AUXDATA}, {@code struct tpacket_auxdata}.
   *
   * @param status {@code TP_STATUS_} flags
   * @param len the frame's length on the wire
   * @param snaplen how much of it was captured
   * @param mac where its link header begins
   * @param net where its network header begins
   * @param vlanTci VLAN tag control information, if the flags say that there is one
   * @param vlanTpid VLAN tag protocol identifier, if the flags say that there is one
   */
  record PacketAuxdata(
      int status, int len, int snaplen, int mac, int net, int vlanTci, int vlanTpid)
      implements ControlMessage {
    @Override
    public int level() {
      return Linux.SOL_PACKET;
    }

    @Override
    public int type() {
      return Linux.PACKET_AUXDATA;
    }
  }

  // ---- SOL_NETLINK: netlink(7) ----

  /**
   * The multicast group that a message was sent to, {@code NETLINK_PKTINFO}.
   *
   * @param group its number; 0 for none
   */
  record NetlinkPktinfo(int group) implements ControlMessage {
    @Override
    public int level() {
      return Linux.SOL_NETLINK;
    }

    @Override
    public int type() {
      return Linux.NETLINK_PKTINFO;
    }
  }

  // ---- others ----

  /**
   * A control message that has no type here, or whose data are not what its type has.
   *
   * @param level the level, {@code cmsg_level}
   * @param type the type within the level, {@code cmsg_type}
   * @param data the data, as the kernel keeps them
   */
  record Unknown(int level, int type, byte[] data) implements ControlMessage {
    /** Copies the data. */
    public Unknown {
      data = data.clone();
    }

    /** {@return the data, a copy} */
    @Override
    public byte[] data() {
      return data.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Unknown that
          && level == that.level
          && type == that.type
          && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * level + type) + Arrays.hashCode(data);
    }

    /** Level, type and the data in hexadecimal. */
    @Override
    public String toString() {
      return "Unknown[level="
          + level
          + ", type="
          + type
          + ", data="
          + HexFormat.of().formatHex(data)
          + "]";
    }
  }
}
