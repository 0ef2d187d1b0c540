package gulliver.examples;

import static gulliver.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.protocols.tls.*;
import gulliver.socket.*;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The echo server and its client with TLS: nobody on the way can read or change what they say, and
 * the client knows that it is talking to the right server.
 *
 * <p>For that the server has a key, and a certificate that says whose key it is: {@code
 * localhost}'s. An authority has signed it, whom the client trusts. Here the authority is our own;
 * the JDK's {@code keytool} makes it.
 */
public final class TlsEcho {
  private static final char[] PASSWORD = "only for a moment".toCharArray();

  private TlsEcho() {}

  /** Makes the keys, a server, and a client that talks to it by its name and by another one. */
  public static void main(String... args) throws Exception {
    KeyStore keys = keys();
    TlsServer tls = TlsServer.builder(TlsIdentity.of(keys, "server", PASSWORD)).build();
    TlsClient client =
        TlsClient.builder().trust(List.of((X509Certificate) keys.getCertificate("ca"))).build();
    Network network = Network.os();
    try (Socket server = network.createServer(address("127.0.0.1", 0))) {
      network.start(() -> serve(server, tls));
      IO.println("the answer is: " + echo(client, network, server.getsockname(), "localhost"));
      try {
        echo(client, network, server.getsockname(), "example.com");
      } catch (TlsException.Unverified e) {
        IO.println(e.host() + " it is not: " + e.reason());
      }
    }
  }

  /** Serves until the listening socket is closed. */
  static void serve(Socket server, TlsServer tls) {
    Network network = server.network();
    while (true) {
      Socket client;
      try {
        client = server.accept().socket();
      } catch (IOException closed) {
        return;
      }
      // the handshake waits for the client: on the client's own thread
      network.start(() -> echo(client, tls));
    }
  }

  private static void echo(Socket client, TlsServer tls) {
    try (TlsConnection connection = tls.over(client)) {
      byte[] buffer = new byte[4096];
      int n;
      while ((n = connection.recv(buffer, 0, buffer.length)) > 0) {
        connection.sendall(buffer, 0, n);
      }
    } catch (IOException e) {
      IO.println("the server has lost a client: " + e.getMessage());
    }
  }

  /** Asks the server at an address to prove that it is a host, and says hello. */
  private static String echo(TlsClient tls, Network network, Address address, String host)
      throws IOException {
    try (TlsConnection connection = tls.over(network.createConnection(address), host)) {
      IO.println(connection.session().getProtocol() + " to " + host);
      connection.sendall("hello".getBytes(UTF_8));
      connection.shutdown(); // close_notify: that was all, and nobody has cut it
      StringBuilder answer = new StringBuilder();
      byte[] buffer = new byte[4096];
      int n;
      while ((n = connection.recv(buffer, 0, buffer.length)) > 0) {
        answer.append(new String(buffer, 0, n, UTF_8));
      }
      return answer.toString();
    }
  }

  /** A key store with an authority, {@code ca}, and what it has signed for {@code localhost}. */
  static KeyStore keys() throws IOException, GeneralSecurityException, InterruptedException {
    Path file = Files.createTempDirectory("tls-echo").resolve("keys.p12");
    try {
      keytool(
          file, "-alias", "ca", "-dname", "CN=Our own authority", "-ext", "bc:critical=ca:true");
      keytool(
          file,
          "-alias",
          "server",
          "-dname",
          "CN=localhost",
          "-ext",
          "san=dns:localhost",
          "-signer",
          "ca");
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        keys.load(in, PASSWORD);
      }
      return keys;
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.getParent());
    }
  }

  private static void keytool(Path file, String... what) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-keystore", file.toString()));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    command.addAll(List.of(what));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }
}
