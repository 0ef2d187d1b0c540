package gulliver.protocols.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client's idle connections. Nothing in here waits. */
final class ConnectionPool {
  private final int most;
  private final int mostOfOrigin;
  private final Duration idleTime;
  private final Map<Origin, Deque<ClientConnection>> idle = new HashMap<>();
  private int count;
  private boolean closed;

  ConnectionPool(int most, int mostOfOrigin, Duration idleTime) {
    this.most = most;
    this.mostOfOrigin = mostOfOrigin;
    this.idleTime = idleTime;
  }

  /** The connection that has been idle for the shortest time, if one is still good. */
  @Nullable ClientConnection take(Origin origin) {
    while (true) {
      ClientConnection connection;
      synchronized (this) {
        Deque<ClientConnection> all = idle.get(origin);
        connection = all == null ? null : all.pollLast();
        if (connection == null) {
          return null;
        }
        count--;
      }
      if (!isOld(connection) && connection.isQuiet()) {
        return connection;
      }
      connection.close();
    }
  }

  void put(ClientConnection connection) {
    connection.idleSince = connection.network().nanoTime();
    List<ClientConnection> gone = new ArrayList<>();
    synchronized (this) {
      removeOld(gone);
      Deque<ClientConnection> all =
          idle.computeIfAbsent(connection.origin, origin -> new ArrayDeque<>());
      if (closed || count >= most || all.size() >= mostOfOrigin) {
        gone.add(connection);
      } else {
        all.addLast(connection);
        count++;
      }
    }
    gone.forEach(ClientConnection::close);
  }

  private void removeOld(List<ClientConnection> gone) {
    for (Iterator<Deque<ClientConnection>> each = idle.values().iterator(); each.hasNext(); ) {
      Deque<ClientConnection> all = each.next();
      while (!all.isEmpty() && isOld(all.peekFirst())) {
        gone.add(all.pollFirst());
        count--;
      }
      if (all.isEmpty()) {
        each.remove();
      }
    }
  }

  private boolean isOld(ClientConnection connection) {
    return connection.network().nanoTime() - connection.idleSince > idleTime.toNanos();
  }

  synchronized int size() {
    return count;
  }

  void close() {
    List<ClientConnection> gone = new ArrayList<>();
    synchronized (this) {
      closed = true;
      idle.values().forEach(gone::addAll);
      idle.clear();
      count = 0;
    }
    gone.forEach(ClientConnection::close);
  }
}
