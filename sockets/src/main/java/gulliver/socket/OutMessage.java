package gulliver.socket;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Socket#sendmsg(OutMessage, int)} sends, {@code struct msghdr}: bytes gathered from
 * any number of buffers, where to, and ancillary data.
 *
 * <pre>{@code
 * socket.sendmsg(OutMessage.of(header, body).to(address).with(new ControlMessage.IpTtl(3)));
 * }</pre>
 *
 * <p>The buffers stay the caller's and may not be changed while the call runs. Arrays are copied on
 * their way to the kernel, native segments are not.
 *
 * @param buffers the bytes, in order, {@code msg_iov}; at most 1024 of them, {@code UIO_MAXIOV}
 * @param address where to, {@code msg_name}; null for the connected peer
 * @param control ancillary data, {@code msg_control}
 * @since 0.1
 */
public record OutMessage(
    List<MemorySegment> buffers, @Nullable Address address, List<ControlMessage> control) {
  /** Copies both lists. */
  public OutMessage {
    buffers = List.copyOf(buffers);
    control = List.copyOf(control);
  }

  /**
   * {@return a message of these bytes for the connected peer}
   *
   * @param buffers gathered in this order
   */
  public static OutMessage of(MemorySegment... buffers) {
    return new OutMessage(List.of(buffers), null, List.of());
  }

  /**
   * {@return a message of these bytes for the connected peer}
   *
   * @param buffers gathered in this order
   */
  public static OutMessage of(byte[]... buffers) {
    return of(Arrays.stream(buffers).map(MemorySegment::ofArray).toArray(MemorySegment[]::new));
  }

  /**
   * {@return a message of what remains of the buffers, for the connected peer} Their positions do
   * not move.
   *
   * @param buffers gathered in this order
   */
  public static OutMessage of(ByteBuffer... buffers) {
    return of(Arrays.stream(buffers).map(MemorySegment::ofBuffer).toArray(MemorySegment[]::new));
  }

  /**
   * {@return the same message to an address}
   *
   * @param address where to; a {@link Address.Name} is resolved when it is sent
   */
  public OutMessage to(Address address) {
    return new OutMessage(buffers, Objects.requireNonNull(address, "address"), control);
  }

  /**
   * {@return the same message with this ancillary data and no other}
   *
   * @param control what goes along, in this order
   */
  public OutMessage with(ControlMessage... control) {
    return new OutMessage(buffers, address, List.of(control));
  }

  /** {@return how many bytes it has} */
  public long byteSize() {
    long size = 0;
    for (MemorySegment buffer : buffers) {
      size = Math.addExact(size, buffer.byteSize());
    }
    return size;
  }

  /** In the manner of {@code strace(1)}, without what it does not have. */
  @Override
  public String toString() {
    return Call.message(address, buffers, control, 0);
  }
}
