package gulliver.protocols.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Which octets may stand where, and comparisons of names: HTTP's are ASCII, in any case. */
final class Chars {
  /** RFC 9110 §5.6.2: in a method, a field's name. */
  static final int TOKEN = 1;

  /** RFC 9110 §5.5: in a field's value: visible, blank, tab, and what is not ASCII. */
  static final int FIELD = 2;

  /**
   * RFC 3986: in the path or query of a target; and what browsers send there as it is, of which
   * nothing can be misunderstood.
   */
  static final int TARGET = 4;

  /** RFC 3986 §3.2.2: in a host, with the brackets of a literal. */
  static final int HOST = 8;

  private static final byte[] CLASSES = new byte[256];

  static {
    String alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    mark(TOKEN, alphanumeric + "!#$%&'*+-.^_`|~");
    mark(TARGET, alphanumeric + "-._~!$&'()*+,;=:@/?%" + "[]^`{|}");
    mark(HOST, alphanumeric + "-._~!$&'()*+,;=%:[]");
    for (int c = 0; c < 256; c++) {
      if (c == '\t' || (c >= ' ' && c != 0x7f)) {
        CLASSES[c] |= FIELD;
      }
    }
  }

  private Chars() {}

  private static void mark(int as, String characters) {
    for (int i = 0; i < characters.length(); i++) {
      CLASSES[characters.charAt(i)] |= (byte) as;
    }
  }

  static boolean is(int what, byte b) {
    return (CLASSES[b & 0xff] & what) != 0;
  }

  /** Where the first octet is that is not of a class; {@code to} if all are. */
  static int skip(int what, byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && (CLASSES[bytes[i] & 0xff] & what) != 0) {
      i++;
    }
    return i;
  }

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f || (CLASSES[text.charAt(i)] & TOKEN) == 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static int indexOf(byte[] bytes, int from, int to, char wanted) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Whether octets are a text, in any case of ASCII's letters. */
  static boolean same(byte[] bytes, int from, int to, String text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (lower(bytes[from + i]) != lower((byte) text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether octets are a text, to the letter. */
  static boolean exactly(byte[] bytes, int from, int to, String text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hex(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    byte lower = lower(b);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
