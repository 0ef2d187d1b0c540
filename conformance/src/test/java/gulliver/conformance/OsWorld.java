package gulliver.conformance;

import gulliver.socket.Address;
import gulliver.socket.Network;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The operating system's network on the loopback interface.
 *
 * @param peer who is at the other end
 */
public record OsWorld(Peer peer) implements World {
  public static final OsWorld OURSELVES = new OsWorld(new GulliverPeer(Network.os()));
  public static final OsWorld JAVA = new OsWorld(new JavaPeer());

  private static boolean warm;

  /**
   * Opens what is opened once for all: the poller, the dead socket, the JDK's own pollers. A
   * virtual thread waits in each network's accept, and is closed away.
   */
  private static synchronized void warmUp() {
    if (warm) {
      return;
    }
    warm = true;
    for (Peer peer : List.of(OURSELVES.peer, JAVA.peer)) {
      try {
        Peer.Listener server = peer.listen(new Address.Inet4("127.0.0.1", 0), 1);
        Caller<?> waiting = Caller.run(Network.os(), () -> acceptNobody(server)).untilItWaits();
        server.close();
        waiting.result();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private static void acceptNobody(Peer.Listener server) {
    try (Peer.Stream stream = server.accept()) {
      throw new AssertionError("nobody connects here, but " + stream.remote());
    } catch (IOException closed) {
      // as it is to be
    }
  }

  @Override
  public Network network() {
    return Network.os();
  }

  @Override
  public Address local(int port) {
    return new Address.Inet4("127.0.0.1", port);
  }

  @Override
  public void pass(Duration time) {
    // it does so by itself
  }

  /** The sockets among {@code /proc/self/fd}: files come and go with class loading. */
  @Override
  public List<String> open() {
    warmUp();
    return Descriptors.all().entrySet().stream()
        .filter(entry -> entry.getValue().matches("(socket|anon_inode):.*"))
        .map(entry -> entry.getKey() + " -> " + entry.getValue())
        .toList();
  }

  @Override
  public void close() {}
}
