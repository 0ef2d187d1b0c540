package gulliver.protocols.server;

import gulliver.protocols.Connection;
import gulliver.socket.Socket;
import java.io.IOException;

/**
 * What lies between the sockets of a listener and the handler: TLS, say.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Layer {
  /** Nothing: the handler has the socket itself. */
  Layer NONE = Connection::of;

  /**
   * Puts the layer on a new socket. It runs on the connection's own thread, and may wait for the
   * client, as long as {@link Limits#handshake} says.
   *
   * @param socket connected; the server closes it if this fails
   * @return the connection that the handler will have; closing it closes the socket
   * @throws IOException the end of this client
   */
  Connection over(Socket socket) throws IOException;
}
