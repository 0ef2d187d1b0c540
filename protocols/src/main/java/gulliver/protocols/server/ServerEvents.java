package gulliver.protocols.server;

import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Socket;
import java.io.IOException;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The events of a server in JDK Flight Recorder. Durations are the machine's. */
final class ServerEvents {
  private ServerEvents() {}

  /** A connection, from its acceptance to its end. */
  @Name("gulliver.ServerConnection")
  @Label("Server Connection")
  @Description("A connection that a server has served, from its acceptance to its end")
  @Category({"Gulliver", "Server"})
  @StackTrace(false)
  static final class Serving extends Event implements Recording.Serving {
    @Label("Local Address")
    @Nullable String local;

    @Label("Peer Address")
    @Nullable String peer;

    @Label("Bytes Received")
    @DataAmount
    long received;

    @Label("Bytes Sent")
    @DataAmount
    long sent;

    @Label("Outcome")
    @Description("COMPLETED, BROKEN by the client, LIMITED, FAILED handler, or CUT by a stop")
    @Nullable String outcome;

    @Override
    public void ended(Served connection, Outcome how) {
      end();
      if (shouldCommit()) {
        local = ServerEvents.local(connection.socket());
        peer = connection.peer().toString();
        received = connection.received();
        sent = connection.sent();
        outcome = how.toString();
        commit();
      }
    }
  }

  /** A time without accepting. */
  @Name("gulliver.ServerPause")
  @Label("Server Pause")
  @Description("A time in which a listener did not accept, for want of descriptors or memory")
  @Category({"Gulliver", "Server"})
  @StackTrace(false)
  static final class Pausing extends Event implements Recording.Pausing {
    @Label("Local Address")
    @Nullable String local;

    @Label("Error")
    @Nullable String errno;

    @Override
    public void ended(Socket listener, Errno why) {
      end();
      if (shouldCommit()) {
        local = ServerEvents.local(listener);
        errno = why.toString();
        commit();
      }
    }
  }

  /** The end of a server. */
  @Name("gulliver.ServerStop")
  @Label("Server Stop")
  @Description("The time that a server took to stop")
  @Category({"Gulliver", "Server"})
  @StackTrace(false)
  static final class Stopping extends Event implements Recording.Stopping {
    @Label("Local Addresses")
    @Nullable String local;

    @Label("Connections Cut")
    @Description("Those that had not finished in time")
    long cut;

    @Override
    public void ended(Server server) {
      end();
      if (shouldCommit()) {
        local = server.addresses().toString();
        cut = server.counters().cut();
        commit();
      }
    }
  }

  /** A client that was turned away. */
  @Name("gulliver.ServerRefusal")
  @Label("Server Refusal")
  @Description("A client that was over a limit")
  @Category({"Gulliver", "Server"})
  @StackTrace(false)
  static final class Refusal extends Event {
    @Label("Peer Address")
    @Nullable String peer;

    @Label("Reason")
    @Nullable String reason;
  }

  private static @Nullable String local(Socket socket) {
    try {
      return socket.getsockname().toString();
    } catch (IOException closed) {
      return null;
    }
  }

  static @Nullable Serving serving() {
    Serving event = new Serving();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return event;
  }

  static @Nullable Pausing pausing() {
    Pausing event = new Pausing();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return event;
  }

  static @Nullable Stopping stopping() {
    Stopping event = new Stopping();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return event;
  }

  static void refused(Address peer, Refusing.Reason reason) {
    Refusal event = new Refusal();
    if (event.isEnabled()) {
      event.peer = peer.toString();
      event.reason = reason.toString();
      event.commit();
    }
  }
}
