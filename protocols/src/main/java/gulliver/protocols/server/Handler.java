package gulliver.protocols.server;

/**
 * What a server does with a connection: a protocol's server side, from the first byte to the last.
 *
 * <p>It runs on a thread of the connection's own, a virtual one on the operating system's network,
 * and simply waits. When it returns, the server ends the connection in order: what has been sent
 * arrives. When it throws, the server resets the connection, so that the client does not take a
 * part for the whole, and nobody else notices.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Handler {
  /**
   * Serves one connection.
   *
   * @param connection the connection, which the server closes
   * @throws Exception an {@link java.io.IOException} that the connection threw, or that it is the
   *     cause of, is the end of this client, and counted; so is what says that the client's bytes
   *     are malformed: {@link gulliver.protocols.framing.FramingException}, {@link
   *     java.net.ProtocolException}, {@link java.io.EOFException}. Anything else is a failure of
   *     the handler, and logged
   */
  void serve(ServerConnection connection) throws Exception;
}
