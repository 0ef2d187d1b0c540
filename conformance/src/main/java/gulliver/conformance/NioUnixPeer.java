package gulliver.conformance;

import gulliver.socket.Address;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** A peer made of {@code java.nio}'s UNIX channels, which are streams only. */
public final class NioUnixPeer implements Peer {
  /** The one there is: it has no state. */
  public NioUnixPeer() {}

  @Override
  public Listener listen(Address address, int backlog) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(address.toSocketAddress(), backlog);
    return new Listener() {
      @Override
      public Address address() {
        return address;
      }

      @Override
      public Stream accept() throws IOException {
        return stream(server.accept());
      }

      @Override
      public void close() throws IOException {
        server.close();
      }
    };
  }

  @Override
  public Stream connect(Address address) throws IOException {
    return stream(SocketChannel.open(address.toSocketAddress()));
  }

  private static Stream stream(SocketChannel channel) {
    return new Stream() {
      @Override
      public Address local() {
        return name(channel::getLocalAddress);
      }

      @Override
      public Address remote() {
        return name(channel::getRemoteAddress);
      }

      @Override
      public void send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }

      @Override
      public byte[] receive(int size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
          // until it is full or the stream ends
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
      }

      @Override
      public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
      }

      @Override
      public void reset() {
        throw new UnsupportedOperationException("UNIX sockets have no reset");
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /** Asks for a name. */
  private interface Question {
    SocketAddress ask() throws IOException;
  }

  private static Address name(Question question) {
    try {
      return Address.of(question.ask());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Datagrams datagrams(Address address) {
    throw new UnsupportedOperationException("Java has no UNIX datagrams");
  }
}
