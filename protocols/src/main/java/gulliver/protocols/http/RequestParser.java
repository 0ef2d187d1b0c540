package gulliver.protocols.http;

import gulliver.protocols.http.Headers.Known;
import gulliver.protocols.http.Parsed.Refusal;
import gulliver.protocols.http.Parsed.RequestHead;
import org.jspecify.annotations.Nullable;

/** The head of a request: RFC 9112 §3, and what §6 and RFC 9110 say about its fields. */
final class RequestParser extends HeadParser {
  private static final String[] METHODS = {
    "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"
  };

  private String method = "";
  private String target = "";
  private int minor;

  RequestParser(HttpLimits limits) {
    super(limits, true);
  }

  /** Whether a HEAD has come, as far as one can tell: what it is answered has no content. */
  boolean isHead() {
    return hasLine() && method.equals("HEAD");
  }

  @Override
  Refusal overlongLine(int limit) {
    return new Refusal(Status.URI_TOO_LONG, "more than " + limit + " octets of request line");
  }

  @Override
  @Nullable Refusal startLine(byte[] bytes, int from, int to) {
    method = "";
    int blank = Chars.skip(Chars.TOKEN, bytes, from, to);
    if (blank == from || blank == to || bytes[blank] != ' ') {
      return Refusal.bad("no method and blank (RFC 9112 §3)");
    }
    int second = Chars.indexOf(bytes, blank + 1, to, ' ');
    if (second < 0) {
      return Refusal.bad("no version (RFC 9112 §3)");
    }
    int version = version(bytes, second + 1, to);
    if (version == NO_VERSION) {
      return Refusal.bad("not: method, one blank, target, one blank, version (RFC 9112 §3)");
    }
    if (version == OTHER_VERSION) {
      return new Refusal(
          Status.HTTP_VERSION_NOT_SUPPORTED,
          "only HTTP/1.1 and 1.0 are spoken here (RFC 9110 §15.6.6)");
    }
    minor = version;
    method = method(bytes, from, blank);
    return target(bytes, blank + 1, second);
  }

  private static String method(byte[] bytes, int from, int to) {
    for (String method : METHODS) {
      if (Chars.exactly(bytes, from, to, method)) {
        return method;
      }
    }
    return Chars.text(bytes, from, to);
  }

  /** RFC 9112 §3.2: which form a target has depends on the method. */
  private @Nullable Refusal target(byte[] bytes, int from, int to) {
    if (Chars.skip(Chars.TARGET, bytes, from, to) < to || from == to) {
      return Refusal.bad("a character that no target may have (RFC 3986 §2)");
    }
    for (int i = Chars.indexOf(bytes, from, to, '%');
        i >= 0;
        i = Chars.indexOf(bytes, i + 1, to, '%')) {
      if (i + 2 >= to || Chars.hex(bytes[i + 1]) < 0 || Chars.hex(bytes[i + 2]) < 0) {
        return Refusal.bad("% without two hexadecimal digits (RFC 3986 §2.1)");
      }
    }
    target = Chars.text(bytes, from, to);
    if (method.equals("CONNECT")) {
      return Authority.isValid(target) && target.lastIndexOf(':') > target.lastIndexOf(']')
          ? null
          : Refusal.bad("CONNECT to something that is not host:port (RFC 9112 §3.2.3)");
    }
    if (bytes[from] == '/') {
      return null;
    }
    if (target.equals("*")) {
      return method.equals("OPTIONS") ? null : Refusal.bad("* is for OPTIONS (RFC 9112 §3.2.4)");
    }
    String authority = Authority.ofAbsolute(target);
    return authority != null && !authority.isEmpty() && Authority.isValid(authority)
        ? null
        : Refusal.bad("a target of no known form (RFC 9112 §3.2)");
  }

  @Override
  Parsed head(Headers headers) {
    Refusal refusal = host(headers);
    if (refusal != null) {
      return refusal;
    }
    long length;
    switch (Framing.of(headers, minor)) {
      case Framing.Refused(Refusal why) -> {
        return why;
      }
      case Framing.Octets(long count) -> length = count == Framing.NONE ? 0 : count;
    }
    boolean expects = false;
    if (headers.has(Known.EXPECT)) {
      if (!"100-continue".equalsIgnoreCase(headers.get(Known.EXPECT.name))) {
        return new Refusal(
            Status.EXPECTATION_FAILED, "nothing but 100-continue is met (RFC 9110 §10.1.1)");
      }
      expects = minor > 0 && length != 0;
    }
    return new RequestHead(
        method, target, minor, headers, length, Framing.keepAlive(headers, minor), expects);
  }

  /** RFC 9112 §3.2: one valid Host, and the same as the target's, if that has one. */
  private @Nullable Refusal host(Headers headers) {
    int count = headers.count(Known.HOST);
    if (count == 0 && minor > 0) {
      return Refusal.bad("no Host (RFC 9112 §3.2)");
    }
    if (count > 1) {
      return Refusal.bad("more than one Host (RFC 9112 §3.2)");
    }
    if (count == 0) {
      return null;
    }
    String host = String.valueOf(headers.get(Known.HOST.name));
    if (!Authority.isValid(host)) {
      return Refusal.bad("a Host that is none (RFC 9110 §7.2)");
    }
    if (target.charAt(0) == '/' || target.equals("*")) {
      return null;
    }
    String authority = method.equals("CONNECT") ? target : Authority.ofAbsolute(target);
    return authority != null && Authority.same(host, authority, Authority.isSecure(target))
        ? null
        : Refusal.bad("a Host that is not the target's (RFC 9112 §3.2)");
  }
}
