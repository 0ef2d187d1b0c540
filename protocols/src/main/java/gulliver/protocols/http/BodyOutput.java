package gulliver.protocols.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Where the octets of a body go: a stream that knows the frame. Small writes are gathered; {@link
 * #flush} sends what there is. Closing it does nothing, the frame ends when the writer returns. Of
 * one thread at a time, until then.
 */
public abstract class BodyOutput extends OutputStream {
  /** For those of this package. */
  BodyOutput() {}

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * Writes octets.
   *
   * @throws IllegalStateException if they are more than the body's length, which has been sent
   * @throws IOException if they cannot be sent
   */
  @Override
  public abstract void write(byte[] bytes, int offset, int length) throws IOException;

  /**
   * Writes a buffer's remaining octets, and moves its position to its limit.
   *
   * @param buffer what to write
   * @throws IOException as {@link #write(byte[], int, int)}
   */
  public void write(ByteBuffer buffer) throws IOException {
    if (buffer.hasArray()) {
      write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
      buffer.position(buffer.limit());
    } else {
      byte[] copy = new byte[buffer.remaining()];
      buffer.get(copy);
      write(copy, 0, copy.length);
    }
  }

  /**
   * Writes a part of a file, which the kernel sends where nothing lies between ({@link
   * gulliver.protocols.Connection#sendfile}).
   *
   * @param file where it is
   * @param offset where to begin in it
   * @param count how many octets
   * @throws java.io.EOFException if the file ends before
   * @throws IOException as {@link #write(byte[], int, int)}, and if the file cannot be read
   */
  public abstract void file(Path file, long offset, long count) throws IOException;

  /**
   * Gives the fields that follow the body (RFC 9110 §6.5). They are sent if the body is chunked,
   * and dropped if not.
   *
   * @param trailers none that says something about the frame or where the message goes
   */
  public abstract void trailers(Headers trailers);

  /**
   * {@return whether to go on with a body that has no end of its own: the other end is still there,
   * as far as one knows without sending, and the server does not stop} A client that has ended its
   * sending direction counts as gone.
   */
  public abstract boolean isOpen();

  /** Does nothing: a wrapper that is closed leaves the frame open. */
  @Override
  public void close() throws IOException {}
}
