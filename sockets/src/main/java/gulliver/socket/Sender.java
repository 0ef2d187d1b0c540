package gulliver.socket;

import org.jspecify.annotations.Nullable;

/**
 * Who sent what was received: the address that {@code recvfrom(2)} fills in, besides the data that
 * goes into the caller's buffer. One object serves any number of calls; while the same peer goes on
 * sending, nothing is allocated.
 *
 * <p>Not for several threads at once.
 *
 * @since 0.1
 * @see Socket#recvfrom(byte[], Sender)
 */
public final class Sender {
  private @Nullable Address address;
  private boolean truncated;

  /** A sender that nobody has filled in yet. */
  public Sender() {}

  /**
   * {@return where the message came from; null before the first call, and where the sender has no
   * address}
   */
  public @Nullable Address address() {
    return address;
  }

  /** {@return whether the message was longer than the buffer, so that its end is lost} */
  public boolean truncated() {
    return truncated;
  }

  /**
   * Fills the sender in; for networks.
   *
   * @param address where the message came from, or null
   */
  public void set(@Nullable Address address) {
    this.address = address;
    this.truncated = false;
  }

  void truncated(boolean truncated) {
    this.truncated = truncated;
  }

  /** One that stays as this one is now. */
  Sender copy() {
    Sender copy = new Sender();
    copy.address = address;
    copy.truncated = truncated;
    return copy;
  }

  /** The address, and whether the message was truncated. */
  @Override
  public String toString() {
    return address + (truncated ? " (truncated)" : "");
  }
}
