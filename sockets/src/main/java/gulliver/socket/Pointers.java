package gulliver.socket;

/**
 * The options whose structures hold a pointer, from which the kernel reads, or to which it writes.
 * As bytes from a program it could be any address of this process; so they are refused, and what is
 * worth having has a type whose memory lives through the call. And the one whose answer is a new
 * descriptor, which bytes would leave to nobody.
 */
final class Pointers {
  // netfilter's headers number their options from these, on IP's levels; linux/netfilter*
  private static final int IPT_SO_SET_REPLACE = 64;
  private static final int ARPT_SO_SET_REPLACE = 96;
  private static final int EBT_SO_SET_ENTRIES = 128;
  private static final int EBT_SO_SET_COUNTERS = 129;

  // linux/rds.h, linux/if_xdp.h
  private static final int RDS_GET_MR = 2;
  private static final int RDS_GET_MR_FOR_DEST = 7;
  private static final int XDP_UMEM_REG = 4;

  private Pointers() {}

  /** Refuses to set such an option in the raw form. */
  static void refuse(int level, int name) {
    if (isProgram(level, name)) {
      throw new IllegalArgumentException(
          "setsockopt "
              + LinuxNames.option(level, name)
              + ": its structure holds a pointer: only a Bpf is allowed, not bytes");
    }
    if (isAddress(level, name)) {
      throw new IllegalArgumentException(
          "setsockopt "
              + LinuxNames.level(level)
              + " "
              + LinuxNames.option(level, name)
              + ": its structure holds a pointer, which is not allowed");
    }
  }

  /** Refuses to read an option in the raw form that would leave a descriptor to nobody. */
  static void refuseToRead(int level, int name) {
    if (level == Linux.SOL_SOCKET && name == Linux.SO_PEERPIDFD) {
      throw new IllegalArgumentException(
          "getsockopt SO_PEERPIDFD: it opens a descriptor: peerpidfd() is allowed");
    }
  }

  /** Whether the structure is {@code struct sock_fprog}, which {@link Bpf} stands for. */
  static boolean isProgram(int level, int name) {
    return switch (level) {
      case Linux.SOL_SOCKET ->
          name == Linux.SO_ATTACH_FILTER || name == Linux.SO_ATTACH_REUSEPORT_CBPF;
      case Linux.SOL_PACKET -> name == Linux.PACKET_FANOUT_DATA;
      default -> false;
    };
  }

  private static boolean isAddress(int level, int name) {
    return switch (level) {
      case Linux.IPPROTO_IP ->
          name == IPT_SO_SET_REPLACE
              || name == ARPT_SO_SET_REPLACE
              || name == EBT_SO_SET_ENTRIES
              || name == EBT_SO_SET_COUNTERS;
      case Linux.IPPROTO_IPV6 -> name == IPT_SO_SET_REPLACE;
      case Linux.SOL_RDS -> name == RDS_GET_MR || name == RDS_GET_MR_FOR_DEST;
      case Linux.SOL_XDP -> name == XDP_UMEM_REG;
      default -> false;
    };
  }
}
