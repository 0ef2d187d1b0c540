package gulliver.socket;

import static gulliver.socket.SocketOption.struct;

import gulliver.socket.Linux.group_source_req;
import gulliver.socket.Linux.ip_mreq_source;
import java.lang.foreign.ValueLayout;

/**
 * A group, one sender and the interface: {@code struct group_source_req} and {@code
 * ip_mreq_source}, as the option has it.
 *
 * {@snippet :
 * socket.setsockopt(MCAST_JOIN_SOURCE_GROUP, new SourceMembership("232.1.2.3", "192.0.2.7", ifindex));
 * }
 *
 * @param group the group's address, an IPv4 or IPv6 literal; 232.0.0.0/8 and ff3x::/32 are set
 *     aside for groups that are joined by sender (RFC 4607)
 * @param source the sender's address, of the same family
 * @param local an address of the interface, for {@code IP_ADD_SOURCE_MEMBERSHIP} and its like;
 *     empty for none
 * @param ifindex the interface's index, for the {@code MCAST_} options; with 0 and no address the
 *     route to the group decides
 * @see Options#MCAST_JOIN_SOURCE_GROUP
 * @see Options#MCAST_BLOCK_SOURCE
 * @see Options#IP_ADD_SOURCE_MEMBERSHIP
 * @since 0.1
 */
public record SourceMembership(String group, String source, String local, int ifindex) {
  /**
   * Checks all parts.
   *
   * @throws IllegalArgumentException for what is no literal, literals of two families, or an index
   *     below 0
   */
  public SourceMembership {
    group = Multicast.literal("group", group);
    source = Multicast.literal("source", source);
    if (Multicast.isInet6(group) != Multicast.isInet6(source)) {
      throw new IllegalArgumentException(
          "source " + source + " of group " + group + ": the same family is allowed");
    }
    Multicast.checkInterface(local, ifindex);
  }

  /**
   * A sender to a group on the interface that the route says.
   *
   * @param group the group's address
   * @param source the sender's address
   */
  public SourceMembership(String group, String source) {
    this(group, source, "", 0);
  }

  /**
   * A sender to a group on an interface by its index.
   *
   * @param group the group's address
   * @param source the sender's address
   * @param ifindex the interface's index
   */
  public SourceMembership(String group, String source, int ifindex) {
    this(group, source, "", ifindex);
  }

  int level() {
    return Multicast.level(group);
  }

  byte[] mreqSource() {
    if (ifindex != 0) {
      throw new IllegalArgumentException(
          "interface " + ifindex + ": an address is allowed, or an MCAST_ option");
    }
    return struct(
        ip_mreq_source.SIZEOF,
        s -> {
          Multicast.put(s, ip_mreq_source.imr_multiaddr, Multicast.inet4("group", group));
          Multicast.put(s, ip_mreq_source.imr_sourceaddr, Multicast.inet4("source", source));
          if (!local.isEmpty()) {
            Multicast.put(s, ip_mreq_source.imr_interface, Multicast.inet4("interface", local));
          }
        });
  }

  byte[] groupSourceReq() {
    Multicast.noAddress(local);
    return struct(
        group_source_req.SIZEOF,
        s -> {
          s.set(ValueLayout.JAVA_INT_UNALIGNED, group_source_req.gsr_interface, ifindex);
          Multicast.putSockaddr(s, group_source_req.gsr_group, group);
          Multicast.putSockaddr(s, group_source_req.gsr_source, source);
        });
  }

  /** Such as {@code 192.0.2.7 to 232.1.2.3%2}. */
  @Override
  public String toString() {
    return source + " to " + group + Multicast.where(local, ifindex);
  }
}
