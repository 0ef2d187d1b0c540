package gulliver.socket;

/**
 * A state of a TCP connection (RFC 9293 §3.3.2): an open value over the number in {@code
 * tcpi_state}.
 *
 * @param value the number
 * @since 0.1
 */
public record TcpState(int value) {
  /** Data may go both ways. */
  public static final TcpState ESTABLISHED = new TcpState(Linux.TCP_ESTABLISHED);

  /** {@code connect} has sent its SYN. */
  public static final TcpState SYN_SENT = new TcpState(Linux.TCP_SYN_SENT);

  /** A SYN has been answered. */
  public static final TcpState SYN_RECV = new TcpState(Linux.TCP_SYN_RECV);

  /** Our end is closed, and the peer has not acknowledged that. */
  public static final TcpState FIN_WAIT1 = new TcpState(Linux.TCP_FIN_WAIT1);

  /** Our end is closed; the peer may go on sending. */
  public static final TcpState FIN_WAIT2 = new TcpState(Linux.TCP_FIN_WAIT2);

  /** Both ends are closed; what is still on its way must not meet a new connection. */
  public static final TcpState TIME_WAIT = new TcpState(Linux.TCP_TIME_WAIT);

  /** No connection: not yet, or no longer. */
  public static final TcpState CLOSE = new TcpState(Linux.TCP_CLOSE);

  /** The peer has closed its end; we may go on sending. */
  public static final TcpState CLOSE_WAIT = new TcpState(Linux.TCP_CLOSE_WAIT);

  /** Both ends are closed, and the peer, who was first, has not acknowledged ours. */
  public static final TcpState LAST_ACK = new TcpState(Linux.TCP_LAST_ACK);

  /** It waits for connections. */
  public static final TcpState LISTEN = new TcpState(Linux.TCP_LISTEN);

  /** Both ends were closed at once. */
  public static final TcpState CLOSING = new TcpState(Linux.TCP_CLOSING);

  /** The C name without {@code TCP_}, such as {@code ESTABLISHED}, or the number. */
  @Override
  public String toString() {
    return LinuxNames.name("TCP_", value).replaceFirst("^TCP_", "");
  }
}
