package gulliver.examples;

import static gulliver.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.socket.*;
import java.io.IOException;

/**
 * A TCP client: it needs neither {@code bind} nor {@code listen}; {@code connect} gives it an
 * ephemeral port. A server must be running: start the example EchoServer first.
 */
public final class EchoClient {
  private EchoClient() {}

  /**
   * Says hello to an echo server.
   *
   * @param args host and port, 127.0.0.1 and 7000 if none are given
   */
  public static void main(String... args) throws IOException {
    String host = args.length > 0 ? args[0] : "127.0.0.1";
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 7000;
    IO.println("the answer is: " + echo(Network.os(), address(host, port), "hello"));
  }

  /** Sends a text and answers what comes back: as many bytes, or fewer if the server ends early. */
  static String echo(Network network, Address server, String text) throws IOException {
    try (Socket socket = network.socket(AF_INET, SOCK_STREAM)) {
      socket.connect(server);
      byte[] bytes = text.getBytes(UTF_8);
      socket.sendall(bytes);
      byte[] answer = new byte[bytes.length];
      int n = socket.recvall(answer);
      return new String(answer, 0, n, UTF_8);
    }
  }
}
