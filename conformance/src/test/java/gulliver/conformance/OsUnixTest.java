package gulliver.conformance;

import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address.Unix;
import gulliver.socket.Datagram;
import gulliver.socket.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsUnixTest {
  @Nested
  class AgainstOurselves extends UnixSuite {
    @TempDir Path own;

    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }

    /** Python refuses such a path, the kernel does not: so bind is called as from C. */
    @Test
    void aPathThatFillsTheWholeFieldIsASenderLikeAnother() throws Exception {
      String folder = own.toString() + "/";
      Unix there = new Unix(folder + "x".repeat(108 - folder.length()));
      Socket socket = closing(network().socket(AF_UNIX, SOCK_DGRAM));
      socket.settimeout(Duration.ofSeconds(20));
      socket.bind(new Unix(folder + "here"));
      Program python =
          closing(
              Program.python(
                  """
                  import ctypes, os, socket, struct, sys
                  s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                  name = struct.pack("H", socket.AF_UNIX) + os.fsencode(sys.argv[1])
                  assert len(name) == 110
                  assert ctypes.CDLL(None).bind(s.fileno(), name, len(name)) == 0
                  s.sendto(b"ping", sys.argv[2])
                  print(s.recv(10).decode())
                  """,
                  there.path(),
                  folder + "here"));
      Datagram question = socket.recvfrom(10);
      assertThat(question.bytes()).asString().isEqualTo("ping");
      assertThat(question.address()).isEqualTo(there);
      socket.sendto(question.bytes(), there);
      assertThat(python.line()).isEqualTo("ping");
    }
  }

  @Nested
  class AgainstJava extends UnixSuite {
    @Override
    protected World newWorld() {
      return new OsWorld(new NioUnixPeer());
    }
  }
}
