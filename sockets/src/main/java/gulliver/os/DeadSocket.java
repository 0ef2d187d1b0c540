package gulliver.os;

import gulliver.os.ffm.FileCalls;
import gulliver.os.ffm.SocketCalls;
import gulliver.socket.Linux;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A socket whose peer is gone: receiving from it gives the end, sending to it EPIPE. There is one,
 * to put in the place of those that are closed while calls are inside.
 */
final class DeadSocket {
  private static volatile int fd = -1;

  private DeadSocket() {}

  /** Made when it is first needed; negative while there is no descriptor to be had for it. */
  static int fd() {
    int known = fd;
    return known >= 0 ? known : make();
  }

  private static synchronized int make() {
    if (fd < 0) {
      MemorySegment pair = MemorySegment.ofArray(new int[2]);
      int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC;
      int result = SocketCalls.socketpair(Linux.AF_UNIX, type, 0, pair);
      if (result < 0) {
        return result;
      }
      FileCalls.close(pair.getAtIndex(ValueLayout.JAVA_INT, 1));
      fd = pair.getAtIndex(ValueLayout.JAVA_INT, 0);
    }
    return fd;
  }
}
