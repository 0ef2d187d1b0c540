package gulliver.socket;

import gulliver.socket.spi.Descriptors;
import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** {@code sendfile} and {@code splice}: bytes that go without passing through the program. */
final class Moving {
  private static final int COPIED = 1 << 16;
  private static final int READY_TO_READ =
      Linux.POLLIN | Linux.POLLHUP | Linux.POLLERR | Linux.POLLRDHUP;
  private static final int READY_TO_WRITE = Linux.POLLOUT | Linux.POLLHUP | Linux.POLLERR;
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(1);

  /** One attempt to move more than {@code done}; answers a count, 0 at the end, or -errno. */
  private interface Move {
    long attempt(long done) throws IOException;
  }

  /** How to wait when an attempt has answered {@code -EAGAIN}. */
  private interface Pause {
    void await(long deadline);
  }

  private Moving() {}

  static void check(String call, String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          call + ": " + what + " " + value + ": at least 0 is allowed");
    }
  }

  /** Waits for both: for one to be ready, and that neither is closed. */
  private static void await(
      Network network, Endpoint in, int read, Endpoint out, int write, long d) {
    network.provider().await(new Endpoint[] {in, out}, new int[] {read, write}, d);
  }

  static long sendfile(Socket socket, Descriptor file, long offset, long count) throws IOException {
    Network network = socket.network();
    Descriptors kernel = socket.kernel("sendfile");
    Core in = file.core;
    Core out = socket.core;
    in.enter("sendfile");
    try {
      return move(
          out,
          "sendfile",
          count,
          out.sendTimeout,
          Deadlines.UNSET,
          done -> {
            if (in.isClosed()) {
              return -Linux.EBADF;
            }
            long at = offset < 0 ? -1 : offset + done;
            return kernel.sendfile(
                out.endpoint, in.endpoint, at, Math.min(count - done, Core.MOST));
          },
          deadline -> await(network, in.endpoint, 0, out.endpoint, READY_TO_WRITE, deadline));
    } finally {
      in.leave();
      Reference.reachabilityFence(file);
    }
  }

  /**
   * A channel does not tell its descriptor, and other networks have none: then bytes are copied.
   */
  static long sendfile(Socket socket, FileChannel file, long offset, long count)
      throws IOException {
    Core out = socket.core;
    byte[] bytes = new byte[(int) Math.min(count, COPIED)];
    int[] filled = {0, 0}; // from, to
    return move(
        out,
        "sendfile",
        count,
        out.sendTimeout,
        Deadlines.UNSET,
        done -> {
          if (filled[0] == filled[1]) {
            int size = (int) Math.min(count - done, bytes.length);
            filled[0] = 0;
            filled[1] = Math.max(0, file.read(ByteBuffer.wrap(bytes, 0, size), offset + done));
          }
          if (filled[1] == 0) {
            return 0;
          }
          long n = out.endpoint.send(bytes, filled[0], filled[1] - filled[0], 0, null);
          filled[0] += (int) Math.max(0, n);
          return n;
        },
        deadline -> out.endpoint.await(Endpoint.WRITE, deadline));
  }

  static long splice(Network network, Pollable from, Pollable to, long count, int flags)
      throws IOException {
    check("splice", "count", count);
    Descriptors kernel = Descriptor.kernel(network);
    Core in = Polling.core(from);
    Core out = Polling.core(to);
    for (Pollable each : new Pollable[] {from, to}) {
      if (!each.network().provider().equals(network.provider())) {
        throw new IllegalArgumentException("splice: " + each + " is of another network");
      }
    }
    long most = Math.min(count, Core.MOST);
    long timeout = Math.min(in.receiveTimeout, out.sendTimeout);
    out.enter("splice");
    try {
      return receiving(
          in,
          "splice",
          timeout,
          () -> {
            awaitReadable(network, in, out, timeout);
            return move(
                out,
                "splice",
                most,
                timeout,
                timeout == 0 || in.receiving.deadline == Time.FOREVER
                    ? Deadlines.UNSET
                    : Deadlines.earlier(
                        in.receiving.deadline, out.deadlineIn(out.sending, timeout)),
                done -> {
                  if (in.isClosed()) {
                    return -Linux.EBADF;
                  }
                  if (done > 0) {
                    return 0; // one part is enough
                  }
                  return kernel.splice(in.endpoint, out.endpoint, most, flags);
                },
                deadline -> awaitEither(network, in, out, deadline));
          },
          (long) Socket.WOULD_BLOCK);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      out.leave();
      Reference.reachabilityFence(from);
      Reference.reachabilityFence(to);
    }
  }

  /** Waits for something to move, and leaves the turn to send to those who have it. */
  private static void awaitReadable(Network network, Core in, Core out, long timeout)
      throws IOException {
    long deadline = Deadlines.UNSET;
    while (timeout != 0 && !out.isClosed() && (in.endpoint.ready() & READY_TO_READ) == 0) {
      deadline = in.mayWait(in.receiving, "splice", null, timeout, deadline, 0);
      await(network, in.endpoint, READY_TO_READ, out.endpoint, 0, deadline);
    }
  }

  /** Waits for whichever is not ready; when both are, for a moment. */
  private static void awaitEither(Network network, Core in, Core out, long deadline) {
    if ((in.endpoint.ready() & READY_TO_READ) == 0) {
      await(network, in.endpoint, READY_TO_READ, out.endpoint, 0, deadline);
    } else if ((out.endpoint.ready() & READY_TO_WRITE) == 0) {
      await(network, in.endpoint, 0, out.endpoint, READY_TO_WRITE, deadline);
    } else {
      network.time().park(Math.min(network.nanoTime() + SOON, deadline));
    }
  }

  /**
   * Moves up to so many bytes to a socket; answers how many there were before the end, or -1 for
   * "would block". {@code deadline} may have been set by what it comes from.
   */
  private static long move(
      Core out, String call, long count, long timeout, long deadline, Move move, Pause pause)
      throws IOException {
    out.enter(call);
    try {
      if (timeout != 0) {
        deadline = out.acquire(out.sending, call, null, timeout, deadline);
      } else if (!out.sending.tryAcquire()) {
        return Socket.WOULD_BLOCK;
      }
      try {
        long done = 0;
        for (; ; ) {
          long n = done == count ? 0 : move.attempt(done);
          if (out.isClosed() || (n < 0 && n != -Linux.EAGAIN)) {
            throw out.failure(
                call, null, out.isClosed() ? Linux.EBADF : (int) -n, done + Math.max(0, n));
          } else if (n > 0) {
            done += n;
          } else if (n == 0 || timeout == 0) {
            return done > 0 || n == 0 ? done : Socket.WOULD_BLOCK;
          } else {
            deadline = out.mayWait(out.sending, call, null, timeout, deadline, done);
            pause.await(deadline);
          }
        }
      } finally {
        out.sending.release(out.time);
      }
    } finally {
      out.leave();
    }
  }

  /** Takes the turn to receive for a call on another socket, which waits for both. */
  private static <T> T receiving(Core in, String call, long timeout, Callable<T> body, T busy)
      throws Exception {
    in.enter(call);
    try {
      if (timeout != 0) {
        in.acquire(in.receiving, call, null, timeout, Deadlines.UNSET);
      } else if (!in.receiving.tryAcquire()) {
        return busy;
      }
      try {
        return body.call();
      } finally {
        in.receiving.release(in.time);
      }
    } finally {
      in.leave();
    }
  }
}
