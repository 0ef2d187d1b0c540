package gulliver.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** {@code java.net}: sockets and their streams. It has no UNIX sockets. */
final class JavaNet implements Blocking {
  @Override
  public ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size);
  }

  @Override
  public Listener listen(Where where) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.bind(where.java(), GulliverBlocking.BACKLOG);
    return new Listener() {
      @Override
      public Where where() {
        return where.bound(listener.getLocalSocketAddress());
      }

      @Override
      public Connection accept() throws IOException {
        return new OfSocket(listener.accept());
      }

      @Override
      public void close() throws IOException {
        listener.close();
      }
    };
  }

  @Override
  public Connection connect(Where where) throws IOException {
    Socket socket = new Socket();
    socket.connect(where.java());
    return new OfSocket(socket);
  }

  private static final class OfSocket implements Connection {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    OfSocket(Socket socket) throws IOException {
      socket.setTcpNoDelay(true);
      this.socket = socket;
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    @Override
    public void send(ByteBuffer from) throws IOException {
      out.write(from.array(), from.arrayOffset() + from.position(), from.remaining());
      from.position(from.limit());
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
      int n = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
      into.position(into.position() + Math.max(n, 0));
      return n;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
