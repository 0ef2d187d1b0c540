package gulliver.protocols.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;

/**
 * What one side shows to prove who it is: a private key, and the certificates that say whose it is.
 *
 * @since 0.1
 */
public final class TlsIdentity {
  private static final int DNS_NAME = 2;

  private static final AtomicLong COUNT = new AtomicLong();

  /** What the engine calls it by. */
  final String alias = "identity-" + COUNT.incrementAndGet();

  private final PrivateKey key;
  private final List<X509Certificate> chain;
  private final List<String> names;

  /**
   * Puts a key and its certificates together.
   *
   * @param key the private key
   * @param chain its certificate first, then the one of its signer, and so on; the last, which the
   *     peer has, may be left out
   * @throws IllegalArgumentException if the first certificate is not that of the key
   */
  public TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    this.key = Objects.requireNonNull(key);
    this.chain = List.copyOf(chain);
    if (this.chain.isEmpty()) {
      throw new IllegalArgumentException("a private key without a certificate");
    }
    X509Certificate own = this.chain.getFirst();
    if (!isPair(key, own)) {
      throw new IllegalArgumentException(
          "the private key (%s) is not that of the certificate for %s"
              .formatted(key.getAlgorithm(), own.getSubjectX500Principal()));
    }
    names = dnsNames(own);
  }

  /**
   * {@return what a certificate authority hands out: two text files}
   *
   * @param chain the certificates, see {@link Pem#certificates}
   * @param key the private key, see {@link Pem#privateKey}; it may be in the same file
   * @throws IOException if they cannot be read, or do not belong together
   */
  public static TlsIdentity pem(Path chain, Path key) throws IOException {
    try {
      return new TlsIdentity(Pem.privateKey(key), Pem.certificates(chain));
    } catch (IllegalArgumentException e) {
      throw new IOException(key + ", " + chain + ": " + e.getMessage(), e);
    }
  }

  /**
   * {@return an entry of a key store}
   *
   * @param store has been loaded
   * @param alias the entry's name
   * @param password the entry's
   * @throws GeneralSecurityException if the password is wrong
   * @throws IllegalArgumentException if there is no key with certificates by that name
   */
  public static TlsIdentity of(KeyStore store, String alias, char[] password)
      throws GeneralSecurityException {
    Certificate[] chain = store.getCertificateChain(alias);
    if (chain == null || !(store.getKey(alias, password) instanceof PrivateKey key)) {
      throw new IllegalArgumentException(
          "the key store has no private key with certificates by the name " + alias);
    }
    return new TlsIdentity(
        key, Arrays.stream(chain).map(certificate -> (X509Certificate) certificate).toList());
  }

  /** {@return the certificate of the key, and those of its signers} */
  public List<X509Certificate> chain() {
    return chain;
  }

  PrivateKey key() {
    return key;
  }

  /**
   * {@return whether the certificate is for a host's name, by its {@code subjectAltName}s: RFC
   * 9525} A {@code *} stands for one label, the first.
   *
   * @param host a DNS name in ASCII
   */
  public boolean isFor(String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    String wildcard = dot < 0 ? "" : "*" + wanted.substring(dot);
    return names.contains(wanted) || names.contains(wildcard);
  }

  /** Whether a signer is among those that the peer accepts; nobody named means anybody. */
  boolean isSignedByOneOf(Collection<X500Principal> issuers) {
    return issuers.isEmpty()
        || chain.stream().anyMatch(c -> issuers.contains(c.getIssuerX500Principal()));
  }

  private static List<String> dnsNames(X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      return all == null
          ? List.of()
          : all.stream()
              .filter(name -> name.get(0).equals(DNS_NAME))
              .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
              .toList();
    } catch (CertificateParsingException e) {
      throw new IllegalArgumentException("the certificate's names cannot be read", e);
    }
  }

  /** Whether what the key signs is what the certificate verifies. */
  private static boolean isPair(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "RSASSA-PSS" -> "";
          default -> key.getAlgorithm();
        };
    if (algorithm.isEmpty()) {
      return certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm());
    }
    byte[] text = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (InvalidKeyException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key cannot sign: " + e.getMessage(), e);
    }
  }

  /** The certificate's subject and its names; never the key. */
  @Override
  public String toString() {
    return chain.getFirst().getSubjectX500Principal() + " " + names;
  }
}
