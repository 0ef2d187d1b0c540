package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.socket.*;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two sockets and one thread: {@code poll} and {@code select} tell which has something. */
public final class Readiness {
  private Readiness() {}

  /** Sends to one of two, and asks both ways. */
  public static void main(String... args) throws IOException {
    Network network = Network.os();
    try (Socket first = bound(network);
        Socket second = bound(network)) {
      Map<Socket, String> names = Map.of(first, "the first", second, "the second");
      first.sendto(new byte[1], second.getsockname());
      for (Socket socket : readable(network, List.of(first, second), null)) {
        IO.println("poll:   " + names.get(socket));
      }
      Selected selected = network.select(names.keySet(), List.of(first), List.of(), null);
      selected.read().forEach(socket -> IO.println("select: " + names.get(socket) + " to read"));
      selected.write().forEach(socket -> IO.println("select: " + names.get(socket) + " to write"));
      second.recv(1);
      int none = readable(network, List.of(first, second), Duration.ofMillis(10)).size();
      IO.println("after 10 ms: " + none);
    }
  }

  /** Those that have something to receive; none when the time is over. */
  static List<Socket> readable(Network network, List<Socket> sockets, Duration timeout)
      throws IOException {
    List<Pollfd> items = sockets.stream().map(socket -> new Pollfd(socket, POLLIN)).toList();
    List<Socket> found = new ArrayList<>();
    if (network.poll(items, timeout) > 0) {
      for (int i = 0; i < items.size(); i++) {
        if ((items.get(i).revents() & POLLIN) != 0) {
          found.add(sockets.get(i));
        }
      }
    }
    return found;
  }

  private static Socket bound(Network network) throws IOException {
    Socket socket = network.socket(AF_INET, SOCK_DGRAM);
    socket.bind(address("127.0.0.1", 0));
    return socket;
  }
}
