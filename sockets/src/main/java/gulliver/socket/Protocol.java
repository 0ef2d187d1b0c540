package gulliver.socket;

/**
 * A protocol, the third argument of {@code socket(2)}.
 *
 * <p>An open value over the number: any number may be given, those that {@link Linux} names print
 * as {@code IPPROTO_TCP}.
 *
 * @param value the number, by <a href="https://www.iana.org/assignments/protocol-numbers">IANA</a>
 *     for the Internet families
 * @since 0.1
 */
public record Protocol(int value) {
  /** The protocol that the family and the type imply: TCP for streams, UDP for datagrams. */
  public static final Protocol DEFAULT = new Protocol(0);

  /** The Internet Control Message Protocol, RFC 792. */
  public static final Protocol IPPROTO_ICMP = new Protocol(Linux.IPPROTO_ICMP);

  /** The Transmission Control Protocol, RFC 9293. */
  public static final Protocol IPPROTO_TCP = new Protocol(Linux.IPPROTO_TCP);

  /** The User Datagram Protocol, RFC 768. */
  public static final Protocol IPPROTO_UDP = new Protocol(Linux.IPPROTO_UDP);

  /** ICMP for IPv6, RFC 4443. */
  public static final Protocol IPPROTO_ICMPV6 = new Protocol(Linux.IPPROTO_ICMPV6);

  /** Multipath TCP, RFC 8684; with a peer that does not know it, TCP. */
  public static final Protocol IPPROTO_MPTCP = new Protocol(Linux.IPPROTO_MPTCP);

  /** Any protocol, to send only: the caller writes the IP header, too. */
  public static final Protocol IPPROTO_RAW = new Protocol(Linux.IPPROTO_RAW);

  /** UDP with a checksum over a part of the message, RFC 3828. */
  public static final Protocol IPPROTO_UDPLITE = new Protocol(Linux.IPPROTO_UDPLITE);

  /** The C name, such as {@code IPPROTO_TCP}, or the number where it has none. */
  @Override
  public String toString() {
    return LinuxNames.name("IPPROTO_", value);
  }
}
