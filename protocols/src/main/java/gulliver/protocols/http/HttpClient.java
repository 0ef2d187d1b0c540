package gulliver.protocols.http;

import gulliver.protocols.Connection;
import gulliver.protocols.http.Headers.Known;
import gulliver.protocols.tls.TlsClient;
import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers, over HTTP/1.1, plain or with TLS. A call waits for the answer's head; its body is a
 * stream.
 *
 * {@snippet :
 * try (HttpClient client = HttpClient.on(network).timeout(Duration.ofSeconds(10)).build();
 *     HttpResponse answer = client.get(URI.create("http://example.com/"))) {
 *   IO.println(answer.status() + " " + answer.body().text(1 << 20));
 * }
 * }
 *
 * <p>An answer is closed by who got it. When its body has been read to the end, the connection is
 * kept for the next request; else it ends. {@link #timeout} limits each wait; {@link
 * Network#within} around the calls limits all of them.
 *
 * <p>A server that is not understood is an {@link HttpException} with 502, never a short or a wrong
 * answer: a body that is cut, two lengths, a line that could be two. A failed request is repeated
 * only where that is harmless: the connection had been used before, brought nothing, the method is
 * idempotent (RFC 9110 §9.2.2) and the body can be sent again.
 *
 * <p>While a body is sent, the client looks for the answer. One that is no success (300 and more)
 * ends the sending, and the connection after it: the server does not want the rest, and may not
 * read it. With a success the rest is sent before {@code send} returns: with a server that answers
 * much while it still reads, both would wait for each other, until the time-out.
 *
 * <p>There are no cookies, caches, proxies or content codings. Any number of threads may use a
 * client.
 *
 * @since 0.1
 */
public final class HttpClient implements Closeable {
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

  /** What is read of an answer that is only a step, so that its connection can be used again. */
  private static final int MOST_OF_REDIRECT = 64 << 10;

  private final Network network;
  private final @Nullable Duration timeout;
  private final @Nullable Address through;
  private final TlsClient tls;
  private final HttpLimits limits;
  private final int redirects;
  private final ConnectionPool pool;

  private HttpClient(Builder builder) {
    network = builder.network;
    timeout = builder.timeout;
    through = builder.through;
    TlsClient given = builder.tls;
    tls = given != null ? given : TlsClient.builder().build();
    limits = builder.limits;
    redirects = builder.redirects;
    pool = new ConnectionPool(builder.idle, builder.idleOfOrigin, builder.idleTime);
  }

  /**
   * {@return settings, to be changed}
   *
   * @param network where the client's connections, its time and its names are from
   */
  public static Builder on(Network network) {
    return new Builder(network);
  }

  /** Says how a client is to be; not for many threads at once. */
  public static final class Builder {
    private final Network network;
    private @Nullable Duration timeout;
    private @Nullable Address through;
    private @Nullable TlsClient tls;
    private HttpLimits limits = HttpLimits.DEFAULT.head(8 << 10, 200, 64 << 10, Duration.ofDays(1));
    private int redirects;
    private int idle = 100;
    private int idleOfOrigin = 10;
    private Duration idleTime = Duration.ofSeconds(30);

    private Builder(Network network) {
      this.network = Objects.requireNonNull(network);
    }

    /**
     * Limits how long the client waits: for a connection, for more of an answer, for room for 1 MiB
     * of a request.
     *
     * @param time more than 0; null, which is initial, for ever
     * @return this
     */
    public Builder timeout(@Nullable Duration time) {
      if (time != null && !time.isPositive()) {
        throw new IllegalArgumentException(
            "timeout " + time + ": more than 0, or null for ever, is allowed");
      }
      timeout = time;
      return this;
    }

    /**
     * Connects to an address whatever the URIs say, which is told to the server as ever: to a UNIX
     * socket, say, as {@code curl --unix-socket}.
     *
     * @param address where the server is
     * @return this
     */
    public Builder through(Address address) {
      through = Objects.requireNonNull(address);
      return this;
    }

    /**
     * Says whom to trust for {@code https}.
     *
     * @param client makes the connections secure; initially one that trusts whom the JDK does
     * @return this
     */
    public Builder tls(TlsClient client) {
      tls = Objects.requireNonNull(client);
      return this;
    }

    /**
     * Limits the head of an answer.
     *
     * @param fields header fields, and trailer fields, at most
     * @param bytes octets of all of them at most
     * @return this
     */
    public Builder headers(int fields, int bytes) {
      limits = limits.head(limits.requestLine(), fields, bytes, limits.headerTime());
      return this;
    }

    /**
     * Follows redirections (RFC 9110 §15.4): never from https to http; with a body only if it can
     * be sent again; to another origin without {@code Authorization} and {@code Cookie}.
     *
     * @param most how many for one request; 0, which is initial, to have them as answers
     * @return this
     */
    public Builder redirects(int most) {
      if (most < 0) {
        throw new IllegalArgumentException("redirects " + most + ": at least 0 is allowed");
      }
      redirects = most;
      return this;
    }

    /**
     * Says how many connections are kept that nobody uses.
     *
     * @param all in all; 0 to keep none; initially 100
     * @param ofOrigin to one scheme, host and port; initially 10
     * @param time how long, looked at when one is needed or becomes idle; initially 30 s
     * @return this
     */
    public Builder idle(int all, int ofOrigin, Duration time) {
      if (all < 0 || ofOrigin < 0 || time.isNegative()) {
        throw new IllegalArgumentException(
            "idle %d, %d, %s: at least 0 is allowed".formatted(all, ofOrigin, time));
      }
      idle = all;
      idleOfOrigin = ofOrigin;
      idleTime = time;
      return this;
    }

    /** {@return the client} */
    public HttpClient build() {
      return new HttpClient(this);
    }
  }

  /**
   * Asks with GET.
   *
   * @param uri of {@code http} or {@code https}
   * @return the answer, which the caller closes
   * @throws IOException as {@link #send}
   */
  public HttpResponse get(URI uri) throws IOException {
    return send("GET", uri, Headers.EMPTY, Body.EMPTY);
  }

  /**
   * Sends a request and waits for the answer's head. Interim answers are passed over. With {@code
   * Expect: 100-continue} among the fields the body waits for the server's word, for a second.
   *
   * @param method a token, but {@code CONNECT}
   * @param uri of {@code http} or {@code https}; its fragment stays here
   * @param headers without {@code Content-Length} and {@code Transfer-Encoding}, which are the
   *     client's; {@code Connection: close} ends the connection after the answer
   * @param body what to send; it is closed
   * @return the answer, whatever its status, which the caller closes
   * @throws HttpException 502 → the server did not speak HTTP, or ended within its answer
   * @throws IOException as {@link Network#createConnection(Address)}, {@link TlsClient#over},
   *     {@link Socket#recv(byte[])} and {@link Socket#sendall(byte[])}; what the body's writer
   *     throws
   * @throws IllegalArgumentException for what cannot be sent
   */
  public HttpResponse send(String method, URI uri, Headers headers, Body body) throws IOException {
    if (!Chars.isToken(method) || method.equals("CONNECT")) {
      throw new IllegalArgumentException(
          "method " + Headers.quoted(method) + ": a token, but CONNECT, is allowed");
    }
    if (method.equals("TRACE") && body.length() != 0) {
      throw new IllegalArgumentException("TRACE with a body (RFC 9110 §9.3.8)");
    }
    if (headers.has(Known.CONTENT_LENGTH) || headers.has(Known.TRANSFER_ENCODING)) {
      throw new IllegalArgumentException(
          "a request with Content-Length or Transfer-Encoding: the client writes them");
    }
    try (body) {
      Step step = new Step(method, uri, headers, body);
      for (int i = 0; ; i++) {
        HttpResponse answer = exchange(step);
        Step next = redirects == 0 ? null : step.next(answer);
        if (next == null) {
          return answer;
        }
        try (answer) {
          if (i == redirects) {
            throw new HttpException(
                Status.BAD_GATEWAY, "more than " + redirects + " redirections from " + uri);
          }
          answer.body().stream().readNBytes(MOST_OF_REDIRECT);
        }
        step = next;
      }
    }
  }

  /** A request, of those that redirections lead to. */
  private record Step(String method, URI uri, Headers headers, Body body) {
    /** Where an answer leads to; null if it is the one. */
    @Nullable Step next(HttpResponse answer) {
      int status = answer.status();
      String location = answer.headers().get("Location");
      boolean same = status == 307 || status == 308;
      if (location == null || !(same || status == 301 || status == 302 || status == 303)) {
        return null;
      }
      URI to;
      Origin origin;
      try {
        to = Origin.resolve(uri, location);
        origin = Origin.of(to);
        Origin.target(to);
      } catch (IllegalArgumentException e) {
        return null;
      }
      Origin mine = Origin.of(uri);
      if (mine.secure() && !origin.secure()) {
        return null;
      }
      Headers fields = headers;
      if (!origin.equals(mine)) {
        fields = fields.without("Authorization").without("Cookie").without("Host");
      }
      if (same || method.equals("GET") || method.equals("HEAD")) {
        return body.isRepeatable() ? new Step(method, to, fields, body) : null;
      }
      if (status != 303 && !method.equals("POST")) {
        return null;
      }
      for (String name : ABOUT_THE_BODY) {
        fields = fields.without(name);
      }
      return new Step("GET", to, fields, Body.EMPTY);
    }
  }

  private static final Set<String> ABOUT_THE_BODY =
      Set.of("Content-Type", "Content-Encoding", "Content-Language", "Content-Location", "Expect");

  private HttpResponse exchange(Step step) throws IOException {
    Origin origin = Origin.of(step.uri);
    String target = Origin.target(step.uri);
    Headers headers = step.headers;
    if (!headers.has(Known.HOST)) {
      headers = Headers.of("Host", origin.authority()).and(headers);
    }
    if (!headers.contains("User-Agent")) {
      headers = headers.adding("User-Agent", "gulliver");
    }
    if (step.body.length() == 0) {
      headers = headers.without(Known.EXPECT.name); // RFC 9110 §10.1.1: it is of content
    }
    boolean repeatable = IDEMPOTENT.contains(step.method) && step.body.isRepeatable();
    ClientConnection used = pool.take(origin);
    if (used != null) {
      try {
        return used.exchange(step.method, target, headers, step.body);
      } catch (ClientConnection.StaleException e) {
        if (!repeatable) {
          throw unanswered(e);
        }
        // RFC 9110 §9.2.2: once more, on a connection that cannot have grown old
      }
    }
    try {
      return connect(origin).exchange(step.method, target, headers, step.body);
    } catch (ClientConnection.StaleException e) {
      throw unanswered(e);
    }
  }

  private static HttpException unanswered(ClientConnection.StaleException e) {
    return new HttpException(Status.BAD_GATEWAY, String.valueOf(e.getMessage()), e);
  }

  private ClientConnection connect(Origin origin) throws IOException {
    Address to = through != null ? through : Sockets.address(origin.host(), origin.port());
    Socket socket = network.createConnection(to, timeout);
    Connection connection = null;
    try {
      socket.settimeout(timeout);
      connection = origin.secure() ? tls.over(socket, origin.host()) : Connection.of(socket);
    } finally {
      if (connection == null) {
        socket.close();
      }
    }
    return new ClientConnection(origin, connection, pool, limits);
  }

  /** {@return how many connections lie idle} */
  public int idle() {
    return pool.size();
  }

  /** Ends the idle connections; those in use end with their answers. */
  @Override
  public void close() {
    pool.close();
  }
}
