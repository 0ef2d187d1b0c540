package gulliver.protocols.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A message that cannot be served, with the status that says so. A handler throws it to have it
 * answered; reading a body throws it when the body is not what it should be (400), too long (413)
 * or too slow (408); a client throws it with 502 for an answer that is none, so that a proxy need
 * do nothing.
 *
 * <p>It has no fields: a status that must have one (401, 405, 426) is an {@link HttpResponse}.
 */
public final class HttpException extends IOException {
  private static final long serialVersionUID = 1;

  /** What is answered. */
  private final int status;

  /**
   * Makes one.
   *
   * @param status 400 to 599
   * @param reason why: it is told to the other end
   */
  public HttpException(int status, String reason) {
    this(status, reason, null);
  }

  /**
   * Makes one with a cause.
   *
   * @param status 400 to 599
   * @param reason why: it is told to the other end
   * @param cause what happened, which is not told
   */
  public HttpException(int status, String reason, @Nullable Throwable cause) {
    super(reason, cause);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status " + status + ": 400 to 599 are failures");
    }
    this.status = status;
  }

  /** {@return the status} */
  public int status() {
    return status;
  }
}
