package gulliver.socket;

/**
 * An interface's number and name, as {@code struct if_nameindex}.
 *
 * @param index its number, at least 1: what {@code IPV6_MULTICAST_IF}, {@link
 *     Address.Inet6#scopeid} and {@code PacketInfo} speak of
 * @param name such as {@code eth0}
 * @since 0.1
 * @see Network#ifNameIndex()
 */
public record IfNameIndex(int index, String name) {}
