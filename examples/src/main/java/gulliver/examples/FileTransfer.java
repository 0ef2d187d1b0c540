package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.socket.*;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file over TCP, checked from end to end. The sender sends the file, and then that there is no
 * more ({@code shutdown}); the receiver, having read to the end of the stream, sends the SHA-256 of
 * what has arrived.
 */
public final class FileTransfer {
  private static final int BLOCK = 1024;
  private static final int BUFFER = 32 * 1024;
  private static final int SHA_256 = 32;

  private FileTransfer() {}

  /**
   * Sends a file from one thread to another.
   *
   * @param args the file's path; one of the JDK's own if none is given
   */
  public static void main(String... args) throws IOException {
    Path file =
        args.length > 0 ? Path.of(args[0]) : Path.of(System.getProperty("java.home"), "release");
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IOException(file + ": no file that can be read");
    }
    try (Pair ends = Pair.connected(Network.os())) {
      ends.server().network().start(() -> receive(ends.server()));
      IO.println(HexFormat.of().formatHex(send(ends.client(), file)) + "  " + file);
    }
  }

  /**
   * The sending end.
   *
   * @return the file's SHA-256, the same at both ends
   * @throws IOException if the receiver has computed another one, or none
   */
  public static byte[] send(Socket socket, Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] block = new byte[BLOCK];
    try (InputStream in = Files.newInputStream(file)) {
      int n;
      while ((n = in.readNBytes(block, 0, block.length)) > 0) {
        digest.update(block, 0, n);
        socket.sendall(block, 0, n);
      }
    }
    socket.shutdown(SHUT_WR);
    byte[] theirs = new byte[SHA_256];
    int n = socket.recvall(theirs);
    byte[] ours = digest.digest();
    if (n < SHA_256 || !MessageDigest.isEqual(ours, theirs)) {
      throw new IOException(file + " did not arrive as it was sent");
    }
    return ours;
  }

  /**
   * The receiving end.
   *
   * @return the SHA-256 of what has arrived
   */
  public static byte[] receive(Socket socket) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    int n;
    while ((n = socket.recv(buffer)) > 0) {
      digest.update(buffer, 0, n);
    }
    byte[] ours = digest.digest();
    socket.sendall(ours);
    return ours;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e)); // every Java has it
    }
  }
}
