package gulliver.conformance;

import gulliver.socket.Address;
import gulliver.socket.Datagram;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/** A peer made of {@code java.net}: somebody else's idea of what the kernel's sockets do. */
public final class JavaPeer implements Peer {
  private static final int PATIENCE_MILLIS = 20_000;

  /** The one there is: it has no state. */
  public JavaPeer() {}

  @Override
  public Listener listen(Address address, int backlog) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(address.toSocketAddress(), backlog);
    server.setSoTimeout(PATIENCE_MILLIS);
    return new Listening(
        Address.of(server.getLocalSocketAddress()), () -> stream(server.accept()), server);
  }

  @Override
  public Stream connect(Address address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address.toSocketAddress(), PATIENCE_MILLIS);
      return stream(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Stream stream(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new Stream() {
      @Override
      public Address local() {
        return Address.of(socket.getLocalSocketAddress());
      }

      @Override
      public Address remote() {
        return Address.of(socket.getRemoteSocketAddress());
      }

      @Override
      public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
      }

      @Override
      public byte[] receive(int size) throws IOException {
        return socket.getInputStream().readNBytes(size);
      }

      @Override
      public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
      }

      @Override
      public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
      }

      @Override
      public void close() throws IOException {
        socket.close();
      }
    };
  }

  @Override
  public Datagrams datagrams(Address address) throws IOException {
    DatagramSocket socket = new DatagramSocket(address.toSocketAddress());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new Datagrams() {
      @Override
      public Address address() {
        return Address.of((InetSocketAddress) socket.getLocalSocketAddress());
      }

      @Override
      public void send(byte[] bytes, Address to) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, to.toSocketAddress()));
      }

      @Override
      public Datagram receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        socket.receive(packet);
        return new Datagram(
            Arrays.copyOf(packet.getData(), packet.getLength()),
            Address.of(packet.getSocketAddress()),
            false);
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }
}
