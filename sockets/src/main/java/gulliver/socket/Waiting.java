package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * How a call on a socket waits: the loop <i>try – wait – try</i> with its time-outs, interrupts and
 * closing, and the exceptions that say why it does not wait, or not any longer.
 *
 * <p>A call that may wait takes the {@link Turn} of its direction, tries, and while the network
 * says {@code EAGAIN} waits in {@link Endpoint#await}; whatever ends the wait, it tries again
 * before it looks at the deadline, so that what came at the last moment is not lost. A call that
 * may not wait makes one attempt and needs no turn.
 */
abstract sealed class Waiting extends UseCount permits Core {
  /** One attempt of a call that is done with one success. */
  interface Attempt {
    /** A count of at least 0, or {@code -errno}. */
    long run() throws IOException;
  }

  /** One look; whether it has found something. */
  interface Look<T> {
    boolean at(T into);
  }

  final Turn receiving = new Turn();
  final Turn sending = new Turn();

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

  /** Threads that wait for the answer to a {@link Question}. */
  private volatile @Nullable Queue<Thread> asking;

  Waiting(Endpoint endpoint, Time time) {
    super(endpoint, time);
  }

  final boolean isStream() {
    return endpoint.type() == Linux.SOCK_STREAM;
  }

  final boolean isConnectionless() {
    return switch (endpoint.type()) {
      case Linux.SOCK_STREAM, Linux.SOCK_SEQPACKET, Linux.SOCK_DCCP -> false;
      default -> true; // SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_PACKET
    };
  }

  // ---- try – wait – try ----

  /**
   * Try – wait – try until one attempt succeeds; answers its count, or -1 for "would block".
   *
   * @param interest what to wait for, which is also whose turn it takes to wait
   * @param timeout 0 for one attempt, which needs no turn
   */
  final long attempts(
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

  /** Looks, and waits until a look has found something; answers false after a time-out. */
  final <T> boolean waiting(String call, long timeout, Look<T> look, T into) throws IOException {
    enter(call);
    try {
      if (timeout == 0) {
        boolean found = look.at(into);
        checkOpen(call, null, null);
        return found;
      }
      long deadline = Deadlines.UNSET;
      try {
        deadline = acquire(receiving, call, null, timeout, Deadlines.UNSET);
        try {
          for (; ; ) {
            if (look.at(into) && !isClosed()) {
              return true;
            }
            if (deadline != Deadlines.UNSET
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

  // ---- the turn and the deadline ----

  /** Takes the turn; answers the deadline, which is still unset if that took no wait. */
  final long acquire(Turn turn, String call, @Nullable Address about, long timeout, long deadline)
      throws IOException {
    if (turn.tryAcquire()) {
      return deadline;
    }
    long until = deadline == Deadlines.UNSET ? deadlineIn(turn, timeout) : deadline;
    turn.<IOException>acquire(time, () -> mayWait(turn, call, about, timeout, until, 0));
    return until;
  }

  /** The deadline to wait until; or an exception that says why not to wait on. */
  final long mayWait(
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
    if (deadline == Deadlines.UNSET) {
      return deadlineIn(turn, timeout);
    }
    if (deadline != Time.FOREVER && time.nanoTime() - deadline >= 0) {
      throw timedOut(call, about, timeout, deadline, transferred);
    }
    return deadline;
  }

  final IOException timedOut(
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
  final long deadlineIn(Turn turn, long timeout) {
    return Deadlines.earlier(Deadlines.ofCall(time, timeout), turn.deadline);
  }

  @Override
  final void wakeQueued() {
    receiving.wakeAll(time);
    sending.wakeAll(time);
    Queue<Thread> waiting = asking;
    if (waiting != null) {
      waiting.forEach(time::unpark);
    }
  }

  /** Threads that wait for the answer to a {@link Question}; closing wakes them. */
  final synchronized Queue<Thread> asking() {
    Queue<Thread> waiting = asking;
    if (waiting == null) {
      asking = waiting = new ConcurrentLinkedQueue<>();
    }
    return waiting;
  }

  // ---- what to wait for, and what not ----

  /**
   * What to wait for when {@code send} would wait: no readiness is reported for the queue of
   * another UNIX or netlink socket.
   */
  final int writes(@Nullable Address to) {
    boolean unix = to != null && to.family().value() == Linux.AF_UNIX;
    return unix || endpoint.family() == Linux.AF_NETLINK ? Endpoint.RETRY : Endpoint.WRITE;
  }

  /**
   * Whether an Internet datagram socket that cannot send has no port, because no ephemeral one is
   * free: the kernel says EAGAIN, and no readiness will tell when there is one.
   */
  final boolean lacksPort() {
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
  final boolean isShut(boolean waited) {
    if (waited && (endpoint.ready() & Linux.POLLRDHUP) != 0) {
      shutRead = true; // it stays so, and no wait that comes later would be told again
    }
    return shutRead;
  }

  /** Answers 0 or {@code -errno}. */
  final int shutdown(int how) {
    int result = endpoint.shutdown(how);
    // ENOTCONN does not keep the kernel from waking who waits
    if ((result == 0 || result == -Linux.ENOTCONN) && how != Linux.SHUT_WR) {
      shutRead = true;
    }
    return result;
  }

  // ---- failures ----

  final long checked(String call, @Nullable Address about, long result) throws IOException {
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

  @Override
  final IOException failure(
      String call, @Nullable String detail, @Nullable Address about, int errno, long transferred) {
    return SocketFailure.of(details(call, detail, about, errno, transferred), isConnectionless());
  }

  private SocketFailure.Details details(
      String call, @Nullable String detail, @Nullable Address about, int errno, long transferred) {
    return new SocketFailure.Details(
        call,
        detail,
        about != null ? about : FailureAddress.of(this, errno == Linux.EAGAIN),
        errno,
        transferred);
  }
}
