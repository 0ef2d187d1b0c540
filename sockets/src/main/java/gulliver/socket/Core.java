package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What stands above the seam, once for all networks: receiving and sending, above how a call waits
 * ({@link Waiting}) and who is inside ({@link UseCount}). These are one object, so that a socket is
 * small and its calls are short; other topics have a class that is given a core: {@link
 * Connections}, {@link Messages}, {@link Moving}, {@link Pinned}, {@link Question}.
 *
 * <p>A core does not know its {@link Socket}, so that a dropped socket can be found by the cleaner.
 */
final class Core extends Waiting {
  /**
   * The most that one call moves through a stream: long enough to be fast, short enough to keep the
   * JVM responsive, which waits for such a call at a safepoint.
   */
  static final long MOST = 1 << 20;

  /** A call that receives with one of these does not wait, whatever its time-out. */
  static final int NEVER_WAITS = Linux.MSG_DONTWAIT | Linux.MSG_ERRQUEUE | Linux.MSG_OOB;

  /** The most that one call moves in Linux, {@code MAX_RW_COUNT}; an int counts it. */
  private static final long MOST_WAITALL = 0x7ffff000;

  private static final AtomicIntegerFieldUpdater<Core> DEFERRED =
      AtomicIntegerFieldUpdater.newUpdater(Core.class, "deferred");

  /** How a receiving or sending call ends. */
  enum Until {
    /** When something has been transferred. */
    SOME,
    /** When everything has, or the stream ends, or a wait ends early: {@code MSG_WAITALL}. */
    FULL_OR_EARLY,
    /**
     * When everything has, or the stream ends; a wait that ends early is a failure that tells how
     * much.
     */
    FULL
  }

  /**
   * An errno that ended a {@code MSG_WAITALL} after some data had come: the next call reports it.
   */
  volatile int deferred;

  Core(Endpoint endpoint, Time time) {
    super(endpoint, time);
  }

  // ---- receiving ----

  /**
   * Answers the count, or -1 for "would block".
   *
   * <p>What is on the stack of a virtual thread while it waits is memory for as long. So nothing
   * that attempts is: {@link #receiveAtOnce} has returned by then.
   */
  long receive(
      String call, Object into, long at, long most, int asked, @Nullable Sender from, Until ends)
      throws IOException {
    long n = receiveAtOnce(call, into, at, most, asked, from, ends);
    if (!isPending(n)) {
      return n;
    }
    try {
      long timeout = receiveTimeout;
      boolean waits = receiving.isMine();
      long deadline =
          waits ? Deadlines.UNSET : acquire(receiving, call, null, timeout, Deadlines.UNSET);
      try {
        Until until = until(asked, ends);
        long size = size(most, asked, ends);
        int flags = flags(asked, from);
        do {
          long done = moved(n);
          if (waits) {
            try {
              deadline = mayWait(receiving, call, null, timeout, deadline, done);
            } catch (IOException e) {
              if (done > 0 && until == Until.FULL_OR_EARLY) {
                n = done; // an interrupt stays pending
                break;
              }
              throw e;
            }
            endpoint.await(Endpoint.READ, deadline);
          }
          waits = true;
          done = (flags & Linux.MSG_PEEK) == 0 ? done : 0; // a peek starts from the beginning
          n = transfer(call, into, at, size, flags, from, null, true, until, timeout, done, AGAIN);
        } while (isPending(n));
        return from == null || n < 0 ? n : told(n, size, asked, from);
      } finally {
        receiving.release(time);
      }
    } finally {
      leave();
    }
  }

  /**
   * Receives what needs no wait. If that is not enough the answer {@link #isPending}, the call is
   * still counted in, and has the turn unless another has.
   *
   * <p>This method, {@link #sendAtOnce} and {@link #transfer} are longer than what HotSpot copies
   * into a caller (FreqInlineSize, 325 bytes). So each is compiled by itself, with all that is
   * below it down to the system call; begun further up, that would be deeper than it goes
   * (MaxInlineLevel), and what is left out at the bottom allocates.
   */
  private long receiveAtOnce(
      String call, Object into, long at, long most, int asked, @Nullable Sender from, Until ends)
      throws IOException {
    Bytes.checkWritable(call, into);
    Until until = until(asked, ends);
    long size = size(most, asked, ends);
    int flags = flags(asked, from);
    boolean pending = false;
    enter(call);
    try {
      if (ends == Until.FULL && size == 0) {
        return 0; // full, and no reason to wait for what another call will take
      }
      throwDeferred(call);
      long n;
      long timeout = receiveTimeout;
      boolean waits = timeout != 0 && (flags & NEVER_WAITS) == 0;
      if (!waits) {
        flags |= Linux.MSG_DONTWAIT;
      }
      if (!waits && until == Until.SOME) {
        n = checked(call, null, Bytes.recv(endpoint, into, at, size, flags, from));
      } else if (!receiving.tryAcquire()) {
        pending = waits;
        return waits ? pending(0) : Socket.WOULD_BLOCK; // another is in the middle of a whole one
      } else {
        try {
          n = Bytes.recv(endpoint, into, at, first(size, flags), flags, from);
          if (n != size && (n <= 0 || until != Until.SOME)) {
            timeout = waits ? timeout : 0;
            n = transfer(call, into, at, size, flags, from, null, true, until, timeout, 0, n);
            pending = isPending(n);
          }
        } finally {
          if (!pending) {
            receiving.release(time);
          }
        }
      }
      return from == null || n < 0 ? n : told(n, size, asked, from);
    } finally {
      if (!pending) {
        leave();
      }
    }
  }

  /** When a receiving call ends that was asked for with these flags. */
  private Until until(int asked, Until ends) {
    return (asked & Linux.MSG_WAITALL) != 0 && isStream() ? Until.FULL_OR_EARLY : ends;
  }

  /** How much it moves at most. */
  private long size(long most, int asked, Until ends) {
    return !isStream()
        ? most
        : (asked & Linux.MSG_WAITALL) != 0 ? Math.min(most, MOST_WAITALL) : part(most, ends);
  }

  /** The flags for the network. */
  private int flags(int asked, @Nullable Sender from) {
    // MSG_TRUNC makes it tell a message's real length (on a stream it would drop the data)
    return isStream() ? asked & ~Linux.MSG_WAITALL : from != null ? asked | Linux.MSG_TRUNC : asked;
  }

  /** Completes what a receiver is told besides the bytes. */
  private long told(long n, long size, int asked, Sender from) {
    boolean stream = isStream();
    if (from.address() == null && (stream || !isConnectionless())) {
      from.set(peer); // the kernel names nobody on a connection
    }
    if (stream) {
      return n;
    }
    from.truncated(n > size);
    return (asked & Linux.MSG_TRUNC) != 0 ? n : Math.min(n, size);
  }

  void throwDeferred(String call) throws IOException {
    int errno = deferred == 0 ? 0 : DEFERRED.getAndSet(this, 0);
    if (errno != 0) {
      throw failure(call, null, errno, 0);
    }
  }

  // ---- sending ----

  /**
   * Answers the count, or -1 for "would block"; {@code deadline} may have been set by resolving a
   * name.
   */
  long send(
      String call,
      Object from,
      long at,
      long all,
      int flags,
      @Nullable Address to,
      Until until,
      long deadline)
      throws IOException {
    long n = sendAtOnce(call, from, at, all, flags, to, until, deadline);
    if (!isPending(n)) {
      return n;
    }
    try {
      long timeout = sendTimeout;
      boolean waits = sending.isMine();
      long ends = waits ? deadline : acquire(sending, call, to, timeout, deadline);
      try {
        long size = part(all, until);
        do {
          long done = moved(n);
          if (waits) {
            ends = mayWait(sending, call, to, timeout, ends, done);
            endpoint.await(writes(to), ends);
          }
          waits = true;
          n = transfer(call, from, at, size, flags, null, to, false, until, timeout, done, AGAIN);
        } while (isPending(n));
        return n;
      } finally {
        sending.release(time);
      }
    } finally {
      leave();
    }
  }

  /** Sends what needs no wait, as {@link #receiveAtOnce}. */
  private long sendAtOnce(
      String call,
      Object from,
      long at,
      long all,
      int flags,
      @Nullable Address to,
      Until until,
      long deadline)
      throws IOException {
    Bytes.check(call, from);
    if ((flags & Linux.MSG_ZEROCOPY) != 0) {
      Pinned.check(call, Bytes.segment(from, at, all));
    }
    long size = part(all, until);
    boolean pending = false;
    enter(call, null, to);
    try {
      long timeout = sendTimeout;
      boolean waits = timeout != 0 && (flags & Linux.MSG_DONTWAIT) == 0;
      if (!waits && until == Until.SOME) {
        return checked(call, to, trySend(from, at, size, flags, to));
      }
      if (waits && to != null && (flags & Linux.MSG_FASTOPEN) != 0 && isStream()) {
        return fastOpen(call, Bytes.segment(from, at, size), flags, to, timeout, deadline);
      }
      if (!sending.tryAcquire()) {
        pending = waits;
        return waits ? pending(0) : Socket.WOULD_BLOCK; // another is in the middle of a whole one
      }
      try {
        long n = trySend(from, at, first(size, 0), flags, to);
        if (n != size && (n <= 0 || until != Until.SOME)) {
          timeout = waits ? timeout : 0;
          n = transfer(call, from, at, size, flags, null, to, false, until, timeout, 0, n);
          pending = isPending(n);
        }
        return n;
      } finally {
        if (!pending) {
          sending.release(time);
        }
      }
    } finally {
      if (!pending) {
        leave();
      }
    }
  }

  private long fastOpen(
      String call, MemorySegment from, int flags, Address to, long timeout, long deadline)
      throws IOException {
    int then = flags & ~Linux.MSG_FASTOPEN;
    long size = from.byteSize();
    Attempt open = () -> trySend(from, 0, size, flags, to);
    FastOpen.Rest rest = done -> trySend(from, done, size - done, then, null);
    FastOpen attempt = new FastOpen(this, to, size, open, rest);
    return attempts(call, to, Endpoint.WRITE, timeout, deadline, attempt);
  }

  /** One attempt to send; memory that the kernel may read later is held. */
  private long trySend(Object from, long at, long size, int flags, @Nullable Address to)
      throws IOException {
    return (flags & Linux.MSG_ZEROCOPY) == 0
        ? Bytes.send(endpoint, from, at, size, flags, to)
        : trySendPinned(Bytes.segment(from, at, size), flags, to);
  }

  private long trySendPinned(MemorySegment from, int flags, @Nullable Address to)
      throws IOException {
    return pinned().send(endpoint, List.of(from), () -> endpoint.send(from, flags, to));
  }

  long trySend(OutMessage message, int flags) throws IOException {
    return (flags & Linux.MSG_ZEROCOPY) == 0
        ? endpoint.sendmsg(message, flags)
        : pinned().send(endpoint, message.buffers(), () -> endpoint.sendmsg(message, flags));
  }

  // ---- the loop of receiving and sending ----

  /** In place of what an attempt has answered: none has been made since the last wait. */
  private static final long AGAIN = Long.MIN_VALUE;

  /** The answer of a call that has moved so much, and has to wait before it goes on. */
  private static long pending(long moved) {
    return Socket.WOULD_BLOCK - 1 - moved;
  }

  private static boolean isPending(long answer) {
    return answer < Socket.WOULD_BLOCK;
  }

  private static long moved(long pending) {
    return Socket.WOULD_BLOCK - 1 - pending;
  }

  /**
   * Attempts, in either direction, under its turn, until the call is done or {@link #isPending};
   * {@code n} is what the first attempt answered.
   */
  private long transfer(
      String call,
      Object buffer,
      long at,
      long size,
      int flags,
      @Nullable Sender from,
      @Nullable Address to,
      boolean receives,
      Until until,
      long timeout,
      long before,
      long n)
      throws IOException {
    long done = before;
    boolean peeks = receives && (flags & Linux.MSG_PEEK) != 0;
    boolean waited = n == AGAIN;
    if (waited) {
      n = attempt(buffer, at + done, size - done, flags, from, to, receives);
    }
    for (; ; n = attempt(buffer, at + done, size - done, flags, from, to, receives)) {
      if (n > 0 || (n == 0 && !isClosed())) {
        if (peeks) {
          done = n; // every peek starts from the beginning
          if (until == Until.SOME || done >= size || n == 0 || ended()) {
            return done;
          }
          n = -Linux.EAGAIN;
        } else {
          done += n;
          if (until == Until.SOME || done >= size || (n == 0 && receives)) {
            return done;
          }
          continue;
        }
      }
      if (n == -Linux.EINPROGRESS && !receives && timeout != 0) {
        n = -Linux.EAGAIN; // TCP_FASTOPEN_CONNECT: the SYN went without data
      }
      if (n == -Linux.EAGAIN && timeout == 0) {
        if (done > 0 && until == Until.FULL) {
          throw failure(call, to, Linux.EAGAIN, done);
        }
        return done > 0 ? done : Socket.WOULD_BLOCK;
      }
      if (n != -Linux.EAGAIN) {
        int errno = isClosed() ? Linux.EBADF : (int) -n;
        if (done > 0 && until == Until.FULL_OR_EARLY) {
          deferred = errno == Linux.EBADF ? 0 : errno;
          return done;
        }
        throw failure(call, to, errno, done);
      }
      if (!receives && lacksPort()) {
        throw failure(call, to, isClosed() ? Linux.EBADF : Linux.EAGAIN, done);
      }
      if (receives && isConnectionless() && !isClosed() && isShut(waited)) {
        if (from != null) {
          from.set(null);
        }
        return 0;
      }
      return pending(done);
    }
  }

  private long attempt(
      Object buffer,
      long at,
      long size,
      int flags,
      @Nullable Sender from,
      @Nullable Address to,
      boolean receives)
      throws IOException {
    long most = first(size, flags);
    return receives
        ? Bytes.recv(endpoint, buffer, at, most, flags, from)
        : trySend(buffer, at, most, flags, to);
  }

  private boolean ended() {
    return (endpoint.ready() & (Linux.POLLRDHUP | Linux.POLLHUP | Linux.POLLERR)) != 0;
  }

  /** What one call moves through a stream at most; all of a message. */
  private long part(long size, Until until) {
    return until == Until.SOME && isStream() ? Math.min(size, MOST) : size;
  }

  /** How much the first attempt of a call moves at most. */
  private long first(long size, int flags) {
    return size > MOST && isStream() && (flags & Linux.MSG_PEEK) == 0 ? MOST : size;
  }
}
