package gulliver.socket;

import static gulliver.socket.SocketOption.struct;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * By which clock packets leave, {@code struct sock_txtime}: the value of {@link Options#SO_TXTIME}.
 *
 * @param clockid such as {@code CLOCK_TAI} of {@link Linux}
 * @param flags {@code SOF_TXTIME_DEADLINE_MODE} 1, the time is the latest; {@code
 *     SOF_TXTIME_REPORT_ERRORS} 2, tell on the error queue what was dropped
 * @since 0.1
 */
public record TxTime(int clockid, int flags) {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  static TxTime decode(MemorySegment raw) {
    return new TxTime(
        raw.get(INT, Linux.sock_txtime.clockid), raw.get(INT, Linux.sock_txtime.flags));
  }

  byte[] encode() {
    return struct(
        Linux.sock_txtime.SIZEOF,
        s -> {
          s.set(INT, Linux.sock_txtime.clockid, clockid);
          s.set(INT, Linux.sock_txtime.flags, flags);
        });
  }
}
