package gulliver.protocols.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys in text files: RFC 7468, "PEM". What stands around the blocks is
 * explanation and is passed over; a block that is not what its label says is an error that names
 * file and line.
 *
 * @since 0.1
 */
public final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private Pem() {}

  /** A block: its label, its content, and the line where it begins. */
  private record Block(String label, byte[] content, int line) {}

  /**
   * {@return all certificates ({@code CERTIFICATE}) of a file, in its order} Keys in it are passed
   * over.
   *
   * @param file where they are
   * @throws IOException if the file cannot be read, has no certificate, or one is malformed
   */
  public static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(file)) {
      if (block.label.equals("CERTIFICATE")) {
        certificates.add(certificate(file, block));
      } else if (!block.label.endsWith("PRIVATE KEY") && !block.label.endsWith("PARAMETERS")) {
        throw wrong(file, block.line, block.label + ": a CERTIFICATE is wanted", null);
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + ": no certificate (BEGIN CERTIFICATE) in it");
    }
    return List.copyOf(certificates);
  }

  /**
   * {@return the private key of a file} It is in the form of PKCS #8 ({@code PRIVATE KEY}: RSA, EC,
   * Ed25519, Ed448), without a password. Certificates in the file are passed over.
   *
   * @param file where it is
   * @throws IOException if the file cannot be read, has no key or several, or a key that is
   *     malformed, encrypted or in an older form; the message says how to convert it
   */
  public static PrivateKey privateKey(Path file) throws IOException {
    PrivateKey key = null;
    for (Block block : blocks(file)) {
      if (block.label.equals("PRIVATE KEY")) {
        if (key != null) {
          throw wrong(file, block.line, "a second private key", null);
        }
        key = privateKey(file, block);
      } else if (block.label.endsWith("PRIVATE KEY")) {
        throw wrong(
            file,
            block.line,
            "%s: only a PRIVATE KEY (PKCS #8 without a password) is read; make one of it by"
                    .formatted(block.label)
                + " openssl pkcs8 -topk8 -nocrypt -in %s -out NEW".formatted(file.getFileName()),
            null);
      }
    }
    if (key == null) {
      throw new IOException(file + ": no private key (BEGIN PRIVATE KEY) in it");
    }
    return key;
  }

  private static X509Certificate certificate(Path file, Block block) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.content));
    } catch (CertificateException e) {
      throw wrong(file, block.line, "no X.509 certificate: " + e.getMessage(), e);
    }
  }

  private static PrivateKey privateKey(Path file, Block block) throws IOException {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(block.content);
    Exception last = null;
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
        last = e;
      }
    }
    throw wrong(file, block.line, "no private key of " + String.join(", ", KEY_ALGORITHMS), last);
  }

  private static List<Block> blocks(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    String label = null;
    StringBuilder base64 = new StringBuilder();
    int begin = 0;
    int number = 0;
    for (String text : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
      number++;
      String line = text.strip();
      if (label == null) {
        if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
          label = line.substring(BEGIN.length(), line.length() - DASHES.length());
          begin = number;
          base64.setLength(0);
        }
      } else if (line.equals(END + label + DASHES)) {
        blocks.add(new Block(label, decode(file, begin, label, base64.toString()), begin));
        label = null;
      } else if (line.startsWith(DASHES)) {
        throw wrong(file, number, "the block that begins in line " + begin + " does not end", null);
      } else {
        base64.append(line);
      }
    }
    if (label != null) {
      throw wrong(file, begin, label + ": the block does not end", null);
    }
    return blocks;
  }

  private static byte[] decode(Path file, int line, String label, String base64)
      throws IOException {
    if (base64.indexOf(':') >= 0) {
      return new byte[0]; // with headers, RFC 1421: an encrypted key in an older form
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw wrong(file, line, label + ": not base 64: " + e.getMessage(), e);
    }
  }

  private static IOException wrong(Path file, int line, String what, @Nullable Exception cause) {
    return new IOException(file + ", line " + line + ": " + what, cause);
  }
}
