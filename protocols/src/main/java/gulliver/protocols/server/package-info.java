/**
 * A server that is always on, serves many clients at once, limits what each may use, and stops
 * cleanly.
 *
 * <ul>
 *   <li>{@link gulliver.protocols.server.Server} is where to begin.
 *   <li>{@link gulliver.protocols.server.Handler} is the program's part, {@link
 *       gulliver.protocols.server.ServerConnection} what it serves.
 *   <li>{@link gulliver.protocols.server.Limits} says what clients may use, {@link
 *       gulliver.protocols.server.Refusing} what they are told, {@link
 *       gulliver.protocols.server.Counters} what happened.
 *   <li>{@link gulliver.protocols.server.Layer} is TLS's place.
 * </ul>
 *
 * <p>{@code docs/servers.md} says how limits, stopping and restarting work. Homework: <a
 * href="https://man7.org/linux/man-pages/man2/accept.2.html">accept(2)</a>, <a
 * href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a> for {@code SCM_RIGHTS}, <a
 * href="https://man7.org/linux/man-pages/man3/sd_listen_fds.3.html">sd_listen_fds(3)</a>.
 */
@NullMarked
package gulliver.protocols.server;

import org.jspecify.annotations.NullMarked;
