package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.socket.*;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * TCP carries a stream of bytes and does not keep the boundaries of messages: 100 bytes sent can
 * arrive as 50 and 50, and two messages as one. UDP keeps them.
 */
public final class Boundaries {
  private Boundaries() {}

  /** Shows all three. */
  public static void main(String... args) throws IOException {
    Network network = Network.os();
    try (Pair ends = Pair.connected(network)) {
      IO.println("TCP, sent 100, received " + split(ends));
      IO.println("TCP, sent 40 and 60, received " + joined(ends));
    }
    IO.println("UDP, sent 40 and 60, received " + kept(network));
  }

  /** One message of 100 bytes, for a receiver whose buffer takes 50. */
  public static List<Integer> split(Pair ends) throws IOException {
    ends.client().sendall(new byte[100]);
    byte[] buffer = new byte[50];
    List<Integer> counts = new ArrayList<>();
    for (int sum = 0; sum < 100; sum += counts.getLast()) {
      counts.add(ends.server().recv(buffer));
    }
    return counts;
  }

  /** Two messages, for a receiver that comes later. */
  public static List<Integer> joined(Pair ends) throws IOException {
    ends.client().sendall(new byte[40]);
    ends.client().sendall(new byte[60]);
    ends.server().recv(new byte[100], MSG_PEEK | MSG_WAITALL); // until both are there
    return List.of(ends.server().recv(new byte[100]));
  }

  static List<Integer> kept(Network network) throws IOException {
    try (Socket receiver = network.socket(AF_INET, SOCK_DGRAM);
        Socket sender = network.socket(AF_INET, SOCK_DGRAM)) {
      receiver.bind(address("127.0.0.1", 0));
      sender.sendto(new byte[40], receiver.getsockname());
      sender.sendto(new byte[60], receiver.getsockname());
      return List.of(receiver.recv(new byte[100]), receiver.recv(new byte[100]));
    }
  }
}
