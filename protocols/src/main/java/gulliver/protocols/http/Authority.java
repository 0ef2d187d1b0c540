package gulliver.protocols.http;

import org.jspecify.annotations.Nullable;

/** Host and port, as in {@code Host} and in targets (RFC 9110 §4.2, §7.2; RFC 3986 §3.2). */
final class Authority {
  private Authority() {}

  /** Whether a text is {@code uri-host [ ":" port ]}; the host may be empty, a user is refused. */
  static boolean isValid(String text) {
    byte[] bytes = Chars.bytes(text);
    if (Chars.skip(Chars.HOST, bytes, 0, bytes.length) < bytes.length) {
      return false;
    }
    int host; // where it ends
    if (text.startsWith("[")) {
      host = text.indexOf(']') + 1;
      if (host < 4 || !isLiteral(text.substring(1, host - 1))) {
        return false;
      }
    } else {
      host = text.indexOf(':') < 0 ? text.length() : text.indexOf(':');
      if (text.indexOf('[') >= 0 || text.indexOf(']') >= 0 || !isEncoded(text.substring(0, host))) {
        return false;
      }
    }
    return host == text.length() || (text.charAt(host) == ':' && isPort(text, host + 1));
  }

  private static boolean isLiteral(String inside) {
    return inside.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
  }

  private static boolean isEncoded(String host) {
    for (int i = host.indexOf('%'); i >= 0; i = host.indexOf('%', i + 1)) {
      if (i + 2 >= host.length()
          || Character.digit(host.charAt(i + 1), 16) < 0
          || Character.digit(host.charAt(i + 2), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Digits up to 65535, or none. */
  private static boolean isPort(String text, int from) {
    int port = 0;
    for (int i = from; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      port = port * 10 + digit;
      if (digit < 0 || digit > 9 || port > 65535) {
        return false;
      }
    }
    return true;
  }

  /** Whether a target is in absolute-form, of {@code https}. */
  static boolean isSecure(String target) {
    return target.regionMatches(true, 0, "https://", 0, "https://".length());
  }

  /** Whether two mean the same host and port, of {@code https} or {@code http}. */
  static boolean same(String one, String other, boolean secure) {
    return withoutDefaultPort(one, secure).equalsIgnoreCase(withoutDefaultPort(other, secure));
  }

  /** RFC 3986 §6.2.3: an empty port is the default one, too. */
  private static String withoutDefaultPort(String authority, boolean secure) {
    int port = authority.lastIndexOf(':');
    if (port <= authority.lastIndexOf(']')) {
      return authority;
    }
    String number = authority.substring(port + 1);
    return number.isEmpty() || number.equals(secure ? "443" : "80")
        ? authority.substring(0, port)
        : authority;
  }

  /** The authority of a target in absolute-form, or null if it is none of {@code http(s)}. */
  static @Nullable String ofAbsolute(String target) {
    int begin = target.indexOf("://") + 3;
    if (begin < 3) {
      return null;
    }
    String scheme = target.substring(0, begin - 3);
    if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
      return null;
    }
    return target.substring(begin, endOfAuthority(target, begin));
  }

  /** Where the path of a target in absolute-form begins, which may be empty. */
  static int endOfAuthority(String target, int begin) {
    int end = begin;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    return end;
  }
}
