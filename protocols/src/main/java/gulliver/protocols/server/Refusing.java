package gulliver.protocols.server;

import gulliver.socket.Socket;
import java.io.IOException;

/**
 * Answers clients that are over a limit, before their connections are closed. Those of a listener
 * with a {@link Layer} are reset without a word: see {@link Server.Builder#refusing}.
 *
 * @since 0.1
 * @see Server.Builder#refusing
 */
@FunctionalInterface
public interface Refusing {
  /** Why a client is refused. */
  enum Reason {
    /** The server has as many connections as {@link Limits#connections} says. */
    CONNECTIONS,
    /** The client's address has as many as {@link Limits#perAddress} says. */
    PER_ADDRESS
  }

  /**
   * Says something to the client. It has a second for it, on a thread of its own; when a hundred
   * clients are being told, the next are closed without a word.
   *
   * @param socket the client's; the server closes it
   * @param reason why
   * @throws IOException nobody is told
   */
  void refuse(Socket socket, Reason reason) throws IOException;
}
