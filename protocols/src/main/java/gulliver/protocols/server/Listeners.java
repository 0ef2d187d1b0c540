package gulliver.protocols.server;

import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a server that starts: opened, given by the program, or taken over from the server
 * whose place it takes. If it cannot start, nothing of them is left.
 */
final class Listeners {
  /** Somewhere to listen: an address, or a socket that does. */
  record Place(@Nullable Address address, @Nullable Socket socket, Layer layer) {
    private String label() throws IOException {
      return Listening.label(socket == null ? address : socket.getsockname());
    }
  }

  private final Server.Builder builder;
  private final Network network;
  private final List<Listening> all = new ArrayList<>();

  /** Files of UNIX sockets that were not there before. */
  private final List<Path> made = new ArrayList<>();

  private @Nullable Socket desk;
  private Succession.@Nullable Taken taken;

  Listeners(Server.Builder builder) {
    this.builder = builder;
    this.network = builder.network;
  }

  /** All sockets that listen. */
  List<Listening> all() {
    return all;
  }

  /** Where a successor comes; null if there may be none. */
  @Nullable Socket desk() {
    return desk;
  }

  /** The desk's file; null if it has none. */
  @Nullable Path deskPath() {
    return builder.desk == null ? null : Listening.path(builder.desk);
  }

  void open() throws IOException {
    taken = builder.desk == null ? null : Succession.take(network, builder.desk);
    desk = taken == null ? null : taken.desk();
    for (Place place : builder.places) {
      open(place);
    }
    if (builder.desk != null) {
      checkCount();
      if (desk == null) {
        desk = Succession.openDesk(network, builder.desk);
        made(deskPath());
      }
    }
  }

  private void open(Place place) throws IOException {
    Socket given = place.socket;
    Address address = place.address;
    if (given != null) {
      check(given);
      all.add(new Listening(given, place.layer, place.label(), null));
    } else if (address != null) {
      Path path = address instanceof Address.Unix unix ? Listening.path(unix) : null;
      List<Socket> inherited = taken == null ? List.of() : taken.take(place.label());
      for (Socket each : inherited) {
        all.add(new Listening(each, place.layer, place.label(), path));
      }
      if (inherited.isEmpty()) {
        all.addAll(Listening.open(network, address, builder.backlog, builder.group, place.layer));
        made(path);
      }
    }
  }

  private void made(@Nullable Path path) {
    if (path != null) {
      made.add(path);
    }
  }

  private static void check(Socket socket) throws IOException {
    if (!socket.type().equals(SocketType.SOCK_STREAM)
        || !socket.getsockopt(Options.SO_ACCEPTCONN)) {
      throw new IllegalArgumentException("listen: " + socket + " does not listen");
    }
    socket.settimeout(null);
  }

  private void checkCount() {
    if (all.size() > Succession.MOST_SOCKETS) {
      throw new IllegalArgumentException(
          "a successor can be given %d sockets, not %d"
              .formatted(Succession.MOST_SOCKETS, all.size()));
    }
  }

  // ---- taking another server's place ----

  /** Returns when the old server accepts no more, if there is one. */
  void awaitTurn() throws IOException {
    if (taken != null) {
      taken.awaitTurn();
    }
  }

  /** Tells the old server that the new one accepts. */
  void accepting() throws IOException {
    if (taken != null) {
      taken.accepting();
    }
  }

  /** The server has started, or it has not: there is nothing more to say to the old one. */
  void endTaking() {
    if (taken != null) {
      taken.close();
    }
  }

  /** The server could not start. */
  void abandon() {
    all.forEach(each -> each.socket().close());
    for (Place each : builder.places) {
      if (each.socket != null) {
        each.socket.close();
      }
    }
    if (desk != null) {
      desk.close();
    }
    for (Path each : made) {
      try {
        Files.deleteIfExists(each);
      } catch (IOException e) {
        // why the server could not start is more important
      }
    }
  }
}
