package gulliver.conformance;

import static gulliver.conformance.ChildJvm.row;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.MSG_FASTOPEN;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.TCP_FASTOPEN;
import static gulliver.socket.Sockets.TCP_FASTOPEN_CONNECT;
import static gulliver.socket.Sockets.TCP_INFO;

import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.OutMessage;
import gulliver.socket.Socket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A child JVM in a network where Fast Open is on, which no other test has used: the kernel has no
 * cookie for anybody yet, and forgets those it has when it is told to. {@code OsFastOpenTest} looks
 * its rows up.
 */
final class OwnFastOpen {
  private static final String SET_UP =
      """
      ip link set lo up
      echo 3 >/proc/sys/net/ipv4/tcp_fastopen
      exec "$@"
      """;

  private static final ChildJvm.Isolated CHILD =
      new ChildJvm.Isolated(OwnFastOpen.class, SET_UP, "python3");

  /** Says of each connection how much came, its sum, and whether data was in the SYN. */
  private static final String SERVER =
      """
      import socket, zlib
      s = socket.socket()
      s.setsockopt(socket.IPPROTO_TCP, socket.TCP_FASTOPEN, 8)
      s.bind(('127.0.0.1', 0))
      s.listen(8)
      print(s.getsockname()[1])
      while True:
          c, _ = s.accept()
          data = b''
          while part := c.recv(65536):
              data += part
          options = c.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 8)[5]
          print(len(data), zlib.crc32(data), 'in the SYN' if options & 0x20 else 'after the SYN')
      """;

  /** Sends twice, and says each time whether its data went in the SYN. */
  private static final String CLIENT =
      """
      import socket, sys
      for i in range(2):
          s = socket.socket()
          s.sendto(b'x' * 100, 0x20000000, ('127.0.0.1', int(sys.argv[1])))
          s.shutdown(socket.SHUT_WR)
          s.recv(1)
          print(bool(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 8)[5] & 0x20))
      """;

  private OwnFastOpen() {}

  /** What the child came to. */
  static String outcome(String row) throws IOException, InterruptedException {
    return CHILD.outcome(row);
  }

  /** What a client does to send everything on a socket that is not connected. */
  private interface Sending {
    long send(Socket socket, byte[] bytes, Address to) throws Exception;
  }

  /** The child. */
  public static void main(String[] arguments) throws Exception {
    try (Program server = Program.python(SERVER)) {
      Address to = new Address.Inet4("127.0.0.1", Integer.parseInt(server.line()));
      Sending sendto = (socket, bytes, peer) -> socket.sendto(bytes, MSG_FASTOPEN, peer);
      Sending sendmsg =
          (socket, bytes, peer) -> socket.sendmsg(OutMessage.of(bytes).to(peer), MSG_FASTOPEN);
      Sending connect =
          (socket, bytes, peer) -> {
            socket.setsockopt(TCP_FASTOPEN_CONNECT, true);
            socket.connect(peer);
            socket.sendall(bytes);
            return bytes.length;
          };
      row("at.once", () -> atOnce(to));
      row("at.once.server", server::line);
      forget();
      for (String turn : List.of("first", "then")) {
        client("sendto." + turn, server, to, 1000, sendto);
      }
      client("sendto.long", server, to, 200_000, sendto);
      forget();
      for (String turn : List.of("first", "then")) {
        client("sendmsg." + turn, server, to, 1000, sendmsg);
      }
      forget();
      for (String turn : List.of("first", "then")) {
        client("connect." + turn, server, to, 100_000, connect);
      }
      client(
          "connect.forgotten",
          server,
          to,
          1000,
          (socket, bytes, peer) -> {
            socket.setsockopt(TCP_FASTOPEN_CONNECT, true);
            socket.connect(peer);
            forget();
            socket.sendall(bytes);
            return bytes.length;
          });
      row("twice", () -> twice(to));
    }
    refused();
    server();
  }

  private static void forget() throws IOException, InterruptedException {
    Program.run("ip", "tcp_metrics", "flush", "all");
  }

  /** Two rows: what the client sees, and what the server has seen. */
  private static void client(String row, Program server, Address to, int size, Sending sending) {
    byte[] bytes = Suite.pattern(size);
    row(
        row,
        () -> {
          try (Socket socket = Network.os().socket(AF_INET, SOCK_STREAM)) {
            long sent = sending.send(socket, bytes, to);
            boolean connected = socket.getpeername().equals(to);
            if (sent < size) {
              socket.sendall(MemorySegment.ofArray(bytes).asSlice(sent));
            }
            return (sent > 0) + " " + connected + " " + inSyn(socket);
          }
        });
    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
    sum.update(bytes);
    row(
        row + ".server",
        () -> server.line().replace(size + " " + sum.getValue() + " ", "all of it, "));
  }

  private static boolean inSyn(Socket socket) throws IOException {
    return (socket.getsockopt(TCP_INFO).options() & Linux.TCPI_OPT_SYN_DATA) != 0;
  }

  /** Without a cookie, and without waiting: the SYN goes, the data do not. */
  private static String atOnce(Address to) throws IOException {
    try (Socket socket = Network.os().socket(AF_INET, SOCK_STREAM)) {
      int n = socket.sendto(new byte[100], MSG_FASTOPEN | MSG_DONTWAIT, to);
      return "sent " + n;
    } catch (IOException e) {
      return Errno.of(e).name();
    }
  }

  private static String twice(Address to) throws IOException {
    try (Socket socket = Network.os().socket(AF_INET, SOCK_STREAM)) {
      socket.sendto(new byte[100], MSG_FASTOPEN, to);
      return "sent " + socket.sendto(new byte[100], MSG_FASTOPEN, to);
    } catch (IOException e) {
      return Errno.of(e).name();
    }
  }

  /** With a cookie of a server that has gone, and without. */
  private static void refused() throws IOException, InterruptedException {
    Address to;
    try (Program server = Program.python(SERVER)) {
      to = new Address.Inet4("127.0.0.1", Integer.parseInt(server.line()));
    }
    row("refused.with.cookie", () -> atLast(to));
    forget();
    row("refused", () -> atLast(to));
  }

  private static String atLast(Address to) throws IOException {
    try (Socket socket = Network.os().socket(AF_INET, SOCK_STREAM)) {
      return "sent " + socket.sendto(new byte[100], MSG_FASTOPEN, to);
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** Python's data comes in the SYN once it has our cookie. */
  private static void server() throws Exception {
    forget();
    try (Socket server =
        Network.os()
            .createServer(
                new Address.Inet4("127.0.0.1", 0), 8, s -> s.setsockopt(TCP_FASTOPEN, 8))) {
      int port = ((Address.Inet4) server.getsockname()).port();
      try (Program client = Program.python(CLIENT, port)) {
        for (String turn : List.of("first", "then")) {
          row(
              "server." + turn,
              () -> {
                try (Socket connection = server.accept().socket()) {
                  boolean syn = inSyn(connection);
                  int n = connection.recvall(new byte[101]);
                  return n + " " + syn;
                }
              });
          row("server." + turn + ".client", client::line);
        }
      }
    }
  }
}
