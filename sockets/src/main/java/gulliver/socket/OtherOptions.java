package gulliver.socket;

import static gulliver.socket.SocketOption.ofBytes;
import static gulliver.socket.SocketOption.ofInt;
import static gulliver.socket.SocketOption.ofLong;
import static gulliver.socket.SocketOption.ofReadOnlyBytes;
import static gulliver.socket.SocketOption.ofTimeval;

import java.time.Duration;

/**
 * The options of small levels: {@code IPPROTO_ICMPV6}, {@code SOL_RAW}, {@code SOL_MPTCP} and
 * {@code AF_VSOCK}, sorted by C name.
 *
 * @since 0.1
 */
public sealed interface OtherOptions permits Options {
  /**
   * Which types of ICMPv6 a raw socket does not get, 256 bits, as the kernel's bytes; initially 0,
   * none. Level {@code IPPROTO_ICMPV6}.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc3542#section-3.2">RFC 3542 §3.2</a>
   */
  SocketOption<byte[]> ICMP6_FILTER = ofBytes(Linux.IPPROTO_ICMPV6, Linux.ICMP6_FILTER, 32);

  /** {@link #ICMP6_FILTER}, by the kernel's name. */
  SocketOption<byte[]> ICMPV6_FILTER = ICMP6_FILTER;

  /**
   * Which types of ICMP a raw socket does not get: a bit for each; initially 0, none. Level {@code
   * SOL_RAW}.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/raw.7.html">raw(7)</a>
   */
  SocketOption<Integer> ICMP_FILTER = ofInt(Linux.SOL_RAW, Linux.ICMP_FILTER);

  /**
   * The state of a Multipath TCP connection, {@code struct mptcp_info} as the kernel's bytes, at
   * the offsets of {@link Linux.mptcp_info}. Level {@code SOL_MPTCP}. Read only. Since Linux 5.16.
   *
   * @see <a href="https://docs.kernel.org/networking/mptcp.html">Multipath TCP</a>
   */
  SocketOption<byte[]> MPTCP_INFO =
      ofReadOnlyBytes(Linux.SOL_MPTCP, Linux.MPTCP_INFO, Linux.mptcp_info.SIZEOF);

  /**
   * How much the buffer of a stream may hold at most, in bytes; initially 262,144. Level {@code
   * AF_VSOCK}.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/vsock.7.html">vsock(7)</a>
   */
  SocketOption<Long> SO_VM_SOCKETS_BUFFER_MAX_SIZE =
      ofLong(Linux.AF_VSOCK, Linux.SO_VM_SOCKETS_BUFFER_MAX_SIZE);

  /** How much it may hold at least, in bytes; initially 128. Level {@code AF_VSOCK}. */
  SocketOption<Long> SO_VM_SOCKETS_BUFFER_MIN_SIZE =
      ofLong(Linux.AF_VSOCK, Linux.SO_VM_SOCKETS_BUFFER_MIN_SIZE);

  /** How much it holds, in bytes; initially 262,144. Level {@code AF_VSOCK}. */
  SocketOption<Long> SO_VM_SOCKETS_BUFFER_SIZE =
      ofLong(Linux.AF_VSOCK, Linux.SO_VM_SOCKETS_BUFFER_SIZE);

  /** How long {@code connect} waits for the other side; initially 2 s. Level {@code AF_VSOCK}. */
  SocketOption<Duration> SO_VM_SOCKETS_CONNECT_TIMEOUT =
      ofTimeval(Linux.AF_VSOCK, Linux.SO_VM_SOCKETS_CONNECT_TIMEOUT);
}
