package gulliver.protocols.server;

import java.io.IOException;

/**
 * A client has used more than the server's {@link Limits} allow.
 *
 * @since 0.1
 */
public final class LimitException extends IOException {
  private static final long serialVersionUID = 1;

  LimitException(String message) {
    super(message);
  }
}
