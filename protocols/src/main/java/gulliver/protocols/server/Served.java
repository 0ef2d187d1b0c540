package gulliver.protocols.server;

import gulliver.protocols.Connection;
import gulliver.protocols.framing.FramingException;
import gulliver.protocols.tls.TlsException;
import gulliver.socket.Address;
import gulliver.socket.Capability;
import gulliver.socket.Descriptor;
import gulliver.socket.Linger;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import gulliver.socket.Task;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection that is being served: its thread, its limits, its end. */
final class Served implements ServerConnection, Task {
  /** What a client must make room for in {@link Limits#write}'s time. */
  private static final int PIECE = 128 << 10;

  /** How long, and for how many bytes, a client that has been answered may keep us from closing. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final int LINGER_BYTES = 1 << 20;

  private static final long SECOND = 1_000_000_000;

  enum Phase {
    /** The handler does not speak of requests. */
    UNSAID,
    IDLE,
    BUSY
  }

  private final Server server;
  private final Socket socket;
  private final Address peer;
  private final Layer layer;
  private final boolean plain;
  private final Network network;
  private final Limits limits;

  private volatile @Nullable Connection layered;
  private volatile Phase phase = Phase.UNSAID;

  /** When the request must have been received, and what had been when it began. */
  private volatile long requestDeadline = Network.FOREVER;

  private volatile long requestBase;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean ended;

  /** The first failure of the connection itself, and the last. */
  private volatile @Nullable IOException firstTrouble;

  private volatile @Nullable IOException trouble;

  /** The time-out of an idle connection. */
  private volatile @Nullable SocketTimeoutException silence;

  /** Held while a call sends, piece by piece. */
  private final AtomicBoolean sending = new AtomicBoolean();

  private final Condition turn;

  private volatile boolean cut;
  private volatile @Nullable Thread thread;

  Served(Server server, Socket socket, Address peer, Layer layer) {
    this.server = server;
    this.socket = socket;
    this.peer = peer;
    this.layer = layer;
    this.plain = layer.equals(Layer.NONE);
    this.network = socket.network();
    this.limits = server.limits();
    this.turn = new Condition(network);
  }

  // ---- its life ----

  @Override
  public void run() {
    thread = Thread.currentThread();
    Outcome outcome = Outcome.FAILED;
    try {
      Recording.Span<Served, Outcome> event = Recording.serving(socket);
      Throwable thrown = null;
      try {
        server.setUp(socket);
        layered = network.within(limits.handshake(), () -> layer.over(socket));
        server.handler().serve(this);
        finish();
      } catch (Throwable t) {
        thrown = t;
        if (!t.equals(silence)) { // a client that was silent between requests misses nothing
          reset(socket);
        }
      }
      outcome = outcome(thrown);
      if (event != null) {
        event.ended(this, outcome);
      }
      server.ended(this, outcome, thrown);
    } finally {
      try {
        close(); // also when there is no memory for any of this
      } finally {
        server.left(this, outcome);
      }
    }
  }

  /**
   * Whose doing the end is. Of what a handler throws, the client's is what this connection threw,
   * perhaps as the cause of a protocol's word for it, and what says that bytes are malformed. What
   * is thrown by another connection, to a database say, is a failure of the handler.
   */
  private Outcome outcome(@Nullable Throwable thrown) {
    if (cut) {
      return Outcome.CUT;
    }
    IOException first = firstTrouble;
    if (thrown == null) {
      return first == null ? Outcome.COMPLETED : ofClient(first);
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof IOException e && (layered == null || e.equals(first) || e.equals(trouble))) {
        return ofClient(e);
      }
    }
    return thrown instanceof EOFException
            || thrown instanceof ProtocolException
            || thrown instanceof FramingException
        ? Outcome.BROKEN
        : Outcome.FAILED;
  }

  private static Outcome ofClient(IOException e) {
    return e instanceof SocketTimeoutException || e instanceof LimitException
        ? Outcome.LIMITED
        : Outcome.BROKEN;
  }

  /**
   * Ends a connection whose handler has returned. To close a socket on which something has come
   * that nobody received resets it, and the client may lose the answer that it has not read yet; so
   * the sending direction ends first, and what comes is thrown away until the client has closed, or
   * for a while.
   */
  private void finish() {
    if (ended || socket.isClosed()) {
      return;
    }
    try {
      limitSending();
      layered().shutdown();
      drain(socket);
    } catch (IOException gone) {
      // the client has had its answer
    }
  }

  /** Throws away what comes, to the end or for a while. */
  static void drain(Socket socket) throws IOException {
    socket.setrecvdeadline(socket.network().deadline(LINGER));
    byte[] rest = new byte[4096];
    int n = 1;
    for (int all = 0; n > 0 && all < LINGER_BYTES; all += n) {
      n = socket.recv(rest);
    }
  }

  static void reset(Socket socket) {
    try {
      socket.setsockopt(Options.SO_LINGER, new Linger(true, 0));
    } catch (IOException noSuchOption) {
      // it is closed, then
    }
    socket.close();
  }

  /** Whether this is the thread that serves the connection. */
  boolean isMine() {
    return thread == Thread.currentThread();
  }

  /** The server's time is over. */
  void cut() {
    cut = true;
    reset(socket);
    Thread serving = thread;
    if (serving != null) {
      serving.interrupt();
    }
  }

  /** Whether nothing has come yet, and a first request may be on its way. */
  boolean awaitsFirst() {
    return phase != Phase.BUSY && received.get() == 0 && !server.isImpatient();
  }

  /** Ends the stream of a connection on which nothing is under way: the server is stopping. */
  void endIfIdle() {
    if (phase == Phase.IDLE && !awaitsFirst()) {
      try {
        socket.shutdown(Sockets.SHUT_RD);
      } catch (IOException gone) {
        // all the better
      }
    }
  }

  // ---- what the handler asks and says ----

  @Override
  public Socket socket() {
    return socket;
  }

  @Override
  public Connection layered() {
    Connection known = layered;
    if (known == null) {
      throw new AssertionError("no handler before the layer");
    }
    return known;
  }

  @Override
  public Address peer() {
    return peer;
  }

  @Override
  public boolean isStopping() {
    return server.isStopping();
  }

  @Override
  public void idle() {
    requestDeadline = Network.FOREVER;
    phase = Phase.IDLE;
    if (isStopping()) {
      endIfIdle(); // this thread or the one that stops sees what the other has written
    }
  }

  @Override
  public void busy(@Nullable Duration time) {
    requestBase = received.get();
    requestDeadline = network.deadline(time);
    phase = Phase.BUSY;
  }

  @Override
  public long received() {
    return received.get();
  }

  @Override
  public long sent() {
    return sent.get();
  }

  // ---- receiving ----

  @Override
  public int recv(byte[] buffer, int offset, int length) throws IOException {
    limitReceiving();
    try {
      return came(layered().recv(buffer, offset, length), length);
    } catch (IOException e) {
      return unlessEnded(e);
    }
  }

  @Override
  public int recv(ByteBuffer buffer) throws IOException {
    int room = buffer.remaining();
    limitReceiving();
    try {
      return came(layered().recv(buffer), room);
    } catch (IOException e) {
      return unlessEnded(e);
    }
  }

  @Override
  public int peek() throws IOException {
    try {
      return layered().peek();
    } catch (IOException e) {
      return unlessEnded(e);
    }
  }

  /**
   * Between requests the end of the stream is the end, also without {@code close_notify}: nothing
   * can be missing. It is a client that does without (RFC 9112 §9.8 wants servers to bear it), or
   * this server that has ended the stream.
   */
  private int unlessEnded(IOException e) throws IOException {
    if (phase == Phase.IDLE && e instanceof TlsException.Truncated) {
      ended = true;
      return 0;
    }
    if (phase != Phase.BUSY && e instanceof SocketTimeoutException timeout) {
      silence = timeout;
    }
    throw troubled(e);
  }

  private void limitReceiving() {
    socket.setrecvdeadline(
        phase == Phase.BUSY
            ? earlier(network.deadline(limits.read()), requestDeadline())
            : network.deadline(limits.idle()));
    if (!plain) {
      limitSending(); // a layer may have to answer what it receives
    }
  }

  /** Who is at least as fast as the rate has as much longer. */
  private long requestDeadline() {
    long deadline = requestDeadline;
    int rate = limits.rate();
    if (deadline == Network.FOREVER || rate == 0) {
      return deadline;
    }
    long more = Math.min(received.get() - requestBase, Integer.MAX_VALUE * (long) rate);
    return deadline + more / rate * SECOND + more % rate * SECOND / rate;
  }

  /** Of two instants, or {@link Network#FOREVER}. */
  static long earlier(long a, long b) {
    return a == Network.FOREVER || (b != Network.FOREVER && b - a < 0) ? b : a;
  }

  private int came(int n, int room) throws IOException {
    if (n == 0 && room > 0) {
      ended = true;
    }
    server.tally().received.add(n);
    long all = received.addAndGet(n);
    if (all == n) {
      server.changedWhileStopping(); // the first request is there
    }
    if (all > limits.bytes()) {
      throw new LimitException("more than " + limits.bytes() + " bytes from " + peer);
    }
    return n;
  }

  private IOException troubled(IOException e) {
    if (firstTrouble == null) {
      firstTrouble = e;
    }
    trouble = e;
    return e;
  }

  // ---- sending ----

  interface Sending {
    long send() throws IOException;
  }

  /** Sends, whole against other calls that send, though it goes in pieces. */
  private long sending(Sending work) throws IOException {
    if (!sending.compareAndSet(false, true)) {
      try {
        turn.await(() -> sending.compareAndSet(false, true), Network.FOREVER);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted before sending");
      }
    }
    try {
      return work.send();
    } catch (IOException e) {
      throw troubled(e);
    } finally {
      sending.set(false);
      turn.changed();
    }
  }

  private void limitSending() {
    socket.setsenddeadline(network.deadline(limits.write()));
  }

  /** How many bytes of these may be sent next. */
  private long piece(long count) throws IOException {
    long allowed = limits.bytes() - sent.get();
    if (allowed == 0 && count > 0) {
      throw new LimitException("more than " + limits.bytes() + " bytes to " + peer);
    }
    limitSending();
    return Math.min(Math.min(count, PIECE), allowed);
  }

  private void went(long n) {
    sent.addAndGet(n);
    server.tally().sent.add(n);
  }

  @Override
  public void sendall(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    sending(() -> {
      int done = 0;
      do { // to send nothing, too, may find that the connection is gone
        int n = (int) piece(length - done);
        layered().sendall(buffer, offset + done, n);
        went(n);
        done += n;
      } while (done < length);
      return done;
    });
  }

  @Override
  public void sendall(ByteBuffer buffer) throws IOException {
    sending(() -> {
      int limit = buffer.limit();
      try {
        do {
          int n = (int) piece(limit - buffer.position());
          buffer.limit(buffer.position() + n);
          layered().sendall(buffer);
          went(n);
        } while (buffer.position() < limit);
      } finally {
        buffer.limit(limit);
      }
      return 0;
    });
  }

  @Override
  public long sendfile(Path file, long offset, long count) throws IOException {
    if (offset < 0 || count < 0) {
      throw new IllegalArgumentException(
          "sendfile: offset %d, count %d: at least 0 is allowed".formatted(offset, count));
    }
    boolean inKernel =
        plain
            && network.supports(Capability.DESCRIPTORS)
            && file.getFileSystem().equals(FileSystems.getDefault());
    if (!inKernel) {
      try (FileChannel channel = FileChannel.open(file)) {
        return sending(() -> copy(channel, offset, count));
      }
    }
    try (Descriptor descriptor = Descriptor.open(file.toString(), Linux.O_RDONLY)) {
      return sending(() -> transfer(descriptor, offset, count));
    }
  }

  private long transfer(Descriptor file, long offset, long count) throws IOException {
    for (long done = 0; ; ) {
      long piece = done < count ? piece(count - done) : 0;
      long n = piece == 0 ? 0 : socket.sendfile(file, offset + done, piece);
      went(n);
      done += n;
      if (n < piece || piece == 0) {
        return done; // all, or all there is
      }
    }
  }

  private long copy(FileChannel file, long offset, long count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, PIECE));
    for (long done = 0; ; ) {
      bytes.clear().limit((int) Math.min(count - done, bytes.capacity()));
      int n = done < count ? file.read(bytes, offset + done) : 0;
      if (n <= 0) {
        return done;
      }
      bytes.flip();
      while (bytes.hasRemaining()) {
        int piece = (int) piece(bytes.remaining());
        bytes.limit(bytes.position() + piece);
        layered().sendall(bytes);
        went(piece);
        bytes.limit(n);
      }
      done += n;
    }
  }

  // ---- the end ----

  @Override
  public void shutdown() throws IOException {
    limitSending();
    try {
      layered().shutdown();
    } catch (IOException e) {
      throw troubled(e);
    }
  }

  @Override
  public void close() {
    Connection top = layered;
    if (top == null || cut) {
      socket.close();
    } else {
      limitSending();
      top.close();
    }
  }

  /** The client's address and the connection's state. */
  @Override
  public String toString() {
    return socket.toString();
  }
}
