package gulliver.os;

import gulliver.os.ffm.FileCalls;
import gulliver.socket.Linux;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * What duplicates have in common, with other processes perhaps: {@code O_NONBLOCK}, and whether it
 * may linger.
 *
 * <p>The flag is set only for an attempt of a call that has no other way not to block ({@link
 * #borrow}), or kept as long as nobody else has the description ({@link #keep}).
 */
final class Description {
  private static final AtomicIntegerFieldUpdater<Description> RELYING =
      AtomicIntegerFieldUpdater.newUpdater(Description.class, "relying");

  /** Attempts that need O_NONBLOCK now; {@link #keep} counts as one that does not end. */
  private int borrowers;

  /** Whether O_NONBLOCK has been set here, and not yet been taken back. */
  private boolean nonblocking;

  private volatile boolean kept;

  /** Attempts that rely on what is kept. */
  private volatile int relying;

  /** Whether there are duplicates, perhaps out of our hands, so that flags may change. */
  volatile boolean shared;

  volatile boolean lingerSet;

  boolean mayLinger() {
    return lingerSet || shared;
  }

  /** Sets O_NONBLOCK for an attempt, which ends with {@link #giveBack}. */
  synchronized void borrow(int fd) {
    if (borrowers++ == 0 || shared) {
      int flags = FileCalls.fcntl(fd, Linux.F_GETFL, 0);
      if (flags >= 0 && (flags & Linux.O_NONBLOCK) == 0) {
        FileCalls.fcntl(fd, Linux.F_SETFL, flags | Linux.O_NONBLOCK);
        nonblocking = true;
      }
    }
  }

  synchronized void giveBack(int fd) {
    if (--borrowers == 0 && nonblocking) {
      int flags = FileCalls.fcntl(fd, Linux.F_GETFL, 0);
      FileCalls.fcntl(fd, Linux.F_SETFL, flags & ~Linux.O_NONBLOCK);
      nonblocking = false;
    }
  }

  /** Sets O_NONBLOCK until the description is lent or detached. */
  synchronized void keep(int fd) {
    if (!kept) {
      kept = true;
      borrow(fd);
    }
  }

  /** Begins an attempt that relies on {@link #keep}; false if that does not hold. */
  boolean rely() {
    RELYING.incrementAndGet(this);
    if (kept && !shared) {
      return true;
    }
    RELYING.decrementAndGet(this);
    return false;
  }

  void relied() {
    RELYING.decrementAndGet(this);
  }

  /** From now on flags may change; no attempt relies on them any more. */
  void share() {
    shared = true;
    while (relying > 0) {
      Thread.onSpinWait(); // an attempt is short
    }
  }

  /** Puts the description into the state in which the outside world expects it. */
  void lend(int fd) {
    share();
    synchronized (this) {
      if (kept) {
        kept = false;
        giveBack(fd);
      }
    }
  }
}
