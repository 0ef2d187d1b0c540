package gulliver.socket;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of {@code AF_NETLINK}, {@code struct nlmsghdr} and what follows it: how the kernel is
 * asked for links, routes and sockets, and tells of them.
 *
 * <p>A datagram holds one message or several, each at a multiple of four octets, in the host's byte
 * order. An answer of many messages, which {@link Linux#NLM_F_MULTI} marks, ends with one of the
 * type {@link Linux#NLMSG_DONE}; a request with {@link Linux#NLM_F_ACK}, and one that fails, is
 * answered by {@link Linux#NLMSG_ERROR}: {@link #ack()} reads both.
 *
 * <pre>{@code
 * socket.sendto(request.encode(), Address.Netlink.KERNEL);
 * for (NetlinkMessage message : NetlinkMessage.decode(socket.recv(65_536)).orThrow()) {
 *   …
 * }
 * }</pre>
 *
 * <p>Decoding takes any bytes: what is no message ends the list, and {@link Parsed#malformed()}
 * says why.
 *
 * @param type such as {@link Linux#RTM_GETLINK}, 0…65535
 * @param flags {@code NLM_F_} flags, 0…65535
 * @param seq the request's number, all 32 bits, which its answers repeat; 0 for what nobody asked
 *     for
 * @param pid the sender's port, all 32 bits; 0 in requests, where the kernel does not look at it
 * @param payload what follows the header, the caller's own, not copied
 * @since 0.1
 * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
 * @see NetlinkAttribute
 */
public record NetlinkMessage(int type, int flags, int seq, int pid, byte[] payload) {
  /**
   * What foreign bytes were decoded to.
   *
   * @param values what was valid, up to the end or the first that was not
   * @param malformed why that one is not; null where all bytes were valid
   * @param <T> of what
   */
  public record Parsed<T>(List<T> values, @Nullable Malformed malformed) {
    /** Makes the list unmodifiable. */
    public Parsed {
      values = List.copyOf(values);
    }

    /**
     * {@return the values, where all bytes were valid}
     *
     * @throws ProtocolException with the reason, where they were not
     */
    public List<T> orThrow() throws ProtocolException {
      if (malformed != null) {
        throw new ProtocolException(malformed.toString());
      }
      return values;
    }
  }

  /**
   * Why bytes are not valid.
   *
   * @param offset where the header is that is wrong, in octets from the beginning of what was
   *     decoded
   * @param reason in words
   */
  public record Malformed(int offset, String reason) {
    /** Such as {@code netlink, octet 20: a message of 4 octets, of which its header has 16}. */
    @Override
    public String toString() {
      return "netlink, octet " + offset + ": " + reason;
    }
  }

  /**
   * Checks type and flags.
   *
   * @throws IllegalArgumentException for what has more than 16 bits
   */
  public NetlinkMessage {
    NetlinkAttribute.check16("type", type);
    NetlinkAttribute.check16("flags", flags);
  }

  /**
   * {@return a request: a family's header, and attributes}
   *
   * @param type such as {@link Linux#RTM_GETLINK}
   * @param flags besides {@link Linux#NLM_F_REQUEST}, such as {@link Linux#NLM_F_DUMP}
   * @param seq its number
   * @param header such as {@code struct ifinfomsg}, which has {@link Linux.ifinfomsg#SIZEOF} octets
   * @param attributes what follows the header
   */
  public static NetlinkMessage request(
      int type, int flags, int seq, byte[] header, NetlinkAttribute... attributes) {
    byte[] tail = NetlinkAttribute.encode(attributes);
    byte[] payload = Arrays.copyOf(header, aligned(header.length) + tail.length);
    System.arraycopy(tail, 0, payload, aligned(header.length), tail.length);
    return new NetlinkMessage(type, flags | Linux.NLM_F_REQUEST, seq, 0, payload);
  }

  /**
   * {@return messages as a datagram}
   *
   * @param messages one after another
   */
  public static byte[] encode(NetlinkMessage... messages) {
    int size = 0;
    for (NetlinkMessage message : messages) {
      size += aligned(Linux.NLMSG_HDRLEN + message.payload.length);
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    for (NetlinkMessage message : messages) {
      int start = bytes.position();
      bytes.putInt(Linux.NLMSG_HDRLEN + message.payload.length);
      bytes.putShort((short) message.type).putShort((short) message.flags);
      bytes.putInt(message.seq).putInt(message.pid).put(message.payload);
      bytes.position(aligned(bytes.position() - start) + start);
    }
    return bytes.array();
  }

  /** {@return this message as a datagram} */
  public byte[] encode() {
    return encode(this);
  }

  /**
   * The messages of a datagram.
   *
   * @param datagram any bytes
   * @return the messages, and what was wrong, if anything was
   */
  public static Parsed<NetlinkMessage> decode(byte[] datagram) {
    ByteBuffer bytes = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
    List<NetlinkMessage> messages = new ArrayList<>();
    for (int at = 0; at < datagram.length; ) {
      int left = datagram.length - at;
      if (left < Linux.NLMSG_HDRLEN) {
        return malformed(messages, at, left + " octets are left, a header has 16");
      }
      int length = bytes.getInt(at + Linux.nlmsghdr.nlmsg_len);
      if (length < Linux.NLMSG_HDRLEN || length > left) {
        String told = Integer.toUnsignedString(length);
        return malformed(
            messages, at, "a message of " + told + " octets: 16 to " + left + " are possible");
      }
      messages.add(
          new NetlinkMessage(
              Short.toUnsignedInt(bytes.getShort(at + Linux.nlmsghdr.nlmsg_type)),
              Short.toUnsignedInt(bytes.getShort(at + Linux.nlmsghdr.nlmsg_flags)),
              bytes.getInt(at + Linux.nlmsghdr.nlmsg_seq),
              bytes.getInt(at + Linux.nlmsghdr.nlmsg_pid),
              Arrays.copyOfRange(datagram, at + Linux.NLMSG_HDRLEN, at + length)));
      at = Math.min(datagram.length, at + aligned(length)); // the last need not be padded
    }
    return new Parsed<>(messages, null);
  }

  static <T> Parsed<T> malformed(List<T> values, int offset, String reason) {
    return new Parsed<>(values, new Malformed(offset, reason));
  }

  /**
   * The attributes behind a family's header.
   *
   * @param header the header's length, such as {@link Linux.ifinfomsg#SIZEOF}
   * @return the attributes, and what was wrong, if anything was; a payload that is shorter than the
   *     header is
   */
  public Parsed<NetlinkAttribute> attributes(int header) {
    if (header < 0) {
      throw new IllegalArgumentException("header of " + header + " octets: at least 0 is allowed");
    }
    if (payload.length < header) {
      String had = "a payload of " + payload.length + " octets, of which its header has " + header;
      return malformed(List.of(), 0, had);
    }
    return NetlinkAttribute.decode(payload, Math.min(payload.length, aligned(header)));
  }

  /**
   * {@return how a request ended, from a message of the type {@link Linux#NLMSG_ERROR} or {@link
   * Linux#NLMSG_DONE}; null from others}
   */
  public @Nullable NetlinkAck ack() {
    return type == Linux.NLMSG_ERROR || type == Linux.NLMSG_DONE ? NetlinkAck.of(this) : null;
  }

  static int aligned(int length) {
    return (length + Linux.NLMSG_ALIGNTO - 1) & -Linux.NLMSG_ALIGNTO;
  }

  /** Equal when all parts are, the payload by its octets. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NetlinkMessage that
        && type == that.type
        && flags == that.flags
        && seq == that.seq
        && pid == that.pid
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * type + flags) + seq) + Arrays.hashCode(payload);
  }

  /** The header, and how long the payload is: numbers, since every protocol has its own. */
  @Override
  public String toString() {
    return "netlink type "
        + (type < Linux.NLMSG_MIN_TYPE ? LinuxNames.name("NLMSG_", type) : type)
        + ", flags 0x"
        + Integer.toHexString(flags)
        + ", seq "
        + Integer.toUnsignedString(seq)
        + ", pid "
        + Integer.toUnsignedString(pid)
        + ", "
        + payload.length
        + " octets";
  }
}
