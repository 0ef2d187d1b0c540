package gulliver.conformance;

import gulliver.socket.Address;
import gulliver.socket.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The operating system's network on the loopback interface.
 *
 * @param peer who is at the other end
 */
record OsWorld(Peer peer) implements World {
  static final OsWorld OURSELVES = new OsWorld(new GulliverPeer(Network.os()));
  static final OsWorld JAVA = new OsWorld(new JavaPeer());

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
        Thread waiter = Thread.startVirtualThread(() -> acceptNobody(server));
        while (waiter.getState() != Thread.State.WAITING
            && waiter.getState() != Thread.State.TIMED_WAITING) {
          if (!waiter.isAlive()) {
            throw new AssertionError("accept did not wait");
          }
          Thread.onSpinWait();
        }
        server.close();
        waiter.join();
      } catch (IOException | InterruptedException e) {
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
    List<String> sockets = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:") || target.startsWith("anon_inode:")) {
            sockets.add(descriptor.getFileName() + " -> " + target);
          }
        } catch (IOException gone) {
          // the descriptor of the listing itself
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    sockets.sort(null);
    return sockets;
  }

  @Override
  public void close() {}
}
