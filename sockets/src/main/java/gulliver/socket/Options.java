package gulliver.socket;

import static gulliver.socket.SocketOption.ofBoolean;
import static gulliver.socket.SocketOption.ofBytes;
import static gulliver.socket.SocketOption.ofInt;
import static gulliver.socket.SocketOption.ofLinger;
import static gulliver.socket.SocketOption.ofString;
import static gulliver.socket.SocketOption.ofTimeval;

import java.time.Duration;

/**
 * The typed socket options, one block for each level, sorted by C name. {@link Sockets} has them
 * all, for static import; this interface only keeps them on a page of their own.
 *
 * <p>Unless said otherwise an option can be read and set at any time. The kernel's page for each
 * level is linked at its first option.
 *
 * @since 0.1
 */
public sealed interface Options permits Sockets {

  // ---- SOL_SOCKET: socket(7) ----

  /**
   * Whether this is a listening socket. Read only.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
   */
  SocketOption<Boolean> SO_ACCEPTCONN = ofBoolean(Linux.SOL_SOCKET, Linux.SO_ACCEPTCONN);

  /**
   * The name of the one interface to use, empty for any. Needs {@code CAP_NET_RAW} to change a
   * binding.
   */
  SocketOption<String> SO_BINDTODEVICE =
      ofString(Linux.SOL_SOCKET, Linux.SO_BINDTODEVICE, Linux.IFNAMSIZ);

  /**
   * Allows datagrams to a broadcast address. Initially off: sending to one fails with {@code
   * EACCES}.
   */
  SocketOption<Boolean> SO_BROADCAST = ofBoolean(Linux.SOL_SOCKET, Linux.SO_BROADCAST);

  /** The socket's family. Read only. */
  SocketOption<Integer> SO_DOMAIN = ofInt(Linux.SOL_SOCKET, Linux.SO_DOMAIN);

  /** Sends directly to hosts on the local network only, without a router. Initially off. */
  SocketOption<Boolean> SO_DONTROUTE = ofBoolean(Linux.SOL_SOCKET, Linux.SO_DONTROUTE);

  /** The pending error, an errno or 0; reading it clears it. Read only. */
  SocketOption<Integer> SO_ERROR = ofInt(Linux.SOL_SOCKET, Linux.SO_ERROR);

  /**
   * The CPU that the socket's packets are worked on, or the one wished for. Initially -1, none yet.
   */
  SocketOption<Integer> SO_INCOMING_CPU = ofInt(Linux.SOL_SOCKET, Linux.SO_INCOMING_CPU);

  /**
   * Asks an idle peer from time to time whether it is still there. Initially off.
   *
   * @see #TCP_KEEPIDLE
   */
  SocketOption<Boolean> SO_KEEPALIVE = ofBoolean(Linux.SOL_SOCKET, Linux.SO_KEEPALIVE);

  /**
   * What {@code close} does with data that has not been acknowledged: initially it returns at once
   * and the kernel goes on trying; when on, it waits, or with 0 seconds resets the connection.
   */
  SocketOption<Linger> SO_LINGER = ofLinger(Linux.SOL_SOCKET, Linux.SO_LINGER);

  /**
   * The mark of the socket's packets, for routing and filters. Needs {@code CAP_NET_ADMIN}.
   * Initially 0.
   */
  SocketOption<Integer> SO_MARK = ofInt(Linux.SOL_SOCKET, Linux.SO_MARK);

  /** Leaves urgent data in the stream, instead of for {@code MSG_OOB}. Initially off. */
  SocketOption<Boolean> SO_OOBINLINE = ofBoolean(Linux.SOL_SOCKET, Linux.SO_OOBINLINE);

  /** The queueing priority of what is sent, 0…6 without privilege. Initially 0. */
  SocketOption<Integer> SO_PRIORITY = ofInt(Linux.SOL_SOCKET, Linux.SO_PRIORITY);

  /** The socket's protocol. Read only. */
  SocketOption<Integer> SO_PROTOCOL = ofInt(Linux.SOL_SOCKET, Linux.SO_PROTOCOL);

  /**
   * The size of the receive buffer in bytes. The kernel doubles what is set, for its own
   * bookkeeping, and limits it to {@code net.core.rmem_max}; what is read is the doubled value.
   */
  SocketOption<Integer> SO_RCVBUF = ofInt(Linux.SOL_SOCKET, Linux.SO_RCVBUF);

  /**
   * How many bytes must be there before the socket counts as readable, and a call that waits goes
   * on; what is there when it comes it takes, be it less. Initially 1.
   */
  SocketOption<Integer> SO_RCVLOWAT = ofInt(Linux.SOL_SOCKET, Linux.SO_RCVLOWAT);

  /**
   * How long {@code accept} and the receiving calls wait, {@code ZERO} for ever, below zero not at
   * all; kept by this library, not by the kernel, and one half of {@link Socket#settimeout}.
   * Initially ZERO, which is read also where they do not wait.
   */
  SocketOption<Duration> SO_RCVTIMEO = ofTimeval(Linux.SOL_SOCKET, Linux.SO_RCVTIMEO);

  /**
   * Lets {@code bind} take an address in {@code TIME_WAIT}, as a server that is started again
   * wants; for datagrams, lets several sockets share an address. Initially off. Set it before
   * {@code bind}.
   */
  SocketOption<Boolean> SO_REUSEADDR = ofBoolean(Linux.SOL_SOCKET, Linux.SO_REUSEADDR);

  /**
   * Lets several sockets of one user bind to one address; the kernel shares the load out. Set it
   * before {@code bind}.
   */
  SocketOption<Boolean> SO_REUSEPORT = ofBoolean(Linux.SOL_SOCKET, Linux.SO_REUSEPORT);

  /**
   * The size of the send buffer in bytes. The kernel doubles what is set, for its own bookkeeping,
   * and limits it to {@code net.core.wmem_max}; what is read is the doubled value.
   */
  SocketOption<Integer> SO_SNDBUF = ofInt(Linux.SOL_SOCKET, Linux.SO_SNDBUF);

  /**
   * How long {@code connect} and the sending calls wait, {@code ZERO} for ever, below zero not at
   * all; kept by this library, not by the kernel, and one half of {@link Socket#settimeout}.
   * Initially ZERO, which is read also where they do not wait.
   */
  SocketOption<Duration> SO_SNDTIMEO = ofTimeval(Linux.SOL_SOCKET, Linux.SO_SNDTIMEO);

  /** The socket's type. Read only. */
  SocketOption<Integer> SO_TYPE = ofInt(Linux.SOL_SOCKET, Linux.SO_TYPE);

  // ---- IPPROTO_IP: ip(7) ----

  /**
   * Lets {@code bind} leave the choice of the port to {@code connect}. Initially off.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
   */
  SocketOption<Boolean> IP_BIND_ADDRESS_NO_PORT =
      ofBoolean(Linux.IPPROTO_IP, Linux.IP_BIND_ADDRESS_NO_PORT);

  /** Lets {@code bind} take an address that this host does not have (yet). Initially off. */
  SocketOption<Boolean> IP_FREEBIND = ofBoolean(Linux.IPPROTO_IP, Linux.IP_FREEBIND);

  /** The path's maximum transmission unit in bytes, known for a connected socket. */
  SocketOption<Integer> IP_MTU = ofInt(Linux.IPPROTO_IP, Linux.IP_MTU);

  /**
   * The type of service of what is sent: DSCP and ECN, RFC 2474 and 3168; 0…255, of more the lower
   * eight bits. TCP keeps the two bits of ECN to itself. Initially 0.
   */
  SocketOption<Integer> IP_TOS = ofInt(Linux.IPPROTO_IP, Linux.IP_TOS);

  /**
   * The time to live of what is sent, 1…255; -1 for {@code net.ipv4.ip_default_ttl}, which is
   * initial, and which is read then: 64.
   */
  SocketOption<Integer> IP_TTL = ofInt(Linux.IPPROTO_IP, Linux.IP_TTL);

  // ---- IPPROTO_IPV6: ipv6(7) ----

  /**
   * Sends the flow label of the address that is given to {@code connect} or {@code sendto}, and
   * makes {@code getpeername} give that address's flow information back. Initially off.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
   */
  SocketOption<Boolean> IPV6_FLOWINFO_SEND =
      ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_FLOWINFO_SEND);

  /** The traffic class of what is sent, 0…255; -1 for the default, 0, which is initial. */
  SocketOption<Integer> IPV6_TCLASS = ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_TCLASS);

  /**
   * The hop limit of what is sent, 0…255; -1 for {@code net.ipv6.conf.all.hop_limit}, which is
   * initial, and which is read then: 64.
   */
  SocketOption<Integer> IPV6_UNICAST_HOPS = ofInt(Linux.IPPROTO_IPV6, Linux.IPV6_UNICAST_HOPS);

  /**
   * Keeps an IPv6 socket from serving IPv4 as well, as {@code ::ffff:a.b.c.d}. Initially {@code
   * net.ipv6.bindv6only}, off. Set it before {@code bind}.
   */
  SocketOption<Boolean> IPV6_V6ONLY = ofBoolean(Linux.IPPROTO_IPV6, Linux.IPV6_V6ONLY);

  // ---- IPPROTO_TCP: tcp(7) ----

  /**
   * The congestion control algorithm by name, such as {@code cubic}. Initially {@code
   * net.ipv4.tcp_congestion_control}; {@code net.ipv4.tcp_available_congestion_control} lists what
   * there is, {@code ENOENT} what there is not; {@code EPERM} → not in {@code
   * net.ipv4.tcp_allowed_congestion_control}, and no {@code CAP_NET_ADMIN}.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
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
   * The connection's state, {@code struct tcp_info} as the kernel's bytes: round-trip time,
   * congestion window, retransmits and much more, at the offsets of {@link Linux.tcp_info}. Read
   * only.
   */
  SocketOption<byte[]> TCP_INFO = ofBytes(Linux.IPPROTO_TCP, Linux.TCP_INFO, Linux.tcp_info.SIZEOF);

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
   * Acknowledges at once instead of after a delay; the kernel leaves that mode and comes back as
   * the traffic suggests. Initially on.
   */
  SocketOption<Boolean> TCP_QUICKACK = ofBoolean(Linux.IPPROTO_TCP, Linux.TCP_QUICKACK);

  /**
   * How often a SYN is sent again before {@code connect} gives up, 1…127. Initially {@code
   * net.ipv4.tcp_syn_retries}, 6.
   */
  SocketOption<Integer> TCP_SYNCNT = ofInt(Linux.IPPROTO_TCP, Linux.TCP_SYNCNT);

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
