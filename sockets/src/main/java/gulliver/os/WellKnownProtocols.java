package gulliver.os;

import gulliver.socket.Linux;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The protocols that sockets can have, for machines without {@code /etc/protocols}; names by IANA,
 * in the lower case of that file, whose alias is the upper case.
 */
final class WellKnownProtocols {
  private record Entry(String name, int number) {}

  private static final List<Entry> PROTOCOLS =
      List.of(
          new Entry("ip", Linux.IPPROTO_IP),
          new Entry("icmp", Linux.IPPROTO_ICMP),
          new Entry("igmp", Linux.IPPROTO_IGMP),
          new Entry("tcp", Linux.IPPROTO_TCP),
          new Entry("udp", Linux.IPPROTO_UDP),
          new Entry("dccp", Linux.IPPROTO_DCCP),
          new Entry("ipv6", Linux.IPPROTO_IPV6),
          new Entry("gre", Linux.IPPROTO_GRE),
          new Entry("esp", Linux.IPPROTO_ESP),
          new Entry("ah", Linux.IPPROTO_AH),
          new Entry("ipv6-icmp", Linux.IPPROTO_ICMPV6),
          new Entry("sctp", Linux.IPPROTO_SCTP),
          new Entry("udplite", Linux.IPPROTO_UDPLITE));

  private WellKnownProtocols() {}

  /** The number, or -1. */
  static int byName(String name) {
    return PROTOCOLS.stream()
        .filter(p -> p.name.equals(name) || p.name.toUpperCase(Locale.ROOT).equals(name))
        .mapToInt(Entry::number)
        .findFirst()
        .orElse(-1);
  }

  static @Nullable String byNumber(int number) {
    return PROTOCOLS.stream()
        .filter(p -> p.number == number)
        .map(Entry::name)
        .findFirst()
        .orElse(null);
  }
}
