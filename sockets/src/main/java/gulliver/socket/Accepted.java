package gulliver.socket;

/**
 * What {@link Socket#accept()} answers: a new socket for one connection, and who is at its other
 * end.
 *
 * @param socket carries the connection; the caller closes it
 * @param address the peer's address; for a UNIX client that did not bind, the unnamed one
 * @since 0.1
 */
public record Accepted(Socket socket, Address address) {}
