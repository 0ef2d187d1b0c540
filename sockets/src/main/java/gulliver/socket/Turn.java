package gulliver.socket;

import gulliver.socket.spi.Time;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The lock of one direction of a socket: a call that may wait holds it from beginning to end, so
 * that {@code sendall} is whole against another {@code sendall}, and at most one thread waits in
 * the network.
 *
 * <p>It is not a {@link java.util.concurrent.locks.Lock} because those who wait for it must do so
 * in the network's own time, and give up on a time-out, an interrupt or the closing of the socket:
 * {@link Patience} says when.
 *
 * <p>Whoever finds it free takes it; the others queue up. A holder that leaves, and a waiter that
 * gives up, wakes the first of the queue: a wake-up is never lost with the one who got it.
 *
 * <p>A thread that comes along may take the turn before the first of the queue has woken, which
 * saves a switch of threads. But only once: a first that has been passed over reserves the next
 * turn, or a thread that uses the socket in a loop would keep it for ever.
 */
final class Turn {
  private static final AtomicReferenceFieldUpdater<Turn, @Nullable Thread> OWNER =
      AtomicReferenceFieldUpdater.newUpdater(Turn.class, Thread.class, "owner");

  /** How long a thread is ready to wait for its turn. */
  interface Patience<X extends Exception> {
    /** The deadline to wait until, or an exception that says why not to wait on. */
    long deadline() throws X;
  }

  /** When calls of this direction end that have to wait, whatever their time-out. */
  volatile long deadline = Time.FOREVER;

  private volatile @Nullable Thread owner;
  private volatile @Nullable Queue<Thread> queue;

  /** Whether the first of the queue has been passed over. */
  private volatile boolean reserved;

  boolean tryAcquire() {
    return !reserved && take();
  }

  private boolean take() {
    return owner == null && OWNER.compareAndSet(this, null, Thread.currentThread());
  }

  /** Whether the thread that asks has the turn. */
  boolean isMine() {
    return owner == Thread.currentThread();
  }

  /** Waits for the turn; call it after {@link #tryAcquire} has failed. */
  <X extends Exception> void acquire(Time time, Patience<X> patience) throws X {
    Thread me = Thread.currentThread();
    Queue<Thread> waiting = queue();
    waiting.add(me);
    try {
      boolean first = false;
      while (waiting.peek() != me || !take()) {
        if (first) {
          reserved = true;
        }
        first = waiting.peek() == me;
        time.park(patience.deadline());
      }
      leave(waiting, me);
    } catch (Throwable t) {
      leave(waiting, me);
      if (owner == null) {
        wakeFirst(time);
      }
      throw t;
    }
  }

  /** Whoever has reserved the turn, has it or gives up. */
  private void leave(Queue<Thread> waiting, Thread me) {
    if (waiting.peek() == me) {
      reserved = false;
    }
    waiting.remove(me);
  }

  void release(Time time) {
    owner = null;
    wakeFirst(time);
  }

  /** Lets all who queue up look again whether to wait on. */
  void wakeAll(Time time) {
    Queue<Thread> waiting = queue;
    if (waiting != null) {
      waiting.forEach(time::unpark);
    }
  }

  private void wakeFirst(Time time) {
    Queue<Thread> waiting = queue;
    Thread first = waiting == null ? null : waiting.peek();
    if (first != null) {
      time.unpark(first);
    }
  }

  private synchronized Queue<Thread> queue() {
    Queue<Thread> waiting = queue;
    if (waiting == null) {
      queue = waiting = new ConcurrentLinkedQueue<>();
    }
    return waiting;
  }
}
