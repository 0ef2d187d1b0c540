package gulliver.benchmarks.peer;

import static gulliver.socket.SocketOptions.SO_RCVBUF;
import static gulliver.socket.SocketOptions.SO_REUSEADDR;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.socket;
import static gulliver.socket.TcpOptions.TCP_NODELAY;

import gulliver.socket.Address;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Gulliver's sockets, with arrays. */
final class GulliverBlocking implements Blocking {
  static final int BACKLOG = 4096;

  @Override
  public ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size);
  }

  @Override
  public Listener listen(Where where) throws IOException {
    Socket listener = listening(where);
    Where bound = bound(listener, where);
    return new Listener() {
      @Override
      public Where where() {
        return bound;
      }

      @Override
      public Connection accept() throws IOException {
        return new OfSocket(nodelay(listener.accept().socket(), where));
      }

      @Override
      public void close() {
        listener.close();
      }
    };
  }

  @Override
  public Connection connect(Where where) throws IOException {
    return new OfSocket(connected(where));
  }

  @Override
  public List<Connection> datagrams() throws IOException {
    Socket out = udp();
    Socket in = udp();
    out.connect(in.getsockname());
    in.connect(out.getsockname());
    return List.of(new OfDatagrams(out), new OfDatagrams(in));
  }

  static Socket udp() throws IOException {
    Socket socket = socket(AF_INET, SOCK_DGRAM);
    socket.bind(address("127.0.0.1", 0));
    socket.setsockopt(SO_RCVBUF, Datagrams.ROOM);
    return socket;
  }

  static Socket listening(Where where) throws IOException {
    Socket listener = socket(family(where), SOCK_STREAM);
    if (where instanceof Where.Tcp) {
      listener.setsockopt(SO_REUSEADDR, true);
    }
    listener.bind(at(where));
    listener.listen(BACKLOG);
    return listener;
  }

  static Socket connected(Where where) throws IOException {
    Socket socket = socket(family(where), SOCK_STREAM);
    socket.connect(at(where));
    return nodelay(socket, where);
  }

  static Where bound(Socket listener, Where where) throws IOException {
    return listener.getsockname() instanceof Address.Inet4 inet
        ? new Where.Tcp(inet.port())
        : where;
  }

  static Socket nodelay(Socket socket, Where where) throws IOException {
    if (where instanceof Where.Tcp) {
      socket.setsockopt(TCP_NODELAY, true);
    }
    return socket;
  }

  private static gulliver.socket.AddressFamily family(Where where) {
    return where instanceof Where.Tcp ? AF_INET : AF_UNIX;
  }

  private static Address at(Where where) {
    return switch (where) {
      case Where.Tcp(int port) -> address("127.0.0.1", port);
      case Where.Unix(Path path) -> Sockets.unix(path.toString());
    };
  }

  private record OfSocket(Socket socket) implements Connection {
    @Override
    public void send(ByteBuffer from) throws IOException {
      socket.sendall(from.array(), from.arrayOffset() + from.position(), from.remaining());
      from.position(from.limit());
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
      int n = socket.recv(into.array(), into.arrayOffset() + into.position(), into.remaining());
      into.position(into.position() + n);
      return n == 0 ? -1 : n;
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private record OfDatagrams(Socket socket) implements Connection {
    @Override
    public void send(ByteBuffer from) throws IOException {
      socket.send(from.array(), from.arrayOffset() + from.position(), from.remaining());
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
      return socket.recv(into.array(), into.arrayOffset() + into.position(), into.remaining());
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
