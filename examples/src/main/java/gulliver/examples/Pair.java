package gulliver.examples;

import static gulliver.socket.Sockets.address;

import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;

/**
 * The two ends of a TCP connection on this host, for examples about what happens between them.
 *
 * @param client the end that connected
 * @param server the end that {@code accept} gave
 */
public record Pair(Socket client, Socket server) implements AutoCloseable {
  /** {@return two connected sockets} */
  public static Pair connected(Network network) throws IOException {
    try (Socket listening = network.createServer(address("127.0.0.1", 0))) {
      Socket client = network.createConnection(listening.getsockname());
      return new Pair(client, listening.accept().socket());
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
