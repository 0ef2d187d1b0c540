package gulliver.protocols;

import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A stream socket as it is. */
record Plain(Socket socket) implements Connection {
  Plain {
    if (!socket.type().equals(Sockets.SOCK_STREAM)) {
      throw new IllegalArgumentException("a connection is a SOCK_STREAM, not a " + socket.type());
    }
  }

  @Override
  public int recv(byte[] buffer, int offset, int length) throws IOException {
    return waited(socket.recv(buffer, offset, length));
  }

  @Override
  public int recv(ByteBuffer buffer) throws IOException {
    return waited(socket.recv(buffer));
  }

  @Override
  public int peek() throws IOException {
    return socket.recv(new byte[1], Sockets.MSG_PEEK | Sockets.MSG_DONTWAIT);
  }

  private static int waited(int n) {
    if (n == Socket.WOULD_BLOCK) {
      throw new IllegalStateException("the socket of a connection must wait: settimeout(null)");
    }
    return n;
  }

  @Override
  public void sendall(byte[] buffer, int offset, int length) throws IOException {
    socket.sendall(buffer, offset, length);
  }

  @Override
  public void sendall(ByteBuffer buffer) throws IOException {
    socket.sendall(buffer);
  }

  @Override
  public long sendfile(Path file, long offset, long count) throws IOException {
    return socket.sendfile(file, offset, count);
  }

  @Override
  public void shutdown() throws IOException {
    socket.shutdown(Sockets.SHUT_WR);
  }

  @Override
  public void close() {
    socket.close();
  }
}
