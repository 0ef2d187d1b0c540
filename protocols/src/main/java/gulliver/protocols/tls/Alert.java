package gulliver.protocols.tls;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a connection tells the other when it ends it, RFC 8446 §6; prints as the RFC
 * names it.
 *
 * @see <a href="https://www.iana.org/assignments/tls-parameters/tls-parameters.xhtml">TLS
 *     Alerts</a>
 * @since 0.1
 */
public enum Alert {
  /** No more will be sent. */
  CLOSE_NOTIFY(0),
  /** A message came where it does not belong. */
  UNEXPECTED_MESSAGE(10),
  /** A record is not what was sent. */
  BAD_RECORD_MAC(20),
  /** A record is too long. */
  RECORD_OVERFLOW(22),
  /** No parameters that both sides accept; in TLS 1.2, also a certificate that is missing. */
  HANDSHAKE_FAILURE(40),
  /** A certificate is corrupt, or its signature is wrong. */
  BAD_CERTIFICATE(42),
  /** A certificate is of a kind that is not accepted. */
  UNSUPPORTED_CERTIFICATE(43),
  /** A certificate was withdrawn by its signer. */
  CERTIFICATE_REVOKED(44),
  /** A certificate is not valid any more, or not yet. */
  CERTIFICATE_EXPIRED(45),
  /** A certificate is not accepted for another reason. */
  CERTIFICATE_UNKNOWN(46),
  /** A field of the handshake is out of range. */
  ILLEGAL_PARAMETER(47),
  /** Nobody who is trusted has signed the certificate. */
  UNKNOWN_CA(48),
  /** The certificate is valid and its owner not welcome. */
  ACCESS_DENIED(49),
  /** A message could not be decoded. */
  DECODE_ERROR(50),
  /** A signature or a key exchange of the handshake is wrong. */
  DECRYPT_ERROR(51),
  /** No version that both sides speak. */
  PROTOCOL_VERSION(70),
  /** The server wants stronger parameters. */
  INSUFFICIENT_SECURITY(71),
  /** A failure that has nothing to do with the peer. */
  INTERNAL_ERROR(80),
  /** A client tried again with an older version that it need not have. */
  INAPPROPRIATE_FALLBACK(86),
  /** The handshake was given up. */
  USER_CANCELED(90),
  /** TLS 1.2: another handshake on this connection is refused. */
  NO_RENEGOTIATION(100),
  /** An extension is missing. */
  MISSING_EXTENSION(109),
  /** An extension came that was not asked for. */
  UNSUPPORTED_EXTENSION(110),
  /** The server does not go by the name that it was called. */
  UNRECOGNIZED_NAME(112),
  /** The proof that the certificate was not withdrawn is missing or wrong. */
  BAD_CERTIFICATE_STATUS_RESPONSE(113),
  /** A key that was to be shared is not known. */
  UNKNOWN_PSK_IDENTITY(115),
  /** The client has to show a certificate. */
  CERTIFICATE_REQUIRED(116),
  /** None of the protocols that the client offers, RFC 7301. */
  NO_APPLICATION_PROTOCOL(120);

  /** The JDK begins its messages with the alert that goes with them. */
  private static final Pattern FIRST = Pattern.compile("\\((?<alert>[a-z_]+)\\) ");

  /** What it says about one that came before there were keys, where it expects one with. */
  private static final Pattern PLAIN =
      Pattern.compile("Unexpected plaintext alert received: .* Alert: (?<alert>[a-z_]+)");

  private final int value;

  Alert(int value) {
    this.value = value;
  }

  /** {@return the number on the wire} */
  public int value() {
    return value;
  }

  /** The alert that the engine sent or got with this failure, null if that is not known. */
  static @Nullable Alert of(Throwable failure) {
    String message = failure.getMessage();
    Matcher first = FIRST.matcher(message == null ? "" : message);
    return first.lookingAt() ? named(first.group("alert")) : null;
  }

  /** The alert that came in plain text, null if that is not what has failed. */
  static @Nullable Alert receivedInPlain(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      Matcher plain = PLAIN.matcher(t.getMessage() == null ? "" : t.getMessage());
      if (plain.matches()) {
        return named(plain.group("alert"));
      }
    }
    return null;
  }

  private static @Nullable Alert named(String name) {
    for (Alert alert : values()) {
      if (alert.toString().equals(name)) {
        return alert;
      }
    }
    return null;
  }

  /** The engine's message without the alert. */
  static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : FIRST.matcher(message).replaceFirst("");
  }

  /** {@return the name in the RFC, such as {@code unknown_ca}} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
