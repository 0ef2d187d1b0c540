package gulliver.protocols.framing;

import java.io.IOException;

/**
 * What came is no message of the {@link Framing}. Where the next one would begin nobody knows: the
 * rest of the stream is of no use.
 */
public final class FramingException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Kind {
    /** The stream has ended in the middle of a message. */
    TRUNCATED,
    /** A message is longer than the {@linkplain Framing#limit() limit}. */
    TOO_LONG,
    /** Bytes that the syntax does not know: a lone CR or LF, an endless varint. */
    MALFORMED
  }

  /** What is wrong. */
  private final Kind kind;

  /** Where the message begins. */
  private final long offset;

  FramingException(Kind kind, long offset, String text) {
    super(text);
    this.kind = kind;
    this.offset = offset;
  }

  /** {@return what is wrong} */
  public Kind kind() {
    return kind;
  }

  /**
   * {@return where the message begins, its prefix included: how many bytes of the stream are before
   * it}
   */
  public long offset() {
    return offset;
  }
}
