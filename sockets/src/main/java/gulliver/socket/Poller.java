package gulliver.socket;

import gulliver.socket.Linux.epoll_event;
import gulliver.socket.spi.Descriptors;
import gulliver.socket.spi.Endpoint;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A set of sockets and descriptors to wait for, which costs as much as there are events, however
 * many there are in it: {@code epoll(7)}.
 *
 * <pre>{@code
 * try (Poller poller = new Poller()) {
 *   poller.add(server, EPOLLIN, null);
 *   Poller.Events events = new Poller.Events(64);
 *   while (true) {
 *     int n = poller.wait(events, null);
 *     for (int i = 0; i < n; i++) {
 *       if (events.target(i) == server) { … }
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>What is in the set says with its events how it is to be told: <i>level-triggered</i> without a
 * flag: by every wait, as long as it is ready; <i>edge-triggered</i> with {@link Linux#EPOLLET}: by
 * one, when it becomes so; with {@link Linux#EPOLLONESHOT} once, until {@link #modify}; with {@link
 * Linux#EPOLLEXCLUSIVE} by one or some of the pollers that have it in their sets, not by all.
 *
 * <p>Who closes or detaches a socket need not take it out: it leaves all sets, also where a
 * duplicate lives. An event that was on its way to it then reaches nobody, least of all who has
 * been given its number.
 *
 * <p>Any number of threads may add, take out and wait. Of several that wait, one at a time does, as
 * with a socket; it may be a virtual thread, which blocks no carrier. A poller can itself be
 * polled, and be in another's set: it is readable while it has events. Sockets are held by the sets
 * that they are in. A poller that is dropped without {@link #close} is closed when it is collected,
 * with a warning in the log.
 *
 * @since 0.1
 * @see <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll(7)</a>
 */
public final class Poller implements Pollable {
  private static final int MODES =
      Linux.EPOLLET | Linux.EPOLLONESHOT | Linux.EPOLLEXCLUSIVE | Linux.EPOLLWAKEUP;

  /** What the kernel allows besides EPOLLEXCLUSIVE. */
  private static final int WITH_EXCLUSIVE =
      Linux.EPOLLIN
          | Linux.EPOLLOUT
          | Linux.EPOLLERR
          | Linux.EPOLLHUP
          | Linux.EPOLLWAKEUP
          | Linux.EPOLLET
          | Linux.EPOLLEXCLUSIVE;

  private final Network network;
  private final Members members;
  final Core core;
  private final Cleaner.Cleanable cleanable;
  private final Waiting.Look<Events> look = this::attempt;

  /** What a poller has in its set: what those in it may know without holding the poller itself. */
  private static final class Members {
    /** What comes with the event of {@link #wakeup}: no member's. */
    private static final long WAKE_UP = -1;

    private final Core core;
    private final Descriptors kernel;
    private final Core bell;

    /** By descriptor; written under this object's lock. */
    private volatile @Nullable Member[] table = new Member[16];

    private int generation;
    private int size;

    Members(Core core, Descriptors kernel, Core bell) {
      this.core = core;
      this.kernel = kernel;
      this.bell = bell;
    }

    private int epfd() {
      return (int) core.endpoint.handle();
    }

    private @Nullable Member get(int fd) {
      @Nullable Member[] seen = table;
      return fd >= 0 && fd < seen.length ? seen[fd] : null;
    }

    /** Who has an event: null if he has left, perhaps for another with his number. */
    private @Nullable Member of(long data) {
      Member member = get((int) data);
      return member != null && member.exit.generation == (int) (data >>> 32) ? member : null;
    }

    private synchronized void put(Member member) {
      @Nullable Member[] now = table;
      int fd = member.exit.fd;
      if (fd >= now.length) {
        now = Arrays.copyOf(now, Math.max(fd + 1, 2 * now.length));
      }
      now[fd] = member;
      table = now; // publishes the element
      size++;
    }

    private synchronized void drop(int fd, int generation) {
      Member member = get(fd);
      if (member != null && member.exit.generation == generation) {
        table[fd] = null;
        size--;
      }
    }

    private synchronized int next() {
      return ++generation;
    }

    int control(int op, Member member, int events) {
      Exit exit = member.exit;
      long data = (long) exit.generation << 32 | exit.fd;
      return kernel.epollCtl(epfd(), op, exit.fd, events, data);
    }
  }

  /** Something in a set. */
  private static final class Member {
    private final Pollable target;
    private final Core core;
    private final Exit exit;
    private volatile @Nullable Object attachment;

    Member(Members members, Pollable target, Core core, @Nullable Object attachment) {
      this.target = target;
      this.core = core;
      this.exit = new Exit(members, (int) core.endpoint.handle());
      this.attachment = attachment;
    }
  }

  /**
   * How a socket leaves a set: all that its core knows of it. It must hold neither the socket nor
   * the poller, so that they can be collected.
   */
  private static final class Exit implements UseCount.Leaving {
    private final WeakReference<Members> members;
    private final Core poller;
    private final Descriptors kernel;
    private final int fd;
    private final int generation;

    Exit(Members members, int fd) {
      this.members = new WeakReference<>(members);
      this.poller = members.core;
      this.kernel = members.kernel;
      this.fd = fd;
      this.generation = members.next();
    }

    /** Takes it out of the set, while the number is still its own. */
    @Override
    public void leave() {
      Members all = members.get();
      if (all != null) {
        all.drop(fd, generation);
      }
      if (poller.tryEnter()) {
        try {
          int epfd = (int) poller.endpoint.handle();
          kernel.epollCtl(epfd, Linux.EPOLL_CTL_DEL, fd, 0, 0);
        } finally {
          poller.leave();
        }
      }
    }
  }

  /**
   * Makes an empty set on the operating system's network.
   *
   * @throws IOException {@code EMFILE}, {@code ENFILE} → too many descriptors: it needs two
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_create.2.html">epoll_create(2)</a>
   */
  public Poller() throws IOException {
    this(Network.os());
  }

  /**
   * Makes an empty set on a network.
   *
   * @param network whose sockets it will have
   * @throws IOException as {@link #Poller()}
   * @throws UnsupportedOperationException without {@link Capability#DESCRIPTORS}
   */
  public Poller(Network network) throws IOException {
    Descriptors kernel = Descriptor.kernel(network);
    int epfd = made("epoll_create1", kernel.epoll());
    Endpoint endpoint = kernel.file(epfd, true);
    int bell = kernel.eventfd(0, Linux.EFD_NONBLOCK);
    if (bell < 0) {
      endpoint.release();
      made("eventfd", bell);
    }
    this.network = network;
    this.core = new Core(endpoint, network.time());
    this.members = new Members(core, kernel, new Core(kernel.file(bell, true), network.time()));
    kernel.epollCtl(epfd, Linux.EPOLL_CTL_ADD, bell, Linux.EPOLLIN, Members.WAKE_UP);
    this.cleanable = Dropped.watch(this, core, members.bell);
  }

  private static int made(String call, int result) throws IOException {
    if (result < 0) {
      throw SocketFailure.of(call, null, -result);
    }
    return result;
  }

  // ---- epoll_ctl(2) ----

  /**
   * Adds something to the set.
   *
   * @param target what; not this poller, nor one that has it in its set
   * @param events {@code EPOLLIN}, {@code EPOLLOUT}, {@code EPOLLPRI}, {@code EPOLLRDHUP} as {@code
   *     poll}'s, with {@code EPOLLET}, {@code EPOLLONESHOT}, {@code EPOLLEXCLUSIVE}; or'ed. {@code
   *     EPOLLERR} and {@code EPOLLHUP} are told in any case
   * @param attachment an object of the caller's that comes with each event; may be null
   * @throws IOException {@code EEXIST} → it is there already; {@code EPERM} → a file, which is
   *     always ready; {@code ELOOP} → pollers in a circle, or too deep; {@code ENOSPC}, {@code
   *     ENOMEM} → the system's limit; {@code EINVAL} → flags that do not go together; {@code EBADF}
   *     → one of the two is closed
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_ctl.2.html">epoll_ctl(2)</a>
   */
  public void add(Pollable target, int events, @Nullable Object attachment) throws IOException {
    check("add", target, events);
    Core other = Polling.core(target);
    entered(
        other,
        () -> {
          synchronized (other.leaving()) { // closing waits, and finds what has been added
            if (other.isClosed()) {
              return -Linux.EBADF;
            }
            if (member(other) != null) {
              return -Linux.EEXIST;
            }
            Member member = new Member(members, target, other, attachment);
            members.put(member); // an event may come before the call returns
            int result = members.control(Linux.EPOLL_CTL_ADD, member, events);
            if (result < 0) {
              members.drop(member.exit.fd, member.exit.generation);
            } else {
              other.leaving().add(member.exit);
            }
            return result;
          }
        });
  }

  /**
   * Changes what is asked for, and arms {@code EPOLLONESHOT} again; the attachment stays.
   *
   * @param target what is in the set
   * @param events as in {@link #add}; never with {@code EPOLLEXCLUSIVE}
   * @throws IOException {@code ENOENT} → it is not in the set; {@code EINVAL} → it was added with
   *     {@code EPOLLEXCLUSIVE}; else as {@link #add}
   */
  public void modify(Pollable target, int events) throws IOException {
    modify(target, events, null, false);
  }

  /**
   * Changes what is asked for and the attachment.
   *
   * @param target what is in the set
   * @param events as above
   * @param attachment the new one; may be null
   * @throws IOException as above
   */
  public void modify(Pollable target, int events, @Nullable Object attachment) throws IOException {
    modify(target, events, attachment, true);
  }

  private void modify(Pollable target, int events, @Nullable Object attachment, boolean attaches)
      throws IOException {
    check("modify", target, events);
    Core other = Polling.core(target);
    entered(
        other,
        () -> {
          synchronized (other.leaving()) {
            Member member = member(other);
            if (member == null) {
              return -Linux.ENOENT;
            }
            Object before = member.attachment;
            if (attaches) {
              member.attachment = attachment;
            }
            int result = members.control(Linux.EPOLL_CTL_MOD, member, events);
            if (result < 0) {
              member.attachment = before;
            }
            return result;
          }
        });
  }

  /**
   * Takes something out of the set. An event that a wait in another thread has already got is still
   * told there.
   *
   * @param target what
   * @throws IOException {@code ENOENT} → it is not in the set; {@code EBADF} → one of the two is
   *     closed
   */
  public void remove(Pollable target) throws IOException {
    Core other = Polling.core(Objects.requireNonNull(target, "remove: target"));
    entered(
        other,
        () -> {
          synchronized (other.leaving()) {
            Member member = member(other);
            if (member == null) {
              return -Linux.ENOENT;
            }
            other.leaving().remove(member.exit);
            member.exit.leave();
            return 0;
          }
        });
  }

  /** {@return how many are in the set} */
  public int size() {
    synchronized (members) {
      return members.size;
    }
  }

  private @Nullable Member member(Core other) {
    Member member = members.get((int) other.endpoint.handle());
    return member != null && member.core == other ? member : null;
  }

  private void check(String call, Pollable target, int events) {
    if (!Objects.requireNonNull(target, call + ": target")
        .network()
        .provider()
        .equals(network.provider())) {
      throw new IllegalArgumentException(call + ": " + target + " is of another network");
    }
    if ((events & ~(0xffff | MODES)) != 0) {
      throw new IllegalArgumentException(
          call + ": events 0x" + Integer.toHexString(events) + ": unknown bits");
    }
    if ((events & Linux.EPOLLEXCLUSIVE) != 0 && (events & ~WITH_EXCLUSIVE) != 0) {
      throw new IllegalArgumentException(
          call
              + ": events 0x"
              + Integer.toHexString(events)
              + ": EPOLLEXCLUSIVE goes with EPOLLIN, EPOLLOUT, EPOLLET, EPOLLWAKEUP");
    }
  }

  /** A change to the set, which answers 0 or {@code -errno}. */
  private interface Change {
    int make();
  }

  private void entered(Core other, Change change) throws IOException {
    String call = "epoll_ctl";
    core.enter(call);
    try {
      other.enter(call);
      try {
        int result = change.make();
        if (result < 0) {
          throw core.failure(call, null, -result, 0);
        }
      } finally {
        other.leave();
      }
    } finally {
      core.leave();
      Reference.reachabilityFence(this);
    }
  }

  // ---- epoll_wait(2) ----

  /**
   * Room for the events of a {@link Poller#wait}, used again and again: a wait allocates nothing.
   * One thread at a time uses it.
   */
  public static final class Events {
    private final MemorySegment raw;
    private final @Nullable Pollable[] targets;
    private final @Nullable Object[] attachments;
    private final int[] events;
    private int count;

    /**
     * Makes room.
     *
     * @param maxEvents for so many at a time, at least 1; what does not fit comes with the next
     *     wait
     */
    public Events(int maxEvents) {
      if (maxEvents < 1 || maxEvents > 1 << 20) {
        throw new IllegalArgumentException(
            "Events: maxEvents " + maxEvents + ": 1 to " + (1 << 20) + " are allowed");
      }
      raw = MemorySegment.ofArray(new byte[maxEvents * epoll_event.SIZEOF]);
      targets = new Pollable[maxEvents];
      attachments = new Object[maxEvents];
      events = new int[maxEvents];
    }

    /** {@return how many there are} */
    public int count() {
      return count;
    }

    /**
     * {@return which socket or descriptor it is about}
     *
     * @param i 0…{@link #count()}-1
     */
    public Pollable target(int i) {
      return Objects.requireNonNull(targets[Objects.checkIndex(i, count)]);
    }

    /**
     * {@return what there is: {@code EPOLLIN}, {@code EPOLLOUT}, …}
     *
     * @param i 0…{@link #count()}-1
     */
    public int events(int i) {
      return events[Objects.checkIndex(i, count)];
    }

    /**
     * {@return what was given to {@link Poller#add}}
     *
     * @param i 0…{@link #count()}-1
     */
    public @Nullable Object attachment(int i) {
      return attachments[Objects.checkIndex(i, count)];
    }

    private void clear() {
      Arrays.fill(targets, 0, count, null); // holds nobody longer than need be
      Arrays.fill(attachments, 0, count, null);
      count = 0;
    }

    private void add(Member member, int what) {
      targets[count] = member.target;
      attachments[count] = member.attachment;
      events[count++] = what;
    }
  }

  /**
   * Waits for events, with fresh room for them.
   *
   * @param maxEvents how many at most
   * @param timeout as below
   * @return the events; none as below
   * @throws IOException as below
   */
  public Events wait(int maxEvents, @Nullable Duration timeout) throws IOException {
    Events events = new Events(maxEvents);
    wait(events, timeout);
    return events;
  }

  /**
   * Waits for events.
   *
   * @param into receives them; what it had before is gone
   * @param timeout how long to wait at most; {@code ZERO}: not at all; null: for ever
   * @return how many there are; 0 after a time-out or {@link #wakeup}
   * @throws IOException {@code EBADF} → closed, before or meanwhile; {@code EINTR} → the thread was
   *     interrupted; its interrupt status is set
   * @see <a href="https://man7.org/linux/man-pages/man2/epoll_wait.2.html">epoll_wait(2)</a>
   */
  public int wait(Events into, @Nullable Duration timeout) throws IOException {
    Objects.requireNonNull(into, "epoll_wait: events");
    long nanos = Timeouts.nanos("epoll_wait", timeout);
    into.clear();
    try {
      core.waiting("epoll_wait", nanos, look, into);
      return into.count;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** One look at the set: whether there was something, if only a wake-up. */
  private boolean attempt(Events into) {
    boolean woken = false;
    int n = members.kernel.epollWait(core.endpoint, into.raw);
    for (int i = 0; i < n; i++) {
      long at = (long) i * epoll_event.SIZEOF;
      long data = into.raw.get(ValueLayout.JAVA_LONG_UNALIGNED, at + epoll_event.data);
      if (data == Members.WAKE_UP) {
        woken = takeWakeUp();
        continue;
      }
      Member member = members.of(data);
      if (member != null) {
        into.add(member, into.raw.get(ValueLayout.JAVA_INT_UNALIGNED, at + epoll_event.events));
      }
    }
    return woken || into.count > 0;
  }

  private boolean takeWakeUp() {
    return members.bell.tryEnter() && ring(false) > 0;
  }

  /**
   * Lets a wait end: that of another thread, or the next. Several calls before it are as one.
   *
   * @throws IOException {@code EBADF} → closed
   */
  public void wakeup() throws IOException {
    members.bell.enter("wakeup");
    ring(true);
  }

  private long ring(boolean on) {
    Endpoint bell = members.bell.endpoint;
    MemorySegment one = MemorySegment.ofArray(new long[] {1});
    try {
      return on ? bell.send(one, 0, null) : bell.recv(one, 0, null);
    } finally {
      members.bell.leave();
      Reference.reachabilityFence(this);
    }
  }

  // ---- the poller as a descriptor ----

  @Override
  public int fileno() {
    return core.isClosed() ? -1 : members.epfd();
  }

  @Override
  public Network network() {
    return network;
  }

  /**
   * Closes the poller, not what is in its set. Calls of other threads that wait end at once with
   * {@code EBADF}. Closing again does nothing.
   */
  @Override
  public void close() {
    if (core.close()) {
      ended();
    }
  }

  /**
   * {@inheritDoc} What is in the set stays in it, and does not leave it any more when it is closed.
   */
  @Override
  public int detach() throws IOException {
    int fd = (int) core.detach("detach");
    ended();
    return fd;
  }

  private void ended() {
    members.bell.close();
    for (Member member : members.table.clone()) {
      if (member != null) {
        synchronized (member.core.leaving()) {
          member.core.leaving().remove(member.exit);
        }
      }
    }
    Dropped.forget(cleanable);
  }

  /** Such as {@code poller 7 of 12}. */
  @Override
  public String toString() {
    return core.isClosed() ? "poller closed" : "poller " + fileno() + " of " + size();
  }
}
