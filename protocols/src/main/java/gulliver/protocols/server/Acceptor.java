package gulliver.protocols.server;

import gulliver.socket.Accepted;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Socket;
import gulliver.socket.Task;
import gulliver.socket.WouldBlockException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One listening socket's loop. It is interrupted to look whether to go on: an interrupt ends {@code
 * accept} only where there is nothing to accept, so no connection is lost by it, as one might be by
 * closing.
 */
final class Acceptor implements Task {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

  /** It is no listening socket any more. */
  private static final Set<Errno> GONE = EnumSet.of(Errno.EBADF, Errno.EINVAL, Errno.ENOTSOCK);

  /**
   * What accept(2) says of the connection that it would have answered, and of the network: to be
   * tried again at once.
   */
  private static final Set<Errno> OF_CONNECTIONS =
      EnumSet.of(
          Errno.ECONNABORTED,
          Errno.EHOSTDOWN,
          Errno.EHOSTUNREACH,
          Errno.ENETDOWN,
          Errno.ENETUNREACH,
          Errno.ENONET,
          Errno.ENOPROTOOPT,
          Errno.EOPNOTSUPP,
          Errno.EPERM,
          Errno.EPROTO,
          Errno.ETIMEDOUT);

  /** So many connections are served at most that were in the queue when the server stopped. */
  private static final int MOST_QUEUED = Linux.SOMAXCONN;

  /** Such failures without end would keep the server busy. */
  private static final int IN_A_ROW = 100;

  private final Server server;
  private final Admission admission;
  private final Listening listening;
  private final Socket listener;
  private volatile @Nullable Thread thread;

  /** May be in {@code accept}, or about to enter it. */
  private volatile boolean accepting;

  private volatile boolean over;
  private Duration pause = FIRST_PAUSE;
  private int failures;

  Acceptor(Server server, Admission admission, Listening listening) {
    this.server = server;
    this.admission = admission;
    this.listening = listening;
    this.listener = listening.socket();
  }

  boolean isAccepting() {
    return accepting;
  }

  boolean isOver() {
    return over;
  }

  /** Lets the loop look whether to go on. */
  void look() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      boolean listening = true;
      while (listening) {
        boolean _ = Thread.interrupted(); // before the look that it asked for
        listening = !server.isStopping() && next();
      }
      serveQueue();
    } finally {
      server.remove(listening.path());
      listener.close();
      over = true;
      server.acceptorEnded();
    }
  }

  /**
   * Serves those who have connected before the server stopped, as far as there are places: they
   * would be reset when the socket is closed. Who comes between the last look and the closing is.
   */
  private void serveQueue() {
    try {
      boolean _ = Thread.interrupted();
      listener.settimeout(Duration.ZERO);
      for (int i = 0; i < MOST_QUEUED && server.hasQueues() && admission.isRoom(); i++) {
        admission.admit(listener.accept(), listening.layer());
      }
    } catch (WouldBlockException e) {
      // that was all
    } catch (IOException | OutOfMemoryError e) {
      server.log(Level.DEBUG, "who waits in the queue is not served", e);
    }
  }

  /** Takes one connection; answers whether the socket still listens. */
  private boolean next() {
    try {
      return take();
    } catch (Throwable t) { // such as no memory for a thread
      server.log(Level.ERROR, "accepting failed", t);
      rest();
      return true;
    }
  }

  private boolean take() {
    try {
      admission.awaitRoom();
      Accepted accepted = accept();
      if (accepted != null) {
        pause = FIRST_PAUSE;
        failures = 0;
        admission.admit(accepted, listening.layer());
      }
      return true;
    } catch (InterruptedException | InterruptedIOException e) {
      return true;
    } catch (IOException e) {
      return failed(e);
    }
  }

  private @Nullable Accepted accept() throws IOException {
    accepting = true;
    try {
      return server.mayAccept() ? listener.accept() : null;
    } finally {
      accepting = false;
      if (!server.mayAccept()) {
        server.acceptorRests();
      }
    }
  }

  private boolean failed(IOException e) {
    Errno errno = Errno.of(e);
    if (GONE.contains(errno)) {
      if (!server.isStopping()) {
        server.log(Level.ERROR, listener + " listens no more", e);
      }
      return false;
    }
    if (!OF_CONNECTIONS.contains(errno)) {
      pause(errno);
    } else {
      server.tally().aborted.increment();
      if (++failures % IN_A_ROW == 0) {
        pause(errno);
      }
    }
    return true;
  }

  /** It is for want of descriptors or memory, or for something that nobody has thought of. */
  private void pause(Errno errno) {
    server.tally().pauses.increment();
    if (pause.equals(FIRST_PAUSE)) {
      server.log(Level.WARNING, "accepting on " + listener + " pauses: " + errno.text(), null);
    }
    Recording.Span<Socket, Errno> event = Recording.pausing(listener);
    rest();
    if (event != null) {
      event.ended(listener, errno);
    }
  }

  /** Waits until a connection has gone, or for a while: something else may have been freed. */
  private void rest() {
    try {
      admission.awaitDeparture(listener.network().deadline(pause));
    } catch (InterruptedException e) {
      // the loop looks why
    }
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LAST_PAUSE) < 0 ? twice : LAST_PAUSE;
  }
}
