package gulliver.protocols.tls;

import gulliver.conformance.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority of the tests' own, which openssl makes and which signs what a test asks for. */
final class Certificates {
  private static Certificates shared;

  private final Path folder;
  private int count;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /** The authority of this JVM's tests. */
  static synchronized Certificates shared() throws Exception {
    if (shared == null) {
      Path folder = Files.createTempDirectory("gulliver-tls");
      folder.toFile().deleteOnExit();
      shared = make(folder);
    }
    return shared;
  }

  static Certificates make(Path folder) throws Exception {
    Program.needs("openssl");
    Certificates made = new Certificates(folder);
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj",
        "/CN=Gulliver's tests",
        "-keyout " + made.folder.resolve("ca.key") + " -out " + made.ca());
    made.ca().toFile().deleteOnExit();
    made.folder.resolve("ca.key").toFile().deleteOnExit();
    return made;
  }

  /** The authority's certificate. */
  Path ca() {
    return folder.resolve("ca.pem");
  }

  /**
   * Files of a key and its certificate.
   *
   * @param chain the certificate
   * @param key the private key
   */
  record Pair(Path chain, Path key) {
    TlsIdentity identity() throws IOException {
      return TlsIdentity.pem(chain, key);
    }
  }

  /** What the authority has signed for names such as {@code DNS:localhost}. */
  Pair of(String names) throws Exception {
    return of("ec -pkeyopt ec_paramgen_curve:P-256", names, 2);
  }

  /**
   * A key of a kind with a certificate.
   *
   * @param kind openssl's arguments after {@code -newkey}
   * @param names such as {@code DNS:localhost,IP:127.0.0.1}
   * @param days for how long it is valid; below 0 if it has expired
   */
  synchronized Pair of(String kind, String names, int days) throws Exception {
    String base = folder.resolve("cert-" + count++).toString();
    Pair pair = new Pair(Path.of(base + ".pem"), Path.of(base + ".key"));
    openssl(
        "req -newkey " + kind + " -nodes -subj",
        "/CN=" + names.replaceAll("^[A-Z]+:|,.*", ""),
        "-addext",
        "subjectAltName=" + names,
        "-keyout " + pair.key + " -out " + base + ".csr");
    openssl(
        "x509 -req -copy_extensions copy -CAkey "
            + folder.resolve("ca.key")
            + " -CA "
            + ca()
            + " -in "
            + base
            + ".csr -out "
            + pair.chain
            + " -days "
            + days);
    for (Path file : List.of(pair.chain, pair.key, Path.of(base + ".csr"))) {
      file.toFile().deleteOnExit();
    }
    return pair;
  }

  /** A certificate that nobody but its own key has signed. */
  synchronized Pair selfSigned(String names) throws Exception {
    String base = folder.resolve("self-" + count++).toString();
    Pair pair = new Pair(Path.of(base + ".pem"), Path.of(base + ".key"));
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj",
        "/CN=self",
        "-addext",
        "subjectAltName=" + names,
        "-keyout " + pair.key + " -out " + pair.chain);
    pair.chain.toFile().deleteOnExit();
    pair.key.toFile().deleteOnExit();
    return pair;
  }

  /** Runs openssl; arguments that begin with {@code /CN=} or {@code subjectAltName} are whole. */
  static List<String> openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    for (String argument : arguments) {
      command.addAll(
          argument.startsWith("/") || argument.startsWith("subjectAltName")
              ? List.of(argument)
              : List.of(argument.split(" ")));
    }
    return Program.run(command.toArray(String[]::new));
  }
}
