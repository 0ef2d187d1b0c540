package gulliver.examples;

import static gulliver.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import gulliver.socket.*;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * UDP: no connection. The server answers to the address that {@code recvfrom} gave; the client,
 * since a message or its answer may be lost, waits only for a while and then asks again.
 */
public final class UdpEcho {
  private UdpEcho() {}

  /** Both ends in one process. */
  public static void main(String... args) throws IOException {
    Network network = Network.os();
    try (Socket server = network.socket(AF_INET, SOCK_DGRAM)) {
      server.bind(address("127.0.0.1", 0));
      network.start(() -> answer(server));
      Datagram reply = ask(network, server.getsockname(), "hello");
      IO.println("asked  " + server.getsockname());
      IO.println("answer " + new String(reply.bytes(), UTF_8) + " from " + reply.address());
    }
  }

  /** The server, for one message: one {@code recvfrom} gives one message, whole. */
  static void answer(Socket server) throws IOException {
    Datagram request = server.recvfrom(2048);
    server.sendto(request.bytes(), requireNonNull(request.address()));
  }

  /** The client: asks up to three times, a second apart. */
  static Datagram ask(Network network, Address server, String question) throws IOException {
    try (Socket socket = network.socket(AF_INET, SOCK_DGRAM)) {
      socket.settimeout(Duration.ofSeconds(1));
      for (int i = 1; ; i++) {
        socket.sendto(question.getBytes(UTF_8), server);
        try {
          return socket.recvfrom(2048);
        } catch (SocketTimeoutException e) {
          if (i == 3) {
            throw e;
          }
        }
      }
    }
  }
}
