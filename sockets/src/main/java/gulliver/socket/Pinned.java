package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the kernel may still read for calls with {@code MSG_ZEROCOPY}. It is held here,
 * so that the collector does not free it, until the kernel has said on the error queue that the
 * call is complete. Duplicates of a socket, whose calls the kernel counts together, share one.
 */
final class Pinned {
  /**
   * The kinds of native memory that only the collector frees, by what the JDK calls their sessions:
   * of {@code Arena.ofAuto()}, of {@code Arena.global()}, and of buffers. There is no other way to
   * ask; memory of a kind that is not among them is refused.
   */
  private static final List<String> COLLECTED =
      List.of("ImplicitSession", "GlobalSession", "HeapSession");

  /**
   * How long memory is held for a socket that has ended before its calls were complete: the kernel
   * gives a connection up that nobody has any more, {@code tcp_orphan_retries}, in less.
   */
  private static final long LATE = TimeUnit.MINUTES.toNanos(20);

  /** For what nobody asks any more, since the sockets have ended. */
  private static final Queue<Late> ENDED = new ConcurrentLinkedQueue<>();

  /** A completion has no bytes; of other entries so many are kept. */
  private static final int KEPT = 2048;

  private static final int CONTROL = 512;
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(1);

  /** Another thread may take the entry that this one waits for: so look again. */
  private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(100);

  private record Late(Pinned memory, Time time, long until) {}

  /** An entry of the error queue that is no completion. */
  private record Other(
      byte[] bytes, @Nullable Address address, int flags, List<ControlMessage> control) {}

  private final TreeMap<Long, List<MemorySegment>> held = new TreeMap<>();
  private final Queue<Other> others = new ArrayDeque<>();
  private long calls;
  private long copied;

  /** Refuses memory that may be moved, or freed before the kernel has read it. */
  static void check(String call, MemorySegment buffer) {
    String kind = buffer.scope().getClass().getSimpleName();
    if (!buffer.isNative() || !COLLECTED.contains(kind)) {
      throw new IllegalArgumentException(
          call
              + ": MSG_ZEROCOPY: memory of Arena.ofAuto() or Arena.global(), or a direct buffer, is"
              + " allowed");
    }
  }

  /** Makes an attempt to send, and holds its memory if the kernel counts it. */
  synchronized long send(Endpoint endpoint, List<MemorySegment> memory, Waiting.Attempt attempt)
      throws IOException {
    forget();
    boolean on = isOn(endpoint);
    long n = attempt.run();
    if (n > 0 && (on || isOn(endpoint))) {
      held.put(calls++, memory);
    }
    return n;
  }

  private static boolean isOn(Endpoint endpoint) {
    MemorySegment value = MemorySegment.ofArray(new int[1]);
    return endpoint.getopt(Linux.SOL_SOCKET, Linux.SO_ZEROCOPY, value) > 0
        && value.get(ValueLayout.JAVA_INT, 0) != 0;
  }

  synchronized ZeroCopy state() {
    return new ZeroCopy(calls, held.isEmpty() ? calls : held.firstKey(), copied);
  }

  /** Takes note of the completions in what came from the error queue; whether there were any. */
  boolean completed(List<ControlMessage> control) {
    boolean any = false;
    for (ControlMessage message : control) {
      ExtendedError error =
          switch (message) {
            case ControlMessage.IpRecverr four -> four.error();
            case ControlMessage.Ipv6Recverr six -> six.error();
            default -> null;
          };
      if (error != null && error.origin() == Linux.SO_EE_ORIGIN_ZEROCOPY) {
        completed(error);
        any = true;
      }
    }
    return any;
  }

  private synchronized void completed(ExtendedError error) {
    // the kernel's numbers have 32 bits
    long first = calls - Integer.toUnsignedLong((int) calls - error.info());
    long last = first + Integer.toUnsignedLong(error.data() - error.info());
    Collection<?> done = held.subMap(first, true, last, true).values();
    if ((error.code() & Linux.SO_EE_CODE_ZEROCOPY_COPIED) != 0) {
      copied += done.size();
    }
    done.clear();
  }

  /**
   * Takes what there is off the error queue; whether there was anything. What is no completion is
   * kept for who asks for it.
   */
  synchronized boolean read(Endpoint endpoint) {
    if (held.isEmpty()) {
      return false; // nor has every family a queue that the flag would mean
    }
    byte[] bytes = new byte[KEPT];
    boolean any = false;
    for (; ; ) {
      InMessage into = new InMessage(CONTROL, bytes);
      long n = endpoint.recvmsg(into, Linux.MSG_ERRQUEUE);
      if (n < 0 || (into.flags() & Linux.MSG_ERRQUEUE) == 0) {
        return any;
      }
      any = true;
      if (!completed(into.control())) {
        byte[] kept = Arrays.copyOf(bytes, (int) Math.min(n, KEPT));
        others.add(new Other(kept, into.address(), into.flags(), into.control()));
      }
    }
  }

  /**
   * An entry that was taken off the queue and is no completion; its length, -1 if there is none.
   */
  synchronized long other(InMessage into) {
    Other other = others.poll();
    if (other == null) {
      return -1;
    }
    int done = 0;
    for (MemorySegment buffer : into.buffers()) {
      int n = (int) Math.min(buffer.byteSize(), other.bytes.length - done);
      MemorySegment.copy(MemorySegment.ofArray(other.bytes), done, buffer, 0, n);
      done += n;
    }
    boolean cut = done < other.bytes.length;
    into.set(other.address, cut ? other.flags | Linux.MSG_TRUNC : other.flags, other.control);
    return done;
  }

  /** The socket ends: nobody will ask any more, and the kernel may still be sending. */
  synchronized void end(Time time) {
    forget();
    if (!held.isEmpty()) {
      ENDED.add(new Late(this, time, time.nanoTime() + LATE));
    }
  }

  private static void forget() {
    for (Late oldest = ENDED.peek();
        oldest != null && oldest.time.nanoTime() - oldest.until >= 0;
        oldest = ENDED.peek()) {
      ENDED.remove(oldest);
    }
  }

  /** Waits until all calls before a number are complete. */
  static ZeroCopy await(Socket socket, long number) throws IOException {
    String call = "awaitZerocopy";
    Core core = socket.core;
    Endpoint endpoint = core.endpoint;
    Network network = socket.network();
    core.enter(call);
    try {
      Pinned pinned = core.pinned();
      long timeout = core.sendTimeout;
      long deadline = Deadlines.UNSET;
      for (; ; ) {
        boolean found = pinned.read(endpoint);
        ZeroCopy state = pinned.state();
        core.checkOpen(call, null, null);
        if (number > state.calls()) {
          throw new IllegalArgumentException(
              call + ": " + number + " calls: up to " + state.calls() + ", as many as there were");
        }
        if (state.complete() >= number) {
          return state;
        }
        if (timeout == 0) {
          throw socket.wouldBlock(call);
        }
        deadline = core.mayWait(core.sending, call, null, timeout, deadline, 0);
        boolean other = !found && (endpoint.ready() & Linux.POLLERR) != 0; // it stays
        long again = network.nanoTime() + (other ? SOON : LOOK_AGAIN);
        long until = deadline == Time.FOREVER ? again : Math.min(deadline, again);
        if (other) {
          network.time().park(until);
        } else {
          Endpoint[] one = {endpoint};
          network.provider().await(one, new int[] {Linux.POLLERR}, until);
        }
      }
    } finally {
      core.leave();
    }
  }
}
