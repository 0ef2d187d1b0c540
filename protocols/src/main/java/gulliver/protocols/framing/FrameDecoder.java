package gulliver.protocols.framing;

import gulliver.protocols.framing.FramingException.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages in bytes that come in parts, of whatever sizes: the same bytes give the same
 * messages, and the same failure at their end. It knows no connection; {@link FrameReader} is one
 * that does.
 *
 * <pre>{@code
 * FrameDecoder decoder = new FrameDecoder(Framing.varint());
 * while (socket.recv(decoder.room()) > 0) {
 *   for (ByteBuffer message; (message = decoder.next()) != null; ) {
 *     handle(message);
 *   }
 * }
 * decoder.end();
 * }</pre>
 *
 * <p>Its one buffer has 16 KiB, and more for a longer message: at most four times what has come of
 * it and 128 KiB more than the limit; and 64 KiB at most when all that has come is decoded. A
 * length that was announced takes no memory before the bytes are there. One thread at a time.
 */
public final class FrameDecoder {
  private static final int FIRST_SIZE = 16 * 1024;

  /** A longer buffer is let go when it is empty: its connection may be idle from now on. */
  private static final int KEPT_SIZE = 64 * 1024;

  /** So growing copies a third of a long message at most. */
  private static final int GROWTH = 4;

  /** For what marks off the longest message, and for what comes with it of the next. */
  private static final int BESIDES = 128 * 1024;

  private Codec codec;

  /** All there is: {@link #from} to the position is to be decoded, room from there to the limit. */
  private ByteBuffer buffer = ByteBuffer.allocate(FIRST_SIZE);

  private int from;
  private long offset; // of from, in the stream
  private @Nullable FramingException failure;

  /**
   * Begins a stream.
   *
   * @param framing how its messages are marked off
   */
  public FrameDecoder(Framing framing) {
    codec = Codec.of(framing);
  }

  /**
   * Changes how messages are marked off, from the next on: as where a line tells the length of what
   * follows.
   *
   * @param framing how from now on
   */
  public void framing(Framing framing) {
    codec = Codec.of(Objects.requireNonNull(framing));
  }

  /**
   * {@return room for bytes that have come, at least for one} Whatever is put there, as by {@link
   * gulliver.socket.Socket#recv(ByteBuffer)} or a channel, {@link #next} decodes. The buffer is
   * this object's, and to be asked for anew each time.
   */
  public ByteBuffer room() {
    return room(1);
  }

  /**
   * Room for some bytes. What is there moves to the front when it has to, or when it is less than
   * what has been decoded, so that no byte moves more than once on average.
   */
  private ByteBuffer room(int least) {
    int rest = buffer.position() - from;
    byte[] array = buffer.array();
    if (rest == 0) {
      buffer = array.length > KEPT_SIZE ? ByteBuffer.allocate(FIRST_SIZE) : buffer.clear();
      array = buffer.array();
      from = 0;
    }
    if (buffer.remaining() < Math.max(least, from >= rest ? array.length / 2 : 0)) {
      if (array.length - rest < least) {
        int more = (int) Math.min((long) GROWTH * array.length, codec.limit + BESIDES);
        buffer = ByteBuffer.allocate(Math.max(Math.addExact(rest, least), more));
      }
      System.arraycopy(array, from, buffer.array(), 0, rest);
      buffer.clear().position(rest);
      from = 0;
    }
    return buffer;
  }

  /**
   * Takes bytes that have come. Before it is given more, {@link #next} is to be asked until there
   * is nothing: all that is not yet decoded is kept.
   *
   * @param bytes the remaining ones are copied, and the position moves to the limit
   */
  public void feed(ByteBuffer bytes) {
    room(bytes.remaining()).put(bytes);
  }

  /**
   * {@return the next message, or null if it is not there as a whole} It is a part of the buffer,
   * not a copy: right until the next call on this object.
   *
   * @throws FramingException if what has come is no message; then again and again
   */
  public @Nullable ByteBuffer next() throws FramingException {
    if (!find()) {
      return null;
    }
    ByteBuffer message = buffer.slice(from + codec.head, codec.length);
    skip();
    return message;
  }

  /**
   * {@return a copy of the next message, or null if it is not there as a whole}
   *
   * @throws FramingException as {@link #next}
   */
  public byte @Nullable [] nextBytes() throws FramingException {
    if (!find()) {
      return null;
    }
    int at = from + codec.head;
    byte[] message = Arrays.copyOfRange(buffer.array(), at, at + codec.length);
    skip();
    return message;
  }

  private boolean find() throws FramingException {
    if (failure != null) {
      throw again(failure);
    }
    try {
      return codec.find(buffer.array(), from, buffer.position(), offset);
    } catch (FramingException e) {
      failure = e;
      throw e;
    }
  }

  /** The same with the stack of who asks now. */
  private static FramingException again(FramingException failure) {
    return new FramingException(
        failure.kind(), failure.offset(), Objects.requireNonNull(failure.getMessage()));
  }

  private void skip() {
    from += codec.size;
    offset += codec.size;
    codec.next();
  }

  /**
   * Checks that the stream may end here: after a whole message, or before the first. To be called
   * when {@link #next} has answered null and no more will come.
   *
   * @throws FramingException {@link Kind#TRUNCATED} if a message has begun
   */
  public void end() throws FramingException {
    if (failure != null) {
      throw again(failure);
    }
    int rest = buffer.position() - from;
    if (rest > 0) {
      String of = codec.size > 0 ? " of " + codec.size : "";
      failure =
          new FramingException(
              Kind.TRUNCATED,
              offset,
              "the stream ends within the message at offset "
                  + offset
                  + ", after "
                  + rest
                  + of
                  + " bytes of it");
      throw failure;
    }
  }

  /**
   * {@return where in the stream the next message begins: how many bytes were those that have been
   * answered, with all that marked them off}
   */
  public long offset() {
    return offset;
  }
}
