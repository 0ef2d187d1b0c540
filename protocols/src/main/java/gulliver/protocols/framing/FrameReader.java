package gulliver.protocols.framing;

import gulliver.protocols.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages from a connection. It may receive more than it has answered: from now on nobody
 * else receives from the connection. Time-outs and deadlines are the socket's, and after one of
 * them a call may be made again: nothing is lost. One thread at a time; closing the connection ends
 * a call that waits.
 */
public final class FrameReader {
  private final Connection connection;
  private final FrameDecoder decoder;

  /**
   * Begins to read.
   *
   * @param connection where from; whoever made it closes it
   * @param framing how messages are marked off
   */
  public FrameReader(Connection connection, Framing framing) {
    this.connection = Objects.requireNonNull(connection);
    decoder = new FrameDecoder(framing);
  }

  /**
   * Changes how messages are marked off, from the next on.
   *
   * @param framing how from now on
   */
  public void framing(Framing framing) {
    decoder.framing(framing);
  }

  /**
   * Reads the next message without copying it: it is a part of the buffer that was received into,
   * right until the next call on this object.
   *
   * @return the message, or null if the stream has ended after the last one
   * @throws FramingException if what comes is no message, or the stream ends within one; then again
   *     and again
   * @throws IOException as {@link Connection#recv(ByteBuffer)}
   */
  public @Nullable ByteBuffer read() throws IOException {
    ByteBuffer message;
    while ((message = decoder.next()) == null) {
      if (!receive()) {
        return null;
      }
    }
    return message;
  }

  /**
   * Reads the next message.
   *
   * @return a copy of the message, or null if the stream has ended after the last one
   * @throws FramingException as {@link #read}
   * @throws IOException as {@link #read}
   */
  public byte @Nullable [] readBytes() throws IOException {
    byte[] message;
    while ((message = decoder.nextBytes()) == null) {
      if (!receive()) {
        return null;
      }
    }
    return message;
  }

  private boolean receive() throws IOException {
    if (connection.recv(decoder.room()) > 0) {
      return true;
    }
    decoder.end();
    return false;
  }

  /** {@return where in the stream the next message begins: see {@link FrameDecoder#offset}} */
  public long offset() {
    return decoder.offset();
  }
}
