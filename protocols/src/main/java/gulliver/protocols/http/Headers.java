package gulliver.protocols.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Header or trailer fields (RFC 9110 §5), in their order: a value that does not change. Names are
 * compared in any case. Characters are octets (ISO 8859-1), of which only ASCII means something.
 *
 * <p>What is given is checked: a name is a token, a value has no control characters. So nobody can
 * smuggle a line into a message through a value; what cannot be sent is an {@link
 * IllegalArgumentException} where it is set.
 */
public final class Headers implements Iterable<Headers.Field> {
  /** No fields. */
  public static final Headers EMPTY = new Headers(new byte[0], new int[0]);

  /** Offsets of a field: its name's begin and end, its value's begin and end. */
  private static final int SPANS = 4;

  /** What decides about a message's frame and connection, found without comparing all names. */
  enum Known {
    HOST("host", 1),
    DATE("date", 2),
    EXPECT("expect", 4),
    CONNECTION("connection", 8),
    CONTENT_LENGTH("content-length", 16),
    TRANSFER_ENCODING("transfer-encoding", 32);

    final String name;
    private final int bit;

    Known(String name, int bit) {
      this.name = name;
      this.bit = bit;
    }

    private static final Known[] ALL = values();

    private static @Nullable Known of(byte[] bytes, int from, int to) {
      for (Known known : ALL) {
        if (Chars.same(bytes, from, to, known.name)) {
          return known;
        }
      }
      return null;
    }
  }

  /**
   * One field line.
   *
   * @param name as it was written
   * @param value without the blanks around it
   */
  public record Field(String name, String value) {}

  private final byte[] bytes;
  private final int[] spans;

  /** A bit for each {@link Known} that is there. */
  private final int known;

  /** Fields within octets, which nobody changes afterwards; they have been checked. */
  Headers(byte[] bytes, int[] spans) {
    this.bytes = bytes;
    this.spans = spans;
    int found = 0;
    for (int i = 0; i < spans.length; i += SPANS) {
      Known one = Known.of(bytes, spans[i], spans[i + 1]);
      if (one != null) {
        found |= one.bit;
      }
    }
    this.known = found;
  }

  /**
   * {@return fields}
   *
   * @param namesAndValues a name, its value, the next name …
   * @throws IllegalArgumentException for what cannot be sent as a field
   */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("headers: a name without a value");
    }
    Headers all = EMPTY;
    for (int i = 0; i < namesAndValues.length; i += 2) {
      all = all.adding(namesAndValues[i], namesAndValues[i + 1]);
    }
    return all;
  }

  // ---- reading ----

  /** {@return how many field lines there are} */
  public int size() {
    return spans.length / SPANS;
  }

  /** {@return whether there is none} */
  public boolean isEmpty() {
    return spans.length == 0;
  }

  /**
   * {@return whether there is a field of a name}
   *
   * @param name in any case
   */
  public boolean contains(String name) {
    return next(name, 0) >= 0;
  }

  /**
   * {@return the value of a field; of several lines of the name their values, with ", " between
   * (RFC 9110 §5.3), which is wrong for {@code Set-Cookie} only: see {@link #all}; null if there is
   * none}
   *
   * @param name in any case
   */
  public @Nullable String get(String name) {
    int at = next(name, 0);
    if (at < 0) {
      return null;
    }
    String value = value(at);
    for (at = next(name, at + SPANS); at >= 0; at = next(name, at + SPANS)) {
      value = value + ", " + value(at);
    }
    return value;
  }

  /**
   * {@return the values of all lines of a name}
   *
   * @param name in any case
   */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    for (int at = next(name, 0); at >= 0; at = next(name, at + SPANS)) {
      values.add(value(at));
    }
    return values;
  }

  /**
   * {@return the elements of a list (RFC 9110 §5.6.1), of all lines of a name: what is between
   * commas, but for those in quotes, without blanks; empty elements are left out}
   *
   * @param name in any case
   */
  public List<String> elements(String name) {
    List<String> elements = new ArrayList<>();
    for (String value : all(name)) {
      int from = 0;
      boolean quoted = false;
      for (int i = 0; i <= value.length(); i++) {
        char c = i < value.length() ? value.charAt(i) : ',';
        if (quoted && c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = !quoted;
        } else if (i >= value.length() || (c == ',' && !quoted)) {
          String element = value.substring(from, i).strip();
          if (!element.isEmpty()) {
            elements.add(element);
          }
          from = i + 1;
        }
      }
    }
    return elements;
  }

  @Override
  public Iterator<Field> iterator() {
    return new Iterator<>() {
      private int at;

      @Override
      public boolean hasNext() {
        return at < spans.length;
      }

      @Override
      public Field next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Field field = new Field(name(at), value(at));
        at += SPANS;
        return field;
      }
    };
  }

  private String name(int at) {
    return Chars.text(bytes, spans[at], spans[at + 1]);
  }

  private String value(int at) {
    return Chars.text(bytes, spans[at + 2], spans[at + 3]);
  }

  /** Where the next field of a name is, or -1. */
  private int next(String name, int at) {
    for (int i = at; i < spans.length; i += SPANS) {
      if (Chars.same(bytes, spans[i], spans[i + 1], name)) {
        return i;
      }
    }
    return -1;
  }

  // ---- making others ----

  /**
   * {@return these fields, with one in the place of all of its name}
   *
   * @param name a token
   * @param value without control characters; blanks around it are dropped
   * @throws IllegalArgumentException for what cannot be sent as a field
   */
  public Headers with(String name, String value) {
    return without(name).adding(name, value);
  }

  /**
   * {@return these fields and one more behind them}
   *
   * @param name a token
   * @param value without control characters; blanks around it are dropped
   * @throws IllegalArgumentException for what cannot be sent as a field
   */
  public Headers adding(String name, String value) {
    byte[] line = checked(name, value);
    int end = end();
    byte[] more = Arrays.copyOf(bytes, end + line.length);
    System.arraycopy(line, 0, more, end, line.length);
    int[] all = Arrays.copyOf(spans, spans.length + SPANS);
    int at = spans.length;
    all[at] = end;
    all[at + 1] = end + name.length();
    all[at + 2] = end + name.length();
    all[at + 3] = end + line.length;
    return new Headers(more, all);
  }

  /**
   * {@return these fields and others behind them}
   *
   * @param others which stay in their order
   */
  public Headers and(Headers others) {
    Headers all = this;
    for (Field field : others) {
      all = all.adding(field.name, field.value);
    }
    return all;
  }

  /** Name and value as octets, the one behind the other. */
  private static byte[] checked(String name, String value) {
    Objects.requireNonNull(name, "header name");
    Objects.requireNonNull(value, "header value");
    if (!Chars.isToken(name)) {
      throw new IllegalArgumentException(
          "header name " + quoted(name) + ": letters, digits and !#$%&'*+-.^_`|~ are allowed");
    }
    String stripped = withoutBlanks(value);
    for (int i = 0; i < stripped.length(); i++) {
      char c = stripped.charAt(i);
      if (c > 0xff || !Chars.is(Chars.FIELD, (byte) c)) {
        throw new IllegalArgumentException(
            "header "
                + name
                + ": value "
                + quoted(value)
                + ": control characters and those beyond U+00FF are not allowed");
      }
    }
    return (name + stripped).getBytes(ISO_8859_1);
  }

  /** Without blanks and tabs around it; what else Java takes for blank is no part of a value. */
  private static String withoutBlanks(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && isBlank(value.charAt(from))) {
      from++;
    }
    while (from < to && isBlank(value.charAt(to - 1))) {
      to--;
    }
    return value.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** A text for a message, in which nothing acts. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.chars()
        .limit(100)
        .forEach(c -> {
          if (c < ' ' || c > '~') {
            out.append(String.format("\\u%04x", c));
          } else {
            out.append((char) c);
          }
        });
    return out.append('"').toString();
  }

  private int end() {
    return spans.length == 0 ? 0 : spans[spans.length - 1];
  }

  /**
   * {@return these fields without those of a name}
   *
   * @param name in any case
   */
  public Headers without(String name) {
    if (!contains(name)) {
      return this;
    }
    int[] left = new int[spans.length];
    int n = 0;
    for (int i = 0; i < spans.length; i += SPANS) {
      if (!Chars.same(bytes, spans[i], spans[i + 1], name)) {
        System.arraycopy(spans, i, left, n, SPANS);
        n += SPANS;
      }
    }
    return new Headers(bytes, Arrays.copyOf(left, n));
  }

  /**
   * {@return these fields without those that are for one connection only (RFC 9110 §7.6.1): {@code
   * Connection} and what it names, and those of the message's frame} What a proxy passes on.
   */
  public Headers endToEnd() {
    Headers left = this;
    for (String name : elements("Connection")) {
      left = left.without(name);
    }
    for (String name :
        List.of(
            "Connection",
            "Content-Length",
            "Keep-Alive",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade")) {
      left = left.without(name);
    }
    return left;
  }

  // ---- what the package asks ----

  boolean has(Known field) {
    return (known & field.bit) != 0;
  }

  /** How many lines there are of a field. */
  int count(Known field) {
    int count = 0;
    if (has(field)) {
      for (int at = next(field.name, 0); at >= 0; at = next(field.name, at + SPANS)) {
        count++;
      }
    }
    return count;
  }

  /** Whether a list has an element, in any case. */
  boolean lists(Known field, String element) {
    return has(field)
        && elements(field.name).stream().anyMatch(each -> each.equalsIgnoreCase(element));
  }

  /** Appends the fields as lines. */
  void appendTo(Output out) {
    for (int i = 0; i < spans.length; i += SPANS) {
      out.append(bytes, spans[i], spans[i + 1]);
      out.append(SEPARATOR);
      out.append(bytes, spans[i + 2], spans[i + 3]);
      out.append(Output.CRLF);
    }
  }

  private static final byte[] SEPARATOR = {':', ' '};

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Headers headers && lines(true).equals(headers.lines(true));
  }

  @Override
  public int hashCode() {
    return lines(true).hashCode();
  }

  /** The fields as lines. */
  @Override
  public String toString() {
    return lines(false);
  }

  private String lines(boolean lower) {
    StringBuilder out = new StringBuilder();
    for (Field field : this) {
      out.append(lower ? field.name.toLowerCase(Locale.ROOT) : field.name)
          .append(": ")
          .append(field.value)
          .append('\n');
    }
    return out.toString();
  }
}
