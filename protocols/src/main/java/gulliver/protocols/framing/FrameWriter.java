package gulliver.protocols.framing;

import gulliver.protocols.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to a connection: {@link #write} sends one at once, with its prefix or ending;
 * {@link #add} gathers small ones until {@link #flush}, so that many of them cost one call. What
 * does not fit the buffer of 16 KiB goes straight from the caller's array; the connection is
 * {@linkplain Connection#cork corked} from there to the next {@code flush}, so that no small
 * segment goes before the end, which might have to wait for it to be acknowledged.
 *
 * <p>When sending has failed, by a time-out for instance, a part of a message may have gone: then
 * all further calls fail, too. One thread at a time.
 */
public final class FrameWriter {
  private static final int SIZE = 16 * 1024;

  private final Connection connection;
  private final Codec codec;
  private final byte[] buffer = new byte[SIZE];
  private final byte[] head = new byte[Codec.LONGEST_HEAD];
  private int count;
  private boolean corked;
  private @Nullable IOException failure;

  /**
   * Begins to write.
   *
   * @param connection where to; whoever made it closes it
   * @param framing how messages are marked off
   */
  public FrameWriter(Connection connection, Framing framing) {
    this.connection = Objects.requireNonNull(connection);
    codec = Codec.of(framing);
  }

  /**
   * Sends a message, after those that were added.
   *
   * @param message unchanged and again the caller's on return
   * @throws IllegalArgumentException as {@link Framing#encode}; nothing of it is sent then
   * @throws IOException as {@link Connection#sendall(byte[])}
   */
  public void write(byte[] message) throws IOException {
    add(message);
    flush();
  }

  /**
   * Sends a buffer's remaining bytes as a message, after those that were added, and moves its
   * position to its limit.
   *
   * @param message unchanged and again the caller's on return
   * @throws IllegalArgumentException as {@link Framing#encode}; nothing of it is sent then
   * @throws IOException as {@link Connection#sendall(byte[])}
   */
  public void write(ByteBuffer message) throws IOException {
    add(message);
    flush();
  }

  /**
   * Takes a message, to be sent by {@link #flush} at the latest.
   *
   * @param message unchanged and again the caller's on return
   * @throws IllegalArgumentException as {@link Framing#encode}; nothing of it is sent then
   * @throws IOException as {@link Connection#sendall(byte[])}
   */
  public void add(byte[] message) throws IOException {
    add(message, 0, message.length);
  }

  /**
   * Takes a part of an array as a message, to be sent by {@link #flush} at the latest.
   *
   * @param buffer unchanged and again the caller's on return
   * @param offset the first byte
   * @param length how many
   * @throws IllegalArgumentException as {@link Framing#encode}; nothing of it is sent then
   * @throws IOException as {@link Connection#sendall(byte[])}
   */
  public void add(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    checkWhole();
    codec.check(buffer, offset, length);
    put(head, 0, codec.head(head, length));
    put(buffer, offset, length);
    put(codec.tail(), 0, codec.tail().length);
  }

  /**
   * Takes a buffer's remaining bytes as a message, to be sent by {@link #flush} at the latest, and
   * moves its position to its limit. One without an array that can be had is copied.
   *
   * @param message unchanged and again the caller's on return
   * @throws IllegalArgumentException as {@link Framing#encode}; nothing of it is sent then
   * @throws IOException as {@link Connection#sendall(byte[])}
   */
  public void add(ByteBuffer message) throws IOException {
    if (message.hasArray()) {
      add(message.array(), message.arrayOffset() + message.position(), message.remaining());
    } else {
      byte[] copy = new byte[message.remaining()];
      message.get(message.position(), copy);
      add(copy);
    }
    message.position(message.limit());
  }

  /**
   * Sends what was added.
   *
   * @throws IOException as {@link Connection#sendall(byte[])}
   */
  public void flush() throws IOException {
    checkWhole();
    send(buffer, 0, count);
    count = 0;
    cork(false);
  }

  /**
   * Fills the buffer, sends it when it is full, and from the array what would fill it again. At
   * least a byte stays in the buffer, for {@link #flush}.
   */
  private void put(byte[] bytes, int offset, int length) throws IOException {
    int part = Math.min(length, SIZE - count);
    System.arraycopy(bytes, offset, buffer, count, part);
    count += part;
    int rest = length - part;
    if (rest > 0) {
      cork(true);
      send(buffer, 0, SIZE);
      int whole = (rest - 1) / SIZE * SIZE;
      send(bytes, offset + part, whole);
      count = rest - whole;
      System.arraycopy(bytes, offset + part + whole, buffer, 0, count);
    }
  }

  private void cork(boolean on) throws IOException {
    if (on != corked) {
      corked = on;
      connection.cork(on);
    }
  }

  private void checkWhole() throws IOException {
    if (failure != null) {
      throw new IOException("sending has failed before, maybe within a message", failure);
    }
  }

  private void send(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0) {
      try {
        connection.sendall(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
