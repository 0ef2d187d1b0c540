package gulliver.protocols.framing;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * How the messages in a stream of bytes are marked off. A value, which any number of threads,
 * readers and writers may share.
 *
 * <p>A message of no bytes is a message, but with {@link Fixed}.
 */
public sealed interface Framing {
  /** The greatest length of a message where none is told: 1 MiB. */
  int DEFAULT_LIMIT = 1 << 20;

  /** The greatest limit: 1 GiB. */
  int GREATEST_LIMIT = 1 << 30;

  /**
   * {@return messages that all have one length, and nothing between them}
   *
   * @param length in bytes, 1 to 1 GiB
   */
  static Framing fixed(int length) {
    return new Fixed(length);
  }

  /**
   * {@return messages after their length as an unsigned number, most significant byte first}
   *
   * @param width of the length, in bytes: 1, 2, 4 or 8
   */
  static Framing lengthPrefixed(int width) {
    return lengthPrefixed(width, ByteOrder.BIG_ENDIAN);
  }

  /**
   * {@return messages after their length as an unsigned number} The length does not count itself.
   *
   * @param width of the length, in bytes: 1, 2, 4 or 8
   * @param order of the bytes of the length
   */
  static Framing lengthPrefixed(int width, ByteOrder order) {
    return new LengthPrefix(width, order, (int) Math.min(DEFAULT_LIMIT, LengthPrefix.most(width)));
  }

  /** {@return messages after their length as a varint: see {@link Varint}} */
  static Framing varint() {
    return new Varint(DEFAULT_LIMIT);
  }

  /**
   * {@return messages that end where some bytes come first, which are not part of them}
   *
   * @param delimiter those bytes, 1 to 65,536; copied
   */
  static Framing delimiter(byte... delimiter) {
    return new Delimiter(delimiter, DEFAULT_LIMIT);
  }

  /**
   * {@return messages that are lines, without their ending}
   *
   * @param end what ends a line, and what a lone CR or LF is
   */
  static Framing lines(LineEnd end) {
    return new Line(end, DEFAULT_LIMIT);
  }

  /**
   * {@return the greatest length of a message, in bytes, without what marks it off} A longer one is
   * refused: when it is written, by an {@code IllegalArgumentException}; when it is read, by a
   * {@link FramingException}.
   */
  int limit();

  /**
   * {@return the same with another limit}
   *
   * @param limit 0 to 1 GiB
   * @throws IllegalArgumentException if it is not in that range; if all messages are longer, or the
   *     prefix cannot tell it
   */
  Framing limit(int limit);

  /**
   * {@return a message with what marks it off}
   *
   * @param message what a reader is to get; copied
   * @throws IllegalArgumentException if no reader could get it: it is longer than the limit, not of
   *     the fixed length, or the reader would find its end elsewhere
   */
  default byte[] encode(byte[] message) {
    Codec codec = Codec.of(this);
    codec.check(message, 0, message.length);
    byte[] head = new byte[Codec.LONGEST_HEAD];
    int headLength = codec.head(head, message.length);
    byte[] tail = codec.tail();
    byte[] frame = Arrays.copyOf(head, headLength + message.length + tail.length);
    System.arraycopy(message, 0, frame, headLength, message.length);
    System.arraycopy(tail, 0, frame, headLength + message.length, tail.length);
    return frame;
  }

  private static void checkLimit(int limit) {
    if (limit < 0 || limit > GREATEST_LIMIT) {
      throw new IllegalArgumentException("limit " + limit + " is not in 0…" + GREATEST_LIMIT);
    }
  }

  /**
   * Messages that all have one length.
   *
   * @param length in bytes, 1 to 1 GiB
   */
  record Fixed(int length) implements Framing {
    /** Checks. */
    public Fixed {
      if (length < 1 || length > GREATEST_LIMIT) {
        throw new IllegalArgumentException("length " + length + " is not in 1…" + GREATEST_LIMIT);
      }
    }

    /** {@return the length} */
    @Override
    public int limit() {
      return length;
    }

    @Override
    public Framing limit(int limit) {
      checkLimit(limit);
      if (limit < length) {
        throw new IllegalArgumentException(
            "limit " + limit + ": all messages have " + length + " bytes");
      }
      return this;
    }
  }

  /**
   * Messages after their length as an unsigned number.
   *
   * @param width of the length, in bytes: 1, 2, 4 or 8
   * @param order of the bytes of the length
   * @param limit the greatest length of a message; not more than the prefix can tell
   */
  record LengthPrefix(int width, ByteOrder order, int limit) implements Framing {
    /** Checks. */
    public LengthPrefix {
      Objects.requireNonNull(order);
      checkLimit(limit);
      if (limit > most(width)) {
        throw new IllegalArgumentException(
            "limit " + limit + ": a prefix of width " + width + " tells at most " + most(width));
      }
    }

    static long most(int width) {
      return switch (width) {
        case 1 -> 0xff;
        case 2 -> 0xffff;
        case 4 -> 0xffff_ffffL;
        case 8 -> Long.MAX_VALUE; // and more, which no array has
        default -> throw new IllegalArgumentException("width " + width + " is not 1, 2, 4 or 8");
      };
    }

    @Override
    public Framing limit(int limit) {
      return new LengthPrefix(width, order, limit);
    }
  }

  /**
   * Messages after their length as a varint, as Protocol Buffers' {@code writeDelimitedTo} has them
   * (LEB128): seven bits a byte, the least significant first; all bytes but the last have the high
   * bit. What is written is as short as it can be. What is read may be longer, up to the 10 bytes
   * of a 64-bit number, as Protocol Buffers allow it.
   *
   * @param limit the greatest length of a message
   * @see <a href="https://protobuf.dev/programming-guides/encoding/#varints">Base 128 Varints</a>
   */
  record Varint(int limit) implements Framing {
    /** Checks. */
    public Varint {
      checkLimit(limit);
    }

    @Override
    public Framing limit(int limit) {
      return new Varint(limit);
    }
  }

  /**
   * Messages that end where some bytes come first. There is no escape: a message that has them in
   * it, or whose last bytes would be taken for the first of them, is not written.
   *
   * @param delimiter those bytes, 1 to 65,536
   * @param limit the greatest length of a message
   */
  record Delimiter(byte[] delimiter, int limit) implements Framing {
    private static final int LONGEST = 65_536;

    /** Checks, and copies. */
    public Delimiter {
      checkLimit(limit);
      if (delimiter.length == 0 || delimiter.length > LONGEST) {
        throw new IllegalArgumentException(
            "a delimiter of " + delimiter.length + " bytes; it has 1…" + LONGEST);
      }
      delimiter = delimiter.clone();
    }

    /** {@return those bytes, copied} */
    @Override
    public byte[] delimiter() {
      return delimiter.clone();
    }

    @Override
    public Framing limit(int limit) {
      return new Delimiter(delimiter, limit);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Delimiter that
          && limit == that.limit
          && Arrays.equals(delimiter, that.delimiter);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(delimiter) + limit;
    }

    @Override
    public String toString() {
      return "Delimiter[delimiter="
          + HexFormat.ofDelimiter(" ").formatHex(delimiter)
          + ", limit="
          + limit
          + "]";
    }
  }

  /**
   * Messages that are lines.
   *
   * @param end what ends a line
   * @param limit the greatest length of a line, without its ending
   */
  record Line(LineEnd end, int limit) implements Framing {
    /** Checks. */
    public Line {
      Objects.requireNonNull(end);
      checkLimit(limit);
    }

    @Override
    public Framing limit(int limit) {
      return new Line(end, limit);
    }
  }
}
