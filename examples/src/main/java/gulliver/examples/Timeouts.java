package gulliver.examples;

import gulliver.socket.*;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * TCP promises no time: a peer may be silent for ever. Four ways end a wait: a time-out, after
 * which the socket can be used on; the end of the time that a piece of code has for all its calls
 * together; an interrupt; and closing the socket from another thread.
 */
public final class Timeouts {
  private Timeouts() {}

  /** Waits in vain, four times. */
  public static void main(String... args) throws IOException, InterruptedException {
    try (Pair ends = Pair.connected(Network.os())) {
      Socket socket = ends.client();
      socket.settimeout(Duration.ofMillis(50));
      IO.println("time-out:  " + waitForData(socket));
      socket.settimeout(null);
      IO.println("within:    " + allWithin(Duration.ofMillis(50), socket));
      IO.println("interrupt: " + ended(socket, Thread::interrupt));
      IO.println("close:     " + ended(socket, waiter -> socket.close()));
    }
  }

  /** Receives, and says how it ended. */
  static String waitForData(Socket socket) {
    try {
      return socket.recv(100).length + " bytes";
    } catch (SocketTimeoutException e) {
      return "SocketTimeoutException\n  " + e.getMessage();
    } catch (InterruptedIOException e) {
      return "InterruptedIOException\n  " + e.getMessage();
    } catch (IOException e) {
      return Errno.of(e) + "\n  " + e.getMessage();
    }
  }

  /** Receives until the time is over, however many calls that takes. */
  static String allWithin(Duration time, Socket socket) throws IOException {
    int[] calls = new int[1];
    try {
      socket
          .network()
          .within(
              time,
              () -> {
                for (; ; calls[0]++) {
                  if (socket.recv(100).length == 0) {
                    return;
                  }
                }
              });
      return "the end after " + calls[0] + " calls";
    } catch (SocketTimeoutException e) {
      return "SocketTimeoutException, after " + calls[0] + " calls\n  " + e.getMessage();
    }
  }

  /** What another thread does about a thread that waits. */
  interface Ending {
    void end(Thread waiter);
  }

  /** Waits in a thread, ends that wait from this one, and says how it ended. */
  static String ended(Socket socket, Ending ending) throws InterruptedException {
    BlockingQueue<String> result = new LinkedBlockingQueue<>();
    Thread waiter = socket.network().start(() -> result.add(waitForData(socket)));
    socket.network().sleep(Duration.ofMillis(20)); // likely waiting by now; right in either case
    ending.end(waiter);
    return result.take();
  }
}
