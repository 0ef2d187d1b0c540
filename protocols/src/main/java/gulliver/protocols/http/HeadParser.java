package gulliver.protocols.http;

import gulliver.protocols.http.Parsed.Incomplete;
import gulliver.protocols.http.Parsed.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Parses the head of a message, line and fields (RFC 9112 §2), out of the octets that have come so
 * far; called again when there are more, it goes on where it stopped. What it answers depends on
 * the octets alone, not on how they were grouped. It never throws, whatever they are.
 *
 * <p>Strict where leniency has been exploited: a line ends with CRLF and nothing else, a CR stands
 * nowhere else.
 */
abstract class HeadParser {
  final HttpLimits limits;
  private final FieldLines fields;
  private final boolean skipsEmptyLine;

  /** Where in the message the line begins that is next, and how far was looked for its end. */
  private int line;

  private int looked;

  /** Where the fields begin, or -1 before the first line has come. */
  private int firstField;

  private boolean skipped;

  HeadParser(HttpLimits limits, boolean skipsEmptyLine) {
    this.limits = limits;
    this.skipsEmptyLine = skipsEmptyLine;
    this.fields = new FieldLines(limits.headerCount());
    reset();
  }

  /** Begins with another message. */
  final void reset() {
    line = 0;
    looked = 0;
    firstField = -1;
    skipped = false;
    fields.clear();
  }

  /** Whether the first line has come. */
  final boolean hasLine() {
    return firstField >= 0;
  }

  /** Whether an empty line is all that has come, of so many octets. */
  final boolean isBlank(int octets) {
    return !hasLine() && line == octets;
  }

  /** How many octets the head had that has been parsed. */
  final int length() {
    return line;
  }

  /**
   * Goes on.
   *
   * @param bytes has the message from its beginning
   * @param from where the message begins
   * @param to how far there are octets
   * @return the head, a refusal, or that more octets are needed
   */
  final Parsed parse(byte[] bytes, int from, int to) {
    while (true) {
      int start = from + line;
      int lf = Chars.indexOf(bytes, from + looked, to, '\n');
      Refusal refusal = overlong(start, lf < 0 ? to : lf, from);
      if (refusal != null) {
        return refusal;
      }
      if (lf < 0) {
        looked = to - from;
        return Incomplete.INCOMPLETE;
      }
      if (lf == start || bytes[lf - 1] != '\r') {
        return Refusal.bad("a line ends with LF alone (RFC 9112 §2.2)");
      }
      int end = lf - 1;
      line = lf + 1 - from;
      looked = line;
      if (firstField >= 0) {
        if (end == start) {
          return head(fields.headers(bytes, from + firstField, end));
        }
        refusal = fields.add(bytes, start, end, from + firstField);
      } else if (end == start && skipsEmptyLine && !skipped) {
        skipped = true; // RFC 9112 §2.2: at least one empty line before a request SHOULD be ignored
      } else {
        firstField = line;
        refusal = startLine(bytes, start, end);
      }
      if (refusal != null) {
        return refusal;
      }
    }
  }

  private @Nullable Refusal overlong(int start, int end, int from) {
    if (firstField < 0) {
      return end - start > limits.requestLine() ? overlongLine(limits.requestLine()) : null;
    }
    return end - from - firstField > limits.headerBytes()
        ? new Refusal(
            Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
            "more than " + limits.headerBytes() + " octets of fields")
        : null;
  }

  abstract Refusal overlongLine(int limit);

  /** Takes the first line, without its end. */
  abstract @Nullable Refusal startLine(byte[] bytes, int from, int to);

  /** What all of it is. */
  abstract Parsed head(Headers headers);

  /** The minor number of a version, at most 1; or what is wrong with it (RFC 9112 §2.3). */
  static int version(byte[] bytes, int from, int to) {
    if (to - from != 8
        || !Chars.exactly(bytes, from, from + 5, "HTTP/")
        || !isDigit(bytes[from + 5])
        || bytes[from + 6] != '.'
        || !isDigit(bytes[from + 7])) {
      return NO_VERSION;
    }
    return bytes[from + 5] == '1' ? Math.min(1, bytes[from + 7] - '0') : OTHER_VERSION;
  }

  static final int NO_VERSION = -1;
  static final int OTHER_VERSION = -2;

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
