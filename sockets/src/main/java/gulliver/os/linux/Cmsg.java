package gulliver.os.linux;

import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.ControlMessage;
import gulliver.socket.Credentials;
import gulliver.socket.Descriptor;
import gulliver.socket.ExtendedError;
import gulliver.socket.Linux;
import gulliver.socket.Linux.cmsghdr;
import gulliver.socket.Linux.in6_pktinfo;
import gulliver.socket.Linux.in_pktinfo;
import gulliver.socket.Linux.sock_extended_err;
import gulliver.socket.Linux.timespec;
import gulliver.socket.Linux.timeval;
import gulliver.socket.Linux.tpacket_auxdata;
import gulliver.socket.Linux.ucred;
import gulliver.socket.Pollable;
import gulliver.socket.Sockets;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct cmsghdr}: control messages one behind another, each a header and data, aligned to
 * eight bytes. Numbers in the host's order but for addresses and flow information.
 */
public final class Cmsg {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfInt NET_INT = INT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private Cmsg() {}

  // ---- encoding ----

  /** How many bytes the messages need. */
  public static long space(List<ControlMessage> messages) {
    long space = 0;
    for (ControlMessage message : messages) {
      space += Sockets.CMSG_SPACE(size(message));
    }
    return space;
  }

  /**
   * Writes messages.
   *
   * @param into zeros, at least {@link #space} of them
   */
  public static void encode(List<ControlMessage> messages, MemorySegment into) {
    long at = 0;
    for (ControlMessage message : messages) {
      int size = size(message);
      into.set(LONG, at + cmsghdr.cmsg_len, Sockets.CMSG_LEN(size));
      into.set(INT, at + cmsghdr.cmsg_level, message.level());
      into.set(INT, at + cmsghdr.cmsg_type, message.type());
      encode(message, into.asSlice(at + cmsghdr.SIZEOF, size));
      at += Sockets.CMSG_SPACE(size);
    }
  }

  private static int size(ControlMessage message) {
    return switch (message) {
      case ControlMessage.ScmRights m -> 4 * m.descriptors().size();
      case ControlMessage.ScmCredentials m -> ucred.SIZEOF;
      case ControlMessage.ScmSecurity m -> m.label().getBytes(StandardCharsets.UTF_8).length;
      case ControlMessage.ScmTimestamp m -> timeval.SIZEOF;
      case ControlMessage.ScmTimestampns m -> timespec.SIZEOF;
      case ControlMessage.ScmTimestamping m -> Linux.scm_timestamping.SIZEOF;
      case ControlMessage.ScmTxtime m -> 8;
      case ControlMessage.IpPktinfo m -> in_pktinfo.SIZEOF;
      case ControlMessage.Ipv6Pktinfo m -> in6_pktinfo.SIZEOF;
      case ControlMessage.IpOrigdstaddr m -> Sockaddr.SIZEOF;
      case ControlMessage.Ipv6Origdstaddr m -> Sockaddr.SIZEOF;
      case ControlMessage.IpRecverr m -> sock_extended_err.SIZEOF + Sockaddr.SIZEOF;
      case ControlMessage.Ipv6Recverr m -> sock_extended_err.SIZEOF + Sockaddr.SIZEOF;
      case ControlMessage.UdpSegment m -> 2;
      case ControlMessage.PacketAuxdata m -> tpacket_auxdata.SIZEOF;
      case ControlMessage.Unknown m -> m.data().length;
      case ControlMessage.ScmPidfd m -> 4;
      case ControlMessage.SoRxqOvfl m -> 4;
      case ControlMessage.SoMark m -> 4;
      case ControlMessage.IpTtl m -> 4;
      case ControlMessage.IpTos m -> 4;
      case ControlMessage.IpRecvfragsize m -> 4;
      case ControlMessage.Ipv6Hoplimit m -> 4;
      case ControlMessage.Ipv6Tclass m -> 4;
      case ControlMessage.Ipv6Flowinfo m -> 4;
      case ControlMessage.Ipv6Recvfragsize m -> 4;
      case ControlMessage.UdpGro m -> 4;
      case ControlMessage.TcpCmInq m -> 4;
      case ControlMessage.NetlinkPktinfo m -> 4;
    };
  }

  private static void encode(ControlMessage message, MemorySegment data) {
    switch (message) {
      case ControlMessage.ScmRights(var descriptors) -> {
        for (int i = 0; i < descriptors.size(); i++) {
          data.set(INT, 4L * i, descriptors.get(i).fileno());
        }
      }
      case ControlMessage.ScmCredentials(Credentials(int pid, int uid, int gid)) -> {
        data.set(INT, ucred.pid, pid);
        data.set(INT, ucred.uid, uid);
        data.set(INT, ucred.gid, gid);
      }
      case ControlMessage.ScmPidfd(Descriptor pidfd) -> data.set(INT, 0, pidfd.fileno());
      case ControlMessage.ScmSecurity(String label) ->
          data.copyFrom(MemorySegment.ofArray(label.getBytes(StandardCharsets.UTF_8)));
      case ControlMessage.ScmTimestamp(Instant time) -> {
        data.set(LONG, timeval.tv_sec, time.getEpochSecond());
        data.set(LONG, timeval.tv_usec, time.getNano() / 1000);
      }
      case ControlMessage.ScmTimestampns(Instant time) -> put(data, 0, time);
      case ControlMessage.ScmTimestamping(var software, var hardware) -> {
        put(data, 0, software);
        put(data, 2 * timespec.SIZEOF, hardware);
      }
      case ControlMessage.ScmTxtime(long nanos) -> data.set(LONG, 0, nanos);
      case ControlMessage.SoRxqOvfl(long dropped) -> data.set(INT, 0, (int) dropped);
      case ControlMessage.SoMark(int mark) -> data.set(INT, 0, mark);
      case ControlMessage.IpPktinfo(int ifindex, String specDst, String addr) -> {
        data.set(INT, in_pktinfo.ipi_ifindex, ifindex);
        put(data, in_pktinfo.ipi_spec_dst, AddressFamily.AF_INET, specDst);
        put(data, in_pktinfo.ipi_addr, AddressFamily.AF_INET, addr);
      }
      case ControlMessage.IpTtl(int ttl) -> data.set(INT, 0, ttl);
      case ControlMessage.IpTos(int tos) -> data.set(INT, 0, tos);
      case ControlMessage.IpOrigdstaddr(Address address) -> put(data, 0, address);
      case ControlMessage.IpRecvfragsize(int size) -> data.set(INT, 0, size);
      case ControlMessage.IpRecverr(ExtendedError error) -> put(data, error);
      case ControlMessage.Ipv6Pktinfo(String addr, int ifindex) -> {
        put(data, in6_pktinfo.ipi6_addr, AddressFamily.AF_INET6, addr);
        data.set(INT, in6_pktinfo.ipi6_ifindex, ifindex);
      }
      case ControlMessage.Ipv6Hoplimit(int hops) -> data.set(INT, 0, hops);
      case ControlMessage.Ipv6Tclass(int tclass) -> data.set(INT, 0, tclass);
      case ControlMessage.Ipv6Flowinfo(int flowinfo) -> data.set(NET_INT, 0, flowinfo);
      case ControlMessage.Ipv6Origdstaddr(Address address) -> put(data, 0, address);
      case ControlMessage.Ipv6Recvfragsize(int size) -> data.set(INT, 0, size);
      case ControlMessage.Ipv6Recverr(ExtendedError error) -> put(data, error);
      case ControlMessage.UdpSegment(int size) -> data.set(SHORT, 0, (short) size);
      case ControlMessage.UdpGro(int size) -> data.set(INT, 0, size);
      case ControlMessage.TcpCmInq(int bytes) -> data.set(INT, 0, bytes);
      case ControlMessage.PacketAuxdata m -> {
        data.set(INT, tpacket_auxdata.tp_status, m.status());
        data.set(INT, tpacket_auxdata.tp_len, m.len());
        data.set(INT, tpacket_auxdata.tp_snaplen, m.snaplen());
        data.set(SHORT, tpacket_auxdata.tp_mac, (short) m.mac());
        data.set(SHORT, tpacket_auxdata.tp_net, (short) m.net());
        data.set(SHORT, tpacket_auxdata.tp_vlan_tci, (short) m.vlanTci());
        data.set(SHORT, tpacket_auxdata.tp_vlan_tpid, (short) m.vlanTpid());
      }
      case ControlMessage.NetlinkPktinfo(int group) -> data.set(INT, 0, group);
      case ControlMessage.Unknown m -> data.copyFrom(MemorySegment.ofArray(m.data()));
    }
  }

  private static void put(MemorySegment data, long at, AddressFamily family, String host) {
    byte[] bytes = Sockets.inetPton(family, host);
    MemorySegment.copy(bytes, 0, data, BYTE, at, bytes.length);
  }

  private static void put(MemorySegment data, long at, Address address) {
    byte[] name = new byte[Sockaddr.SIZEOF];
    Sockaddr.encode(address, name);
    MemorySegment.copy(name, 0, data, BYTE, at, name.length);
  }

  private static void put(MemorySegment data, long at, @Nullable Instant time) {
    if (time != null) {
      data.set(LONG, at + timespec.tv_sec, time.getEpochSecond());
      data.set(LONG, at + timespec.tv_nsec, time.getNano());
    }
  }

  private static void put(MemorySegment data, ExtendedError error) {
    data.set(INT, sock_extended_err.ee_errno, error.number());
    data.set(BYTE, sock_extended_err.ee_origin, (byte) error.origin());
    data.set(BYTE, sock_extended_err.ee_type, (byte) error.type());
    data.set(BYTE, sock_extended_err.ee_code, (byte) error.code());
    data.set(INT, sock_extended_err.ee_info, error.info());
    data.set(INT, sock_extended_err.ee_data, error.data());
    if (error.offender() != null) {
      put(data, sock_extended_err.SIZEOF, error.offender());
    }
  }

  // ---- decoding ----

  /**
   * Reads messages; what is not as long as its type says comes back as {@link
   * ControlMessage.Unknown}, and a header that does not fit ends the reading.
   *
   * @param control what the kernel has written, no more
   * @param descriptors makes the owner of a descriptor that has come; every one of them is made,
   *     whatever else the bytes hold
   */
  public static List<ControlMessage> decode(
      MemorySegment control, IntFunction<Descriptor> descriptors) {
    List<ControlMessage> messages = new ArrayList<>();
    each(
        control,
        header -> {
          MemorySegment data = header.asSlice(cmsghdr.SIZEOF);
          int level = header.get(INT, cmsghdr.cmsg_level);
          int type = header.get(INT, cmsghdr.cmsg_type);
          ControlMessage known = decode(level, type, data, descriptors);
          messages.add(
              known == null ? new ControlMessage.Unknown(level, type, data.toArray(BYTE)) : known);
        });
    return messages;
  }

  /** Hands each message out, header and data. */
  private static void each(MemorySegment control, Consumer<MemorySegment> reader) {
    long size = control.byteSize();
    long at = 0;
    while (size - at >= cmsghdr.SIZEOF) {
      long length = control.get(LONG, at + cmsghdr.cmsg_len);
      if (length < cmsghdr.SIZEOF || length > size - at) {
        return;
      }
      reader.accept(control.asSlice(at, length));
      at += Sockets.CMSG_SPACE((int) length - cmsghdr.SIZEOF);
    }
  }

  private static @Nullable ControlMessage decode(
      int level, int type, MemorySegment data, IntFunction<Descriptor> descriptors) {
    return switch (level) {
      case Linux.SOL_SOCKET -> socket(type, data, descriptors);
      case Linux.IPPROTO_IP -> ip(type, data);
      case Linux.IPPROTO_IPV6 -> ipv6(type, data);
      case Linux.IPPROTO_UDP ->
          type == Linux.UDP_GRO && holds(data, 4)
              ? new ControlMessage.UdpGro(data.get(INT, 0))
              : type == Linux.UDP_SEGMENT && holds(data, 2) && data.get(SHORT, 0) != 0
                  ? new ControlMessage.UdpSegment(Short.toUnsignedInt(data.get(SHORT, 0)))
                  : null;
      case Linux.IPPROTO_TCP ->
          type == Linux.TCP_CM_INQ && holds(data, 4)
              ? new ControlMessage.TcpCmInq(data.get(INT, 0))
              : null;
      case Linux.SOL_PACKET ->
          type == Linux.PACKET_AUXDATA && holds(data, tpacket_auxdata.SIZEOF)
              ? new ControlMessage.PacketAuxdata(
                  data.get(INT, tpacket_auxdata.tp_status),
                  data.get(INT, tpacket_auxdata.tp_len),
                  data.get(INT, tpacket_auxdata.tp_snaplen),
                  Short.toUnsignedInt(data.get(SHORT, tpacket_auxdata.tp_mac)),
                  Short.toUnsignedInt(data.get(SHORT, tpacket_auxdata.tp_net)),
                  Short.toUnsignedInt(data.get(SHORT, tpacket_auxdata.tp_vlan_tci)),
                  Short.toUnsignedInt(data.get(SHORT, tpacket_auxdata.tp_vlan_tpid)))
              : null;
      case Linux.SOL_NETLINK ->
          type == Linux.NETLINK_PKTINFO && holds(data, 4)
              ? new ControlMessage.NetlinkPktinfo(data.get(INT, 0))
              : null;
      default -> null;
    };
  }

  private static @Nullable ControlMessage socket(
      int type, MemorySegment data, IntFunction<Descriptor> descriptors) {
    return switch (type) {
      case Linux.SCM_RIGHTS -> rights(data, descriptors);
      case Linux.SCM_CREDENTIALS ->
          holds(data, ucred.SIZEOF)
              ? new ControlMessage.ScmCredentials(
                  new Credentials(
                      data.get(INT, ucred.pid), data.get(INT, ucred.uid), data.get(INT, ucred.gid)))
              : null;
      case Linux.SCM_PIDFD -> // a negative one is an errno: the kernel had none to give
          holds(data, 4) && data.get(INT, 0) >= 0
              ? new ControlMessage.ScmPidfd(descriptors.apply(data.get(INT, 0)))
              : null;
      case Linux.SCM_SECURITY ->
          new ControlMessage.ScmSecurity(new String(data.toArray(BYTE), StandardCharsets.UTF_8));
      case Linux.SCM_TIMESTAMP, Linux.SO_TIMESTAMP_NEW -> {
        Instant time = holds(data, timeval.SIZEOF) ? time(data, 0, 1000) : null;
        yield time == null ? null : new ControlMessage.ScmTimestamp(time);
      }
      case Linux.SCM_TIMESTAMPNS, Linux.SO_TIMESTAMPNS_NEW -> {
        Instant time = holds(data, timespec.SIZEOF) ? time(data, 0, 1) : null;
        yield time == null ? null : new ControlMessage.ScmTimestampns(time);
      }
      case Linux.SCM_TIMESTAMPING, Linux.SO_TIMESTAMPING_NEW -> // the one between is not used
          holds(data, 3 * timespec.SIZEOF)
              ? new ControlMessage.ScmTimestamping(taken(data, 0), taken(data, 2 * timespec.SIZEOF))
              : null;
      case Linux.SCM_TXTIME ->
          holds(data, 8) ? new ControlMessage.ScmTxtime(data.get(LONG, 0)) : null;
      case Linux.SO_RXQ_OVFL ->
          holds(data, 4)
              ? new ControlMessage.SoRxqOvfl(Integer.toUnsignedLong(data.get(INT, 0)))
              : null;
      case Linux.SO_MARK -> holds(data, 4) ? new ControlMessage.SoMark(data.get(INT, 0)) : null;
      default -> null;
    };
  }

  private static ControlMessage rights(MemorySegment data, IntFunction<Descriptor> descriptors) {
    List<Pollable> received = new ArrayList<>();
    for (long at = 0; at + 4 <= data.byteSize(); at += 4) {
      received.add(descriptors.apply(data.get(INT, at)));
    }
    return new ControlMessage.ScmRights(received);
  }

  private static @Nullable ControlMessage ip(int type, MemorySegment data) {
    return switch (type) {
      case Linux.IP_PKTINFO ->
          holds(data, in_pktinfo.SIZEOF)
              ? new ControlMessage.IpPktinfo(
                  data.get(INT, in_pktinfo.ipi_ifindex),
                  host(AddressFamily.AF_INET, data, in_pktinfo.ipi_spec_dst, 4),
                  host(AddressFamily.AF_INET, data, in_pktinfo.ipi_addr, 4))
              : null;
      case Linux.IP_TTL -> holds(data, 4) ? new ControlMessage.IpTtl(data.get(INT, 0)) : null;
      case Linux.IP_TOS -> // one byte from the kernel, an int to it
          holds(data, 4)
              ? new ControlMessage.IpTos(data.get(INT, 0))
              : holds(data, 1)
                  ? new ControlMessage.IpTos(Byte.toUnsignedInt(data.get(BYTE, 0)))
                  : null;
      case Linux.IP_ORIGDSTADDR ->
          address(data, 0) instanceof Address.Inet4 a ? new ControlMessage.IpOrigdstaddr(a) : null;
      case Linux.IP_RECVFRAGSIZE ->
          holds(data, 4) ? new ControlMessage.IpRecvfragsize(data.get(INT, 0)) : null;
      case Linux.IP_RECVERR ->
          holds(data, sock_extended_err.SIZEOF)
              ? new ControlMessage.IpRecverr(extendedError(data))
              : null;
      default -> null;
    };
  }

  private static @Nullable ControlMessage ipv6(int type, MemorySegment data) {
    return switch (type) {
      case Linux.IPV6_PKTINFO ->
          holds(data, in6_pktinfo.SIZEOF)
              ? new ControlMessage.Ipv6Pktinfo(
                  host(AddressFamily.AF_INET6, data, in6_pktinfo.ipi6_addr, 16),
                  data.get(INT, in6_pktinfo.ipi6_ifindex))
              : null;
      case Linux.IPV6_HOPLIMIT ->
          holds(data, 4) ? new ControlMessage.Ipv6Hoplimit(data.get(INT, 0)) : null;
      case Linux.IPV6_TCLASS ->
          holds(data, 4) ? new ControlMessage.Ipv6Tclass(data.get(INT, 0)) : null;
      case Linux.IPV6_FLOWINFO ->
          holds(data, 4) ? new ControlMessage.Ipv6Flowinfo(data.get(NET_INT, 0)) : null;
      case Linux.IPV6_ORIGDSTADDR ->
          address(data, 0) instanceof Address.Inet6 a
              ? new ControlMessage.Ipv6Origdstaddr(a)
              : null;
      case Linux.IPV6_RECVFRAGSIZE ->
          holds(data, 4) ? new ControlMessage.Ipv6Recvfragsize(data.get(INT, 0)) : null;
      case Linux.IPV6_RECVERR ->
          holds(data, sock_extended_err.SIZEOF)
              ? new ControlMessage.Ipv6Recverr(extendedError(data))
              : null;
      default -> null;
    };
  }

  private static ExtendedError extendedError(MemorySegment data) {
    return new ExtendedError(
        data.get(INT, sock_extended_err.ee_errno),
        Byte.toUnsignedInt(data.get(BYTE, sock_extended_err.ee_origin)),
        Byte.toUnsignedInt(data.get(BYTE, sock_extended_err.ee_type)),
        Byte.toUnsignedInt(data.get(BYTE, sock_extended_err.ee_code)),
        data.get(INT, sock_extended_err.ee_info),
        data.get(INT, sock_extended_err.ee_data),
        address(data, sock_extended_err.SIZEOF));
  }

  private static boolean holds(MemorySegment data, int size) {
    return data.byteSize() >= size;
  }

  private static String host(AddressFamily family, MemorySegment data, long at, int size) {
    return Sockets.inetNtop(family, data.asSlice(at, size).toArray(BYTE));
  }

  /** The address behind so many bytes, null for none. */
  private static @Nullable Address address(MemorySegment data, int at) {
    int length = (int) Math.min(data.byteSize() - at, Sockaddr.SIZEOF);
    if (length < 2 || data.get(SHORT, at) == Linux.AF_UNSPEC) {
      return null;
    }
    byte[] name = new byte[Sockaddr.SIZEOF];
    MemorySegment.copy(data, BYTE, at, name, 0, length);
    return Sockaddr.decode(name, length);
  }

  /** A {@code timespec}, or a {@code timeval} of which a unit has so many nanoseconds. */
  private static @Nullable Instant time(MemorySegment data, long at, long unit) {
    long fraction = data.get(LONG, at + timespec.tv_nsec);
    if (fraction < 0 || fraction >= 1_000_000_000 / unit) {
      return null;
    }
    try {
      return Instant.ofEpochSecond(data.get(LONG, at + timespec.tv_sec), fraction * unit);
    } catch (DateTimeException e) {
      return null; // beyond the year 1,000,000,000
    }
  }

  /** A time stamp, null for zeros: not taken. */
  private static @Nullable Instant taken(MemorySegment data, long at) {
    Instant time = time(data, at, 1);
    return Instant.EPOCH.equals(time) ? null : time;
  }
}
