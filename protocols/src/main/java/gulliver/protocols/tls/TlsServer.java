package gulliver.protocols.tls;

import gulliver.socket.Socket;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Puts TLS on connections that a server has accepted. Clients may resume their sessions, by tickets
 * or by the server's memory.
 *
 * {@snippet :
 * TlsServer tls = TlsServer.builder(TlsIdentity.pem(chain, key)).build();
 * Socket accepted = server.accept().socket();
 * network.start(() -> {                  // a slow client keeps nobody else waiting
 *   try (TlsConnection connection = tls.over(accepted)) {
 *     serve(connection);
 *   }
 * });
 * }
 *
 * <p>Any number of threads may use a server.
 *
 * @since 0.1
 */
public final class TlsServer {
  private final SSLContext context;
  private final SSLParameters parameters;

  private TlsServer(Builder builder) {
    context = builder.buildContext();
    parameters = builder.buildParameters(context);
    parameters.setUseCipherSuitesOrder(true);
    switch (builder.clients) {
      case NONE -> {}
      case WANTED -> parameters.setWantClientAuth(true);
      case NEEDED -> parameters.setNeedClientAuth(true);
    }
  }

  /**
   * {@return settings, to be changed}
   *
   * @param identities what to show to clients: the first that is for the name that the client asks
   *     for, and of a kind that it knows; else the first of such a kind, whatever its names
   */
  public static Builder builder(TlsIdentity... identities) {
    List<TlsIdentity> all = List.of(identities);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("a server needs an identity: a key and its certificate");
    }
    return new Builder(new gulliver.protocols.tls.KeyManager(name -> inOrder(all, name)));
  }

  /**
   * {@return settings, to be changed}
   *
   * @param choice the identities for a server name (SNI), or for none (null): called in each
   *     handshake that is not resumed, on the thread that makes it. The first of a kind that the
   *     client knows is shown; where there is none, the handshake fails
   */
  public static Builder builder(Function<@Nullable String, List<TlsIdentity>> choice) {
    return new Builder(new gulliver.protocols.tls.KeyManager(Objects.requireNonNull(choice)));
  }

  /**
   * {@return settings, to be changed} Keys and trust are those of a context of the JDK.
   *
   * @param context has been initialized
   */
  public static Builder builder(SSLContext context) {
    return new Builder(null).context(context);
  }

  private static List<TlsIdentity> inOrder(List<TlsIdentity> all, @Nullable String name) {
    if (name == null) {
      return all;
    }
    List<TlsIdentity> fitting = all.stream().filter(one -> one.isFor(name)).toList();
    return fitting.isEmpty() ? all : fitting;
  }

  /**
   * Makes the handshake with a client. It takes as long as the client lets it: call it on the
   * connection's own thread, within some time ({@link gulliver.socket.Network#within}).
   *
   * @param socket a connected stream socket that waits; it is closed with the connection, and when
   *     the handshake fails
   * @return the connection
   * @throws TlsException if the handshake fails; {@link TlsException.Unverified} if the client's
   *     certificate is refused
   * @throws IOException as {@link Socket#recv(byte[])} and {@link Socket#sendall(byte[])}
   */
  public TlsConnection over(Socket socket) throws IOException {
    TlsConnection.checkStream(socket);
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return TlsConnection.over(socket, engine, TlsConnection.address(socket));
  }

  /** The settings of a {@link TlsServer}. */
  public static final class Builder extends TlsBuilder<Builder> {
    private enum Clients {
      NONE,
      WANTED,
      NEEDED
    }

    private final @Nullable KeyManager keys;
    private Clients clients = Clients.NONE;

    private Builder(@Nullable KeyManager keys) {
      this.keys = keys;
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    @Nullable KeyManager keys() {
      return keys;
    }

    /**
     * Asks clients who they are, and accepts those that do not say: {@link TlsConnection#session}
     * tells. Whose certificates are accepted has to be said, too: {@link #trust}.
     *
     * @return this
     */
    public Builder wantClientCertificates() {
      clients = Clients.WANTED;
      return this;
    }

    /**
     * Refuses clients without an acceptable certificate. Whose certificates are accepted has to be
     * said, too: {@link #trust}. With TLS 1.3 a client hears of it after its own handshake, when it
     * receives: RFC 8446 §4.4.2.4.
     *
     * @return this
     */
    public Builder needClientCertificates() {
      clients = Clients.NEEDED;
      return this;
    }

    /**
     * {@return a server with these settings}
     *
     * @throws IllegalArgumentException if the JDK does not know a version or a cipher suite
     * @throws IllegalStateException if clients are asked who they are, and nobody is trusted; or if
     *     a context was set, and keys or trust besides
     */
    public TlsServer build() {
      if (clients != Clients.NONE && !hasTrust()) {
        throw new IllegalStateException(
            "client certificates: say by trust(…) which authorities may sign them");
      }
      return new TlsServer(this);
    }
  }
}
