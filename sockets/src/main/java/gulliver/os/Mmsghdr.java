package gulliver.os;

import gulliver.os.linux.Cmsg;
import gulliver.os.linux.Sockaddr;
import gulliver.socket.Address;
import gulliver.socket.ControlMessage;
import gulliver.socket.Descriptor;
import gulliver.socket.Linux;
import gulliver.socket.Linux.cmsghdr;
import gulliver.socket.Linux.iovec;
import gulliver.socket.Linux.mmsghdr;
import gulliver.socket.Linux.msghdr;
import gulliver.socket.MessageBatch;
import gulliver.socket.Sockets;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct mmsghdr}, an array of them, and what they point to. It belongs to one direction of
 * a socket that moves batches, and is used again: nothing is allocated for a message. What the
 * kernel writes as a sender's address is compared with what was there before, and while it is the
 * same, so is the object.
 *
 * <p>Messages of one size to one address that lie behind each other in the batch become one entry,
 * which the kernel cuts into segments. It refuses that where there are too many, and then there are
 * fewer; and where a segment does not fit the path's MTU, and then they go one by one, for a while.
 *
 * <p>One call at a time uses it; {@link Slot} hands it out.
 */
final class Mmsghdr {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** The most entries of a call. */
  private static final int MOST = Linux.UIO_MAXIOV;

  /** The most segments of an entry: what newer kernels take, and what every one does. */
  private static final int MOST_SEGMENTS = 128;

  private static final int SAFE_SEGMENTS = 64;

  /** The most bytes of an entry. */
  private static final int MOST_BYTES = 65_507;

  private static final int SEGMENT_SPACE = Sockets.CMSG_SPACE(Short.BYTES);
  private static final int GRO_SPACE = Sockets.CMSG_SPACE(Integer.BYTES);

  final MemorySegment errno = MemorySegment.ofArray(new int[1]);
  MemorySegment headers = MemorySegment.NULL;
  private MemorySegment vectors = MemorySegment.NULL;
  private MemorySegment names = MemorySegment.NULL;
  private MemorySegment control = MemorySegment.NULL;

  /** How much room of {@link #control} an entry has. */
  private int space;

  /** The names as they were when {@link #addresses} were made of them, and how long each was. */
  private MemorySegment namesBefore = MemorySegment.NULL;

  private int[] namesLength = {};
  private @Nullable Address[] addresses = {};

  /** How many messages of the batch each entry has. */
  private int[] runs = {};

  /** How many segments an entry may have, so far as is known. */
  private int most = MOST_SEGMENTS;

  /** How many batches go without segments that the kernel has refused, before they are tried. */
  private static final int SINGLY = 64;

  /** Segments of this size or more the kernel has lately refused, to the address below. */
  private int tooLong = Integer.MAX_VALUE;

  private @Nullable Address refusedTo;
  private int singly;

  /** Where messages were to be received lately, and how many entries the kernel has written. */
  private long offeredMemory;

  private int offered;
  private int offeredSize;
  private int offeredControl;
  private int written;

  // ---- sending ----

  /**
   * Points to messages that are to be sent.
   *
   * @param first the first of the batch
   * @param segments whether the kernel may be asked to cut
   * @return how many entries there are
   */
  int give(MessageBatch batch, int first, boolean segments) {
    if (tooLong != Integer.MAX_VALUE && --singly < 0) {
      tooLong = Integer.MAX_VALUE; // a route may have changed
    }
    int most = Math.min(MOST, batch.size() - first);
    room(most, Math.max(SEGMENT_SPACE, spaceOf(batch, first)));
    int entries = 0;
    for (int i = first; i < batch.size() && entries < most; entries++) {
      int run = segments ? run(batch, i) : 1;
      int bytes = batch.offset(i + run - 1) + batch.length(i + run - 1) - batch.offset(i);
      entry(entries, named(entries, batch.address(i)), batch, batch.offset(i), bytes);
      long at = (long) entries * mmsghdr.SIZEOF;
      headers.set(LONG, at + msghdr.msg_controllen, control(entries, batch, i, run));
      runs[entries] = run;
      i += run;
    }
    return entries;
  }

  /** How many messages of the batch, from that one on, can be one entry. */
  private int run(MessageBatch batch, int first) {
    int length = batch.length(first);
    boolean refused = length >= tooLong && Objects.equals(batch.address(first), refusedTo);
    return length == 0 || refused ? 1 : batch.segments(first, Math.min(most, MOST_BYTES / length));
  }

  private int named(int entry, @Nullable Address to) {
    if (to == null) {
      return 0;
    }
    Address before = addresses[entry];
    if (before == null || !before.equals(to)) {
      byte[] bytes = new byte[Sockaddr.SIZEOF];
      namesLength[entry] = Sockaddr.encode(to, bytes);
      MemorySegment.copy(bytes, 0, names, BYTE, nameAt(entry), bytes.length);
      addresses[entry] = to;
    }
    return namesLength[entry];
  }

  private static int spaceOf(MessageBatch batch, int first) {
    if (!batch.hasControl()) {
      return 0;
    }
    long most = 0;
    for (int i = first; i < batch.size(); i++) {
      most = batch.control(i).isEmpty() ? most : Math.max(most, Cmsg.space(batch.control(i)));
    }
    return Math.toIntExact(most);
  }

  private long control(int entry, MessageBatch batch, int i, int run) {
    long at = (long) entry * space;
    if (run > 1) {
      control.set(LONG, at + cmsghdr.cmsg_len, Sockets.CMSG_LEN(Short.BYTES));
      control.set(INT, at + cmsghdr.cmsg_level, Linux.IPPROTO_UDP);
      control.set(INT, at + cmsghdr.cmsg_type, Linux.UDP_SEGMENT);
      control.set(SHORT, at + cmsghdr.SIZEOF, (short) batch.length(i));
      return SEGMENT_SPACE;
    }
    List<ControlMessage> messages = batch.control(i);
    if (messages.isEmpty()) {
      return 0;
    }
    MemorySegment mine = control.asSlice(at, Cmsg.space(messages)).fill((byte) 0);
    Cmsg.encode(messages, mine);
    return mine.byteSize();
  }

  /** How many messages of the batch the first entries have. */
  int messages(int entries) {
    int messages = 0;
    for (int i = 0; i < entries; i++) {
      messages += runs[i];
    }
    return messages;
  }

  /**
   * Whether the first entry has segments, which the kernel has refused: there will be fewer now, or
   * they go singly.
   */
  boolean takesLess(MessageBatch batch, int first) {
    if (runs[0] == 1) {
      return false;
    }
    if (runs[0] > SAFE_SEGMENTS) {
      most = SAFE_SEGMENTS;
      return true;
    }
    Address to = batch.address(first);
    boolean known = Objects.equals(to, refusedTo);
    tooLong = known ? Math.min(tooLong, batch.length(first)) : batch.length(first);
    refusedTo = to;
    singly = SINGLY;
    return true;
  }

  // ---- receiving ----

  /**
   * Points to where messages are to be received. While that is where the last ones were, only the
   * entries that the kernel has written are made again.
   *
   * @param segments whether the kernel may have put messages together
   * @return how many entries there are
   */
  int offer(MessageBatch batch, boolean segments) {
    int entries = Math.min(MOST, batch.capacity());
    int each = batch.controlSize() + (segments ? GRO_SPACE : 0);
    room(entries, each);
    long memory = batch.memory().address();
    boolean again =
        memory == offeredMemory
            && entries == offered
            && batch.messageSize() == offeredSize
            && each == offeredControl;
    int old = again ? written : entries;
    for (int i = 0; i < old; i++) {
      entry(i, Sockaddr.SIZEOF, batch, batch.slot(i), batch.messageSize());
      headers.set(LONG, (long) i * mmsghdr.SIZEOF + msghdr.msg_controllen, each);
    }
    written = 0; // if the call fails, nothing is
    offeredMemory = memory;
    offered = entries;
    offeredSize = batch.messageSize();
    offeredControl = each;
    return entries;
  }

  /** Takes what was received. */
  void take(MessageBatch batch, int entries, IntFunction<Descriptor> descriptors) {
    written = entries;
    batch.clear();
    for (int i = 0; i < entries; i++) {
      long at = (long) i * mmsghdr.SIZEOF;
      int length = headers.get(INT, at + mmsghdr.msg_len);
      int flags = headers.get(INT, at + msghdr.msg_flags) & ~Linux.MSG_CMSG_CLOEXEC;
      long written = Math.min(headers.get(LONG, at + msghdr.msg_controllen), space);
      int segment = written == 0 ? 0 : segment((long) i * space, written);
      List<ControlMessage> messages =
          batch.controlSize() == 0 || written == 0
              ? List.of()
              : Cmsg.decode(control.asSlice((long) i * space, written), descriptors);
      batch.received(i, length, name(i), flags, segment, messages);
    }
  }

  /** The size that the kernel says messages had which it has put together, or 0. */
  private int segment(long from, long length) {
    long at = from;
    long end = from + length;
    while (end - at >= cmsghdr.SIZEOF + Integer.BYTES) {
      if (control.get(INT, at + cmsghdr.cmsg_level) == Linux.IPPROTO_UDP
          && control.get(INT, at + cmsghdr.cmsg_type) == Linux.UDP_GRO) {
        return control.get(INT, at + cmsghdr.SIZEOF);
      }
      long size = control.get(LONG, at + cmsghdr.cmsg_len);
      if (size < cmsghdr.SIZEOF || size > end - at) {
        return 0;
      }
      at += (size + Long.BYTES - 1) & -Long.BYTES;
    }
    return 0;
  }

  private @Nullable Address name(int entry) {
    long at = nameAt(entry);
    int length = headers.get(INT, (long) entry * mmsghdr.SIZEOF + msghdr.msg_namelen);
    if (length == 0) {
      return null;
    }
    int kept = Math.min(length, Sockaddr.SIZEOF);
    Address before = addresses[entry];
    if (before != null && namesLength[entry] == length && isAsBefore(at, kept)) {
      return before;
    }
    byte[] bytes = new byte[Sockaddr.SIZEOF];
    MemorySegment.copy(names, BYTE, at, bytes, 0, kept);
    MemorySegment.copy(names, at, namesBefore, at, Sockaddr.SIZEOF);
    namesLength[entry] = length;
    Address address = Sockaddr.decode(bytes, length);
    addresses[entry] = address;
    return address;
  }

  /** Whether a name is the same; whole words may be looked at, for its room is made of them. */
  private boolean isAsBefore(long from, int length) {
    for (long at = from; at < from + length; at += Long.BYTES) {
      if (names.get(LONG, at) != namesBefore.get(LONG, at)) {
        return false;
      }
    }
    return true;
  }

  // ---- what both have ----

  private static long nameAt(int entry) {
    return (long) entry * Sockaddr.SIZEOF;
  }

  private void entry(int i, int named, MessageBatch batch, int offset, int length) {
    long at = (long) i * mmsghdr.SIZEOF;
    long vector = (long) i * iovec.SIZEOF;
    vectors.set(LONG, vector + iovec.iov_base, batch.memory().address() + offset);
    vectors.set(LONG, vector + iovec.iov_len, length);
    headers.set(LONG, at + msghdr.msg_name, named == 0 ? 0 : names.address() + nameAt(i));
    headers.set(INT, at + msghdr.msg_namelen, named);
    headers.set(LONG, at + msghdr.msg_iov, vectors.address() + vector);
    headers.set(LONG, at + msghdr.msg_iovlen, 1);
    headers.set(LONG, at + msghdr.msg_control, control.address() + (long) i * space);
    headers.set(INT, at + msghdr.msg_flags, 0);
    headers.set(INT, at + mmsghdr.msg_len, 0);
  }

  /** Sees to it that there is room for so many entries. */
  private void room(int entries, int each) {
    if (runs.length < entries) {
      headers = allocate((long) entries * mmsghdr.SIZEOF);
      vectors = allocate((long) entries * iovec.SIZEOF);
      names = allocate((long) entries * Sockaddr.SIZEOF);
      namesBefore = allocate((long) entries * Sockaddr.SIZEOF);
      namesLength = new int[entries];
      addresses = new Address[entries];
      runs = new int[entries];
      space = 0;
    }
    if (space < each || control.byteSize() < (long) entries * each) {
      space = (each + Long.BYTES - 1) & -Long.BYTES;
      control = allocate(Math.max(1, (long) runs.length * space));
    }
  }

  private static MemorySegment allocate(long size) {
    return MemorySegment.ofBuffer(ByteBuffer.allocateDirect(Math.toIntExact(size)));
  }

  /** Holds one; who finds it empty makes a new one. */
  static final class Slot extends java.util.concurrent.atomic.AtomicReference<@Nullable Mmsghdr> {
    private static final long serialVersionUID = 1;

    Mmsghdr take() {
      Mmsghdr headers = getAndSet(null);
      return headers == null ? new Mmsghdr() : headers;
    }
  }
}
