package gulliver.protocols.http;

import gulliver.protocols.Connection;
import gulliver.protocols.http.Headers.Known;
import gulliver.protocols.http.Output.Frame;
import gulliver.protocols.http.Parsed.Incomplete;
import gulliver.protocols.http.Parsed.Refusal;
import gulliver.protocols.http.Parsed.RequestHead;
import gulliver.protocols.http.Parsed.ResponseHead;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import gulliver.socket.Task;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A connection to a server: one request and its answer at a time. */
final class ClientConnection {
  /** RFC 9110 §10.1.1: a client does not wait for 100 (Continue) for an indefinite time. */
  private static final Duration CONTINUE_TIME = Duration.ofSeconds(1);

  /** Interim answers before a final one; who sends more will not end. */
  private static final int MOST_INTERIM = 32;

  private static final int NO_INTERIM = 0;
  private static final int SWITCHING_PROTOCOLS = 101;

  /** A body up to here fits into the buffers on the way, whatever the server does. */
  private static final int FITTING = 8 << 10;

  /** The connection had ended before it brought an octet of an answer. */
  static final class StaleException extends IOException {
    private static final long serialVersionUID = 1;

    StaleException(@Nullable Throwable cause) {
      super("the server ended the connection before it answered", cause);
    }
  }

  final Origin origin;
  private final Connection connection;
  private final ConnectionPool pool;
  private final HttpLimits limits;
  private final Input in;
  private final Output out;
  private final ResponseParser parser;

  /** Since when it lies in the pool. */
  long idleSince;

  ClientConnection(Origin origin, Connection connection, ConnectionPool pool, HttpLimits limits) {
    this.origin = origin;
    this.connection = connection;
    this.pool = pool;
    this.limits = limits;
    this.in = new Input(connection);
    this.out = new Output(connection, () -> false);
    this.parser = new ResponseParser(limits);
  }

  /** Whether the server has neither ended it nor said something that nobody asked for. */
  boolean isQuiet() {
    try {
      return connection.peek() == Socket.WOULD_BLOCK;
    } catch (IOException e) {
      return false;
    }
  }

  void close() {
    connection.close();
  }

  Network network() {
    return connection.network();
  }

  /**
   * Sends a request and receives the head of its answer. The connection goes back to the pool when
   * the answer's body has been read, or is closed.
   *
   * @throws StaleException if nothing has come
   */
  HttpResponse exchange(String method, String target, Headers headers, Body body)
      throws IOException {
    boolean done = false;
    try {
      HttpResponse response = attempt(method, target, headers, body);
      done = true;
      return response;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private HttpResponse attempt(String method, String target, Headers headers, Body body)
      throws IOException {
    begin(method, target, headers, body.length());
    boolean expects = headers.lists(Known.EXPECT, "100-continue") && body.length() != 0;
    ResponseHead head = expects ? awaitContinue() : null;
    boolean whole = false;
    if (head == null) {
      Watch watch = new Watch();
      head = transmit(body, watch);
      whole = watch.isWhole;
    }
    boolean keep = whole && head.keepAlive() && !headers.lists(Known.CONNECTION, "close");
    return response(method, head, keep);
  }

  private void begin(String method, String target, Headers headers, long length) {
    out.begin();
    out.append(method);
    out.append(" ");
    out.append(target);
    out.append(" HTTP/1.1\r\n");
    headers.appendTo(out);
    boolean hasBody = length != 0 || METHODS_WITH_BODY.contains(method);
    if (length < 0) {
      out.append("Transfer-Encoding: chunked\r\n");
    } else if (hasBody) {
      out.append("Content-Length: ");
      out.append(length);
      out.append(Output.CRLF);
    }
    out.append(Output.CRLF);
    out.body(length < 0 ? Frame.CHUNKED : Frame.LENGTH, length);
  }

  /** RFC 9110 §8.6: of these a server expects a body, so one of no octets is told, too. */
  private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

  /** Sends a body, or as much of it as the server wants, and receives the answer's head. */
  private ResponseHead transmit(Body body, Watch watch) throws IOException {
    Exception failure = null;
    try {
      if (!fits(body)) {
        watch.start();
      }
      body.writeTo(out);
      out.end();
    } catch (Exception e) {
      failure = e;
    } finally {
      watch.stop();
    }
    if (failure == null || (out.isFailed() && (watch.ceased || !isInterrupt(failure)))) {
      return watch.answer(failure);
    }
    switch (failure) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IOException("the request's body failed", failure);
    }
  }

  /** A time-out, too. */
  private static boolean isInterrupt(Exception e) {
    return e instanceof InterruptedIOException;
  }

  /** Whether a body is there already, and so short that sending it will not wait for the server. */
  private static boolean fits(Body body) {
    return body.isRepeatable() && body.length() >= 0 && body.length() <= FITTING;
  }

  /**
   * Receives while a body is sent (RFC 9112 §9.5): a server that does not want all of it says so
   * before its end, and perhaps reads no further. It does so on a thread of its own, since the
   * body's writer has the caller's. When nobody will need the rest, because the answer is no
   * success or there will be none, this side of the connection ends, which ends the sending.
   */
  private final class Watch implements Task {
    private final Thread sender = Thread.currentThread();
    private final AtomicBoolean sending = new AtomicBoolean(true);
    private @Nullable Thread thread;
    private volatile boolean over;
    private @Nullable ResponseHead head;
    private @Nullable IOException failure;

    /** Whether all of the request has been sent; known when this has stopped, as what follows. */
    private boolean isWhole;

    private boolean ceased;

    void start() {
      thread = network().start(this);
    }

    @Override
    public void run() {
      try {
        while (head == null) {
          try {
            head = receive(NO_INTERIM);
          } catch (SocketTimeoutException e) {
            // the server may be silent for as long as it is being told something
          }
        }
        if (head.status() >= Status.MULTIPLE_CHOICES) {
          cease();
        }
      } catch (InterruptedIOException e) {
        // stopped: the caller receives
      } catch (IOException e) {
        failure = e;
        cease();
      } finally {
        over = true;
        network().unpark(sender);
      }
    }

    private void cease() {
      if (sending.compareAndSet(true, false)) {
        ceased = true;
        out.cease();
        try {
          connection.socket().shutdown(Sockets.SHUT_WR);
        } catch (IOException gone) {
          // so has the sender's end
        }
      }
    }

    /** The body has been sent, or will not be. */
    void stop() {
      isWhole = sending.compareAndSet(true, false) && !out.isFailed();
      Thread receiver = thread;
      if (receiver == null) {
        return;
      }
      receiver.interrupt();
      boolean interrupted = false;
      while (!over) {
        network().park(Network.FOREVER);
        interrupted |= Thread.interrupted(); // with its status set a thread cannot park
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /** The answer's head, which may come only now. */
    ResponseHead answer(@Nullable Exception unsent) throws IOException {
      if (failure != null) {
        throw with(unsent, failure);
      }
      return head != null ? head : receiveAfter(unsent);
    }
  }

  /**
   * The answer's head, perhaps of a server that has ended: it has refused to read on.
   *
   * @param unsent why not all of the request has been sent, or null
   */
  private ResponseHead receiveAfter(@Nullable Exception unsent) throws IOException {
    try {
      return receive(NO_INTERIM);
    } catch (IOException e) {
      throw with(unsent, e);
    }
  }

  private static IOException with(@Nullable Exception unsent, IOException e) {
    if (unsent != null) {
      e.addSuppressed(unsent);
    }
    return e;
  }

  /** Waits for 100 (Continue), for a while; the answer, if it is a final one. */
  private @Nullable ResponseHead awaitContinue() throws IOException {
    try {
      out.flush();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return receiveAfter(e);
    }
    connection.socket().setrecvdeadline(network().deadline(CONTINUE_TIME));
    try {
      ResponseHead head = receive(Status.CONTINUE);
      return head.status() == Status.CONTINUE ? null : head;
    } catch (SocketTimeoutException e) {
      return null; // a server that does not know of it waits for the body
    } finally {
      connection.socket().setrecvdeadline(Network.FOREVER);
    }
  }

  /** The next head that is final, or has this interim status. */
  private ResponseHead receive(int interim) throws IOException {
    for (int i = 0; i < MOST_INTERIM; i++) {
      parser.reset();
      ResponseHead head = receiveHead();
      if (head.status() >= Status.OK || head.status() == interim) {
        return head;
      }
      if (head.status() == SWITCHING_PROTOCOLS) {
        throw wrong("101: nobody asked for another protocol");
      }
    }
    throw wrong("more than " + MOST_INTERIM + " interim answers");
  }

  /** The next head, interim or final. */
  private ResponseHead receiveHead() throws IOException {
    while (true) {
      if (!in.isEmpty()) {
        switch (parser.parse(in.bytes, in.from, in.to)) {
          case Incomplete _ -> {}
          case Refusal(int _, String reason) -> throw wrong(reason);
          case ResponseHead head -> {
            in.skip(parser.length());
            return head;
          }
          case RequestHead head -> throw new AssertionError(head);
        }
      }
      boolean nothing = in.isEmpty();
      int n;
      try {
        n = in.fill();
      } catch (InterruptedIOException e) {
        throw e; // a time-out, too
      } catch (IOException e) {
        throw nothing ? new StaleException(e) : e;
      }
      if (n == 0) {
        throw nothing ? new StaleException(null) : wrong("the connection ended within a head");
      }
    }
  }

  private static HttpException wrong(String reason) {
    return new HttpException(Status.BAD_GATEWAY, "a server's answer: " + reason);
  }

  private HttpResponse response(String method, ResponseHead head, boolean keep) throws IOException {
    int status = head.status();
    // RFC 9112 §6.3, 1: whatever the fields say
    boolean none = method.equals("HEAD") || status == 204 || status == 304;
    long length = none ? 0 : head.length();
    boolean reusable = keep && length != Parsed.UNTIL_CLOSE;
    if (length == 0) {
      release(reusable);
      return new HttpResponse(status, head.headers(), Body.EMPTY);
    }
    ReceivedBody body = new Received(length, reusable).body;
    if (status
        == Status
            .RESET_CONTENT) { // RFC 9110 §15.3.6: it has no content, though a length may say so
      // late
      if (body.read(new byte[1], 0, 1) >= 0) {
        throw wrong("205 with content");
      }
      return new HttpResponse(status, head.headers(), Body.EMPTY);
    }
    return new HttpResponse(status, head.headers(), body);
  }

  private void release(boolean reusable) {
    if (reusable && in.isEmpty()) {
      pool.put(this);
    } else {
      close();
    }
  }

  /** An answer's body, at whose end the connection is free. */
  private final class Received implements ReceivedBody.Owner {
    private final boolean reusable;
    private final ReceivedBody body;

    Received(long length, boolean reusable) {
      this.reusable = reusable;
      this.body = new ReceivedBody(in, limits, length, Long.MAX_VALUE, Status.BAD_GATEWAY, this);
    }

    @Override
    public void done() {
      release(reusable && body.isEnded());
    }
  }
}
