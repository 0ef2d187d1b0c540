package gulliver.socket;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Socket#recvmsg(InMessage, int)} receives into, {@code struct msghdr}: buffers that
 * are filled one after another, room for ancillary data, and what came besides. One object serves
 * any number of calls.
 *
 * <p>Not for several threads at once. The buffers stay the caller's; arrays are copied on their way
 * from the kernel, native segments are not.
 *
 * @since 0.1
 */
public final class InMessage implements AutoCloseable {
  private static final int MOST_CONTROL = 1 << 20;

  private final List<MemorySegment> buffers;
  private final int controlSize;
  private @Nullable Address address;
  private int flags;
  private List<ControlMessage> control = List.of();

  /**
   * A message with room for that much.
   *
   * @param controlSize room for ancillary data, {@code msg_controllen}: {@link Sockets#CMSG_SPACE}
   *     of each control message, added up; 0 for none
   * @param buffers filled in this order, {@code msg_iov}; at most 1024 of them
   */
  public InMessage(int controlSize, MemorySegment... buffers) {
    this(controlSize, List.of(buffers));
  }

  /**
   * A message with room for that much.
   *
   * @param controlSize room for ancillary data
   * @param buffers filled in this order
   */
  public InMessage(int controlSize, byte[]... buffers) {
    this(controlSize, Arrays.stream(buffers).map(MemorySegment::ofArray).toList());
  }

  private InMessage(int controlSize, List<MemorySegment> buffers) {
    if (controlSize < 0 || controlSize > MOST_CONTROL) {
      throw new IllegalArgumentException(
          "recvmsg: room for ancillary data of "
              + controlSize
              + " bytes: 0 to "
              + MOST_CONTROL
              + " are allowed");
    }
    for (MemorySegment buffer : buffers) {
      if (buffer.isReadOnly()) {
        throw new IllegalArgumentException("recvmsg: the buffer is read-only");
      }
    }
    this.controlSize = controlSize;
    this.buffers = List.copyOf(buffers);
  }

  /** {@return the buffers} */
  public List<MemorySegment> buffers() {
    return buffers;
  }

  /** {@return how many bytes the buffers take} */
  public long byteSize() {
    long size = 0;
    for (MemorySegment buffer : buffers) {
      size = Math.addExact(size, buffer.byteSize());
    }
    return size;
  }

  /** {@return how many bytes of ancillary data there is room for} */
  public int controlSize() {
    return controlSize;
  }

  /** {@return where the message came from; null where the sender has no address} */
  public @Nullable Address address() {
    return address;
  }

  /** {@return {@code msg_flags}: {@code MSG_TRUNC}, {@code MSG_CTRUNC}, {@code MSG_EOR}, …} */
  public int flags() {
    return flags;
  }

  /** {@return whether the message was longer than the buffers: {@code MSG_TRUNC}} */
  public boolean truncated() {
    return (flags & Linux.MSG_TRUNC) != 0;
  }

  /**
   * {@return whether there was more ancillary data than room: {@code MSG_CTRUNC}} Descriptors that
   * found no room the kernel has closed.
   */
  public boolean controlTruncated() {
    return (flags & Linux.MSG_CTRUNC) != 0;
  }

  /** {@return the ancillary data that came} */
  public List<ControlMessage> control() {
    return control;
  }

  /**
   * {@return the first control message of a kind, or null if none came}
   *
   * @param kind such as {@code ControlMessage.IpPktinfo.class}
   * @param <T> the kind
   */
  public <T extends ControlMessage> @Nullable T control(Class<T> kind) {
    return first(control, kind);
  }

  static <T> @Nullable T first(List<? super T> control, Class<T> kind) {
    for (Object message : control) {
      if (kind.isInstance(message)) {
        return kind.cast(message);
      }
    }
    return null;
  }

  /**
   * Fills in what came besides the bytes; for networks.
   *
   * @param address where the message came from, or null
   * @param flags {@code msg_flags}
   * @param control ancillary data, which now belongs to this message
   */
  public void set(@Nullable Address address, int flags, List<ControlMessage> control) {
    this.address = address;
    this.flags = flags;
    this.control = List.copyOf(control);
  }

  /**
   * Closes the descriptors that the last call brought and nobody has closed or detached yet. The
   * message can be used again.
   */
  @Override
  public void close() {
    close(control);
  }

  static void close(List<ControlMessage> control) {
    for (ControlMessage message : control) {
      if (message instanceof ControlMessage.ScmRights rights) {
        rights.descriptors().forEach(Pollable::close);
      } else if (message instanceof ControlMessage.ScmPidfd pidfd) {
        pidfd.pidfd().close();
      }
    }
  }

  /** What came, without the room that is left in the buffers: for the observer. */
  InMessage came(long n) {
    List<MemorySegment> filled = new ArrayList<>();
    long left = n;
    for (MemorySegment buffer : buffers) {
      if (left > 0) {
        filled.add(buffer.asSlice(0, Math.min(left, buffer.byteSize())));
        left -= buffer.byteSize();
      }
    }
    InMessage came = new InMessage(controlSize, filled);
    came.set(address, flags, control);
    return came;
  }

  /** What is left to fill after so many bytes, as a message of its own. */
  InMessage after(long done) {
    List<MemorySegment> rest = new ArrayList<>();
    long skip = done;
    for (MemorySegment buffer : buffers) {
      long skipped = Math.min(skip, buffer.byteSize());
      skip -= skipped;
      if (skipped < buffer.byteSize()) {
        rest.add(buffer.asSlice(skipped));
      }
    }
    return new InMessage(controlSize, rest);
  }

  /** In the manner of {@code strace(1)}, without what it does not have. */
  @Override
  public String toString() {
    return Call.message(address, buffers, control, flags);
  }
}
