package gulliver.os;

import gulliver.os.ffm.ReadinessCalls;
import gulliver.socket.Linux.pollfd;
import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/** The readiness of several sockets at once. */
final class Readiness {
  /** So many in one call: the JVM waits for it at a safepoint, and RLIMIT_NOFILE is its limit. */
  private static final int MOST = 1024;

  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(1);

  private Readiness() {}

  /** {@code poll(2)} with a time-out of 0; answers whether anything wanted is there. */
  static boolean poll(Endpoint[] endpoints, int[] events, int[] revents) {
    MemorySegment errno = MemorySegment.ofArray(new int[1]);
    byte[] raw = new byte[Math.min(endpoints.length, MOST) * pollfd.SIZEOF];
    MemorySegment fds = MemorySegment.ofArray(raw);
    boolean any = false;
    for (int first = 0; first < endpoints.length; first += MOST) {
      int n = Math.min(endpoints.length - first, MOST);
      for (int i = 0; i < n; i++) {
        long at = (long) i * pollfd.SIZEOF;
        fds.set(
            ValueLayout.JAVA_INT_UNALIGNED, at + pollfd.fd, ((OsEndpoint) endpoints[first + i]).fd);
        fds.set(ValueLayout.JAVA_SHORT_UNALIGNED, at + pollfd.events, (short) events[first + i]);
      }
      ReadinessCalls.poll(fds, n, 0, errno);
      for (int i = 0; i < n; i++) {
        long at = (long) i * pollfd.SIZEOF;
        revents[first + i] =
            fds.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + pollfd.revents) & events[first + i];
        any |= revents[first + i] != 0;
      }
    }
    return any;
  }

  /**
   * Waits with a waiter that joins those of all endpoints; once more looks what there is when it
   * has joined, because nobody tells it what came before.
   */
  static void await(OsTime time, Endpoint[] endpoints, int[] events, long deadline) {
    Waiter waiter = new Waiter();
    boolean told = true;
    int joined = 0;
    try {
      for (; joined < endpoints.length; joined++) {
        told &= ((OsEndpoint) endpoints[joined]).join(waiter);
      }
      if (!poll(endpoints, events, new int[endpoints.length])) {
        long soon = time.nanoTime() + SOON;
        if (waiter.enter()) {
          waiter.park(
              time, told ? deadline : deadline == Time.FOREVER ? soon : Math.min(soon, deadline));
        }
      }
    } finally {
      for (int i = 0; i < joined; i++) {
        ((OsEndpoint) endpoints[i]).leave(waiter);
      }
    }
  }
}
