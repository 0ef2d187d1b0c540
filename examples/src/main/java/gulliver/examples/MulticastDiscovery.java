package gulliver.examples;

import static gulliver.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import gulliver.socket.*;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * A client finds a server of which it knows nothing but a group and a port that all agree on.
 * Servers join the group; a client asks it who serves something, and each server that does answers,
 * to that client alone, with the port of its service. Where the answer comes from, the server is.
 *
 * <p>239.0.0.0/8 is for whoever likes (RFC 2365), ff02::/16 for all on the local network (RFC
 * 4291). The time to live, 1 unless it is set, keeps a question from going farther.
 *
 * <p>{@code MulticastDiscovery serve ADDRESS SERVICE PORT} and {@code find ADDRESS SERVICE} do the
 * two halves on the interface that has the address (of IPv6, with {@code %} and its index).
 */
public final class MulticastDiscovery {
  static final String GROUP = "239.255.71.85";
  static final String GROUP6 = "ff02::4755";
  static final int PORT = 7185;

  private MulticastDiscovery() {}

  /** One half; or, without arguments, both in one process, on the loopback interface. */
  public static void main(String... args) throws IOException {
    Network network = Network.os();
    switch (args.length == 0 ? "" : args[0] + " " + (args.length - 1)) {
      case "" -> both(network);
      case "serve 3" -> {
        try (Socket server = join(network, address(args[1], 0), PORT)) {
          IO.println("serving " + args[2]);
          answer(server, args[2], Integer.parseInt(args[3]));
        }
      }
      case "find 2" ->
          IO.println(
              find(network, address(args[1], 0), PORT, args[2])
                  .map(Address::toString)
                  .orElse("nobody"));
      default ->
          throw new IllegalArgumentException(
              "MulticastDiscovery: nothing, 'serve ADDRESS SERVICE PORT' or 'find ADDRESS SERVICE'"
                  + " is expected");
    }
  }

  private static void both(Network network) throws IOException {
    Address here = address("127.0.0.1", 0);
    try (Socket service = network.createServer(here);
        Socket server = join(network, here, 0)) {
      int port = port(server.getsockname());
      network.start(() -> answer(server, "echo", port(service.getsockname())));
      Address found = find(network, here, port, "echo").orElseThrow();
      IO.println("found echo where it is: " + found.equals(service.getsockname()));
      IO.println("found nobody for chess: " + find(network, here, port, "chess").isEmpty());
    }
  }

  /** A server's ear. Many on one host may share the port: each hears the question. */
  static Socket join(Network network, Address here, int port) throws IOException {
    Socket socket = network.socket(here.family(), SOCK_DGRAM);
    try {
      socket.setsockopt(SO_REUSEADDR, true);
      if (here instanceof Address.Inet6 six) {
        socket.bind(address("::", port));
        socket.setsockopt(IPV6_JOIN_GROUP, new Membership(GROUP6, six.scopeid()));
      } else {
        socket.bind(address("0.0.0.0", port));
        socket.setsockopt(IP_ADD_MEMBERSHIP, new Membership(GROUP, host(here)));
      }
      return socket;
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  /** The server: answers questions for its service until its socket is closed. */
  static void answer(Socket server, String service, int port) throws IOException {
    byte[] answer = (service + " " + port).getBytes(UTF_8);
    try {
      while (true) {
        Datagram question = server.recvfrom(512);
        if (text(question).equals("who serves " + service + "?")) {
          server.sendto(answer, requireNonNull(question.address()));
        }
      }
    } catch (IOException e) {
      if (Errno.of(e) != Errno.EBADF) {
        throw e;
      }
    }
  }

  /** The client: asks up to three times, and takes the first answer that is one. */
  static Optional<Address> find(Network network, Address here, int port, String service)
      throws IOException {
    try (Socket socket = network.socket(here.family(), SOCK_DGRAM)) {
      if (here instanceof Address.Inet6 six) {
        socket.setsockopt(IPV6_MULTICAST_IF, six.scopeid());
      } else {
        socket.setsockopt(IP_MULTICAST_IF, new MulticastInterface(host(here)));
      }
      socket.settimeout(Duration.ofMillis(300));
      Address group = address(here instanceof Address.Inet6 ? GROUP6 : GROUP, port);
      for (int i = 0; i < 3; i++) {
        socket.sendto(("who serves " + service + "?").getBytes(UTF_8), group);
        try {
          Datagram answer = socket.recvfrom(512);
          String[] words = text(answer).split(" ", 2);
          if (words.length == 2 && words[0].equals(service) && words[1].matches("[0-9]{1,5}")) {
            return Optional.of(at(requireNonNull(answer.address()), Integer.parseInt(words[1])));
          }
        } catch (SocketTimeoutException lostOrNobody) {
          // ask again
        }
      }
      return Optional.empty();
    }
  }

  private static String text(Datagram datagram) {
    return new String(datagram.bytes(), UTF_8);
  }

  private static String host(Address address) {
    return ((Address.Inet4) address).host();
  }

  private static int port(Address address) {
    return ((Address.Inet4) address).port();
  }

  private static Address at(Address sender, int port) {
    return sender instanceof Address.Inet6 six
        ? new Address.Inet6(six.host(), port, 0, six.scopeid())
        : address(host(sender), port);
  }
}
