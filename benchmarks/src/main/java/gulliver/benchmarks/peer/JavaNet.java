package gulliver.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;

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

  @Override
  public List<Connection> datagrams() throws IOException {
    DatagramSocket out = new DatagramSocket(new Where.Tcp(0).java());
    DatagramSocket in = new DatagramSocket(new Where.Tcp(0).java());
    out.connect(in.getLocalSocketAddress());
    in.connect(out.getLocalSocketAddress());
    in.setReceiveBufferSize(Datagrams.ROOM);
    return List.of(new OfDatagrams(out), new OfDatagrams(in));
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

  private static final class OfDatagrams implements Connection {
    private final DatagramSocket socket;
    private final DatagramPacket packet = new DatagramPacket(new byte[0], 0);

    OfDatagrams(DatagramSocket socket) {
      this.socket = socket;
    }

    @Override
    public void send(ByteBuffer from) throws IOException {
      socket.send(around(from));
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
      socket.receive(around(into));
      return packet.getLength();
    }

    private DatagramPacket around(ByteBuffer buffer) {
      packet.setData(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
      return packet;
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
