package gulliver.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.conformance.memory.MemoryWorld;
import gulliver.nio.StreamChannel;
import gulliver.socket.AddressFamily;
import gulliver.socket.Descriptor;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The same tests on the JDK's own channels, which are the oracle, and on ours. */
class ByteChannelTest {
  @Nested
  class OfTheJdk extends ByteChannelSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }

    @Override
    protected ByteChannel[] newPair() throws IOException {
      try (ServerSocketChannel server =
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
        SocketChannel client = SocketChannel.open(server.getLocalAddress());
        return new ByteChannel[] {client, server.accept()};
      }
    }

    @Override
    protected void dontWait(ByteChannel channel) throws IOException {
      ((SocketChannel) channel).configureBlocking(false);
    }
  }

  abstract static class Ours extends ByteChannelSuite {
    private final Map<ByteChannel, Socket> sockets = new HashMap<>();

    @Override
    protected ByteChannel[] newPair() throws IOException {
      Socket[] pair = newSockets();
      ByteChannel[] channels = {StreamChannel.of(pair[0]), StreamChannel.of(pair[1])};
      sockets.put(channels[0], pair[0]);
      return channels;
    }

    abstract Socket[] newSockets() throws IOException;

    Socket[] connection() throws IOException {
      try (Socket server = network().createServer(anywhere())) {
        Socket client = network().createConnection(server.getsockname());
        return new Socket[] {client, server.accept().socket()};
      }
    }

    @Override
    protected void dontWait(ByteChannel channel) {
      sockets.get(channel).setblocking(false);
    }
  }

  @Nested
  class OnTcp extends Ours {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }

    @Override
    Socket[] newSockets() throws IOException {
      return connection();
    }
  }

  @Nested
  class OnASocketpair extends Ours {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }

    @Override
    Socket[] newSockets() throws IOException {
      return network().socketpair();
    }
  }

  @Nested
  class InMemory extends Ours {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }

    @Override
    Socket[] newSockets() throws IOException {
      return connection();
    }
  }

  @Nested
  class OnlyOurs extends Suite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }

    @Test
    void anInterruptEndsAReadAndLeavesTheChannelOpen() throws Exception {
      Socket[] pair = network().socketpair();
      StreamChannel one = closing(StreamChannel.of(pair[0]));
      StreamChannel two = closing(StreamChannel.of(pair[1]));
      Caller<Integer> reader =
          Caller.start(network(), () -> one.read(ByteBuffer.allocate(1))).untilItWaits();
      reader.interrupt();
      assertThat(reader.failure()).isInstanceOf(InterruptedIOException.class);
      assertThat(reader.interruptStatus()).isTrue();
      assertThat(one.isOpen()).isTrue();
      two.write(ByteBuffer.wrap(new byte[1]));
      assertThat(one.read(ByteBuffer.allocate(9))).isEqualTo(1);
    }

    @Test
    void aWriteThatTakesTooLongTellsInTheBufferHowFarItCame() throws Exception {
      Socket[] pair = network().socketpair();
      StreamChannel one = closing(StreamChannel.of(pair[0]));
      closing(pair[1]);
      pair[0].settimeout(Duration.ofMillis(20));
      ByteBuffer[] out = {ByteBuffer.allocate(1 << 10), ByteBuffer.allocate(1 << 22)};
      assertThatThrownBy(() -> one.write(out)).isInstanceOf(SocketTimeoutException.class);
      assertThat(out[0].hasRemaining()).isFalse();
      assertThat(out[1].position()).isPositive().isLessThan(1 << 22);
      int there = out[0].position() + out[1].position();
      pair[0].close();
      assertThat(Channels.newInputStream(StreamChannel.of(pair[1])).readAllBytes()).hasSize(there);
    }

    @Test
    void thoseOfAPipeHaveOneDirectionEach() throws Exception {
      Descriptor[] pipe = Descriptor.pipe();
      StreamChannel out = closing(StreamChannel.of(pipe[1]));
      StreamChannel in = closing(StreamChannel.of(pipe[0]));
      assertThat(
              out.write(
                  new ByteBuffer[] {
                    ByteBuffer.wrap("hel".getBytes(UTF_8)), ByteBuffer.wrap("lo".getBytes(UTF_8))
                  }))
          .isEqualTo(5);
      ByteBuffer[] two = {ByteBuffer.allocate(5), ByteBuffer.allocate(5)};
      assertThat(((ScatteringByteChannel) in).read(two)).isEqualTo(5);
      assertThat(new String(two[0].array(), UTF_8)).isEqualTo("hello");
      byte[] much = pattern(300_000);
      var received = start(() -> Channels.newInputStream(in).readAllBytes());
      assertThat(out.write(ByteBuffer.wrap(much))).isEqualTo(much.length);
      assertThatThrownBy(() -> out.read(ByteBuffer.allocate(1)))
          .satisfies(e -> assertThat(Errno.of(e)).isEqualTo(Errno.EBADF));
      out.close();
      assertThat(pipe[1].fileno()).isEqualTo(-1);
      assertThat(result(received)).isEqualTo(much);
      assertThat(in.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void messagesHaveNoStream() throws IOException {
      Socket datagrams =
          closing(
              network().socket(new AddressFamily(Linux.AF_INET), new SocketType(Linux.SOCK_DGRAM)));
      assertThatThrownBy(() -> StreamChannel.of(datagrams))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
