package gulliver.socket;

import static gulliver.socket.SocketOption.struct;

import gulliver.socket.Linux.ip_mreqn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The interface that IPv4 multicast leaves by, the value of {@link Options#IP_MULTICAST_IF}: {@code
 * struct ip_mreqn} when it is set, and its address alone when it is read.
 *
 * @param local an address of the interface, {@code 0.0.0.0} for none
 * @param ifindex its index, which goes before its address; 0 when it is read, since the kernel does
 *     not tell
 * @since 0.1
 */
public record MulticastInterface(String local, int ifindex) {
  /** No interface in particular: the route decides. */
  public static final MulticastInterface ANY = new MulticastInterface(Address.Inet4.ANY, 0);

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException for what is no IPv4 literal, or an index below 0
   */
  public MulticastInterface {
    Multicast.inet4("interface", local);
    Multicast.checkInterface(local, ifindex);
  }

  /**
   * An interface by its address.
   *
   * @param local an address of the interface
   */
  public MulticastInterface(String local) {
    this(local, 0);
  }

  /**
   * An interface by its index.
   *
   * @param ifindex its index
   */
  public MulticastInterface(int ifindex) {
    this(Address.Inet4.ANY, ifindex);
  }

  static MulticastInterface decode(MemorySegment raw) {
    byte[] address = raw.asSlice(0, 4).toArray(ValueLayout.JAVA_BYTE);
    return new MulticastInterface(InetText.format4(address), 0);
  }

  byte[] encode() {
    return struct(
        ip_mreqn.SIZEOF,
        s -> {
          Multicast.put(s, ip_mreqn.imr_address, Multicast.inet4("interface", local));
          s.set(ValueLayout.JAVA_INT_UNALIGNED, ip_mreqn.imr_ifindex, ifindex);
        });
  }
}
