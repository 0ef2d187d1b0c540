package gulliver.socket;

import static gulliver.socket.SocketOption.ofBoolean;
import static gulliver.socket.SocketOption.ofInt;
import static gulliver.socket.SocketOption.ofLinger;
import static gulliver.socket.SocketOption.ofLong;
import static gulliver.socket.SocketOption.ofReadOnly;
import static gulliver.socket.SocketOption.ofReadOnlyInts;
import static gulliver.socket.SocketOption.ofString;
import static gulliver.socket.SocketOption.ofTimeval;
import static gulliver.socket.SocketOption.ofVariable;
import static gulliver.socket.SocketOption.ofWriteOnly;
import static gulliver.socket.SocketOption.ofWriteOnlyBoolean;
import static gulliver.socket.SocketOption.ofWriteOnlyInt;

import java.time.Duration;
import java.util.List;

/**
 * The options of the level {@code SOL_SOCKET}, which all families share, sorted by C name.
 *
 * <p>Unless said otherwise an option can be read and set at any time, and is initially off or 0.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 * @since 0.1
 */
public sealed interface SocketOptions permits Options {
  /** Whether this is a listening socket. Read only. */
  SocketOption<Boolean> SO_ACCEPTCONN = ofBoolean(Linux.SOL_SOCKET, Linux.SO_ACCEPTCONN);

  /**
   * The filter that the kernel runs on what comes in, before it is queued; {@link Bpf#NONE} is read
   * where there is none. Setting another replaces it. {@code EINVAL} → the kernel does not take the
   * program; {@code EPERM} → {@link #SO_LOCK_FILTER}.
   *
   * @see #SO_DETACH_FILTER
   */
  SocketOption<Bpf> SO_ATTACH_FILTER =
      ofVariable(
          Linux.SOL_SOCKET,
          Linux.SO_ATTACH_FILTER,
          Bpf.class,
          Linux.BPF_MAXINSNS * Linux.sock_filter.SIZEOF,
          raw -> Bpf.ofBytes(raw.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)),
          Bpf::bytes);

  /**
   * The program that chooses, by its answer, which socket of a {@link #SO_REUSEPORT} group gets a
   * connection or a datagram: 0 for the one that was bound first, and so on; what is too much is
   * left to the kernel's own choice. It is the whole group's. Can only be set, on a socket that is
   * in a group or will be.
   */
  SocketOption<Bpf> SO_ATTACH_REUSEPORT_CBPF =
      ofWriteOnly(
          Linux.SOL_SOCKET,
          Linux.SO_ATTACH_REUSEPORT_CBPF,
          Bpf.class,
          Linux.BPF_MAXINSNS * Linux.sock_filter.SIZEOF,
          Bpf::bytes);

  /**
   * The name of the one interface to use, at most 15 bytes, empty for any. Needs {@code
   * CAP_NET_RAW} to change a binding. {@code ENODEV} → there is no such interface.
   *
   * @see #SO_BINDTOIFINDEX
   */
  SocketOption<String> SO_BINDTODEVICE =
      ofString(Linux.SOL_SOCKET, Linux.SO_BINDTODEVICE, Linux.IFNAMSIZ);

  /**
   * The index of the one interface to use, 0 for any: {@link #SO_BINDTODEVICE} by number. Needs
   * {@code CAP_NET_RAW} to change a binding. Since Linux 5.0.
   */
  SocketOption<Integer> SO_BINDTOIFINDEX = ofInt(Linux.SOL_SOCKET, Linux.SO_BINDTOIFINDEX);

  /** How many extensions a filter may load, {@code SKF_AD_MAX}. Read only. */
  SocketOption<Integer> SO_BPF_EXTENSIONS = ofInt(Linux.SOL_SOCKET, Linux.SO_BPF_EXTENSIONS);

  /**
   * Allows datagrams to a broadcast address. Initially off: sending to one fails with {@code
   * EACCES}.
   */
  SocketOption<Boolean> SO_BROADCAST = ofBoolean(Linux.SOL_SOCKET, Linux.SO_BROADCAST);

  /**
   * Which buffers the kernel may not size by itself: {@code SOCK_SNDBUF_LOCK} 1 and {@code
   * SOCK_RCVBUF_LOCK} 2. Setting {@link #SO_SNDBUF} and {@link #SO_RCVBUF} sets the bits; clearing
   * them gives the sizes back to the kernel. Since Linux 5.15.
   */
  SocketOption<Integer> SO_BUF_LOCK = ofInt(Linux.SOL_SOCKET, Linux.SO_BUF_LOCK);

  /**
   * How many microseconds a receiving call that may wait polls the device for packets; initially
   * {@code net.core.busy_read}, 0. No call of ours waits in the kernel, so it works on epoll only.
   * Needs {@code CAP_NET_ADMIN} to be raised.
   */
  SocketOption<Integer> SO_BUSY_POLL = ofInt(Linux.SOL_SOCKET, Linux.SO_BUSY_POLL);

  /**
   * How many packets at most a busy poll takes at a time, 1…65535. Can only be set. Needs {@code
   * CAP_NET_ADMIN} to be raised above 8. Since Linux 5.11.
   */
  SocketOption<Integer> SO_BUSY_POLL_BUDGET =
      ofWriteOnlyInt(Linux.SOL_SOCKET, Linux.SO_BUSY_POLL_BUDGET);

  /**
   * A hint, 1, that the path seems broken: the kernel asks the neighbour again, or takes another
   * path. Can only be set.
   */
  SocketOption<Integer> SO_CNX_ADVICE = ofWriteOnlyInt(Linux.SOL_SOCKET, Linux.SO_CNX_ADVICE);

  /** A number of this socket that no other has had since the system started. Read only. */
  SocketOption<Long> SO_COOKIE = ofLong(Linux.SOL_SOCKET, Linux.SO_COOKIE);

  /** Lets the protocol keep a record of what happens. Needs {@code CAP_NET_ADMIN}. */
  SocketOption<Boolean> SO_DEBUG = ofBoolean(Linux.SOL_SOCKET, Linux.SO_DEBUG);

  /**
   * Takes the filter off, whatever is set. {@code ENOENT} → there is none; {@code EPERM} → {@link
   * #SO_LOCK_FILTER}. Can only be set.
   */
  SocketOption<Integer> SO_DETACH_FILTER = ofWriteOnlyInt(Linux.SOL_SOCKET, Linux.SO_DETACH_FILTER);

  /**
   * Takes the program of a {@link #SO_REUSEPORT} group off, whatever is set. {@code ENOENT} → there
   * is none; {@code EINVAL} → the socket is in no group. Can only be set. Since Linux 5.3.
   */
  SocketOption<Integer> SO_DETACH_REUSEPORT_BPF =
      ofWriteOnlyInt(Linux.SOL_SOCKET, Linux.SO_DETACH_REUSEPORT_BPF);

  /** The socket's family. Read only. */
  SocketOption<Integer> SO_DOMAIN = ofInt(Linux.SOL_SOCKET, Linux.SO_DOMAIN);

  /** Sends directly to hosts on the local network only, without a router. Initially off. */
  SocketOption<Boolean> SO_DONTROUTE = ofBoolean(Linux.SOL_SOCKET, Linux.SO_DONTROUTE);

  /** The pending error, an errno or 0; reading it clears it. Read only. */
  SocketOption<Integer> SO_ERROR = ofInt(Linux.SOL_SOCKET, Linux.SO_ERROR);

  /** {@link #SO_ATTACH_FILTER}, under the name that C has for reading it. */
  SocketOption<Bpf> SO_GET_FILTER = SO_ATTACH_FILTER;

  /**
   * The CPU that the socket's packets are worked on, or the one wished for. Initially -1, none yet.
   */
  SocketOption<Integer> SO_INCOMING_CPU = ofInt(Linux.SOL_SOCKET, Linux.SO_INCOMING_CPU);

  /** The device queue that the last packet came through; 0 for none that is known. Read only. */
  SocketOption<Integer> SO_INCOMING_NAPI_ID = ofInt(Linux.SOL_SOCKET, Linux.SO_INCOMING_NAPI_ID);

  /**
   * Tells, with what {@code recvmsg} receives from a UNIX stream, how much more there is, {@code
   * SCM_INQ}. Can only be set. Since Linux 6.17.
   */
  SocketOption<Boolean> SO_INQ = ofWriteOnlyBoolean(Linux.SOL_SOCKET, Linux.SO_INQ);

  /**
   * Asks an idle peer from time to time whether it is still there. Initially off.
   *
   * @see TcpOptions#TCP_KEEPIDLE
   */
  SocketOption<Boolean> SO_KEEPALIVE = ofBoolean(Linux.SOL_SOCKET, Linux.SO_KEEPALIVE);

  /**
   * What {@code close} does with data that has not been acknowledged: initially it returns at once
   * and the kernel goes on trying; when on, it waits, or with 0 seconds resets the connection.
   */
  SocketOption<Linger> SO_LINGER = ofLinger(Linux.SOL_SOCKET, Linux.SO_LINGER);

  /**
   * Forbids to change the filter, or to take it off. {@code EPERM} → to lift that.
   *
   * @see #SO_ATTACH_FILTER
   */
  SocketOption<Boolean> SO_LOCK_FILTER = ofBoolean(Linux.SOL_SOCKET, Linux.SO_LOCK_FILTER);

  /**
   * The mark of the socket's packets, for routing and filters. Needs {@code CAP_NET_ADMIN}, or,
   * since Linux 5.17, {@code CAP_NET_RAW}. Initially 0.
   */
  SocketOption<Integer> SO_MARK = ofInt(Linux.SOL_SOCKET, Linux.SO_MARK);

  /**
   * The most that is sent in a second, in bytes; -1, initially, for no limit. TCP keeps to it by
   * itself, others with the queueing discipline {@code fq}.
   */
  SocketOption<Long> SO_MAX_PACING_RATE = ofLong(Linux.SOL_SOCKET, Linux.SO_MAX_PACING_RATE);

  /** The socket's memory and how much of it is used. Read only. */
  SocketOption<MemInfo> SO_MEMINFO =
      ofReadOnly(
          Linux.SOL_SOCKET, Linux.SO_MEMINFO, MemInfo.class, MemInfo.SIZEOF, MemInfo::decode);

  /**
   * The number of the network namespace that the socket is in, which no other has had since the
   * system started. Read only. Since Linux 5.14.
   */
  SocketOption<Long> SO_NETNS_COOKIE = ofLong(Linux.SOL_SOCKET, Linux.SO_NETNS_COOKIE);

  /** Lets the device leave the frame check sequence to the program. Initially off. */
  SocketOption<Boolean> SO_NOFCS = ofBoolean(Linux.SOL_SOCKET, Linux.SO_NOFCS);

  /** Sends UDP datagrams over IPv4 without a checksum. Initially off. */
  SocketOption<Boolean> SO_NO_CHECK = ofBoolean(Linux.SOL_SOCKET, Linux.SO_NO_CHECK);

  /** Leaves urgent data in the stream, instead of for {@code MSG_OOB}. Initially off. */
  SocketOption<Boolean> SO_OOBINLINE = ofBoolean(Linux.SOL_SOCKET, Linux.SO_OOBINLINE);

  /**
   * Tells, with what {@code recvmsg} receives, who sent it, {@code SCM_CREDENTIALS}; UNIX and
   * netlink sockets only. Initially off.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
   */
  SocketOption<Boolean> SO_PASSCRED = ofBoolean(Linux.SOL_SOCKET, Linux.SO_PASSCRED);

  /**
   * Tells, with what {@code recvmsg} receives, a descriptor of the process that sent it, {@code
   * SCM_PIDFD}; UNIX sockets only. Initially off. Since Linux 6.5.
   */
  SocketOption<Boolean> SO_PASSPIDFD = ofBoolean(Linux.SOL_SOCKET, Linux.SO_PASSPIDFD);

  /**
   * Lets others send descriptors to this socket; off, their {@code sendmsg} fails with {@code
   * EPERM}; UNIX sockets only. Initially on. Since Linux 6.16.
   */
  SocketOption<Boolean> SO_PASSRIGHTS = ofBoolean(Linux.SOL_SOCKET, Linux.SO_PASSRIGHTS);

  /**
   * Tells, with what {@code recvmsg} receives, the sender's security label, {@code SCM_SECURITY};
   * UNIX and netlink sockets only. Initially off.
   */
  SocketOption<Boolean> SO_PASSSEC = ofBoolean(Linux.SOL_SOCKET, Linux.SO_PASSSEC);

  /**
   * Where {@code MSG_PEEK} begins, in bytes; each peek moves it on, each receive back. -1,
   * initially: always at the front. UNIX sockets, UDP and, since Linux 6.8, TCP.
   */
  SocketOption<Integer> SO_PEEK_OFF = ofInt(Linux.SOL_SOCKET, Linux.SO_PEEK_OFF);

  /**
   * Who was at the other end of a UNIX socket when it was connected, listened or was made by {@code
   * socketpair}; process 0 and user and group -1 where nobody was. Read only.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
   */
  SocketOption<Credentials> SO_PEERCRED =
      ofReadOnly(
          Linux.SOL_SOCKET,
          Linux.SO_PEERCRED,
          Credentials.class,
          Linux.ucred.SIZEOF,
          Credentials::decode);

  /**
   * The supplementary groups of who was at the other end of a UNIX socket, at most 65536. {@code
   * ENODATA} → nobody was. Read only.
   */
  SocketOption<List<Integer>> SO_PEERGROUPS =
      ofReadOnlyInts(Linux.SOL_SOCKET, Linux.SO_PEERGROUPS, 4 * 65536);

  /**
   * The security label of who is at the other end, at most 4096 bytes. {@code ENOPROTOOPT} → the
   * system has no security module that gives any. Read only.
   */
  SocketOption<String> SO_PEERSEC = ofString(Linux.SOL_SOCKET, Linux.SO_PEERSEC, 4096);

  /**
   * Prefers busy polling to the device's interrupts. Needs {@code CAP_NET_ADMIN} to be switched on.
   * Initially off. Since Linux 5.11.
   */
  SocketOption<Boolean> SO_PREFER_BUSY_POLL =
      ofBoolean(Linux.SOL_SOCKET, Linux.SO_PREFER_BUSY_POLL);

  /**
   * The queueing priority of what is sent, 0…6 without {@code CAP_NET_ADMIN}. Initially 0; {@link
   * IpOptions#IP_TOS} sets it, too.
   */
  SocketOption<Integer> SO_PRIORITY = ofInt(Linux.SOL_SOCKET, Linux.SO_PRIORITY);

  /** The socket's protocol. Read only. */
  SocketOption<Integer> SO_PROTOCOL = ofInt(Linux.SOL_SOCKET, Linux.SO_PROTOCOL);

  /**
   * The size of the receive buffer in bytes. The kernel doubles what is set, for its own
   * bookkeeping, and limits it to {@code net.core.rmem_max}; what is read is the doubled value.
   */
  SocketOption<Integer> SO_RCVBUF = ofInt(Linux.SOL_SOCKET, Linux.SO_RCVBUF);

  /** {@link #SO_RCVBUF} beyond the limit. Needs {@code CAP_NET_ADMIN}. Can only be set. */
  SocketOption<Integer> SO_RCVBUFFORCE = ofWriteOnlyInt(Linux.SOL_SOCKET, Linux.SO_RCVBUFFORCE);

  /**
   * How many bytes must be there before the socket counts as readable, and a call that waits goes
   * on; what is there when it comes it takes, be it less. Initially 1.
   */
  SocketOption<Integer> SO_RCVLOWAT = ofInt(Linux.SOL_SOCKET, Linux.SO_RCVLOWAT);

  /**
   * Tells, with what {@code recvmsg} receives, the packet's mark, {@code SO_MARK}. Needs {@code
   * CAP_NET_RAW} or {@code CAP_NET_ADMIN}. Initially off. Since Linux 5.19.
   */
  SocketOption<Boolean> SO_RCVMARK = ofBoolean(Linux.SOL_SOCKET, Linux.SO_RCVMARK);

  /**
   * Tells, with what {@code recvmsg} receives, the packet's priority, {@code SO_PRIORITY}.
   * Initially off. Since Linux 6.14.
   */
  SocketOption<Boolean> SO_RCVPRIORITY = ofBoolean(Linux.SOL_SOCKET, Linux.SO_RCVPRIORITY);

  /**
   * How long {@code accept} and the receiving calls wait, {@code ZERO} for ever, below zero not at
   * all; kept by this library, not by the kernel, and one half of {@link Socket#settimeout}.
   * Initially ZERO, which is read also where they do not wait.
   */
  SocketOption<Duration> SO_RCVTIMEO = ofTimeval(Linux.SOL_SOCKET, Linux.SO_RCVTIMEO);

  /**
   * How many bytes are kept for this socket under a memory limit of its control group; {@code
   * EOPNOTSUPP} → it is under none. Initially 0. Since Linux 5.17.
   */
  SocketOption<Integer> SO_RESERVE_MEM = ofInt(Linux.SOL_SOCKET, Linux.SO_RESERVE_MEM);

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
   * Tells, with what {@code recvmsg} receives, how many packets were dropped for want of room, all
   * told. Initially off.
   */
  SocketOption<Boolean> SO_RXQ_OVFL = ofBoolean(Linux.SOL_SOCKET, Linux.SO_RXQ_OVFL);

  /** Lets {@code poll} tell what is in the error queue as {@code POLLPRI}. Initially off. */
  SocketOption<Boolean> SO_SELECT_ERR_QUEUE =
      ofBoolean(Linux.SOL_SOCKET, Linux.SO_SELECT_ERR_QUEUE);

  /**
   * The size of the send buffer in bytes. The kernel doubles what is set, for its own bookkeeping,
   * and limits it to {@code net.core.wmem_max}; what is read is the doubled value.
   */
  SocketOption<Integer> SO_SNDBUF = ofInt(Linux.SOL_SOCKET, Linux.SO_SNDBUF);

  /** {@link #SO_SNDBUF} beyond the limit. Needs {@code CAP_NET_ADMIN}. Can only be set. */
  SocketOption<Integer> SO_SNDBUFFORCE = ofWriteOnlyInt(Linux.SOL_SOCKET, Linux.SO_SNDBUFFORCE);

  /** Always 1 on Linux. Read only. */
  SocketOption<Integer> SO_SNDLOWAT = ofInt(Linux.SOL_SOCKET, Linux.SO_SNDLOWAT);

  /**
   * How long {@code connect} and the sending calls wait, {@code ZERO} for ever, below zero not at
   * all; kept by this library, not by the kernel, and one half of {@link Socket#settimeout}.
   * Initially ZERO, which is read also where they do not wait.
   */
  SocketOption<Duration> SO_SNDTIMEO = ofTimeval(Linux.SOL_SOCKET, Linux.SO_SNDTIMEO);

  /**
   * Tells, with what {@code recvmsg} receives, when it came, to the microsecond, {@code
   * SCM_TIMESTAMP}. Initially off. Excludes {@link #SO_TIMESTAMPNS}.
   */
  SocketOption<Boolean> SO_TIMESTAMP = ofBoolean(Linux.SOL_SOCKET, Linux.SO_TIMESTAMP);

  /**
   * Which time stamps are made and told, {@code SOF_TIMESTAMPING_} flags of {@link Linux}, for what
   * is received and, by the error queue, for what is sent. Initially 0. The raw form has room for
   * the clock of {@code SOF_TIMESTAMPING_BIND_PHC} besides.
   *
   * @see <a href="https://docs.kernel.org/networking/timestamping.html">Timestamping</a>
   */
  SocketOption<Integer> SO_TIMESTAMPING = ofInt(Linux.SOL_SOCKET, Linux.SO_TIMESTAMPING);

  /**
   * Tells, with what {@code recvmsg} receives, when it came, to the nanosecond, {@code
   * SCM_TIMESTAMPNS}. Initially off. Excludes {@link #SO_TIMESTAMP}.
   */
  SocketOption<Boolean> SO_TIMESTAMPNS = ofBoolean(Linux.SOL_SOCKET, Linux.SO_TIMESTAMPNS);

  /**
   * Whether TCP may take another path when it seems stuck: {@code SOCK_TXREHASH_DISABLED} 0, {@code
   * SOCK_TXREHASH_ENABLED} 1, {@code SOCK_TXREHASH_DEFAULT} 255 for {@code net.core.txrehash}.
   * Initially that, which is read as 1. Since Linux 5.18.
   */
  SocketOption<Integer> SO_TXREHASH = ofInt(Linux.SOL_SOCKET, Linux.SO_TXREHASH);

  /**
   * Lets {@code sendmsg} say when a packet is to leave, {@code SCM_TXTIME}, and by which clock. A
   * clock other than {@code CLOCK_MONOTONIC} needs {@code CAP_NET_ADMIN}. Since Linux 4.19.
   */
  SocketOption<TxTime> SO_TXTIME =
      SocketOption.of(
          Linux.SOL_SOCKET,
          Linux.SO_TXTIME,
          TxTime.class,
          Linux.sock_txtime.SIZEOF,
          TxTime::decode,
          TxTime::encode);

  /** The socket's type. Read only. */
  SocketOption<Integer> SO_TYPE = ofInt(Linux.SOL_SOCKET, Linux.SO_TYPE);

  /** Tells, on the error queue, whether a frame was acknowledged on a wireless network. */
  SocketOption<Boolean> SO_WIFI_STATUS = ofBoolean(Linux.SOL_SOCKET, Linux.SO_WIFI_STATUS);

  /**
   * Allows {@code MSG_ZEROCOPY}: TCP, UDP, and AF_VSOCK; {@code EOPNOTSUPP} → others. Initially
   * off.
   *
   * @see Sockets#MSG_ZEROCOPY
   * @see <a href="https://docs.kernel.org/networking/msg_zerocopy.html">MSG_ZEROCOPY</a>
   */
  SocketOption<Boolean> SO_ZEROCOPY = ofBoolean(Linux.SOL_SOCKET, Linux.SO_ZEROCOPY);
}
