/**
 * What programs put on top of sockets.
 *
 * <p>All of it sees {@link gulliver.socket} only, and takes time and threads from a {@link
 * gulliver.socket.Network}: so it runs on every network. What the packages have in common is the
 * {@link gulliver.protocols.Connection}: a stream socket, or TLS over one.
 */
@NullMarked
package gulliver.protocols;

import org.jspecify.annotations.NullMarked;
