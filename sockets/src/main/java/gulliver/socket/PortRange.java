package gulliver.socket;

import static gulliver.socket.SocketOption.struct;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A range of ports, the value of {@link Options#IP_LOCAL_PORT_RANGE}.
 *
 * @param low the first, 0 for the system's
 * @param high the last, 0 for the system's
 * @since 0.1
 */
public record PortRange(int low, int high) {
  /**
   * Checks both.
   *
   * @throws IllegalArgumentException for a port out of range
   */
  public PortRange {
    if (low < 0 || low > 65535 || high < 0 || high > 65535) {
      throw new IllegalArgumentException(
          "ports " + low + " to " + high + ": 0 to 65535 are allowed");
    }
  }

  static PortRange decode(MemorySegment raw) {
    int both = raw.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    return new PortRange(both & 0xffff, both >>> 16);
  }

  byte[] encode() {
    return struct(4, s -> s.set(ValueLayout.JAVA_INT_UNALIGNED, 0, (high << 16) | low));
  }
}
