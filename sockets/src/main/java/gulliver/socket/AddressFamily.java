package gulliver.socket;

import java.io.Serializable;

/**
 * An address family, the first argument of {@code socket(2)}: which kind of addresses a socket
 * uses.
 *
 * <p>An open value over the number: any number may be given, those that {@link Linux} names print
 * as {@code AF_INET}.
 *
 * @param value the number, as in {@code sa_family_t}
 * @since 0.1
 */
public record AddressFamily(int value) implements Serializable {
  /**
   * Not specified: any family in a look-up; dissolves an association in {@link
   * Socket#connect(Address)}.
   */
  public static final AddressFamily AF_UNSPEC = new AddressFamily(Linux.AF_UNSPEC);

  /**
   * Sockets within one machine, named by paths: <a
   * href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>.
   */
  public static final AddressFamily AF_UNIX = new AddressFamily(Linux.AF_UNIX);

  /** IPv4: <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>. */
  public static final AddressFamily AF_INET = new AddressFamily(Linux.AF_INET);

  /** IPv6: <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>. */
  public static final AddressFamily AF_INET6 = new AddressFamily(Linux.AF_INET6);

  /**
   * The kernel, asked and listened to by messages: <a
   * href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>.
   */
  public static final AddressFamily AF_NETLINK = new AddressFamily(Linux.AF_NETLINK);

  /**
   * Whole packets of an interface: <a
   * href="https://man7.org/linux/man-pages/man7/packet.7.html">packet(7)</a>.
   */
  public static final AddressFamily AF_PACKET = new AddressFamily(Linux.AF_PACKET);

  /**
   * A virtual machine and its host: <a
   * href="https://man7.org/linux/man-pages/man7/vsock.7.html">vsock(7)</a>.
   */
  public static final AddressFamily AF_VSOCK = new AddressFamily(Linux.AF_VSOCK);

  /** The C name, such as {@code AF_INET}, or the number where it has none. */
  @Override
  public String toString() {
    return LinuxNames.name("AF_", value);
  }
}
