package gulliver.benchmarks.jmh;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.EPOLLET;
import static gulliver.socket.Sockets.EPOLLIN;
import static gulliver.socket.Sockets.POLLIN;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Linger;
import gulliver.socket.Network;
import gulliver.socket.Options;
import gulliver.socket.Poller;
import gulliver.socket.Pollfd;
import gulliver.socket.Socket;
import gulliver.socket.WouldBlockException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Accepting, options, readiness, and what there is when there is nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OtherCalls {
  private Ours ours;
  private Nio nio;

  private record Ours(
      Socket server,
      Address at,
      Socket silent,
      Socket one,
      Socket two,
      byte[] bytes,
      List<Pollfd> items,
      Poller poller,
      Poller.Events events) {}

  private record Nio(
      ServerSocketChannel server,
      SocketChannel any,
      Pipe pipe,
      ByteBuffer bytes,
      Selector selector) {}

  /** Opens the sockets. */
  @Setup
  public void open() throws IOException {
    Network network = Network.os();
    Socket server = network.socket(AF_INET, SOCK_STREAM);
    server.bind(new Address.Inet4(Address.Inet4.LOOPBACK, 0));
    server.listen();
    Socket silent = network.socket(AF_INET, SOCK_DGRAM);
    silent.bind(new Address.Inet4(Address.Inet4.LOOPBACK, 0));
    silent.setblocking(false);
    Socket[] pair = network.socketpair();
    pair[1].setblocking(false);
    Poller poller = new Poller();
    poller.add(pair[1], EPOLLIN | EPOLLET, null);
    ours =
        new Ours(
            server,
            server.getsockname(),
            silent,
            pair[0],
            pair[1],
            new byte[64],
            List.of(new Pollfd(pair[1], POLLIN)),
            poller,
            new Poller.Events(64));

    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    Selector selector = Selector.open();
    pipe.source().register(selector, SelectionKey.OP_READ);
    nio = new Nio(listener, SocketChannel.open(), pipe, ByteBuffer.allocateDirect(64), selector);
  }

  /** Closes them. */
  @TearDown
  public void close() throws IOException {
    ours.poller.close();
    for (Socket socket : List.of(ours.server, ours.silent, ours.one, ours.two)) {
      socket.close();
    }
    nio.selector.close();
    nio.server.close();
    nio.any.close();
    nio.pipe.sink().close();
    nio.pipe.source().close();
  }

  /** {@code socket}, {@code connect}, {@code accept} and both closed, by a reset. */
  @Benchmark
  public Address accept() throws IOException {
    try (Socket client = Network.os().socket(AF_INET, SOCK_STREAM)) {
      client.setsockopt(Options.SO_LINGER, new Linger(true, 0)); // no port waits in TIME_WAIT
      client.connect(ours.at);
      Accepted accepted = ours.server.accept();
      accepted.socket().close();
      return accepted.address();
    }
  }

  /** The peer of {@link #accept}. */
  @Benchmark
  public boolean nioAccept() throws IOException {
    try (SocketChannel client = SocketChannel.open()) {
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
      client.connect(nio.server.getLocalAddress());
      try (SocketChannel accepted = nio.server.accept()) {
        return accepted.isOpen();
      }
    }
  }

  /** {@code getsockopt} of an int. */
  @Benchmark
  public int getsockopt() throws IOException {
    return ours.server.getsockopt(Options.SO_RCVBUF);
  }

  /** {@code setsockopt} of a boolean. */
  @Benchmark
  public void setsockopt() throws IOException {
    ours.one.setsockopt(Options.SO_KEEPALIVE, true);
  }

  /** The peer of {@link #getsockopt}. */
  @Benchmark
  public int nioGetOption() throws IOException {
    return nio.any.getOption(StandardSocketOptions.SO_RCVBUF);
  }

  /** The peer of {@link #setsockopt}. */
  @Benchmark
  public SocketChannel nioSetOption() throws IOException {
    return nio.any.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
  }

  /** {@code poll} of one socket that is not ready, without waiting. */
  @Benchmark
  public int poll() throws IOException {
    return Network.os().poll(ours.items, Duration.ZERO);
  }

  /** A byte, the edge that tells of it, and its receipt: three calls of a server's loop. */
  @Benchmark
  public int poller() throws IOException {
    ours.one.send(ours.bytes);
    int n = ours.poller.wait(ours.events, null);
    return n + ((Socket) ours.events.target(0)).recv(ours.bytes);
  }

  /** The peer of {@link #poller}, through a pipe. */
  @Benchmark
  public int nioSelector() throws IOException {
    nio.pipe.sink().write(nio.bytes.clear());
    int n = nio.selector.select();
    nio.selector.selectedKeys().clear();
    return n + nio.pipe.source().read(nio.bytes.clear());
  }

  /** A value that is not there: the exception. */
  @Benchmark
  public Object wouldBlock() throws IOException {
    try {
      return ours.silent.recvfrom(64);
    } catch (WouldBlockException e) {
      return e;
    }
  }
}
