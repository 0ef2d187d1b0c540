package gulliver.protocols.http;

import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;

/**
 * An answer: one that a handler gives, or that a client has received.
 *
 * <p>The frame is not a handler's business: the server writes {@code Content-Length}, {@code
 * Transfer-Encoding}, {@code Connection} and {@code Date}, and refuses the first two among the
 * fields; {@code Connection: close} ends the connection.
 *
 * @param status 200 to 999; see {@link Status}
 * @param headers the fields
 * @param body the content; empty for 204, 205 and 304
 */
public record HttpResponse(int status, Headers headers, Body body) implements Closeable {
  private static final Headers PLAIN = Headers.of("Content-Type", "text/plain; charset=utf-8");

  /** Checks that status and body go together. */
  public HttpResponse {
    Objects.requireNonNull(headers, "response: headers");
    Objects.requireNonNull(body, "response: body");
    if (status < 200 || status > 999) {
      throw new IllegalArgumentException("status " + status + ": 200 to 999 are final answers");
    }
    if ((status == 204 || status == 205 || status == 304) && body.length() != 0) {
      throw new IllegalArgumentException("status " + status + " has no body (RFC 9110 §15)");
    }
  }

  /**
   * {@return an answer without fields and body}
   *
   * @param status such as 204
   */
  public static HttpResponse of(int status) {
    return new HttpResponse(status, Headers.EMPTY, Body.EMPTY);
  }

  /**
   * {@return an answer of plain text}
   *
   * @param status such as 200
   * @param text any
   */
  public static HttpResponse of(int status, String text) {
    return new HttpResponse(status, PLAIN, Body.of(text));
  }

  /**
   * {@return an answer of a media type}
   *
   * @param status such as 200
   * @param type such as {@code text/html; charset=utf-8}
   * @param body the content
   */
  public static HttpResponse of(int status, String type, Body body) {
    return new HttpResponse(status, Headers.of("Content-Type", type), body);
  }

  /**
   * {@return this answer with one field in the place of all of its name}
   *
   * @param name a token
   * @param value without control characters
   * @throws IllegalArgumentException for what cannot be sent as a field
   */
  public HttpResponse with(String name, String value) {
    return new HttpResponse(status, headers.with(name, value), body);
  }

  /** Closes the body. */
  @Override
  public void close() throws IOException {
    body.close();
  }
}
