package gulliver.socket;

import static gulliver.socket.SocketOption.struct;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A group of packet sockets that share frames out, the value of {@link Options#PACKET_FANOUT}.
 *
 * @param id the group's number, 0…65535, the same for all its members
 * @param type how, {@code PACKET_FANOUT_} of {@link Linux}: HASH 0 by connection, LB 1 in turn, CPU
 *     2, ROLLOVER 3 to the next when one is full, RND 4, QM 5 by queue, CBPF 6 by a program; with
 *     flags or'ed, {@code PACKET_FANOUT_FLAG_}
 * @since 0.1
 */
public record PacketFanout(int id, int type) {
  /**
   * Checks both.
   *
   * @throws IllegalArgumentException for more than 16 bits
   */
  public PacketFanout {
    if (id < 0 || id > 0xffff || type < 0 || type > 0xffff) {
      throw new IllegalArgumentException(
          "fanout group " + id + ", type " + type + ": 0 to 65535 are allowed");
    }
  }

  static PacketFanout decode(MemorySegment raw) {
    int both = raw.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    return new PacketFanout(both & 0xffff, both >>> 16);
  }

  byte[] encode() {
    return struct(4, s -> s.set(ValueLayout.JAVA_INT_UNALIGNED, 0, (type << 16) | id));
  }
}
