package gulliver.conformance;

import gulliver.socket.Address;
import java.io.Closeable;
import java.io.IOException;

/**
 * A peer's server.
 *
 * @param address where it listens
 * @param acceptor takes a connection
 * @param server what is closed in the end
 */
record Listening(Address address, Acceptor acceptor, Closeable server) implements Peer.Listener {
  /** Takes a connection. */
  interface Acceptor {
    Peer.Stream accept() throws IOException;
  }

  @Override
  public Peer.Stream accept() throws IOException {
    return acceptor.accept();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
