package gulliver.socket;

import static gulliver.socket.SocketOption.ofBoolean;
import static gulliver.socket.SocketOption.ofVariable;
import static gulliver.socket.SocketOption.ofWriteOnlyInt;
import static gulliver.socket.SocketOption.struct;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The options of the level {@code SOL_NETLINK}, of sockets of the family {@code AF_NETLINK}, sorted
 * by C name. They can be read and set at any time, and are initially off, unless it is said
 * otherwise.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
 * @since 0.1
 */
public sealed interface NetlinkOptions permits Options {
  /**
   * Joins a group by its number, such as {@code RTNLGRP_LINK} of {@link Linux}. {@code EINVAL} →
   * the protocol has no such group; {@code EPERM} → not without {@code CAP_NET_ADMIN}. Can only be
   * set.
   */
  SocketOption<Integer> NETLINK_ADD_MEMBERSHIP =
      ofWriteOnlyInt(Linux.SOL_NETLINK, Linux.NETLINK_ADD_MEMBERSHIP);

  /** Tells those who send to a group that a member had no room. */
  SocketOption<Boolean> NETLINK_BROADCAST_ERROR =
      ofBoolean(Linux.SOL_NETLINK, Linux.NETLINK_BROADCAST_ERROR);

  /** Acknowledges with the header of the request only, not with all of it. */
  SocketOption<Boolean> NETLINK_CAP_ACK = ofBoolean(Linux.SOL_NETLINK, Linux.NETLINK_CAP_ACK);

  /** Leaves a group. Can only be set. */
  SocketOption<Integer> NETLINK_DROP_MEMBERSHIP =
      ofWriteOnlyInt(Linux.SOL_NETLINK, Linux.NETLINK_DROP_MEMBERSHIP);

  /** Says, with an error, in words what was wrong, and where: {@code NLMSGERR_ATTR_}. */
  SocketOption<Boolean> NETLINK_EXT_ACK = ofBoolean(Linux.SOL_NETLINK, Linux.NETLINK_EXT_ACK);

  /** Checks requests strictly, and filters answers in the kernel. Since Linux 4.20. */
  SocketOption<Boolean> NETLINK_GET_STRICT_CHK =
      ofBoolean(Linux.SOL_NETLINK, Linux.NETLINK_GET_STRICT_CHK);

  /**
   * Hears groups of all network namespaces that have a number here. Needs {@code
   * CAP_NET_BROADCAST}.
   */
  SocketOption<Boolean> NETLINK_LISTEN_ALL_NSID =
      ofBoolean(Linux.SOL_NETLINK, Linux.NETLINK_LISTEN_ALL_NSID);

  /** The numbers of the groups that the socket is a member of, in order. Read only. */
  @SuppressWarnings("unchecked") // there is no List<Integer>.class
  SocketOption<List<Integer>> NETLINK_LIST_MEMBERSHIPS =
      ofVariable(
          Linux.SOL_NETLINK,
          Linux.NETLINK_LIST_MEMBERSHIPS,
          (Class<List<Integer>>) (Class<?>) List.class,
          1024,
          NetlinkOptions::groups,
          _ -> struct(4, _ -> {}));

  /** Does not tell the socket when it had no room: no {@code ENOBUFS}. */
  SocketOption<Boolean> NETLINK_NO_ENOBUFS = ofBoolean(Linux.SOL_NETLINK, Linux.NETLINK_NO_ENOBUFS);

  /** Tells, with what {@code recvmsg} receives, the group that it was sent to. */
  SocketOption<Boolean> NETLINK_PKTINFO = ofBoolean(Linux.SOL_NETLINK, Linux.NETLINK_PKTINFO);

  /** Bit n of the words is group n + 1. */
  private static List<Integer> groups(MemorySegment raw) {
    return IntStream.range(0, 8 * (int) (raw.byteSize() & ~3L))
        .filter(
            bit -> ((raw.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * (bit / 32)) >>> bit) & 1) != 0)
        .mapToObj(bit -> bit + 1)
        .toList();
  }
}
