package gulliver.conformance;

import gulliver.socket.Address;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A peer made of {@code java.nio}'s UNIX channels, which are streams only. */
public final class NioUnixPeer implements Peer {
  /** The one there is: it has no state. */
  public NioUnixPeer() {}

  @Override
  public Listener listen(Address address, int backlog) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(address.toSocketAddress(), backlog);
    return new Listening(address, () -> stream(server.accept()), server);
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
        Channels.newOutputStream(channel).write(bytes);
      }

      @Override
      public byte[] receive(int size) throws IOException {
        return Channels.newInputStream(channel).readNBytes(size);
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
