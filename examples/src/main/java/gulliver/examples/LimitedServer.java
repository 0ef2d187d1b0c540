package gulliver.examples;

import static gulliver.socket.Sockets.address;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.protocols.server.Counters;
import gulliver.protocols.server.Limits;
import gulliver.protocols.server.Server;
import gulliver.protocols.server.ServerConnection;
import gulliver.socket.*;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * A server that is always on: it has two clients at a time and tells others so, cuts one that sends
 * its request too slowly, and stops in order. Each line that comes is answered in capitals. With a
 * port it serves until Ctrl-C; without, it shows what it does.
 */
public final class LimitedServer {
  private static final Duration REQUEST = Duration.ofMillis(500);

  private LimitedServer() {}

  /**
   * Serves, or shows how.
   *
   * @param args a port, or nothing
   */
  public static void main(String... args) throws Exception {
    Network network = Network.os();
    Server.Builder builder =
        Server.on(network)
            .listen(address("127.0.0.1", args.length > 0 ? Integer.parseInt(args[0]) : 0))
            .limits(Limits.DEFAULT.connections(2).rate(0))
            .refusing((socket, reason) -> socket.sendall("come back later\n".getBytes(UTF_8)))
            .grace(Duration.ofSeconds(5));
    try (Server server = builder.start(LimitedServer::serve)) {
      if (args.length > 0) {
        IO.println("listening on " + server.address());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close)); // Ctrl-C, SIGTERM
        server.join();
      } else {
        show(network, server);
      }
    }
  }

  /** Answers one line after another. */
  static void serve(ServerConnection connection) throws IOException {
    while (!connection.isStopping()) {
      connection.idle(); // a server that stops may end the stream here
      String line = line(connection);
      if (line.isEmpty()) {
        return;
      }
      connection.sendall(line.toUpperCase(Locale.ROOT).getBytes(UTF_8));
    }
  }

  /** Receives a line, which has {@link #REQUEST} from its first byte on; empty at the end. */
  private static String line(ServerConnection connection) throws IOException {
    StringBuilder line = new StringBuilder();
    byte[] one = new byte[1];
    while (line.indexOf("\n") < 0 && connection.recv(one, 0, 1) > 0) {
      if (line.isEmpty()) {
        connection.busy(REQUEST);
      }
      line.append((char) one[0]);
    }
    return line.toString();
  }

  private static void show(Network network, Server server) throws Exception {
    try (Socket first = network.createConnection(server.address());
        Socket second = network.createConnection(server.address())) {
      IO.print("first client: " + ask(first, "hello\n"));
      IO.print("second client: " + ask(second, "hello\n"));
      try (Socket third = network.createConnection(server.address())) {
        IO.print("third client: " + new String(third.recv(100), UTF_8));
      }
      second.sendall("half a li".getBytes(UTF_8));
      IO.println("a client that stops in the middle: " + end(second));
      server.stop();
      IO.println("an idle client when the server stops: " + end(first));
    }
    server.join();
    Counters counters = server.counters();
    IO.println(
        "%d accepted: %d refused, %d cut by a limit, %d completed"
            .formatted(
                counters.accepted(),
                counters.refusedConnections(),
                counters.limited(),
                counters.completed()));
  }

  private static String ask(Socket client, String line) throws IOException {
    client.sendall(line.getBytes(UTF_8));
    return new String(client.recv(100), UTF_8);
  }

  private static String end(Socket client) {
    try {
      return client.recv(100).length == 0 ? "end of stream" : "an answer";
    } catch (IOException e) {
      return Errno.of(e).toString();
    }
  }
}
