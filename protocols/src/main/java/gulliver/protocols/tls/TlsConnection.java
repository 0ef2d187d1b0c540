package gulliver.protocols.tls;

import gulliver.protocols.Connection;
import gulliver.socket.Address;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection with TLS on top of a stream socket, whose handshake is done. A {@link TlsClient} or
 * a {@link TlsServer} makes it.
 *
 * <p><b>Calls</b> are those of {@link Connection}, and wait. What the socket says (time-outs,
 * deadlines, interrupts, resets) comes as it is, and what TLS says as a {@link TlsException}. After
 * a time-out or an interrupt the connection is as before: nothing is lost, and records that went in
 * part are finished by the next call that sends (a buffer's position says how much of it is on its
 * way). The time-out of a long {@code sendall} holds for each 128 KiB. When sending fails because
 * the peer has gone ({@code EPIPE}, {@code ECONNRESET}), the next {@link #recv(ByteBuffer) recv}
 * tells the alert that it has sent before, if any.
 *
 * <p><b>The end.</b> {@link #shutdown} says {@code close_notify}; the peer's is the end of the
 * stream, and a stream that ends without it is a {@link TlsException.Truncated}. With TLS 1.3 the
 * other direction goes on; with TLS 1.2 the peer answers with its own {@code close_notify} at once,
 * and when the peer has ended first, nothing more can be sent (RFC 8446 §6.1, RFC 5246 §7.2.1).
 * {@link #close} says {@code close_notify}, too, unless another thread is in the middle of sending:
 * then the peer sees that something is missing.
 *
 * <p><b>Threads.</b> One may receive while others send, and any may close. What several threads
 * send at once goes whole, one after the other; receiving is for one thread at a time, and a second
 * one is refused with an {@link IllegalStateException}. Who receives never waits for who sends, nor
 * the other way round. The engine's tasks and callbacks run on the thread that calls.
 *
 * @since 0.1
 */
public final class TlsConnection implements Connection {
  /** How much of a file is read at once. */
  private static final int CHUNK = 1 << 17;

  private final Socket socket;
  private final SSLEngine engine;
  private final Outbound out;
  private final Inbound in;
  private boolean closed;

  private TlsConnection(Socket socket, SSLEngine engine, String peer) {
    this.socket = socket;
    this.engine = engine;
    out = new Outbound(engine, socket);
    in = new Inbound(engine, socket, out, peer);
  }

  static void checkStream(Socket socket) {
    if (!socket.type().equals(Sockets.SOCK_STREAM)) {
      throw new IllegalArgumentException("TLS goes over a SOCK_STREAM, not a " + socket.type());
    }
  }

  /** Makes the handshake; when that fails, the socket is closed. */
  static TlsConnection over(Socket socket, SSLEngine engine, String peer) throws IOException {
    TlsConnection connection = new TlsConnection(socket, engine, peer);
    boolean done = false;
    try {
      connection.handshake();
      done = true;
      return connection;
    } catch (SSLException e) {
      connection.out.lastWord();
      throw TlsException.of("handshake with " + peer, peer, e);
    } finally {
      if (!done) {
        connection.in.drain();
        socket.close();
      }
    }
  }

  private void handshake() throws IOException {
    engine.beginHandshake();
    for (; ; ) {
      HandshakeStatus next = engine.getHandshakeStatus();
      switch (next) {
        case NEED_TASK -> in.runTasks();
        case NEED_WRAP -> out.handshake();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> in.handshake();
        case NOT_HANDSHAKING, FINISHED -> {
          return;
        }
      }
    }
  }

  // ---- Connection ----

  @Override
  public Socket socket() {
    return socket;
  }

  /**
   * {@inheritDoc}
   *
   * @throws TlsException if the stream ends without {@code close_notify} ({@link
   *     TlsException.Truncated}), the peer sends an alert, a record is not what was sent, or the
   *     peer wants to negotiate again; every further call fails in the same way
   */
  @Override
  public int recv(byte[] buffer, int offset, int length) throws IOException {
    return in.recv(ByteBuffer.wrap(buffer, offset, length));
  }

  /**
   * {@inheritDoc}
   *
   * @throws TlsException as {@link #recv(byte[], int, int)}
   */
  @Override
  public int recv(ByteBuffer buffer) throws IOException {
    return in.recv(buffer);
  }

  /**
   * {@inheritDoc} Records that are no data (tickets, key updates) are dealt with.
   *
   * @throws TlsException as {@link #recv(byte[], int, int)}
   */
  @Override
  public int peek() throws IOException {
    return in.peek();
  }

  /**
   * {@inheritDoc}
   *
   * @throws TlsException if this direction has ended: by {@link #shutdown}, by a failure, or with
   *     TLS 1.2 by the peer's {@code close_notify}
   */
  @Override
  public void sendall(byte[] buffer, int offset, int length) throws IOException {
    sendall(ByteBuffer.wrap(buffer, offset, length));
  }

  /**
   * {@inheritDoc}
   *
   * @throws TlsException as {@link #sendall(byte[], int, int)}
   */
  @Override
  public void sendall(ByteBuffer buffer) throws IOException {
    try {
      out.sendall(buffer);
    } catch (SSLException e) {
      throw failed("sendall", e);
    }
  }

  /** What the peer said, or was told, is the reason; the engine only repeats that it is broken. */
  private TlsException failed(String call, SSLException e) {
    TlsException known = in.failure();
    return known != null ? known.again() : TlsException.of(call, "", e);
  }

  /**
   * Sends a part of a file, which is read and encrypted here.
   *
   * @param file where it is
   * @param offset where to begin in it, at least 0
   * @param count how many bytes at most, at least 0
   * @return how many went: fewer than {@code count} only if the file ends before
   * @throws IOException if the file cannot be read, or as {@link #sendall(byte[], int, int)}
   */
  @Override
  public long sendfile(Path file, long offset, long count) throws IOException {
    if (offset < 0 || count < 0) {
      throw new IllegalArgumentException(
          "sendfile: offset %d, count %d: at least 0".formatted(offset, count));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, count));
      long done = 0;
      while (done < count) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), count - done));
        int n = channel.read(chunk, offset + done);
        if (n <= 0) {
          break;
        }
        sendall(chunk.flip());
        done += n;
      }
      return done;
    }
  }

  @Override
  public void shutdown() throws IOException {
    try {
      out.shutdown();
    } catch (SSLException e) {
      throw failed("shutdown", e);
    }
    socket.shutdown(Sockets.SHUT_WR);
  }

  /**
   * {@inheritDoc} Says {@code close_notify} before; where the socket does not take it at once, this
   * waits for 2 s at most.
   */
  @Override
  public void close() {
    synchronized (engine) {
      if (closed) {
        return;
      }
      closed = true;
    }
    in.close();
    out.close();
    in.drain();
    socket.close();
  }

  // ---- what was agreed on ----

  /** {@return the session: version, cipher suite, certificates} */
  public SSLSession session() {
    return engine.getSession();
  }

  /** {@return the protocol that both sides speak on top, by ALPN (RFC 7301); null if none} */
  public @Nullable String applicationProtocol() {
    String protocol = engine.getApplicationProtocol();
    return protocol == null || protocol.isEmpty() ? null : protocol;
  }

  /** {@return the name that the client asked for, by SNI (RFC 6066 §3); null if none} */
  public @Nullable String serverName() {
    return serverName(engine.getSession());
  }

  static @Nullable String serverName(SSLSession session) {
    List<SNIServerName> names =
        session instanceof ExtendedSSLSession extended
            ? extended.getRequestedServerNames()
            : List.of();
    for (SNIServerName name : names) {
      if (name instanceof SNIHostName host) {
        return host.getAsciiName();
      }
    }
    return null;
  }

  /** {@return the addresses, the version and the cipher suite, in one line} */
  @Override
  public String toString() {
    SSLSession session = engine.getSession();
    return session.getProtocol() + " " + session.getCipherSuite() + " over " + socket;
  }

  /** What a peer is called where it has no name. */
  static String address(Socket socket) {
    try {
      Address peer = socket.getpeername();
      return peer.toString();
    } catch (IOException e) {
      return "the peer";
    }
  }
}
