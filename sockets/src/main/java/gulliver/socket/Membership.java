package gulliver.socket;

import static gulliver.socket.SocketOption.struct;

import gulliver.socket.Linux.group_req;
import gulliver.socket.Linux.ip_mreqn;
import gulliver.socket.Linux.ipv6_mreq;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A group and the interface it is joined on: {@code struct ip_mreqn}, {@code ipv6_mreq} and {@code
 * group_req}, as the option has it.
 *
 * {@snippet :
 * socket.setsockopt(IP_ADD_MEMBERSHIP, new Membership("239.255.0.1"));
 * socket.setsockopt(IPV6_JOIN_GROUP, new Membership("ff02::1234", ifindex));
 * }
 *
 * @param group the group's address, an IPv4 or IPv6 literal
 * @param local an address of the interface, for {@code IP_ADD_MEMBERSHIP} and {@code
 *     IP_DROP_MEMBERSHIP}; empty for none
 * @param ifindex the interface's index, which goes before its address; with 0 and no address the
 *     route to the group decides
 * @see Options#IP_ADD_MEMBERSHIP
 * @see Options#IPV6_JOIN_GROUP
 * @see Options#MCAST_JOIN_GROUP
 * @since 0.1
 */
public record Membership(String group, String local, int ifindex) {
  /**
   * Checks all parts.
   *
   * @throws IllegalArgumentException for what is no literal, an interface's address with an IPv6
   *     group, or an index below 0
   */
  public Membership {
    group = Multicast.literal("group", group);
    Multicast.checkInterface(local, ifindex);
    if (!local.isEmpty() && Multicast.isInet6(group)) {
      throw new IllegalArgumentException(
          "interface " + local + " with group " + group + ": only an index is allowed");
    }
  }

  /**
   * A group on the interface that the route says.
   *
   * @param group the group's address, an IPv4 or IPv6 literal
   */
  public Membership(String group) {
    this(group, "", 0);
  }

  /**
   * A group on an interface by its index.
   *
   * @param group the group's address, an IPv4 or IPv6 literal
   * @param ifindex the interface's index
   */
  public Membership(String group, int ifindex) {
    this(group, "", ifindex);
  }

  /**
   * A group on an interface by its address.
   *
   * @param group the group's address, an IPv4 literal
   * @param local an address of the interface
   */
  public Membership(String group, String local) {
    this(group, local, 0);
  }

  int level() {
    return Multicast.level(group);
  }

  byte[] mreqn() {
    byte[] multiaddr = Multicast.inet4("group", group);
    return struct(
        ip_mreqn.SIZEOF,
        s -> {
          Multicast.put(s, ip_mreqn.imr_multiaddr, multiaddr);
          if (!local.isEmpty()) {
            Multicast.put(s, ip_mreqn.imr_address, Multicast.inet4("interface", local));
          }
          s.set(ValueLayout.JAVA_INT_UNALIGNED, ip_mreqn.imr_ifindex, ifindex);
        });
  }

  byte[] ipv6Mreq() {
    byte[] multiaddr = Multicast.inet6("group", group);
    return struct(
        ipv6_mreq.SIZEOF,
        s -> {
          Multicast.put(s, ipv6_mreq.ipv6mr_multiaddr, multiaddr);
          s.set(ValueLayout.JAVA_INT_UNALIGNED, ipv6_mreq.ipv6mr_interface, ifindex);
        });
  }

  byte[] groupReq() {
    Multicast.noAddress(local);
    return struct(
        group_req.SIZEOF,
        (MemorySegment s) -> {
          s.set(ValueLayout.JAVA_INT_UNALIGNED, group_req.gr_interface, ifindex);
          Multicast.putSockaddr(s, group_req.gr_group, group);
        });
  }

  /** Such as {@code 239.255.0.1%2}; the interface behind the percent sign, if one is given. */
  @Override
  public String toString() {
    return group + Multicast.where(local, ifindex);
  }
}
