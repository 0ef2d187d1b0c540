package gulliver.protocols.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The content of a message (RFC 9110 §6.4), to be sent or received. One that is sent says what it
 * writes; one that has been received is a stream that can be read once. Either can stand for the
 * other: what a client has received may be what a server answers, and flows through.
 *
 * <p>Whoever sends a body closes it, whatever happens.
 */
public abstract class Body implements Closeable {
  /** No octet. */
  public static final Body EMPTY = of(new byte[0]);

  /** Writes a body. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes all of it.
     *
     * @param out where to; not to be used afterwards
     * @throws Exception as it likes: the message is cut then, since its beginning may have gone
     */
    void write(BodyOutput out) throws Exception;
  }

  /** For subclasses. */
  protected Body() {}

  // ---- bodies to send ----

  /**
   * {@return a body of octets}
   *
   * @param bytes which are not copied, and are not to be changed
   */
  public static Body of(byte[] bytes) {
    return new Octets(bytes);
  }

  /**
   * {@return a body of text, in UTF-8}
   *
   * @param text any
   */
  public static Body of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /**
   * {@return a body that is a file} It has the length of now; if it is shorter when it is sent, the
   * message is cut.
   *
   * @param file where it is
   * @throws IOException if it is not there
   */
  public static Body file(Path file) throws IOException {
    return file(file, 0, Files.size(file));
  }

  /**
   * {@return a body that is a part of a file}
   *
   * @param file where it is
   * @param offset where the part begins
   * @param length how many octets
   */
  public static Body file(Path file, long offset, long length) {
    Objects.requireNonNull(file, "body: file");
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "body: offset " + offset + ", length " + length + ": at least 0 is allowed");
    }
    return new Written(length, true, out -> out.file(file, offset, length));
  }

  /**
   * {@return a body that is what a stream gives, up to its end} It is closed with the body.
   *
   * @param stream any
   * @param length how many octets it gives, or -1 if that is unknown
   */
  public static Body of(InputStream stream, long length) {
    Objects.requireNonNull(stream, "body: stream");
    return new Written(
        length,
        false,
        out -> {
          try (stream) {
            stream.transferTo(out);
          }
        }) {
      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  /**
   * {@return a body of unknown length that something writes} It is sent in chunks, to a client of
   * HTTP/1.0 until the connection ends.
   *
   * @param writer writes it, each time that it is sent
   */
  public static Body writing(Writer writer) {
    return writing(-1, writer);
  }

  /**
   * {@return a body that something writes}
   *
   * @param length how many octets, or -1 if that is unknown; to write more or fewer is an error
   * @param writer writes it, each time that it is sent
   */
  public static Body writing(long length, Writer writer) {
    return new Written(length, true, Objects.requireNonNull(writer, "body: writer"));
  }

  // ---- what a body is ----

  /** {@return how many octets it has; -1 if that is unknown} */
  public abstract long length();

  /**
   * Writes all of it.
   *
   * @param out where to
   * @throws Exception what its writer throws, or if it cannot be sent
   */
  public abstract void writeTo(BodyOutput out) throws Exception;

  /** {@return whether it can be sent more than once, so that a failed request can be repeated} */
  public abstract boolean isRepeatable();

  /**
   * {@return its octets as a stream, which ends with it} That of a received body throws {@link
   * HttpException} when the body is cut, wrong, too long or too slow; it is not closed with the
   * stream.
   *
   * @throws IOException if it cannot be had
   */
  public abstract InputStream stream() throws IOException;

  /**
   * {@return all of its octets}
   *
   * @param most how many at most
   * @throws HttpException 413 → there are more
   * @throws IOException as {@link #stream()}
   */
  public byte[] bytes(int most) throws IOException {
    if (length() > most) {
      throw tooLarge(most);
    }
    byte[] all = stream().readNBytes(most == Integer.MAX_VALUE ? most : most + 1);
    if (all.length > most) {
      throw tooLarge(most);
    }
    return all;
  }

  /**
   * {@return all of it as text in UTF-8}
   *
   * @param most how many octets at most
   * @throws HttpException 413 → there are more
   * @throws IOException as {@link #stream()}
   */
  public String text(int most) throws IOException {
    return new String(bytes(most), UTF_8);
  }

  static HttpException tooLarge(long most) {
    return new HttpException(Status.CONTENT_TOO_LARGE, "a body of more than " + most + " octets");
  }

  /**
   * {@return the fields that followed a received body (RFC 9110 §6.5), which are known at its end;
   * none before, and of other bodies}
   */
  public Headers trailers() {
    return Headers.EMPTY;
  }

  /**
   * Ends the use of it. What has not been read of a received body is dropped, and perhaps the
   * connection with it.
   */
  @Override
  public void close() throws IOException {}

  /** Octets in memory. */
  private static final class Octets extends Body {
    private final byte[] bytes;

    Octets(byte[] bytes) {
      this.bytes = Objects.requireNonNull(bytes, "body: bytes");
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void writeTo(BodyOutput out) throws IOException {
      out.write(bytes, 0, bytes.length);
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public InputStream stream() {
      return new ByteArrayInputStream(bytes);
    }
  }

  /** Octets that something writes. */
  private static class Written extends Body {
    private final long length;
    private final boolean repeatable;
    private final Writer writer;

    Written(long length, boolean repeatable, Writer writer) {
      if (length < -1) {
        throw new IllegalArgumentException(
            "body: length " + length + ": at least 0, or -1 for unknown, is allowed");
      }
      this.length = length;
      this.repeatable = repeatable;
      this.writer = writer;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void writeTo(BodyOutput out) throws Exception {
      writer.write(out);
    }

    @Override
    public boolean isRepeatable() {
      return repeatable;
    }

    /** All of it, in memory. */
    @Override
    public InputStream stream() throws IOException {
      Memory memory = new Memory();
      try {
        writer.write(memory);
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("a body's writer failed", e);
      }
      byte[] all = memory.bytes.toByteArray();
      if (length >= 0 && all.length != length) {
        throw new EOFException("a body of " + length + " octets wrote " + all.length);
      }
      return new ByteArrayInputStream(all);
    }
  }

  /** Where a body is written to that nobody sends. */
  private static final class Memory extends BodyOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(byte[] octets, int offset, int length) {
      bytes.write(octets, offset, length);
    }

    @Override
    public void file(Path file, long offset, long count) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        in.skipNBytes(offset);
        byte[] part = in.readNBytes((int) Math.min(count, Integer.MAX_VALUE));
        if (part.length < count) {
          throw new EOFException(file + " ends at " + (offset + part.length));
        }
        write(part, 0, part.length);
      }
    }

    @Override
    public void trailers(Headers trailers) {}

    @Override
    public boolean isOpen() {
      return true;
    }
  }
}
