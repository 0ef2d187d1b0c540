package gulliver.protocols.http;

import gulliver.protocols.Connection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request that a server has received. */
public final class HttpRequest {
  private final String method;
  private final String target;
  private final String version;
  private final Headers headers;
  private final Body body;
  private final @Nullable Connection connection;

  HttpRequest(
      String method,
      String target,
      String version,
      Headers headers,
      Body body,
      @Nullable Connection connection) {
    this.method = Objects.requireNonNull(method, "request: method");
    this.target = Objects.requireNonNull(target, "request: target");
    this.version = version;
    this.headers = Objects.requireNonNull(headers, "request: headers");
    this.body = Objects.requireNonNull(body, "request: body");
    this.connection = connection;
  }

  /**
   * {@return a request that came from nowhere: to call a handler with}
   *
   * @param method such as {@code GET}
   * @param target such as {@code /path?query}
   * @param headers its fields
   * @param body its content
   */
  public static HttpRequest of(String method, String target, Headers headers, Body body) {
    return new HttpRequest(method, target, "HTTP/1.1", headers, body, null);
  }

  /** {@return the method (RFC 9110 §9), as it was sent: a token, perhaps one that nobody knows} */
  public String method() {
    return method;
  }

  /**
   * {@return the target (RFC 9112 §3.2), as it was sent: a path and query, or the whole URI if the
   * client takes this server for a proxy} Nothing in it is decoded; every {@code %} has two digits.
   */
  public String target() {
    return target;
  }

  /**
   * {@return the path of the target, not decoded and with all of its dots; begins with a slash, but
   * for {@code *}}
   */
  public String path() {
    int begin = beginOfPath();
    int end = target.indexOf('?', begin);
    String path = target.substring(begin, end < 0 ? target.length() : end);
    return path.isEmpty() ? "/" : path;
  }

  /** {@return the query of the target, not decoded and without its question mark; null if none} */
  public @Nullable String query() {
    int mark = target.indexOf('?', beginOfPath());
    return mark < 0 ? null : target.substring(mark + 1);
  }

  private int beginOfPath() {
    int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
    return scheme < 0 ? 0 : Authority.endOfAuthority(target, scheme + "://".length());
  }

  /** {@return the version that the client speaks: {@code HTTP/1.1} or {@code HTTP/1.0}} */
  public String version() {
    return version;
  }

  /** {@return the header fields} */
  public Headers headers() {
    return headers;
  }

  /**
   * {@return host and port that the client means (RFC 9110 §7.1), from the target or {@code Host};
   * null if it does not say, which HTTP/1.0 allows}
   */
  public @Nullable String host() {
    String authority = Authority.ofAbsolute(target);
    return authority != null ? authority : headers.get("Host");
  }

  /** {@return the content, {@link Body#EMPTY} if there is none} */
  public Body body() {
    return body;
  }

  /**
   * {@return what it came on, for addresses and the like; the octets are the server's; null if it
   * came on none}
   */
  public @Nullable Connection connection() {
    return connection;
  }

  /** Method and target. */
  @Override
  public String toString() {
    return method + " " + target;
  }
}
