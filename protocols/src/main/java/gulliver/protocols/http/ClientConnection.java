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
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection to a server: one request and its answer at a time. */
final class ClientConnection {
  /** RFC 9110 §10.1.1: a client does not wait for 100 (Continue) for an indefinite time. */
  private static final Duration CONTINUE_TIME = Duration.ofSeconds(1);

  /** Interim answers before a final one; who sends more will not end. */
  private static final int MOST_INTERIM = 32;

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
    ResponseHead early = expects ? awaitContinue() : null;
    boolean whole = early == null;
    if (whole) {
      try {
        write(body);
      } catch (IOException e) {
        early = earlyAnswer(e);
        whole = false;
      }
    }
    ResponseHead head = early != null ? early : receiveFinal();
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

  private void write(Body body) throws IOException {
    try {
      body.writeTo(out);
      out.end();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the request's body failed", e);
    }
  }

  /**
   * What the server said when it would not read on: an answer, and then its end. Perhaps it never
   * got to read the request.
   */
  private ResponseHead earlyAnswer(IOException failure) throws IOException {
    if (!out.isFailed() || failure instanceof InterruptedIOException) {
      throw failure;
    }
    try {
      return receiveFinal();
    } catch (StaleException e) {
      throw new StaleException(failure);
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  /** Waits for 100 (Continue), for a while; the answer, if it is a final one. */
  private @Nullable ResponseHead awaitContinue() throws IOException {
    out.flush();
    connection.socket().setrecvdeadline(network().deadline(CONTINUE_TIME));
    parser.reset();
    try {
      ResponseHead head = receiveHead();
      return head.status() < 200 ? null : head;
    } catch (SocketTimeoutException e) {
      return null; // a server that does not know of it waits for the body
    } finally {
      connection.socket().setrecvdeadline(Network.FOREVER);
    }
  }

  private ResponseHead receiveFinal() throws IOException {
    for (int i = 0; i < MOST_INTERIM; i++) {
      parser.reset();
      ResponseHead head = receiveHead();
      if (head.status() >= 200) {
        return head;
      }
      if (head.status() == 101) {
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

  private HttpResponse response(String method, ResponseHead head, boolean keep) {
    int status = head.status();
    // RFC 9112 §6.3, 1: whatever the fields say
    boolean none = method.equals("HEAD") || status == 204 || status == 304;
    long length = none ? 0 : head.length();
    boolean reusable = keep && length != Parsed.UNTIL_CLOSE;
    if (length == 0) {
      release(reusable);
      return new HttpResponse(status, head.headers(), Body.EMPTY);
    }
    return new HttpResponse(status, head.headers(), new Received(length, reusable).body);
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
