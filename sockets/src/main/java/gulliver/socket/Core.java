package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What stands above the seam, once for all networks: the loop <i>try – wait – try</i> with its
 * time-outs, interrupts and closing, and the use count that keeps a socket's number from being
 * recycled under a call.
 *
 * <p><b>The use count.</b> {@link #state} holds the number of calls that are inside, and a bit for
 * "closed". A call enters only while the bit is clear; closing sets it, wakes every waiter, and
 * whoever leaves last releases the endpoint. So no attempt is ever made on a number that the kernel
 * has given to somebody else.
 *
 * <p><b>The loop.</b> A call that may wait takes the {@link Turn} of its direction, tries, and
 * while the network says {@code EAGAIN} waits in {@link Endpoint#await}; whatever ends the wait, it
 * tries again before it looks at the deadline, so that what came at the last moment is not lost. A
 * call that may not wait makes one attempt and needs no turn.
 *
 * <p>A core does not know its {@link Socket}, so that a dropped socket can be found by the cleaner.
 */
final class Core {
  private static final int CLOSED = 1 << 31;

  /** Nobody can reach the socket any more: the last call inside ends it. */
  private static final int ABANDONED = 1 << 30;

  private static final int USERS = ABANDONED - 1;

  /** A deadline that has not been computed yet: nothing had to wait so far. */
  static final long UNSET = Long.MIN_VALUE;

  /**
   * The most that one call moves through a stream: long enough to be fast, short enough to keep the
   * JVM responsive, which waits for such a call at a safepoint.
   */
  static final long MOST = 1 << 20;

  /** A call that receives with one of these does not wait, whatever its time-out. */
  static final int NEVER_WAITS = Linux.MSG_DONTWAIT | Linux.MSG_ERRQUEUE | Linux.MSG_OOB;

  /** The most that one call moves in Linux, {@code MAX_RW_COUNT}; an int counts it. */
  private static final long MOST_WAITALL = 0x7ffff000;

  private static final AtomicIntegerFieldUpdater<Core> STATE =
      AtomicIntegerFieldUpdater.newUpdater(Core.class, "state");
  private static final AtomicIntegerFieldUpdater<Core> DEFERRED =
      AtomicIntegerFieldUpdater.newUpdater(Core.class, "deferred");

  /** What a socket is in, and leaves while its number is still its own. */
  interface Leaving {
    void leave();
  }

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

  final Endpoint endpoint;
  final Time time;
  final Turn receiving = new Turn();
  final Turn sending = new Turn();
  private volatile int state;

  /** Nanoseconds, {@link Time#FOREVER}, or 0 for a socket that does not wait. */
  volatile long receiveTimeout = Time.FOREVER;

  volatile long sendTimeout = Time.FOREVER;

  /** The peer, once known: what messages name, also after the connection has gone. */
  volatile @Nullable Address peer;

  /** The local address that a message has named; null after what may change it. */
  volatile @Nullable Address named;

  /**
   * Receiving has been shut down. A kernel answers the end of a stream by itself; on a socket
   * without connections it tells only those whom it lets wait.
   */
  private volatile boolean shutRead;

  /**
   * An errno that ended a {@code MSG_WAITALL} after some data had come: the next call reports it.
   */
  volatile int deferred;

  /** Threads that wait for the answer to a question. */
  private volatile @Nullable Queue<Thread> asking;

  /** Null before the first call with {@code MSG_ZEROCOPY}; set under this object's lock. */
  volatile @Nullable Pinned pinned;

  /** Sets that the socket leaves when it ends; its lock is held to change them. */
  private volatile @Nullable Set<Leaving> leaving;

  /** Waits in {@link #detach} for the other calls inside to leave. */
  private volatile @Nullable Thread drainer;

  Core(Endpoint endpoint, Time time) {
    this.endpoint = endpoint;
    this.time = time;
  }

  boolean isStream() {
    return endpoint.type() == Linux.SOCK_STREAM;
  }

  boolean isConnectionless() {
    return switch (endpoint.type()) {
      case Linux.SOCK_STREAM, Linux.SOCK_SEQPACKET, Linux.SOCK_DCCP -> false;
      default -> true; // SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_PACKET
    };
  }

  // ---- the use count ----

  boolean isClosed() {
    return state < 0;
  }

  void enter(String call) throws IOException {
    enter(call, null, null);
  }

  void enter(String call, @Nullable Object detail, @Nullable Address about) throws IOException {
    if (!tryEnter()) {
      throw closed(call, detail, about);
    }
  }

  boolean tryEnter() {
    for (; ; ) {
      int seen = state;
      if (seen < 0) {
        return false;
      }
      if (STATE.compareAndSet(this, seen, seen + 1)) {
        return true;
      }
    }
  }

  /**
   * Fails if the socket has been closed under a call: what the call brought may be another socket's
   * that holds the place until the last call has left.
   */
  void checkOpen(String call, @Nullable Object detail, @Nullable Address about) throws IOException {
    if (isClosed()) {
      throw closed(call, detail, about);
    }
  }

  private IOException closed(String call, @Nullable Object detail, @Nullable Address about) {
    return failure(call, detail == null ? null : detail.toString(), about, Linux.EBADF, 0);
  }

  void leave() {
    int before = STATE.getAndDecrement(this);
    if (before == 1) {
      return;
    }
    int users = before & USERS;
    if (users == 1) {
      if (before < 0 || STATE.compareAndSet(this, ABANDONED, CLOSED | ABANDONED)) {
        release();
      }
    } else if (users == 2 && drainer != null) {
      time.unpark(drainer);
    }
  }

  /** Closes; answers whether this was the first to do so. */
  boolean close() {
    int before = shut();
    if (before < 0) {
      return false;
    }
    leaveAll();
    takeCompletions();
    if ((before & USERS) > 0) {
      wakeTurnsAndAskers();
      endpoint.wake(true);
    }
    leave();
    return true;
  }

  /**
   * The sets that the socket leaves when it ends. Hold its lock and look whether the socket is open
   * before adding to it: what is added then is found by whoever closes.
   */
  Set<Leaving> leaving() {
    Set<Leaving> all = leaving;
    if (all == null) {
      synchronized (this) {
        all = leaving;
        if (all == null) {
          leaving = all = new LinkedHashSet<>();
        }
      }
    }
    return all;
  }

  private void leaveAll() {
    Set<Leaving> all = leaving;
    if (all != null) {
      synchronized (all) {
        all.forEach(Leaving::leave);
        all.clear();
      }
    }
  }

  private void wakeTurnsAndAskers() {
    receiving.wakeAll(time);
    sending.wakeAll(time);
    Queue<Thread> waiting = asking;
    if (waiting != null) {
      waiting.forEach(time::unpark);
    }
  }

  /**
   * Sets the closed bit and enters as one more user, so that the socket is not released before the
   * caller has left. Answers the state before, negative if it was closed.
   */
  private int shut() {
    for (; ; ) {
      int seen = state;
      if (seen < 0 || STATE.compareAndSet(this, seen, (seen + 1) | CLOSED)) {
        return seen;
      }
    }
  }

  /**
   * Closes when the calls inside have left; no other will come. Answers whether the socket was
   * open.
   */
  boolean abandon() {
    int before = STATE.getAndUpdate(this, seen -> seen | ABANDONED);
    if (before < 0) {
      return false;
    }
    if (before == 0 && STATE.compareAndSet(this, ABANDONED, CLOSED | ABANDONED)) {
      takeCompletions();
      release();
    }
    return true;
  }

  private void takeCompletions() {
    Pinned memory = pinned;
    if (memory != null) {
      memory.read(endpoint);
    }
  }

  private void release() {
    Pinned memory = pinned;
    if (memory != null) {
      memory.end(time);
    }
    endpoint.release();
  }

  /** Gives the descriptor up when all calls inside, which fail, have left. */
  long detach(String call) throws IOException {
    if (endpoint.handle() < 0 && !isClosed()) {
      throw failure(call, null, Linux.EOPNOTSUPP, 0);
    }
    if (shut() < 0) {
      throw failure(call, null, Linux.EBADF, 0);
    }
    leaveAll();
    drainer = Thread.currentThread();
    wakeTurnsAndAskers();
    endpoint.wake(false);
    boolean interrupted = false;
    while ((state & USERS) > 1) {
      time.park(Time.FOREVER);
      interrupted |= Thread.interrupted(); // with its status set a thread cannot park
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Pinned memory = pinned;
    if (memory != null) {
      memory.end(time);
    }
    return endpoint.detach();
  }

  // ---- receiving and sending ----

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
      long deadline = waits ? UNSET : acquire(receiving, call, null, timeout, UNSET);
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

  /** What calls with {@code MSG_ZEROCOPY} have left the kernel to read. */
  synchronized Pinned pinned() {
    Pinned memory = pinned;
    if (memory == null) {
      pinned = memory = new Pinned();
    }
    return memory;
  }

  /** Of a duplicate: the kernel counts their calls together. */
  synchronized void pinned(Pinned memory) {
    pinned = memory;
  }

  /** What one call moves through a stream at most; all of a message. */
  private long part(long size, Until until) {
    return until == Until.SOME && isStream() ? Math.min(size, MOST) : size;
  }

  /** How much the first attempt of a call moves at most. */
  private long first(long size, int flags) {
    return size > MOST && isStream() && (flags & Linux.MSG_PEEK) == 0 ? MOST : size;
  }

  void throwDeferred(String call) throws IOException {
    int errno = deferred == 0 ? 0 : DEFERRED.getAndSet(this, 0);
    if (errno != 0) {
      throw failure(call, null, errno, 0);
    }
  }

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

  // ---- attempts ----

  /** One attempt of a call that is done with one success. */
  interface Attempt {
    /** A count of at least 0, or {@code -errno}. */
    long run() throws IOException;
  }

  /**
   * Try – wait – try until one attempt succeeds; answers its count, or -1 for "would block".
   *
   * @param interest what to wait for, which is also whose turn it takes to wait
   * @param timeout 0 for one attempt, which needs no turn
   */
  long attempts(
      String call,
      @Nullable Address about,
      int interest,
      long timeout,
      long deadline,
      Attempt attempt)
      throws IOException {
    if (timeout == 0) {
      return checked(call, about, attempt.run());
    }
    boolean receives = interest == Endpoint.READ;
    Turn turn = receives ? receiving : sending;
    deadline = acquire(turn, call, about, timeout, deadline);
    try {
      for (boolean waited = false; ; waited = true) {
        long n = checked(call, about, attempt.run());
        if (n >= 0) {
          return n;
        }
        if (receives && isConnectionless() && !isClosed() && isShut(waited)) {
          return 0;
        }
        if (!receives && lacksPort()) {
          throw failure(call, about, isClosed() ? Linux.EBADF : Linux.EAGAIN, 0);
        }
        deadline = mayWait(turn, call, about, timeout, deadline, 0);
        endpoint.await(interest, deadline);
      }
    } finally {
      turn.release(time);
    }
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

  /**
   * What to wait for when {@code send} would wait: no readiness is reported for the queue of
   * another UNIX or netlink socket.
   */
  int writes(@Nullable Address to) {
    boolean unix = to != null && to.family().value() == Linux.AF_UNIX;
    return unix || endpoint.family() == Linux.AF_NETLINK ? Endpoint.RETRY : Endpoint.WRITE;
  }

  /**
   * Whether an Internet datagram socket that cannot send has no port, because no ephemeral one is
   * free: the kernel says EAGAIN, and no readiness will tell when there is one.
   */
  private boolean lacksPort() {
    if (endpoint.type() != Linux.SOCK_DGRAM) {
      return false;
    }
    return switch (endpoint.name(false, new int[1])) {
      case Address.Inet4 a -> a.port() == 0;
      case Address.Inet6 a -> a.port() == 0;
      case null, default -> false;
    };
  }

  /** Whether receiving has been shut down: here or, as a wait that has ended tells, elsewhere. */
  private boolean isShut(boolean waited) {
    if (waited && (endpoint.ready() & Linux.POLLRDHUP) != 0) {
      shutRead = true; // it stays so, and no wait that comes later would be told again
    }
    return shutRead;
  }

  private boolean ended() {
    return (endpoint.ready() & (Linux.POLLRDHUP | Linux.POLLHUP | Linux.POLLERR)) != 0;
  }

  /** Answers 0 or {@code -errno}. */
  int shutdown(int how) {
    int result = endpoint.shutdown(how);
    // ENOTCONN does not keep the kernel from waking who waits
    if ((result == 0 || result == -Linux.ENOTCONN) && how != Linux.SHUT_WR) {
      shutRead = true;
    }
    return result;
  }

  // ---- what the network moves by itself ----

  /** One attempt to move more than {@code done}; answers a count, 0 at the end, or -errno. */
  interface Move {
    long attempt(long done) throws IOException;
  }

  /** How to wait when an attempt has answered {@code -EAGAIN}. */
  interface Waiting {
    void await(long deadline);
  }

  /**
   * Moves up to so many bytes to this socket; answers how many there were before the end, or -1 for
   * "would block". {@code deadline} may have been set by what it comes from.
   */
  long move(String call, long count, long timeout, long deadline, Move move, Waiting waiting)
      throws IOException {
    enter(call);
    try {
      if (timeout != 0) {
        deadline = acquire(sending, call, null, timeout, deadline);
      } else if (!sending.tryAcquire()) {
        return Socket.WOULD_BLOCK;
      }
      try {
        long done = 0;
        for (; ; ) {
          long n = done == count ? 0 : move.attempt(done);
          if (isClosed() || (n < 0 && n != -Linux.EAGAIN)) {
            throw failure(call, null, isClosed() ? Linux.EBADF : (int) -n, done + Math.max(0, n));
          } else if (n > 0) {
            done += n;
          } else if (n == 0 || timeout == 0) {
            return done > 0 || n == 0 ? done : Socket.WOULD_BLOCK;
          } else {
            deadline = mayWait(sending, call, null, timeout, deadline, done);
            waiting.await(deadline);
          }
        }
      } finally {
        sending.release(time);
      }
    } finally {
      leave();
    }
  }

  /** Takes the turn to receive for a call on another socket, which waits for both. */
  <T> T receiving(String call, long timeout, Callable<T> body, T busy) throws Exception {
    enter(call);
    try {
      if (timeout != 0) {
        acquire(receiving, call, null, timeout, UNSET);
      } else if (!receiving.tryAcquire()) {
        return busy;
      }
      try {
        return body.call();
      } finally {
        receiving.release(time);
      }
    } finally {
      leave();
    }
  }

  // ---- a poller's events ----

  /** One look; whether it has found something. */
  interface Look<T> {
    boolean at(T into);
  }

  /** Looks, and waits until a look has found something; answers false after a time-out. */
  <T> boolean waiting(String call, long timeout, Look<T> look, T into) throws IOException {
    enter(call);
    try {
      if (timeout == 0) {
        boolean found = look.at(into);
        checkOpen(call, null, null);
        return found;
      }
      long deadline = UNSET;
      try {
        deadline = acquire(receiving, call, null, timeout, UNSET);
        try {
          for (; ; ) {
            if (look.at(into) && !isClosed()) {
              return true;
            }
            if (deadline != UNSET
                && deadline != Time.FOREVER
                && time.nanoTime() - deadline >= 0
                && !isClosed()) {
              checkScope(call, null);
              return false;
            }
            deadline = mayWait(receiving, call, null, timeout, deadline, 0);
            endpoint.await(Endpoint.READ, deadline);
          }
        } finally {
          receiving.release(time);
        }
      } catch (IOException e) {
        if (!(e instanceof SocketFailure.TimedOut)) {
          throw e;
        }
        checkScope(call, e);
        return false;
      }
    } finally {
      leave();
    }
  }

  // ---- connections ----

  /** Answers the connection's endpoint, or null for "would block". */
  @Nullable Endpoint accept(Sender who) throws IOException {
    String call = "accept";
    enter(call);
    try {
      int[] errno = new int[1];
      long timeout = receiveTimeout;
      if (timeout == 0) {
        Endpoint accepted = endpoint.accept(who, errno);
        if (accepted == null) {
          checked(call, null, -errno[0]);
        }
        return accepted;
      }
      long deadline = acquire(receiving, call, null, timeout, UNSET);
      try {
        for (; ; ) {
          Endpoint accepted = endpoint.accept(who, errno);
          if (accepted != null) {
            return accepted;
          }
          checked(call, null, -errno[0]);
          deadline = mayWait(receiving, call, null, timeout, deadline, 0);
          endpoint.await(Endpoint.READ, deadline);
        }
      } finally {
        receiving.release(time);
      }
    } finally {
      leave();
    }
  }

  /** Connects; {@code deadline} may have been set by resolving a name. */
  void connect(Address address, long timeout, long deadline) throws IOException {
    String call = "connect";
    enter(call, null, address);
    try {
      if (timeout == 0) {
        connected(call, address, endpoint.connect(address));
        return;
      }
      deadline = acquire(sending, call, address, timeout, deadline);
      try {
        for (boolean begun = false; ; begun = true) {
          int n = endpoint.connect(address);
          if (n == -Linux.EINPROGRESS && !begun) {
            n = endpoint.connect(address); // to this host, a connection is there by now
          }
          boolean full = n == -Linux.EAGAIN && !lacksPort(); // the backlog of a UNIX socket
          boolean later = n == -Linux.EINPROGRESS || n == -Linux.EALREADY || full;
          if (!later || isClosed()) {
            connected(call, address, n);
            return;
          }
          deadline = mayWait(sending, call, address, timeout, deadline, 0);
          endpoint.await(full ? Endpoint.RETRY : Endpoint.WRITE, deadline);
        }
      } finally {
        sending.release(time);
      }
    } finally {
      leave();
    }
  }

  /** One attempt, for a caller that is inside: 0 or {@code -errno}, as {@link Endpoint#connect}. */
  int tryConnect(Address address) {
    int n = endpoint.connect(address);
    if (isClosed()) {
      return -Linux.EBADF;
    }
    if (n == 0) {
      peer = address;
    }
    return n;
  }

  private void connected(String call, Address address, int result) throws IOException {
    if (result == 0 || result == -Linux.EINPROGRESS) {
      peer = address.family().value() == Linux.AF_UNSPEC ? null : address;
      named = null;
    }
    if (result < 0) {
      throw failure(call, address, isClosed() ? Linux.EBADF : -result, 0);
    }
  }

  // ---- waiting ----

  /** Takes the turn; answers the deadline, which is still unset if that took no wait. */
  long acquire(Turn turn, String call, @Nullable Address about, long timeout, long deadline)
      throws IOException {
    if (turn.tryAcquire()) {
      return deadline;
    }
    long until = deadline == UNSET ? deadlineIn(turn, timeout) : deadline;
    turn.<IOException>acquire(time, () -> mayWait(turn, call, about, timeout, until, 0));
    return until;
  }

  /** The deadline to wait until; or an exception that says why not to wait on. */
  long mayWait(
      Turn turn,
      String call,
      @Nullable Address about,
      long timeout,
      long deadline,
      long transferred)
      throws IOException {
    if (isClosed()) {
      throw failure(call, about, Linux.EBADF, transferred);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw failure(call, about, Linux.EINTR, transferred);
    }
    if (deadline == UNSET) {
      return deadlineIn(turn, timeout);
    }
    if (deadline != Time.FOREVER && time.nanoTime() - deadline >= 0) {
      throw timedOut(call, about, timeout, deadline, transferred);
    }
    return deadline;
  }

  IOException timedOut(
      String call, @Nullable Address about, long timeout, long deadline, long transferred) {
    boolean byTimeout =
        timeout != Time.FOREVER
            && deadline != receiving.deadline
            && deadline != sending.deadline
            && deadline != Deadlines.ofScope(time);
    return Timeouts.failure(
        details(call, null, about, Linux.ETIMEDOUT, transferred),
        byTimeout ? Duration.ofNanos(timeout) : null);
  }

  /** Where a time-out is no failure, the end of the time for the code around the call is one. */
  private void checkScope(String call, @Nullable IOException known) throws IOException {
    if (Deadlines.isScopeOver(time)) {
      throw known != null
          ? known
          : Timeouts.failure(details(call, null, null, Linux.ETIMEDOUT, 0), null);
    }
  }

  /**
   * When a call ends that begins now: after its time-out, or at the deadline of its direction or of
   * the code around it, whichever is first.
   */
  long deadlineIn(Turn turn, long timeout) {
    return Deadlines.earlier(Deadlines.ofCall(time, timeout), turn.deadline);
  }

  // ---- questions ----

  /**
   * Asks a resolver, on a thread of its own: a resolver knows nothing of sockets, but an interrupt
   * ends its wait. So an interrupt of this thread is passed on, and closing the socket interrupts
   * the other. Its time-out is the resolver's.
   */
  <T> T ask(String call, Address about, Callable<T> question) throws IOException {
    Thread me = Thread.currentThread();
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean interrupted = false;
    enter(call);
    try {
      Queue<Thread> waiting = asking();
      waiting.add(me);
      try {
        Thread other = time.start(() -> answer(question, answer, me));
        while (!answer.isDone()) {
          interrupted |= Thread.interrupted(); // with its status set a thread cannot park
          if (interrupted || isClosed()) {
            other.interrupt();
          }
          time.park(Time.FOREVER);
        }
      } finally {
        waiting.remove(me);
      }
      checkOpen(call, null, about);
    } finally {
      leave();
      if (interrupted) {
        me.interrupt();
      }
    }
    return value(answer);
  }

  private <T> void answer(Callable<T> question, CompletableFuture<T> answer, Thread asker) {
    try {
      answer.complete(question.call());
    } catch (Throwable t) {
      answer.completeExceptionally(t);
    } finally {
      time.unpark(asker);
    }
  }

  private static <T> T value(CompletableFuture<T> answer) throws IOException {
    if (!answer.isCompletedExceptionally()) {
      return answer.resultNow();
    }
    Throwable failure = answer.exceptionNow();
    failure.fillInStackTrace(); // of the thread that asked
    switch (failure) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(failure);
    }
  }

  private synchronized Queue<Thread> asking() {
    Queue<Thread> waiting = asking;
    if (waiting == null) {
      asking = waiting = new ConcurrentLinkedQueue<>();
    }
    return waiting;
  }

  // ---- failures ----

  long checked(String call, @Nullable Address about, long result) throws IOException {
    if (result > 0) {
      return result;
    }
    if (isClosed()) {
      throw failure(call, about, Linux.EBADF, 0);
    }
    if (result == 0) {
      return 0;
    }
    if (result == -Linux.EAGAIN) {
      return Socket.WOULD_BLOCK;
    }
    throw failure(call, about, (int) -result, 0);
  }

  IOException failure(String call, @Nullable Address about, int errno, long transferred) {
    return failure(call, null, about, errno, transferred);
  }

  IOException failure(
      String call, @Nullable String detail, @Nullable Address about, int errno, long transferred) {
    return SocketFailure.of(details(call, detail, about, errno, transferred), isConnectionless());
  }

  private SocketFailure.Details details(
      String call, @Nullable String detail, @Nullable Address about, int errno, long transferred) {
    return new SocketFailure.Details(
        call,
        detail,
        about != null ? about : peer != null ? peer : local(errno == Linux.EAGAIN),
        errno,
        transferred);
  }

  /** The local address for a message; where that has to be cheap, as it was when last looked at. */
  private @Nullable Address local(boolean cheaply) {
    Address known = cheaply ? named : null;
    if (known == null) {
      known = local();
      named = known;
    }
    return known;
  }

  /** The local address for a message, null where there is none to name. */
  private @Nullable Address local() {
    if (!tryEnter()) {
      return null;
    }
    try {
      Address name = endpoint.name(false, new int[1]);
      return switch (name) {
        case Address.Inet4 a when a.port() == 0 -> null;
        case Address.Inet6 a when a.port() == 0 -> null;
        case Address.Unix a when a.path().isEmpty() -> null;
        case Address.Packet a when a.ifindex() == 0 -> null;
        case Address.Netlink a when a.pid() == 0 -> null;
        case Address.Vsock a when a.port() == Linux.VMADDR_PORT_ANY -> null;
        case null -> null;
        case Address a -> isClosed() ? null : a;
      };
    } finally {
      leave();
    }
  }
}
