package gulliver.benchmarks.peer;

import gulliver.socket.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Programs of a few lines whose only care is to have a byte echoed soon: each connects to the port
 * of its argument, sends a byte, receives it, sends another, and ends when the other side does.
 */
public final class FirstEcho {
  private FirstEcho() {}

  private static void check(int count, int expected) throws IOException {
    if (count != expected) {
      throw new IOException("received " + count + " bytes in place of " + expected);
    }
  }

  /** With Gulliver. */
  public static final class Gulliver {
    private Gulliver() {}

    /** Has a byte echoed. */
    public static void main(String[] arguments) throws IOException {
      int port = Integer.parseInt(arguments[0]);
      try (gulliver.socket.Socket socket = Sockets.socket(Sockets.AF_INET, Sockets.SOCK_STREAM)) {
        socket.connect(Sockets.address("127.0.0.1", port));
        byte[] one = new byte[1];
        socket.send(one);
        check(socket.recv(one), 1);
        socket.send(one);
        check(socket.recv(one), 0);
      }
    }
  }

  /** With {@code java.net}. */
  public static final class Net {
    private Net() {}

    /** Has a byte echoed. */
    public static void main(String[] arguments) throws IOException {
      int port = Integer.parseInt(arguments[0]);
      try (java.net.Socket socket = new java.net.Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        byte[] one = new byte[1];
        socket.getOutputStream().write(one);
        check(socket.getInputStream().read(one), 1);
        socket.getOutputStream().write(one);
        check(socket.getInputStream().read(one), -1);
      }
    }
  }

  /** With a channel of NIO. */
  public static final class Nio {
    private Nio() {}

    /** Has a byte echoed. */
    public static void main(String[] arguments) throws IOException {
      int port = Integer.parseInt(arguments[0]);
      try (SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))) {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.write(one);
        check(channel.read(one.clear()), 1);
        channel.write(one.flip());
        check(channel.read(one.clear()), -1);
      }
    }
  }
}
