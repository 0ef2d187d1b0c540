package gulliver.os.linux;

import static gulliver.socket.Linux.AF_INET;
import static gulliver.socket.Linux.AF_INET6;
import static gulliver.socket.Linux.AF_NETLINK;
import static gulliver.socket.Linux.AF_PACKET;
import static gulliver.socket.Linux.AF_UNIX;
import static gulliver.socket.Linux.AF_VSOCK;

import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Linux.sockaddr;
import gulliver.socket.Linux.sockaddr_in;
import gulliver.socket.Linux.sockaddr_in6;
import gulliver.socket.Linux.sockaddr_ll;
import gulliver.socket.Linux.sockaddr_nl;
import gulliver.socket.Linux.sockaddr_storage;
import gulliver.socket.Linux.sockaddr_un;
import gulliver.socket.Linux.sockaddr_vm;
import gulliver.socket.Sockets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * {@code struct sockaddr} and its kinds: families in the host's order; ports, addresses, flow
 * information and EtherTypes in the network's; scopes, and all of netlink and of vsock, in the
 * host's.
 */
public final class Sockaddr {
  /** Room for any of them. */
  public static final int SIZEOF = sockaddr_storage.SIZEOF;

  /** The longest hardware address, {@code MAX_ADDR_LEN}. */
  private static final int HARDWARE = 32;

  private static final int UNIX_PATH = sockaddr_un.SIZEOF - sockaddr_un.sun_path;

  private Sockaddr() {}

  /**
   * Writes an address.
   *
   * @param address a literal
   * @param into at least {@link #SIZEOF} bytes
   * @return how many of them the address has
   */
  public static int encode(Address address, byte[] into) {
    Arrays.fill(into, 0, SIZEOF, (byte) 0);
    host(into).putShort(sockaddr.sa_family, (short) address.family().value());
    // the first switch over types costs a program a millisecond: most get along without
    return address instanceof Address.Inet4 a ? encode4(a, into) : encodeAny(address, into);
  }

  private static int encode4(Address.Inet4 address, byte[] into) {
    net(into).putShort(sockaddr_in.sin_port, (short) address.port());
    System.arraycopy(address.bytes(), 0, into, sockaddr_in.sin_addr, 4);
    return sockaddr_in.SIZEOF;
  }

  private static int encodeAny(Address address, byte[] into) {
    return switch (address) {
      case Address.Inet4 a -> encode4(a, into);
      case Address.Inet6 a -> {
        net(into).putShort(sockaddr_in6.sin6_port, (short) a.port());
        net(into).putInt(sockaddr_in6.sin6_flowinfo, a.flowinfo());
        System.arraycopy(a.bytes(), 0, into, sockaddr_in6.sin6_addr, 16);
        host(into).putInt(sockaddr_in6.sin6_scope_id, a.scopeid());
        yield sockaddr_in6.SIZEOF;
      }
      case Address.Unix a -> {
        byte[] path = a.bytes();
        System.arraycopy(path, 0, into, sockaddr_un.sun_path, path.length);
        boolean terminated = path.length > 0 && path.length < UNIX_PATH && !a.isAbstract();
        yield sockaddr_un.sun_path + path.length + (terminated ? 1 : 0);
      }
      case Address.Packet a -> {
        byte[] hardware = a.address();
        net(into).putShort(sockaddr_ll.sll_protocol, (short) a.protocol());
        host(into).putInt(sockaddr_ll.sll_ifindex, a.ifindex());
        host(into).putShort(sockaddr_ll.sll_hatype, (short) a.hatype());
        into[sockaddr_ll.sll_pkttype] = (byte) a.pkttype();
        into[sockaddr_ll.sll_halen] = (byte) hardware.length;
        System.arraycopy(hardware, 0, into, sockaddr_ll.sll_addr, hardware.length);
        yield Math.max(sockaddr_ll.SIZEOF, sockaddr_ll.sll_addr + hardware.length);
      }
      case Address.Netlink a -> {
        host(into).putInt(sockaddr_nl.nl_pid, a.pid());
        host(into).putInt(sockaddr_nl.nl_groups, a.groups());
        yield sockaddr_nl.SIZEOF;
      }
      case Address.Vsock a -> {
        host(into).putInt(sockaddr_vm.svm_port, a.port());
        host(into).putInt(sockaddr_vm.svm_cid, a.cid());
        into[sockaddr_vm.svm_flags] = (byte) a.flags();
        yield sockaddr_vm.SIZEOF;
      }
      case Address.Unspecified a -> sockaddr.SIZEOF;
      case Address.Unknown a -> {
        byte[] bytes = a.bytes();
        System.arraycopy(bytes, 0, into, sockaddr.sa_data, bytes.length);
        yield sockaddr.sa_data + bytes.length;
      }
      case Address.Name a -> throw new AssertionError(a + " has not been resolved");
    };
  }

  /**
   * Reads an address; what is no valid one of its family comes back as {@link Address.Unknown}.
   *
   * @param from the kernel's bytes
   * @param length how many of them there are, at least those of the family; the kernel may say more
   *     than fit
   */
  public static Address decode(byte[] from, int length) {
    int end = Math.min(length, from.length);
    int family = Short.toUnsignedInt(host(from).getShort(sockaddr.sa_family));
    if (family == AF_INET && end >= sockaddr_in.SIZEOF) {
      byte[] bytes = Arrays.copyOfRange(from, sockaddr_in.sin_addr, sockaddr_in.sin_addr + 4);
      return new Address.Inet4(
          Sockets.inetNtop(AddressFamily.AF_INET, bytes), port(from, sockaddr_in.sin_port));
    }
    if (family == AF_INET6 && end >= sockaddr_in6.SIZEOF) {
      byte[] bytes = Arrays.copyOfRange(from, sockaddr_in6.sin6_addr, sockaddr_in6.sin6_addr + 16);
      int flowinfo = net(from).getInt(sockaddr_in6.sin6_flowinfo);
      int scope = host(from).getInt(sockaddr_in6.sin6_scope_id);
      if (flowinfo >= 0 && flowinfo <= 0x0fffffff && scope >= 0) {
        return new Address.Inet6(
            Sockets.inetNtop(AddressFamily.AF_INET6, bytes),
            port(from, sockaddr_in6.sin6_port),
            flowinfo,
            scope);
      }
    }
    if (family == AF_UNIX) {
      return Address.Unix.ofBytes(path(from, end));
    }
    if (family == AF_PACKET && end >= sockaddr_ll.sll_addr) {
      int ifindex = host(from).getInt(sockaddr_ll.sll_ifindex);
      int stop = sockaddr_ll.sll_addr + Byte.toUnsignedInt(from[sockaddr_ll.sll_halen]);
      // of an interface without a hardware address the kernel tells no byte of it
      if (ifindex >= 0 && stop <= end && stop <= sockaddr_ll.sll_addr + HARDWARE) {
        return new Address.Packet(
            port(from, sockaddr_ll.sll_protocol),
            ifindex,
            Short.toUnsignedInt(host(from).getShort(sockaddr_ll.sll_hatype)),
            Byte.toUnsignedInt(from[sockaddr_ll.sll_pkttype]),
            Arrays.copyOfRange(from, sockaddr_ll.sll_addr, stop));
      }
    }
    if (family == AF_NETLINK && end >= sockaddr_nl.SIZEOF) {
      return new Address.Netlink(
          host(from).getInt(sockaddr_nl.nl_pid), host(from).getInt(sockaddr_nl.nl_groups));
    }
    if (family == AF_VSOCK && end >= sockaddr_vm.SIZEOF) {
      return new Address.Vsock(
          host(from).getInt(sockaddr_vm.svm_cid),
          host(from).getInt(sockaddr_vm.svm_port),
          Byte.toUnsignedInt(from[sockaddr_vm.svm_flags]));
    }
    return new Address.Unknown(
        new AddressFamily(family), Arrays.copyOfRange(from, Math.min(end, sockaddr.sa_data), end));
  }

  private static ByteBuffer net(byte[] bytes) {
    return ByteBuffer.wrap(bytes);
  }

  private static ByteBuffer host(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  private static int port(byte[] from, int offset) {
    return Short.toUnsignedInt(net(from).getShort(offset));
  }

  /** An abstract name has its length, NULs and all; a path ends at its NUL, if it has one. */
  private static byte[] path(byte[] from, int end) {
    int start = sockaddr_un.sun_path;
    int stop = Math.min(Math.max(end, start), start + UNIX_PATH);
    if (stop > start && from[start] != 0) {
      int nul = start;
      while (nul < stop && from[nul] != 0) {
        nul++;
      }
      stop = nul;
    }
    return Arrays.copyOfRange(from, start, stop);
  }
}
