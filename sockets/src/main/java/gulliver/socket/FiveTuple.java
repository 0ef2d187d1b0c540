package gulliver.socket;

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
    String name = protocol.toString();
    String word =
        name.startsWith("IPPROTO_")
            ? name.substring("IPPROTO_".length()).toLowerCase(java.util.Locale.ROOT)
            : name;
    return (protocol.value() == 0 ? "unix" : word)
        + (local == null ? "" : " " + local)
        + (remote == null ? "" : " -> " + remote);
  }
}
