package gulliver.protocols.http;

import gulliver.protocols.http.Parsed.Refusal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the data in a chunked body (RFC 9112 §7.1). The caller gives it octets in any groups;
 * {@link #decode} takes those that are frame and says how many, {@link #available} how many of the
 * next are data. It never throws, whatever the octets are.
 */
final class ChunkedDecoder {
  /** Sizes have at most so many digits: a long's. */
  private static final int MOST_DIGITS = 16;

  /** Extensions of all chunks together, which nobody uses: RFC 9112 §7.1.1 asks for a limit. */
  private static final int MOST_EXTENSIONS = 4 << 10;

  private enum State {
    SIZE,
    BLANKS,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER,
    END,
    REFUSED
  }

  private final HttpLimits limits;
  private final FieldLines fields;
  private State state = State.SIZE;
  private long size;
  private int digits;
  private int extensions;
  private byte[] trailer = new byte[0];
  private int trailerLength;
  private int line;
  private Headers trailers = Headers.EMPTY;
  private @Nullable Refusal refusal;

  ChunkedDecoder(HttpLimits limits) {
    this.limits = limits;
    this.fields = new FieldLines(limits.headerCount());
  }

  /** How many of the octets that are next are data of the body. */
  long available() {
    return state == State.DATA ? size : 0;
  }

  /** The caller has taken so much of what was {@link #available}. */
  void took(long octets) {
    size -= octets;
    if (size == 0) {
      state = State.DATA_CR;
    }
  }

  /** Whether all has come, the trailer section included. */
  boolean isEnded() {
    return state == State.END;
  }

  /** Why the octets are no chunked body, if they are none. */
  @Nullable Refusal refusal() {
    return refusal;
  }

  /** The trailer section, when all has come. */
  Headers trailers() {
    return trailers;
  }

  /**
   * Takes octets up to where data begins, the end, or what is wrong.
   *
   * @return how many it took
   */
  int decode(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && state != State.DATA && state != State.END && state != State.REFUSED) {
      byte b = bytes[i++];
      switch (state) {
        case SIZE -> size(b);
        case BLANKS -> {
          if (b == ';') {
            state = State.EXTENSION;
          } else if (!Chars.isBlank(b)) {
            refuse("a blank behind the size of a chunk (RFC 9112 §7.1)");
          }
          extension();
        }
        case EXTENSION -> {
          if (b == '\r') {
            state = State.SIZE_LF;
          } else if (!Chars.is(Chars.FIELD, b)) {
            refuse("a control character in a chunk's extension (RFC 9112 §7.1.1)");
          } else {
            extension();
          }
        }
        case SIZE_LF -> {
          if (b != '\n') {
            refuse("CR without LF behind the size of a chunk (RFC 9112 §7.1)");
          } else {
            state = size == 0 ? State.TRAILER : State.DATA;
          }
        }
        case DATA_CR -> expect(b, '\r', State.DATA_LF);
        case DATA_LF -> {
          expect(b, '\n', State.SIZE);
          digits = 0;
          size = 0;
        }
        case TRAILER -> trailer(b);
        case DATA, END, REFUSED -> throw new AssertionError(state);
      }
    }
    return i - from;
  }

  private void size(byte b) {
    int digit = Chars.hex(b);
    if (digit >= 0) {
      digits++;
      if (digits > MOST_DIGITS || size > Long.MAX_VALUE >> 4) {
        refuse("a chunk's size of too many digits (RFC 9112 §7.1)");
      } else {
        size = size << 4 | digit;
      }
    } else if (digits == 0) {
      refuse("a chunk without a size (RFC 9112 §7.1)");
    } else if (b == '\r') {
      state = State.SIZE_LF;
    } else if (b == ';') {
      state = State.EXTENSION;
    } else if (Chars.isBlank(b)) {
      state = State.BLANKS; // only before an extension: BWS
    } else {
      refuse("a chunk's size that is no hexadecimal number (RFC 9112 §7.1)");
    }
  }

  private void extension() {
    if (++extensions > MOST_EXTENSIONS) {
      refuse("more than " + MOST_EXTENSIONS + " octets of chunk extensions (RFC 9112 §7.1.1)");
    }
  }

  private void expect(byte b, char wanted, State next) {
    if (b == wanted) {
      state = next;
    } else {
      refuse("a chunk does not end where its size says (RFC 9112 §7.1)");
    }
  }

  private void trailer(byte b) {
    if (trailerLength == limits.headerBytes()) {
      refuse(
          new Refusal(
              Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
              "more than " + limits.headerBytes() + " octets of trailer fields"));
      return;
    }
    if (trailerLength == trailer.length) {
      trailer = Arrays.copyOf(trailer, Math.max(64, 2 * trailerLength));
    }
    trailer[trailerLength++] = b;
    if (b != '\n') {
      return;
    }
    int end = trailerLength - 2;
    if (end < line || trailer[end] != '\r') {
      refuse("a line ends with LF alone (RFC 9112 §2.2)");
    } else if (end == line) {
      trailers = fields.headers(trailer, 0, end);
      state = State.END;
    } else {
      Refusal wrong = fields.add(trailer, line, end, 0);
      if (wrong != null) {
        refuse(wrong);
      }
      line = trailerLength;
    }
  }

  private void refuse(String reason) {
    refuse(Refusal.bad(reason));
  }

  private void refuse(Refusal why) {
    refusal = why;
    state = State.REFUSED;
  }
}
