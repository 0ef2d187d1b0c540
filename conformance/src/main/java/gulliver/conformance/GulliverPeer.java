package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SO_LINGER;

import gulliver.socket.Address;
import gulliver.socket.Datagram;
import gulliver.socket.Linger;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.util.Arrays;

/**
 * A peer on a network of ours: each network is its own.
 *
 * @param network where it is
 */
public record GulliverPeer(Network network) implements Peer {
  @Override
  public Listener listen(Address address, int backlog) throws IOException {
    Socket server = network.createServer(address, backlog);
    return new Listening(server.getsockname(), () -> stream(server.accept().socket()), server);
  }

  @Override
  public Stream connect(Address address) throws IOException {
    return stream(network.createConnection(address));
  }

  private static Stream stream(Socket socket) throws IOException {
    Address local = socket.getsockname();
    Address remote = socket.getpeername();
    return new Stream() {
      @Override
      public Address local() {
        return local;
      }

      @Override
      public Address remote() {
        return remote;
      }

      @Override
      public void send(byte[] bytes) throws IOException {
        socket.sendall(bytes);
      }

      @Override
      public byte[] receive(int size) throws IOException {
        byte[] buffer = new byte[size];
        return Arrays.copyOf(buffer, socket.recvall(buffer));
      }

      @Override
      public void shutdownOutput() throws IOException {
        socket.shutdown(SHUT_WR);
      }

      @Override
      public void reset() throws IOException {
        socket.setsockopt(SO_LINGER, new Linger(true, 0));
        socket.close();
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }

  @Override
  public Datagrams datagrams(Address address) throws IOException {
    Socket socket = network.socket(AF_INET, SOCK_DGRAM);
    socket.bind(address);
    Address name = socket.getsockname();
    return new Datagrams() {
      @Override
      public Address address() {
        return name;
      }

      @Override
      public void send(byte[] bytes, Address to) throws IOException {
        socket.sendto(bytes, to);
      }

      @Override
      public Datagram receive() throws IOException {
        return socket.recvfrom(65536);
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }
}
