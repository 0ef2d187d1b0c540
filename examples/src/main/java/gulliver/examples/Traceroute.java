package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.socket.*;
import gulliver.socket.ControlMessage.IpRecverr;
import gulliver.socket.ControlMessage.Ipv6Recverr;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to a host, without privilege: datagrams with a time to live of 1, 2, 3 … get so many
 * routers far; where one dies, the router says so by ICMP. The kernel keeps such an error in the
 * socket's error queue, with the router's address ({@code IP_RECVERR}), until {@code recvmsg} with
 * {@code MSG_ERRQUEUE} takes it. The end is a host that has no such port.
 */
public final class Traceroute {
  private static final int PORT = 33434; // traceroute's first, which nobody is expected to have
  private static final int MOST_HOPS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(5); // traceroute's, too
  private static final int ROOM = 512;

  private Traceroute() {}

  /** What became of a probe: who has answered, and what. */
  record Hop(int ttl, @Nullable Address from, @Nullable ExtendedError error) {
    /** Whether the way ends here: another answer than "died on its way". */
    boolean isLast() {
      return error != null && error.errno() != Errno.EHOSTUNREACH;
    }

    /** Such as {@code 2 192.0.2.1}, or {@code 2 *} for silence. */
    @Override
    public String toString() {
      String host =
          switch (from) {
            case Address.Inet4 a -> a.host();
            case Address.Inet6 a -> a.host();
            case null, default -> "*";
          };
      return "%2d  %s".formatted(ttl, host);
    }
  }

  /**
   * Traces.
   *
   * @param args a host; this one if none is given
   */
  public static void main(String... args) throws IOException {
    Network network = Network.os();
    String host = args.length > 0 ? args[0] : "127.0.0.1";
    Address to =
        network
            .getaddrinfo(
                host, String.valueOf(PORT), AF_UNSPEC, SOCK_DGRAM, Protocol.DEFAULT, AI_NUMERICSERV)
            .getFirst()
            .address();
    IO.println("the way to " + host);
    try (Socket socket = network.socket(to.family(), SOCK_DGRAM)) {
      socket.setsockopt(to instanceof Address.Inet6 ? IPV6_RECVERR : IP_RECVERR, true);
      Hop hop;
      int ttl = 0;
      do {
        hop = probe(socket, to, ++ttl);
        IO.println(hop);
      } while (!hop.isLast() && ttl < MOST_HOPS);
    }
  }

  /** One probe, to a port of its own, so that a late answer is not taken for the next one's. */
  static Hop probe(Socket socket, Address to, int ttl) throws IOException {
    ControlMessage hops =
        to instanceof Address.Inet6
            ? new ControlMessage.Ipv6Hoplimit(ttl)
            : new ControlMessage.IpTtl(ttl);
    Address port = withPort(to, PORT + ttl);
    send(socket, OutMessage.of(new byte[32]).to(port).with(hops), ttl - 1);
    List<Pollfd> answer = List.of(new Pollfd(socket, POLLERR));
    while (socket.network().poll(answer, PATIENCE) > 0) {
      Message died = socket.recvmsg(1500, ROOM, MSG_ERRQUEUE);
      ExtendedError error = error(died);
      if (error != null && port.equals(died.address())) {
        return new Hop(ttl, error.offender(), error);
      }
    }
    return new Hop(ttl, null, null);
  }

  /**
   * Sends, though an earlier probe's end may be told here: the kernel puts it into the queue, and
   * then into the socket, for its next call. Who takes it out of the queue in between has not yet
   * taken the other; and one that is late comes after its probe has been given up.
   */
  private static void send(Socket socket, OutMessage probe, int earlier) throws IOException {
    for (int told = 0; ; told++) {
      try {
        socket.sendmsg(probe);
        return;
      } catch (SocketFailure.NoRoute e) {
        if (told == earlier) {
          throw e;
        }
      }
    }
  }

  private static @Nullable ExtendedError error(Message message) {
    IpRecverr four = message.control(IpRecverr.class);
    Ipv6Recverr six = message.control(Ipv6Recverr.class);
    return four != null ? four.error() : six != null ? six.error() : null;
  }

  private static Address withPort(Address address, int port) {
    return switch (address) {
      case Address.Inet4 a -> new Address.Inet4(a.host(), port);
      case Address.Inet6 a -> new Address.Inet6(a.host(), port, 0, a.scopeid());
      default -> throw new IllegalArgumentException(address + ": an address of IP is allowed");
    };
  }
}
