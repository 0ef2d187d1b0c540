package gulliver.benchmarks.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Netty's native transports: one event loop for all connections of a side. */
final class Netty extends Peer {
  /** A transport. */
  enum Native {
    EPOLL {
      @Override
      IoHandlerFactory factory() {
        return EpollIoHandler.newFactory();
      }

      @Override
      Class<? extends ServerChannel> listener(Where where) {
        return where instanceof Where.Tcp
            ? EpollServerSocketChannel.class
            : EpollServerDomainSocketChannel.class;
      }

      @Override
      Class<? extends Channel> connection(Where where) {
        return where instanceof Where.Tcp
            ? EpollSocketChannel.class
            : EpollDomainSocketChannel.class;
      }
    },
    IO_URING {
      @Override
      IoHandlerFactory factory() {
        return IoUringIoHandler.newFactory();
      }

      @Override
      Class<? extends ServerChannel> listener(Where where) {
        return where instanceof Where.Tcp
            ? IoUringServerSocketChannel.class
            : IoUringServerDomainSocketChannel.class;
      }

      @Override
      Class<? extends Channel> connection(Where where) {
        return where instanceof Where.Tcp
            ? IoUringSocketChannel.class
            : IoUringDomainSocketChannel.class;
      }
    };

    abstract IoHandlerFactory factory();

    abstract Class<? extends ServerChannel> listener(Where where);

    abstract Class<? extends Channel> connection(Where where);

    EventLoopGroup loop() {
      return new MultiThreadIoEventLoopGroup(1, factory());
    }
  }

  private final Native transport;

  Netty(Native transport) {
    this.transport = transport;
  }

  private static SocketAddress address(Where where) {
    return where instanceof Where.Unix(var path)
        ? new DomainSocketAddress(path.toFile())
        : where.java();
  }

  private static <T extends Channel> ChannelInitializer<T> with(
      Where where, Supplier<ChannelHandler> handler) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(T channel) {
        if (where instanceof Where.Tcp) {
          channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        }
        channel.pipeline().addLast(handler.get());
      }
    };
  }

  /** What fails in a handler. */
  abstract static class Handler extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable e) {
      PeerMain.failed(e);
    }
  }

  // ---- server ----

  @Override
  Server serve(Where where) throws Exception {
    return serve(where, Echo::new);
  }

  @Override
  Server web(Where where, String text) throws Exception {
    return serve(where, () -> new NettyHttp(text));
  }

  @Override
  Server accepts(Where where) throws Exception {
    return serve(where, Closing::new);
  }

  private static final class Closing extends Handler {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      var _ = context.close();
    }
  }

  private Server serve(Where where, Supplier<ChannelHandler> handler) throws Exception {
    EventLoopGroup loop = transport.loop();
    Channel listener =
        new ServerBootstrap()
            .group(loop, loop)
            .channel(transport.listener(where))
            .option(ChannelOption.SO_BACKLOG, GulliverBlocking.BACKLOG)
            .childHandler(with(where, handler))
            .bind(address(where))
            .sync()
            .channel();
    Where bound = where.bound(listener.localAddress());
    return () -> bound;
  }

  private static final class Echo extends Handler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var _ = context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }

  // ---- clients ----

  @Override
  Worker connect(Where where, int connections, int size) throws Exception {
    Clients clients = new Clients(transport.loop());
    Bootstrap bootstrap = new Bootstrap().group(clients.loop).channel(transport.connection(where));
    for (int i = 0; i < connections; i++) {
      ByteBuffer out = ByteBuffer.allocateDirect(size);
      Client client = new Client(clients, new Message(out, ByteBuffer.allocateDirect(size), i));
      clients.all.add(client);
      client.channel =
          bootstrap
              .clone()
              .handler(with(where, () -> client))
              .connect(address(where))
              .sync()
              .channel();
    }
    return clients;
  }

  private static final class Clients implements Worker {
    private final EventLoopGroup loop;
    private final List<Client> all = new ArrayList<>();
    private CountDownLatch done = new CountDownLatch(0);
    private long start;
    private long work;
    private long operations;
    private long end;

    Clients(EventLoopGroup loop) {
      this.loop = loop;
    }

    @Override
    public Count go(long millis) throws InterruptedException {
      done = new CountDownLatch(all.size());
      loop.execute(() -> {
        work = millis * 1_000_000;
        operations = 0;
        start = System.nanoTime();
        all.forEach(Client::send);
      });
      done.await();
      return new Count(operations, end - start);
    }

    @Override
    public void close() throws InterruptedException {
      for (Client client : all) {
        client.leaving = true;
        client.channel.close().sync();
      }
      loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    }
  }

  private static final class Client extends Handler {
    private final Clients clients;
    private final Message message;
    private final ByteBuf out;
    private Channel channel;
    private volatile boolean leaving;

    @SuppressWarnings("NullAway.Init") // the channel comes with the connection
    Client(Clients clients, Message message) {
      this.clients = clients;
      this.message = message;
      this.out = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(message.out));
    }

    void send() {
      message.next();
      var _ = channel.writeAndFlush(out.setIndex(0, out.capacity()), channel.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) throws IOException {
      ByteBuf bytes = (ByteBuf) read;
      ByteBuffer in = message.in;
      try {
        if (bytes.readableBytes() > in.remaining()) {
          throw new IOException(bytes + " is more than was sent");
        }
        in.limit(in.position() + bytes.readableBytes());
        bytes.readBytes(in);
        in.limit(in.capacity());
      } finally {
        bytes.release();
      }
      if (!message.echoed()) {
        return;
      }
      clients.operations++;
      long now = System.nanoTime();
      if (now - clients.start < clients.work) {
        send();
      } else {
        clients.end = now;
        clients.done.countDown();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!leaving) {
        PeerMain.failed(new IOException("end within a reply"));
      }
    }
  }

  @Override
  Worker datagrams(int size) throws Exception {
    return new NettyDatagrams(
            transport == Native.EPOLL ? NettyDatagrams.Kind.EPOLL : NettyDatagrams.Kind.IO_URING)
        .datagrams(size);
  }

  // ---- streams ----

  @Override
  Worker pump(Where where, int size) throws Exception {
    EventLoopGroup near = transport.loop();
    EventLoopGroup far = transport.loop();
    Blocks blocks = new Blocks(size);
    Source source = new Source(blocks, size);
    Sink sink = new Sink(blocks);
    Channel listener =
        new ServerBootstrap()
            .group(far, far)
            .channel(transport.listener(where))
            .childHandler(with(where, () -> sink))
            .bind(address(where))
            .sync()
            .channel();
    Channel out =
        new Bootstrap()
            .group(near)
            .channel(transport.connection(where))
            .handler(with(where, () -> source))
            .connect(address(where.bound(listener.localAddress())))
            .sync()
            .channel();
    return new Worker() {
      @Override
      public Count go(long millis) throws InterruptedException {
        sink.received = 0;
        sink.done = new CountDownLatch(1);
        long start = System.nanoTime();
        near.execute(() -> source.start(out, millis * 1_000_000));
        sink.done.await();
        return new Count(sink.received, System.nanoTime() - start);
      }

      @Override
      public void close() throws InterruptedException {
        out.close().sync();
        listener.close().sync();
        near.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        far.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
      }
    };
  }

  /** Writes as long as the channel says that there is room. */
  private static final class Source extends Handler {
    /** More than a channel of a low mark of 32 KiB ever holds, of blocks of 64 KiB or more. */
    private static final int ON_THEIR_WAY = 4;

    private final Blocks blocks;
    private final ByteBuffer[] memory = new ByteBuffer[ON_THEIR_WAY];
    private final ByteBuf[] buffers = new ByteBuf[ON_THEIR_WAY];
    private int next;
    private long start;
    private long work;
    private boolean last = true;

    Source(Blocks blocks, int size) {
      this.blocks = blocks;
      for (int i = 0; i < ON_THEIR_WAY; i++) {
        memory[i] = blocks.fill(ByteBuffer.allocateDirect(size));
        buffers[i] = Unpooled.wrappedBuffer(memory[i]);
      }
    }

    void start(Channel channel, long nanos) {
      start = System.nanoTime();
      work = nanos;
      last = false;
      write(channel);
    }

    private void write(Channel channel) {
      while (!last && channel.isWritable()) {
        ByteBuf buffer = buffers[next];
        if (buffer.refCnt() > 1) {
          PeerMain.failed(new IllegalStateException("a block is to be sent that is on its way"));
        }
        last = System.nanoTime() - start >= work;
        blocks.next(memory[next], last);
        next = (next + 1) % ON_THEIR_WAY;
        var _ = channel.writeAndFlush(buffer.retainedDuplicate(), channel.voidPromise());
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      write(context.channel());
    }
  }

  private static final class Sink extends Handler {
    private final Blocks blocks;
    private volatile CountDownLatch done = new CountDownLatch(0);
    private volatile long received;
    private long sum;

    Sink(Blocks blocks) {
      this.blocks = blocks;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) throws IOException {
      ByteBuf bytes = (ByteBuf) read;
      try {
        int n = bytes.readableBytes();
        sum += n;
        ByteBuffer view = bytes.internalNioBuffer(bytes.readerIndex(), n);
        if (blocks.received(view, view.position(), view.limit())) {
          received = sum;
          sum = 0;
          done.countDown();
        }
      } finally {
        bytes.release();
      }
    }
  }
}
