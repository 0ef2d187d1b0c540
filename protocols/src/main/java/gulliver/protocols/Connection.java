package gulliver.protocols;

import gulliver.socket.AddressFamily;
import gulliver.socket.Errno;
import gulliver.socket.Network;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A reliable stream of bytes in each direction: what a protocol is spoken over. It is a stream
 * socket as it is ({@link #of}), or one with TLS on top.
 *
 * <p>The calls are those of {@link Socket}, with its results and errors. Time-outs and deadlines
 * are the socket's ({@link Socket#settimeout}, {@link Socket#setrecvdeadline}): they hold for
 * whatever a connection does with it. One thread may receive while another sends; any may close.
 */
public interface Connection extends Closeable {
  /**
   * {@return the connection that is a socket, and nothing on top} Closing it closes the socket.
   *
   * @param socket a connected stream socket that waits ({@link Socket#getblocking} or a time-out)
   * @throws IllegalArgumentException if it is not a stream
   */
  static Connection of(Socket socket) {
    return new Plain(socket);
  }

  /** {@return the socket beneath: addresses, options, time-outs} */
  Socket socket();

  /** {@return where the socket is from, and with it time and threads} */
  default Network network() {
    return socket().network();
  }

  /**
   * Receives what there is, and waits until there is something.
   *
   * @param buffer where to; filled from {@code offset}
   * @param offset the first byte
   * @param length how many at most
   * @return how many came, at least 1 if {@code length} is; 0 at the end of the stream
   * @throws IOException as {@link Socket#recv(byte[])}
   */
  int recv(byte[] buffer, int offset, int length) throws IOException;

  /**
   * Receives into a buffer's remaining room, and moves its position.
   *
   * @param buffer where to
   * @return how many bytes came; 0 at the end of the stream, or if there is no room
   * @throws IOException as {@link Socket#recv(byte[])}
   */
  int recv(ByteBuffer buffer) throws IOException;

  /**
   * Looks what a call of {@code recv} would come to now, and takes nothing: whether the peer of an
   * idle connection has ended it, say. While another thread receives, it would wait.
   *
   * @return 1 if data have come, 0 at the end of the stream, {@link Socket#WOULD_BLOCK} if {@code
   *     recv} would wait
   * @throws IOException what {@code recv} would throw
   */
  int peek() throws IOException;

  /**
   * Sends everything.
   *
   * @param buffer what to send, unchanged and again the caller's on return
   * @param offset the first byte
   * @param length how many
   * @throws IOException as {@link Socket#sendall(byte[])}
   */
  void sendall(byte[] buffer, int offset, int length) throws IOException;

  /**
   * Sends everything.
   *
   * @param buffer what to send
   * @throws IOException as {@link Socket#sendall(byte[])}
   */
  default void sendall(byte[] buffer) throws IOException {
    sendall(buffer, 0, buffer.length);
  }

  /**
   * Sends a buffer's remaining bytes, and moves its position to its limit.
   *
   * @param buffer what to send
   * @throws IOException as {@link Socket#sendall(ByteBuffer)}
   */
  void sendall(ByteBuffer buffer) throws IOException;

  /**
   * Sends a part of a file: on a plain socket by {@code sendfile(2)}, without copying it through
   * the program.
   *
   * @param file where it is
   * @param offset where to begin in it, at least 0
   * @param count how many bytes at most, at least 0
   * @return how many went: fewer than {@code count} only if the file ends before
   * @throws IOException as {@link Socket#sendfile(Path, long, long)}
   */
  long sendfile(Path file, long offset, long count) throws IOException;

  /**
   * Holds back what does not fill a segment, or lets it go, by {@code TCP_CORK}: for what is sent
   * in several calls and is one thing. Else the end of a call goes alone, and without {@code
   * TCP_NODELAY} the end of the next one waits until the peer has acknowledged it, maybe for 40 ms.
   * The kernel holds nothing for more than 200 ms. Where a stream has no segments, or the network
   * no such option, this does nothing.
   *
   * @param on whether to hold back
   * @throws IOException as {@link Socket#setsockopt}
   */
  default void cork(boolean on) throws IOException {
    AddressFamily family = socket().family();
    if (family.equals(AddressFamily.AF_INET) || family.equals(AddressFamily.AF_INET6)) {
      try {
        socket().setsockopt(Options.TCP_CORK, on);
      } catch (IOException e) {
        if (Errno.of(e) != Errno.ENOPROTOOPT) {
          throw e;
        }
      }
    }
  }

  /**
   * Ends the sending direction: the peer reads to the end. Receiving goes on.
   *
   * @throws IOException as {@link Socket#shutdown}
   */
  void shutdown() throws IOException;

  /** Ends both directions; calls that wait in other threads end at once. */
  @Override
  void close();
}
