package gulliver.conformance;

import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_SEQPACKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Accepted;
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

    @Test
    void R3_pythonsRecordsComeAsTheyWereSentAndEndWithItsClose() throws Exception {
      Unix name = new Unix(own.resolve("seqpacket").toString());
      Socket server = closing(network().socket(AF_UNIX, SOCK_SEQPACKET));
      server.bind(name);
      server.listen(1);
      Program python =
          closing(
              Program.python(
                  """
                  import socket, sys
                  s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                  s.bind("")  # autobind
                  s.connect(sys.argv[1])
                  print(s.getsockname()[1:].decode())
                  for text in (b"one", b"", b"three"):
                      s.send(text)
                  print(*[s.recv(4) for i in range(2)], s.recv(4))
                  """,
                  name.path()));
      Accepted accepted = server.accept();
      Socket connection = closing(accepted.socket());
      assertThat(accepted.address()).isEqualTo(Unix.ofAbstract(python.line()));
      assertThat(connection.recv(100)).asString().isEqualTo("one");
      assertThat(connection.recv(100)).as("an empty record is no end").isEmpty();
      assertThat(connection.recvfrom(3).truncated()).isTrue();
      connection.send("12345".getBytes(UTF_8));
      connection.send("67".getBytes(UTF_8));
      connection.shutdown(SHUT_WR);
      assertThat(python.rest()).isEqualTo("b'1234' b'67' b''");
      assertThat(connection.recv(new byte[9])).isZero();
    }

    @Test
    void ncSendsADatagramAndIsAnswered() throws Exception {
      Program.needs("nc");
      Unix name = new Unix(own.resolve("datagrams").toString());
      Socket socket = closing(network().socket(AF_UNIX, SOCK_DGRAM));
      socket.settimeout(Duration.ofSeconds(20));
      socket.bind(name);
      Program nc = closing(Program.start("nc", "-u", "-U", name.path()));
      nc.type("hello\n");
      Datagram question = socket.recvfrom(100);
      assertThat(question.bytes()).asString().isEqualTo("hello\n");
      socket.sendto("HELLO\n".getBytes(UTF_8), question.address());
      assertThat(nc.line()).isEqualTo("HELLO");
    }

    @Test
    void ncConnectsToAStreamAndSendsItsInput() throws Exception {
      Program.needs("nc");
      Unix name = new Unix(own.resolve("stream").toString());
      Socket server = closing(network().createServer(name));
      Program nc = closing(Program.start("nc", "-N", "-U", name.path()));
      nc.write("hello\n");
      Socket connection = closing(server.accept().socket());
      assertThat(connection.inputStream().readAllBytes()).asString().isEqualTo("hello\n");
      connection.sendall("HELLO\n".getBytes(UTF_8));
      connection.close();
      assertThat(nc.rest()).isEqualTo("HELLO");
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
