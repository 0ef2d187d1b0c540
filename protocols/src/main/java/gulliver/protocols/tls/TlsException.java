package gulliver.protocols.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which TLS has failed: it can only be closed. Failures of the socket beneath
 * (time-outs, interrupts, resets) come as they are, as {@link gulliver.socket.SocketFailure}s.
 *
 * @since 0.1
 */
public sealed class TlsException extends SSLException
    permits TlsException.Truncated, TlsException.Unverified {
  private static final long serialVersionUID = 1;

  /** What was sent or received. */
  private final @Nullable Alert alert;

  /** Whether the peer sent it. */
  private final boolean received;

  TlsException(String message, @Nullable Alert alert, boolean received, @Nullable Throwable cause) {
    super(message, cause);
    this.alert = alert;
    this.received = received;
  }

  /** {@return the alert that told the peer or came from it; null if there was none} */
  public @Nullable Alert alert() {
    return alert;
  }

  /** {@return whether it is the peer who sent the alert, and knows the reason} */
  public boolean received() {
    return received;
  }

  /**
   * The stream ended without the peer's {@code close_notify} (RFC 8446 §6.1): what came may be only
   * a part of what the peer meant to send, cut by somebody on the way.
   */
  public static final class Truncated extends TlsException {
    private static final long serialVersionUID = 1;

    Truncated(String message) {
      super(message, null, false, null);
    }
  }

  /** The peer's certificate was refused here: its signer, its dates or its name. */
  public static final class Unverified extends TlsException {
    private static final long serialVersionUID = 1;

    /** Who the peer should be. */
    private final String host;

    /** What is wrong. */
    private final String reason;

    Unverified(String where, String host, String reason, @Nullable Alert alert, Throwable cause) {
      super(where + ": the certificate is refused: " + reason, alert, false, cause);
      this.host = host;
      this.reason = reason;
    }

    /** {@return the name that the certificate should be for; of a client, its address} */
    public String host() {
      return host;
    }

    /** {@return what is wrong with it} */
    public String reason() {
      return reason;
    }
  }

  /** The engine's failure, in our words where we have better ones. */
  static TlsException of(String where, String host, SSLException failure) {
    if (failure instanceof TlsException ours) {
      return ours;
    }
    Alert alert = Alert.of(failure);
    String text = Alert.text(failure);
    Alert received =
        alert != null && text.startsWith("Received fatal alert")
            ? alert
            : Alert.receivedInPlain(failure);
    if (received != null) {
      return new TlsException(
          where + ": the peer sent the alert " + received, received, true, failure);
    }
    String reason = refusal(failure);
    return reason != null
        ? new Unverified(where, host, reason, alert, failure)
        : new TlsException(where + ": " + text, alert, false, failure);
  }

  /** Why a certificate was refused, null if that is not what has failed. */
  private static @Nullable String refusal(Throwable failure) {
    String reason = null;
    for (Throwable t = failure.getCause(); t != null; t = t.getCause()) {
      switch (t) {
        case CertificateExpiredException e -> {
          return "it has expired (" + e.getMessage() + ")";
        }
        case CertificateNotYetValidException e -> {
          return "it is not valid yet (" + e.getMessage() + ")";
        }
        case CertPathValidatorException e -> reason = e.getMessage();
        case CertificateException e -> reason = e.getMessage();
        default -> {}
      }
    }
    if (reason != null && reason.contains("unable to find valid certification path")) {
      return "nobody who is trusted has signed it (" + reason + ")";
    }
    return reason;
  }

  /** The same failure once more, for another call. */
  TlsException again() {
    return this instanceof Truncated
        ? new Truncated(getMessage())
        : new TlsException(getMessage(), alert, received, this);
  }
}
