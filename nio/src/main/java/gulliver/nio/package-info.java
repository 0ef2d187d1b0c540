/**
 * Java's own socket classes as views on the sockets of any network, for code that knows nothing
 * else: JDBC drivers, {@code SSLSocketFactory}, HTTP clients, old programs.
 *
 * <ul>
 *   <li>{@link gulliver.nio.JavaSocket} and {@link gulliver.nio.JavaServerSocket} are {@link
 *       java.net.Socket} and {@link java.net.ServerSocket} on a stream socket of any family: TCP,
 *       UNIX, one end of a {@code socketpair}.
 *   <li>{@link gulliver.nio.JavaSocketFactory} and {@link gulliver.nio.JavaServerSocketFactory}
 *       make them, where a library asks for a factory.
 *   <li>{@link gulliver.nio.StreamChannel} is a {@link java.nio.channels.ByteChannel} on a stream
 *       socket, or on a descriptor such as a pipe.
 * </ul>
 *
 * <p>TLS over a view is what it always is in Java:
 *
 * <pre>{@code
 * SSLSocket tls = (SSLSocket) SSLContext.getDefault().getSocketFactory()
 *     .createSocket(JavaSocket.of(socket), "example.org", 443, true);
 * }</pre>
 *
 * <p>Addresses go in and out by {@link gulliver.socket.Address#of(java.net.SocketAddress)} and
 * {@link gulliver.socket.Address#toSocketAddress()}.
 *
 * <p><b>Interrupts.</b> Java's own classes close a socket whose thread is interrupted, if that is a
 * virtual one or the socket a channel's. Here, as in all of this library, an interrupt ends the
 * wait with an {@link java.io.InterruptedIOException}, the status stays set, and the socket stays
 * open.
 */
@NullMarked
package gulliver.nio;

import org.jspecify.annotations.NullMarked;
