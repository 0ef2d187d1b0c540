package gulliver.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * The JDK's TLS with a key of our own, which {@code keytool} makes, for the name {@code localhost}.
 *
 * @param context trusts that key and no other
 */
record Tls(SSLContext context) {
  private static final String PASSWORD = "changeit";

  static Tls make(Path folder) throws Exception {
    Path file = folder.resolve("keys.p12");
    Program.run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        "key",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost",
        "-storepass",
        PASSWORD,
        "-keystore",
        file.toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory mine = KeyManagerFactory.getInstance("PKIX");
    mine.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
    return new Tls(context);
  }

  /** Runs something beside the test. */
  interface Starter {
    <T> CompletableFuture<T> start(Callable<T> work);
  }

  /** A handshake over a connection, in which the server's name is checked, and a word each way. */
  void talk(Starter starter, Socket client, Socket server) throws Exception {
    CompletableFuture<String> served =
        starter.start(() -> {
          try (SSLSocket secure =
              (SSLSocket) context.getSocketFactory().createSocket(server, null, true)) {
            secure.startHandshake();
            String request = new String(secure.getInputStream().readNBytes(5), UTF_8);
            secure.getOutputStream().write("world".getBytes(UTF_8));
            return request + " " + secure.getSession().getCipherSuite();
          }
        });
    String suite;
    try (SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(client, "localhost", 443, true)) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      assertThat(secure.getSession().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(secure.getSession().getPeerPrincipal()).hasToString("CN=localhost");
      suite = secure.getSession().getCipherSuite();
      secure.getOutputStream().write("hello".getBytes(UTF_8));
      assertThat(new String(secure.getInputStream().readAllBytes(), UTF_8)).isEqualTo("world");
    }
    assertThat(Suite.result(served)).isEqualTo("hello " + suite);
    assertThat(client.isClosed()).isTrue();
    assertThat(server.isClosed()).isTrue();
  }
}
