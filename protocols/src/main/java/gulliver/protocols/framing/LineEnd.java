package gulliver.protocols.framing;

/** What ends a line. */
public enum LineEnd {
  /**
   * LF ends a line, and CR is a byte as any other: {@code "a\r\n"} is the line {@code "a\r"}. A
   * line that is written contains no LF.
   */
  LF,

  /**
   * CR LF ends a line, and neither of the two comes without the other: a lone CR or LF that is
   * received is {@link FramingException.Kind#MALFORMED}. A line that is written contains neither.
   * So two programs never disagree about where a line ends.
   */
  CRLF,

  /**
   * LF ends a line, and one CR right before it belongs to the ending; any other CR is a byte as any
   * other: {@code "a\n"} and {@code "a\r\n"} are the line {@code "a"}, and {@code "a\r\r\n"} is
   * {@code "a\r"}. A line that is written ends with LF, contains none and has no CR as its last
   * byte. For what people type, by hand or through {@code nc}.
   */
  LF_OR_CRLF
}
