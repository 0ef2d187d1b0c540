package gulliver.benchmarks.jmh;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_DGRAM;

import gulliver.socket.Address;
import gulliver.socket.InMessage;
import gulliver.socket.Linux;
import gulliver.socket.MessageBatch;
import gulliver.socket.Network;
import gulliver.socket.OutMessage;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import gulliver.socket.SocketOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A datagram over the loopback: sent to an address, and received with its sender's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DatagramCalls {
  private static final int BATCH = 32;

  /** Messages that the kernel puts together: it takes 64 at a time. */
  private static final int SEGMENTS = 256;

  private static final SocketOption<Boolean> UDP_GRO =
      SocketOption.ofBoolean(Linux.IPPROTO_UDP, Linux.UDP_GRO);

  /** How long a datagram is. */
  @Param({"64", "1400"})
  int size;

  private byte[] array = {};
  private ByteBuffer direct = ByteBuffer.allocate(0);
  private final Sender sender = new Sender();
  private Ours ours;
  private Nio nio;

  private record Ours(
      Socket one,
      Socket two,
      Socket together,
      Address to,
      OutMessage out,
      InMessage in,
      MessageBatch outs,
      MessageBatch ins,
      MessageBatch segments,
      MessageBatch ones) {}

  private record Nio(DatagramChannel one, DatagramChannel two, SocketAddress to) {}

  /** Opens the sockets. */
  @Setup
  public void open() throws IOException {
    array = new byte[size];
    direct = ByteBuffer.allocateDirect(size);
    Socket one = bound();
    Socket two = bound();
    Socket together = bound();
    together.setsockopt(UDP_GRO, true);
    MessageBatch outs = new MessageBatch(BATCH, size);
    for (int i = 0; i < BATCH; i++) {
      // one byte more or less: no two are of one size, so each goes by itself
      outs.add(array, 0, size - i % 2 * (i + 1), two.getsockname());
    }
    MessageBatch segments = new MessageBatch(SEGMENTS, size);
    for (int i = 0; i < SEGMENTS; i++) {
      segments.add(array, together.getsockname());
    }
    ours =
        new Ours(
            one,
            two,
            together,
            two.getsockname(),
            OutMessage.of(array).to(two.getsockname()),
            new InMessage(0, array),
            outs,
            new MessageBatch(BATCH, size),
            segments,
            new MessageBatch(16, 65_535));
    DatagramChannel receiver = channel();
    nio = new Nio(channel(), receiver, receiver.getLocalAddress());
  }

  private static Socket bound() throws IOException {
    Socket socket = Network.os().socket(AF_INET, SOCK_DGRAM);
    socket.bind(new Address.Inet4(Address.Inet4.LOOPBACK, 0));
    return socket;
  }

  private static DatagramChannel channel() throws IOException {
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET).bind(anywhere);
    channel.configureBlocking(false);
    return channel;
  }

  /** Closes them. */
  @TearDown
  public void close() throws IOException {
    ours.one.close();
    ours.two.close();
    ours.together.close();
    nio.one.close();
    nio.two.close();
  }

  /** {@code sendto}, {@code recvfrom} of a {@code byte[]}. */
  @Benchmark
  public int array() throws IOException {
    return ours.one.sendto(array, ours.to) + ours.two.recvfrom(array, sender);
  }

  /** {@code sendto}, {@code recvfrom} of a direct {@code ByteBuffer}. */
  @Benchmark
  public int directBuffer() throws IOException {
    return ours.one.sendto(direct.clear(), ours.to) + ours.two.recvfrom(direct.clear(), sender);
  }

  /** {@code sendmsg}, {@code recvmsg} with messages that are used again. */
  @Benchmark
  public int message() throws IOException {
    return ours.one.sendmsg(ours.out) + ours.two.recvmsg(ours.in);
  }

  /** {@code sendmmsg}, {@code recvmmsg}, for each message. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int batch() throws IOException {
    int sent = ours.one.sendmmsg(ours.outs);
    int received = 0;
    while (received < sent) {
      received += ours.two.recvmmsg(ours.ins);
    }
    return received;
  }

  /** The same with {@code UDP_SEGMENT} and {@code UDP_GRO}, for each message. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public int segments() throws IOException {
    int sent = ours.one.sendmmsg(ours.segments);
    int received = 0;
    while (received < sent) {
      received += ours.together.recvmmsg(ours.ones);
    }
    return received;
  }

  /** The peer: {@code DatagramChannel} with a direct buffer. */
  @Benchmark
  public SocketAddress nio() throws IOException {
    nio.one.send(direct.clear(), nio.to);
    return nio.two.receive(direct.clear());
  }
}
