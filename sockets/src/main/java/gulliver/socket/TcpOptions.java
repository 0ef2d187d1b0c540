package gulliver.socket;

import static gulliver.socket.SocketOption.ofBoolean;
import static gulliver.socket.SocketOption.ofBytes;
import static gulliver.socket.SocketOption.ofInt;
import static gulliver.socket.SocketOption.ofReadOnlyBytes;
import static gulliver.socket.SocketOption.ofString;
import static gulliver.socket.SocketOption.ofVariable;

import java.lang.foreign.ValueLayout;

/**
 * The options of the level {@code IPPROTO_TCP}, sorted by C name.
 *
 * <p>Unless said otherwise an option can be read and set at any time, and is initially off or 0.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 * @since 0.1
 */
public sealed interface TcpOptions permits Options {
  /**
   * What the congestion control knows, as the kernel's bytes: {@code union tcp_cc_info}, whose
   * members depend on {@link #TCP_CONGESTION}; none of {@code cubic} and {@code reno}. Read only.
   */
  SocketOption<byte[]> TCP_CC_INFO = ofReadOnlyBytes(Linux.IPPROTO_TCP, Linux.TCP_CC_INFO, 20);

  /**
   * The congestion control algorithm by name, such as {@code cubic}. Initially {@code
   * net.ipv4.tcp_congestion_control}; {@code net.ipv4.tcp_available_congestion_control} lists what
   * there is, {@code ENOENT} what there is not; {@code EPERM} → not in {@code
   * net.ipv4.tcp_allowed_congestion_control}, and no {@code CAP_NET_ADMIN}.
   */
  SocketOption<String> TCP_CONGESTION = ofString(Linux.IPPROTO_TCP, Linux.TCP_CONGESTION, 16);

  /** Holds partial segments back until it is taken off (200 ms at most). Initially off. */
  SocketOption<Boolean> TCP_CORK = ofBoolean(Linux.IPPROTO_TCP, Linux.TCP_CORK);

  /**
   * Wakes a listener only when data has come, within that many seconds; the kernel rounds.
   * Initially 0.
   */
  SocketOption<Integer> TCP_DEFER_ACCEPT = ofInt(Linux.IPPROTO_TCP, Linux.TCP_DEFER_ACCEPT);

  /**
   * How long an acknowledgement may be delayed, in microseconds, which the kernel rounds up to its
   * ticks; at most 200,000, which is initial. Since Linux 6.
   */
  SocketOption<Integer> TCP_DELACK_MAX_US = ofInt(Linux.IPPROTO_TCP, Linux.TCP_DELACK_MAX_US);

  /**
   * Accepts data in the SYN (RFC 7413): how many such connections may be under way, 0, initially,
   * for none. Before {@code listen} or after it; {@code EINVAL} → on a connection. {@code
   * net.ipv4.tcp_fastopen} must have 2.
   */
  SocketOption<Integer> TCP_FASTOPEN = ofInt(Linux.IPPROTO_TCP, Linux.TCP_FASTOPEN);

  /**
   * Makes {@code connect} wait for the first {@code send}, whose data goes with the SYN, if the
   * peer has given a cookie before. Set it before {@code connect}. Initially off.
   */
  SocketOption<Boolean> TCP_FASTOPEN_CONNECT =
      ofBoolean(Linux.IPPROTO_TCP, Linux.TCP_FASTOPEN_CONNECT);

  /**
   * The keys of a listener's cookies, 16 bytes, or 32 for a second one that is still accepted;
   * initially {@code net.ipv4.tcp_fastopen_key}, none while nobody has used it. {@code EINVAL} →
   * another length, or a socket that is neither fresh nor listens.
   */
  SocketOption<byte[]> TCP_FASTOPEN_KEY = ofBytes(Linux.IPPROTO_TCP, Linux.TCP_FASTOPEN_KEY, 32);

  /** Does without cookies. Initially off. */
  SocketOption<Boolean> TCP_FASTOPEN_NO_COOKIE =
      ofBoolean(Linux.IPPROTO_TCP, Linux.TCP_FASTOPEN_NO_COOKIE);

  /**
   * The connection's state: round-trip time, congestion window, retransmits and much more. Read
   * only.
   */
  SocketOption<TcpInfo> TCP_INFO =
      ofVariable(
          Linux.IPPROTO_TCP,
          Linux.TCP_INFO,
          TcpInfo.class,
          Linux.tcp_info.SIZEOF,
          raw -> new TcpInfo(raw.toArray(ValueLayout.JAVA_BYTE)),
          TcpInfo::bytes);

  /** Tells, with what {@code recvmsg} receives, how much more there is. Initially off. */
  SocketOption<Boolean> TCP_INQ = ofBoolean(Linux.IPPROTO_TCP, Linux.TCP_INQ);

  /** Whether the connection is one of Multipath TCP's subflows. Read only. Since Linux 6. */
  SocketOption<Boolean> TCP_IS_MPTCP = ofBoolean(Linux.IPPROTO_TCP, Linux.TCP_IS_MPTCP);

  /**
   * How many unanswered keep-alive probes end a connection, 1…127. Initially {@code
   * net.ipv4.tcp_keepalive_probes}, 9.
   */
  SocketOption<Integer> TCP_KEEPCNT = ofInt(Linux.IPPROTO_TCP, Linux.TCP_KEEPCNT);

  /**
   * Seconds of silence before the first keep-alive probe, 1…32767. Initially {@code
   * net.ipv4.tcp_keepalive_time}, 7200.
   */
  SocketOption<Integer> TCP_KEEPIDLE = ofInt(Linux.IPPROTO_TCP, Linux.TCP_KEEPIDLE);

  /**
   * Seconds between keep-alive probes, 1…32767. Initially {@code net.ipv4.tcp_keepalive_intvl}, 75.
   */
  SocketOption<Integer> TCP_KEEPINTVL = ofInt(Linux.IPPROTO_TCP, Linux.TCP_KEEPINTVL);

  /**
   * Seconds that an orphaned socket stays in {@code FIN_WAIT_2}: at most 120, which more is taken
   * for; negative for not at all. Initially {@code net.ipv4.tcp_fin_timeout}, 60.
   */
  SocketOption<Integer> TCP_LINGER2 = ofInt(Linux.IPPROTO_TCP, Linux.TCP_LINGER2);

  /**
   * The maximum segment size in bytes, 88…32767; set it before {@code connect} or {@code listen}.
   * Initially 536; on a connection, what the ends have agreed on.
   */
  SocketOption<Integer> TCP_MAXSEG = ofInt(Linux.IPPROTO_TCP, Linux.TCP_MAXSEG);

  /** Sends small segments at once, instead of by Nagle's algorithm (RFC 896). Initially off. */
  SocketOption<Boolean> TCP_NODELAY = ofBoolean(Linux.IPPROTO_TCP, Linux.TCP_NODELAY);

  /**
   * How many bytes not yet sent make the socket count as full. Initially 0, for {@code
   * net.ipv4.tcp_notsent_lowat}, which is no limit unless somebody set one.
   */
  SocketOption<Integer> TCP_NOTSENT_LOWAT = ofInt(Linux.IPPROTO_TCP, Linux.TCP_NOTSENT_LOWAT);

  /**
   * The next sequence number of the queue that {@link #TCP_REPAIR_QUEUE} has chosen, all 32 bits.
   * Set it on a fresh socket, in repair. {@code EINVAL} → no queue is chosen.
   */
  SocketOption<Integer> TCP_QUEUE_SEQ = ofInt(Linux.IPPROTO_TCP, Linux.TCP_QUEUE_SEQ);

  /**
   * Acknowledges at once instead of after a delay; the kernel leaves that mode and comes back as
   * the traffic suggests. Initially on.
   */
  SocketOption<Boolean> TCP_QUICKACK = ofBoolean(Linux.IPPROTO_TCP, Linux.TCP_QUICKACK);

  /**
   * Repair, by which a connection is taken down here and set up elsewhere without its peer's
   * noticing: {@code TCP_REPAIR_ON} 1, {@code TCP_REPAIR_OFF} 0, {@code TCP_REPAIR_OFF_NO_WP} -1
   * without a probe. Needs {@code CAP_NET_ADMIN}, and a fresh or an established socket.
   *
   * @see <a href="https://criu.org/TCP_connection">TCP connection, of CRIU</a>
   */
  SocketOption<Integer> TCP_REPAIR = ofInt(Linux.IPPROTO_TCP, Linux.TCP_REPAIR);

  /**
   * The queue that {@link #TCP_QUEUE_SEQ}, {@code send} and {@code recv} are about, in repair:
   * {@code TCP_NO_QUEUE} 0, {@code TCP_RECV_QUEUE} 1, {@code TCP_SEND_QUEUE} 2. {@code EPERM}, and
   * {@code EINVAL} where it is read → the socket is not in repair.
   */
  SocketOption<Integer> TCP_REPAIR_QUEUE = ofInt(Linux.IPPROTO_TCP, Linux.TCP_REPAIR_QUEUE);

  /**
   * The retransmission time-out at most, in milliseconds, 1000…120,000, which is initial. Since
   * Linux 6.15.
   */
  SocketOption<Integer> TCP_RTO_MAX_MS = ofInt(Linux.IPPROTO_TCP, Linux.TCP_RTO_MAX_MS);

  /**
   * The retransmission time-out at least, in microseconds, which the kernel rounds up to its ticks;
   * initially {@code net.ipv4.tcp_rto_min_us}, 200,000. Since Linux 6.
   */
  SocketOption<Integer> TCP_RTO_MIN_US = ofInt(Linux.IPPROTO_TCP, Linux.TCP_RTO_MIN_US);

  /**
   * The headers of the SYN that opened this accepted connection, once; then, or if none were kept,
   * no bytes. Read only.
   */
  SocketOption<byte[]> TCP_SAVED_SYN = ofReadOnlyBytes(Linux.IPPROTO_TCP, Linux.TCP_SAVED_SYN, 512);

  /**
   * Keeps the headers of a SYN for {@link #TCP_SAVED_SYN}; set it on the listener. 1 from the
   * network layer's, 2 from the link layer's on. Initially 0.
   */
  SocketOption<Integer> TCP_SAVE_SYN = ofInt(Linux.IPPROTO_TCP, Linux.TCP_SAVE_SYN);

  /**
   * How often a SYN is sent again before {@code connect} gives up, 1…127. Initially {@code
   * net.ipv4.tcp_syn_retries}, 6.
   */
  SocketOption<Integer> TCP_SYNCNT = ofInt(Linux.IPPROTO_TCP, Linux.TCP_SYNCNT);

  /** Does not double the time-out of a stream with little under way. Initially off. */
  SocketOption<Boolean> TCP_THIN_LINEAR_TIMEOUTS =
      ofBoolean(Linux.IPPROTO_TCP, Linux.TCP_THIN_LINEAR_TIMEOUTS);

  /**
   * The clock of the connection's time stamps (RFC 7323), in milliseconds. Can be set in repair
   * only; {@code EPERM} → otherwise.
   */
  SocketOption<Integer> TCP_TIMESTAMP = ofInt(Linux.IPPROTO_TCP, Linux.TCP_TIMESTAMP);

  /** Delays what is sent, in microseconds, for tests. Initially 0. Since Linux 5.3. */
  SocketOption<Integer> TCP_TX_DELAY = ofInt(Linux.IPPROTO_TCP, Linux.TCP_TX_DELAY);

  /**
   * The protocol that the kernel puts on top, such as {@code tls}, on a connection; initially
   * empty, none, and never changed. {@code ENOENT} → this kernel has no such one.
   *
   * @see <a href="https://docs.kernel.org/networking/tls.html">Kernel TLS</a>
   */
  SocketOption<String> TCP_ULP = ofString(Linux.IPPROTO_TCP, Linux.TCP_ULP, 16);

  /**
   * Milliseconds that sent data may stay unacknowledged before the connection ends (RFC 5482); 0
   * for the default, which is initial.
   */
  SocketOption<Integer> TCP_USER_TIMEOUT = ofInt(Linux.IPPROTO_TCP, Linux.TCP_USER_TIMEOUT);

  /**
   * The size of the advertised window at most, in bytes; 0, initially, for no limit. The kernel
   * raises small values.
   */
  SocketOption<Integer> TCP_WINDOW_CLAMP = ofInt(Linux.IPPROTO_TCP, Linux.TCP_WINDOW_CLAMP);
}
