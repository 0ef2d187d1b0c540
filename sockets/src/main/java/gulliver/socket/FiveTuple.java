package gulliver.socket;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The five parameters that tell a connection from all others: protocol, local address and port,
 * remote address and port.
 *
 * @param protocol such as {@code IPPROTO_TCP}
 * @param local this end, or null where the socket has no address yet
 * @param remote the other end, or null where there is none
 * @since 0.1
 * @see Socket#fiveTuple()
 */
public record FiveTuple(Protocol protocol, @Nullable Address local, @Nullable Address remote) {
  /** One line, such as {@code tcp 127.0.0.1:40112 -> 127.0.0.1:7000}. */
  @Override
  public String toString() {
    Address known = local != null ? local : remote;
    return text(known == null ? Linux.AF_UNSPEC : known.family().value());
  }

  /** The same, of a socket of that family: also where it has no address that tells the family. */
  String text(int family) {
    return word(family)
        + (local == null ? "" : " " + local)
        + (remote == null ? "" : " -> " + remote);
  }

  private String word(int family) {
    String name =
        switch (family) {
          case Linux.AF_UNSPEC, Linux.AF_INET, Linux.AF_INET6 ->
              protocol.value() == 0 ? "unix" : protocol.toString();
          case Linux.AF_NETLINK -> LinuxNames.protocol(family, protocol.value());
          default -> new AddressFamily(family).toString();
        };
    return name.replaceFirst("^(IPPROTO|NETLINK|AF)_", "").toLowerCase(Locale.ROOT);
  }
}
