package gulliver.socket;

import gulliver.socket.Linux.sockaddr;
import gulliver.socket.Linux.sockaddr_in;
import gulliver.socket.Linux.sockaddr_in6;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What the structures of multicast have in common: addresses as text, in network order. */
final class Multicast {
  private Multicast() {}

  /** The text as it is kept: an IPv6 literal in the form of RFC 5952. */
  static String literal(String what, String text) {
    byte[] six = InetText.parse6(text);
    if (six == null && InetText.parse4(text) == null) {
      throw new IllegalArgumentException(
          what + " \"" + text + "\": an IPv4 or IPv6 literal is allowed");
    }
    return six == null ? text : InetText.format6(six);
  }

  static boolean isInet6(String literal) {
    return literal.indexOf(':') >= 0;
  }

  static int level(String group) {
    return isInet6(group) ? Linux.IPPROTO_IPV6 : Linux.IPPROTO_IP;
  }

  static byte[] inet4(String what, String literal) {
    byte[] bytes = InetText.parse4(literal);
    if (bytes == null) {
      throw new IllegalArgumentException(what + " \"" + literal + "\": an IPv4 literal is allowed");
    }
    return bytes;
  }

  static byte[] inet6(String what, String literal) {
    byte[] bytes = InetText.parse6(literal);
    if (bytes == null) {
      throw new IllegalArgumentException(what + " \"" + literal + "\": an IPv6 literal is allowed");
    }
    return bytes;
  }

  static void checkInterface(String local, int ifindex) {
    if (!local.isEmpty()) {
      inet4("interface", local);
    }
    if (ifindex < 0) {
      throw new IllegalArgumentException(
          "interface " + ifindex + ": an index, or 0 for none, is allowed");
    }
  }

  static void noAddress(String local) {
    if (!local.isEmpty()) {
      throw new IllegalArgumentException("interface " + local + ": an index is allowed");
    }
  }

  static String where(String local, int ifindex) {
    return ifindex != 0 ? "%" + ifindex : local.isEmpty() ? "" : "%" + local;
  }

  static void put(MemorySegment struct, long offset, byte[] bytes) {
    MemorySegment.copy(bytes, 0, struct, ValueLayout.JAVA_BYTE, offset, bytes.length);
  }

  /** A {@code struct sockaddr_storage} without a port. */
  static void putSockaddr(MemorySegment struct, long offset, String literal) {
    boolean six = isInet6(literal);
    struct.set(
        ValueLayout.JAVA_SHORT_UNALIGNED,
        offset + sockaddr.sa_family,
        (short) (six ? Linux.AF_INET6 : Linux.AF_INET));
    put(
        struct,
        offset + (six ? sockaddr_in6.sin6_addr : sockaddr_in.sin_addr),
        six ? inet6("address", literal) : inet4("address", literal));
  }
}
