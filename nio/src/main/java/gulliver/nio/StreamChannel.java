package gulliver.nio;

import gulliver.socket.Descriptor;
import gulliver.socket.InMessage;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.util.Arrays;
import java.util.Objects;

/**
 * A stream socket, or a descriptor such as a pipe, as one of Java's channels; {@link
 * java.nio.channels.Channels} makes streams, readers and writers of it.
 *
 * <p>It waits as the socket does. Where that does not wait, {@code read} and {@code write} answer 0
 * instead; where it waits, {@code write} writes everything, whole against other writers of a
 * socket. A time-out is a {@link java.net.SocketTimeoutException}; what a write had written by then
 * its buffer's position tells. The end of the stream is -1.
 *
 * <p>Closing the channel closes the socket, and the other way round. A channel that is closed
 * throws {@link ClosedChannelException}, and {@link AsynchronousCloseException} in a thread that
 * waits. But it is no {@link java.nio.channels.InterruptibleChannel}: that would have to close
 * itself when a thread is interrupted that waits in it. Here the wait ends with {@link
 * java.io.InterruptedIOException}, the thread's status is still set, and the channel stays open.
 *
 * <p>Any number of threads may use it.
 *
 * @since 0.1
 */
public final class StreamChannel
    implements ByteChannel, GatheringByteChannel, ScatteringByteChannel {
  /** The most that one call takes in several buffers: IOV_MAX. */
  private static final int MOST = 1024;

  /** What there is below: the two have no common type. */
  private interface Stream {
    boolean isClosed();

    void close();

    /** A count, 0 at the end, or -1 for "would block". */
    int read(ByteBuffer into) throws IOException;

    /** The same, into several buffers whose positions stay. */
    long read(ByteBuffer[] into) throws IOException;

    /** One attempt, or everything where the stream waits; moves the position. */
    int write(ByteBuffer from) throws IOException;
  }

  private final Stream stream;

  private StreamChannel(Stream stream) {
    this.stream = stream;
  }

  /**
   * {@return a channel on a socket}
   *
   * @param socket a stream socket that is connected
   * @throws IllegalArgumentException for another type than {@code SOCK_STREAM}
   */
  public static StreamChannel of(Socket socket) {
    return new StreamChannel(new SocketStream(JavaSocket.checked(socket)));
  }

  /**
   * {@return a channel on a descriptor} One that is open for one direction only fails with {@code
   * EBADF} in the other.
   *
   * @param descriptor such as one end of a pipe
   */
  public static StreamChannel of(Descriptor descriptor) {
    return new StreamChannel(new DescriptorStream(Objects.requireNonNull(descriptor)));
  }

  private record SocketStream(Socket socket) implements Stream {
    @Override
    public boolean isClosed() {
      return socket.isClosed();
    }

    @Override
    public void close() {
      socket.close();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return socket.recv(into);
    }

    @Override
    public long read(ByteBuffer[] into) throws IOException {
      MemorySegment[] segments =
          Arrays.stream(into).map(MemorySegment::ofBuffer).toArray(MemorySegment[]::new);
      return socket.recvmsg(new InMessage(0, segments));
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      if (!socket.getblocking()) {
        return socket.send(from);
      }
      int size = from.remaining();
      socket.sendall(from);
      return size;
    }
  }

  private record DescriptorStream(Descriptor descriptor) implements Stream {
    @Override
    public boolean isClosed() {
      return descriptor.fileno() < 0;
    }

    @Override
    public void close() {
      descriptor.close();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return descriptor.read(into);
    }

    @Override
    public long read(ByteBuffer[] into) throws IOException {
      for (ByteBuffer buffer : into) {
        if (buffer.hasRemaining()) {
          return descriptor.read(buffer.duplicate());
        }
      }
      return 0;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      if (!descriptor.getblocking()) {
        return descriptor.write(from);
      }
      int size = from.remaining();
      while (from.hasRemaining()) {
        descriptor.write(from);
      }
      return size;
    }
  }

  @Override
  public boolean isOpen() {
    return !stream.isClosed();
  }

  @Override
  public void close() {
    stream.close();
  }

  private interface Body {
    long run() throws IOException;
  }

  /** Runs a call; closed before or meanwhile is what Java says of channels. */
  private long open(Body call) throws IOException {
    if (stream.isClosed()) {
      throw new ClosedChannelException();
    }
    try {
      return call.run();
    } catch (IOException e) {
      if (stream.isClosed() && e instanceof SocketFailure) {
        AsynchronousCloseException closed = new AsynchronousCloseException();
        closed.initCause(e);
        throw closed;
      }
      throw e;
    }
  }

  // ---- reading ----

  /** 0 for "would block", -1 for the end: the other way round than below. */
  private static long count(long n) {
    return n < 0 ? 0 : n == 0 ? -1 : n;
  }

  /**
   * Reads what there is, at least one byte; waits for it if the socket waits.
   *
   * @param dst receives the bytes; its position moves
   * @return how many; -1 at the end of the stream; 0 if there are none and the socket does not
   *     wait, or the buffer has no room
   */
  @Override
  public int read(ByteBuffer dst) throws IOException {
    writable(dst);
    return (int) open(() -> dst.hasRemaining() ? count(stream.read(dst)) : 0);
  }

  /**
   * Reads what there is into several buffers, one after another, in one call.
   *
   * @param dsts receive the bytes; their positions move
   * @return as {@link #read(ByteBuffer)}
   */
  @Override
  public long read(ByteBuffer[] dsts) throws IOException {
    return read(dsts, 0, dsts.length);
  }

  /**
   * Reads what there is into some of several buffers, one after another, in one call.
   *
   * @param dsts receive the bytes; their positions move
   * @param offset the first of them
   * @param length how many of them; of more than 1024 that have room, the others are left
   * @return as {@link #read(ByteBuffer)}
   */
  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    ByteBuffer[] room = some(dsts, offset, length);
    for (ByteBuffer buffer : room) {
      writable(buffer);
    }
    return open(() -> {
      long n = room.length == 0 ? 0 : count(stream.read(room));
      long left = n;
      for (int i = 0; left > 0; i++) {
        int here = (int) Math.min(left, room[i].remaining());
        room[i].position(room[i].position() + here);
        left -= here;
      }
      return n;
    });
  }

  private static void writable(ByteBuffer buffer) {
    if (buffer.isReadOnly()) {
      throw new IllegalArgumentException("Read-only buffer");
    }
  }

  /** Those that have room, or bytes; 1024 of them at most. */
  private static ByteBuffer[] some(ByteBuffer[] buffers, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffers.length);
    return Arrays.stream(buffers, offset, offset + length)
        .filter(ByteBuffer::hasRemaining)
        .limit(MOST)
        .toArray(ByteBuffer[]::new);
  }

  // ---- writing ----

  /**
   * Writes all bytes, waiting as long as it takes; or, if the socket does not wait, those that it
   * takes at once.
   *
   * @param src the bytes; its position moves by what was written, also when the rest fails
   * @return how many were written
   */
  @Override
  public int write(ByteBuffer src) throws IOException {
    return (int) open(() -> src.hasRemaining() ? Math.max(0, stream.write(src)) : 0);
  }

  /**
   * Writes the bytes of several buffers, whole as if they were one.
   *
   * @param srcs the bytes; their positions move by what was written, also when the rest fails
   * @return how many were written
   */
  @Override
  public long write(ByteBuffer[] srcs) throws IOException {
    return write(srcs, 0, srcs.length);
  }

  /**
   * Writes the bytes of some of several buffers, whole as if they were one: they are copied into
   * one.
   *
   * @param srcs the bytes; their positions move by what was written, also when the rest fails
   * @param offset the first of them
   * @param length how many of them; of more than 1024 that have bytes, the others are left
   * @return how many were written
   */
  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    ByteBuffer[] full = some(srcs, offset, length);
    long size = Arrays.stream(full).mapToLong(ByteBuffer::remaining).sum();
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
    for (ByteBuffer buffer : full) {
      all.put(buffer.duplicate());
    }
    all.flip();
    try {
      return write(all);
    } finally {
      int left = all.position();
      for (ByteBuffer buffer : full) {
        int here = Math.min(left, buffer.remaining());
        buffer.position(buffer.position() + here);
        left -= here;
      }
    }
  }
}
