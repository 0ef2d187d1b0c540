package gulliver.socket;

import gulliver.socket.Linux.ip6_mtuinfo;
import gulliver.socket.Linux.sockaddr_in6;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How long a packet may be on the way to a peer, {@code struct ip6_mtuinfo}.
 *
 * @param host the peer, an IPv6 literal; {@code ::} of a connected socket, where Linux leaves it
 *     out
 * @param mtu the path's maximum transmission unit in bytes
 * @see Options#IPV6_PATHMTU
 * @since 0.1
 */
public record PathMtu(String host, int mtu) {
  static PathMtu decode(MemorySegment raw) {
    long at = ip6_mtuinfo.ip6m_addr + sockaddr_in6.sin6_addr;
    return new PathMtu(
        InetText.format6(raw.asSlice(at, 16).toArray(ValueLayout.JAVA_BYTE)),
        raw.get(ValueLayout.JAVA_INT_UNALIGNED, ip6_mtuinfo.ip6m_mtu));
  }
}
