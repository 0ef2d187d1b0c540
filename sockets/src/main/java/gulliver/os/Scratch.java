package gulliver.os;

import gulliver.os.linux.Sockaddr;
import gulliver.socket.Address;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The heap memory that a call hands to the kernel besides the data: errno, and an address with its
 * length. One belongs to each direction of a socket and is used again, so that calls allocate
 * nothing; the last address is kept with its bytes, so that it is neither encoded nor decoded again
 * while it is the same.
 *
 * <p>One call at a time uses a scratch; {@link Slot} hands it out.
 */
final class Scratch {
  final MemorySegment errno = MemorySegment.ofArray(new int[1]);
  private byte @Nullable [] bytes;
  private MemorySegment segment = MemorySegment.NULL;
  private final MemorySegment length = MemorySegment.ofArray(new int[1]);
  private @Nullable Address address;
  private byte[] addressBytes = {};
  private int addressLength;

  /** Room for an address that the kernel is to write. */
  MemorySegment room() {
    length.set(ValueLayout.JAVA_INT, 0, Sockaddr.SIZEOF);
    return segment();
  }

  /** The length of that room, and then of the address. */
  MemorySegment length() {
    return length;
  }

  /** The address that the kernel has written, null if it has none. */
  @Nullable Address written() {
    int n = length.get(ValueLayout.JAVA_INT, 0);
    byte[] now = bytes();
    int kept = Math.min(n, now.length);
    if (n == 0) {
      return null;
    }
    if (address == null
        || n != addressLength
        || !Arrays.equals(now, 0, kept, addressBytes, 0, kept)) {
      address = Sockaddr.decode(now, n);
      addressBytes = Arrays.copyOf(now, kept);
      addressLength = n;
    }
    return address;
  }

  /** The address for the kernel to read; {@link #given} is its length. */
  @SuppressWarnings("ReferenceEquality") // the same object is the usual case, and the cheap test
  MemorySegment give(Address to) {
    if (to != address) {
      addressLength = Sockaddr.encode(to, bytes());
      address = to;
    }
    return segment();
  }

  int given() {
    return addressLength;
  }

  private MemorySegment segment() {
    bytes();
    return segment;
  }

  private byte[] bytes() {
    byte[] now = bytes;
    if (now == null) {
      bytes = now = new byte[Sockaddr.SIZEOF];
      segment = MemorySegment.ofArray(now);
    }
    return now;
  }

  /** Holds one scratch; who finds it empty makes a new one. */
  static final class Slot extends java.util.concurrent.atomic.AtomicReference<@Nullable Scratch> {
    private static final long serialVersionUID = 1;

    Scratch take() {
      Scratch scratch = getAndSet(null);
      return scratch == null ? new Scratch() : scratch;
    }
  }
}
