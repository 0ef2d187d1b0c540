package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a program's first calls have the JDK make. */
class OsStartUpTest {
  /** One message each way over TCP, and then many. */
  static final class Echo {
    private static final int MANY = 200;

    public static void main(String[] args) throws Exception {
      Network network = Network.os();
      try (Socket server = network.socket(AF_INET, SOCK_STREAM);
          Socket client = network.socket(AF_INET, SOCK_STREAM)) {
        server.bind(address("127.0.0.1", 0));
        server.listen(1);
        client.connect(server.getsockname());
        try (Socket accepted = server.accept().socket()) {
          ChildJvm.row("first", () -> exchanged(client, accepted, 1));
          ChildJvm.row("many", () -> exchanged(client, accepted, MANY));
        }
      }
    }

    /** How many of the messages came both ways as they were sent. */
    private static int exchanged(Socket client, Socket server, int count) throws Exception {
      int right = 0;
      for (int i = 0; i < count; i++) {
        byte[] message = {(byte) i, (byte) (i >> 8), 7};
        client.sendall(message);
        byte[] there = new byte[message.length];
        server.recvall(there);
        server.sendall(there);
        byte[] back = new byte[message.length];
        client.recvall(back);
        right += java.util.Arrays.equals(back, message) ? 1 : 0;
      }
      return right;
    }
  }

  @Test
  void theFirstMessagesNeedOneShapeOfForeignCallsAndManyASecond() throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(Echo.class, List.of(), List.of("-Xlog:class+load:stdout:none"));
    assertThat(result.rows()).containsEntry("first", "1").containsEntry("many", "200");
    int first = result.lines().indexOf("first=1");
    assertThat(shapes(result.lines().subList(0, first))).isEqualTo(1);
    assertThat(shapes(result.lines())).isEqualTo(2);
  }

  /** The linker makes a class for each. */
  private static long shapes(List<String> lines) {
    return lines.stream()
        .filter(l -> l.startsWith("jdk.internal.foreign.abi.DowncallStub/"))
        .count();
  }
}
