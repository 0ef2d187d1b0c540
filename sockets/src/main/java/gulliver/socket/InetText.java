package gulliver.socket;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Internet addresses as text and back, to the letter of {@code inet_pton(3)}, {@code inet_ntop(3)}
 * and {@code inet_aton(3)}; RFC 4291 §2.2 and RFC 5952 for IPv6.
 */
final class InetText {
  private InetText() {}

  /** Four decimal numbers from 0 to 255 without leading zeros; null for anything else. */
  static byte @Nullable [] parse4(String text) {
    return parse4(text, 0);
  }

  private static byte @Nullable [] parse4(String text, int start) {
    byte[] bytes = new byte[4];
    int part = 0;
    int digits = 0;
    int number = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        if (digits > 0 && number == 0) {
          return null; // a leading zero: some read it as octal
        }
        number = 10 * number + (c - '0');
        digits++;
        if (number > 255) {
          return null;
        }
      } else if (c == '.' && digits > 0 && part < 3) {
        bytes[part++] = (byte) number;
        digits = 0;
        number = 0;
      } else {
        return null;
      }
    }
    if (part != 3 || digits == 0) {
      return null;
    }
    bytes[3] = (byte) number;
    return bytes;
  }

  /**
   * What {@code inet_aton(3)} takes: one to four numbers as C writes them, the last of them for all
   * bytes that are left, and anything behind white space; null for anything else.
   */
  static byte @Nullable [] aton(String text) {
    byte[] bytes = new byte[4];
    int part = 0;
    int i = 0;
    while (true) {
      int radix = 10;
      int start = i;
      if (text.startsWith("0x", i) || text.startsWith("0X", i)) {
        radix = 16;
        start += 2;
      } else if (text.startsWith("0", i)) {
        radix = 8;
      }
      long number = 0;
      i = start;
      while (i < text.length() && digit(text.charAt(i), radix) >= 0) {
        number = radix * number + digit(text.charAt(i++), radix);
        if (number > 0xffff_ffffL) {
          return null;
        }
      }
      if (i == start) {
        return null;
      }
      char next = i < text.length() ? text.charAt(i) : ' ';
      if (next == '.' && part < 3 && number <= 255) {
        bytes[part++] = (byte) number;
        i++;
        continue;
      }
      boolean space = next == ' ' || (next >= '\t' && next <= '\r');
      if (!space || number >>> (8 * (4 - part)) != 0 || text.indexOf('\0') >= 0) {
        return null;
      }
      for (int at = 3; at >= part; at--) {
        bytes[at] = (byte) number;
        number >>>= 8;
      }
      return bytes;
    }
  }

  /**
   * Eight groups of hexadecimal digits, {@code ::} once for zeros, the last two perhaps as IPv4;
   * null for anything else.
   */
  static byte @Nullable [] parse6(String text) {
    byte[] bytes = new byte[16];
    int length = 0; // bytes so far
    int gap = -1; // where :: stood
    int i = 0;
    if (text.startsWith(":")) {
      if (!text.startsWith("::")) {
        return null;
      }
      i = 1; // the loop sees the second colon
    }
    while (i < text.length()) {
      if (text.charAt(i) == ':') { // the second of two
        if (gap >= 0) {
          return null;
        }
        gap = length;
        i++;
        continue;
      }
      int start = i;
      int group = 0;
      while (i < text.length() && digit(text.charAt(i)) >= 0) {
        group = 16 * group + digit(text.charAt(i++));
      }
      if (i < text.length() && text.charAt(i) == '.') {
        byte[] four = length <= 12 ? parse4(text, start) : null;
        if (four == null) {
          return null;
        }
        System.arraycopy(four, 0, bytes, length, 4);
        length += 4;
        i = text.length();
        break;
      }
      if (i == start || i - start > 4 || length == 16) {
        return null;
      }
      bytes[length++] = (byte) (group >> 8);
      bytes[length++] = (byte) group;
      if (i < text.length()) {
        if (text.charAt(i) != ':' || i + 1 == text.length()) {
          return null;
        }
        i++;
      }
    }
    if (gap < 0) {
      return length == 16 ? bytes : null;
    }
    if (length == 16) {
      return null; // :: stands for at least one group
    }
    byte[] whole = new byte[16];
    System.arraycopy(bytes, 0, whole, 0, gap);
    System.arraycopy(bytes, gap, whole, 16 - (length - gap), length - gap);
    return whole;
  }

  private static int digit(char c) {
    return digit(c, 16);
  }

  private static int digit(char c, int radix) {
    return c < 128 ? Character.digit(c, radix) : -1;
  }

  static String format4(byte[] b) {
    return (b[0] & 255) + "." + (b[1] & 255) + "." + (b[2] & 255) + "." + (b[3] & 255);
  }

  /**
   * Lower case, no leading zeros, {@code ::} for the first of the longest runs of at least two zero
   * groups.
   */
  static String format6(byte[] b) {
    int[] groups = new int[8];
    Arrays.setAll(groups, i -> ((b[2 * i] & 255) << 8) | (b[2 * i + 1] & 255));
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > bestLength) {
        best = i;
        bestLength = end - i;
      }
      i = Math.max(i, end - 1);
    }
    // IPv4-mapped and the old IPv4-compatible addresses end in dotted decimals
    boolean four = best == 0 && (bestLength == 6 || (bestLength == 5 && groups[5] == 0xffff));
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < (four ? 6 : 8); i++) {
      if (i == best) {
        text.append("::");
        i += bestLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    if (four) {
      if (text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(format4(Arrays.copyOfRange(b, 12, 16)));
    }
    return text.toString();
  }
}
