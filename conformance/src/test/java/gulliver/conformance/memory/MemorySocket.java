package gulliver.conformance.memory;

import static gulliver.socket.Linux.*;

import gulliver.socket.Address.Inet4;
import gulliver.socket.Sender;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints refer to and duplicates share: the state of a socket and its transitions. Of one
 * that carries datagrams OPEN is the only state; a stream goes
 *
 * <pre>
 *   OPEN -- listen --&gt; LISTEN
 *     +-- connect --&gt; SYN_SENT -- room in the backlog --&gt; CONNECTED -- both FINs or a reset --&gt; ENDED
 * </pre>
 */
final class MemorySocket {
  enum State {
    OPEN,
    LISTEN,
    SYN_SENT,
    CONNECTED,
    ENDED
  }

  /** What was sent at once, from {@code start} on. */
  record Message(byte[] bytes, int start, Inet4 from) {
    int length() {
      return bytes.length - start;
    }
  }

  static final Inet4 NOWHERE = new Inet4(Inet4.ANY, 0);

  /** What a datagram takes of the buffer besides its bytes; an empty one takes room, too. */
  private static final int OVERHEAD = 256;

  final int type;
  private final MemoryTime time;
  final Map<List<Integer>, int[]> options = new HashMap<>();
  Inet4 bound = NOWHERE;
  Inet4 local = NOWHERE;
  @Nullable Inet4 remote;
  State state = State.OPEN;

  /** The other end of a stream; in SYN_SENT, the listener. */
  @Nullable MemorySocket other;

  /** A connect has answered EINPROGRESS, and none since what came of it. */
  boolean connecting;

  int backlog;
  final Deque<MemorySocket> accepted = new ArrayDeque<>();
  private final Deque<MemorySocket> waiting = new ArrayDeque<>();
  private final Deque<Message> inbox = new ArrayDeque<>();
  private int held;
  boolean shutRead;
  boolean shutWrite;
  private boolean finReceived;
  private int error;
  int users;

  /** Counts whatever may let a waiting call do better. */
  long changes;

  MemorySocket(int type, MemoryTime time) {
    this.type = type;
    this.time = time;
    for (int name : List.of(SO_BROADCAST, SO_KEEPALIVE, SO_REUSEADDR)) {
      options.put(List.of(SOL_SOCKET, name), new int[1]);
    }
    options.put(List.of(SOL_SOCKET, SO_LINGER), new int[2]);
    options.put(List.of(SOL_SOCKET, SO_RCVBUF), new int[] {1 << 17});
    options.put(List.of(SOL_SOCKET, SO_SNDBUF), new int[] {1 << 16});
    if (isStream()) {
      options.put(List.of(IPPROTO_TCP, TCP_NODELAY), new int[1]);
    }
  }

  boolean isStream() {
    return type == SOCK_STREAM;
  }

  boolean isConnected() {
    return isStream() ? state == State.CONNECTED : remote != null;
  }

  int option(int name) {
    return options.get(List.of(SOL_SOCKET, name))[0];
  }

  int takeError() {
    int taken = error;
    error = 0;
    return taken;
  }

  void fail(int errno) {
    error = errno;
    changed();
  }

  void changed() {
    changes++;
    time.changed();
  }

  // ---- the beginning of a connection ----

  int connect(@Nullable MemorySocket listener) {
    if (listener == null) {
      dissociate();
      return -ECONNREFUSED;
    }
    state = State.SYN_SENT;
    other = listener;
    listener.waiting.add(this);
    listener.admit();
    connecting = state == State.SYN_SENT;
    return connecting ? -EINPROGRESS : 0;
  }

  /** What connect answers after the first: the outcome, once. */
  int reconnect() {
    if (state == State.SYN_SENT || !connecting) {
      return connecting ? -EALREADY : -EISCONN;
    }
    connecting = false;
    return state != State.OPEN ? 0 : error == 0 ? -ECONNABORTED : -takeError();
  }

  /** Lets clients in while there is room: for one more than the backlog, as on Linux. */
  void admit() {
    while (accepted.size() <= backlog && !waiting.isEmpty()) {
      MemorySocket client = waiting.remove();
      MemorySocket server = new MemorySocket(type, time);
      server.options.putAll(options);
      server.local = server.bound = client.remote;
      server.remote = client.local;
      server.other = client;
      client.other = server;
      server.state = client.state = State.CONNECTED;
      accepted.add(server);
      changed();
      client.changed();
    }
  }

  void dissociate() {
    local = bound;
    remote = null;
  }

  // ---- data ----

  int room() {
    return Math.max(0, option(SO_SNDBUF) + other.option(SO_RCVBUF) - other.held);
  }

  /** What is sent now would find a closed socket. */
  boolean isDeaf() {
    return shutRead && shutWrite;
  }

  /** A stream has asked for room before; a datagram is lost where there is none. */
  void deliver(Message message) {
    if (isStream() || held <= option(SO_RCVBUF)) {
      inbox.add(message);
      held += message.length() + (isStream() ? 0 : OVERHEAD);
      changed();
    }
  }

  /** Gives a datagram, or of a stream as much as there is; or says what there is instead. */
  int receive(MemorySegment into, int flags, Sender from) {
    boolean failed = error != 0 && (inbox.isEmpty() || !isStream());
    if (failed || inbox.isEmpty()) {
      boolean ended = isStream() && (finReceived || shutRead || state == State.ENDED);
      boolean early = isStream() && (state == State.OPEN || state == State.LISTEN);
      return failed ? -takeError() : ended ? 0 : early ? -ENOTCONN : -EAGAIN;
    }
    boolean peeks = (flags & MSG_PEEK) != 0;
    boolean truncates = (flags & MSG_TRUNC) != 0;
    Deque<Message> messages = peeks ? new ArrayDeque<>(inbox) : inbox;
    int done = 0;
    Message message;
    do {
      message = messages.remove();
      int part = (int) Math.min(message.length(), into.byteSize() - done);
      if (!truncates || !isStream()) {
        MemorySegment.copy(MemorySegment.ofArray(message.bytes), message.start, into, done, part);
      }
      if (isStream() && part < message.length()) {
        messages.push(new Message(message.bytes, message.start + part, message.from));
      }
      done += part;
    } while (isStream() && done < into.byteSize() && !messages.isEmpty());
    from.set(isStream() ? null : message.from);
    if (!peeks) {
      held -= isStream() ? done : message.length() + OVERHEAD;
    }
    if (!peeks && other != null) {
      other.changed();
    }
    return truncates && !isStream() ? message.length() : done;
  }

  // ---- the end ----

  void shutdown(boolean reads, boolean writes) {
    shutRead |= reads;
    if (writes && !shutWrite) {
      shutWrite = true;
      if (state == State.CONNECTED) {
        other.finReceived = true;
        other.settle();
      }
    }
    settle();
  }

  private void settle() {
    state = state == State.CONNECTED && shutWrite && finReceived ? State.ENDED : state;
    changed();
  }

  /** The peer has reset the connection; behind its end that is no news. */
  void reset() {
    if (state == State.CONNECTED) {
      state = State.ENDED;
      fail(finReceived ? 0 : ECONNRESET);
    }
  }

  private void refuse() {
    state = State.OPEN;
    dissociate();
    fail(ECONNREFUSED);
  }

  void leave() {
    if (--users == 0) {
      close();
    }
  }

  int unlisten() {
    accepted.forEach(connection -> connection.other.reset());
    accepted.clear();
    waiting.forEach(MemorySocket::refuse);
    waiting.clear();
    state = State.OPEN;
    dissociate();
    changed();
    return 0;
  }

  private void close() {
    switch (state) {
      case OPEN, ENDED -> {}
      case LISTEN -> unlisten();
      case SYN_SENT -> {
        other.waiting.remove(this);
        state = State.OPEN;
      }
      case CONNECTED -> {
        int[] linger = options.get(List.of(SOL_SOCKET, SO_LINGER));
        if (held > 0 || (linger[0] != 0 && linger[1] == 0)) {
          other.reset();
        }
        shutdown(true, true);
      }
    }
  }

  int ready() {
    boolean ends = finReceived || shutRead || state == State.ENDED;
    boolean in = ends || !inbox.isEmpty() || !accepted.isEmpty();
    boolean out =
        state == State.CONNECTED
            ? shutWrite || room() > 0
            : state != State.LISTEN && state != State.SYN_SENT;
    boolean hangs = state == State.ENDED || isDeaf() || (isStream() && state == State.OPEN);
    return (in ? POLLIN : 0)
        | (out ? POLLOUT : 0)
        | (error != 0 ? POLLERR : 0)
        | (hangs ? POLLHUP : 0)
        | (ends ? POLLRDHUP : 0);
  }

  @Override
  public String toString() {
    return (isStream() ? "stream " : "datagrams ") + local + " -> " + remote + " " + state;
  }
}
