package gulliver.protocols.server;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import gulliver.socket.Task;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Which connections are served, which wait, and which are refused. */
final class Admission {
  /** How many clients are told at once that they are refused, and how long that takes at most. */
  private static final int REFUSALS = 100;

  static final Duration REFUSAL = Duration.ofSeconds(1);

  private final Server server;
  private final Network network;
  private final @Nullable Refusing refusing;
  private final Tally tally;
  private final Places places;
  private final Set<Served> active = ConcurrentHashMap.newKeySet();
  private final AtomicLong departures = new AtomicLong();
  private final AtomicInteger refusals = new AtomicInteger();

  /** Those who accept wait here, for a place or for something else to be free. */
  private final Condition room;

  Admission(Server server, Limits limits, @Nullable Refusing refusing) {
    this.server = server;
    this.network = server.network();
    this.refusing = refusing;
    this.tally = server.tally();
    this.places = new Places(limits);
    this.room = new Condition(network);
  }

  /** The connections that are being served. */
  Set<Served> active() {
    return active;
  }

  /** How many places are taken. */
  int taken() {
    return places.taken();
  }

  /** Whether clients are being told that they are refused. */
  boolean isRefusing() {
    return refusals.get() > 0;
  }

  // ---- waiting ----

  /** Whether the next connection would be served or refused, and not wait. */
  boolean isRoom() {
    return refusing != null || places.isRoom();
  }

  /** Waits until one more may be accepted, or none will. */
  void awaitRoom() throws InterruptedException {
    if (!server.mayAccept()) {
      room.await(() -> server.mayAccept() || server.isStopping(), Network.FOREVER);
    }
    if (!isRoom()) {
      room.await(() -> isRoom() || !server.mayAccept(), Network.FOREVER);
    }
  }

  /** Waits until a connection has gone, or the server stops. */
  void awaitDeparture(long deadline) throws InterruptedException {
    long seen = departures.get();
    room.await(() -> departures.get() != seen || server.isStopping(), deadline);
  }

  /** Lets those who wait look: whether the server accepts is another than before. */
  void look() {
    room.changed();
  }

  // ---- a connection comes ----

  /** Serves a connection on a thread of its own, or refuses it. */
  void admit(Accepted client, Layer layer) {
    Socket socket = client.socket();
    Address peer = client.address();
    tally.accepted.increment();
    if (!places.tryTake(peer)) {
      refuse(socket, peer, layer, Refusing.Reason.PER_ADDRESS);
      return;
    }
    boolean placed = false;
    try {
      placed = takePlace();
      if (!placed) {
        refuse(socket, peer, layer, Refusing.Reason.CONNECTIONS);
        return;
      }
      begin(new Served(server, socket, peer, layer));
    } catch (Throwable t) {
      tally.failed.increment();
      Served.reset(socket);
      if (placed) {
        places.leave();
      }
      placed = false;
      throw t;
    } finally {
      if (!placed) {
        places.leave(peer);
      }
    }
  }

  private void begin(Served served) {
    active.add(served);
    try {
      network.start(served);
    } catch (Throwable t) {
      active.remove(served);
      throw t;
    }
  }

  /** Another listener may have been quicker: then this connection, accepted already, waits. */
  private boolean takePlace() {
    while (!places.tryTake()) {
      if (refusing != null) {
        return false;
      }
      if (server.isStopping()) {
        places.take(); // one too many rather than one lost
        return true;
      }
      try {
        room.await(() -> places.isRoom() || server.isStopping(), Network.FOREVER);
      } catch (InterruptedException e) {
        // the loop looks why
      }
    }
    return true;
  }

  /**
   * Tells a client that it is refused, and closes. Under a layer there is nobody who could be told
   * without the layer's own work, for which a full server has no time: it resets the connection.
   */
  private void refuse(Socket socket, Address peer, Layer layer, Refusing.Reason reason) {
    tally.refused(reason).increment();
    Recording.refused(socket, peer, reason);
    Refusing word = refusing;
    if (!layer.equals(Layer.NONE)) {
      Served.reset(socket);
    } else if (word == null) {
      socket.close();
    } else if (refusals.incrementAndGet() > REFUSALS) {
      refusals.decrementAndGet();
      socket.close();
    } else {
      tell(word, socket, reason);
    }
  }

  private void tell(Refusing word, Socket socket, Refusing.Reason reason) {
    Task saying =
        () -> {
          try (socket) {
            network.within(REFUSAL, () -> say(word, socket, reason));
          } catch (IOException gone) {
            // it was going to be
          } catch (RuntimeException e) {
            server.log(Level.WARNING, "refusing " + socket, e);
          } finally {
            refusals.decrementAndGet();
            server.changedWhileStopping();
          }
        };
    try {
      network.start(saying);
    } catch (Throwable t) {
      socket.close();
      refusals.decrementAndGet();
      throw t;
    }
  }

  private static void say(Refusing word, Socket socket, Refusing.Reason reason) throws IOException {
    word.refuse(socket, reason);
    if (!socket.isClosed()) {
      socket.shutdown(Sockets.SHUT_WR);
      Served.drain(socket);
    }
  }

  // ---- a connection goes ----

  /** Its socket has been closed. */
  void left(Served connection, Outcome outcome) {
    places.leave();
    places.leave(connection.peer());
    tally.ended(outcome).increment();
    active.remove(connection); // a server that has stopped has counted all
    departures.incrementAndGet();
    room.changed();
    server.changedWhileStopping();
  }
}
