package gulliver.socket;

/**
 * A socket type, the second argument of {@code socket(2)}: the style of the communication.
 *
 * <p>An open value over the number: any number may be given, those that {@link Linux} names print
 * as {@code SOCK_STREAM}.
 *
 * @param value the number; {@code SOCK_NONBLOCK} may be or'ed in, {@code SOCK_CLOEXEC} always holds
 * @since 0.1
 */
public record SocketType(int value) {
  /** Any type, in the hints of {@link Network#getaddrinfo(String, String) getaddrinfo}. */
  public static final SocketType ANY = new SocketType(0);

  /**
   * A reliable, connection-oriented byte stream: TCP, for the Internet families. Message boundaries
   * are not kept.
   */
  public static final SocketType SOCK_STREAM = new SocketType(Linux.SOCK_STREAM);

  /**
   * Best-effort, connectionless messages: UDP, for the Internet families. Each message is kept
   * whole or lost whole.
   */
  public static final SocketType SOCK_DGRAM = new SocketType(Linux.SOCK_DGRAM);

  /**
   * Access to a network protocol without a transport above it; needs a privilege. With {@code
   * AF_PACKET} a whole frame, link header included; with {@code AF_NETLINK} the same as {@link
   * #SOCK_DGRAM}, and everybody's. See <a
   * href="https://man7.org/linux/man-pages/man7/raw.7.html">raw(7)</a>.
   */
  public static final SocketType SOCK_RAW = new SocketType(Linux.SOCK_RAW);

  /**
   * Reliable messages without connection and without order: a few families, such as TIPC, have it.
   */
  public static final SocketType SOCK_RDM = new SocketType(Linux.SOCK_RDM);

  /** Reliable, connection-oriented messages whose boundaries are kept. */
  public static final SocketType SOCK_SEQPACKET = new SocketType(Linux.SOCK_SEQPACKET);

  /** The type without the flags that {@code socket(2)} lets one or into it. */
  SocketType withoutFlags() {
    int bare = value & ~(Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC);
    return bare == value ? this : new SocketType(bare);
  }

  /** The C name, such as {@code SOCK_STREAM}, or the number where it has none. */
  @Override
  public String toString() {
    return LinuxNames.name("SOCK_", value);
  }
}
