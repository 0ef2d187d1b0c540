package gulliver.protocols.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of a {@link TlsClient} and a {@link TlsServer} have in common.
 *
 * @param <B> the builder itself
 * @since 0.1
 */
public abstract sealed class TlsBuilder<B extends TlsBuilder<B>>
    permits TlsClient.Builder, TlsServer.Builder {
  private @Nullable SSLContext context;
  private @Nullable KeyStore trusted;
  private String @Nullable [] versions;
  private String @Nullable [] cipherSuites;
  private String[] applicationProtocols = {};

  TlsBuilder() {}

  abstract B self();

  /** The identities to show, null for none. */
  abstract @Nullable KeyManager keys();

  // ---- who is trusted ----

  /**
   * Trusts these authorities, and nobody else: a peer's certificate has to be one of these, or be
   * signed by one of them. Initially a client trusts the authorities that the JDK comes with.
   *
   * @param authorities their certificates, at least one
   * @return this
   */
  public B trust(Collection<X509Certificate> authorities) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("trust: no certificate");
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int i = 0;
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + i++, authority);
      }
      trusted = store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("trust: " + e.getMessage(), e);
    }
    return self();
  }

  /**
   * Trusts the authorities of a text file, and nobody else.
   *
   * @param pem the file, see {@link Pem#certificates}
   * @return this
   * @throws IOException if it cannot be read
   */
  public B trust(Path pem) throws IOException {
    return trust(Pem.certificates(pem));
  }

  /**
   * Trusts the authorities of a key store, and nobody else.
   *
   * @param store has been loaded, and has trusted certificates in it
   * @return this
   */
  public B trust(KeyStore store) {
    trusted = Objects.requireNonNull(store);
    return self();
  }

  /**
   * Takes keys, trust and the cache of sessions (its size, and for how long one can be resumed)
   * from a context of the JDK, for what cannot be said here.
   *
   * @param initialized the context
   * @return this
   */
  public B context(SSLContext initialized) {
    context = Objects.requireNonNull(initialized);
    return self();
  }

  // ---- what is agreed on ----

  /**
   * Sets the versions to speak; initially those that the JDK has enabled, TLS 1.3 and 1.2.
   *
   * @param names by the JDK's names, {@code TLSv1.3} and {@code TLSv1.2}
   * @return this
   */
  public B versions(String... names) {
    versions = names.clone();
    return self();
  }

  /**
   * Sets the cipher suites, the preferred one first; initially those that the JDK has enabled.
   *
   * @param names by IANA's names, such as {@code TLS_AES_128_GCM_SHA256}
   * @return this
   */
  public B cipherSuites(String... names) {
    cipherSuites = names.clone();
    return self();
  }

  /**
   * Sets the protocols to speak on top, by ALPN (RFC 7301), the preferred one first; initially
   * none, and nothing is said about it. The server's order decides; where both name protocols and
   * have none in common, the handshake fails with {@code no_application_protocol}.
   *
   * @param names by IANA's names, such as {@code h2} and {@code http/1.1}
   * @return this
   * @see TlsConnection#applicationProtocol
   */
  public B applicationProtocols(String... names) {
    applicationProtocols = names.clone();
    return self();
  }

  // ---- making it ----

  boolean hasTrust() {
    return trusted != null || context != null;
  }

  SSLContext buildContext() {
    KeyManager keys = keys();
    if (context != null) {
      if (trusted != null || keys != null) {
        throw new IllegalStateException(
            "a context has its own keys and trust: set one or the other");
      }
      return context;
    }
    try {
      TrustManager[] trust = null;
      if (trusted != null) {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        trust = factory.getTrustManagers();
      }
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(keys == null ? null : new KeyManager[] {keys}, trust, null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /** The parameters of every connection; what the JDK does not know is refused here. */
  SSLParameters buildParameters(SSLContext made) {
    SSLParameters parameters = made.getDefaultSSLParameters();
    SSLParameters supported = made.getSupportedSSLParameters();
    if (versions != null) {
      check("version", versions, supported.getProtocols());
      parameters.setProtocols(versions);
    }
    if (cipherSuites != null) {
      check("cipher suite", cipherSuites, supported.getCipherSuites());
      parameters.setCipherSuites(cipherSuites);
    }
    parameters.setApplicationProtocols(applicationProtocols);
    return parameters;
  }

  private static void check(String what, String[] wanted, String[] supported) {
    List<String> allowed = Arrays.asList(supported);
    if (wanted.length == 0) {
      throw new IllegalArgumentException("no " + what + ": allowed are " + allowed);
    }
    for (String name : wanted) {
      if (!allowed.contains(name)) {
        throw new IllegalArgumentException(what + " " + name + ": allowed are " + allowed);
      }
    }
  }
}
