package gulliver.socket;

import java.io.Serializable;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a socket is: {@code struct sockaddr} and its kinds, as values.
 *
 * <p>{@link Inet4} and {@link Inet6} hold literals. A {@link Name} is not resolved yet: making one
 * never blocks, and the socket that is given it resolves it in {@code bind}, {@code connect} or
 * {@code sendto}, in its own family and by its own network. {@link Sockets#address(String, int)}
 * chooses between the three.
 *
 * @since 0.1
 */
public sealed interface Address extends Serializable {
  /** {@return the family, {@code sa_family}; {@code AF_UNSPEC} for a name} */
  AddressFamily family();

  /**
   * An IPv4 address and a port, {@code struct sockaddr_in}.
   *
   * @param host four decimal numbers, such as {@code 127.0.0.1}
   * @param port 0…65535, in host order; 0 asks {@code bind} for an ephemeral port
   */
  record Inet4(String host, int port) implements Address {
    /** The address of all interfaces, {@code INADDR_ANY}. */
    public static final String ANY = "0.0.0.0";

    /** The address of this host itself, {@code INADDR_LOOPBACK}. */
    public static final String LOOPBACK = "127.0.0.1";

    /** The address of all hosts on the local network, {@code INADDR_BROADCAST}. */
    public static final String BROADCAST = "255.255.255.255";

    /**
     * Checks both parts.
     *
     * @throws IllegalArgumentException for what is no IPv4 literal, or a port out of range
     */
    public Inet4 {
      if (InetText.parse4(host) == null) {
        throw new IllegalArgumentException(
            "IPv4 address \"" + host + "\": four decimal numbers from 0 to 255 are allowed");
      }
      checkPort(port);
    }

    /** {@return the address in network order, 4 bytes} */
    public byte[] bytes() {
      return Objects.requireNonNull(InetText.parse4(host));
    }

    @Override
    public AddressFamily family() {
      return AddressFamily.AF_INET;
    }

    /** {@code host:port}. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * An IPv6 address and a port, {@code struct sockaddr_in6}.
   *
   * @param host such as {@code ::1}, kept in the form of RFC 5952
   * @param port 0…65535, in host order; 0 asks {@code bind} for an ephemeral port
   * @param flowinfo traffic class and flow label, 0…0x0fffffff, in host order; Linux sends the
   *     label if {@link Options#IPV6_FLOWINFO_SEND} is on, and takes the class from {@link
   *     Options#IPV6_TCLASS}
   * @param scopeid the interface's index for link-local addresses, else 0
   */
  record Inet6(String host, int port, int flowinfo, int scopeid) implements Address {
    /** The address of all interfaces, {@code in6addr_any}. */
    public static final String ANY = "::";

    /** The address of this host itself, {@code in6addr_loopback}. */
    public static final String LOOPBACK = "::1";

    /**
     * Checks all parts.
     *
     * @throws IllegalArgumentException for what is no IPv6 literal, or a number out of range
     */
    public Inet6 {
      byte[] bytes = InetText.parse6(host);
      if (bytes == null) {
        throw new IllegalArgumentException(
            "IPv6 address \""
                + host
                + "\": eight groups of hexadecimal digits are allowed, :: for zeros");
      }
      host = InetText.format6(bytes);
      checkPort(port);
      if (flowinfo < 0 || flowinfo > 0x0fffffff) {
        throw new IllegalArgumentException(
            "flowinfo " + flowinfo + ": 0 to 0x0fffffff are allowed");
      }
      if (scopeid < 0) {
        throw new IllegalArgumentException(
            "scopeid " + scopeid + ": an interface's index is allowed");
      }
    }

    /**
     * An address without flow information and scope.
     *
     * @param host such as {@code ::1}
     * @param port 0…65535, in host order
     */
    public Inet6(String host, int port) {
      this(host, port, 0, 0);
    }

    /** {@return the address in network order, 16 bytes} */
    public byte[] bytes() {
      return Objects.requireNonNull(InetText.parse6(host));
    }

    @Override
    public AddressFamily family() {
      return AddressFamily.AF_INET6;
    }

    /** {@code [host]:port}, with {@code %scopeid} where there is a scope. */
    @Override
    public String toString() {
      return "[" + host + (scopeid == 0 ? "" : "%" + scopeid) + "]:" + port;
    }
  }

  /**
   * A host's name and a port, to be resolved by the network of the socket that is given it.
   *
   * @param host a name; empty for every interface in {@code bind} and for this host in {@code
   *     connect}
   * @param port 0…65535, in host order
   */
  record Name(String host, int port) implements Address {
    /**
     * Checks both parts.
     *
     * @throws IllegalArgumentException for a port out of range, or a NUL in the name
     */
    public Name {
      if (host.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "host name \"" + host.replace("\0", "\\0") + "\": NUL is not allowed");
      }
      checkPort(port);
    }

    @Override
    public AddressFamily family() {
      return AddressFamily.AF_UNSPEC;
    }

    /** {@code host:port}. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * A UNIX address, {@code struct sockaddr_un}: a path in the file system; or a name in the
   * abstract name space, which starts with a NUL; or, empty, no name at all.
   *
   * <p>The kernel's names are bytes. Text is UTF-8, and a byte that is not becomes a lone surrogate
   * U+DC80…U+DCFF and that byte again (as Python does, PEP 383), so that no name is lost.
   *
   * @param path at most 108 bytes, in an abstract name NUL included; 107 is what other programs are
   *     sure to understand
   */
  record Unix(String path) implements Address {
    /** A socket without a name: what a client that did not bind has. */
    public static final Unix UNNAMED = new Unix("");

    private static final int MOST = Linux.sockaddr_un.SIZEOF - Linux.sockaddr_un.sun_path;

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException for a path that is too long, that has a NUL behind its first
     *     character, or that is no text: half a surrogate pair which stands for no byte
     */
    public Unix {
      int length = UnixText.encode(path).length;
      boolean isAbstract = !path.isEmpty() && path.charAt(0) == 0;
      if (length > MOST) {
        throw new IllegalArgumentException(
            "UNIX path of " + length + " bytes: at most " + MOST + " are allowed");
      }
      if (!isAbstract && path.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "UNIX path \"" + path.replace("\0", "\\0") + "\": NUL is not allowed");
      }
    }

    /**
     * {@return a name in Linux's abstract name space, which needs no file and goes with its socket}
     *
     * @param name without the NUL
     */
    public static Unix ofAbstract(String name) {
      return new Unix('\0' + name);
    }

    /**
     * {@return an address from the kernel's bytes}
     *
     * @param path the used part of {@code sun_path}, without a terminating NUL
     */
    public static Unix ofBytes(byte[] path) {
      return path.length == 0 ? UNNAMED : new Unix(UnixText.decode(path));
    }

    /** {@return the used part of {@code sun_path}, without a terminating NUL} */
    public byte[] bytes() {
      return UnixText.encode(path);
    }

    /** {@return whether this is a name in the abstract name space} */
    public boolean isAbstract() {
      return !path.isEmpty() && path.charAt(0) == 0;
    }

    @Override
    public AddressFamily family() {
      return AddressFamily.AF_UNIX;
    }

    /** The path; an abstract name behind {@code @}; {@code (unnamed)}. */
    @Override
    public String toString() {
      return path.isEmpty() ? "(unnamed)" : isAbstract() ? "@" + path.substring(1) : path;
    }
  }

  /**
   * The address of a packet socket, {@code struct sockaddr_ll}: an interface, a protocol above the
   * link, and a hardware address.
   *
   * <p>What counts depends on the call. {@code bind} looks at {@code protocol} and {@code ifindex};
   * {@code sendto} on a {@code SOCK_DGRAM} at these and at {@code address}, the destination, of
   * which the kernel makes the link's header, on a {@code SOCK_RAW} at {@code ifindex} alone;
   * {@code recvfrom} fills in all, {@code address} being the sender's.
   *
   * @param protocol the EtherType, such as {@link Sockets#ETH_P_IP}, 0…65535, <em>in host
   *     order</em>: where C writes {@code htons(ETH_P_IP)}, and Python {@code ETH_P_IP}, here
   *     stands {@code ETH_P_IP}; {@link Sockets#ETH_P_ALL} for all, 0 in {@code bind} for the
   *     socket's own
   * @param ifindex the interface's index, at least 0; 0 in {@code bind} for all interfaces
   * @param hatype the interface's kind as ARP numbers it, such as {@link Linux#ARPHRD_ETHER},
   *     0…65535; only received
   * @param pkttype whom a packet was for, such as {@link Sockets#PACKET_HOST} and {@link
   *     Sockets#PACKET_OUTGOING}, 0…255; only received
   * @param address the hardware address, at most 32 bytes (6 of Ethernet); empty where it does not
   *     count
   * @see <a href="https://man7.org/linux/man-pages/man7/packet.7.html">packet(7)</a>
   */
  record Packet(int protocol, int ifindex, int hatype, int pkttype, byte[] address)
      implements Address {
    /** The longest hardware address that Linux has, its {@code MAX_ADDR_LEN}: InfiniBand's. */
    private static final int MOST = 32;

    /**
     * Checks all parts.
     *
     * @throws IllegalArgumentException for a number out of range, or an address that is too long
     */
    public Packet {
      checkRange("protocol", protocol, 65535);
      if (ifindex < 0) {
        throw new IllegalArgumentException("ifindex " + ifindex + ": at least 0 is allowed");
      }
      checkRange("hatype", hatype, 65535);
      checkRange("pkttype", pkttype, 255);
      if (address.length > MOST) {
        throw new IllegalArgumentException(
            "hardware address of " + address.length + " bytes: at most " + MOST + " are allowed");
      }
      address = address.clone();
    }

    /**
     * An address to bind to, or to send a whole frame to.
     *
     * @param protocol such as {@link Sockets#ETH_P_ALL}, in host order
     * @param ifindex the interface's index, 0 for all
     */
    public Packet(int protocol, int ifindex) {
      this(protocol, ifindex, 0, 0, new byte[0]);
    }

    /**
     * An address to send a packet to that has no link header yet.
     *
     * @param protocol such as {@link Sockets#ETH_P_IP}, in host order
     * @param ifindex the interface's index
     * @param address the destination's hardware address
     */
    public Packet(int protocol, int ifindex, byte[] address) {
      this(protocol, ifindex, 0, 0, address);
    }

    /** {@return the hardware address, a copy} */
    @Override
    public byte[] address() {
      return address.clone();
    }

    @Override
    public AddressFamily family() {
      return AddressFamily.AF_PACKET;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Packet that
          && protocol == that.protocol
          && ifindex == that.ifindex
          && hatype == that.hatype
          && pkttype == that.pkttype
          && Arrays.equals(address, that.address);
    }

    @Override
    public int hashCode() {
      return Objects.hash(protocol, ifindex, hatype, pkttype, Arrays.hashCode(address));
    }

    /**
     * Hardware address and interface, protocol, and for what was received whom it was for and the
     * interface's kind, such as {@code 02:42:ac:11:00:02%2 ETH_P_IP PACKET_HOST ARPHRD_ETHER};
     * {@code *} for no address.
     */
    @Override
    public String toString() {
      String text =
          (address.length == 0 ? "*" : HexFormat.ofDelimiter(":").formatHex(address))
              + "%"
              + ifindex
              + " "
              + LinuxNames.etherType(protocol);
      return hatype == 0 && pkttype == 0
          ? text
          : text
              + " "
              + LinuxNames.name("PACKET_", pkttype)
              + " "
              + LinuxNames.name("ARPHRD_", hatype);
    }
  }

  /**
   * The address of a netlink socket, {@code struct sockaddr_nl}.
   *
   * @param pid the port's number, all 32 bits, unsigned in C: 0 is the kernel in {@code sendto} and
   *     {@code connect}, and asks {@code bind} for a free one. That is this process's pid for its
   *     first socket, and for others a number from the upper half, which is negative here: {@link
   *     Integer#toUnsignedLong(int)} tells it as others do
   * @param groups the first 32 multicast groups as bits, such as {@link Linux#RTMGRP_LINK}: those
   *     to join in {@code bind}, those sent to otherwise; those above are joined with the option
   *     {@code NETLINK_ADD_MEMBERSHIP}, behind a {@code bind}, without which nothing comes
   * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
   */
  record Netlink(int pid, int groups) implements Address {
    /** The kernel, to send to and received from. */
    public static final Netlink KERNEL = new Netlink(0, 0);

    @Override
    public AddressFamily family() {
      return AddressFamily.AF_NETLINK;
    }

    /** Such as {@code netlink:1234}, and groups behind it, if there are any, in hexadecimal. */
    @Override
    public String toString() {
      return "netlink:"
          + Integer.toUnsignedString(pid)
          + (groups == 0 ? "" : " groups 0x" + Integer.toHexString(groups));
    }
  }

  /**
   * The address of a socket between a virtual machine and its host, {@code struct sockaddr_vm}.
   *
   * <p>Both numbers are all 32 bits, unsigned in C, so that {@link Sockets#VMADDR_CID_ANY} is -1:
   * {@link Integer#toUnsignedLong(int)} tells one as others do.
   *
   * @param cid the machine, such as {@link Sockets#VMADDR_CID_HOST}; {@link Sockets#VMADDR_CID_ANY}
   *     in {@code bind} for any of this one's
   * @param port its port; {@link Sockets#VMADDR_PORT_ANY} asks {@code bind} for a free one
   * @param flags 0…255, such as {@link Linux#VMADDR_FLAG_TO_HOST}
   * @see <a href="https://man7.org/linux/man-pages/man7/vsock.7.html">vsock(7)</a>
   */
  record Vsock(int cid, int port, int flags) implements Address {
    /**
     * Checks the flags.
     *
     * @throws IllegalArgumentException for flags out of range
     */
    public Vsock {
      checkRange("flags", flags, 255);
    }

    /**
     * An address without flags.
     *
     * @param cid the machine
     * @param port its port
     */
    public Vsock(int cid, int port) {
      this(cid, port, 0);
    }

    @Override
    public AddressFamily family() {
      return AddressFamily.AF_VSOCK;
    }

    /** {@code vsock:cid:port}, as systemd writes it; {@code *} for any. */
    @Override
    public String toString() {
      return "vsock:"
          + (cid == Linux.VMADDR_CID_ANY ? "*" : Integer.toUnsignedString(cid))
          + ":"
          + (port == Linux.VMADDR_PORT_ANY ? "*" : Integer.toUnsignedString(port))
          + (flags == 0 ? "" : " flags 0x" + Integer.toHexString(flags));
    }
  }

  /**
   * No address, {@code AF_UNSPEC}: {@link Socket#connect(Address)} with it dissolves a datagram
   * socket's association.
   */
  record Unspecified() implements Address {
    @Override
    public AddressFamily family() {
      return AddressFamily.AF_UNSPEC;
    }

    /** {@code (unspecified)}. */
    @Override
    public String toString() {
      return "(unspecified)";
    }
  }

  /**
   * An address of a family that has no type here, as the kernel keeps it.
   *
   * @param family the family
   * @param bytes what follows {@code sa_family}
   */
  record Unknown(AddressFamily family, byte[] bytes) implements Address {
    /**
     * Checks both parts.
     *
     * @throws IllegalArgumentException for a family of more than 16 bits, or more bytes than {@code
     *     struct sockaddr_storage} has room for
     */
    public Unknown {
      if (family.value() < 0 || family.value() > 65535) {
        throw new IllegalArgumentException(
            "address family " + family.value() + ": 0 to 65535 are allowed");
      }
      if (bytes.length > Linux.sockaddr_storage.SIZEOF - 2) {
        throw new IllegalArgumentException(
            "address of "
                + bytes.length
                + " bytes: at most "
                + (Linux.sockaddr_storage.SIZEOF - 2)
                + " are allowed");
      }
      bytes = bytes.clone();
    }

    /** {@return what follows {@code sa_family}, a copy} */
    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Unknown that
          && family.equals(that.family)
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * family.hashCode() + Arrays.hashCode(bytes);
    }

    /** The family and the bytes. */
    @Override
    public String toString() {
      return family + ":" + HexFormat.of().formatHex(bytes);
    }
  }

  /**
   * {@return an address of Java's as one of ours} An unresolved {@link InetSocketAddress} becomes a
   * {@link Name}.
   *
   * @param address an {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}
   * @throws IllegalArgumentException for another kind
   */
  static Address of(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet when inet.isUnresolved() ->
          new Name(inet.getHostString(), inet.getPort());
      case InetSocketAddress inet ->
          inet.getAddress() instanceof Inet6Address six
              ? new Inet6(InetText.format6(six.getAddress()), inet.getPort(), 0, six.getScopeId())
              : new Inet4(InetText.format4(inet.getAddress().getAddress()), inet.getPort());
      case UnixDomainSocketAddress unix -> new Unix(unix.getPath().toString());
      default ->
          throw new IllegalArgumentException(
              address.getClass().getName()
                  + ": InetSocketAddress and UnixDomainSocketAddress are allowed");
    };
  }

  /**
   * {@return this address as one of Java's: {@link InetSocketAddress} (unresolved for a {@link
   * Name}; without flow information, which Java has no place for) or {@link
   * UnixDomainSocketAddress}}
   *
   * @throws UnsupportedOperationException where Java has no such address: abstract names, other
   *     families
   */
  default SocketAddress toSocketAddress() {
    try {
      return switch (this) {
        case Inet4 a -> new InetSocketAddress(InetAddress.getByAddress(a.bytes()), a.port);
        case Inet6 a ->
            new InetSocketAddress(
                Inet6Address.getByAddress(null, a.bytes(), a.scopeid == 0 ? -1 : a.scopeid),
                a.port);
        case Name a -> InetSocketAddress.createUnresolved(a.host, a.port);
        case Unix a when !a.isAbstract() -> UnixDomainSocketAddress.of(a.path);
        case Unix a ->
            throw new UnsupportedOperationException(a + ": Java has no abstract UNIX addresses");
        case Unspecified a ->
            throw new UnsupportedOperationException(a + ": Java has no such address");
        case Packet a ->
            throw new UnsupportedOperationException(a + ": Java has no packet addresses");
        case Netlink a ->
            throw new UnsupportedOperationException(a + ": Java has no netlink addresses");
        case Vsock a ->
            throw new UnsupportedOperationException(a + ": Java has no vsock addresses");
        case Unknown a ->
            throw new UnsupportedOperationException(a + ": Java has no such addresses");
      };
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // only for arrays of the wrong length
    }
  }

  private static void checkRange(String what, int number, int most) {
    if (number < 0 || number > most) {
      throw new IllegalArgumentException(what + " " + number + ": 0 to " + most + " are allowed");
    }
  }

  private static void checkPort(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + ": 0 to 65535 are allowed");
    }
  }
}
