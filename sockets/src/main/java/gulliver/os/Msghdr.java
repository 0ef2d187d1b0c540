package gulliver.os;

import gulliver.os.ffm.MessageCalls;
import gulliver.os.linux.Cmsg;
import gulliver.os.linux.Sockaddr;
import gulliver.socket.Address;
import gulliver.socket.Descriptor;
import gulliver.socket.InMessage;
import gulliver.socket.Linux;
import gulliver.socket.Linux.iovec;
import gulliver.socket.Linux.msghdr;
import gulliver.socket.OutMessage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct msghdr} and what it points to. The structure holds pointers, which cannot lead into
 * Java's heap, nor to memory that another thread might free during the call: arrays are copied;
 * native segments are used where they are, and go along with the call ({@link MessageCalls#KEPT}),
 * or are copied, too, where they are too many. One belongs to each direction of a socket that sends
 * or receives messages, and is used again.
 *
 * <p>One call at a time uses it; {@link Slot} hands it out.
 */
final class Msghdr {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** Stands for the address of a copy that has no place yet. */
  private static final long TO_COPY = -1;

  /** Somebody else than the thread that calls: never started. */
  private static final Thread OTHER = new Thread();

  final MemorySegment errno = MemorySegment.ofArray(new int[1]);
  final MemorySegment header;
  final MemorySegment[] kept = new MemorySegment[MessageCalls.KEPT];
  private final MemorySegment name;
  private MemorySegment vectors = MemorySegment.NULL;
  private MemorySegment control = MemorySegment.NULL;
  private MemorySegment copies = MemorySegment.NULL;

  Msghdr() {
    MemorySegment memory = allocate(msghdr.SIZEOF + Sockaddr.SIZEOF);
    header = memory.asSlice(0, msghdr.SIZEOF);
    name = memory.asSlice(msghdr.SIZEOF, Sockaddr.SIZEOF);
    Arrays.fill(kept, MemorySegment.NULL);
  }

  // ---- sending ----

  /**
   * Points to a message that is to be sent.
   *
   * @param most how many of its bytes at most
   * @param inPlace whether the kernel reads its buffers later: all of them are native and stay
   */
  void give(OutMessage message, @Nullable Address to, long most, boolean inPlace) {
    int named = 0;
    if (to != null) {
      byte[] bytes = new byte[Sockaddr.SIZEOF];
      named = Sockaddr.encode(to, bytes);
      MemorySegment.copy(bytes, 0, name, BYTE, 0, named);
    }
    long space = Cmsg.space(message.control());
    if (space > 0) {
      control = room(control, space);
      control.asSlice(0, space).fill((byte) 0);
      Cmsg.encode(message.control(), control);
    }
    point(message.buffers(), most, inPlace);
    forEachCopied(
        message.buffers(),
        most,
        (buffer, copy) -> copy.copyFrom(buffer.asSlice(0, copy.byteSize())));
    header(named, message.buffers().size(), space);
  }

  // ---- receiving ----

  /**
   * Points to where a message is to be received.
   *
   * @param most how many bytes at most
   */
  void offer(InMessage message, long most) {
    if (message.controlSize() > 0) {
      control = room(control, message.controlSize());
    }
    point(message.buffers(), most, false);
    header(Sockaddr.SIZEOF, message.buffers().size(), message.controlSize());
  }

  /**
   * Takes what was received.
   *
   * @param n how many bytes
   * @param descriptors makes the owner of a descriptor that came along
   */
  void take(InMessage message, long n, IntFunction<Descriptor> descriptors) {
    long length = Math.min(header.get(LONG, msghdr.msg_controllen), message.controlSize());
    MemorySegment written = length <= 0 ? MemorySegment.NULL : control.asSlice(0, length);
    // first of all, so that descriptors have an owner whatever comes
    int flags = header.get(INT, msghdr.msg_flags) & ~Linux.MSG_CMSG_CLOEXEC; // always asked for
    message.set(name(), flags, Cmsg.decode(written, descriptors));
    forEachCopied(message.buffers(), n, (buffer, copy) -> buffer.copyFrom(copy));
  }

  private @Nullable Address name() {
    int length = header.get(INT, msghdr.msg_namelen);
    if (length == 0) {
      return null;
    }
    byte[] bytes = new byte[Sockaddr.SIZEOF];
    MemorySegment.copy(name, BYTE, 0, bytes, 0, Math.min(length, bytes.length));
    return Sockaddr.decode(bytes, length);
  }

  // ---- what both have ----

  private void header(int named, int count, long space) {
    header.set(LONG, msghdr.msg_name, named == 0 ? 0 : name.address());
    header.set(INT, msghdr.msg_namelen, named);
    header.set(LONG, msghdr.msg_iov, vectors.address());
    header.set(LONG, msghdr.msg_iovlen, count);
    header.set(LONG, msghdr.msg_control, space == 0 ? 0 : control.address());
    header.set(LONG, msghdr.msg_controllen, space);
    header.set(INT, msghdr.msg_flags, 0);
  }

  /** A vector for each buffer, which together have at most so many bytes. */
  private void point(List<MemorySegment> buffers, long most, boolean inPlace) {
    vectors = room(vectors, Math.max(1, (long) buffers.size() * iovec.SIZEOF));
    Arrays.fill(kept, MemorySegment.NULL);
    int keeps = 0;
    long copied = 0;
    long left = most;
    long at = 0;
    for (MemorySegment buffer : buffers) {
      long size = Math.min(left, buffer.byteSize());
      boolean mayBeFreed = !inPlace && buffer.isNative() && buffer.isAccessibleBy(OTHER);
      boolean copy = !buffer.isNative() || (mayBeFreed && keeps == kept.length);
      if (mayBeFreed && !copy) {
        kept[keeps++] = buffer;
      }
      // a copy's place is known when all copies have one
      vectors.set(LONG, at + iovec.iov_base, copy ? TO_COPY : buffer.address());
      vectors.set(LONG, at + iovec.iov_len, size);
      copied += copy ? size : 0;
      left -= size;
      at += iovec.SIZEOF;
    }
    copies = room(copies, Math.max(1, copied));
    long next = copies.address();
    for (at = 0; at < (long) buffers.size() * iovec.SIZEOF; at += iovec.SIZEOF) {
      if (vectors.get(LONG, at + iovec.iov_base) == TO_COPY) {
        vectors.set(LONG, at + iovec.iov_base, next);
        next += vectors.get(LONG, at + iovec.iov_len);
      }
    }
  }

  /** What to do with a buffer and its copy, or as much of it as counts. */
  private interface Copying {
    void run(MemorySegment buffer, MemorySegment copy);
  }

  private void forEachCopied(List<MemorySegment> buffers, long most, Copying copying) {
    long left = most;
    long at = 0;
    for (MemorySegment buffer : buffers) {
      long size = Math.min(left, vectors.get(LONG, at + iovec.iov_len));
      long offset = vectors.get(LONG, at + iovec.iov_base) - copies.address();
      if (offset >= 0 && offset < copies.byteSize() && size > 0) {
        copying.run(buffer, copies.asSlice(offset, size));
      }
      left -= size;
      at += iovec.SIZEOF;
    }
  }

  /** The same memory while it is large enough; else at least twice as much. */
  private static MemorySegment room(MemorySegment memory, long size) {
    return memory.byteSize() >= size ? memory : allocate(Math.max(size, 2 * memory.byteSize()));
  }

  /** Native memory that goes when nobody has it any more. */
  private static MemorySegment allocate(long size) {
    return MemorySegment.ofBuffer(ByteBuffer.allocateDirect(Math.toIntExact(size)));
  }

  /** Holds one; who finds it empty makes a new one. */
  static final class Slot extends java.util.concurrent.atomic.AtomicReference<@Nullable Msghdr> {
    private static final long serialVersionUID = 1;

    Msghdr take() {
      Msghdr message = getAndSet(null);
      return message == null ? new Msghdr() : message;
    }

    void put(Msghdr message) {
      Arrays.fill(message.kept, MemorySegment.NULL);
      set(message);
    }
  }
}
