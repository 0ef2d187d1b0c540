package gulliver.protocols.framing;

import gulliver.protocols.framing.FramingException.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What {@link FrameDecoder} and {@link FrameWriter} need to know of a framing. For a decoder it
 * remembers what it has seen of the current frame, so that no byte is looked at again when more
 * have come, and answers by its fields, so that a frame costs no object.
 */
abstract sealed class Codec {
  static final int LONGEST_HEAD = 10;
  private static final byte[] NOTHING = {};

  /** The framing's limit. */
  final int limit;

  /** The bytes before the message, known when a frame is whole. */
  int head;

  /** The message's length, known when a frame is whole. */
  int length;

  /** The frame's length; before the frame is whole 0 or right. */
  int size;

  private Codec(int limit) {
    this.limit = limit;
  }

  static Codec of(Framing framing) {
    return switch (framing) {
      case Framing.Fixed fixed -> new Fixed(fixed.length());
      case Framing.LengthPrefix prefix -> new Prefix(prefix);
      case Framing.Varint varint -> new Varint(varint.limit());
      case Framing.Delimiter delimiter -> new Delimiter(delimiter.delimiter(), delimiter.limit());
      case Framing.Line line ->
          switch (line.end()) {
            case LF -> new Delimiter(new byte[] {'\n'}, line.limit());
            case CRLF -> new Crlf(line.limit());
            case LF_OR_CRLF -> new LfOrCrlf(line.limit());
          };
    };
  }

  /**
   * Looks for the end of a frame.
   *
   * @param from where the frame begins in the buffer
   * @param to the end of what has come; not before that of the last attempt on the same frame
   * @param offset where the frame begins in the stream
   * @return whether it is whole
   */
  abstract boolean find(byte[] buffer, int from, int to, long offset) throws FramingException;

  /** The next frame begins. */
  void next() {
    size = 0;
  }

  /** Checks that a reader will get this message. */
  void check(byte[] message, int offset, int length) {
    if (length > limit) {
      throw new IllegalArgumentException(
          "a message of " + length + " bytes is longer than the limit, " + limit);
    }
  }

  /** Writes what stands before a message, to the beginning of an array; how many bytes it is. */
  int head(byte[] to, int length) {
    return 0;
  }

  /** What stands behind a message; not to be changed. */
  byte[] tail() {
    return NOTHING;
  }

  /** A frame whose length is known: is it there? */
  final boolean whole(int headLength, int messageLength, int available) {
    head = headLength;
    length = messageLength;
    size = headLength + messageLength;
    return available >= size;
  }

  final FramingException tooLong(long offset, String how) {
    return new FramingException(
        Kind.TOO_LONG,
        offset,
        "the message at offset " + offset + " is too long: " + how + "; the limit is " + limit);
  }

  private static IllegalArgumentException contains(String what, int at) {
    return new IllegalArgumentException("the message contains " + what + ", at " + at);
  }

  /** All of one length. */
  private static final class Fixed extends Codec {
    Fixed(int length) {
      super(length);
    }

    @Override
    boolean find(byte[] buffer, int from, int to, long offset) {
      return whole(0, limit, to - from);
    }

    @Override
    void check(byte[] message, int offset, int length) {
      if (length != limit) {
        throw new IllegalArgumentException(
            "a message of " + length + " bytes; all have " + limit + " here");
      }
    }
  }

  /** After a number of 1, 2, 4 or 8 bytes. */
  private static final class Prefix extends Codec {
    private static final VarHandle SHORT = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = view(long[].class, ByteOrder.BIG_ENDIAN);

    private final int width;
    private final boolean swaps;

    Prefix(Framing.LengthPrefix prefix) {
      super(prefix.limit());
      width = prefix.width();
      swaps = prefix.order() == ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    boolean find(byte[] buffer, int from, int to, long offset) throws FramingException {
      if (to - from < width) {
        return false;
      }
      long told = read(buffer, from);
      if (told < 0 || told > limit) {
        throw tooLong(offset, Long.toUnsignedString(told) + " bytes");
      }
      return whole(width, (int) told, to - from);
    }

    private long read(byte[] buffer, int at) {
      return switch (width) {
        case 1 -> buffer[at] & 0xff;
        case 2 -> {
          short value = (short) SHORT.get(buffer, at);
          yield (swaps ? Short.reverseBytes(value) : value) & 0xffff;
        }
        case 4 -> {
          int value = (int) INT.get(buffer, at);
          yield Integer.toUnsignedLong(swaps ? Integer.reverseBytes(value) : value);
        }
        default -> {
          long value = (long) LONG.get(buffer, at);
          yield swaps ? Long.reverseBytes(value) : value;
        }
      };
    }

    @Override
    int head(byte[] to, int length) {
      for (int i = 0; i < width; i++) {
        int place = swaps ? i : width - 1 - i;
        to[i] = place < Integer.BYTES ? (byte) (length >>> (Byte.SIZE * place)) : 0;
      }
      return width;
    }
  }

  /** After a number in LEB128. */
  private static final class Varint extends Codec {
    private static final int BITS = 7;
    private static final int MORE = 0x80;

    Varint(int limit) {
      super(limit);
    }

    @Override
    boolean find(byte[] buffer, int from, int to, long offset) throws FramingException {
      long told = 0;
      for (int i = from; i < to; i++) {
        int place = i - from;
        byte b = buffer[i];
        if (place == LONGEST_HEAD - 1 && (b & 0xff) > 1) {
          throw new FramingException(
              Kind.MALFORMED, offset, "the varint at offset " + offset + " has more than 64 bits");
        }
        told |= (long) (b & (MORE - 1)) << (BITS * place);
        if ((b & MORE) == 0) {
          if (told < 0 || told > limit) {
            throw tooLong(offset, Long.toUnsignedString(told) + " bytes");
          }
          return whole(place + 1, (int) told, to - from);
        }
      }
      return false;
    }

    @Override
    int head(byte[] to, int length) {
      int i = 0;
      int rest = length;
      for (; rest >= MORE; rest >>>= BITS) {
        to[i++] = (byte) (rest | MORE);
      }
      to[i++] = (byte) rest;
      return i;
    }
  }

  /** Up to some bytes, found as Knuth, Morris and Pratt do: no byte of the stream is read twice. */
  private static final class Delimiter extends Codec {
    private final byte[] delimiter;

    /** When so many bytes and one more agree, and the next does not: how many still agree. */
    private final int[] fallback;

    private int seen; // of the frame
    private int agree; // the last bytes seen are so many first ones of the delimiter

    Delimiter(byte[] delimiter, int limit) {
      super(limit);
      this.delimiter = delimiter;
      fallback = new int[delimiter.length];
      for (int i = 1, k = 0; i < delimiter.length; i++) {
        k = step(k, delimiter[i]);
        fallback[i] = k;
      }
    }

    private int step(int agreeing, byte b) {
      int k = agreeing;
      while (k > 0 && delimiter[k] != b) {
        k = fallback[k - 1];
      }
      return delimiter[k] == b ? k + 1 : 0;
    }

    /** Where the delimiter's last byte is in a part of an array, or -1. */
    private int last(byte[] buffer, int from, int to) {
      for (int i = from; i < to; i++) {
        if (agree == 0) {
          i = Bytes.indexOf(buffer, i, to, delimiter[0]);
          if (i < 0) {
            return -1;
          }
        }
        agree = step(agree, buffer[i]);
        if (agree == delimiter.length) {
          agree = 0;
          return i;
        }
      }
      return -1;
    }

    @Override
    boolean find(byte[] buffer, int from, int to, long offset) throws FramingException {
      int most = limit + delimiter.length;
      int last = last(buffer, from + seen, from + Math.min(to - from, most));
      if (last < 0) {
        seen = Math.min(to - from, most);
        if (seen == most) {
          throw tooLong(offset, "its first " + most + " bytes are without a delimiter");
        }
        return false;
      }
      size = last + 1 - from;
      length = size - delimiter.length;
      return true;
    }

    @Override
    void next() {
      super.next();
      seen = 0;
      agree = 0;
    }

    /** The first delimiter in the message and the one behind it must be the one behind it. */
    @Override
    void check(byte[] message, int offset, int length) {
      super.check(message, offset, length);
      agree = 0;
      int last = last(message, offset, offset + length);
      if (last >= 0) {
        throw contains("the delimiter", last + 1 - delimiter.length - offset);
      }
      if (agree > 0) {
        int early = last(delimiter, 0, delimiter.length) + 1;
        agree = 0;
        if (early < delimiter.length) {
          throw new IllegalArgumentException(
              "the message ends with bytes that are the first of the delimiter, and a reader would"
                  + " find it "
                  + (delimiter.length - early)
                  + " bytes too early");
        }
      }
    }

    @Override
    byte[] tail() {
      return delimiter;
    }
  }

  /** Up to CR LF, and neither alone. */
  private static final class Crlf extends Codec {
    private static final byte[] TAIL = {'\r', '\n'};

    private int seen; // of the frame, without either

    Crlf(int limit) {
      super(limit);
    }

    @Override
    boolean find(byte[] buffer, int from, int to, long offset) throws FramingException {
      int most = limit + 1; // the last of them a CR
      int end = from + Math.min(to - from, most);
      int at = Bytes.indexOfEither(buffer, from + seen, end, TAIL[0], TAIL[1]);
      if (at < 0) {
        seen = end - from;
        if (seen == most) {
          throw tooLong(offset, "its first " + most + " bytes are without CR LF");
        }
        return false;
      }
      seen = at - from;
      if (buffer[at] == TAIL[1]) {
        throw lone("LF", offset);
      }
      if (at + 1 == to) {
        return false;
      }
      if (buffer[at + 1] != TAIL[1]) {
        throw lone("CR", offset);
      }
      length = seen;
      size = seen + TAIL.length;
      return true;
    }

    private FramingException lone(String what, long offset) {
      return new FramingException(
          Kind.MALFORMED,
          offset,
          "the line at offset "
              + offset
              + " has a lone "
              + what
              + " at offset "
              + (offset + seen)
              + "; lines end with CR LF");
    }

    @Override
    void next() {
      super.next();
      seen = 0;
    }

    @Override
    void check(byte[] message, int offset, int length) {
      super.check(message, offset, length);
      int at = Bytes.indexOfEither(message, offset, offset + length, TAIL[0], TAIL[1]);
      if (at >= 0) {
        throw contains(message[at] == TAIL[0] ? "CR" : "LF", at - offset);
      }
    }

    @Override
    byte[] tail() {
      return TAIL;
    }
  }

  /** Up to LF, and a CR before it. */
  private static final class LfOrCrlf extends Codec {
    private static final byte[] TAIL = {'\n'};

    private int seen; // of the frame, without LF

    LfOrCrlf(int limit) {
      super(limit);
    }

    @Override
    boolean find(byte[] buffer, int from, int to, long offset) throws FramingException {
      int most = limit + 2;
      int end = from + Math.min(to - from, most);
      int at = Bytes.indexOf(buffer, from + seen, end, TAIL[0]);
      int untilEnding = at < 0 ? -1 : at > from && buffer[at - 1] == '\r' ? at - 1 : at;
      seen = (at < 0 ? end : at) - from;
      if (at < 0 ? seen == most : untilEnding - from > limit) {
        throw tooLong(offset, "its first " + (limit + 1) + " bytes are without an ending");
      }
      if (at < 0) {
        return false;
      }
      length = untilEnding - from;
      size = at + 1 - from;
      return true;
    }

    @Override
    void next() {
      super.next();
      seen = 0;
    }

    @Override
    void check(byte[] message, int offset, int length) {
      super.check(message, offset, length);
      int at = Bytes.indexOf(message, offset, offset + length, TAIL[0]);
      if (at >= 0) {
        throw contains("LF", at - offset);
      }
      if (length > 0 && message[offset + length - 1] == '\r') {
        throw new IllegalArgumentException("the message ends with CR, which a reader would drop");
      }
    }

    @Override
    byte[] tail() {
      return TAIL;
    }
  }

  private static VarHandle view(Class<?> array, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(array, order);
  }
}
