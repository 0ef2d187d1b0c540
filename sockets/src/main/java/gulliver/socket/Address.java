package gulliver.socket;

import java.io.Serializable;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
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
      return family + ":" + java.util.HexFormat.of().formatHex(bytes);
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
   * @throws UnsupportedOperationException where Java has no such address: abstract names, unknown
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
        case Unknown a ->
            throw new UnsupportedOperationException(a + ": Java has no such addresses");
      };
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // only for arrays of the wrong length
    }
  }

  private static void checkPort(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + ": 0 to 65535 are allowed");
    }
  }
}
