package gulliver.protocols.http;

import gulliver.protocols.http.Parsed.Refusal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects field lines (RFC 9112 §5): of a head, or of a trailer section. */
final class FieldLines {
  private static final int SPANS = 4;

  private final int limit;
  private int[] spans = new int[SPANS * 16];
  private int n;

  /** At most so many lines. */
  FieldLines(int limit) {
    this.limit = limit;
  }

  void clear() {
    n = 0;
  }

  /**
   * Takes a line without its end.
   *
   * @param base what the offsets are kept relative to
   */
  @Nullable Refusal add(byte[] bytes, int from, int to, int base) {
    if (n == limit * SPANS) {
      return new Refusal(Status.REQUEST_HEADER_FIELDS_TOO_LARGE, "more than " + limit + " fields");
    }
    if (Chars.isBlank(bytes[from])) {
      return Refusal.bad("a folded line (RFC 9112 §5.2)");
    }
    int colon = Chars.skip(Chars.TOKEN, bytes, from, to);
    if (colon == to || bytes[colon] != ':') {
      return colon < to && Chars.isBlank(bytes[colon])
          ? Refusal.bad("a blank in or behind the name of a field (RFC 9112 §5.1)")
          : Refusal.bad("a field without a proper name (RFC 9110 §5.1)");
    }
    if (colon == from) {
      return Refusal.bad("a field without a name (RFC 9110 §5.1)");
    }
    int first = colon + 1;
    int last = to;
    if (Chars.skip(Chars.FIELD, bytes, first, to) < to) {
      return Refusal.bad("a control character in the value of a field (RFC 9110 §5.5)");
    }
    while (first < last && Chars.isBlank(bytes[first])) {
      first++;
    }
    while (last > first && Chars.isBlank(bytes[last - 1])) {
      last--;
    }
    if (n == spans.length) {
      spans = Arrays.copyOf(spans, 2 * n);
    }
    spans[n++] = from - base;
    spans[n++] = colon - base;
    spans[n++] = first - base;
    spans[n++] = last - base;
    return null;
  }

  /** The fields, with octets of their own. */
  Headers headers(byte[] bytes, int base, int end) {
    return n == 0
        ? Headers.EMPTY
        : new Headers(Arrays.copyOfRange(bytes, base, end), Arrays.copyOf(spans, n));
  }
}
