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
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Waits in {@code epoll_wait(2)} on one platform thread for all sockets, and signals the {@link
 * Waiter}s.
 *
 * <p>A descriptor is registered once, when a call on it first has to wait, for both directions and
 * edge-triggered, and stays registered until it is closed: a wait costs no system call besides the
 * attempts. Edges suffice because a thread waits only after {@code EAGAIN}.
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

  /** Made with the first socket that has to wait. */
  private static @Nullable Poller poller;

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

    private synchronized void unwatch(Waiter waiter) {
      if (!removed && waiter.unwatch()) {
        events &= waiter == reader ? ~TO_READ : ~TO_WRITE;
        poller.control(Linux.EPOLL_CTL_MOD, this);
      }
    }

    private void dispatch(int what) {
      if ((what & ~(Linux.EPOLLIN | Linux.EPOLLOUT)) != 0) {
        reader.excite();
      }
      if ((what & TO_READ) != 0) {
        signal(reader);
      }
      if ((what & TO_WRITE) != 0) {
        signal(writer);
      }
    }

    private void signal(Waiter waiter) {
      if (waiter.signal() && waiter.isWatched()) {
        unwatch(waiter);
      }
    }

    /** Takes the descriptor out, before it is closed. */
    void remove() {
      poller.remove(this);
    }
  }

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

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment events = arena.allocate((long) BATCH * epoll_event.SIZEOF, 8);
      ByteBuffer told = events.asByteBuffer().order(ByteOrder.nativeOrder());
      MemorySegment errno = arena.allocate(ValueLayout.JAVA_INT);
      for (; ; ) {
        int n = ReadinessCalls.epoll_wait(epfd, events, BATCH, -1, errno);
        if (n < 0 && n != -Linux.EINTR) {
          throw new AssertionError("epoll_wait: errno " + -n);
        }
        dispatch(told, n);
      }
    } catch (Throwable t) {
      System.getLogger("gulliver.os")
          .log(Level.ERROR, "the poller has died; no socket will wake", t);
    }
  }

  private void dispatch(ByteBuffer events, int n) {
    for (int i = 0; i < n; i++) {
      int at = i * epoll_event.SIZEOF;
      dispatch(events.getInt(at + epoll_event.events), events.getLong(at + epoll_event.data));
    }
  }

  private void dispatch(int events, long data) {
    int fd = (int) data;
    @Nullable Registration[] table = registrations;
    Registration registration = fd < table.length ? table[fd] : null;
    if (registration != null && registration.generation == (int) (data >> 32)) {
      registration.dispatch(events);
    } // else it has been closed since
  }
}
