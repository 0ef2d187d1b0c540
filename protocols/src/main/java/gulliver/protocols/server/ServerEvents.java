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

  /** What they have in common; the recorder looks at it for each kind, so it must not name them. */
  @Category({"Gulliver", "Server"})
  @StackTrace(false)
  abstract static class ServerEvent extends Event {
    @Label("Local Address")
    @Nullable String local;
  }

  /** A connection, from its acceptance to its end. */
  @Name("gulliver.ServerConnection")
  @Label("Server Connection")
  @Description("A connection that a server has served, from its acceptance to its end")
  static final class Serving extends ServerEvent implements Recording.Span<Served, Outcome> {
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
      peer = connection.peer().toString();
      received = connection.received();
      sent = connection.sent();
      outcome = how.toString();
      commit();
    }
  }

  /** A time without accepting. */
  @Name("gulliver.ServerPause")
  @Label("Server Pause")
  @Description("A time in which a listener did not accept, for want of descriptors or memory")
  static final class Pausing extends ServerEvent implements Recording.Span<Socket, Errno> {
    @Label("Error")
    @Nullable String errno;

    @Override
    public void ended(Socket listener, Errno why) {
      errno = why.toString();
      commit();
    }
  }

  /** The end of a server. */
  @Name("gulliver.ServerStop")
  @Label("Server Stop")
  @Description("The time that a server took to stop")
  static final class Stopping extends ServerEvent implements Recording.Span<Server, Counters> {
    @Label("Connections Cut")
    @Description("Those that had not finished in time")
    long cut;

    @Override
    public void ended(Server server, Counters counters) {
      local = server.addresses().toString();
      cut = counters.cut();
      commit();
    }
  }

  /** A client that was turned away. */
  @Name("gulliver.ServerRefusal")
  @Label("Server Refusal")
  @Description("A client that was over a limit")
  static final class Refusal extends ServerEvent {
    @Label("Peer Address")
    @Nullable String peer;

    @Label("Reason")
    @Nullable String reason;
  }

  /** Begins an event of a socket, whose address it may not have any more at the end. */
  static <E extends ServerEvent> @Nullable E begun(E event, @Nullable Socket socket) {
    if (!event.isEnabled()) {
      return null;
    }
    event.local = socket == null ? null : local(socket);
    event.begin();
    return event;
  }

  private static @Nullable String local(Socket socket) {
    try {
      return socket.getsockname().toString();
    } catch (IOException closed) {
      return null;
    }
  }

  static void refused(Socket socket, Address peer, Refusing.Reason reason) {
    Refusal event = begun(new Refusal(), socket);
    if (event != null) {
      event.peer = peer.toString();
      event.reason = reason.toString();
      event.commit();
    }
  }
}
