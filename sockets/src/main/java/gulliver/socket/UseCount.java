package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The calls that are inside a socket, and its end: it is closed, dropped or detached, but not
 * before the last of them has left. That keeps its number from being recycled under a call.
 *
 * <p>{@link #state} holds the number of calls that are inside, and a bit for "closed". A call
 * enters only while the bit is clear; closing sets it, wakes every waiter, and whoever leaves last
 * releases the endpoint. So no attempt is ever made on a number that the kernel has given to
 * somebody else.
 */
abstract sealed class UseCount permits Waiting {
  private static final int CLOSED = 1 << 31;

  /** Nobody can reach the socket any more: the last call inside ends it. */
  private static final int ABANDONED = 1 << 30;

  private static final int USERS = ABANDONED - 1;

  private static final AtomicIntegerFieldUpdater<UseCount> STATE =
      AtomicIntegerFieldUpdater.newUpdater(UseCount.class, "state");

  /** What a socket is in, and leaves while its number is still its own. */
  interface Leaving {
    void leave();
  }

  final Endpoint endpoint;
  final Time time;
  private volatile int state;

  /** Sets that the socket leaves when it ends; its lock is held to change them. */
  private volatile @Nullable Set<Leaving> leaving;

  /** Waits in {@link #detach} for the other calls inside to leave. */
  private volatile @Nullable Thread drainer;

  /** Null before the first call with {@code MSG_ZEROCOPY}; set under this object's lock. */
  volatile @Nullable Pinned pinned;

  UseCount(Endpoint endpoint, Time time) {
    this.endpoint = endpoint;
    this.time = time;
  }

  /** Lets all who wait for a turn or an answer look again whether to wait on. */
  abstract void wakeQueued();

  /** The exception for a call that fails. */
  abstract IOException failure(
      String call, @Nullable String detail, @Nullable Address about, int errno, long transferred);

  final IOException failure(String call, @Nullable Address about, int errno, long transferred) {
    return failure(call, null, about, errno, transferred);
  }

  // ---- the use count ----

  final boolean isClosed() {
    return state < 0;
  }

  final void enter(String call) throws IOException {
    enter(call, null, null);
  }

  final void enter(String call, @Nullable Object detail, @Nullable Address about)
      throws IOException {
    if (!tryEnter()) {
      throw closed(call, detail, about);
    }
  }

  final boolean tryEnter() {
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
  final void checkOpen(String call, @Nullable Object detail, @Nullable Address about)
      throws IOException {
    if (isClosed()) {
      throw closed(call, detail, about);
    }
  }

  private IOException closed(String call, @Nullable Object detail, @Nullable Address about) {
    return failure(call, detail == null ? null : detail.toString(), about, Linux.EBADF, 0);
  }

  final void leave() {
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

  // ---- closing ----

  /** Closes; answers whether this was the first to do so. */
  final boolean close() {
    int before = shut();
    if (before < 0) {
      return false;
    }
    leaveAll();
    takeCompletions();
    if ((before & USERS) > 0) {
      wakeQueued();
      endpoint.wake(true);
    }
    leave();
    return true;
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
  final boolean abandon() {
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

  private void release() {
    Pinned memory = pinned;
    if (memory != null) {
      memory.end(time);
    }
    endpoint.release();
  }

  // ---- detaching ----

  /** Gives the descriptor up when all calls inside, which fail, have left. */
  final long detach(String call) throws IOException {
    if (endpoint.handle() < 0 && !isClosed()) {
      throw failure(call, null, Linux.EOPNOTSUPP, 0);
    }
    if (shut() < 0) {
      throw failure(call, null, Linux.EBADF, 0);
    }
    leaveAll();
    drainer = Thread.currentThread();
    wakeQueued();
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

  // ---- what ends with it ----

  /**
   * The sets that the socket leaves when it ends. Hold its lock and look whether the socket is open
   * before adding to it: what is added then is found by whoever closes.
   */
  final Set<Leaving> leaving() {
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

  /** What calls with {@code MSG_ZEROCOPY} have left the kernel to read. */
  final synchronized Pinned pinned() {
    Pinned memory = pinned;
    if (memory == null) {
      pinned = memory = new Pinned();
    }
    return memory;
  }

  /** Of a duplicate: the kernel counts their calls together. */
  final synchronized void pinned(Pinned memory) {
    pinned = memory;
  }

  private void takeCompletions() {
    Pinned memory = pinned;
    if (memory != null) {
      memory.read(endpoint);
    }
  }
}
