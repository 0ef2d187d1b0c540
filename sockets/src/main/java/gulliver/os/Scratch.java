package gulliver.os;

import gulliver.os.linux.Sockaddr;
import gulliver.socket.Address;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a call hands to the kernel besides the data: errno in the heap, an address and
 * its length outside of it, once there is one. It belongs to a direction of a socket and is used
 * again, so that calls allocate nothing; the last address is kept with its bytes, so that it is
 * neither encoded nor decoded again while it is the same.
 *
 * <p>One call at a time uses a scratch; {@link Slot} hands it out. Between calls the collector may
 * take it, and what it knows of the caller's memory: a socket that is idle holds none.
 */
final class Scratch {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** Where the kernel finds and leaves an address's length, behind the address. */
  private static final int LENGTH = Sockaddr.SIZEOF;

  /** Where errno goes if it is not to go into the heap. */
  private static final int NUMBER = LENGTH + Integer.BYTES;

  /** Where the bytes are of which {@link #address} was made. */
  private static final int BEFORE = NUMBER + Integer.BYTES;

  private static final int SIZEOF = BEFORE + Sockaddr.SIZEOF;

  /** What the {@link Slot} has of this while no call uses it. */
  private final WeakReference<Scratch> held = new WeakReference<>(this);

  private final int[] number = new int[1];
  final MemorySegment errno = MemorySegment.ofArray(number);
  private @Nullable Whole last;
  private MemorySegment name = MemorySegment.NULL;
  private @Nullable Address address;
  private int addressLength;

  /** What a call has answered, or {@code -errno}. */
  long result(long n) {
    return n < 0 ? -number[0] : n;
  }

  /** A caller's array or direct buffer, the segment of all of it, and that of its last part. */
  private static final class Whole {
    final Object buffer;
    final MemorySegment segment;
    MemorySegment part;
    long offset;

    Whole(Object buffer) {
      this.buffer = buffer;
      this.segment = segment(buffer);
      this.part = segment;
    }
  }

  /** The segment of an array, all of it. While a program uses the same one, so is its segment. */
  MemorySegment whole(byte[] array) {
    return known(array).segment;
  }

  /** The segment of a part of a direct buffer: the same while it is the same part. */
  MemorySegment part(ByteBuffer buffer, long offset, long length) {
    Whole known = known(buffer);
    if (known.offset != offset || known.part.byteSize() != length) {
      known.part = known.segment.asSlice(offset, length);
      known.offset = offset;
    }
    return known.part;
  }

  @SuppressWarnings("ReferenceEquality") // buffers are equal when their contents are
  private Whole known(Object buffer) {
    Whole known = last;
    if (known == null || known.buffer != buffer) {
      last = known = new Whole(buffer);
    }
    return known;
  }

  private static MemorySegment segment(Object buffer) {
    return buffer instanceof byte[] array
        ? MemorySegment.ofArray(array)
        : MemorySegment.ofBuffer(((ByteBuffer) buffer).duplicate().clear());
  }

  /** Room for an address that the kernel is to write. */
  long room() {
    name().set(INT, LENGTH, Sockaddr.SIZEOF);
    return name.address();
  }

  /** Where the length of that room is, and then of the address; call {@link #room} first. */
  long length() {
    return name.address() + LENGTH;
  }

  /** Native memory for errno; call {@link #room} first. */
  MemorySegment number() {
    return name.asSlice(NUMBER, Integer.BYTES);
  }

  /** The address that the kernel has written, null if it has none. */
  @Nullable Address written() {
    int n = name.get(INT, LENGTH);
    if (n == 0) {
      return null;
    }
    Address known = address;
    if (known == null || n != addressLength || !isAsBefore(Math.min(n, Sockaddr.SIZEOF))) {
      address = known = decoded(n);
    }
    return known;
  }

  private boolean isAsBefore(int length) {
    int at = 0;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      if (name.get(LONG, at) != name.get(LONG, BEFORE + at)) {
        return false;
      }
    }
    for (; at < length; at++) {
      if (name.get(BYTE, at) != name.get(BYTE, BEFORE + at)) {
        return false;
      }
    }
    return true;
  }

  private Address decoded(int length) {
    byte[] bytes = new byte[Math.min(length, Sockaddr.SIZEOF)];
    MemorySegment.copy(name, BYTE, 0, bytes, 0, bytes.length);
    MemorySegment.copy(name, 0, name, BEFORE, bytes.length);
    addressLength = length;
    return Sockaddr.decode(bytes, length);
  }

  /** The address for the kernel to read, 0 for none; {@link #given} is its length. */
  @SuppressWarnings("ReferenceEquality") // the same object is the usual case, and the cheap test
  long give(@Nullable Address to) {
    if (to == null) {
      return 0;
    }
    if (to != address) {
      byte[] bytes = new byte[Sockaddr.SIZEOF];
      addressLength = Sockaddr.encode(to, bytes);
      MemorySegment.copy(bytes, 0, name(), BYTE, 0, bytes.length);
      address = to;
    }
    return name.address();
  }

  int given(@Nullable Address to) {
    return to == null ? 0 : addressLength;
  }

  private MemorySegment name() {
    if (name.byteSize() == 0) {
      name = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(SIZEOF));
    }
    return name;
  }

  /** Holds one scratch, weakly; who finds it empty makes a new one. */
  static final class Slot extends AtomicReference<@Nullable WeakReference<Scratch>> {
    private static final long serialVersionUID = 1;

    Scratch take() {
      WeakReference<Scratch> held = getAndSet(null);
      Scratch scratch = held == null ? null : held.get();
      return scratch == null ? new Scratch() : scratch;
    }

    /** Gives it back. Who does not see it yet makes one of his own; so no fence is needed. */
    void put(Scratch scratch) {
      try {
        setRelease(scratch.held);
      } finally {
        Reference.reachabilityFence(scratch); // and its memory, of which the kernel had numbers
      }
    }
  }
}
