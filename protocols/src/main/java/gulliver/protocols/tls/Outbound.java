package gulliver.protocols.tls;

import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Records on their way to the socket.
 *
 * <p>Records have to go in the order in which the engine made them, whoever had it make them: the
 * thread that sends, or the one that receives and has to answer a key update. And the one that
 * receives must never wait for the one that sends, whom the peer may let wait until we receive.
 *
 * <p>So records are made under the engine's monitor, into {@link #queued}, and nobody waits there.
 * One thread at a time is the sender, who owns {@link #flight} and sends it without the monitor.
 * What others queue meanwhile, it takes next. When there is no sender, they try without waiting;
 * what the socket does not take stays queued before anything that is sent later: a key update has
 * to be answered before the next data and no sooner (RFC 8446 §4.6.3).
 *
 * <p>A thread that finds another one sending waits in a {@code sendall} of nothing: until the
 * socket's turn to send comes round, with the socket's own time-out, interrupts and closing. So
 * there is no lock that a network's time does not know.
 */
final class Outbound {
  private static final byte[] NOTHING = {};

  /** How many records of full length go in one call. */
  private static final int GATHERED = 8;

  /** How much is queued at most of what the peer has asked for and does not take. */
  private static final int MOST_ANSWERS = 1 << 17;

  /** The longest plaintext of a record, RFC 8446 §5.1. */
  private static final int FRAGMENT = 1 << 14;

  /** How long {@link #close} waits for the socket to take the last records. */
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final SSLEngine engine;
  private final Socket socket;

  /** The records that were made last: to be filled, under the monitor. */
  private ByteBuffer queued;

  /** What goes now: to be drained, by the sender or, when there is none, under the monitor. */
  private ByteBuffer flight;

  /** Whether there is a sender; under the monitor. */
  private boolean sending;

  Outbound(SSLEngine engine, Socket socket) {
    this.engine = engine;
    this.socket = socket;
    queued = ByteBuffer.allocate(recordSize());
    flight = ByteBuffer.allocate(0);
  }

  private int recordSize() {
    return engine.getSession().getPacketBufferSize();
  }

  // ---- data ----

  /** Sends all that remains, as one piece against other threads. */
  void sendall(ByteBuffer data) throws IOException {
    become();
    try {
      boolean more;
      do {
        synchronized (engine) {
          more = makeData(data);
        }
        flush();
      } while (more);
    } finally {
      leave();
    }
  }

  /** Says that nothing more comes. */
  void shutdown() throws IOException {
    become();
    try {
      synchronized (engine) {
        engine.closeOutbound();
        makeWaiting();
      }
      flush();
    } finally {
      leave();
    }
  }

  /**
   * Waits to be the sender. One who is between two calls is soon in the next, or done; it may need
   * this thread's carrier for that.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  private void become() throws IOException {
    while (!tryBecome()) {
      socket.sendall(NOTHING);
      Thread.yield();
    }
  }

  private boolean tryBecome() {
    synchronized (engine) {
      boolean free = !sending;
      sending = true;
      return free;
    }
  }

  /** What others have queued in the last moment goes as far as it can without waiting. */
  private void leave() {
    synchronized (engine) {
      sending = false;
      push();
    }
  }

  /** Sends everything that has been made; the sender's. */
  private void flush() throws IOException {
    do {
      if (flight.hasRemaining()) {
        socket.sendall(flight);
      }
    } while (take());
  }

  /**
   * Puts what is queued into the empty flight; answers whether there was something. A second buffer
   * is there only when something was queued while the first was on its way.
   */
  private boolean take() {
    synchronized (engine) {
      boolean some = queued.position() > 0;
      if (some || queued.capacity() < flight.capacity()) {
        ByteBuffer empty = flight.clear();
        flight = queued.flip();
        queued = empty;
      }
      return some;
    }
  }

  // ---- what the engine has to say ----

  /** Sends what the engine has to say, in a handshake: nobody else is there, and it may wait. */
  void handshake() throws IOException {
    synchronized (engine) {
      makeWaiting();
    }
    flush();
  }

  /** Sends what the engine has to say, or leaves it to the sender; never waits. */
  void respond() throws SSLException {
    synchronized (engine) {
      makeWaiting();
      if (!sending) {
        push();
      }
    }
  }

  /** Sends the alert that goes with a failure, if it can. */
  void lastWord() {
    try {
      respond();
    } catch (SSLException e) {
      // it is what the engine says about every further call
    }
  }

  /**
   * Says {@code close_notify} and lets nobody send any more. Where another thread is in the middle
   * of a record, there is no place for it, and the peer is to know that something is missing.
   */
  void close() {
    synchronized (engine) {
      if (sending) {
        return;
      }
      sending = true;
      engine.closeOutbound();
      try {
        makeWaiting();
      } catch (SSLException e) {
        return; // broken before, and the peer was told
      }
      push();
      if (!flight.hasRemaining()) {
        return;
      }
    }
    try {
      socket.shutdown(Sockets.SHUT_RD); // who receives need not wait for this
      Network.Work<IOException> last = this::flush;
      socket.network().within(CLOSING, last);
    } catch (IOException e) {
      // the peer does not take it, or is not there
    }
  }

  /** Sends what it can without waiting; only when there is no sender. */
  private void push() {
    try {
      do {
        while (flight.hasRemaining()) {
          if (socket.send(flight, Sockets.MSG_DONTWAIT) == Socket.WOULD_BLOCK) {
            return;
          }
        }
      } while (take());
    } catch (IOException e) {
      // whoever sends next is told; who receives goes on with what has come
    }
  }

  // ---- making records, under the monitor ----

  /**
   * Makes as many records of data as go in one call; answers whether there is more to be made.
   *
   * <p>The engine may have a key update of its own to send after a record: it goes before the
   * monitor is left, or the engine would take what the peer sends meanwhile for a wrong answer.
   */
  private boolean makeData(ByteBuffer data) throws SSLException {
    int records = Math.min(GATHERED, 1 + data.remaining() / FRAGMENT);
    if (queued.position() == 0 && queued.capacity() < records * recordSize()) {
      queued = ByteBuffer.allocate(records * recordSize());
    }
    HandshakeStatus next = HandshakeStatus.NOT_HANDSHAKING;
    while ((data.hasRemaining() || next == HandshakeStatus.NEED_WRAP)
        && queued.remaining() >= recordSize()) {
      SSLEngineResult made = engine.wrap(data, queued);
      next = made.getHandshakeStatus();
      if (made.getStatus() == Status.CLOSED) {
        throw new TlsException(
            "sendall: this direction is closed"
                + (engine.isInboundDone() ? ", as the peer's is" : ""),
            null,
            false,
            null);
      }
      if (made.getStatus() != Status.OK || made.bytesProduced() == 0) {
        throw new AssertionError(made);
      }
    }
    return data.hasRemaining() || next == HandshakeStatus.NEED_WRAP;
  }

  /** Makes what the engine wants to say. */
  private void makeWaiting() throws SSLException {
    SSLEngineResult made;
    do {
      if (queued.remaining() < recordSize()) {
        int wanted = queued.position() + recordSize();
        if (wanted > MOST_ANSWERS) {
          throw new TlsException(
              "recv: the peer asks for ever more answers and takes none", null, false, null);
        }
        queued = ByteBuffer.allocate(wanted).put(queued.flip());
      }
      made = engine.wrap(ByteBuffer.wrap(NOTHING), queued);
    } while (made.getStatus() == Status.OK
        && made.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
  }
}
