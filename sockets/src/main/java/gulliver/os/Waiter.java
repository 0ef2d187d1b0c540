package gulliver.os;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where a thread that waits for one direction of a socket meets the poller that wakes it.
 *
 * <p>The state is empty, or the thread that waits, or a signal that nobody has taken yet. The
 * kernel tells an edge once: so a signal is kept until somebody takes it, whether it comes before
 * the thread parks or after. A thread comes here only when an attempt has said {@code EAGAIN}; an
 * edge that follows that is not lost, and one that came before costs at most one attempt too many.
 *
 * <p>At most one thread at a time waits; any thread may signal. A thread that waits for several
 * directions has a waiter of its own, which joins theirs.
 */
final class Waiter {
  private static final Object SIGNAL = new Object();
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Waiter.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Object state;

  /** Those who wait for several directions, this among them. */
  private volatile @Nullable Queue<Waiter> others;

  /** Wakes the thread that waits, or the next that comes to wait. */
  void signal() {
    if (STATE.getAndSet(this, SIGNAL) instanceof Thread thread) {
      LockSupport.unpark(thread);
    }
    Queue<Waiter> all = others;
    if (all != null) {
      all.forEach(Waiter::signal);
    }
  }

  /** Signals another waiter, too, until it leaves. */
  void join(Waiter other) {
    Queue<Waiter> all = others;
    (all == null ? others() : all).add(other);
  }

  /** Does not signal it any more, if it did; of one that has joined twice, once. */
  void leave(Waiter other) {
    Queue<Waiter> all = others;
    if (all != null) {
      all.remove(other);
    }
  }

  private synchronized Queue<Waiter> others() {
    Queue<Waiter> all = others;
    if (all == null) {
      others = all = new ConcurrentLinkedQueue<>();
    }
    return all;
  }

  /** Waits for a signal, an interrupt or the deadline. */
  void await(OsTime time, long deadline) {
    Thread me = Thread.currentThread();
    if (STATE.compareAndSet(this, null, me)) {
      while (state == me && !me.isInterrupted() && !time.isOver(deadline)) {
        time.park(deadline);
      }
    }
    state = null; // takes the signal; one that comes just now is for the attempt that follows
  }
}
