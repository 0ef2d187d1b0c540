package gulliver.nio;

import gulliver.socket.Address;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An address that Java has no class for, such as an abstract UNIX name, as a {@link SocketAddress}.
 *
 * @since 0.1
 */
public final class OtherSocketAddress extends SocketAddress {
  private static final long serialVersionUID = 1;

  /** The address. */
  private final Address address;

  /**
   * Wraps an address.
   *
   * @param address such as {@link Address.Unix#ofAbstract}
   */
  public OtherSocketAddress(Address address) {
    this.address = Objects.requireNonNull(address);
  }

  /** {@return the address} */
  public Address address() {
    return address;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OtherSocketAddress that && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  /** The address, as it prints. */
  @Override
  public String toString() {
    return address.toString();
  }
}
