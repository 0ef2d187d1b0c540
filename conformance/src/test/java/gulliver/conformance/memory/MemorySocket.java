package gulliver.conformance.memory;

import static gulliver.conformance.memory.MemorySocket.State.*;
import static gulliver.socket.Linux.*;

import gulliver.socket.Address.Inet4;
import java.lang.foreign.MemorySegment;
import java.util.*;
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

  /** A datagram, or all that a stream holds: what nobody has received yet. */
  record Message(MemorySegment bytes, Inet4 from) {}

  private static final int OVERHEAD = 256; // of each message, so that an empty one takes room, too

  final int type;
  final boolean isStream;
  final Map<Integer, int[]> options = new HashMap<>();
  Inet4 bound = new Inet4(Inet4.ANY, 0);
  Inet4 local = bound;
  @Nullable Inet4 remote;
  State state = OPEN;
  @Nullable MemorySocket other; // the other end of a stream; in SYN_SENT, the listener
  boolean connecting; // a connect has answered EINPROGRESS, and none since what came of it
  int backlog;
  final Deque<MemorySocket> accepted = new ArrayDeque<>();
  final Deque<MemorySocket> waiting = new ArrayDeque<>();
  final Deque<Message> inbox = new ArrayDeque<>();
  boolean shutRead;
  boolean shutWrite;
  private boolean finReceived;
  int error;
  int users;

  MemorySocket(int type) {
    this.type = type;
    this.isStream = type == SOCK_STREAM;
    options.put(SO_LINGER, new int[2]);
    options.put(SO_RCVBUF, new int[] {3 << 16});
    options.put(SO_REUSEADDR, new int[1]);
  }

  boolean isConnected() {
    return isStream ? state == CONNECTED : remote != null;
  }

  boolean reuses() {
    return options.get(SO_REUSEADDR)[0] != 0 && state != LISTEN;
  }

  int takeError() {
    int taken = error;
    error = 0;
    return taken;
  }

  /** Lets clients in while there is room: for one more than the backlog, as on Linux. */
  void admit() {
    while (accepted.size() <= backlog && !waiting.isEmpty()) {
      MemorySocket client = waiting.remove();
      MemorySocket server = new MemorySocket(type);
      options.forEach((name, value) -> server.options.put(name, value.clone()));
      server.local = server.bound = client.remote;
      server.remote = client.local;
      server.other = client;
      client.other = server;
      server.state = client.state = CONNECTED;
      accepted.add(server);
    }
  }

  int room() {
    return options.get(SO_RCVBUF)[0]
        - inbox.stream().mapToInt(m -> (int) m.bytes.byteSize() + OVERHEAD).sum();
  }

  void deliver(MemorySegment bytes, Inet4 from) {
    MemorySegment old = isStream && !inbox.isEmpty() ? inbox.remove().bytes : MemorySegment.NULL;
    byte[] all = new byte[(int) (old.byteSize() + bytes.byteSize())];
    MemorySegment joined = MemorySegment.ofArray(all).copyFrom(old);
    joined.asSlice(old.byteSize()).copyFrom(bytes);
    inbox.add(new Message(joined, from));
  }

  boolean hasEnded() {
    return finReceived || shutRead || state == ENDED;
  }

  int ready() {
    boolean in = hasEnded() || !inbox.isEmpty() || !accepted.isEmpty();
    boolean full = state == CONNECTED && !shutWrite && other.room() <= 0;
    boolean hangs = (isStream && (state == OPEN || state == ENDED)) || (shutRead && shutWrite);
    return (in ? POLLIN : 0)
        | (full || state == LISTEN || state == SYN_SENT ? 0 : POLLOUT)
        | (error != 0 ? POLLERR : 0)
        | (hangs ? POLLHUP : 0)
        | (hasEnded() ? POLLRDHUP : 0);
  }

  void shutdown(boolean reads, boolean writes) {
    shutRead |= reads;
    shutWrite |= writes;
    if (state == CONNECTED && writes) {
      other.finReceived = true;
      state = finReceived ? ENDED : CONNECTED;
      other.state = other.shutWrite ? ENDED : other.state;
    }
  }

  /** The peer has reset the connection; behind its end that is no news. */
  void reset() {
    error = state == CONNECTED && !finReceived ? ECONNRESET : error;
    state = ENDED;
  }

  int unlisten() {
    accepted.forEach(connection -> connection.other.reset());
    accepted.clear();
    waiting.forEach(client -> client.error = ECONNREFUSED);
    waiting.forEach(MemorySocket::reopen);
    waiting.clear();
    return reopen();
  }

  int reopen() {
    state = OPEN;
    local = bound;
    remote = null;
    other = null;
    return 0;
  }

  /** The last descriptor has gone. */
  void close() {
    int[] linger = options.get(SO_LINGER);
    boolean loses = !inbox.isEmpty() || (linger[0] != 0 && linger[1] == 0);
    if (state == CONNECTED && loses) other.reset();
    if (state == SYN_SENT) other.waiting.remove(this);
    if (state == LISTEN) unlisten();
    shutdown(true, true);
  }

  @Override
  public String toString() {
    return (isStream ? "stream " : "datagrams ") + local + " -> " + remote + " " + state;
  }
}
