package gulliver.socket;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Socket#recvmsg(int, int)} answers: bytes, ancillary data, flags and the sender.
 *
 * @param bytes the bytes, the caller's own
 * @param control the ancillary data; descriptors in it are the caller's to close
 * @param flags {@code msg_flags}: {@code MSG_TRUNC}, {@code MSG_CTRUNC}, {@code MSG_EOR}, …
 * @param address where it came from; null where the sender has no address
 * @since 0.1
 */
public record Message(
    byte[] bytes, List<ControlMessage> control, int flags, @Nullable Address address)
    implements AutoCloseable {
  /** Copies the list. */
  public Message {
    control = List.copyOf(control);
  }

  /** {@return whether the message was longer than was asked for: {@code MSG_TRUNC}} */
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

  /**
   * {@return the first control message of a kind, or null if none came}
   *
   * @param kind such as {@code ControlMessage.IpPktinfo.class}
   * @param <T> the kind
   */
  public <T extends ControlMessage> @Nullable T control(Class<T> kind) {
    return InMessage.first(control, kind);
  }

  /** Closes the descriptors that came and that nobody has closed or detached yet. */
  @Override
  public void close() {
    InMessage.close(control);
  }

  /** Equal when all parts are. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Message that
        && Arrays.equals(bytes, that.bytes)
        && control.equals(that.control)
        && flags == that.flags
        && Objects.equals(address, that.address);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(bytes), control, flags, address);
  }

  /** In the manner of {@code strace(1)}, without what it does not have. */
  @Override
  public String toString() {
    return Call.message(address, List.of(MemorySegment.ofArray(bytes)), control, flags);
  }
}
