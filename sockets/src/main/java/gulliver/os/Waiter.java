package gulliver.os;

import gulliver.socket.Linux;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where a thread that waits for one direction of a socket meets whoever wakes it: the poller that
 * of a virtual thread; a platform thread is woken by the kernel ({@link Sleeper}), and by the
 * poller only where readiness tells it nothing, such as a state that does not end.
 *
 * <p>The state is empty, or the thread that waits, or a signal that nobody has taken yet. The
 * kernel tells an edge once: so a signal is kept until somebody takes it, whether it comes before
 * the thread parks or after. A thread comes here only when an attempt has said {@code EAGAIN}; an
 * edge that follows that is not lost, and one that came before costs at most one attempt too many.
 *
 * <p>The poller does not watch a direction in which nobody waits: at first, and again when it has
 * told twice what nobody has taken. Whoever is about to park has it watched ({@link
 * Poller.Registration#watch}), and is told at once what came meanwhile.
 *
 * <p>At most one thread at a time waits; any thread may signal. A thread that waits for several
 * directions has a waiter of its own, which joins theirs.
 */
final class Waiter {
  private static final Object SIGNAL = new Object();

  /** A platform thread that has so often been told in vain waits for an edge. */
  private static final int TOO_OFTEN = 3;

  private static final VarHandle STATE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Waiter.class, "state", Object.class);
      lookup.ensureInitialized(Alarm.class); // not when there are too many open files
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Object state;

  /**
   * Whether the poller signals this direction. Changes under the registration's lock; whoever waits
   * looks at it after having entered, and the poller, which is about to stop watching, looks after
   * that whether somebody waits.
   */
  private volatile boolean watched;

  /** Whether a signal has come that was there already. */
  private volatile boolean ignored;

  /** Those who wait for several directions, this among them. */
  private volatile @Nullable Queue<Waiter> others;

  /**
   * Whether there has been an end, an error or urgent data: a state, of which no edge tells again.
   */
  private volatile boolean excited;

  private final Tries tries = new Tries();

  /** Once a platform thread has waited. */
  private @Nullable Sleeper sleeper;

  /** How often in a row it has been told of what no attempt has found. */
  private byte toldInVain;

  /** For deadlines that are far away, once there has been one; of the thread that waits. */
  private @Nullable Alarm alarm;

  // ---- the poller's side ----

  boolean isWatched() {
    return watched;
  }

  void watched() {
    watched = true;
  }

  /** A signal has come that was there already. */
  void ignored() {
    ignored = true;
  }

  /** Stops being watched, after an ignored signal and unless somebody waits. */
  boolean unwatch() {
    if (!ignored) {
      return false;
    }
    ignored = false;
    watched = false;
    Queue<Waiter> all = others;
    Object who = state;
    if ((who == SIGNAL || who instanceof Sleeper) && (all == null || all.isEmpty())) {
      return true;
    }
    watched = true;
    return false;
  }

  /** Tells of more than data, before the signal. */
  void excite() {
    excited = true;
  }

  /**
   * Wakes the thread that waits, or the next that comes to wait. Answers that thread, null if there
   * is none, or this waiter if the signal is for nobody: there is one that has not been taken, or a
   * platform thread sleeps, which the kernel tells by itself.
   */
  @Nullable Object told() {
    Object before;
    do {
      before = state;
      if (before == SIGNAL || before instanceof Sleeper) { // which {@link #signal} has to find
        before = SIGNAL;
        break;
      }
    } while (!STATE.compareAndSet(this, before, SIGNAL));
    if (before instanceof Thread thread) {
      LockSupport.unpark(thread);
    }
    signalOthers();
    return before == SIGNAL ? this : before;
  }

  /**
   * Wakes the thread that waits, or the next, for another reason than the kernel tells. Answers
   * where it is asleep, if it is.
   */
  @Nullable Sleeper signal() {
    Object before = STATE.getAndSet(this, SIGNAL);
    Sleeper asleep = before instanceof Sleeper sleeping ? sleeping : null;
    if (before instanceof Thread thread) {
      LockSupport.unpark(thread);
    } else if (asleep != null) {
      asleep.wake();
    }
    signalOthers();
    return asleep;
  }

  private void signalOthers() {
    Queue<Waiter> all = others;
    if (all != null) {
      all.forEach(Waiter::signal);
    }
  }

  // ---- those who wait for several ----

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

  // ---- the thread that waits ----

  /** Whether data are all that the poller has told of so far, and no signal is left. */
  boolean isCalm() {
    return !excited && state != SIGNAL;
  }

  /**
   * Lets an attempt follow at once, after a signal, or soon, while there is hope that it is worth
   * not to park. Answers false when it is time to.
   */
  boolean triesOn(Tries.Cores cores) {
    if (takesSignal()) {
      return true;
    }
    long now = System.nanoTime();
    if (!tries.goOn(cores, now)) {
      return false;
    }
    cores.letOthers(now);
    return true;
  }

  private boolean takesSignal() {
    return state == SIGNAL && STATE.compareAndSet(this, SIGNAL, null);
  }

  /** Of every attempt in this direction. */
  void attempted(long result) {
    tries.attempted(result);
    if (toldInVain != 0 && result != -Linux.EAGAIN) {
      toldInVain = 0;
    }
  }

  /**
   * Waits, asleep in {@code poll(2)}, for one of the events, a signal, an interrupt or the
   * deadline. Answers false, not having waited, to a virtual thread, and now and then where that
   * could go round and round: where the kernel has told of what the attempts do not find.
   */
  boolean sleep(OsTime time, int fd, int events, long deadline) {
    if (Thread.currentThread().isVirtual()) {
      return false;
    }
    if (toldInVain >= TOO_OFTEN) {
      toldInVain = 0;
      return false;
    }
    Sleeper mine = sleeper;
    if (mine == null) {
      sleeper = mine = Sleeper.make();
      if (mine == null) {
        return false;
      }
    }
    if (!STATE.compareAndSet(this, null, mine)) {
      leave();
      return true;
    }
    try {
      long begin = System.nanoTime();
      int told = mine.sleep(fd, events, time.nanosUntil(deadline));
      tries.parked(System.nanoTime() - begin);
      toldInVain += (byte) (told == 0 ? 0 : 1);
    } finally {
      // whoever signals is about to ring, if he has not, and may wait until it is discarded
      boolean signalled = STATE.getAndSet(this, null) != mine;
      if (signalled || !mine.isOpen()) {
        discardSleeper();
      }
    }
    return true;
  }

  /** At the latest when the socket is closed: nobody waits any more. */
  void discardSleeper() {
    Sleeper mine = sleeper;
    if (mine != null) {
      sleeper = null;
      mine.discard();
    }
  }

  /**
   * From now on a signal wakes this thread; answers false if there is one. {@link #leave} ends it.
   */
  boolean enter() {
    return STATE.compareAndSet(this, null, Thread.currentThread());
  }

  /** Waits, having entered, for a signal, an interrupt or the deadline. */
  void park(OsTime time, long deadline) {
    long begin = System.nanoTime();
    long now = begin;
    Thread me = Thread.currentThread();
    if (!me.isVirtual()) {
      Poller.platformThreads.incrementAndGet();
    }
    boolean forever = deadline == OsTime.FOREVER;
    while (state == me && !me.isInterrupted() && (forever || now - deadline < 0)) {
      if (!forever && deadline - now > Alarm.NEAR && me.isVirtual()) {
        parkUntilAlarm(time, deadline);
      } else {
        time.park(deadline);
      }
      now = System.nanoTime();
    }
    if (!me.isVirtual()) {
      Poller.platformThreads.decrementAndGet();
    }
    tries.parked(now - begin);
  }

  private void parkUntilAlarm(OsTime time, long deadline) {
    Alarm mine = alarm;
    if (mine == null) {
      alarm = mine = new Alarm();
    }
    mine.set(deadline);
    time.park(OsTime.FOREVER);
    mine.clear();
  }

  /** Takes the signal; one that comes just now is for the attempt that follows. */
  void leave() {
    state = null;
  }
}
