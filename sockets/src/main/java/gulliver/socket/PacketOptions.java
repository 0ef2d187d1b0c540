package gulliver.socket;

import static gulliver.socket.SocketOption.ofBoolean;
import static gulliver.socket.SocketOption.ofInt;
import static gulliver.socket.SocketOption.ofReadOnly;
import static gulliver.socket.SocketOption.ofWriteOnly;

/**
 * The options of the level {@code SOL_PACKET}, of sockets of the family {@code AF_PACKET}, sorted
 * by C name. The rings, which are memory shared with the kernel, are not among them.
 *
 * <p>Unless said otherwise an option can be read and set at any time, and is initially off or 0.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/packet.7.html">packet(7)</a>
 * @since 0.1
 */
public sealed interface PacketOptions permits Options {
  /**
   * Makes an interface receive more: all frames, all multicast, or those of one address. It ends
   * with the socket. {@code ENODEV} → there is no such interface. Can only be set.
   */
  SocketOption<PacketMembership> PACKET_ADD_MEMBERSHIP = membership(Linux.PACKET_ADD_MEMBERSHIP);

  /** Tells, with what {@code recvmsg} receives, its lengths, status and VLAN. Initially off. */
  SocketOption<Boolean> PACKET_AUXDATA = ofBoolean(Linux.SOL_PACKET, Linux.PACKET_AUXDATA);

  /** Up to how many frames that are too long for the ring are queued besides. Initially 0, none. */
  SocketOption<Integer> PACKET_COPY_THRESH = ofInt(Linux.SOL_PACKET, Linux.PACKET_COPY_THRESH);

  /** Takes such a wish back. {@code EADDRNOTAVAIL} → there is none. Can only be set. */
  SocketOption<PacketMembership> PACKET_DROP_MEMBERSHIP = membership(Linux.PACKET_DROP_MEMBERSHIP);

  /**
   * The group of sockets that share an interface's frames out among them. Set it once, on a bound
   * socket; 0 is read where there is none. {@code EINVAL} → not bound, or the group is of another
   * type; {@code EALREADY} → it is in one.
   */
  SocketOption<PacketFanout> PACKET_FANOUT =
      SocketOption.of(
          Linux.SOL_PACKET,
          Linux.PACKET_FANOUT,
          PacketFanout.class,
          4,
          PacketFanout::decode,
          PacketFanout::encode);

  /**
   * The program of a group of the type {@code PACKET_FANOUT_CBPF}: its answer, modulo their number,
   * is the socket that gets the frame. Can only be set. {@code EINVAL} → the socket is in no such
   * group.
   */
  SocketOption<Bpf> PACKET_FANOUT_DATA =
      ofWriteOnly(
          Linux.SOL_PACKET,
          Linux.PACKET_FANOUT_DATA,
          Bpf.class,
          Linux.BPF_MAXINSNS * Linux.sock_filter.SIZEOF,
          Bpf::bytes);

  /** Leaves out what this host sends. Initially off. Since Linux 4.20. */
  SocketOption<Boolean> PACKET_IGNORE_OUTGOING =
      ofBoolean(Linux.SOL_PACKET, Linux.PACKET_IGNORE_OUTGOING);

  /** Skips what is wrong in the ring of what is to be sent, instead of stopping. Initially off. */
  SocketOption<Boolean> PACKET_LOSS = ofBoolean(Linux.SOL_PACKET, Linux.PACKET_LOSS);

  /** Names, for what comes over a bond or a VLAN, the device beneath. Initially off. */
  SocketOption<Boolean> PACKET_ORIGDEV = ofBoolean(Linux.SOL_PACKET, Linux.PACKET_ORIGDEV);

  /** Sends past the queueing discipline, right to the device. Initially off. */
  SocketOption<Boolean> PACKET_QDISC_BYPASS =
      ofBoolean(Linux.SOL_PACKET, Linux.PACKET_QDISC_BYPASS);

  /** Bytes kept free before each frame in the ring. Initially 0. Set it before there is a ring. */
  SocketOption<Integer> PACKET_RESERVE = ofInt(Linux.SOL_PACKET, Linux.PACKET_RESERVE);

  /** How many frames came, and how many of them were dropped, since it was last read. Read only. */
  SocketOption<PacketStatistics> PACKET_STATISTICS =
      ofReadOnly(
          Linux.SOL_PACKET,
          Linux.PACKET_STATISTICS,
          PacketStatistics.class,
          Linux.tpacket_stats.SIZEOF,
          PacketStatistics::decode);

  /**
   * Which time stamps the frames in the ring have, {@code SOF_TIMESTAMPING_} flags of {@link
   * Linux}. Initially 0: the kernel's clock.
   */
  SocketOption<Integer> PACKET_TIMESTAMP = ofInt(Linux.SOL_PACKET, Linux.PACKET_TIMESTAMP);

  /** The frames in the ring of what is to be sent say where they begin. Initially off. */
  SocketOption<Boolean> PACKET_TX_HAS_OFF = ofBoolean(Linux.SOL_PACKET, Linux.PACKET_TX_HAS_OFF);

  /**
   * The ring's version: {@code TPACKET_V1} 0, which is initial, {@code TPACKET_V2} 1, {@code
   * TPACKET_V3} 2. Set it before there is a ring; {@code EBUSY} → there is one.
   */
  SocketOption<Integer> PACKET_VERSION = ofInt(Linux.SOL_PACKET, Linux.PACKET_VERSION);

  /**
   * Puts {@code struct virtio_net_hdr} before each frame, and reads it before what is sent. Raw
   * sockets only. Initially off.
   */
  SocketOption<Boolean> PACKET_VNET_HDR = ofBoolean(Linux.SOL_PACKET, Linux.PACKET_VNET_HDR);

  /** How long that header is, 0, 10 or 12; {@link #PACKET_VNET_HDR} is 10. Since Linux 6.5. */
  SocketOption<Integer> PACKET_VNET_HDR_SZ = ofInt(Linux.SOL_PACKET, Linux.PACKET_VNET_HDR_SZ);

  private static SocketOption<PacketMembership> membership(int name) {
    return ofWriteOnly(
        Linux.SOL_PACKET,
        name,
        PacketMembership.class,
        Linux.packet_mreq.SIZEOF,
        PacketMembership::encode);
  }
}
