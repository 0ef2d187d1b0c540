package gulliver.protocols.tls;

import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import org.junit.jupiter.api.Nested;

/** Over the operating system's sockets. */
class TlsOsTest {
  @Nested
  class Tcp extends TlsSuite {
    @Override
    Network network() {
      return Network.os();
    }

    @Override
    Socket[] pair() throws IOException {
      try (Socket server = network().createServer(Sockets.address("127.0.0.1", 0))) {
        Socket client = network().createConnection(server.getsockname());
        return new Socket[] {client, server.accept().socket()};
      }
    }
  }

  @Nested
  class Unix extends TlsSuite {
    @Override
    Network network() {
      return Network.os();
    }

    @Override
    Socket[] pair() throws IOException {
      return network().socketpair();
    }
  }
}
