package gulliver.benchmarks.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.channel.uring.IoUringDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Netty's datagrams, an event loop at each end. */
final class NettyDatagrams extends Peer {
  /** How they go. */
  enum Kind {
    EPOLL,
    IO_URING,
    /** With epoll, {@code UDP_SEGMENT} and {@code UDP_GRO}. */
    GSO
  }

  private static final int LONGEST = 65_535;

  private final Kind kind;
  private final Netty.Native transport;

  NettyDatagrams(Kind kind) {
    this.kind = kind;
    transport = kind == Kind.IO_URING ? Netty.Native.IO_URING : Netty.Native.EPOLL;
  }

  @Override
  Worker datagrams(int size) throws Exception {
    Datagrams datagrams = new Datagrams(size);
    EventLoopGroup near = transport.loop();
    EventLoopGroup far = transport.loop();
    Sink sink = new Sink(datagrams);
    Channel in = channel(far, sink);
    Channel out = channel(near, new Quiet());
    Source source = new Source(datagrams, out, (InetSocketAddress) in.localAddress(), kind);
    return new Worker() {
      @Override
      public Count go(long millis) throws InterruptedException {
        datagrams.begin();
        sink.done = new CountDownLatch(1);
        source.ended = new CountDownLatch(1);
        long start = System.nanoTime();
        near.execute(() -> source.start(millis * 1_000_000));
        sink.done.await();
        long nanos = System.nanoTime() - start;
        source.ended.await(); // or what it still sends would be of the next run
        return new Count(sink.received, nanos, "lost=" + datagrams.lost(sink.received));
      }

      @Override
      public void close() throws InterruptedException {
        out.close().sync();
        in.close().sync();
        near.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        far.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
      }
    };
  }

  private Channel channel(EventLoopGroup loop, ChannelHandler handler) throws InterruptedException {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(
                kind == Kind.IO_URING ? IoUringDatagramChannel.class : EpollDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, Datagrams.ROOM)
            .handler(handler);
    if (kind == Kind.GSO) {
      bootstrap
          .option(EpollChannelOption.UDP_GRO, true)
          .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LONGEST));
    }
    return bootstrap.bind(new Where.Tcp(0).java()).sync().channel();
  }

  private static class Quiet extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable e) {
      PeerMain.failed(e);
    }
  }

  /** Writes some at a time, from memory that is used again when they have gone. */
  private static final class Source {
    private static final int SOME = 32;
    private static final int SEGMENTS = 128;

    private final Datagrams datagrams;
    private final Channel channel;
    private final InetSocketAddress to;
    private final boolean segments;
    private final int many;
    private final ByteBuffer[] memory = new ByteBuffer[SOME];
    private final ByteBuf[] buffers = new ByteBuf[SOME];
    private volatile CountDownLatch ended = new CountDownLatch(0);
    private int next;
    private long start;
    private long work;

    Source(Datagrams datagrams, Channel channel, InetSocketAddress to, Kind kind) {
      this.datagrams = datagrams;
      this.channel = channel;
      this.to = to;
      segments = kind == Kind.GSO;
      many = segments ? Math.min(SEGMENTS, 65_507 / datagrams.size) : 1;
      for (int i = 0; i < SOME; i++) {
        memory[i] = datagrams.fill(ByteBuffer.allocateDirect(many * datagrams.size));
        buffers[i] = Unpooled.wrappedBuffer(memory[i]);
      }
    }

    void start(long nanos) {
      start = System.nanoTime();
      work = nanos;
      write();
    }

    private void write() {
      if (System.nanoTime() - start >= work) {
        finish();
        return;
      }
      ChannelPromise last = channel.newPromise();
      int some = segments ? 1 : SOME;
      for (int i = 1; i <= some; i++) {
        for (int k = 0; k < many; k++) {
          datagrams.stamp(memory[next], k * datagrams.size, false);
        }
        ByteBuf content = buffers[next].retainedDuplicate();
        DatagramPacket packet =
            segments
                ? new SegmentedDatagramPacket(content, datagrams.size, to)
                : new DatagramPacket(content, to);
        var _ = channel.write(packet, i == some ? last : channel.voidPromise());
        next = (next + 1) % SOME;
      }
      channel.flush();
      last.addListener(done -> {
        if (done.isSuccess()) {
          channel.eventLoop().execute(this::write);
        } else {
          PeerMain.failed(done.cause());
        }
      });
    }

    /** Says that it is over, until the receiver knows. */
    private void finish() {
      if (!datagrams.over()) {
        ByteBuffer last = datagrams.fill(ByteBuffer.allocateDirect(datagrams.size));
        datagrams.stamp(last, 0, true);
        ByteBuf content = Unpooled.wrappedBuffer(last);
        var _ = channel.writeAndFlush(new DatagramPacket(content, to), channel.voidPromise());
        var _ = channel.eventLoop().schedule(this::finish, 1, TimeUnit.MILLISECONDS);
      } else {
        ended.countDown();
      }
    }
  }

  private static final class Sink extends Quiet {
    private final Datagrams datagrams;
    private volatile CountDownLatch done = new CountDownLatch(0);
    private volatile long received;
    private long sum;

    Sink(Datagrams datagrams) {
      this.datagrams = datagrams;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) throws IOException {
      DatagramPacket packet = (DatagramPacket) read;
      try {
        ByteBuf bytes = packet.content();
        int n = bytes.readableBytes();
        ByteBuffer view = bytes.internalNioBuffer(bytes.readerIndex(), n);
        boolean before = datagrams.over();
        sum += datagrams.received(view, view.position(), n);
        if (datagrams.over() && !before) {
          received = sum;
          sum = 0;
          done.countDown();
        }
      } finally {
        packet.release();
      }
    }
  }
}
