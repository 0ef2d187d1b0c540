package gulliver.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** A stream socket as Java's two streams. */
final class SocketStreams {
  private SocketStreams() {}

  // a class that names these two by themselves has them loaded when it is

  static InputStream in(Socket socket) {
    return new In(socket);
  }

  static OutputStream out(Socket socket) {
    return new Out(socket);
  }

  private static final class In extends InputStream {
    private static final int MOST_AVAILABLE = 8192;

    private final Socket socket;

    In(Socket socket) {
      this.socket = socket;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, buffer.length);
      if (length == 0) {
        return 0;
      }
      int n = socket.recv(buffer, offset, length);
      if (n == Socket.WOULD_BLOCK) {
        throw socket.wouldBlock("recv");
      }
      return n == 0 ? -1 : n;
    }

    /** How many bytes can be read at once, at least; a look that takes nothing. */
    @Override
    public int available() throws IOException {
      byte[] look = new byte[MOST_AVAILABLE];
      return Math.max(0, socket.recv(look, Linux.MSG_PEEK | Linux.MSG_DONTWAIT));
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static final class Out extends OutputStream {
    private final Socket socket;

    Out(Socket socket) {
      this.socket = socket;
    }

    @Override
    public void write(int b) throws IOException {
      socket.sendall(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      socket.sendall(buffer, offset, length);
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
