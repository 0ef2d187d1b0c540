package gulliver.protocols.http;

import java.net.URI;
import java.util.Locale;

/**
 * Where a request goes (RFC 9110 §4.3.1).
 *
 * @param secure whether the scheme is {@code https}
 * @param host in lower case; a literal of IPv6 without its brackets
 * @param port 1 to 65535
 */
record Origin(boolean secure, String host, int port) {
  /** The origin of an absolute URI of {@code http} or {@code https}. */
  static Origin of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if (!secure && !scheme.equals("http")) {
      throw new IllegalArgumentException(uri + ": http and https are allowed");
    }
    String host = uri.getHost();
    if (host == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(uri + ": a host, and no user, is needed");
    }
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = uri.getPort() < 0 ? defaultPort(secure) : uri.getPort();
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(uri + ": ports 1 to 65535 are allowed");
    }
    return new Origin(secure, host.toLowerCase(Locale.ROOT), port);
  }

  /**
   * What a reference means where it stands (RFC 3986 §5.2.2). To {@link URI#resolve(URI)}, which is
   * of the RFC before, a query alone would be of the folder.
   *
   * @throws IllegalArgumentException if it is none
   */
  static URI resolve(URI base, String reference) {
    return base.resolve(reference.startsWith("?") ? base.getRawPath() + reference : reference);
  }

  /** What is asked for at its origin: the path and the query, as they are in the URI. */
  static String target(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    byte[] bytes = Chars.bytes(target);
    if (Chars.skip(Chars.TARGET, bytes, 0, bytes.length) < bytes.length) {
      throw new IllegalArgumentException(uri + ": what is not ASCII must be encoded");
    }
    return target;
  }

  /** The {@code Host} field. */
  String authority() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == defaultPort(secure) ? name : name + ":" + port;
  }

  private static int defaultPort(boolean secure) {
    return secure ? 443 : 80;
  }
}
