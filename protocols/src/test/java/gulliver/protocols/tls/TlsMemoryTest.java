package gulliver.protocols.tls;

import gulliver.conformance.memory.MemoryWorld;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;

/** Over the network in memory. */
class TlsMemoryTest extends TlsSuite {
  private final MemoryWorld world = new MemoryWorld();

  @Override
  Network network() {
    return world.network();
  }

  @Override
  Socket[] pair() throws IOException {
    try (Socket server = network().createServer(Sockets.address("127.0.0.1", 0))) {
      Socket client = network().createConnection(server.getsockname());
      return new Socket[] {client, server.accept().socket()};
    }
  }
}
