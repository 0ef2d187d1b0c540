package gulliver.protocols.server;

import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Socket;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Whether JDK Flight Recorder looks on: as long as nobody has begun a recording in this JVM, that
 * is one volatile boolean. A runtime without the module {@code jdk.jfr} has not even that, and no
 * class of it is touched.
 */
final class Recording {
  private static final boolean THERE =
      ModuleLayer.boot()
          .findModule("jdk.jfr")
          .map(jfr -> Recording.class.getModule().canRead(jfr))
          .orElse(false);

  private Recording() {}

  /** A connection that is being served. */
  interface Serving {
    void ended(Served connection, Outcome outcome);
  }

  /** A listener that has paused for want of descriptors or memory. */
  interface Pausing {
    void ended(Socket listener, Errno why);
  }

  /** A server that is stopping. */
  interface Stopping {
    void ended(Server server);
  }

  private static boolean on() {
    return THERE && FlightRecorder.isInitialized();
  }

  /** Begins an event; null where nobody wants it. */
  static @Nullable Serving serving() {
    return on() ? ServerEvents.serving() : null;
  }

  static @Nullable Pausing pausing() {
    return on() ? ServerEvents.pausing() : null;
  }

  static @Nullable Stopping stopping() {
    return on() ? ServerEvents.stopping() : null;
  }

  static void refused(Address peer, Refusing.Reason reason) {
    if (on()) {
      ServerEvents.refused(peer, reason);
    }
  }
}
