package gulliver.protocols.tls;

import gulliver.socket.Linux;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Records that come from the socket. One thread at a time receives, and it alone waits for the
 * socket and has records opened, under the engine's monitor.
 */
final class Inbound {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  /** How many records of full length one call may bring, once the peer sends as much. */
  private static final int GATHERED = 4;

  /** What a first record begins with: an alert, a handshake, or a greeting in SSL 2's form. */
  private static final int ALERT = 21;

  private static final int HANDSHAKE = 22;
  private static final int SSL_2 = 0x80;

  private final SSLEngine engine;
  private final Socket socket;
  private final Outbound out;
  private final String peer;

  /** What has come and was not opened: to be drained. */
  private ByteBuffer net;

  /** What was opened and did not fit the caller's buffer: to be drained. */
  private ByteBuffer plain = EMPTY;

  /** How much data has been opened. */
  private long received;

  private boolean greeted;

  /** Whether the peer has said {@code close_notify}. */
  private boolean ended;

  /** Why nothing comes any more. */
  private volatile @Nullable TlsException failure;

  /** Whether a thread receives; under the monitor. */
  private boolean receiving;

  private volatile boolean closed;

  Inbound(SSLEngine engine, Socket socket, Outbound out, String peer) {
    this.engine = engine;
    this.socket = socket;
    this.out = out;
    this.peer = peer;
    net = ByteBuffer.allocate(recordSize()).flip();
  }

  private int recordSize() {
    return engine.getSession().getPacketBufferSize();
  }

  // ---- data ----

  /** Receives what there is, at least a byte where there is room; 0 at the end. */
  int recv(ByteBuffer into) throws IOException {
    enter();
    try {
      int start = into.position();
      takeAside(into);
      while (into.hasRemaining()) {
        boolean some = into.position() > start;
        TlsException failed = failure;
        if (failed != null && !some) {
          throw failed.again();
        }
        if (failed != null || ended) {
          break;
        }
        Status status = open(into);
        if (status == Status.BUFFER_OVERFLOW && !some) {
          status = openAside(into);
        }
        if (status == Status.BUFFER_UNDERFLOW && !some) {
          fillWaiting("recv");
        } else if (status == Status.BUFFER_UNDERFLOW || status == Status.BUFFER_OVERFLOW) {
          break;
        }
      }
      return into.position() - start;
    } finally {
      leave();
    }
  }

  /** What a call of {@code recv} would come to: 1, 0 at the end, or -1 if it would wait. */
  int peek() throws IOException {
    if (!tryEnter()) {
      return Socket.WOULD_BLOCK;
    }
    try {
      while (!plain.hasRemaining()) {
        TlsException failed = failure;
        if (failed != null) {
          throw failed.again();
        }
        if (ended) {
          return 0;
        }
        if (openAside(EMPTY) == Status.BUFFER_UNDERFLOW && !fill("recv", Sockets.MSG_DONTWAIT)) {
          return Socket.WOULD_BLOCK;
        }
      }
      return 1;
    } finally {
      leave();
    }
  }

  private void enter() throws IOException {
    if (!tryEnter()) {
      throw new IllegalStateException("recv: another thread is receiving from this connection");
    }
  }

  private boolean tryEnter() throws IOException {
    synchronized (engine) {
      if (closed) {
        throw SocketFailure.of("recv", null, Linux.EBADF);
      }
      boolean free = !receiving;
      receiving = true;
      return free;
    }
  }

  private void leave() {
    synchronized (engine) {
      receiving = false;
    }
  }

  /** Opens a record that may be longer than the caller's room. */
  private Status openAside(ByteBuffer into) {
    int size = engine.getSession().getApplicationBufferSize();
    plain = plain.capacity() < size ? ByteBuffer.allocate(size) : plain.clear();
    Status status = open(plain);
    plain.flip();
    takeAside(into);
    return status;
  }

  private void takeAside(ByteBuffer into) {
    int n = Math.min(plain.remaining(), into.remaining());
    into.put(into.position(), plain, plain.position(), n);
    into.position(into.position() + n);
    plain.position(plain.position() + n);
  }

  /** Opens the next record, if it is there in full, and does what it asks for. */
  private Status open(ByteBuffer into) {
    synchronized (engine) {
      try {
        SSLEngineResult result = engine.unwrap(net, into);
        received += result.bytesProduced();
        if (result.getStatus() == Status.CLOSED) {
          ended = result.bytesConsumed() > 0;
          if (!ended) {
            failure = new TlsException("recv from " + peer + ": TLS has failed", null, false, null);
          }
        }
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
          checkNegotiatesOnce();
          runTasks();
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
          out.respond();
        }
        return result.getStatus();
      } catch (SSLException e) {
        failure = TlsException.of("recv from " + peer, peer, e);
        out.lastWord();
        return Status.CLOSED;
      }
    }
  }

  /**
   * A new handshake on the same connection, which TLS 1.2 knows, is refused: it has been a source
   * of attacks, and 1.3 has done away with it.
   */
  private void checkNegotiatesOnce() throws SSLException {
    String version = engine.getSession().getProtocol();
    if (!version.equals("TLSv1.3")) {
      engine.closeOutbound();
      throw new TlsException(
          "recv from %s: the peer wants to negotiate again, which is refused (%s)"
              .formatted(peer, version),
          null,
          false,
          null);
    }
  }

  // ---- the handshake ----

  /** Opens a record of the handshake, or waits for more of it. */
  void handshake() throws IOException {
    SSLEngineResult result = engine.unwrap(net, EMPTY.duplicate());
    if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
      fillWaiting("handshake");
      if (!greeted) {
        greeted = true;
        checkSpeaksTls();
      }
    } else if (result.getStatus() == Status.CLOSED) {
      failure =
          new TlsException(
              "handshake with %s: the peer has given it up".formatted(peer),
              Alert.CLOSE_NOTIFY,
              true,
              null);
    } else if (result.getStatus() == Status.BUFFER_OVERFLOW) {
      throw new AssertionError(result);
    }
    TlsException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  void runTasks() {
    for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
      task.run();
    }
  }

  /** A clear word for the most frequent mistake: a port on which something else is spoken. */
  private void checkSpeaksTls() {
    int first = net.hasRemaining() ? net.get(net.position()) & 0xff : HANDSHAKE;
    if (first == HANDSHAKE || first == ALERT || (first & SSL_2) != 0) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (int i = net.position(); i < Math.min(net.limit(), net.position() + 40); i++) {
      char c = (char) (net.get(i) & 0xff);
      if (c == '\r' || c == '\n') {
        break;
      }
      text.append(c >= ' ' && c < 0x7f ? c : '.');
    }
    failure =
        new TlsException(
            "handshake with %s: the peer does not speak TLS, it begins with \"%s\""
                .formatted(peer, text),
            null,
            false,
            null);
  }

  // ---- the socket ----

  private void fillWaiting(String call) throws IOException {
    if (!fill(call, 0)) {
      throw new IllegalStateException("the socket of a connection must wait: settimeout(null)");
    }
  }

  /** Receives more, or answers false if it would wait; the end of the stream is a failure. */
  private boolean fill(String call, int flags) throws IOException {
    net.compact();
    int n;
    try {
      if (!net.hasRemaining()) {
        grow();
      }
      n = socket.recv(net, flags);
      if (n > 0 && !net.hasRemaining()) {
        grow();
      }
    } finally {
      net.flip();
    }
    if (n == 0 && closed) {
      throw SocketFailure.of(call, null, Linux.EBADF);
    }
    if (n == 0) {
      failure = truncated(call);
    }
    return n != Socket.WOULD_BLOCK;
  }

  private TlsException truncated(String call) {
    return new TlsException.Truncated(
        call.equals("recv")
            ? "recv from %s: the stream has ended without close_notify, after %,d bytes of data"
                .formatted(peer, received)
            : "%s with %s: the stream has ended in the middle of it".formatted(call, peer));
  }

  /** Makes room for several records: the peer sends faster than one by one. */
  private void grow() {
    int wanted = Math.max(GATHERED * recordSize(), net.position() + recordSize());
    if (net.capacity() < wanted) {
      net = ByteBuffer.allocate(wanted).put(net.flip());
    }
  }

  /** Why nothing comes any more, null if that is not so. */
  @Nullable TlsException failure() {
    return failure;
  }

  /** Lets nobody receive any more; whoever is waiting ends with the socket. */
  void close() {
    closed = true;
  }

  /**
   * Takes what has come and nobody will read: a socket that is closed over it would reset the
   * connection, and the peer might lose the last of what it was sent.
   */
  void drain() {
    synchronized (engine) {
      if (receiving) {
        return;
      }
      receiving = true;
    }
    try {
      for (int i = 0; i < 16; i++) {
        if (socket.recv(net.clear(), Sockets.MSG_DONTWAIT) <= 0) {
          return;
        }
      }
    } catch (IOException e) {
      // it is over in any case
    }
  }
}
