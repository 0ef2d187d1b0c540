package gulliver.protocols.tls;

import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections with TLS to servers. It remembers sessions: the second connection to a host and
 * port resumes the first one's, and takes less time.
 *
 * {@snippet :
 * TlsClient tls = TlsClient.builder().trust(Path.of("ca.pem")).build();
 * try (TlsConnection connection = tls.connect(network, address("example.com", 443))) {
 *   connection.sendall(question);
 * }
 * }
 *
 * <p>The server's certificate must be signed by somebody who is trusted, valid today, and for the
 * host that was asked for (RFC 9525); otherwise the handshake fails with {@link
 * TlsException.Unverified}. Any number of threads may use a client.
 *
 * @since 0.1
 */
public final class TlsClient {
  private final SSLContext context;
  private final SSLParameters parameters;

  private TlsClient(Builder builder) {
    context = builder.buildContext();
    parameters = builder.buildParameters(context);
    parameters.setEndpointIdentificationAlgorithm(builder.verifies ? "HTTPS" : null);
  }

  /** {@return settings, to be changed} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Connects to a host and makes the handshake.
   *
   * @param network where
   * @param address the host, by the name or the literal that its certificate is to be for, and the
   *     port
   * @return the connection
   * @throws IOException as {@link Network#createConnection(Address)} and {@link #over}
   */
  public TlsConnection connect(Network network, Address address) throws IOException {
    String host =
        switch (address) {
          case Address.Name name -> name.host();
          case Address.Inet4 inet -> inet.host();
          case Address.Inet6 inet -> inet.host();
          default ->
              throw new IllegalArgumentException(
                  "connect " + address + ": it has no host; use over(socket, host)");
        };
    return over(network.createConnection(address), host);
  }

  /**
   * Makes the handshake over a connection that there is: of any family, just made, or after a
   * request in plain text to begin TLS.
   *
   * @param socket a connected stream socket that waits; it is closed with the connection, and when
   *     the handshake fails
   * @param host who the server must prove to be: a DNS name (also told to the server, SNI), or the
   *     literal of an IP address
   * @return the connection
   * @throws TlsException if the handshake fails; {@link TlsException.Unverified} if the server's
   *     certificate is refused
   * @throws IOException as {@link Socket#recv(byte[])} and {@link Socket#sendall(byte[])}
   */
  public TlsConnection over(Socket socket, String host) throws IOException {
    Objects.requireNonNull(host, "host");
    TlsConnection.checkStream(socket);
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    SSLEngine engine;
    try {
      engine = context.createSSLEngine(name, port(socket));
      engine.setUseClientMode(true);
      engine.setSSLParameters(parametersFor(name));
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
    return TlsConnection.over(socket, engine, name);
  }

  private SSLParameters parametersFor(String host) {
    SSLParameters mine = copy(parameters);
    if (!isLiteral(host)) {
      try {
        mine.setServerNames(List.of(new SNIHostName(host)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("host \"" + host + "\": " + e.getMessage(), e);
      }
    }
    return mine;
  }

  /** What a client sets; the class has no copy of its own. */
  private static SSLParameters copy(SSLParameters from) {
    SSLParameters copy = new SSLParameters(from.getCipherSuites(), from.getProtocols());
    copy.setEndpointIdentificationAlgorithm(from.getEndpointIdentificationAlgorithm());
    copy.setApplicationProtocols(from.getApplicationProtocols());
    return copy;
  }

  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  /** Sessions are remembered by host and port. */
  private static int port(Socket socket) throws IOException {
    return switch (socket.getpeername()) {
      case Address.Inet4 inet -> inet.port();
      case Address.Inet6 inet -> inet.port();
      default -> -1;
    };
  }

  /** The settings of a {@link TlsClient}. */
  public static final class Builder extends TlsBuilder<Builder> {
    private List<TlsIdentity> identities = List.of();
    private boolean verifies = true;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    @Override
    @Nullable KeyManager keys() {
      List<TlsIdentity> mine = identities;
      return mine.isEmpty() ? null : new gulliver.protocols.tls.KeyManager(name -> mine);
    }

    /**
     * Sets what to show to servers that ask who we are; initially nothing. The first is taken that
     * is of a kind, and signed by an authority, that the server accepts.
     *
     * @param mine the identities
     * @return this
     */
    public Builder identities(TlsIdentity... mine) {
      identities = List.of(mine);
      return this;
    }

    /**
     * Accepts a certificate that is for another host. Whoever has any certificate of a trusted
     * authority can then pretend to be the server: it is for an authority of one's own that has
     * signed for one server only.
     *
     * @return this
     */
    public Builder withoutHostVerification() {
      verifies = false;
      return this;
    }

    /**
     * {@return a client with these settings}
     *
     * @throws IllegalArgumentException if the JDK does not know a version or a cipher suite
     * @throws IllegalStateException if a context was set, and keys or trust besides
     */
    public TlsClient build() {
      return new TlsClient(this);
    }
  }
}
