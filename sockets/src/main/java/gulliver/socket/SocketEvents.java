package gulliver.socket;

import java.io.IOException;
import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** The kinds of events of JDK Flight Recorder. */
final class SocketEvents {
  private SocketEvents() {}

  /** A connection that a client made. */
  @Name("gulliver.SocketConnect")
  @Label("Socket Connect")
  @Description("Connecting a socket to a peer")
  static final class Connect extends SocketEvent {
    @Override
    boolean isConnected() {
      return true;
    }
  }

  /** A connection that a server took. */
  @Name("gulliver.SocketAccept")
  @Label("Socket Accept")
  @Description("Taking a connection off a listening socket's queue, and waiting for one")
  static final class Accept extends SocketEvent {
    @Label("Accepted Descriptor")
    @Description("The file descriptor of the connection's own socket, or -1")
    int accepted = -1;

    @Override
    void came(@Nullable Object result, long count, List<Object> arguments) {
      if (result instanceof Accepted connection) {
        accepted = connection.socket().fileno();
        peer = connection.address().toString();
      }
    }
  }

  /** Bytes that went. */
  @Name("gulliver.SocketSend")
  @Label("Socket Send")
  @Description("Sending to a peer")
  static final class Send extends SocketEvent {
    @Label("Bytes Sent")
    @DataAmount
    long bytes;

    @Label("Messages")
    @Description("How many messages of a batch that was; 0 for a call of another kind")
    int messages;

    @Override
    void came(@Nullable Object result, long count, List<Object> arguments) {
      messages = batched(arguments, count);
      bytes = messages == 0 ? count : batchedBytes(arguments, messages);
    }
  }

  /** Bytes that came. */
  @Name("gulliver.SocketReceive")
  @Label("Socket Receive")
  @Description("Receiving from a peer")
  static final class Receive extends SocketEvent {
    @Label("Bytes Received")
    @DataAmount
    long bytes;

    @Label("Messages")
    @Description("How many messages of a batch that was; 0 for a call of another kind")
    int messages;

    @Label("End of Stream")
    @Description("Whether nothing came because a stream has ended")
    boolean endOfStream;

    /** Whether 0 bytes are the end, and no empty message. */
    transient boolean stream;

    @Override
    void about(Socket socket) {
      stream = socket.core.isStream();
    }

    @Override
    void came(@Nullable Object result, long count, List<Object> arguments) {
      messages = batched(arguments, count);
      bytes = messages == 0 ? count : batchedBytes(arguments, messages);
      boolean room = !(arguments.size() > 1 && arguments.get(1) instanceof Long size && size == 0);
      endOfStream = stream && errno == null && count == 0 && room;
    }
  }

  /** How many messages of a batch went or came; 0 where the call is not about a batch. */
  private static int batched(List<Object> arguments, long count) {
    return !arguments.isEmpty() && arguments.getFirst() instanceof MessageBatch ? (int) count : 0;
  }

  private static long batchedBytes(List<Object> arguments, int messages) {
    MessageBatch batch = (MessageBatch) arguments.getFirst();
    int first = arguments.get(1) instanceof Integer i ? i : 0;
    long bytes = 0;
    for (int i = first; i < first + messages; i++) {
      bytes += batch.length(i);
    }
    return bytes;
  }

  /** The end of a socket. */
  @Name("gulliver.SocketClose")
  @Label("Socket Close")
  @Description("Closing a socket; SO_LINGER may make it wait")
  static final class Close extends SocketEvent {}

  /** The event of a call, begun; null where there is none, or nobody wants it. */
  static @Nullable SocketEvent begin(String call) {
    SocketEvent event =
        switch (call) {
          case "connect" -> new Connect();
          case "accept" -> new Accept();
          case "send", "sendall", "sendto", "sendmsg", "sendmmsg", "sendfile" -> new Send();
          case "recv", "recvall", "recvfrom", "recvmsg", "recvmmsg" -> new Receive();
          case "close" -> new Close();
          default -> null;
        };
    if (event == null || !event.isEnabled()) {
      return null;
    }
    event.call = call;
    event.begin();
    return event;
  }

  /** A question to a resolver. */
  @Name("gulliver.NameLookup")
  @Label("Name Lookup")
  @Description("Asking for the addresses of a host, or for the names of an address")
  @Category({"Gulliver", "Socket"})
  @Threshold("20 ms")
  static final class NameLookup extends Event {
    @Label("Call")
    @Description("The C name of the call")
    @Nullable String call;

    @Label("Network")
    @Nullable String network;

    @Label("Host")
    @Description("The name or the address that was asked for")
    @Nullable String host;

    @Label("Service")
    @Nullable String service;

    @Label("Answer")
    @Nullable String answer;

    @Label("Error")
    @Description("Why it failed, such as EAI_NONAME")
    @Nullable String errno;

    static <T> T recorded(
        Network network,
        String call,
        @Nullable Object host,
        @Nullable String service,
        Recording.Question<T> question)
        throws IOException {
      NameLookup event = new NameLookup();
      if (!event.isEnabled()) {
        return question.ask();
      }
      event.begin();
      T answer = null;
      Throwable failure = null;
      try {
        answer = question.ask();
        return answer;
      } catch (Throwable t) {
        failure = t;
        throw t;
      } finally {
        event.end();
        if (event.shouldCommit()) {
          event.network = network.toString();
          event.call = call;
          event.host = SocketEvent.text(host);
          event.service = service;
          event.answer = answer instanceof List<?> all ? addresses(all) : SocketEvent.text(answer);
          event.errno = SocketEvent.error(failure, 0);
          event.commit();
        }
      }
    }

    /** The addresses, without a port, each once. */
    private static String addresses(List<?> all) {
      return String.join(
          " ",
          all.stream()
              .map(one -> one instanceof AddressInfo info ? host(info.address()) : one.toString())
              .distinct()
              .toList());
    }

    private static String host(Address address) {
      return switch (address) {
        case Address.Inet4 four -> four.host();
        case Address.Inet6 six ->
            six.scopeid() == 0 ? six.host() : six.host() + "%" + six.scopeid();
        default -> address.toString();
      };
    }
  }
}
