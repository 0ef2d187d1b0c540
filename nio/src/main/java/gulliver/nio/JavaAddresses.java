package gulliver.nio;

import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Linux;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Addresses between {@code java.net} and the family of a socket. Java's IPv4 addresses go to an
 * IPv6 socket as {@code ::ffff:a.b.c.d}, and come back from there as what they are.
 */
final class JavaAddresses {
  private static final String MAPPED = "::ffff:";

  private JavaAddresses() {}

  /**
   * An address for a socket of a family; a name, if Java has not resolved it.
   *
   * @throws IllegalArgumentException for an address that the family has no use for
   */
  static Address of(SocketAddress address, AddressFamily family) {
    Address ours =
        switch (address) {
          case InetSocketAddress inet -> Address.of(inet);
          case UnixDomainSocketAddress unix -> Address.of(unix);
          case OtherSocketAddress other -> other.address();
          default -> throw unsupported(address, family);
        };
    Address literal = ours instanceof Address.Name ? ours : in(family, ours);
    boolean fits =
        literal instanceof Address.Name ? isInternet(family) : literal.family().equals(family);
    if (!fits) {
      throw unsupported(address, family);
    }
    return literal;
  }

  private static IllegalArgumentException unsupported(SocketAddress address, AddressFamily family) {
    return new IllegalArgumentException(
        "Unsupported address type: "
            + address.getClass().getName()
            + " "
            + address
            + " on a socket of "
            + family);
  }

  static boolean isInternet(AddressFamily family) {
    return family.value() == Linux.AF_INET || family.value() == Linux.AF_INET6;
  }

  /** An IPv4 address as an IPv6 socket takes it, and the other way round; else as it is. */
  static Address in(AddressFamily family, Address address) {
    if (address instanceof Address.Inet4 four && family.value() == Linux.AF_INET6) {
      return new Address.Inet6(
          four.host().equals(Address.Inet4.ANY) ? Address.Inet6.ANY : MAPPED + four.host(),
          four.port());
    }
    if (address instanceof Address.Inet6 six && family.value() == Linux.AF_INET) {
      if (six.host().equals(Address.Inet6.ANY)) {
        return new Address.Inet4(Address.Inet4.ANY, six.port());
      }
      if (host(six) instanceof Inet4Address four) {
        return new Address.Inet4(four.getHostAddress(), six.port());
      }
    }
    return address;
  }

  /** Where to bind when nothing is said: anywhere. */
  static Address anywhere(AddressFamily family) {
    return switch (family.value()) {
      case Linux.AF_INET -> new Address.Inet4(Address.Inet4.ANY, 0);
      case Linux.AF_INET6 -> new Address.Inet6(Address.Inet6.ANY, 0);
      case Linux.AF_UNIX -> Address.Unix.UNNAMED;
      default ->
          throw new IllegalArgumentException("bind: a socket of " + family + " needs an address");
    };
  }

  /**
   * An address to bind to.
   *
   * @throws SocketException for a name that is not resolved
   */
  static Address toBind(@Nullable SocketAddress address, AddressFamily family) throws IOException {
    if (address == null) {
      return anywhere(family);
    }
    Address ours = of(address, family);
    if (ours instanceof Address.Name) {
      throw new SocketException("Unresolved address");
    }
    return ours;
  }

  /**
   * Java's host for an address: other families than the internet's have their peers on this one.
   */
  static InetAddress host(Address address) {
    try {
      return switch (address) {
        case Address.Inet4 four -> InetAddress.getByAddress(four.bytes());
        case Address.Inet6 six -> host6(six);
        default -> InetAddress.getLoopbackAddress();
      };
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // only for arrays of the wrong length
    }
  }

  /** The IPv4 address in an IPv6 socket's form is IPv4's, as everywhere in Java. */
  private static InetAddress host6(Address.Inet6 six) throws UnknownHostException {
    InetAddress host = InetAddress.getByAddress(six.bytes());
    return host instanceof Inet6Address && six.scopeid() != 0
        ? Inet6Address.getByAddress(null, six.bytes(), six.scopeid())
        : host;
  }

  /** Java's port for an address, 0 where it has none. */
  static int port(Address address) {
    return switch (address) {
      case Address.Inet4 four -> four.port();
      case Address.Inet6 six -> six.port();
      default -> 0;
    };
  }

  /** One of Java's addresses, whatever it is. */
  static SocketAddress socketAddress(Address address) {
    return switch (address) {
      case Address.Inet4 four -> new InetSocketAddress(host(four), four.port());
      case Address.Inet6 six -> new InetSocketAddress(host(six), six.port());
      case Address.Unix unix when !unix.isAbstract() -> unix.toSocketAddress();
      default -> new OtherSocketAddress(address);
    };
  }

  /** Whether a local address is one that a socket got by {@code bind} or {@code connect}. */
  static boolean isBound(@Nullable Address local) {
    return switch (local) {
      case null -> false;
      case Address.Inet4 four -> four.port() != 0;
      case Address.Inet6 six -> six.port() != 0;
      case Address.Unix unix -> !unix.path().isEmpty();
      case Address.Vsock vsock -> vsock.port() != Linux.VMADDR_PORT_ANY;
      default -> true;
    };
  }
}
