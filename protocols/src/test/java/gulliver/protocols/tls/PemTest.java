package gulliver.protocols.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.conformance.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What openssl and keytool write is read, and what is wrong is named. */
class PemTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "rsa:2048, RSA",
    "ec -pkeyopt ec_paramgen_curve:P-256, EC",
    "ec -pkeyopt ec_paramgen_curve:P-521, EC",
    "ed25519, EdDSA",
    "ed448, EdDSA",
    "rsa-pss -pkeyopt rsa_keygen_bits:2048, RSASSA-PSS"
  })
  void R36_keysOfAllKindsAreRead(String kind, String algorithm) throws Exception {
    Certificates.Pair pair = Certificates.shared().of(kind, "DNS:a.test,DNS:*.b.test", 2);
    assertThat(Pem.privateKey(pair.key()).getAlgorithm()).isEqualTo(algorithm);
    TlsIdentity identity = pair.identity();
    assertThat(identity.chain())
        .extracting(X509Certificate::getSubjectX500Principal)
        .hasToString("[CN=a.test]");
    assertThat(identity).hasToString("CN=a.test [a.test, *.b.test]");
    assertThat(identity.isFor("A.TEST")).isTrue();
    assertThat(identity.isFor("x.b.test")).isTrue();
    assertThat(identity.isFor("b.test")).isFalse();
    assertThat(identity.isFor("x.y.b.test")).isFalse();
  }

  @Test
  void R36_aChainAndItsKeyMayStandInOneFileWithTextAround() throws Exception {
    Certificates.Pair pair = Certificates.shared().of("DNS:localhost");
    String chain =
        "Our server's\r\n"
            + Files.readString(pair.chain()).replace("\n", "\r\n")
            + "and its signer's\n"
            + Files.readString(Certificates.shared().ca())
            + Files.readString(pair.key());
    Path all = Files.writeString(folder.resolve("all.pem"), chain);
    assertThat(TlsIdentity.pem(all, all).chain()).hasSize(2);
  }

  @Test
  void R36_keytoolsKeyStoresAreRead() throws Exception {
    Path file = folder.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Program.run(
        (keytool
                + " -genkeypair -alias key -keyalg EC -dname CN=localhost -ext san=dns:localhost"
                + " -storepass changeit -keystore "
                + file)
            .split(" "));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, "changeit".toCharArray());
    }
    TlsIdentity identity = TlsIdentity.of(keys, "key", "changeit".toCharArray());
    assertThat(identity.isFor("localhost")).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.of(keys, "other", "changeit".toCharArray()))
        .withMessageContaining("by the name other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genrsa -traditional -out",
        "ecparam -name prime256v1 -genkey -noout -out",
        "genpkey -algorithm ed25519 -aes256 -pass pass:secret -out",
        "genrsa -traditional -aes256 -passout pass:secret -out"
      })
  void R36_encryptedAndOlderKeysAreRefusedWithTheWayToConvertThem(String how) throws Exception {
    Program.needs("openssl");
    Path file = folder.resolve("old.key");
    Certificates.openssl(how + " " + file);
    assertThatThrownBy(() -> Pem.privateKey(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("old.key, line 1: ")
        .hasMessageContaining("PRIVATE KEY: only a PRIVATE KEY (PKCS #8 without a password)")
        .hasMessageEndingWith("openssl pkcs8 -topk8 -nocrypt -in old.key -out NEW");
    if (!how.contains("pass")) {
      Path converted = folder.resolve("new.key");
      Certificates.openssl("pkcs8 -topk8 -nocrypt -in " + file + " -out " + converted);
      assertThat(Pem.privateKey(converted)).isNotNull();
    }
  }

  @Test
  void R36_aKeyOfAnotherCertificateIsRefused() throws Exception {
    Certificates ca = Certificates.shared();
    Certificates.Pair one = ca.of("DNS:one");
    for (Certificates.Pair other : List.of(ca.of("DNS:two"), ca.of("rsa:2048", "DNS:three", 2))) {
      assertThatThrownBy(() -> TlsIdentity.pem(one.chain(), other.key()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is not that of the certificate for CN=one");
    }
  }

  @Test
  void R36_whatIsMalformedIsNamedWithItsLine() throws Exception {
    Certificates.Pair pair = Certificates.shared().of("DNS:localhost");
    String key = Files.readString(pair.key());
    String certificate = Files.readString(pair.chain());
    String cut = key.substring(0, key.indexOf("-----END"));
    assertWrong(cut, "line 1: PRIVATE KEY: the block does not end");
    assertWrong(cut + certificate, "line 5: the block that begins in line 1 does not end");
    assertWrong("\n" + key.replace("MI", "M*"), "line 2: PRIVATE KEY: not base 64");
    assertWrong(key.replace("MI", "AA"), "line 1: no private key of RSA, EC, EdDSA, RSASSA-PSS");
    assertWrong(key + key, "line 6: a second private key");
    assertWrong(certificate, "no private key (BEGIN PRIVATE KEY) in it");
    Path file = Files.writeString(folder.resolve("c"), certificate.replace("MII", "AAA"));
    assertThatThrownBy(() -> Pem.certificates(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1: no X.509 certificate");
    assertThatThrownBy(() -> Pem.certificates(pair.key()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no certificate (BEGIN CERTIFICATE) in it");
  }

  private void assertWrong(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.key"), text);
    assertThatThrownBy(() -> Pem.privateKey(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("wrong.key")
        .hasMessageContaining(message);
  }
}
