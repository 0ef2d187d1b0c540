package gulliver.protocols.http;

import gulliver.protocols.http.Headers.Known;
import gulliver.protocols.http.Output.Frame;
import gulliver.protocols.http.Parsed.Incomplete;
import gulliver.protocols.http.Parsed.Refusal;
import gulliver.protocols.http.Parsed.RequestHead;
import gulliver.protocols.http.Parsed.ResponseHead;
import gulliver.protocols.server.ServerConnection;
import gulliver.protocols.tls.TlsConnection;
import gulliver.socket.Network;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One client's connection: request, answer, request, answer … */
final class HttpConnection {
  private static final System.Logger LOG = System.getLogger("gulliver.http");

  private static final byte[] CONTINUE = Chars.bytes("HTTP/1.1 100 Continue\r\n\r\n");
  private static final byte[] CONTENT_LENGTH = Chars.bytes("Content-Length: ");
  private static final byte[] IN_CHUNKS = Chars.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] CLOSE = Chars.bytes("Connection: close\r\n");
  private static final byte[] NOTHING = {};
  private static final byte[] KEEP_ALIVE = Chars.bytes("Connection: keep-alive\r\n");

  private final HttpServer server;
  private final HttpLimits limits;
  private final ServerConnection connection;
  private final Network network;
  private final boolean secure;
  private final Input in;
  private final Output out;
  private final RequestParser parser;

  HttpConnection(HttpServer server, ServerConnection connection) {
    this.server = server;
    this.limits = server.limits();
    this.connection = connection;
    this.network = connection.network();
    this.secure = connection.layered() instanceof TlsConnection;
    this.in = new Input(connection);
    this.out = new Output(connection, connection::isStopping);
    this.parser = new RequestParser(limits);
  }

  /** Until the client has no more requests, or one is refused: then the server ends in order. */
  void run() throws Exception {
    while (exchange()) {
      // the next
    }
  }

  /** One request and its answer; whether another may follow. */
  private boolean exchange() throws Exception {
    return switch (receiveHead()) {
      case null -> false;
      case Refusal(int status, String reason) -> {
        refuse(status, reason);
        yield false;
      }
      case RequestHead head -> answer(head);
      case Incomplete incomplete -> throw new AssertionError(incomplete);
      case ResponseHead response -> throw new AssertionError(response);
    };
  }

  // ---- the request ----

  /** A head or a refusal; null at the end. */
  private @Nullable Parsed receiveHead() throws IOException {
    parser.reset();
    boolean begun = !in.isEmpty();
    boolean limited = false;
    if (begun) {
      connection.busy(null);
    } else {
      connection.idle();
    }
    while (true) {
      if (begun) {
        Parsed parsed = parser.parse(in.bytes, in.from, in.to);
        if (!(parsed instanceof Incomplete)) {
          in.skip(parser.length());
          return parsed;
        }
        if (!limited) { // nearly always a head comes at once, and needs no clock
          limited = true;
          connection.busy(limits.headerTime());
        }
      }
      try {
        if (in.fill() == 0) {
          return null;
        }
      } catch (SocketTimeoutException e) {
        // an empty line, which some say behind a body, is no request that could be answered
        return parser.isBlank(in.size())
            ? null
            : new Refusal(Status.REQUEST_TIMEOUT, "a request's head took too long");
      }
      if (!begun) {
        begun = true;
        connection.busy(null);
      }
    }
  }

  /** A request on its way: what its body's reader causes. */
  private final class Exchange implements ReceivedBody.Owner {
    private final boolean expectsContinue;
    private Duration waited = Duration.ZERO;
    private long since;
    private boolean answered;

    Exchange(boolean expectsContinue) {
      this.expectsContinue = expectsContinue;
    }

    @Override
    public void wanted() throws IOException {
      // RFC 9110 §10.1.1: not if the body is on its way, and not behind the answer
      if (expectsContinue && in.isEmpty() && !answered && !out.isSent()) {
        try {
          connection.sendall(CONTINUE);
        } catch (SocketTimeoutException e) {
          throw new HttpException(Status.REQUEST_TIMEOUT, "a client does not read 100", e);
        } catch (InterruptedIOException e) {
          throw e;
        } catch (IOException e) { // the client's doing, and not the handler's
          throw new HttpException(
              Status.BAD_REQUEST, "the connection failed before a body that was expected", e);
        }
      }
    }

    /** Only waiting counts: a handler may take its time between two reads. */
    @Override
    public void waits(long count) {
      since = network.nanoTime();
      connection.busy(limits.forBody(count, waited));
    }

    @Override
    public void waited() {
      waited = waited.plusNanos(network.nanoTime() - since);
    }
  }

  // ---- the answer ----

  private boolean answer(RequestHead head) throws Exception {
    if (head.length() > limits.bodyBytes()) {
      refuse(Status.CONTENT_TOO_LARGE, "a body of more than " + limits.bodyBytes() + " octets");
      return false;
    }
    if (!secure && Authority.isSecure(head.target())) {
      refuse(Status.MISDIRECTED_REQUEST, "an https URI, without TLS (RFC 9110 §7.4)");
      return false;
    }
    if (head.method().equals("CONNECT")) {
      refuse(Status.NOT_IMPLEMENTED, "CONNECT: this server is no proxy");
      return false;
    }
    out.begin();
    if (head.length() == 0) {
      return respond(head, null);
    }
    Exchange owner = new Exchange(head.expectsContinue());
    ReceivedBody body =
        new ReceivedBody(in, limits, head.length(), limits.bodyBytes(), Status.BAD_REQUEST, owner);
    boolean keep = respond(head, body);
    owner.answered = true;
    return keep && (body.isEnded() || drained(body));
  }

  private boolean drained(ReceivedBody body) throws IOException {
    try {
      return body.drain(limits.drainBytes());
    } catch (HttpException e) {
      return false;
    }
  }

  /** Lets the handler answer; whether the connection may go on. */
  private boolean respond(RequestHead head, @Nullable ReceivedBody body) throws Exception {
    HttpRequest request =
        new HttpRequest(
            head.method(),
            head.target(),
            head.minor() == 0 ? "HTTP/1.0" : "HTTP/1.1",
            head.headers(),
            body == null ? Body.EMPTY : body,
            connection);
    try {
      HttpResponse response =
          head.target().equals("*")
              ? HttpResponse.of(Status.NO_CONTENT)
              : server.handler().handle(request);
      try (response) {
        return write(head, body, response);
      }
    } catch (Exception | StackOverflowError | AssertionError failure) {
      // what has gone is a part: the connection is reset, so that nobody takes it for the whole
      if (out.isSent() && failure instanceof HttpException known) {
        throw new ProtocolException(known.getMessage()); // the client's fault, which is not logged
      }
      if (out.isSent()
          || failure instanceof InterruptedException
          || Thread.currentThread().isInterrupted()) {
        throw failure;
      }
      if (failure instanceof HttpException known) {
        return write(head, body, text(known.status(), String.valueOf(known.getMessage())));
      }
      LOG.log(Level.WARNING, "a handler failed: " + request, failure);
      return write(head, body, text(Status.INTERNAL_SERVER_ERROR, ""));
    }
  }

  private static HttpResponse text(int status, String reason) {
    return HttpResponse.of(
        status,
        status + " " + Status.reason(status) + (reason.isEmpty() ? "" : ": " + reason) + "\n");
  }

  /** Writes an answer; whether the connection may go on. */
  private boolean write(RequestHead head, @Nullable ReceivedBody body, HttpResponse response)
      throws Exception {
    int status = response.status();
    Headers headers = response.headers();
    if (headers.has(Known.CONTENT_LENGTH) || headers.has(Known.TRANSFER_ENCODING)) {
      throw new IllegalArgumentException(
          "a response with Content-Length or Transfer-Encoding: the server writes them");
    }
    boolean keep = head.keepAlive() && mayFollow(head, body) && !connection.isStopping();
    if (headers.has(Known.CONNECTION)) {
      keep &= !headers.lists(Known.CONNECTION, "close");
      headers = headers.without(Known.CONNECTION.name);
    }
    long length = response.body().length();
    Frame frame =
        length >= 0 ? Frame.LENGTH : head.minor() == 0 ? Frame.UNTIL_CLOSE : Frame.CHUNKED;
    keep &= frame != Frame.UNTIL_CLOSE;

    boolean bodiless = status == Status.NO_CONTENT || status == Status.NOT_MODIFIED;
    head(
        status,
        headers,
        bodiless ? Frame.NONE : frame, // RFC 9112 §6.3: ends with its head
        length,
        !keep ? CLOSE : head.minor() == 0 ? KEEP_ALIVE : NOTHING);
    if (bodiless || head.method().equals("HEAD")) {
      out.body(Frame.NONE, 0);
    } else {
      out.body(frame, length);
      response.body().writeTo(out);
    }
    out.end();
    return keep;
  }

  /** Begins an answer with its head. */
  private void head(int status, Headers headers, Frame frame, long length, byte[] connection) {
    out.begin();
    out.append(Status.line(status));
    if (!headers.has(Known.DATE)) {
      out.append(server.date());
    }
    headers.appendTo(out);
    if (frame == Frame.LENGTH) {
      out.append(CONTENT_LENGTH);
      out.append(length);
      out.append(Output.CRLF);
    } else if (frame == Frame.CHUNKED) {
      out.append(IN_CHUNKS);
    }
    out.append(connection);
    out.append(Output.CRLF);
  }

  /**
   * Whether a request can follow what is left of this one's body: not if it may never come, because
   * the client waits to be asked for it (RFC 9110 §10.1.1), nor if it is too long to be drained.
   */
  private boolean mayFollow(RequestHead head, @Nullable ReceivedBody body) {
    return body == null
        || body.isEnded()
        || (body.failure() == null
            && body.left() <= limits.drainBytes()
            && (!head.expectsContinue() || body.isAsked()));
  }

  /** Answers a request that cannot be understood; the connection ends, since so does its frame. */
  private void refuse(int status, String reason) throws Exception {
    HttpResponse answer = text(status, reason);
    long length = answer.body().length();
    head(status, answer.headers(), Frame.LENGTH, length, CLOSE);
    out.body(parser.isHead() ? Frame.NONE : Frame.LENGTH, length);
    answer.body().writeTo(out);
    out.end();
  }
}
