package gulliver.socket;

import java.io.IOException;

/**
 * What is done with a socket between {@code socket} and {@code connect} or {@code bind}: options
 * that have to be set so early, or an address to connect from.
 *
 * {@snippet :
 * Socket client = createConnection(address("host", 80), null, socket -> {
 *   socket.setsockopt(TCP_NODELAY, true);
 *   socket.bind(address("192.0.2.1", 0));
 * });
 * }
 *
 * @since 0.1
 * @see Network#createConnection(Address, java.time.Duration, SocketSetup)
 * @see Network#createServer(Address, int, SocketSetup)
 */
@FunctionalInterface
public interface SocketSetup {
  /** Leaves the socket as it is. */
  SocketSetup NONE = socket -> {};

  /**
   * Prepares a socket.
   *
   * @param socket new, of the family of the address that it is for; neither to be kept nor closed
   * @throws IOException what a call on the socket has thrown: this address is not to be had then
   */
  void setUp(Socket socket) throws IOException;
}
