package gulliver.protocols.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine which of our identities to show: a server's by the name that the client asks
 * for, a client's by the signers that the server accepts.
 *
 * <p>The engine asks for an alias, then for the key and the chain by that alias, on one thread. The
 * identity may be new each time, so those that were chosen last are remembered, and no more.
 */
final class KeyManager extends X509ExtendedKeyManager {
  private static final int REMEMBERED = 1000;

  private final Function<@Nullable String, List<TlsIdentity>> choice;

  private final Map<String, TlsIdentity> chosen =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TlsIdentity> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * Makes one.
   *
   * @param choice the identities for a server's name, or for none; the first that fits is shown
   */
  KeyManager(Function<@Nullable String, List<TlsIdentity>> choice) {
    this.choice = choice;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    SSLSession session = engine.getHandshakeSession();
    String name = session == null ? null : TlsConnection.serverName(session);
    return choose(name, List.of(keyType), List.of());
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    List<X500Principal> accepted =
        issuers == null
            ? List.of()
            : Arrays.stream(issuers)
                .filter(X500Principal.class::isInstance)
                .map(X500Principal.class::cast)
                .toList();
    return choose(null, List.of(keyTypes), accepted);
  }

  private @Nullable String choose(
      @Nullable String name, Collection<String> keyTypes, List<X500Principal> issuers) {
    for (TlsIdentity identity : choice.apply(name)) {
      if (keyTypes.contains(identity.key().getAlgorithm()) && identity.isSignedByOneOf(issuers)) {
        synchronized (chosen) {
          chosen.put(identity.alias, identity);
        }
        return identity.alias;
      }
    }
    return null;
  }

  private @Nullable TlsIdentity chosen(String alias) {
    synchronized (chosen) {
      return chosen.get(alias);
    }
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    TlsIdentity identity = chosen(alias);
    return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    TlsIdentity identity = chosen(alias);
    return identity == null ? null : identity.key();
  }

  // ---- for the JDK's sockets, which are not used here ----

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
