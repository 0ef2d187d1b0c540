package gulliver.os;

import gulliver.os.ffm.DataCalls;
import gulliver.os.ffm.FileCalls;
import gulliver.os.ffm.MessageCalls;
import gulliver.os.ffm.NameCalls;
import gulliver.os.ffm.ReadinessCalls;
import gulliver.os.ffm.SocketCalls;
import gulliver.os.linux.Sockaddr;
import gulliver.socket.Address;
import gulliver.socket.InMessage;
import gulliver.socket.Linux;
import gulliver.socket.MessageBatch;
import gulliver.socket.OutMessage;
import gulliver.socket.Sender;
import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the operating system: a descriptor, and one attempt of each call.
 *
 * <p><b>O_NONBLOCK</b> belongs to the description, which duplicates and other processes may share.
 * Sending and receiving have {@code MSG_DONTWAIT} and leave it alone. {@code connect} has no flag:
 * it is set for the attempt, and taken back. {@code accept} has none either: a listening socket
 * keeps it, until it is detached or its description shared.
 *
 * <p><b>Closing</b> while calls are inside puts a dead socket in the descriptor's place ({@code
 * dup3(2)}): the connection ends at once, the number stays taken until the last call has left. What
 * {@code SO_LINGER} makes wait is left to the workers.
 */
class OsEndpoint implements Endpoint {
  private static final long FIRST_RETRY = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LAST_RETRY = TimeUnit.MILLISECONDS.toNanos(10);

  /** More than an IP packet can have, of either version. */
  private static final int LONGEST_IP = 1 << 16;

  /** The most that one message moves through a stream, as {@code recv} and {@code send} do. */
  private static final long MOST = 1 << 20;

  /** A socket whose peer is gone: receiving from it gives the end, sending to it EPIPE. */
  static final class Dead {
    private static volatile int fd = -1;

    /** Made when it is first needed; negative while there is no descriptor to be had for it. */
    static int fd() {
      int known = fd;
      return known >= 0 ? known : make();
    }

    private static synchronized int make() {
      if (fd < 0) {
        MemorySegment pair = MemorySegment.ofArray(new int[2]);
        int type = Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC;
        int result = SocketCalls.socketpair(Linux.AF_UNIX, type, 0, pair);
        if (result < 0) {
          return result;
        }
        FileCalls.close(pair.getAtIndex(ValueLayout.JAVA_INT, 1));
        fd = pair.getAtIndex(ValueLayout.JAVA_INT, 0);
      }
      return fd;
    }
  }

  final int fd;
  private final int family;
  private final int type;
  private final int protocol;

  /** Whether this is a "ping" socket, which never tells more than it copies. */
  private final boolean ignoresTrunc;

  final OsNetwork network;
  final Scratch.Slot receiveScratch = new Scratch.Slot();
  final Scratch.Slot sendScratch = new Scratch.Slot();

  /** Null before the first call with a message. */
  private volatile @Nullable Messages messages;

  final Waiter reader = new Waiter();
  final Waiter writer = new Waiter();
  private final ShortReads shortReads = new ShortReads();

  /** Whether a short read may leave something, or what comes not be told. */
  private volatile boolean inPieces;

  /** Also the lock of the fields below, and of the attempts that depend on the flags. */
  final Description description;

  private Poller.@Nullable Registration registration;

  /** Whether the waits have been ended: no attempt that could block is made any more. */
  private boolean gone;

  private long retry = FIRST_RETRY;

  /** Whether what is waited for to write is the end of connecting. */
  private volatile boolean connecting;

  /** The structures that calls with messages use again. */
  private static final class Messages {
    final Msghdr.Slot received = new Msghdr.Slot();
    final Msghdr.Slot sent = new Msghdr.Slot();
    final Mmsghdr.Slot receivedBatch = new Mmsghdr.Slot();
    final Mmsghdr.Slot sentBatch = new Mmsghdr.Slot();
  }

  private Messages messages() {
    Messages made = messages;
    if (made == null) {
      synchronized (description) {
        made = messages;
        if (made == null) {
          messages = made = new Messages();
        }
      }
    }
    return made;
  }

  /** What duplicates have in common. */
  static final class Description {
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

  OsEndpoint(OsNetwork network, int fd, int family, int type, int protocol) {
    this(network, fd, family, type, protocol, new Description());
  }

  OsEndpoint(
      OsNetwork network, int fd, int family, int type, int protocol, Description description) {
    this.network = network;
    this.fd = fd;
    this.description = description;
    this.family = family;
    this.type = type;
    this.protocol = protocol;
    boolean icmp = family == Linux.AF_INET && protocol == Linux.IPPROTO_ICMP;
    boolean icmp6 = family == Linux.AF_INET6 && protocol == Linux.IPPROTO_ICMPV6;
    this.ignoresTrunc = type == Linux.SOCK_DGRAM && (icmp || icmp6);
  }

  @Override
  public int family() {
    return family;
  }

  @Override
  public int type() {
    return type;
  }

  @Override
  public int protocol() {
    return protocol;
  }

  // ---- the calls ----

  @Override
  public int bind(Address address) {
    byte[] name = new byte[Sockaddr.SIZEOF];
    int length = Sockaddr.encode(address, name);
    synchronized (description) {
      if (gone) {
        return -Linux.EBADF; // or the dead socket would get the name, and keep it
      }
      return (int) family(SocketCalls.bind(fd, MemorySegment.ofArray(name), length), address);
    }
  }

  @Override
  public int listen(int backlog) {
    return SocketCalls.listen(fd, backlog);
  }

  @Override
  public int connect(Address address) {
    byte[] name = new byte[Sockaddr.SIZEOF];
    int length = Sockaddr.encode(address, name);
    synchronized (description) {
      if (gone) {
        return -Linux.EBADF;
      }
      description.borrow(fd);
      int result = SocketCalls.connect(fd, MemorySegment.ofArray(name), length);
      writer.attempted(result);
      description.giveBack(fd);
      connecting = result == -Linux.EINPROGRESS || result == -Linux.EALREADY;
      if (result != -Linux.EAGAIN) {
        retry = FIRST_RETRY;
      }
      return (int) family(result, address);
    }
  }

  /** The kernel says EINVAL when an address of another family is too short to have its fields. */
  private long family(long result, Address address) {
    boolean other =
        address.family().value() != family && address.family().value() != Linux.AF_UNSPEC;
    return result == -Linux.EINVAL && other ? -Linux.EAFNOSUPPORT : result;
  }

  @Override
  public @Nullable Endpoint accept(Sender peer, int[] errno) {
    Scratch scratch = receiveScratch.take();
    int accepted = accept(scratch);
    Address who = accepted < 0 ? null : scratch.written();
    receiveScratch.put(scratch);
    reader.attempted(accepted);
    if (accepted < 0) {
      errno[0] = -accepted;
      return null;
    }
    peer.set(who);
    OsEndpoint endpoint = new OsEndpoint(network, accepted, family, type, protocol);
    endpoint.description.lingerSet = description.mayLinger(); // inherited
    return endpoint;
  }

  private int accept(Scratch scratch) {
    synchronized (description) {
      if (gone) {
        return -Linux.EBADF;
      }
      if (!description.shared) {
        description.keep(fd);
        return accept4(scratch);
      }
      if (ready(Linux.POLLIN) == 0) {
        return -Linux.EAGAIN; // without a glimpse of the flag for the others
      }
      description.borrow(fd);
      int accepted = accept4(scratch);
      description.giveBack(fd);
      return accepted;
    }
  }

  private int accept4(Scratch scratch) {
    long room = scratch.room();
    return NameCalls.accept4(fd, room, scratch.length(), Linux.SOCK_CLOEXEC, scratch.number());
  }

  @Override
  public long send(MemorySegment from, int flags, @Nullable Address to) {
    Scratch scratch = sendScratch.take();
    return send(scratch, from, 0, from.byteSize(), flags, to);
  }

  @Override
  public long send(byte[] from, int offset, int length, int flags, @Nullable Address to) {
    Scratch scratch = sendScratch.take();
    return send(scratch, scratch.whole(from), offset, length, flags, to);
  }

  @Override
  public long send(ByteBuffer from, int offset, int length, int flags, @Nullable Address to) {
    Scratch scratch = sendScratch.take();
    MemorySegment part = scratch.part(from, from.position() + offset, length);
    return send(scratch, part, 0, length, flags, to);
  }

  private long send(
      Scratch scratch,
      MemorySegment from,
      long offset,
      long length,
      int flags,
      @Nullable Address to) {
    long name = scratch.give(to);
    int all = flags | Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL;
    long n =
        scratch.result(
            DataCalls.sendto(
                fd, from, offset, length, all, name, scratch.given(to), scratch.errno));
    sendScratch.put(scratch); // not before: its memory has to live until the call is over
    writer.attempted(n);
    if (n >= 0) {
      retry = FIRST_RETRY;
    }
    return to == null ? n : family(n, to);
  }

  @Override
  public long recv(MemorySegment into, int flags, @Nullable Sender from) {
    if ((flags & Linux.MSG_OOB) != 0) {
      inPieces = true;
    }
    if (ignoresTrunc && (flags & Linux.MSG_TRUNC) != 0) {
      byte[] whole = new byte[LONGEST_IP];
      long n = recv(whole, 0, whole.length, flags & ~Linux.MSG_TRUNC, from);
      int kept = (int) Math.clamp(n, 0, into.byteSize());
      MemorySegment.copy(whole, 0, into, ValueLayout.JAVA_BYTE, 0, kept);
      return n;
    }
    Scratch scratch = receiveScratch.take();
    return recv(scratch, into, 0, into.byteSize(), flags, from);
  }

  @Override
  public long recv(byte[] into, int offset, int length, int flags, @Nullable Sender from) {
    if ((flags & Linux.MSG_OOB) != 0) {
      inPieces = true;
    }
    if (ignoresTrunc && (flags & Linux.MSG_TRUNC) != 0) {
      return recv(MemorySegment.ofArray(into).asSlice(offset, length), flags, from);
    }
    Scratch scratch = receiveScratch.take();
    return recv(scratch, scratch.whole(into), offset, length, flags, from);
  }

  @Override
  public long recv(ByteBuffer into, int offset, int length, int flags, @Nullable Sender from) {
    if ((flags & Linux.MSG_OOB) != 0) {
      inPieces = true;
    }
    if (ignoresTrunc && (flags & Linux.MSG_TRUNC) != 0) {
      return recv(MemorySegment.ofBuffer(into).asSlice(offset, length), flags, from);
    }
    Scratch scratch = receiveScratch.take();
    MemorySegment part = scratch.part(into, into.position() + offset, length);
    return recv(scratch, part, 0, length, flags, from);
  }

  private long recv(
      Scratch scratch,
      MemorySegment into,
      long offset,
      long length,
      int flags,
      @Nullable Sender from) {
    boolean waits = (flags & Linux.MSG_DONTWAIT) == 0;
    if (waits && tellsAll() && shortReads.spare()) {
      receiveScratch.put(scratch);
      return -Linux.EAGAIN;
    }
    long name = from == null ? 0 : scratch.room();
    long room = from == null ? 0 : scratch.length();
    int all = flags | Linux.MSG_DONTWAIT;
    long n =
        scratch.result(
            DataCalls.recvfrom(fd, into, offset, length, all, name, room, scratch.errno));
    if (from != null && n >= 0) {
      from.set(scratch.written());
    }
    receiveScratch.put(scratch);
    reader.attempted(isPartOfAPeek(n, length, flags) ? -Linux.EAGAIN : n);
    if (waits) {
      shortReads.attempted(flags == 0 ? n : 0, length);
    }
    return n;
  }

  /** Who peeks for more has to wait, with what is there before his eyes. */
  private boolean isPartOfAPeek(long n, long length, int flags) {
    return (flags & Linux.MSG_PEEK) != 0 && n > 0 && n < length && type == Linux.SOCK_STREAM;
  }

  /**
   * Whether a short read means that there is no more, and that the poller tells what comes. Not of
   * other streams than TCP's: UNIX sockets give what came with descriptors by itself. Not where
   * others may have set something, or urgent data, a record or the end may be behind what was read.
   * An interrupt ends a call only when there is nothing, so the kernel is asked.
   */
  private boolean tellsAll() {
    return protocol == Linux.IPPROTO_TCP
        && !inPieces
        && !description.shared
        && reader.isCalm()
        && !Thread.currentThread().isInterrupted();
  }

  @Override
  public long sendmsg(OutMessage message, int flags) {
    long most = most(message.byteSize());
    Msghdr.Slot slot = messages().sent;
    Msghdr header = slot.take();
    try {
      Address to = message.address();
      header.give(message, to, most, (flags & Linux.MSG_ZEROCOPY) != 0);
      long n =
          MessageCalls.sendmsg(
              fd,
              header.header,
              flags | Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL,
              header.kept,
              header.errno);
      writer.attempted(n);
      if (n >= 0) {
        retry = FIRST_RETRY;
      }
      return to == null ? n : family(n, to);
    } finally {
      Reference.reachabilityFence(message); // and its memory, of which the kernel had numbers
      slot.put(header);
    }
  }

  @Override
  public long recvmsg(InMessage message, int flags) {
    long most = most(message.byteSize());
    Msghdr.Slot slot = messages().received;
    Msghdr header = slot.take();
    try {
      header.offer(message, most);
      long n =
          MessageCalls.recvmsg(
              fd,
              header.header,
              flags | Linux.MSG_DONTWAIT | Linux.MSG_CMSG_CLOEXEC,
              header.kept,
              header.errno);
      reader.attempted(n);
      if (n >= 0) {
        header.take(message, n, network::received);
      }
      return n;
    } finally {
      Reference.reachabilityFence(message);
      slot.put(header);
    }
  }

  @Override
  public int sendmmsg(MessageBatch batch, int first, int flags) {
    Mmsghdr.Slot slot = messages().sentBatch;
    Mmsghdr headers = slot.take();
    try {
      for (; ; ) {
        int entries = headers.give(batch, first, isUdp());
        int n =
            MessageCalls.sendmmsg(
                fd,
                headers.headers,
                entries,
                flags | Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL,
                headers.errno);
        writer.attempted(n);
        if (n >= 0) {
          retry = FIRST_RETRY;
          return headers.messages(n);
        }
        boolean refused = n == -Linux.EINVAL || n == -Linux.EIO || n == -Linux.EMSGSIZE;
        if (!refused || !headers.takesLess(batch, first)) {
          Address to = batch.address(first);
          return to == null ? n : (int) family(n, to);
        }
      }
    } finally {
      Reference.reachabilityFence(batch);
      slot.set(headers);
    }
  }

  @Override
  public int recvmmsg(MessageBatch batch, int flags) {
    Mmsghdr.Slot slot = messages().receivedBatch;
    Mmsghdr headers = slot.take();
    try {
      int entries = headers.offer(batch, isUdp());
      int n =
          MessageCalls.recvmmsg(
              fd,
              headers.headers,
              entries,
              flags | Linux.MSG_DONTWAIT | Linux.MSG_CMSG_CLOEXEC,
              headers.errno);
      reader.attempted(n);
      if (n < 0) {
        return n;
      }
      headers.take(batch, n, network::received);
      return batch.size();
    } finally {
      Reference.reachabilityFence(batch);
      slot.set(headers);
    }
  }

  private boolean isUdp() {
    return protocol == Linux.IPPROTO_UDP && type == Linux.SOCK_DGRAM;
  }

  /** A stream moves at most 1 MiB at once, a message goes whole. */
  private long most(long size) {
    return type == Linux.SOCK_STREAM ? Math.min(size, MOST) : size;
  }

  @Override
  public int shutdown(int how) {
    return SocketCalls.shutdown(fd, how);
  }

  @Override
  public int getopt(int level, int name, MemorySegment value) {
    // of a filter, the kernel counts instructions, and writes as many as there are
    int unit =
        level == Linux.SOL_SOCKET && name == Linux.SO_GET_FILTER ? Linux.sock_filter.SIZEOF : 1;
    int room = (int) value.byteSize() / unit;
    MemorySegment length = MemorySegment.ofArray(new int[] {room});
    int result = SocketCalls.getsockopt(fd, level, name, value, length);
    if (result < 0) {
      return result;
    }
    int size = length.get(ValueLayout.JAVA_INT, 0);
    // asked with no room, it answers how many, and writes none
    return unit > 1 && size > room && value.byteSize() > 0 ? -Linux.EINVAL : size * unit;
  }

  @Override
  public int setopt(int level, int name, MemorySegment value) {
    if (level == Linux.SOL_SOCKET && name == Linux.SO_LINGER) {
      description.lingerSet = true;
    }
    boolean ulp = level == Linux.IPPROTO_TCP && name == Linux.TCP_ULP;
    if (ulp || (level == Linux.SOL_SOCKET && name == Linux.SO_RCVLOWAT)) {
      inPieces = true;
    }
    if (isProgram(level, name)) {
      return setProgram(level, name, value);
    }
    return SocketCalls.setsockopt(fd, level, name, value, (int) value.byteSize());
  }

  private static boolean isProgram(int level, int name) {
    return level == Linux.SOL_SOCKET
        ? name == Linux.SO_ATTACH_FILTER || name == Linux.SO_ATTACH_REUSEPORT_CBPF
        : level == Linux.SOL_PACKET && name == Linux.PACKET_FANOUT_DATA;
  }

  /** The kernel copies the instructions that {@code struct sock_fprog} points to. */
  private int setProgram(int level, int name, MemorySegment instructions) {
    long size = instructions.byteSize();
    if (size % Linux.sock_filter.SIZEOF != 0
        || size > (long) Linux.BPF_MAXINSNS * Linux.sock_filter.SIZEOF) {
      return -Linux.EINVAL;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment filter = arena.allocate(Math.max(1, size), 8).copyFrom(instructions);
      MemorySegment program = arena.allocate(Linux.sock_fprog.SIZEOF, 8);
      short length = (short) (size / Linux.sock_filter.SIZEOF);
      program.set(ValueLayout.JAVA_SHORT, Linux.sock_fprog.len, length);
      program.set(ValueLayout.ADDRESS, Linux.sock_fprog.filter, filter);
      return SocketCalls.setsockopt(fd, level, name, program, Linux.sock_fprog.SIZEOF);
    }
  }

  @Override
  public @Nullable Address name(boolean peer, int[] errno) {
    byte[] name = new byte[Sockaddr.SIZEOF];
    MemorySegment room = MemorySegment.ofArray(name);
    MemorySegment length = MemorySegment.ofArray(new int[] {name.length});
    int result =
        peer ? NameCalls.getpeername(fd, room, length) : NameCalls.getsockname(fd, room, length);
    errno[0] = -result;
    int n = result < 0 ? 0 : length.get(ValueLayout.JAVA_INT, 0);
    return n == 0 ? null : Sockaddr.decode(name, n);
  }

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
  boolean join(Waiter waiter) {
    reader.join(waiter);
    writer.join(waiter);
    boolean reads = watch(reader);
    boolean writes = watch(writer);
    synchronized (description) {
      return reads && writes && !gone;
    }
  }

  void leave(Waiter waiter) {
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
    int dead = Dead.fd();
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

  // ---- the end ----

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
  public @Nullable Endpoint dup(int[] errno) {
    synchronized (description) {
      int twin = gone ? -Linux.EBADF : FileCalls.fcntl(fd, Linux.F_DUPFD_CLOEXEC, 0);
      if (twin < 0) {
        errno[0] = -twin;
        return null;
      }
      description.share();
      return twin(twin);
    }
  }

  OsEndpoint twin(int twin) {
    return new OsEndpoint(network, twin, family, type, protocol, description);
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
