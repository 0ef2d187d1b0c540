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

  /** An event that takes a while, and has begun. */
  interface Span<T, H> {
    /** It ends: what it is about, and how or why. */
    void ended(T about, H how);
  }

  private static boolean on() {
    return THERE && FlightRecorder.isInitialized();
  }

  /** Begins the event of a connection; null where nobody wants it. */
  static @Nullable Span<Served, Outcome> serving(Socket socket) {
    return on() ? ServerEvents.begun(new ServerEvents.Serving(), socket) : null;
  }

  /** A listener pauses for want of descriptors or memory. */
  static @Nullable Span<Socket, Errno> pausing(Socket listener) {
    return on() ? ServerEvents.begun(new ServerEvents.Pausing(), listener) : null;
  }

  /** A server stops. */
  static @Nullable Span<Server, Counters> stopping() {
    return on() ? ServerEvents.begun(new ServerEvents.Stopping(), null) : null;
  }

  static void refused(Socket socket, Address peer, Refusing.Reason reason) {
    if (on()) {
      ServerEvents.refused(socket, peer, reason);
    }
  }
}
