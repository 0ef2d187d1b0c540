package gulliver.socket;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Socket#recvfrom(int)} answers: one message and its sender.
 *
 * @param bytes the message, the caller's own
 * @param address where it came from and where a reply goes; null where the sender has none
 * @param truncated whether the message was longer than was asked for, so that its end is lost
 * @since 0.1
 */
public record Datagram(byte[] bytes, @Nullable Address address, boolean truncated) {
  /** Equal when bytes, address and truncation are. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Datagram that
        && Arrays.equals(bytes, that.bytes)
        && Objects.equals(address, that.address)
        && truncated == that.truncated;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + Objects.hashCode(address);
  }

  /** Length, address and truncation; not the bytes. */
  @Override
  public String toString() {
    return bytes.length + " bytes from " + address + (truncated ? " (truncated)" : "");
  }
}
