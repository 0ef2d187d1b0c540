package gulliver.examples;

import static gulliver.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.socket.*;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two programs on one host need no network: {@code AF_UNIX} sockets are named by paths, whose
 * permissions say who may connect. Everything else is as with TCP.
 */
public final class UnixEcho {
  private UnixEcho() {}

  /** Both ends in one process. */
  public static void main(String... args) throws IOException {
    Path folder = Files.createTempDirectory("gulliver");
    Path path = folder.resolve("echo");
    try (Socket server = socket(AF_UNIX, SOCK_STREAM)) {
      server.bind(unix(path.toString()));
      server.listen(8);
      server.network().start(() -> EchoServer.echo(server.accept().socket()));
      IO.println("the answer is: " + ask(server.network(), server.getsockname(), "hello"));
    } finally {
      Files.deleteIfExists(path); // closing the socket leaves the file
      Files.delete(folder);
    }
  }

  /** Sends a text, and that there is no more; answers all that comes back. */
  static String ask(Network network, Address server, String text) throws IOException {
    try (Socket socket = network.socket(AF_UNIX, SOCK_STREAM)) {
      socket.connect(server);
      socket.sendall(text.getBytes(UTF_8));
      socket.shutdown(SHUT_WR);
      return new String(socket.inputStream().readAllBytes(), UTF_8);
    }
  }
}
