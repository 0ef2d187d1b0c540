package gulliver.socket;

import gulliver.socket.Linux.tpacket_stats;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What came to a packet socket, {@code struct tpacket_stats}.
 *
 * @param packets how many frames came, those that were dropped included
 * @param drops how many were dropped for want of room
 * @see Options#PACKET_STATISTICS
 * @since 0.1
 */
public record PacketStatistics(long packets, long drops) {
  static PacketStatistics decode(MemorySegment raw) {
    return new PacketStatistics(at(raw, tpacket_stats.tp_packets), at(raw, tpacket_stats.tp_drops));
  }

  private static long at(MemorySegment raw, long offset) {
    return Integer.toUnsignedLong(raw.get(ValueLayout.JAVA_INT_UNALIGNED, offset));
  }
}
