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
 */
@NullMarked
package gulliver.protocols.server;

import org.jspecify.annotations.NullMarked;
