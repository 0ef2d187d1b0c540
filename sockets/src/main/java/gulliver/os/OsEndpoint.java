package gulliver.os;

import gulliver.os.ffm.DataCalls;
import gulliver.os.ffm.FileCalls;
import gulliver.os.ffm.NameCalls;
import gulliver.os.ffm.SocketCalls;
import gulliver.os.linux.Sockaddr;
import gulliver.socket.Address;
import gulliver.socket.InMessage;
import gulliver.socket.Linux;
import gulliver.socket.MessageBatch;
import gulliver.socket.OutMessage;
import gulliver.socket.Sender;
import gulliver.socket.spi.Endpoint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the operating system: one attempt of each call. Waiting and closing are those of a
 * {@link WatchedDescriptor}.
 *
 * <p><b>O_NONBLOCK</b> belongs to the description, which duplicates and other processes may share.
 * Sending and receiving have {@code MSG_DONTWAIT} and leave it alone. {@code connect} has no flag:
 * it is set for the attempt, and taken back. {@code accept} has none either: a listening socket
 * keeps it, until it is detached or its description shared.
 */
sealed class OsEndpoint extends WatchedDescriptor permits FileEndpoint {
  /** More than an IP packet can have, of either version. */
  private static final int LONGEST_IP = 1 << 16;

  private final int family;
  private final int type;
  private final int protocol;

  /** Whether this is a "ping" socket, which never tells more than it copies. */
  private final boolean ignoresTrunc;

  /** Whether a short read may leave something, or what comes not be told. */
  private volatile boolean inPieces;

  final Scratch.Slot receiveScratch = new Scratch.Slot();
  final Scratch.Slot sendScratch = new Scratch.Slot();

  /** Null before the first call with a message. */
  private volatile @Nullable OsMessages messages;

  OsEndpoint(OsNetwork network, int fd, int family, int type, int protocol) {
    this(network, fd, family, type, protocol, new Description());
  }

  OsEndpoint(
      OsNetwork network, int fd, int family, int type, int protocol, Description description) {
    super(network, fd, description);
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
      triedToConnect(result);
      description.giveBack(fd);
      return (int) family(result, address);
    }
  }

  /** The kernel says EINVAL when an address of another family is too short to have its fields. */
  final long family(long result, Address address) {
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
    triedToSend(n);
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
    return messages().sendmsg(message, flags);
  }

  @Override
  public long recvmsg(InMessage message, int flags) {
    return messages().recvmsg(message, flags);
  }

  @Override
  public int sendmmsg(MessageBatch batch, int first, int flags) {
    return messages().sendmmsg(batch, first, flags);
  }

  @Override
  public int recvmmsg(MessageBatch batch, int flags) {
    return messages().recvmmsg(batch, flags);
  }

  private OsMessages messages() {
    OsMessages made = messages;
    if (made == null) {
      synchronized (description) {
        made = messages;
        if (made == null) {
          messages = made = new OsMessages(this);
        }
      }
    }
    return made;
  }

  @Override
  public int shutdown(int how) {
    return SocketCalls.shutdown(fd, how);
  }

  @Override
  public int getopt(int level, int name, MemorySegment value) {
    return OsOptions.get(fd, level, name, value);
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
    return OsOptions.set(fd, level, name, value);
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

  // ---- duplicates ----

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
}
