package gulliver.protocols;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gulliver.socket.Network;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import gulliver.socket.Sockets;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
  @TempDir Path folder;

  @Test
  void bytesGoBothWaysUntilOneWayEnds() throws Exception {
    Socket[] pair = Network.os().socketpair();
    try (Connection a = Connection.of(pair[0]);
        Connection b = Connection.of(pair[1])) {
      assertThat(b.peek()).isEqualTo(Socket.WOULD_BLOCK);
      a.sendall("hello, ".getBytes(UTF_8));
      assertThat(b.peek()).isEqualTo(1);
      a.sendall(ByteBuffer.wrap("world".getBytes(UTF_8)));
      Path file = Files.writeString(folder.resolve("file"), "0123456789");
      assertThat(a.sendfile(file, 2, 100)).isEqualTo(8);
      a.shutdown();
      b.sendall("answer".getBytes(UTF_8), 1, 3);
      b.shutdown();
      assertThat(toTheEnd(b)).isEqualTo("hello, world23456789");
      assertThat(toTheEnd(a)).isEqualTo("nsw");
      assertThat(a.peek()).isZero();
    }
  }

  @Test
  void aConnectionWithSegmentsIsCorkedAndOneWithoutIsNot() throws Exception {
    try (Socket listener = Network.os().createServer(Sockets.address("127.0.0.1", 0));
        Connection tcp = Connection.of(Network.os().createConnection(listener.getsockname()))) {
      tcp.cork(true);
      assertThat(tcp.socket().getsockopt(Options.TCP_CORK)).isTrue();
      tcp.cork(false);
      assertThat(tcp.socket().getsockopt(Options.TCP_CORK)).isFalse();
    }
    Socket[] pair = Network.os().socketpair();
    try (Connection a = Connection.of(pair[0]);
        Connection b = Connection.of(pair[1])) {
      a.cork(true);
      a.sendall(new byte[1]);
      assertThat(b.recv(new byte[1], 0, 1)).isEqualTo(1);
    }
  }

  private static String toTheEnd(Connection connection) throws Exception {
    ByteBuffer all = ByteBuffer.allocate(1000);
    while (connection.recv(all) > 0) {
      // until the end
    }
    return new String(all.array(), 0, all.position(), UTF_8);
  }

  @Test
  void datagramsAreNoConnection() throws Exception {
    try (Socket socket = Network.os().socket(Sockets.AF_INET, Sockets.SOCK_DGRAM)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Connection.of(socket))
          .withMessageContaining("SOCK_DGRAM");
    }
  }
}
