package gulliver.socket;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;

/**
 * Closes the sockets that a program drops without {@code close}, and says so once for each: nobody
 * should count on it, because a collector takes its time and descriptors may run out before.
 */
final class Dropped {
  private static final Cleaner CLEANER = Cleaner.create();

  /** A logger is dear: programs that drop nothing need none. */
  static final class Log {
    private static final System.Logger LOG = System.getLogger("gulliver.socket");
  }

  /** What to do for a socket that has been dropped; must not hold the socket itself. */
  private record Collected(Core core, Core... others) implements Runnable {
    @Override
    public void run() {
      if (!core.isClosed()) {
        collected(core, others);
      }
    }
  }

  private Dropped() {}

  private static final Core[] NONE = {};

  /** Watches a socket. */
  static Cleaner.Cleanable watch(Object socket, Core core) {
    return watch(socket, core, NONE);
  }

  /** Watches a socket; with it end others that are only its own. */
  static Cleaner.Cleanable watch(Object socket, Core core, Core... others) {
    return CLEANER.register(socket, new Collected(core, others));
  }

  /** For a socket that has been closed: nothing is left to clean. */
  static void forget(Cleaner.Cleanable cleanable) {
    cleanable.clean();
  }

  private static void collected(Core core, Core... others) {
    long descriptor = core.endpoint.handle();
    String what =
        core.endpoint.family() == Linux.AF_UNSPEC
            ? "a descriptor was dropped without close(): " + descriptor
            : "a socket was dropped without close(): "
                + new FiveTuple(new Protocol(core.endpoint.protocol()), null, core.peer)
                    .text(core.endpoint.family())
                + (descriptor < 0 ? "" : ", descriptor " + descriptor);
    Log.LOG.log(Level.WARNING, what); // before anybody sees the end, and perhaps ends the JVM
    // that may take SO_LINGER's time, and the cleaner has other sockets to look after
    core.time.start(core::abandon);
    for (Core other : others) {
      core.time.start(other::abandon);
    }
  }
}
