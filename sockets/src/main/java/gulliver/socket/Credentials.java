package gulliver.socket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Who a process is, {@code struct ucred}.
 *
 * @param pid the process; 0 where there is none, or none that can be seen from here
 * @param uid the user; -1 where there is none
 * @param gid the group; -1 where there is none
 * @see Options#SO_PEERCRED
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 * @since 0.1
 */
public record Credentials(int pid, int uid, int gid) {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  static Credentials decode(MemorySegment raw) {
    return new Credentials(
        raw.get(INT, Linux.ucred.pid),
        raw.get(INT, Linux.ucred.uid),
        raw.get(INT, Linux.ucred.gid));
  }
}
