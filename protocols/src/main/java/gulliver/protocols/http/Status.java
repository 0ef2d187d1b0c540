package gulliver.protocols.http;

import org.jspecify.annotations.Nullable;

/** Status codes by their names (RFC 9110 §15, RFC 6585), and the phrases that go with them. */
public final class Status {
  /** 100, RFC 9110 §15.2.1. */
  public static final int CONTINUE = 100;

  /** 200, RFC 9110 §15.3.1. */
  public static final int OK = 200;

  /** 201, RFC 9110 §15.3.2. */
  public static final int CREATED = 201;

  /** 204, RFC 9110 §15.3.5. */
  public static final int NO_CONTENT = 204;

  /** 205, RFC 9110 §15.3.6. */
  public static final int RESET_CONTENT = 205;

  /** 206, RFC 9110 §15.3.7. */
  public static final int PARTIAL_CONTENT = 206;

  /** 300, RFC 9110 §15.4.1. */
  public static final int MULTIPLE_CHOICES = 300;

  /** 301, RFC 9110 §15.4.2. */
  public static final int MOVED_PERMANENTLY = 301;

  /** 302, RFC 9110 §15.4.3. */
  public static final int FOUND = 302;

  /** 303, RFC 9110 §15.4.4. */
  public static final int SEE_OTHER = 303;

  /** 304, RFC 9110 §15.4.5. */
  public static final int NOT_MODIFIED = 304;

  /** 307, RFC 9110 §15.4.8. */
  public static final int TEMPORARY_REDIRECT = 307;

  /** 308, RFC 9110 §15.4.9. */
  public static final int PERMANENT_REDIRECT = 308;

  /** 400, RFC 9110 §15.5.1. */
  public static final int BAD_REQUEST = 400;

  /** 403, RFC 9110 §15.5.4. */
  public static final int FORBIDDEN = 403;

  /** 404, RFC 9110 §15.5.5. */
  public static final int NOT_FOUND = 404;

  /** 405, RFC 9110 §15.5.6. */
  public static final int METHOD_NOT_ALLOWED = 405;

  /** 408, RFC 9110 §15.5.9. */
  public static final int REQUEST_TIMEOUT = 408;

  /** 412, RFC 9110 §15.5.13. */
  public static final int PRECONDITION_FAILED = 412;

  /** 413, RFC 9110 §15.5.14. */
  public static final int CONTENT_TOO_LARGE = 413;

  /** 414, RFC 9110 §15.5.15. */
  public static final int URI_TOO_LONG = 414;

  /** 416, RFC 9110 §15.5.17. */
  public static final int RANGE_NOT_SATISFIABLE = 416;

  /** 417, RFC 9110 §15.5.18. */
  public static final int EXPECTATION_FAILED = 417;

  /** 421, RFC 9110 §15.5.20. */
  public static final int MISDIRECTED_REQUEST = 421;

  /** 431, RFC 6585 §5. */
  public static final int REQUEST_HEADER_FIELDS_TOO_LARGE = 431;

  /** 500, RFC 9110 §15.6.1. */
  public static final int INTERNAL_SERVER_ERROR = 500;

  /** 501, RFC 9110 §15.6.2. */
  public static final int NOT_IMPLEMENTED = 501;

  /** 502, RFC 9110 §15.6.3. */
  public static final int BAD_GATEWAY = 502;

  /** 503, RFC 9110 §15.6.4. */
  public static final int SERVICE_UNAVAILABLE = 503;

  /** 504, RFC 9110 §15.6.5. */
  public static final int GATEWAY_TIMEOUT = 504;

  /** 505, RFC 9110 §15.6.6. */
  public static final int HTTP_VERSION_NOT_SUPPORTED = 505;

  /** Of those that have a phrase; made before anybody sees them, and not changed. */
  private static final byte @Nullable [][] LINES = new byte[1000][];

  static {
    for (int status = 0; status < LINES.length; status++) {
      if (!reason(status).isEmpty()) {
        LINES[status] = newLine(status);
      }
    }
  }

  private Status() {}

  /** The status line of an answer; nobody changes it. */
  static byte[] line(int status) {
    byte[] line = LINES[status];
    return line == null ? newLine(status) : line;
  }

  private static byte[] newLine(int status) {
    return Chars.bytes("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
  }

  /**
   * {@return the phrase that says a status to people, from IANA's registry; empty if it has none}
   *
   * @param status a code
   */
  public static String reason(int status) {
    return switch (status) {
      case 100 -> "Continue";
      case 101 -> "Switching Protocols";
      case 103 -> "Early Hints";
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 203 -> "Non-Authoritative Information";
      case 204 -> "No Content";
      case 205 -> "Reset Content";
      case 206 -> "Partial Content";
      case 207 -> "Multi-Status";
      case 300 -> "Multiple Choices";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 303 -> "See Other";
      case 304 -> "Not Modified";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 402 -> "Payment Required";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 407 -> "Proxy Authentication Required";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 411 -> "Length Required";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 416 -> "Range Not Satisfiable";
      case 417 -> "Expectation Failed";
      case 421 -> "Misdirected Request";
      case 422 -> "Unprocessable Content";
      case 423 -> "Locked";
      case 425 -> "Too Early";
      case 426 -> "Upgrade Required";
      case 428 -> "Precondition Required";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 451 -> "Unavailable For Legal Reasons";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      case 507 -> "Insufficient Storage";
      case 511 -> "Network Authentication Required";
      default -> "";
    };
  }
}
