package gulliver.socket;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a program imports statically: {@code import static gulliver.socket.Sockets.*;}
 *
 * <p>Constants, byte order, addresses as text, and one-line doors to {@link Network#os()}; with the
 * options of {@link Options}. Library code that is to run on other networks, too, takes a {@link
 * Network} as an argument instead of using the doors.
 *
 * @since 0.1
 */
public final class Sockets implements Options {
  private Sockets() {}

  // ---- address families ----

  /** Not specified. */
  public static final AddressFamily AF_UNSPEC = AddressFamily.AF_UNSPEC;

  /** Sockets within one machine, named by paths. */
  public static final AddressFamily AF_UNIX = AddressFamily.AF_UNIX;

  /** IPv4. */
  public static final AddressFamily AF_INET = AddressFamily.AF_INET;

  /** IPv6. */
  public static final AddressFamily AF_INET6 = AddressFamily.AF_INET6;

  /** The kernel, asked and listened to by messages. */
  public static final AddressFamily AF_NETLINK = AddressFamily.AF_NETLINK;

  /** Whole packets of an interface. */
  public static final AddressFamily AF_PACKET = AddressFamily.AF_PACKET;

  /** A virtual machine and its host. */
  public static final AddressFamily AF_VSOCK = AddressFamily.AF_VSOCK;

  // ---- socket types ----

  /** A reliable, connection-oriented byte stream. */
  public static final SocketType SOCK_STREAM = SocketType.SOCK_STREAM;

  /** Best-effort, connectionless messages. */
  public static final SocketType SOCK_DGRAM = SocketType.SOCK_DGRAM;

  /** Access to a network protocol without a transport above it. */
  public static final SocketType SOCK_RAW = SocketType.SOCK_RAW;

  /** Reliable messages without connection and without order. */
  public static final SocketType SOCK_RDM = SocketType.SOCK_RDM;

  /** Reliable, connection-oriented messages. */
  public static final SocketType SOCK_SEQPACKET = SocketType.SOCK_SEQPACKET;

  // ---- protocols ----

  /** The Internet Control Message Protocol. */
  public static final Protocol IPPROTO_ICMP = Protocol.IPPROTO_ICMP;

  /** The Internet Control Message Protocol for IPv6. */
  public static final Protocol IPPROTO_ICMPV6 = Protocol.IPPROTO_ICMPV6;

  /** Multipath TCP. */
  public static final Protocol IPPROTO_MPTCP = Protocol.IPPROTO_MPTCP;

  /** Any protocol, to send only: the caller writes the IP header, too. */
  public static final Protocol IPPROTO_RAW = Protocol.IPPROTO_RAW;

  /** The Transmission Control Protocol. */
  public static final Protocol IPPROTO_TCP = Protocol.IPPROTO_TCP;

  /** The User Datagram Protocol. */
  public static final Protocol IPPROTO_UDP = Protocol.IPPROTO_UDP;

  /** UDP with a checksum over a part of the message. */
  public static final Protocol IPPROTO_UDPLITE = Protocol.IPPROTO_UDPLITE;

  // ---- AF_NETLINK: its protocols ----

  /** Links, addresses, routes and neighbours. */
  public static final int NETLINK_ROUTE = Linux.NETLINK_ROUTE;

  /** The sockets of this machine. */
  public static final int NETLINK_SOCK_DIAG = Linux.NETLINK_SOCK_DIAG;

  /** Many services under names. */
  public static final int NETLINK_GENERIC = Linux.NETLINK_GENERIC;

  /** Between programs, without the kernel's word. */
  public static final int NETLINK_USERSOCK = Linux.NETLINK_USERSOCK;

  // ---- AF_PACKET: its protocols, EtherTypes, and whom a packet was for ----
  // A socket's protocol is in network order, htons(ETH_P_IP), as in C; in an Address.Packet it is
  // not.

  /** All protocols, outgoing packets included. */
  public static final int ETH_P_ALL = Linux.ETH_P_ALL;

  /** The Address Resolution Protocol. */
  public static final int ETH_P_ARP = Linux.ETH_P_ARP;

  /** IPv4. */
  public static final int ETH_P_IP = Linux.ETH_P_IP;

  /** IPv6. */
  public static final int ETH_P_IPV6 = Linux.ETH_P_IPV6;

  /** For all hosts on the link. */
  public static final int PACKET_BROADCAST = Linux.PACKET_BROADCAST;

  /** For this host. */
  public static final int PACKET_HOST = Linux.PACKET_HOST;

  /** For a group of hosts. */
  public static final int PACKET_MULTICAST = Linux.PACKET_MULTICAST;

  /** For another host: seen in promiscuous mode. */
  public static final int PACKET_OTHERHOST = Linux.PACKET_OTHERHOST;

  /** Sent by this host. */
  public static final int PACKET_OUTGOING = Linux.PACKET_OUTGOING;

  // ---- AF_VSOCK: machines and ports ----

  /** Any of this machine's numbers, to bind to. */
  public static final int VMADDR_CID_ANY = Linux.VMADDR_CID_ANY;

  /** The host of virtual machines. */
  public static final int VMADDR_CID_HOST = Linux.VMADDR_CID_HOST;

  /** The hypervisor; hardly any has sockets. */
  public static final int VMADDR_CID_HYPERVISOR = Linux.VMADDR_CID_HYPERVISOR;

  /** This machine itself, where the kernel has {@code vsock_loopback}. */
  public static final int VMADDR_CID_LOCAL = Linux.VMADDR_CID_LOCAL;

  /** Any port that is free, to bind to. */
  public static final int VMADDR_PORT_ANY = Linux.VMADDR_PORT_ANY;

  // ---- flags of send and recv ----

  /** Do not wait: answer {@code EAGAIN}. */
  public static final int MSG_DONTWAIT = Linux.MSG_DONTWAIT;

  /** Do not raise {@code SIGPIPE}; always so here. */
  public static final int MSG_NOSIGNAL = Linux.MSG_NOSIGNAL;

  /** Urgent data: one byte outside the stream's order. */
  public static final int MSG_OOB = Linux.MSG_OOB;

  /** Leave what is received to be received again. */
  public static final int MSG_PEEK = Linux.MSG_PEEK;

  /** Answer how long a message was, even where that is more than the buffer takes. */
  public static final int MSG_TRUNC = Linux.MSG_TRUNC;

  /** Wait until the whole buffer is full. */
  public static final int MSG_WAITALL = Linux.MSG_WAITALL;

  /** What a call that answers a count answers when it would have to wait and must not. */
  public static final int WOULD_BLOCK = Socket.WOULD_BLOCK;

  /** Send nothing yet: more follows at once. */
  public static final int MSG_MORE = Linux.MSG_MORE;

  /**
   * {@code sendto} and {@code sendmsg} to an address on a TCP socket that is not connected:
   * connect, and send in the SYN what it has room for (RFC 7413). The first time there is no cookie
   * of that peer: it is asked for, and the data follow the handshake; a call that does not wait
   * fails with {@code EINPROGRESS} then. {@code net.ipv4.tcp_fastopen} must have 1.
   *
   * @see TcpOptions#TCP_FASTOPEN_CONNECT
   */
  public static final int MSG_FASTOPEN = Linux.MSG_FASTOPEN;

  /** Take an entry of the error queue, {@link ExtendedError}, without waiting. */
  public static final int MSG_ERRQUEUE = Linux.MSG_ERRQUEUE;

  /** On a received message: there was more ancillary data than room. */
  public static final int MSG_CTRUNC = Linux.MSG_CTRUNC;

  /** The end of a record, of {@code SOCK_SEQPACKET}. */
  public static final int MSG_EOR = Linux.MSG_EOR;

  /**
   * Let the kernel read the buffer where it is, also after the call has returned, instead of
   * copying it; {@link SocketOptions#SO_ZEROCOPY} must be on, else the flag does nothing. Worth it
   * from about 10 kB on. {@code send}, {@code sendto}, {@code sendall} and {@code sendmsg} take it.
   *
   * <p>The memory belongs to the kernel until {@link Socket#awaitZerocopy} or the error queue says
   * that the call is complete: who changes it before changes what the peer gets. It must be memory
   * that only the garbage collector frees ({@code Arena.ofAuto()}, {@code Arena.global()}, {@code
   * ByteBuffer.allocateDirect}), and the socket keeps it reachable for as long as the kernel may
   * read it; memory of an arena that can be closed is refused, an array, too. For a socket that is
   * closed before, it is kept for 20 minutes, longer than the kernel goes on sending.
   *
   * <p>{@code ENOBUFS} → too many calls are not complete, or their completions not read: {@code
   * net.core.optmem_max}, {@code RLIMIT_MEMLOCK}. The kernel counts what all do who share a socket;
   * so one that another process has, too, should not be sent to with this flag.
   */
  public static final int MSG_ZEROCOPY = Linux.MSG_ZEROCOPY;

  // ---- shutdown ----

  /** No more receiving. */
  public static final int SHUT_RD = Linux.SHUT_RD;

  /** No more sending. */
  public static final int SHUT_WR = Linux.SHUT_WR;

  /** Neither. */
  public static final int SHUT_RDWR = Linux.SHUT_RDWR;

  /** The longest queue of pending connections that a system allows unless told otherwise. */
  public static final int SOMAXCONN = Linux.SOMAXCONN;

  // ---- flags of getaddrinfo and getnameinfo ----

  /** Only families of which this host has an address. */
  public static final int AI_ADDRCONFIG = Linux.AI_ADDRCONFIG;

  /** With IPv4 addresses as IPv6, too; with {@link #AI_V4MAPPED}. */
  public static final int AI_ALL = Linux.AI_ALL;

  /** With the host's official name. */
  public static final int AI_CANONNAME = Linux.AI_CANONNAME;

  /** The host is a literal: no look-up. */
  public static final int AI_NUMERICHOST = Linux.AI_NUMERICHOST;

  /** The service is a port: no look-up. */
  public static final int AI_NUMERICSERV = Linux.AI_NUMERICSERV;

  /** For {@code bind}: no host means the wildcard address. */
  public static final int AI_PASSIVE = Linux.AI_PASSIVE;

  /** IPv4 addresses as IPv6, {@code ::ffff:a.b.c.d}, where there are no others. */
  public static final int AI_V4MAPPED = Linux.AI_V4MAPPED;

  /** The service is UDP's. */
  public static final int NI_DGRAM = Linux.NI_DGRAM;

  /** A host without a name is a failure. */
  public static final int NI_NAMEREQD = Linux.NI_NAMEREQD;

  /** Local hosts without their domain. */
  public static final int NI_NOFQDN = Linux.NI_NOFQDN;

  /** The host as its address: no look-up. */
  public static final int NI_NUMERICHOST = Linux.NI_NUMERICHOST;

  /** The service as its port: no look-up. */
  public static final int NI_NUMERICSERV = Linux.NI_NUMERICSERV;

  // ---- ancillary data: cmsg(3) ----

  /**
   * {@return {@code cmsg_len} of a control message with so much data}
   *
   * @param length of the data, at least 0
   * @see <a href="https://man7.org/linux/man-pages/man3/cmsg.3.html">cmsg(3)</a>
   */
  public static int CMSG_LEN(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("CMSG_LEN: length " + length + ": at least 0 is allowed");
    }
    return Math.addExact(Linux.cmsghdr.SIZEOF, length);
  }

  /**
   * {@return how much room a control message with so much data takes, with what aligns the next}
   *
   * @param length of the data, at least 0; such as {@code 4 * n} for n descriptors
   */
  public static int CMSG_SPACE(int length) {
    return Math.addExact(CMSG_LEN(length), Long.BYTES - 1) & -Long.BYTES;
  }

  // ---- events of poll and of a Poller ----

  /** Something can be received, or a connection accepted; or there is the end. */
  public static final int POLLIN = Linux.POLLIN;

  /** Something can be sent, or connecting has ended. */
  public static final int POLLOUT = Linux.POLLOUT;

  /** Something urgent. */
  public static final int POLLPRI = Linux.POLLPRI;

  /** The peer has shut down sending. */
  public static final int POLLRDHUP = Linux.POLLRDHUP;

  /** An error is pending: told whether asked for or not. */
  public static final int POLLERR = Linux.POLLERR;

  /** Both directions have ended: told whether asked for or not. */
  public static final int POLLHUP = Linux.POLLHUP;

  /** It is closed: told whether asked for or not. */
  public static final int POLLNVAL = Linux.POLLNVAL;

  /** {@link #POLLIN}, of a {@link Poller}. */
  public static final int EPOLLIN = Linux.EPOLLIN;

  /** {@link #POLLOUT}, of a {@link Poller}. */
  public static final int EPOLLOUT = Linux.EPOLLOUT;

  /** {@link #POLLPRI}, of a {@link Poller}. */
  public static final int EPOLLPRI = Linux.EPOLLPRI;

  /** {@link #POLLRDHUP}, of a {@link Poller}. */
  public static final int EPOLLRDHUP = Linux.EPOLLRDHUP;

  /** {@link #POLLERR}, of a {@link Poller}. */
  public static final int EPOLLERR = Linux.EPOLLERR;

  /** {@link #POLLHUP}, of a {@link Poller}. */
  public static final int EPOLLHUP = Linux.EPOLLHUP;

  /** Told when it becomes ready, not as long as it is. */
  public static final int EPOLLET = Linux.EPOLLET;

  /** Told once, until it is armed again by {@link Poller#modify(Pollable, int)}. */
  public static final int EPOLLONESHOT = Linux.EPOLLONESHOT;

  /** Told to one or some of the pollers that have it, not to all. */
  public static final int EPOLLEXCLUSIVE = Linux.EPOLLEXCLUSIVE;

  // ---- byte order: byteorder(3) ----

  /**
   * Host to network, 16 bits: a port. Reverses the bytes on a little-endian machine, does nothing
   * on a big-endian one.
   *
   * @param hostshort 0…65535
   * @return 0…65535
   * @throws IllegalArgumentException for any other number
   */
  public static int htons(int hostshort) {
    return HostByteOrder.NATIVE.htons(hostshort);
  }

  /**
   * Network to host, 16 bits.
   *
   * @param netshort 0…65535
   * @return 0…65535
   * @throws IllegalArgumentException for any other number
   */
  public static int ntohs(int netshort) {
    return HostByteOrder.NATIVE.ntohs(netshort);
  }

  /**
   * Host to network, 32 bits: an IPv4 address.
   *
   * @param hostlong all 32 bits
   * @return the same bits, in the other order where the host's is little-endian
   */
  public static int htonl(int hostlong) {
    return HostByteOrder.NATIVE.htonl(hostlong);
  }

  /**
   * Network to host, 32 bits.
   *
   * @param netlong all 32 bits
   * @return the same bits, in the other order where the host's is little-endian
   */
  public static int ntohl(int netlong) {
    return HostByteOrder.NATIVE.ntohl(netlong);
  }

  /**
   * Host to network, 64 bits.
   *
   * @param hostlonglong all 64 bits
   * @return the same bits, in the other order where the host's is little-endian
   */
  public static long htonll(long hostlonglong) {
    return HostByteOrder.NATIVE.htonll(hostlonglong);
  }

  /**
   * Network to host, 64 bits.
   *
   * @param netlonglong all 64 bits
   * @return the same bits, in the other order where the host's is little-endian
   */
  public static long ntohll(long netlonglong) {
    return HostByteOrder.NATIVE.ntohll(netlonglong);
  }

  // ---- addresses ----

  /**
   * {@return an Internet address: an IPv4 or IPv6 literal if the text is one (IPv6 with {@code %}
   * and an interface's number, if need be), else a name, which the socket that is given it
   * resolves} Never blocks.
   *
   * @param host a literal; a name; empty for the wildcard address in {@code bind} and for this host
   *     in {@code connect}
   * @param port 0…65535
   * @throws IllegalArgumentException for a port out of range
   */
  public static Address address(String host, int port) {
    Objects.requireNonNull(host, "address: host");
    if (InetText.parse4(host) != null) {
      return new Address.Inet4(host, port);
    }
    int percent = host.indexOf('%');
    String literal = percent < 0 ? host : host.substring(0, percent);
    if (InetText.parse6(literal) != null) {
      if (percent < 0) {
        return new Address.Inet6(literal, port);
      }
      String scope = host.substring(percent + 1);
      if (scope.matches("[0-9]{1,9}")) {
        return new Address.Inet6(literal, port, 0, Integer.parseInt(scope));
      }
    }
    return new Address.Name(
        host, port); // with an interface's name, too: that is for the resolver to look up
  }

  /**
   * {@return a port of every interface in {@code bind}, and of this host in {@code connect}}
   *
   * @param port 0…65535
   */
  public static Address address(int port) {
    return new Address.Name("", port);
  }

  /**
   * {@return a UNIX address}
   *
   * @param path a path in the file system; with a leading NUL, a name in the abstract name space
   */
  public static Address unix(String path) {
    return new Address.Unix(path);
  }

  /**
   * An address from text to binary, in network order.
   *
   * @param family {@code AF_INET} or {@code AF_INET6}
   * @param text a literal
   * @return 4 or 16 bytes
   * @throws IllegalArgumentException if the text is none
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_pton.3.html">inet_pton(3)</a>
   */
  public static byte[] inetPton(AddressFamily family, String text) {
    Objects.requireNonNull(text, "inetPton: text");
    byte[] bytes =
        switch (family.value()) {
          case Linux.AF_INET -> InetText.parse4(text);
          case Linux.AF_INET6 -> InetText.parse6(text);
          default -> throw notInternet("inetPton", family);
        };
    if (bytes == null) {
      throw new IllegalArgumentException(
          "inetPton: \"" + text + "\" is not an address of " + family);
    }
    return bytes;
  }

  /**
   * An address from binary to text.
   *
   * @param family {@code AF_INET} or {@code AF_INET6}
   * @param bytes 4 or 16 bytes, in network order
   * @return the literal; for IPv6 in the form of RFC 5952
   * @throws IllegalArgumentException for another length
   * @see <a href="https://man7.org/linux/man-pages/man3/inet_ntop.3.html">inet_ntop(3)</a>
   */
  public static String inetNtop(AddressFamily family, byte[] bytes) {
    int length =
        switch (family.value()) {
          case Linux.AF_INET -> 4;
          case Linux.AF_INET6 -> 16;
          default -> throw notInternet("inetNtop", family);
        };
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          "inetNtop: " + bytes.length + " bytes: an address of " + family + " has " + length);
    }
    return length == 4 ? InetText.format4(bytes) : InetText.format6(bytes);
  }

  /**
   * An IPv4 address from one of the forms that C programs have always taken, to binary, in network
   * order: one to four numbers, each decimal, octal (from {@code 0}) or hexadecimal (from {@code
   * 0x}), of which the last fills all bytes that are left: {@code 127.1} is 127.0.0.1. What follows
   * white space is not looked at. A program that wants to refuse such forms calls {@link
   * #inetPton}.
   *
   * @param text the text
   * @return 4 bytes
   * @throws IllegalArgumentException if it is none of the forms
   * @see <a href="https://man7.org/linux/man-pages/man3/inet.3.html">inet_aton(3)</a>
   */
  public static byte[] inetAton(String text) {
    Objects.requireNonNull(text, "inetAton: text");
    byte[] bytes = InetText.aton(text);
    if (bytes == null) {
      throw new IllegalArgumentException("inetAton: \"" + text + "\" is not an address of AF_INET");
    }
    return bytes;
  }

  /**
   * An IPv4 address from binary to text, as four decimal numbers.
   *
   * @param bytes 4 bytes, in network order
   * @return the literal
   * @throws IllegalArgumentException for another length
   * @see <a href="https://man7.org/linux/man-pages/man3/inet.3.html">inet_ntoa(3)</a>
   */
  public static String inetNtoa(byte[] bytes) {
    if (bytes.length != 4) {
      throw new IllegalArgumentException(
          "inetNtoa: " + bytes.length + " bytes: an address of AF_INET has 4");
    }
    return InetText.format4(bytes);
  }

  private static IllegalArgumentException notInternet(String call, AddressFamily family) {
    return new IllegalArgumentException(
        call + ": " + family + ": AF_INET and AF_INET6 are allowed");
  }

  // ---- doors to the operating system's network ----

  /**
   * {@link Network#socket(AddressFamily, SocketType)} of the operating system's network.
   *
   * @param family such as {@code AF_INET}
   * @param type such as {@code SOCK_STREAM}
   * @return a socket, which the caller closes
   * @throws IOException as there
   */
  public static Socket socket(AddressFamily family, SocketType type) throws IOException {
    return Network.os().socket(family, type);
  }

  /**
   * {@link Network#socket(AddressFamily, SocketType, Protocol)} of the operating system's network.
   *
   * @param family such as {@code AF_INET}
   * @param type such as {@code SOCK_STREAM}
   * @param protocol such as {@code IPPROTO_TCP}
   * @return a socket, which the caller closes
   * @throws IOException as there
   */
  public static Socket socket(AddressFamily family, SocketType type, Protocol protocol)
      throws IOException {
    return Network.os().socket(family, type, protocol);
  }

  /**
   * {@link Network#socket(AddressFamily, SocketType, int)} of the operating system's network.
   *
   * @param family such as {@code AF_NETLINK}
   * @param type such as {@code SOCK_RAW}
   * @param protocol by the family's own numbers, such as {@code NETLINK_ROUTE}
   * @return a socket, which the caller closes
   * @throws IOException as there
   */
  public static Socket socket(AddressFamily family, SocketType type, int protocol)
      throws IOException {
    return Network.os().socket(family, type, protocol);
  }

  /**
   * {@link Network#socketpair()} of the operating system's network.
   *
   * @return two sockets, which the caller closes
   * @throws IOException as there
   */
  public static Socket[] socketpair() throws IOException {
    return Network.os().socketpair();
  }

  /**
   * {@link Network#socketpair(AddressFamily, SocketType, Protocol)} of the operating system's
   * network.
   *
   * @param family such as {@code AF_INET}
   * @param type such as {@code SOCK_STREAM}
   * @param protocol such as {@code IPPROTO_TCP}
   * @return two sockets, which the caller closes
   * @throws IOException as there
   */
  public static Socket[] socketpair(AddressFamily family, SocketType type, Protocol protocol)
      throws IOException {
    return Network.os().socketpair(family, type, protocol);
  }

  /**
   * {@link Network#createConnection(Address)} of the operating system's network.
   *
   * @param address which
   * @return a connected socket, which the caller closes
   * @throws IOException as there
   */
  public static Socket createConnection(Address address) throws IOException {
    return Network.os().createConnection(address);
  }

  /**
   * {@link Network#createConnection(Address, Duration)} of the operating system's network.
   *
   * @param address which
   * @param timeout for all of it, null for ever
   * @return a connected socket, which the caller closes
   * @throws IOException as there
   */
  public static Socket createConnection(Address address, @Nullable Duration timeout)
      throws IOException {
    return Network.os().createConnection(address, timeout);
  }

  /**
   * {@link Network#createConnection(Address, Duration, SocketSetup)} of the operating system's
   * network.
   *
   * @param address which
   * @param timeout for all of it, null for ever
   * @param setup what to do with each socket before it connects
   * @return a connected socket, which the caller closes
   * @throws IOException as there
   */
  public static Socket createConnection(
      Address address, @Nullable Duration timeout, SocketSetup setup) throws IOException {
    return Network.os().createConnection(address, timeout, setup);
  }

  /**
   * {@link Network#createConnection(Address, Duration, Duration, SocketSetup)} of the operating
   * system's network.
   *
   * @param address which
   * @param timeout for all of it, null for ever
   * @param attemptDelay how long to wait for one address before the next is tried, too
   * @param setup what to do with each socket before it connects
   * @return a connected socket, which the caller closes
   * @throws IOException as there
   */
  public static Socket createConnection(
      Address address, @Nullable Duration timeout, Duration attemptDelay, SocketSetup setup)
      throws IOException {
    return Network.os().createConnection(address, timeout, attemptDelay, setup);
  }

  /**
   * {@link Network#createServer(Address)} of the operating system's network.
   *
   * @param address which
   * @return a listening socket, which the caller closes
   * @throws IOException as there
   */
  public static Socket createServer(Address address) throws IOException {
    return Network.os().createServer(address);
  }

  /**
   * {@link Network#createServer(Address, int)} of the operating system's network.
   *
   * @param address which
   * @param backlog how many connections may queue up
   * @return a listening socket, which the caller closes
   * @throws IOException as there
   */
  public static Socket createServer(Address address, int backlog) throws IOException {
    return Network.os().createServer(address, backlog);
  }

  /**
   * {@link Network#createServer(Address, int, SocketSetup)} of the operating system's network.
   *
   * @param address which
   * @param backlog how many connections may queue up
   * @param setup what to do with the socket before it is bound
   * @return a listening socket, which the caller closes
   * @throws IOException as there
   */
  public static Socket createServer(Address address, int backlog, SocketSetup setup)
      throws IOException {
    return Network.os().createServer(address, backlog, setup);
  }

  /**
   * {@link Network#fromfd} of the operating system's network.
   *
   * @param fd a descriptor that is a socket
   * @return the socket, which the caller closes
   * @throws IOException as there
   */
  public static Socket fromfd(int fd) throws IOException {
    return Network.os().fromfd(fd);
  }

  /**
   * {@link Network#listenFds} of the operating system's network.
   *
   * @return what a service manager has opened for this program
   * @throws IOException as there
   */
  public static List<ListenFd> listenFds() throws IOException {
    return Network.os().listenFds();
  }

  /**
   * {@link Network#splice} of the operating system's network.
   *
   * @param in where from
   * @param out where to
   * @param count how many bytes at most
   * @param flags {@code SPLICE_F_} flags, or'ed; or 0
   * @return how many bytes went, 0 at the end, or {@link Socket#WOULD_BLOCK}
   * @throws IOException as there
   */
  public static long splice(Pollable in, Pollable out, long count, int flags) throws IOException {
    return Network.os().splice(in, out, count, flags);
  }

  /**
   * {@link Network#poll} of the operating system's network.
   *
   * @param items what to look at
   * @param timeout how long to wait at most, null for ever
   * @return how many of the items have something
   * @throws IOException as there
   */
  public static int poll(List<Pollfd> items, @Nullable Duration timeout) throws IOException {
    return Network.os().poll(items, timeout);
  }

  /**
   * {@link Network#select} of the operating system's network.
   *
   * @param read what to receive from
   * @param write what to send to
   * @param except what to watch for something urgent
   * @param timeout how long to wait at most, null for ever
   * @return those that are ready
   * @throws IOException as there
   */
  public static Selected select(
      Collection<? extends Pollable> read,
      Collection<? extends Pollable> write,
      Collection<? extends Pollable> except,
      @Nullable Duration timeout)
      throws IOException {
    return Network.os().select(read, write, except, timeout);
  }

  /**
   * {@link Network#within(Duration, ScopedValue.CallableOp)} of the operating system's network.
   *
   * @param time how long, null for ever
   * @param work what to run
   * @param <T> what it answers
   * @param <X> what it may throw
   * @return its answer
   * @throws X what it throws
   */
  public static <T extends @Nullable Object, X extends Throwable> T within(
      @Nullable Duration time, ScopedValue.CallableOp<? extends T, X> work) throws X {
    return Network.os().within(time, work);
  }

  /**
   * {@link Network#within(Duration, Network.Work)} of the operating system's network.
   *
   * @param time how long, null for ever
   * @param work what to run
   * @param <X> what it may throw
   * @throws X what it throws
   */
  public static <X extends Throwable> void within(@Nullable Duration time, Network.Work<X> work)
      throws X {
    Network.os().within(time, work);
  }

  /**
   * {@link Network#getaddrinfo(String, String)} of the operating system's network.
   *
   * @param host a name or a literal, or null
   * @param service a name or a port, or null
   * @return at least one answer
   * @throws IOException as there
   */
  public static List<AddressInfo> getaddrinfo(@Nullable String host, @Nullable String service)
      throws IOException {
    return Network.os().getaddrinfo(host, service);
  }

  /**
   * {@link Network#getaddrinfo(String, String, AddressFamily, SocketType, Protocol, int)} of the
   * operating system's network.
   *
   * @param host a name or a literal, or null
   * @param service a name or a port, or null
   * @param family restricts the answers
   * @param type restricts the answers
   * @param protocol restricts the answers
   * @param flags or'ed
   * @return at least one answer
   * @throws IOException as there
   */
  public static List<AddressInfo> getaddrinfo(
      @Nullable String host,
      @Nullable String service,
      AddressFamily family,
      SocketType type,
      Protocol protocol,
      int flags)
      throws IOException {
    return Network.os().getaddrinfo(host, service, family, type, protocol, flags);
  }

  /**
   * {@link Network#getaddrinfo(String, String, AddressFamily, SocketType, Protocol, int, Duration)}
   * of the operating system's network.
   *
   * @param host a name or a literal, or null
   * @param service a name or a port, or null
   * @param family restricts the answers
   * @param type restricts the answers
   * @param protocol restricts the answers
   * @param flags or'ed
   * @param timeout how long at most, null for as long as the system takes
   * @return at least one answer
   * @throws IOException as there
   */
  public static List<AddressInfo> getaddrinfo(
      @Nullable String host,
      @Nullable String service,
      AddressFamily family,
      SocketType type,
      Protocol protocol,
      int flags,
      @Nullable Duration timeout)
      throws IOException {
    return Network.os().getaddrinfo(host, service, family, type, protocol, flags, timeout);
  }

  /**
   * {@link Network#getnameinfo(Address, int)} of the operating system's network.
   *
   * @param address which
   * @param flags or'ed
   * @return both names
   * @throws IOException as there
   */
  public static NameInfo getnameinfo(Address address, int flags) throws IOException {
    return Network.os().getnameinfo(address, flags);
  }

  /**
   * {@link Network#getnameinfo(Address, int, Duration)} of the operating system's network.
   *
   * @param address which
   * @param flags or'ed
   * @param timeout how long at most, null for as long as the system takes
   * @return both names
   * @throws IOException as there
   */
  public static NameInfo getnameinfo(Address address, int flags, @Nullable Duration timeout)
      throws IOException {
    return Network.os().getnameinfo(address, flags, timeout);
  }

  /**
   * {@link Network#getservbyname(String)} of the operating system's network.
   *
   * @param name such as {@code http}
   * @return the port
   * @throws IOException as there
   */
  public static int getservbyname(String name) throws IOException {
    return Network.os().getservbyname(name);
  }

  /**
   * {@link Network#getservbyname(String, String)} of the operating system's network.
   *
   * @param name such as {@code http}
   * @param protocol such as {@code tcp}
   * @return the port
   * @throws IOException as there
   */
  public static int getservbyname(String name, String protocol) throws IOException {
    return Network.os().getservbyname(name, protocol);
  }

  /**
   * {@link Network#getservbyport(int)} of the operating system's network.
   *
   * @param port 0…65535
   * @return the service's name
   * @throws IOException as there
   */
  public static String getservbyport(int port) throws IOException {
    return Network.os().getservbyport(port);
  }

  /**
   * {@link Network#getservbyport(int, String)} of the operating system's network.
   *
   * @param port 0…65535
   * @param protocol such as {@code tcp}
   * @return the service's name
   * @throws IOException as there
   */
  public static String getservbyport(int port, String protocol) throws IOException {
    return Network.os().getservbyport(port, protocol);
  }

  /**
   * {@link Network#getprotobyname} of the operating system's network.
   *
   * @param name such as {@code icmp}
   * @return the protocol
   * @throws IOException as there
   */
  public static Protocol getprotobyname(String name) throws IOException {
    return Network.os().getprotobyname(name);
  }

  /**
   * {@link Network#getprotobynumber} of the operating system's network.
   *
   * @param number by IANA
   * @return the protocol's name
   * @throws IOException as there
   */
  public static String getprotobynumber(int number) throws IOException {
    return Network.os().getprotobynumber(number);
  }

  /**
   * {@link Network#ifNameToIndex} of the operating system's network.
   *
   * @param name such as {@code eth0}
   * @return the interface's number
   * @throws IOException as there
   */
  public static int ifNameToIndex(String name) throws IOException {
    return Network.os().ifNameToIndex(name);
  }

  /**
   * {@link Network#ifIndexToName} of the operating system's network.
   *
   * @param index the interface's number
   * @return its name
   * @throws IOException as there
   */
  public static String ifIndexToName(int index) throws IOException {
    return Network.os().ifIndexToName(index);
  }

  /**
   * {@link Network#ifNameIndex} of the operating system's network.
   *
   * @return number and name of every interface
   * @throws IOException as there
   */
  public static List<IfNameIndex> ifNameIndex() throws IOException {
    return Network.os().ifNameIndex();
  }

  /**
   * {@link Network#gethostname()} of the operating system's network.
   *
   * @return the name
   * @throws IOException as there
   */
  public static String gethostname() throws IOException {
    return Network.os().gethostname();
  }
}
