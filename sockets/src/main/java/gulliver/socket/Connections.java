package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Making connections, from either side. */
final class Connections {
  private Connections() {}

  /** Answers the connection's endpoint, or null for "would block". */
  static @Nullable Endpoint accept(Core core, Sender who) throws IOException {
    String call = "accept";
    core.enter(call);
    try {
      int[] errno = new int[1];
      long timeout = core.receiveTimeout;
      if (timeout == 0) {
        Endpoint accepted = core.endpoint.accept(who, errno);
        if (accepted == null) {
          core.checked(call, null, -errno[0]);
        }
        return accepted;
      }
      long deadline = core.acquire(core.receiving, call, null, timeout, Deadlines.UNSET);
      try {
        for (; ; ) {
          Endpoint accepted = core.endpoint.accept(who, errno);
          if (accepted != null) {
            return accepted;
          }
          core.checked(call, null, -errno[0]);
          deadline = core.mayWait(core.receiving, call, null, timeout, deadline, 0);
          core.endpoint.await(Endpoint.READ, deadline);
        }
      } finally {
        core.receiving.release(core.time);
      }
    } finally {
      core.leave();
    }
  }

  /** Connects; {@code deadline} may have been set by resolving a name. */
  static void connect(Core core, Address address, long timeout, long deadline) throws IOException {
    String call = "connect";
    core.enter(call, null, address);
    try {
      if (timeout == 0) {
        connected(core, call, address, core.endpoint.connect(address));
        return;
      }
      deadline = core.acquire(core.sending, call, address, timeout, deadline);
      try {
        for (boolean begun = false; ; begun = true) {
          int n = core.endpoint.connect(address);
          if (n == -Linux.EINPROGRESS && !begun) {
            n = core.endpoint.connect(address); // to this host, a connection is there by now
          }
          boolean full = n == -Linux.EAGAIN && !core.lacksPort(); // the backlog of a UNIX socket
          boolean later = n == -Linux.EINPROGRESS || n == -Linux.EALREADY || full;
          if (!later || core.isClosed()) {
            connected(core, call, address, n);
            return;
          }
          deadline = core.mayWait(core.sending, call, address, timeout, deadline, 0);
          core.endpoint.await(full ? Endpoint.RETRY : Endpoint.WRITE, deadline);
        }
      } finally {
        core.sending.release(core.time);
      }
    } finally {
      core.leave();
    }
  }

  /** One attempt, for a caller that is inside: 0 or {@code -errno}, as {@link Endpoint#connect}. */
  static int tryConnect(Core core, Address address) {
    int n = core.endpoint.connect(address);
    if (core.isClosed()) {
      return -Linux.EBADF;
    }
    if (n == 0) {
      core.peer = address;
    }
    return n;
  }

  private static void connected(Core core, String call, Address address, int result)
      throws IOException {
    if (result == 0 || result == -Linux.EINPROGRESS) {
      core.peer = address.family().value() == Linux.AF_UNSPEC ? null : address;
      core.named = null;
    }
    if (result < 0) {
      throw core.failure(call, address, core.isClosed() ? Linux.EBADF : -result, 0);
    }
  }
}
