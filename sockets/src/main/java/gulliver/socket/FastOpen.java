package gulliver.socket;

import java.io.IOException;

/**
 * {@code MSG_FASTOPEN} of a call that waits: the SYN goes, with data if there is a cookie for the
 * peer; then the call waits for the connection, and sends what the SYN had no room for.
 */
final class FastOpen implements Waiting.Attempt {
  /** One attempt to send what is left behind the first bytes. */
  interface Rest {
    long send(long done) throws IOException;
  }

  private final Core core;
  private final Address to;
  private final long size;
  private final Waiting.Attempt open;
  private final Rest rest;
  private boolean begun;
  private boolean connected;
  private long done;

  FastOpen(Core core, Address to, long size, Waiting.Attempt open, Rest rest) {
    this.core = core;
    this.to = to;
    this.size = size;
    this.open = open;
    this.rest = rest;
  }

  @Override
  public long run() throws IOException {
    if (!begun) {
      long n = open.run();
      if (n < 0 && n != -Linux.EINPROGRESS) {
        return n;
      }
      begun = true;
      done = Math.max(0, n);
    }
    if (!connected) {
      int n = core.endpoint.connect(to);
      if (n == -Linux.EINPROGRESS || n == -Linux.EALREADY) {
        return -Linux.EAGAIN;
      }
      if (n < 0 && n != -Linux.EISCONN) {
        return n;
      }
      connected = true;
      core.peer = to;
    }
    if (done > 0) {
      return done < size ? done + Math.max(0, rest.send(done)) : done;
    }
    return rest.send(0);
  }
}
