package gulliver.protocols.http.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The parts of a representation that a request asks for (<a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-14">RFC 9110 §14</a>).
 *
 * @param ranges the satisfiable ones, in the order asked for; none → 416 (Range Not Satisfiable)
 */
public record ByteRanges(List<Range> ranges) {
  /** More in one request are ignored: nobody needs them, and they cost. */
  public static final int MOST = 64;

  /**
   * One part.
   *
   * @param first its first octet's number
   * @param last its last octet's number, at least {@code first}
   */
  public record Range(long first, long last) {
    /** Checks the order. */
    public Range {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException("range " + first + "-" + last + ": 0 ≤ first ≤ last");
      }
    }

    /** {@return how many octets} */
    public long length() {
      return last - first + 1;
    }

    /**
     * {@return the value of {@code Content-Range}}
     *
     * @param complete how many octets the representation has
     */
    public String content(long complete) {
      return "bytes " + first + "-" + last + "/" + complete;
    }
  }

  /** Copies the list. */
  public ByteRanges {
    ranges = List.copyOf(ranges);
  }

  /**
   * {@return the ranges of a {@code Range} field; empty if the field is to be ignored (§14.2): of
   * another unit, not well-formed, or asking for more than the whole has, as overlapping ranges
   * can}
   *
   * @param field the field's value
   * @param complete how many octets the representation has
   */
  public static Optional<ByteRanges> of(String field, long complete) {
    int equals = field.indexOf('=');
    if (equals < 0 || !field.substring(0, equals).toLowerCase(Locale.ROOT).equals("bytes")) {
      return Optional.empty();
    }
    List<Range> satisfiable = new ArrayList<>();
    long left = complete;
    int asked = 0;
    for (String each : field.substring(equals + 1).split(",", -1)) {
      String spec = each.strip();
      if (spec.isEmpty()) {
        continue; // an empty element of a list (§5.6.1.2)
      }
      int dash = spec.indexOf('-');
      long first = dash < 0 ? -1 : number(spec, 0, dash);
      long last = dash < 0 ? -1 : number(spec, dash + 1, spec.length());
      boolean suffix = dash == 0;
      boolean open = dash == spec.length() - 1;
      if (dash < 0
          || (suffix && open)
          || (!suffix && first < 0)
          || (!open && last < 0)
          || (!suffix && !open && last < first)
          || ++asked > MOST) {
        return Optional.empty();
      }
      long from = suffix ? Math.max(0, complete - last) : first;
      long to = suffix || open ? complete - 1 : Math.min(last, complete - 1);
      if (from <= to) {
        Range range = new Range(from, to);
        satisfiable.add(range);
        left -= range.length();
        if (left < 0) {
          return Optional.empty();
        }
      }
    }
    return asked == 0 ? Optional.empty() : Optional.of(new ByteRanges(satisfiable));
  }

  /** Digits as a number, as large as there are; -1 if there are none, or something else. */
  private static long number(String text, int from, int to) {
    long number = from == to ? -1 : 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : 10 * number + digit;
    }
    return number;
  }
}
