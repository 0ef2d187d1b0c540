package gulliver.os;

import gulliver.os.ffm.SocketCalls;
import gulliver.socket.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code getsockopt(2)} and {@code setsockopt(2)}, where filters are instructions as they are. */
final class OsOptions {
  private OsOptions() {}

  static int get(int fd, int level, int name, MemorySegment value) {
    // of a filter, the kernel counts instructions, and writes as many as there are
    int unit =
        level == Linux.SOL_SOCKET && name == Linux.SO_GET_FILTER ? Linux.sock_filter.SIZEOF : 1;
    int room = (int) value.byteSize() / unit;
    MemorySegment length = MemorySegment.ofArray(new int[] {room});
    int result = SocketCalls.getsockopt(fd, level, name, value, length);
    if (result < 0) {
      return result;
    }
    int size = length.get(ValueLayout.JAVA_INT, 0);
    // asked with no room, it answers how many, and writes none
    return unit > 1 && size > room && value.byteSize() > 0 ? -Linux.EINVAL : size * unit;
  }

  static int set(int fd, int level, int name, MemorySegment value) {
    return isProgram(level, name)
        ? setProgram(fd, level, name, value)
        : SocketCalls.setsockopt(fd, level, name, value, (int) value.byteSize());
  }

  private static boolean isProgram(int level, int name) {
    return level == Linux.SOL_SOCKET
        ? name == Linux.SO_ATTACH_FILTER || name == Linux.SO_ATTACH_REUSEPORT_CBPF
        : level == Linux.SOL_PACKET && name == Linux.PACKET_FANOUT_DATA;
  }

  /** The kernel copies the instructions that {@code struct sock_fprog} points to. */
  private static int setProgram(int fd, int level, int name, MemorySegment instructions) {
    long size = instructions.byteSize();
    if (size % Linux.sock_filter.SIZEOF != 0
        || size > (long) Linux.BPF_MAXINSNS * Linux.sock_filter.SIZEOF) {
      return -Linux.EINVAL;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment filter = arena.allocate(Math.max(1, size), 8).copyFrom(instructions);
      MemorySegment program = arena.allocate(Linux.sock_fprog.SIZEOF, 8);
      short length = (short) (size / Linux.sock_filter.SIZEOF);
      program.set(ValueLayout.JAVA_SHORT, Linux.sock_fprog.len, length);
      program.set(ValueLayout.ADDRESS, Linux.sock_fprog.filter, filter);
      return SocketCalls.setsockopt(fd, level, name, program, Linux.sock_fprog.SIZEOF);
    }
  }
}
