package gulliver.benchmarks.jmh;

import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A send and a receive through a pair of UNIX stream sockets, by the kind of buffer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StreamCalls {
  /** How many bytes go each time. */
  @Param({"64", "4096"})
  int size;

  /** Whether our sockets wait, which costs a lock; NIO's do not. */
  @Param({"true", "false"})
  boolean waits;

  private byte[] array = {};
  private byte[] larger = {};
  private ByteBuffer heap = ByteBuffer.allocate(0);
  private ByteBuffer direct = ByteBuffer.allocate(0);
  private MemorySegment segment = MemorySegment.NULL;
  private Ours ours;
  private Nio nio;

  private record Ours(Socket one, Socket two) {}

  private record Nio(SocketChannel one, SocketChannel two) {}

  /** Opens both pairs. */
  @Setup
  public void open() throws IOException {
    array = new byte[size];
    larger = new byte[2 * size];
    heap = ByteBuffer.allocate(size);
    direct = ByteBuffer.allocateDirect(size);
    segment = Arena.global().allocate(size);
    Socket[] pair = Network.os().socketpair();
    ours = new Ours(pair[0], pair[1]);
    ours.one.setblocking(waits);
    ours.two.setblocking(waits);
    Path path = Files.createTempDirectory("gulliver").resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      SocketChannel client = SocketChannel.open(server.getLocalAddress());
      nio = new Nio(client, server.accept());
      nio.one.configureBlocking(false);
      nio.two.configureBlocking(false);
    } finally {
      Files.deleteIfExists(path);
      Files.delete(path.getParent());
    }
  }

  /** Closes them. */
  @TearDown
  public void close() throws IOException {
    ours.one.close();
    ours.two.close();
    nio.one.close();
    nio.two.close();
  }

  /** {@code send}, {@code recv} of a {@code byte[]}. */
  @Benchmark
  public int array() throws IOException {
    return ours.one.send(array) + ours.two.recv(array);
  }

  /** {@code send}, {@code recv} of a range of a {@code byte[]}. */
  @Benchmark
  public int range() throws IOException {
    return ours.one.send(larger, size / 2, size) + ours.two.recv(larger, size / 2, size);
  }

  /** {@code sendall}, {@code recvall} of a {@code byte[]}. */
  @Benchmark
  public int all() throws IOException {
    ours.one.sendall(array);
    return ours.two.recvall(array);
  }

  /** {@code send}, {@code recv} of a heap {@code ByteBuffer}. */
  @Benchmark
  public int heapBuffer() throws IOException {
    return ours.one.send(heap.clear()) + ours.two.recv(heap.clear());
  }

  /** {@code send}, {@code recv} of a direct {@code ByteBuffer}. */
  @Benchmark
  public int directBuffer() throws IOException {
    return ours.one.send(direct.clear()) + ours.two.recv(direct.clear());
  }

  /** {@code send}, {@code recv} of a native {@code MemorySegment}. */
  @Benchmark
  public int segment() throws IOException {
    return ours.one.send(segment) + ours.two.recv(segment);
  }

  /** A receive that finds nothing and says so by its count. */
  @Benchmark
  public int nothing() throws IOException {
    return ours.one.recv(array, gulliver.socket.Linux.MSG_DONTWAIT);
  }

  /** The peer: {@code SocketChannel} with a heap buffer. */
  @Benchmark
  public int nioHeapBuffer() throws IOException {
    return nio.one.write(heap.clear()) + nio.two.read(heap.clear());
  }

  /** The peer: {@code SocketChannel} with a direct buffer. */
  @Benchmark
  public int nioDirectBuffer() throws IOException {
    return nio.one.write(direct.clear()) + nio.two.read(direct.clear());
  }

  /** The peer: a read that finds nothing. */
  @Benchmark
  public int nioNothing() throws IOException {
    return nio.one.read(direct.clear());
  }
}
