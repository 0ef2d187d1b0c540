package gulliver.socket;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * A call as an event of JDK Flight Recorder; {@link SocketEvents} has the kinds. The threshold is
 * that of the JDK's own {@code jdk.SocketRead}: 20 ms, which a recording may set otherwise, as in
 * {@code -XX:StartFlightRecording:gulliver.SocketConnect#threshold=0ms}. Durations are the
 * machine's, also on a network with a clock of its own.
 *
 * <p>The recorder instruments each kind when it is loaded, and looks at this class then; so this
 * class must not name them.
 */
@Category({"Gulliver", "Socket"})
@Threshold("20 ms")
abstract class SocketEvent extends Event implements Recording.Recorded {
  @Label("Call")
  @Description("The C name of the call")
  @Nullable String call;

  @Label("Network")
  @Nullable String network;

  @Label("Local Address")
  @Nullable String local;

  @Label("Peer Address")
  @Description("Where to, where from, or the other end of the connection")
  @Nullable String peer;

  @Label("Descriptor")
  @Description("The socket's file descriptor when the call began; -1 on a network without them")
  int descriptor;

  @Label("Error")
  @Description("Why the call failed, such as ECONNREFUSED; EAGAIN where it would have had to wait")
  @Nullable String errno;

  @Override
  public final void closing(Socket socket) {
    addresses(socket);
  }

  private void addresses(Socket socket) {
    try {
      FiveTuple five = socket.fiveTuple();
      local = text(five.local());
      peer = text(five.remote());
    } catch (IOException closed) {
      // what is known already is all that can be known
    }
  }

  @Override
  public final void ended(
      Socket socket,
      int fileno,
      Function<@Nullable Object, List<Object>> arguments,
      @Nullable Object result,
      @Nullable Throwable failure) {
    end();
    if (!shouldCommit()) {
      return;
    }
    network = socket.network().toString();
    descriptor = fileno;
    if (!socket.isClosed()) {
      addresses(socket);
    }
    List<Object> given = arguments.apply(result);
    Address whom = whom(socket, given, failure);
    if (whom != null && !whom.toString().equals(local)) {
      peer = whom.toString();
    }
    long count = result instanceof Number n ? n.longValue() : 0;
    errno = error(failure, count);
    about(socket);
    long moved = failure instanceof SocketFailure f ? f.transferred() : Math.max(0, count);
    came(result, moved, given);
    commit();
  }

  /** Whom a call was about; null where that is the connection's peer, who is known. */
  private @Nullable Address whom(
      Socket socket, List<Object> arguments, @Nullable Throwable failure) {
    if (failure instanceof SocketFailure f && f.address() != null) {
      return f.address();
    }
    if (peer != null && isConnected()) {
      return null; // an argument may be a name
    }
    for (Object argument : arguments) {
      Address address = address(argument);
      if (address != null) {
        return address;
      }
    }
    return peer == null ? socket.core.peer : null;
  }

  /** Whether a peer that the socket has is the one that the call was about. */
  boolean isConnected() {
    return false;
  }

  /** What an event has to know of its socket. */
  void about(Socket socket) {}

  /** What the call answered, how many bytes (or messages of a batch) it moved, its arguments. */
  void came(@Nullable Object result, long count, List<Object> arguments) {}

  private static @Nullable Address address(Object argument) {
    return switch (argument) {
      case Address address -> address;
      case Sender sender -> sender.address();
      case OutMessage message -> message.address();
      case InMessage message -> message.address();
      default -> null;
    };
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  static @Nullable String error(@Nullable Throwable failure, long count) {
    return switch (failure) {
      case SocketFailure.Name name -> name.eai().toString();
      case SocketFailure f -> f.errno().toString();
      case null -> count == Socket.WOULD_BLOCK ? Errno.EAGAIN.toString() : null;
      default -> failure.getClass().getName();
    };
  }
}
