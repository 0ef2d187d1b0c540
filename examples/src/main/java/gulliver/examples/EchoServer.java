package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.socket.*;
import java.io.IOException;

/**
 * A TCP server that sends back what it gets, to any number of clients at once: each has a virtual
 * thread of its own, whose code simply waits. Talk to it with {@code nc 127.0.0.1 7000}.
 */
public final class EchoServer {
  private EchoServer() {}

  /**
   * Serves until the process ends.
   *
   * @param args the port, 7000 if none is given
   */
  public static void main(String... args) throws IOException {
    try (Socket server = socket(AF_INET, SOCK_STREAM)) {
      server.setsockopt(SO_REUSEADDR, true);
      server.bind(address("127.0.0.1", args.length > 0 ? Integer.parseInt(args[0]) : 7000));
      server.listen(128);
      IO.println("listening on " + server.getsockname());
      serve(server);
    }
  }

  /** Serves until the listening socket is closed: that ends {@code accept} with EBADF. */
  static void serve(Socket server) throws IOException {
    while (true) {
      Accepted client = server.accept();
      server.network().start(() -> echo(client.socket()));
    }
  }

  /** Serves one client, until it sends no more. */
  static void echo(Socket client) throws IOException {
    try (client) {
      byte[] buffer = new byte[4096];
      int n;
      while ((n = client.recv(buffer)) > 0) {
        client.sendall(buffer, 0, n);
      }
    }
  }
}
