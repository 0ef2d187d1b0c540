package gulliver.socket;

import java.net.SocketException;

/**
 * A call that answers a value had none to answer, and the socket does not wait: it is non-blocking,
 * or the call had {@code MSG_DONTWAIT}. Calls that answer a count say -1 ({@link
 * Socket#WOULD_BLOCK}) instead.
 *
 * <p>{@code EAGAIN}; of {@code connect} {@code EINPROGRESS} when it has begun to connect, {@code
 * EALREADY} when it has not finished. It is part of the ordinary course of things, so it is cheap:
 * no stack trace, no message before somebody asks for one.
 *
 * @since 0.1
 */
public final class WouldBlockException extends SocketException implements SocketFailure {
  private static final long serialVersionUID = 1;

  /** What this failure knows. */
  private final Details details;

  WouldBlockException(Details details) {
    this.details = details;
  }

  @Override
  public Details details() {
    return details;
  }

  @Override
  public String getMessage() {
    return details.message();
  }

  /** Does nothing: there is no stack trace. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
