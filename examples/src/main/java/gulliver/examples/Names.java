package gulliver.examples;

import gulliver.socket.*;
import java.io.IOException;
import java.util.List;

/**
 * How a client finds a server: a host's name becomes addresses, IPv6 and IPv4, in the order to try
 * them; a service's name becomes a port; and both can be asked the other way round.
 */
public final class Names {
  private static final List<String> WELL_KNOWN =
      List.of("ftp-data", "ftp", "telnet", "smtp", "domain", "http");

  private Names() {}

  /**
   * Looks names up.
   *
   * @param args a host's name; {@code localhost} if none is given
   */
  public static void main(String... args) throws IOException {
    Network network = Network.os();
    String host = args.length > 0 ? args[0] : "localhost";
    IO.println("The HTTP server on " + host + " would be at");
    for (Address address : find(network, host, "http")) {
      IO.println("  " + address);
    }
    IO.println("Well-known ports:");
    for (String service : WELL_KNOWN) {
      int port = network.getservbyname(service, "tcp");
      IO.println("  %-8s %3d = %s".formatted(service, port, network.getservbyport(port, "tcp")));
    }
    NameInfo back = network.getnameinfo(new Address.Inet4("127.0.0.1", 80), 0);
    IO.println("127.0.0.1:80 is " + back.host() + ", " + back.service());
    IO.println("This host is " + network.gethostname());
  }

  /** Where a stream service of a host can be. */
  static List<Address> find(Network network, String host, String service) throws IOException {
    return network
        .getaddrinfo(
            host, service, AddressFamily.AF_UNSPEC, SocketType.SOCK_STREAM, Protocol.DEFAULT, 0)
        .stream()
        .map(AddressInfo::address)
        .toList();
  }
}
