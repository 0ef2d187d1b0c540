package gulliver.protocols.http;

import gulliver.protocols.http.Parsed.Refusal;
import gulliver.protocols.http.Parsed.ResponseHead;
import org.jspecify.annotations.Nullable;

/** The head of a response: RFC 9112 §4. What a client refuses, it says with 502. */
final class ResponseParser extends HeadParser {
  private int status;
  private int minor;

  ResponseParser(HttpLimits limits) {
    super(limits, false);
  }

  @Override
  Refusal overlongLine(int limit) {
    return Refusal.bad("more than " + limit + " octets of status line");
  }

  @Override
  @Nullable Refusal startLine(byte[] bytes, int from, int to) {
    int blank = Chars.indexOf(bytes, from, to, ' ');
    int version = blank < 0 ? NO_VERSION : version(bytes, from, blank);
    if (version < 0) {
      return Refusal.bad("no status line of HTTP/1.1 or 1.0 (RFC 9112 §4)");
    }
    minor = version;
    int digits = blank + 1;
    if (digits + 3 > to
        || !isDigit(bytes[digits])
        || !isDigit(bytes[digits + 1])
        || !isDigit(bytes[digits + 2])
        || bytes[digits] == '0'
        || (digits + 3 < to && bytes[digits + 3] != ' ')
        || Chars.skip(Chars.FIELD, bytes, digits + 3, to) < to) {
      return Refusal.bad("a status that is not three digits and a phrase (RFC 9112 §4)");
    }
    status = (bytes[digits] - '0') * 100 + (bytes[digits + 1] - '0') * 10 + bytes[digits + 2] - '0';
    return null;
  }

  @Override
  Parsed head(Headers headers) {
    return switch (Framing.of(headers, minor)) {
      case Framing.Refused(Refusal why) -> why;
      case Framing.Octets(long count) ->
          new ResponseHead(
              status,
              minor,
              headers,
              count == Framing.NONE ? Parsed.UNTIL_CLOSE : count,
              Framing.keepAlive(headers, minor));
    };
  }
}
