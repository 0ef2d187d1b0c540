package gulliver.socket;

import gulliver.socket.NetlinkMessage.Parsed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a netlink message, {@code struct nlattr} and its value: a number, a text, bytes,
 * or attributes again.
 *
 * @param type such as {@link Linux#IFLA_IFNAME}, 0…0x3fff: the 14 bits of {@link
 *     Linux#NLA_TYPE_MASK}
 * @param flags {@link Linux#NLA_F_NESTED} and {@link Linux#NLA_F_NET_BYTEORDER}, the other two
 * @param value the octets, without padding, not copied, at most 65531
 * @since 0.1
 * @see NetlinkMessage
 */
public record NetlinkAttribute(int type, int flags, byte[] value) {
  private static final int MOST = 65535 - Linux.NLA_HDRLEN;

  private static final int FLAGS = Linux.NLA_F_NESTED | Linux.NLA_F_NET_BYTEORDER;

  /**
   * Checks all parts.
   *
   * @throws IllegalArgumentException for a type of more than 14 bits, other flags, a value that is
   *     too long
   */
  public NetlinkAttribute {
    if ((type & ~0x3fff) != 0) {
      throw new IllegalArgumentException("type " + type + ": 0 to 16383 are allowed");
    }
    if ((flags & ~FLAGS) != 0) {
      throw new IllegalArgumentException(
          "flags 0x"
              + Integer.toHexString(flags)
              + ": NLA_F_NESTED and NLA_F_NET_BYTEORDER are allowed");
    }
    if (value.length > MOST) {
      throw new IllegalArgumentException(
          "value of " + value.length + " octets: at most " + MOST + " are allowed");
    }
  }

  /**
   * An attribute without flags.
   *
   * @param type such as {@link Linux#IFLA_ADDRESS}
   * @param value the octets
   */
  public NetlinkAttribute(int type, byte[] value) {
    this(type, 0, value);
  }

  /**
   * {@return a number of 8 bits}
   *
   * @param type such as {@link Linux#IFLA_OPERSTATE}
   * @param value its lower 8 bits count
   */
  public static NetlinkAttribute u8(int type, int value) {
    return new NetlinkAttribute(type, octets(1, value));
  }

  /**
   * {@return a number of 16 bits, in the host's order}
   *
   * @param type such as {@link Linux#CTRL_ATTR_FAMILY_ID}
   * @param value its lower 16 bits count
   */
  public static NetlinkAttribute u16(int type, int value) {
    return new NetlinkAttribute(type, octets(2, value));
  }

  /**
   * {@return a number of 32 bits, in the host's order}
   *
   * @param type such as {@link Linux#IFLA_MTU}
   * @param value all 32 bits
   */
  public static NetlinkAttribute u32(int type, int value) {
    return new NetlinkAttribute(type, octets(4, value));
  }

  /**
   * {@return a number of 64 bits, in the host's order}
   *
   * @param type such as {@link Linux#MPTCP_ATTR_TIMEOUT}
   * @param value all 64 bits
   */
  public static NetlinkAttribute u64(int type, long value) {
    return new NetlinkAttribute(type, octets(8, value));
  }

  /**
   * {@return a text in UTF-8, with a NUL at its end}
   *
   * @param type such as {@link Linux#IFLA_IFNAME}
   * @param text without NUL
   * @throws IllegalArgumentException for a NUL in the text
   */
  public static NetlinkAttribute text(int type, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "text \"" + text.replace("\0", "\\0") + "\": NUL is not allowed");
    }
    return new NetlinkAttribute(type, (text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@return attributes within an attribute, with {@link Linux#NLA_F_NESTED}}
   *
   * @param type such as {@link Linux#IFLA_LINKINFO}
   * @param attributes the inner ones
   */
  public static NetlinkAttribute nested(int type, NetlinkAttribute... attributes) {
    return new NetlinkAttribute(type, Linux.NLA_F_NESTED, encode(attributes));
  }

  /**
   * {@return attributes as they stand in a message, each padded to a multiple of four octets}
   *
   * @param attributes one after another
   */
  public static byte[] encode(NetlinkAttribute... attributes) {
    int size = 0;
    for (NetlinkAttribute attribute : attributes) {
      size += NetlinkMessage.aligned(Linux.NLA_HDRLEN + attribute.value.length);
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    for (NetlinkAttribute attribute : attributes) {
      int length = Linux.NLA_HDRLEN + attribute.value.length;
      int next = bytes.position() + NetlinkMessage.aligned(length);
      bytes.putShort((short) length).putShort((short) (attribute.type | attribute.flags));
      bytes.put(attribute.value).position(next);
    }
    return bytes.array();
  }

  /**
   * The attributes in some bytes.
   *
   * @param bytes any bytes
   * @return the attributes, and what was wrong, if anything was
   */
  public static Parsed<NetlinkAttribute> decode(byte[] bytes) {
    return decode(bytes, 0);
  }

  static Parsed<NetlinkAttribute> decode(byte[] all, int offset) {
    ByteBuffer bytes = ByteBuffer.wrap(all).order(ByteOrder.nativeOrder());
    List<NetlinkAttribute> attributes = new ArrayList<>();
    for (int at = offset; at < all.length; ) {
      int left = all.length - at;
      if (left < Linux.NLA_HDRLEN) {
        String reason = left + " octets are left, an attribute's header has 4";
        return NetlinkMessage.malformed(attributes, at, reason);
      }
      int length = Short.toUnsignedInt(bytes.getShort(at + Linux.nlattr.nla_len));
      int type = Short.toUnsignedInt(bytes.getShort(at + Linux.nlattr.nla_type));
      if (length < Linux.NLA_HDRLEN || length > left) {
        String reason = "an attribute of " + length + " octets: 4 to " + left + " are possible";
        return NetlinkMessage.malformed(attributes, at, reason);
      }
      byte[] value = Arrays.copyOfRange(all, at + Linux.NLA_HDRLEN, at + length);
      attributes.add(new NetlinkAttribute(type & Linux.NLA_TYPE_MASK, type & FLAGS, value));
      at = Math.min(all.length, at + NetlinkMessage.aligned(length)); // the last need not be padded
    }
    return new Parsed<>(attributes, null);
  }

  /**
   * {@return the value as an unsigned number, where it has 1, 2, 4 or 8 octets (8 as all 64 bits of
   * a long): in the host's order, or the network's if {@link Linux#NLA_F_NET_BYTEORDER} says so;
   * else nothing}
   */
  public OptionalLong number() {
    ByteBuffer bytes = ByteBuffer.wrap(value).order(order());
    return switch (value.length) {
      case 1 -> OptionalLong.of(Byte.toUnsignedLong(bytes.get()));
      case 2 -> OptionalLong.of(Short.toUnsignedLong(bytes.getShort()));
      case 4 -> OptionalLong.of(Integer.toUnsignedLong(bytes.getInt()));
      case 8 -> OptionalLong.of(bytes.getLong());
      default -> OptionalLong.empty();
    };
  }

  private ByteOrder order() {
    boolean network = (flags & Linux.NLA_F_NET_BYTEORDER) != 0;
    return network ? ByteOrder.BIG_ENDIAN : ByteOrder.nativeOrder();
  }

  /** {@return the value as text, up to its first NUL; what is not UTF-8 becomes U+FFFD} */
  public String text() {
    int end = 0;
    while (end < value.length && value[end] != 0) {
      end++;
    }
    return new String(value, 0, end, StandardCharsets.UTF_8);
  }

  /** {@return the value as attributes; many that are nested do not say so in their flags} */
  public Parsed<NetlinkAttribute> nested() {
    return decode(value);
  }

  static void check16(String what, int number) {
    if (number < 0 || number > 65535) {
      throw new IllegalArgumentException(what + " " + number + ": 0 to 65535 are allowed");
    }
  }

  private static byte[] octets(int size, long number) {
    ByteBuffer all = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(0, number);
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    int first = little ? 0 : 8 - size;
    return Arrays.copyOfRange(all.array(), first, first + size);
  }

  /** Equal when type, flags and octets are. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NetlinkAttribute that
        && type == that.type
        && flags == that.flags
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * (type | flags) + Arrays.hashCode(value);
  }

  /** The type and the octets. */
  @Override
  public String toString() {
    return type + ": " + HexFormat.of().formatHex(value);
  }
}
