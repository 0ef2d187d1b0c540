package gulliver.socket;

import java.nio.ByteOrder;

/**
 * The byte-order functions of a host: they turn a number of the host's order into one of the
 * network's, which is big-endian, and back. On a little-endian host they reverse the bytes, on a
 * big-endian host they do nothing; so the same program text is right on both.
 *
 * <p>{@link Sockets#htons} and its kin are those of the machine one is on. This type has them for
 * either order, so that a test can be both:
 *
 * <pre>{@code
 * new HostByteOrder(ByteOrder.LITTLE_ENDIAN).htons(80)    // 0x5000
 * new HostByteOrder(ByteOrder.BIG_ENDIAN).htons(80)       // 0x0050
 * }</pre>
 *
 * <p>(Jonathan Swift, <cite>Gulliver's Travels</cite>, part I, chapter 4; by way of Danny Cohen,
 * <cite>On Holy Wars and a Plea for Peace</cite>, IEN 137.)
 *
 * @param order the host's order
 * @since 0.1
 * @see <a href="https://man7.org/linux/man-pages/man3/htons.3.html">byteorder(3)</a>
 */
public record HostByteOrder(ByteOrder order) {
  /** The order of the machine that this program runs on. */
  public static final HostByteOrder NATIVE = new HostByteOrder(ByteOrder.nativeOrder());

  /**
   * Host to network, 16 bits: a port.
   *
   * @param hostshort 0…65535
   * @return 0…65535
   * @throws IllegalArgumentException for any other number
   */
  public int htons(int hostshort) {
    return swap16("htons", hostshort);
  }

  /**
   * Network to host, 16 bits.
   *
   * @param netshort 0…65535
   * @return 0…65535
   * @throws IllegalArgumentException for any other number
   */
  public int ntohs(int netshort) {
    return swap16("ntohs", netshort);
  }

  /**
   * Host to network, 32 bits: an IPv4 address.
   *
   * @param hostlong all 32 bits
   * @return the same bits, in the other order where the host's is little-endian
   */
  public int htonl(int hostlong) {
    return reverses() ? Integer.reverseBytes(hostlong) : hostlong;
  }

  /**
   * Network to host, 32 bits.
   *
   * @param netlong all 32 bits
   * @return the same bits, in the other order where the host's is little-endian
   */
  public int ntohl(int netlong) {
    return htonl(netlong);
  }

  /**
   * Host to network, 64 bits; {@code htobe64} in C.
   *
   * @param hostlonglong all 64 bits
   * @return the same bits, in the other order where the host's is little-endian
   */
  public long htonll(long hostlonglong) {
    return reverses() ? Long.reverseBytes(hostlonglong) : hostlonglong;
  }

  /**
   * Network to host, 64 bits; {@code be64toh} in C.
   *
   * @param netlonglong all 64 bits
   * @return the same bits, in the other order where the host's is little-endian
   */
  public long ntohll(long netlonglong) {
    return htonll(netlonglong);
  }

  private int swap16(String call, int number) {
    if (number < 0 || number > 65535) {
      throw new IllegalArgumentException(call + " " + number + ": 0 to 65535 are allowed");
    }
    return reverses() ? Short.toUnsignedInt(Short.reverseBytes((short) number)) : number;
  }

  private boolean reverses() {
    return order == ByteOrder.LITTLE_ENDIAN;
  }
}
