package gulliver.protocols.server;

import gulliver.socket.Network;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/** Threads that wait, in a network's own time, for something to be true. */
final class Condition {
  private final Network network;
  private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

  Condition(Network network) {
    this.network = network;
  }

  /** Waits; answers whether it was true in time. */
  boolean await(BooleanSupplier holds, long deadline) throws InterruptedException {
    Thread me = Thread.currentThread();
    waiting.add(me);
    try {
      while (!holds.getAsBoolean()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (deadline != Network.FOREVER && network.nanoTime() - deadline >= 0) {
          return false;
        }
        network.park(deadline);
      }
      return true;
    } finally {
      waiting.remove(me);
    }
  }

  /** Something may be true now: lets all who wait look. */
  void changed() {
    waiting.forEach(network::unpark);
  }
}
