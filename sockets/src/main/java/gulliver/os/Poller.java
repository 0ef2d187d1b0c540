package gulliver.os;

import gulliver.os.ffm.FileCalls;
import gulliver.os.ffm.ReadinessCalls;
import gulliver.socket.Linux;
import gulliver.socket.Linux.epoll_event;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits in {@code epoll_wait(2)} for all sockets, and signals the {@link Waiter}s.
 *
 * <p>That is a platform thread's work while there is little to do. When events for virtual threads
 * follow each other within {@link #SOON}, it hands over to a virtual thread, which polls between
 * them: so nobody need be woken on another core for each event. When there is nothing to be found,
 * and nobody else wants its carrier, that one sleeps for the next event, as its carrier would else
 * do without it; but for {@link #SOON} at most, because a virtual thread that comes to be run
 * meanwhile can have the other carriers only. Then it gives back. For a moment both may poll: the
 * kernel tells each event to one of them.
 *
 * <p>A virtual thread runs only when a carrier is free. While none is, most of those whom it would
 * wake could not run either; but a platform thread could, or one that keeps its carrier while it
 * waits. So if the virtual thread has not looked for {@link #STARVED}, or {@link #STUCK}, the
 * platform thread takes over again.
 *
 * <p>A descriptor is registered once, when a call on it first has to park, edge-triggered, and
 * stays registered until it is closed: a wait costs no system call besides the attempts. Edges
 * suffice because a thread waits only after {@code EAGAIN}. Each direction is watched from its
 * first wait on, until two signals in a row have been for nobody: else the poller would wake for
 * all that comes while a thread tries, or reads what is always there. The next wait has it watched
 * again.
 *
 * <p>What the kernel hands back with an event is not the bare number, which may have been closed
 * and given to another socket since, but number and generation; an event of an earlier generation
 * is dropped. A registration is deleted before its descriptor is closed: where a duplicate lives,
 * {@code close} would leave it behind.
 */
final class Poller {
  private static final int TO_READ =
      Linux.EPOLLIN | Linux.EPOLLPRI | Linux.EPOLLRDHUP | Linux.EPOLLHUP | Linux.EPOLLERR;
  private static final int TO_WRITE = Linux.EPOLLOUT | Linux.EPOLLHUP | Linux.EPOLLERR;
  private static final int BATCH = 512;

  /** When so many virtual threads have been woken, one soon after the other, one of them polls. */
  private static final int MANY = 4;

  /** In milliseconds, as {@code epoll_wait} has it. */
  private static final int SOON = 1;

  /** A wake-up that wakes so many has no use for tries: whoever tries keeps others from running. */
  private static final int CROWD = 3;

  /** A {@code Thread.yield} that comes back within that time has let nobody run. */
  private static final long ALONE = TimeUnit.MICROSECONDS.toNanos(20);

  /** It gives back when it has found nothing so often, and others have run each time. */
  private static final int IN_VAIN = 8;

  /** Whether there is another carrier to run virtual threads while one sleeps. */
  private static final boolean MAY_SLEEP =
      Integer.getInteger(
              "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors())
          > 1;

  /** So long a platform thread that waits does without the virtual one. */
  private static final long STARVED = TimeUnit.MILLISECONDS.toNanos(10);

  /** And so long everybody. */
  private static final long STUCK = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long AFTER_STARVING = TimeUnit.SECONDS.toNanos(1);

  /** Where errno goes that nobody reads: a look does not fail. */
  private static final MemorySegment NOWHERE = MemorySegment.ofArray(new int[1]);

  /** Made with the first socket that has to wait. */
  private static @Nullable Poller poller;

  /** How many platform threads wait for a poller; most of them sleep without one. */
  static final AtomicInteger platformThreads = new AtomicInteger();

  private final int epfd;
  private int generation;

  /** By descriptor; written under this object's lock. */
  private volatile @Nullable Registration[] registrations = new Registration[256];

  /** A descriptor in the set, and which of its directions are watched. */
  static final class Registration {
    private final Poller poller;
    private final int fd;
    private final int generation;
    private final Waiter reader;
    private final Waiter writer;

    /** What the kernel has been told to watch; changes under this object's lock. */
    private int events = Linux.EPOLLET;

    private boolean removed;

    Registration(Poller poller, int fd, int generation, Waiter reader, Waiter writer) {
      this.poller = poller;
      this.fd = fd;
      this.generation = generation;
      this.reader = reader;
      this.writer = writer;
    }

    /**
     * Has a direction watched; what is ready already is signalled at once. Answers false if the
     * kernel refuses.
     */
    synchronized boolean watch(Waiter waiter) {
      if (waiter.isWatched() || removed) {
        return true;
      }
      return control(Linux.EPOLL_CTL_MOD, waiter);
    }

    private boolean control(int op, Waiter waiter) {
      int before = events;
      events |= waiter == reader ? TO_READ : TO_WRITE;
      if (poller.control(op, this) < 0) {
        events = before;
        return false;
      }
      waiter.watched();
      return true;
    }

    /** Does not watch any more where signals have been ignored. */
    private synchronized void unwatch() {
      int before = events;
      if (!removed && reader.unwatch()) {
        events &= ~TO_READ;
      }
      if (!removed && writer.unwatch()) {
        events &= ~TO_WRITE;
      }
      if (events != before) {
        poller.control(Linux.EPOLL_CTL_MOD, this);
      }
    }

    /** Takes the descriptor out, before it is closed. */
    void remove() {
      poller.remove(this);
    }
  }

  /** Whether the virtual thread polls. */
  private volatile boolean handedOver;

  /** How often it has looked; only it writes. */
  private volatile int looks;

  /** Whether there is no virtual thread any more. */
  private volatile boolean alone;

  /** The virtual thread's, and its core: a crowd, in which nobody else tries, is its business. */
  private final Tries tries = new Tries();

  private final Tries.Cores cores = new Tries.Cores(Math.min(1, Tries.Cores.MACHINE.limit()));

  private volatile @Nullable Thread sentinel;
  private @Nullable Thread virtual;
  private long notBefore = System.nanoTime();

  private Poller(int epfd) {
    this.epfd = epfd;
  }

  /** The one poller; null while there is no descriptor or no thread to be had for it. */
  static synchronized @Nullable Poller get() {
    if (poller == null) {
      int epfd = ReadinessCalls.epoll_create1(Linux.EPOLL_CLOEXEC);
      if (epfd < 0) {
        return null;
      }
      Poller made = new Poller(epfd);
      try {
        Thread.ofPlatform()
            .daemon()
            .inheritInheritableThreadLocals(false)
            .name("gulliver-poller")
            .start(made::run);
      } catch (OutOfMemoryError noThread) {
        FileCalls.close(epfd);
        return null;
      }
      poller = made;
    }
    return poller;
  }

  /**
   * Whether a descriptor has a readiness that the kernel tells. Files have none: epoll refuses them
   * before it sees that this number is not in the set.
   */
  boolean canWatch(int fd) {
    return ReadinessCalls.epoll_ctl(epfd, Linux.EPOLL_CTL_MOD, fd, event(0, 0)) != -Linux.EPERM;
  }

  /** Adds a descriptor to watch one of its directions first. Answers null if the kernel refuses. */
  synchronized @Nullable Registration add(int fd, Waiter reader, Waiter writer, Waiter first) {
    Registration registration = new Registration(this, fd, ++generation, reader, writer);
    @Nullable Registration[] table = registrations;
    if (fd >= table.length) {
      registrations = table = Arrays.copyOf(table, Math.max(fd + 1, 2 * table.length));
    }
    table[fd] = registration;
    registrations = table; // publishes the element
    if (!registration.control(Linux.EPOLL_CTL_ADD, first)) {
      table[fd] = null;
      return null;
    }
    return registration;
  }

  private void remove(Registration registration) {
    synchronized (registration) {
      registration.removed = true;
    }
    synchronized (this) {
      registrations[registration.fd] = null;
      control(Linux.EPOLL_CTL_DEL, registration);
    }
  }

  private int control(int op, Registration registration) {
    long data = (long) registration.generation << 32 | registration.fd;
    return ReadinessCalls.epoll_ctl(epfd, op, registration.fd, event(registration.events, data));
  }

  /** {@code struct epoll_event}. */
  static MemorySegment event(int events, long data) {
    ByteBuffer event = ByteBuffer.allocate(epoll_event.SIZEOF).order(ByteOrder.nativeOrder());
    event.putInt(epoll_event.events, events).putLong(epoll_event.data, data);
    return MemorySegment.ofArray(event.array());
  }

  // ---- the two who poll ----

  /** The platform thread: polls when there is little to do, and watches over the other. */
  private void run() {
    sentinel = Thread.currentThread();
    long last = System.nanoTime();
    int woken = 0;
    try (Arena arena = Arena.ofConfined()) {
      Events events = new Events(arena);
      for (; ; ) {
        int n = events.await(-1);
        long now = System.nanoTime();
        woken = n + (now - last < TimeUnit.MILLISECONDS.toNanos(SOON) ? woken : 0);
        last = now;
        if (woken >= MANY && mayHandOver(now)) {
          handOver();
          woken = 0;
        }
      }
    } catch (Throwable t) {
      System.getLogger("gulliver.os")
          .log(Level.ERROR, "the poller has died; no socket will wake", t);
    }
  }

  private boolean mayHandOver(long now) {
    return !alone && now - notBefore >= 0;
  }

  /** Waits until the virtual thread gives back, or has not come to look for a while. */
  private void handOver() {
    handedOver = true;
    Thread other = virtual;
    if (other == null) {
      other =
          Thread.ofVirtual()
              .inheritInheritableThreadLocals(false)
              .name("gulliver-poller-virtual")
              .unstarted(this::runVirtual);
      virtual = other;
      other.start();
    } else {
      LockSupport.unpark(other);
    }
    int seen = looks;
    long since = System.nanoTime();
    while (handedOver) {
      LockSupport.parkNanos(this, STARVED);
      long now = System.nanoTime();
      if (looks != seen) {
        seen = looks;
        since = now;
      } else if (now - since >= (platformThreads.get() > 0 ? STARVED : STUCK)) {
        handedOver = false; // the carriers are busy with something else
        notBefore = now + AFTER_STARVING;
      }
    }
  }

  /** The virtual thread: looks, lets those it has woken run, and looks again. */
  private void runVirtual() {
    try (Arena arena = Arena.ofConfined()) {
      Events events = new Events(arena);
      for (; ; ) {
        while (!handedOver) {
          LockSupport.park(this);
        }
        poll(events);
      }
    } catch (Throwable t) {
      System.getLogger("gulliver.os").log(Level.ERROR, "the poller's virtual thread has died", t);
      alone = true;
      giveBack();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // nobody else counts the looks
  private void poll(Events events) {
    int inVain = 0;
    while (handedOver) {
      looks++;
      if (events.look()) {
        inVain = 0;
        letOthersRun();
      } else if (letOthersRun()) {
        if (MAY_SLEEP && (triesOn(events) || sleep(events))) {
          inVain = 0;
          letOthersRun();
        } else {
          giveBack();
        }
      } else if (++inVain == IN_VAIN) {
        giveBack();
      }
    }
  }

  /** Looks on for a moment, as a call does that waits, where that has paid lately. */
  private boolean triesOn(Events events) {
    for (long now = System.nanoTime(); tries.goOn(cores, now); now = System.nanoTime()) {
      cores.letOthers(now);
      if (events.look()) {
        tries.attempted(0);
        return true;
      }
    }
    return false;
  }

  private boolean sleep(Events events) {
    long begin = System.nanoTime();
    boolean found = events.await(SOON) >= 0;
    tries.parked(System.nanoTime() - begin);
    return found;
  }

  /** Goes behind those whom it has woken; answers whether there was nobody to run. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static boolean letOthersRun() {
    long before = System.nanoTime();
    Thread.yield();
    return System.nanoTime() - before < ALONE;
  }

  private void giveBack() {
    handedOver = false;
    LockSupport.unpark(sentinel);
  }

  /** What one of the two has found. */
  final class Events {
    private final MemorySegment events;
    private final ByteBuffer told;
    private final MemorySegment errno;
    private final List<Registration> ignored = new ArrayList<>();

    Events(Arena arena) {
      events = arena.allocate((long) BATCH * epoll_event.SIZEOF, 8);
      told = events.asByteBuffer().order(ByteOrder.nativeOrder());
      errno = arena.allocate(ValueLayout.JAVA_INT);
    }

    /**
     * Sleeps until there are events, for so many milliseconds, or for ever (-1). Answers how many
     * virtual threads it has woken, or -1 after a time-out.
     */
    int await(int timeout) {
      int n = ReadinessCalls.epoll_wait(epfd, events, BATCH, timeout, errno);
      if (n < 0 && n != -Linux.EINTR) {
        throw new AssertionError("epoll_wait: errno " + -n);
      }
      return n == 0 ? -1 : dispatch(n);
    }

    /** Looks whether there are events. */
    boolean look() {
      int n = ReadinessCalls.epoll_look(epfd, events, BATCH, 0, NOWHERE);
      dispatch(n);
      return n > 0;
    }

    /**
     * Wakes whom the events are for; answers how many virtual threads that were. Locks are taken
     * after that only: a virtual thread that waits for one needs a carrier to go on.
     */
    private int dispatch(int n) {
      int woken = 0;
      for (int i = 0; i < n; i++) {
        int at = i * epoll_event.SIZEOF;
        Registration registration = find(told.getLong(at + epoll_event.data));
        if (registration != null) {
          woken += signal(registration, told.getInt(at + epoll_event.events));
        }
      }
      if (!ignored.isEmpty()) {
        ignored.forEach(Registration::unwatch);
        ignored.clear();
      }
      if (woken >= CROWD) {
        Tries.Cores.MACHINE.wanted();
      }
      return woken;
    }

    private int signal(Registration registration, int what) {
      if ((what & ~(Linux.EPOLLIN | Linux.EPOLLOUT)) != 0) {
        registration.reader.excite();
      }
      int woken = 0;
      if ((what & TO_READ) != 0) {
        woken += signal(registration, registration.reader);
      }
      if ((what & TO_WRITE) != 0) {
        woken += signal(registration, registration.writer);
      }
      return woken;
    }

    private int signal(Registration registration, Waiter waiter) {
      Object who = waiter.told();
      if (waiter.equals(who) && waiter.isWatched()) {
        waiter.ignored();
        ignored.add(registration);
      }
      return who instanceof Thread thread && thread.isVirtual() ? 1 : 0;
    }
  }

  /** The registration of an event, null if it has been removed since. */
  private @Nullable Registration find(long data) {
    int fd = (int) data;
    @Nullable Registration[] table = registrations;
    Registration registration = fd < table.length ? table[fd] : null;
    return registration != null && registration.generation == (int) (data >> 32)
        ? registration
        : null;
  }
}
