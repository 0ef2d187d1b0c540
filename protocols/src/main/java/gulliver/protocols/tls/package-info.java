/**
 * TLS over any stream socket, by the JDK's own {@link javax.net.ssl.SSLEngine}, with calls that
 * wait.
 *
 * <p>A {@link gulliver.protocols.tls.TlsClient} or a {@link gulliver.protocols.tls.TlsServer} has
 * the settings, {@link gulliver.protocols.tls.TlsIdentity} is one's own key and certificates
 * ({@link gulliver.protocols.tls.Pem} reads them), and a {@link
 * gulliver.protocols.tls.TlsConnection} is a {@link gulliver.protocols.Connection} after the
 * handshake. Failures are {@link gulliver.protocols.tls.TlsException}s, with the {@link
 * gulliver.protocols.tls.Alert} where there was one.
 *
 * <p>{@link gulliver.socket.Sockets#TCP_NODELAY} is worth setting before: a server sends tickets
 * right after the handshake, and a short answer that follows would wait until the client has
 * acknowledged them, for 40 ms.
 *
 * <p>Not supported, because the engine does not: data in the first flight of a resumed session
 * (0-RTT), certificates that a server asks for after the handshake, and PSKs from outside. On
 * purpose: renegotiation (TLS 1.2).
 *
 * <p>To read: <a href="https://www.rfc-editor.org/rfc/rfc8446">RFC 8446</a>, TLS 1.3: §2 for the
 * handshake at a glance, §6 for alerts and the end; <a
 * href="https://www.rfc-editor.org/rfc/rfc5246">RFC 5246</a>, TLS 1.2; <a
 * href="https://www.rfc-editor.org/rfc/rfc6066#section-3">RFC 6066 §3</a>, server names; <a
 * href="https://www.rfc-editor.org/rfc/rfc7301">RFC 7301</a>, ALPN; <a
 * href="https://www.rfc-editor.org/rfc/rfc9525">RFC 9525</a>, whose certificate it must be; <a
 * href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>, PEM; <a
 * href="https://docs.oracle.com/en/java/javase/25/security/java-secure-socket-extension-jsse-reference-guide.html">the
 * JDK's guide</a> with its properties.
 */
@NullMarked
package gulliver.protocols.tls;

import org.jspecify.annotations.NullMarked;
