package gulliver.benchmarks.peer;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Channels of {@code java.nio} and a selector: one thread for all connections of a side. */
final class NioSelector extends Peer {
  private static final int BUFFER = 65_536;

  @Override
  Server serve(Where where) throws IOException {
    return serve(where, NioSelector::keep);
  }

  @Override
  Server accepts(Where where) throws IOException {
    return serve(where, (selector, channel) -> channel.close());
  }

  /** What is done with a connection that has been accepted. */
  private interface Accepted {
    void accepted(Selector selector, SocketChannel channel) throws IOException;
  }

  private static void keep(Selector selector, SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
  }

  private static Server serve(Where where, Accepted then) throws IOException {
    ServerSocketChannel listener = NioBlocking.listening(where);
    listener.configureBlocking(false);
    Selector selector = Selector.open();
    listener.register(selector, SelectionKey.OP_ACCEPT);
    Where bound = where.bound(listener.getLocalAddress());
    Thread.ofPlatform()
        .start(() -> {
          try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            while (true) {
              selector.select(key -> {
                try {
                  if (key.isAcceptable()) {
                    accept(key, where, then);
                  } else {
                    echo(key, buffer);
                  }
                } catch (IOException e) {
                  PeerMain.failed(e);
                }
              });
            }
          } catch (Throwable e) {
            PeerMain.failed(e);
          }
        });
    return () -> bound;
  }

  private static void accept(SelectionKey key, Where where, Accepted then) throws IOException {
    SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
    if (channel != null) {
      then.accepted(key.selector(), NioBlocking.nodelay(channel, where));
    }
  }

  private static void echo(SelectionKey key, ByteBuffer buffer) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    if (channel.read(buffer.clear()) < 0) {
      channel.close();
      return;
    }
    write(channel, buffer.flip());
  }

  /** A client has one message on its way, at most: there is room for it. */
  private static void write(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  Worker connect(Where where, int connections, int size) throws IOException {
    Clients clients = new Clients(Selector.open());
    for (int i = 0; i < connections; i++) {
      ByteBuffer out = ByteBuffer.allocateDirect(size);
      Message message = new Message(out, ByteBuffer.allocateDirect(size), i);
      SocketChannel channel = NioBlocking.connected(where);
      channel.configureBlocking(false);
      channel.register(clients.selector, SelectionKey.OP_READ, message);
    }
    return clients;
  }

  private static final class Clients implements Worker {
    private final Selector selector;
    private boolean over;
    private long operations;
    private int busy;

    Clients(Selector selector) {
      this.selector = selector;
    }

    @Override
    public Count go(long millis) throws IOException {
      long start = System.nanoTime();
      long nanos = millis * 1_000_000;
      over = false;
      operations = 0;
      busy = selector.keys().size();
      for (SelectionKey key : selector.keys()) {
        send(key);
      }
      while (busy > 0) {
        selector.select(this::receive);
        over = System.nanoTime() - start >= nanos;
      }
      return new Count(operations, System.nanoTime() - start);
    }

    private static void send(SelectionKey key) throws IOException {
      Message message = (Message) key.attachment();
      message.next();
      write((SocketChannel) key.channel(), message.out);
    }

    private void receive(SelectionKey key) {
      try {
        Message message = (Message) key.attachment();
        if (((SocketChannel) key.channel()).read(message.in) < 0) {
          throw new EOFException("end within a reply");
        }
        if (message.echoed()) {
          operations++;
          if (over) {
            busy--;
          } else {
            send(key);
          }
        }
      } catch (IOException e) {
        PeerMain.failed(e);
      }
    }

    @Override
    public void close() throws IOException {
      List<SelectionKey> keys = new ArrayList<>(selector.keys());
      for (SelectionKey key : keys) {
        key.channel().close();
      }
      selector.close();
    }
  }

  // ---- streams ----

  @Override
  Worker pump(Where where, int size) throws IOException {
    ServerSocketChannel listener = NioBlocking.listening(where);
    SocketChannel out = NioBlocking.connected(where.bound(listener.getLocalAddress()));
    SocketChannel in = listener.accept();
    listener.close();
    out.configureBlocking(false);
    in.configureBlocking(false);
    Selector writable = Selector.open();
    Selector readable = Selector.open();
    out.register(writable, SelectionKey.OP_WRITE);
    in.register(readable, SelectionKey.OP_READ);
    Blocks blocks = new Blocks(size);
    ByteBuffer block = blocks.fill(ByteBuffer.allocateDirect(size));
    ByteBuffer room = ByteBuffer.allocateDirect(size);
    return new Ends(Thread.ofPlatform()) {
      @Override
      void send(long nanos) throws IOException {
        long start = System.nanoTime();
        for (boolean last = false; !last; ) {
          last = System.nanoTime() - start >= nanos;
          blocks.next(block, last);
          while (out.write(block) >= 0 && block.hasRemaining()) {
            writable.select(key -> {});
          }
        }
      }

      @Override
      long receive() throws IOException {
        long received = 0;
        while (true) {
          int n = in.read(room.clear());
          if (n < 0) {
            throw new EOFException("end within a stream");
          }
          received += n;
          if (blocks.received(room, 0, n)) {
            return received;
          }
          readable.select(key -> {});
        }
      }

      @Override
      public void close() throws IOException {
        out.close();
        in.close();
        writable.close();
        readable.close();
      }
    };
  }
}
