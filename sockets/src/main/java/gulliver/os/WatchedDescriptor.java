package gulliver.os;

import gulliver.os.ffm.FileCalls;
import gulliver.os.ffm.ReadinessCalls;
import gulliver.socket.Linux;
import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor: how threads wait for it, and its end. The attempts are {@link OsEndpoint}'s.
 *
 * <p><b>Closing</b> while calls are inside puts a dead socket in the descriptor's place ({@code
 * dup3(2)}): the connection ends at once, the number stays taken until the last call has left. What
 * {@code SO_LINGER} makes wait is left to the workers.
 */
abstract sealed class WatchedDescriptor implements Endpoint permits OsEndpoint {
  private static final long FIRST_RETRY = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LAST_RETRY = TimeUnit.MILLISECONDS.toNanos(10);

  final int fd;
  final OsNetwork network;
  final Waiter reader = new Waiter();
  final Waiter writer = new Waiter();
  final ShortReads shortReads = new ShortReads();

  /** Also the lock of the fields below, and of the attempts that depend on the flags. */
  final Description description;

  private Poller.@Nullable Registration registration;

  /** Whether the waits have been ended: no attempt that could block is made any more. */
  boolean gone;

  private long retry = FIRST_RETRY;

  /** Whether what is waited for to write is the end of connecting. */
  private volatile boolean connecting;

  WatchedDescriptor(OsNetwork network, int fd, Description description) {
    this.network = network;
    this.fd = fd;
    this.description = description;
  }

  // ---- readiness ----

  @Override
  public int ready() {
    return ready(Linux.POLLIN | Linux.POLLOUT | Linux.POLLPRI | Linux.POLLRDHUP);
  }

  /** Which of the events there are, and errors and ends. */
  final int ready(int events) {
    byte[] pollfd = new byte[Linux.pollfd.SIZEOF];
    MemorySegment segment = MemorySegment.ofArray(pollfd);
    segment.set(ValueLayout.JAVA_INT_UNALIGNED, Linux.pollfd.fd, fd);
    segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, Linux.pollfd.events, (short) events);
    ReadinessCalls.poll(segment, 1, 0, MemorySegment.ofArray(new int[1]));
    return segment.get(ValueLayout.JAVA_SHORT_UNALIGNED, Linux.pollfd.revents);
  }

  // ---- what attempts have answered ----

  final void triedToSend(long n) {
    writer.attempted(n);
    if (n >= 0) {
      retry = FIRST_RETRY;
    }
  }

  final void triedToConnect(int result) {
    writer.attempted(result);
    connecting = result == -Linux.EINPROGRESS || result == -Linux.EALREADY;
    if (result != -Linux.EAGAIN) {
      retry = FIRST_RETRY;
    }
  }

  // ---- waiting ----

  @Override
  public void await(int interest, long deadline) {
    OsTime time = network.time();
    Waiter waiter = interest == READ ? reader : writer;
    if (interest == READ) {
      shortReads.waited();
    }
    if (interest != RETRY && waiter.triesOn(Tries.Cores.MACHINE)) {
      return;
    }
    if (interest != RETRY && waiter.sleep(time, fd, events(interest), deadline)) {
      if (interest == WRITE && connecting) {
        waiter.discardSleeper(); // who has connected may never wait to write again
      }
      return;
    }
    try {
      if (waiter.enter()) {
        boolean told = interest != RETRY && watch(waiter);
        waiter.park(time, told ? deadline : soon(deadline));
      }
    } finally {
      waiter.leave();
    }
  }

  private static int events(int interest) {
    return interest == READ ? Linux.POLLIN : Linux.POLLOUT;
  }

  private long soon(long deadline) {
    long until = network.time().nanoTime() + retry;
    retry = Math.min(2 * retry, LAST_RETRY);
    return deadline == Time.FOREVER ? until : Math.min(until, deadline);
  }

  /**
   * Lets a waiter be signalled, too, by both directions, until it leaves. Answers false where
   * nobody will signal it: then look again before long.
   */
  final boolean join(Waiter waiter) {
    reader.join(waiter);
    writer.join(waiter);
    boolean reads = watch(reader);
    boolean writes = watch(writer);
    synchronized (description) {
      return reads && writes && !gone;
    }
  }

  final void leave(Waiter waiter) {
    reader.leave(waiter);
    writer.leave(waiter);
  }

  /**
   * Has a direction watched by the poller. Answers false where the kernel cannot tell readiness,
   * out of memory, of descriptors or of its limit of watches: then try and sleep.
   */
  boolean watch(Waiter waiter) {
    if (waiter.isWatched()) {
      return true;
    }
    synchronized (description) {
      if (gone) {
        return true; // and signalled, or just about to be
      }
      if (registration != null) {
        return registration.watch(waiter);
      }
      Poller poller = Poller.get();
      registration = poller == null ? null : poller.add(fd, reader, writer, waiter);
      return registration != null;
    }
  }

  private void unregister() {
    synchronized (description) {
      gone = true;
      if (registration != null) {
        registration.remove();
        registration = null;
      }
    }
  }

  // ---- the end ----

  @Override
  public void wake(boolean ends) {
    unregister();
    Sleeper reading = reader.signal();
    Sleeper writing = writer.signal();
    if (!ends) {
      return;
    }
    // asleep, they hold what lingers: whoever is the last to let go of it is kept
    if (reading != null) {
      reading.awaitDiscarded();
    }
    if (writing != null) {
      writing.awaitDiscarded();
    }
    int dead = DeadSocket.fd();
    if (dead >= 0 && lingers()) {
      bury(dead);
    } else if (dead >= 0) {
      FileCalls.dup3(dead, fd, Linux.O_CLOEXEC);
    }
  }

  /**
   * Puts the dead socket in the descriptor's place and lets the connection linger under another
   * number, which only the worker knows: this one is released by whoever leaves last, perhaps long
   * before. Without another number, {@link #release} lingers.
   */
  private void bury(int dead) {
    int last = FileCalls.fcntl(fd, Linux.F_DUPFD_CLOEXEC, 0);
    if (last >= 0) {
      FileCalls.dup3(dead, fd, Linux.O_CLOEXEC);
      network.workers().runAndWait(() -> FileCalls.close(last));
    }
  }

  @Override
  public void release() {
    unregister();
    discardSleepers();
    if (lingers()) {
      network.workers().runAndWait(() -> FileCalls.close(fd));
    } else {
      FileCalls.close(fd);
    }
  }

  private void discardSleepers() {
    reader.discardSleeper();
    writer.discardSleeper();
  }

  /** Whether closing may take SO_LINGER's time. */
  private boolean lingers() {
    if (!description.mayLinger()) {
      return false;
    }
    MemorySegment linger = MemorySegment.ofArray(new byte[Linux.linger.SIZEOF]);
    return getopt(Linux.SOL_SOCKET, Linux.SO_LINGER, linger) > 0
        && linger.get(ValueLayout.JAVA_INT_UNALIGNED, Linux.linger.l_onoff) != 0
        && linger.get(ValueLayout.JAVA_INT_UNALIGNED, Linux.linger.l_linger) > 0;
  }

  @Override
  public long handle() {
    return fd;
  }

  @Override
  public long detach() {
    discardSleepers();
    synchronized (description) {
      unregister();
      description.lend(fd); // a duplicate that accepts sets the flag again
      return fd;
    }
  }

  @Override
  public String toString() {
    return "descriptor " + fd;
  }
}
