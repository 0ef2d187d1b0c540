package gulliver.benchmarks.peer;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Channels of {@code java.nio} that block, with direct buffers. */
final class NioBlocking implements Blocking {
  @Override
  public ByteBuffer allocate(int size) {
    return ByteBuffer.allocateDirect(size);
  }

  @Override
  public Listener listen(Where where) throws IOException {
    ServerSocketChannel listener = listening(where);
    Where bound = where.bound(listener.getLocalAddress());
    return new Listener() {
      @Override
      public Where where() {
        return bound;
      }

      @Override
      public Connection accept() throws IOException {
        return new OfChannel(nodelay(listener.accept(), where));
      }

      @Override
      public void close() throws IOException {
        listener.close();
      }
    };
  }

  @Override
  public Connection connect(Where where) throws IOException {
    return new OfChannel(connected(where));
  }

  @Override
  public List<Connection> datagrams() throws IOException {
    DatagramChannel out = udp();
    DatagramChannel in = udp();
    out.connect(in.getLocalAddress());
    in.connect(out.getLocalAddress());
    return List.of(new OfDatagrams(out), new OfDatagrams(in));
  }

  private static DatagramChannel udp() throws IOException {
    return DatagramChannel.open(StandardProtocolFamily.INET)
        .bind(new Where.Tcp(0).java())
        .setOption(StandardSocketOptions.SO_RCVBUF, Datagrams.ROOM);
  }

  static ServerSocketChannel listening(Where where) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(family(where));
    listener.bind(where.java(), GulliverBlocking.BACKLOG);
    return listener;
  }

  static SocketChannel connected(Where where) throws IOException {
    SocketChannel channel = SocketChannel.open(family(where));
    channel.connect(where.java());
    return nodelay(channel, where);
  }

  static SocketChannel nodelay(SocketChannel channel, Where where) throws IOException {
    if (where instanceof Where.Tcp) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    return channel;
  }

  private static StandardProtocolFamily family(Where where) {
    return where instanceof Where.Tcp ? StandardProtocolFamily.INET : StandardProtocolFamily.UNIX;
  }

  private record OfChannel(SocketChannel channel) implements Connection {
    @Override
    public void send(ByteBuffer from) throws IOException {
      while (from.hasRemaining()) {
        channel.write(from);
      }
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
      return channel.read(into);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private record OfDatagrams(DatagramChannel channel) implements Connection {
    @Override
    public void send(ByteBuffer from) throws IOException {
      channel.write(from);
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
      return channel.read(into);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
