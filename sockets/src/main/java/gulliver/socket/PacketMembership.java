package gulliver.socket;

import static gulliver.socket.SocketOption.struct;

import gulliver.socket.Linux.packet_mreq;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What an interface is to receive besides, {@code struct packet_mreq}.
 *
 * @param ifindex the interface's index
 * @param type {@code PACKET_MR_} of {@link Linux}: MULTICAST 0 and UNICAST 3 for one address,
 *     PROMISC 1 for all frames, ALLMULTI 2 for all multicast
 * @param address the hardware address, at most 8 bytes; none for PROMISC and ALLMULTI
 * @see Options#PACKET_ADD_MEMBERSHIP
 * @since 0.1
 */
public record PacketMembership(int ifindex, int type, byte[] address) {
  private static final int MOST = packet_mreq.SIZEOF - packet_mreq.mr_address;

  /**
   * Checks the type and the address, which is copied.
   *
   * @throws IllegalArgumentException for a type of more than 16 bits, or an address of more than 8
   *     bytes
   */
  public PacketMembership {
    if (type < 0 || type > 0xffff) {
      throw new IllegalArgumentException("packet_mreq type " + type + ": 0 to 65535 are allowed");
    }
    if (address.length > MOST) {
      throw new IllegalArgumentException(
          "hardware address of " + address.length + " bytes: at most " + MOST + " are allowed");
    }
    address = address.clone();
  }

  /**
   * All frames, or all multicast, of an interface.
   *
   * @param ifindex the interface's index
   * @param type {@code PACKET_MR_PROMISC} or {@code PACKET_MR_ALLMULTI} of {@link Linux}
   */
  public PacketMembership(int ifindex, int type) {
    this(ifindex, type, new byte[0]);
  }

  /** {@return the hardware address, a copy} */
  @Override
  public byte[] address() {
    return address.clone();
  }

  byte[] encode() {
    return struct(
        packet_mreq.SIZEOF,
        s -> {
          s.set(ValueLayout.JAVA_INT_UNALIGNED, packet_mreq.mr_ifindex, ifindex);
          s.set(ValueLayout.JAVA_SHORT_UNALIGNED, packet_mreq.mr_type, (short) type);
          s.set(ValueLayout.JAVA_SHORT_UNALIGNED, packet_mreq.mr_alen, (short) address.length);
          Multicast.put(s, packet_mreq.mr_address, address);
        });
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PacketMembership that
        && ifindex == that.ifindex
        && type == that.type
        && Arrays.equals(address, that.address);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * ifindex + type) + Arrays.hashCode(address);
  }

  /** Such as {@code PACKET_MR_MULTICAST 01:00:5e:00:00:01%2}. */
  @Override
  public String toString() {
    String name = LinuxNames.name("PACKET_MR_", type);
    return name
        + (address.length == 0 ? "" : " " + HexFormat.ofDelimiter(":").formatHex(address))
        + "%"
        + ifindex;
  }
}
