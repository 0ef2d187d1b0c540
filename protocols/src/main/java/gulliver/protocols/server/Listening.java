package gulliver.protocols.server;

import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Errno;
import gulliver.socket.Network;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import gulliver.socket.SocketSetup;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A socket that listens for a server.
 *
 * @param socket listens
 * @param layer what its connections have on top
 * @param label what the program calls it: by that a successor finds it
 * @param path of a UNIX socket that this server has made, and removes; null otherwise
 */
record Listening(Socket socket, Layer layer, String label, @Nullable Path path) {
  /** Opens as many sockets as are asked for at one address, each with a queue of its own. */
  static List<Listening> open(Network network, Address address, int backlog, int group, Layer layer)
      throws IOException {
    if (address instanceof Address.Unix unix) {
      Socket socket = openUnix(network, unix, () -> network.createServer(unix, backlog));
      return List.of(new Listening(socket, layer, label(unix), path(unix)));
    }
    SocketSetup setup =
        socket -> {
          if (group > 1) {
            socket.setsockopt(Options.SO_REUSEPORT, true);
          }
        };
    List<Listening> all = new ArrayList<>();
    try {
      Address where = address;
      while (all.size() < group) {
        Socket socket = network.createServer(where, backlog, setup);
        all.add(new Listening(socket, layer, label(address), null));
        where = all.size() < group ? withPort(address, socket.getsockname()) : where;
      }
      return all;
    } catch (Throwable t) {
      all.forEach(each -> each.socket.close());
      throw t;
    }
  }

  /** The same address, as a name where it was one, with the port that the first has got. */
  private static Address withPort(Address wanted, Address got) {
    int port =
        switch (got) {
          case Address.Inet4 four -> four.port();
          case Address.Inet6 six -> six.port();
          default -> 0;
        };
    return wanted instanceof Address.Name name ? new Address.Name(name.host(), port) : got;
  }

  /** Opens a UNIX socket. */
  interface Opening {
    Socket open() throws IOException;
  }

  /** The path of a server that was killed is still there: then nobody listens, and it may go. */
  static Socket openUnix(Network network, Address.Unix address, Opening opening)
      throws IOException {
    try {
      return opening.open();
    } catch (IOException e) {
      Path path = path(address);
      if (Errno.of(e) != Errno.EADDRINUSE || path == null || !isStale(network, address)) {
        throw e;
      }
      Files.deleteIfExists(path);
      return opening.open();
    }
  }

  private static boolean isStale(Network network, Address.Unix address) {
    try (Socket probe = network.socket(AddressFamily.AF_UNIX, SocketType.SOCK_STREAM)) {
      probe.setblocking(false);
      probe.connect(address);
      return false;
    } catch (IOException e) {
      return Errno.of(e) == Errno.ECONNREFUSED;
    }
  }

  /** What an address is called in one line. */
  static String label(Address address) {
    return address.toString().replace("\n", "\\n");
  }

  /** The file of a UNIX socket; null if it has none. */
  static @Nullable Path path(Address.Unix address) {
    return address.isAbstract() || address.path().isEmpty() ? null : Path.of(address.path());
  }
}
