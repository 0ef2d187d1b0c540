package gulliver.protocols.http;

import gulliver.protocols.http.Headers.Known;
import gulliver.protocols.http.Parsed.Refusal;
import java.util.List;
import java.util.Locale;

/**
 * How long a message's body is, by its fields (RFC 9112 §6). Whatever two programs could understand
 * differently is refused: that is what request smuggling lives on.
 */
final class Framing {
  /** There is neither length nor coding. */
  static final long NONE = -3;

  private static final int MOST_DIGITS = 19;

  /** A length, {@link Parsed#CHUNKED}, {@link #NONE}, or why not. */
  sealed interface Length {}

  record Octets(long count) implements Length {}

  record Refused(Refusal refusal) implements Length {}

  private static final Octets ABSENT = new Octets(NONE);
  private static final Octets IN_CHUNKS = new Octets(Parsed.CHUNKED);

  private Framing() {}

  static Length of(Headers headers, int minor) {
    boolean length = headers.has(Known.CONTENT_LENGTH);
    if (!headers.has(Known.TRANSFER_ENCODING)) {
      return length ? contentLength(headers) : ABSENT;
    }
    if (length) {
      return refused("Transfer-Encoding and Content-Length (RFC 9112 §6.1)");
    }
    if (minor == 0) {
      return refused("Transfer-Encoding in HTTP/1.0 (RFC 9112 §6.1)");
    }
    return transferEncoding(headers);
  }

  private static Length contentLength(Headers headers) {
    if (headers.count(Known.CONTENT_LENGTH) > 1) {
      return refused("more than one Content-Length (RFC 9112 §6.3)");
    }
    String value = String.valueOf(headers.get(Known.CONTENT_LENGTH.name));
    long count = 0;
    if (value.isEmpty() || value.length() > MOST_DIGITS) {
      return refused("a Content-Length of no or too many digits (RFC 9110 §8.6)");
    }
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return refused("a Content-Length that is no number (RFC 9110 §8.6)");
      }
      if (count > (Long.MAX_VALUE - digit) / 10) {
        return refused("a Content-Length beyond all numbers (RFC 9110 §8.6)");
      }
      count = count * 10 + digit;
    }
    return new Octets(count);
  }

  /** RFC 9112 §6.1, §6.3: chunked is the only coding that is known, and is the last, once. */
  private static Length transferEncoding(Headers headers) {
    List<String> lines = headers.all(Known.TRANSFER_ENCODING.name);
    if (lines.size() == 1 && lines.getFirst().equalsIgnoreCase("chunked")) {
      return IN_CHUNKS;
    }
    List<String> codings =
        List.of(String.join(",", lines).toLowerCase(Locale.ROOT).split(",", -1)).stream()
            .map(String::strip)
            .toList();
    if (!codings.getLast().equals("chunked")
        || codings.stream().filter(coding -> coding.startsWith("chunked")).count() > 1
        || codings.stream().anyMatch(coding -> !Chars.isToken(coding.split(";", 2)[0].strip()))) {
      return refused("a Transfer-Encoding that does not end with chunked, once (RFC 9112 §6.3)");
    }
    return new Refused(
        new Refusal(Status.NOT_IMPLEMENTED, "a transfer coding besides chunked (RFC 9112 §6.1)"));
  }

  private static Refused refused(String reason) {
    return new Refused(Refusal.bad(reason));
  }

  /** RFC 9112 §9.3: whether the connection goes on after the message. */
  static boolean keepAlive(Headers headers, int minor) {
    return minor == 0
        ? headers.lists(Known.CONNECTION, "keep-alive") && !headers.lists(Known.CONNECTION, "close")
        : !headers.lists(Known.CONNECTION, "close");
  }
}
