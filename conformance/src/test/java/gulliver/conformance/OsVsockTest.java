package gulliver.conformance;

import static gulliver.socket.Sockets.AF_VSOCK;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_RAW;
import static gulliver.socket.Sockets.SOCK_SEQPACKET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.VMADDR_CID_ANY;
import static gulliver.socket.Sockets.VMADDR_CID_LOCAL;
import static gulliver.socket.Sockets.VMADDR_PORT_ANY;
import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Accepted;
import gulliver.socket.Address.Vsock;
import gulliver.socket.Errno;
import gulliver.socket.Socket;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code AF_VSOCK}: addresses, the errors that a machine without a peer gives, and, where the
 * kernel has {@code vsock_loopback}, a conversation. Python says what is right.
 */
class OsVsockTest extends Suite {
  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  @BeforeEach
  void there() throws IOException {
    try (Socket socket = network().socket(AF_VSOCK, SOCK_STREAM)) {
      assertThat(socket.family()).isEqualTo(AF_VSOCK);
    } catch (IOException e) {
      Assumptions.assumeFalse(Errno.of(e) == Errno.EAFNOSUPPORT, "the kernel has no AF_VSOCK");
      throw e;
    }
  }

  private Socket bound(Vsock address) throws IOException {
    Socket socket = closing(network().socket(AF_VSOCK, SOCK_STREAM));
    socket.bind(address);
    return socket;
  }

  @Test
  void R37_aPortIsChosenAndSeenByPython() throws Exception {
    Socket socket = bound(new Vsock(VMADDR_CID_ANY, VMADDR_PORT_ANY));
    Vsock name = (Vsock) socket.getsockname();
    assertThat(name.cid()).isEqualTo(VMADDR_CID_ANY);
    assertThat(name.port()).isNotEqualTo(VMADDR_PORT_ANY);
    String port = Integer.toUnsignedString(name.port());
    assertThat(socket).hasToString("vsock vsock:*:" + port + " open");
    socket.listen(4);
    assertThat(socket).hasToString("vsock vsock:*:" + port + " listening");
    Program python =
        closing(
            Program.python(
                """
                import errno, socket, sys
                t = socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)
                try:
                    t.bind((socket.VMADDR_CID_ANY, int(sys.argv[1])))
                except OSError as e:
                    print(errno.errorcode[e.errno])
                """,
                port));
    assertThat(python.line()).as("the port is ours").isEqualTo("EADDRINUSE");
  }

  @Test
  void whatIsRefusedIsRefusedAsInPython() throws Exception {
    Program python =
        closing(
            Program.python(
                """
                import errno, socket
                def attempt(f):
                    try:
                        f()
                        print("ok")
                    except OSError as e:
                        print(errno.errorcode[e.errno])
                V = socket.AF_VSOCK
                attempt(lambda: socket.socket(V, socket.SOCK_STREAM).bind((1, 0xffffffff)))
                attempt(lambda: socket.socket(V, socket.SOCK_STREAM).bind((77, 0xffffffff)))
                attempt(lambda: socket.socket(V, socket.SOCK_DGRAM).close())
                attempt(lambda: socket.socket(V, socket.SOCK_RAW).close())
                attempt(lambda: socket.socket(V, socket.SOCK_SEQPACKET).close())
                attempt(lambda: socket.socket(V, socket.SOCK_STREAM).getpeername())
                attempt(lambda: socket.socket(V, socket.SOCK_STREAM).recv(1))
                """));
    for (BlockingSuite.Check attempt :
        new BlockingSuite.Check[] {
          () -> bound(new Vsock(VMADDR_CID_LOCAL, VMADDR_PORT_ANY)),
          () -> bound(new Vsock(77, VMADDR_PORT_ANY)),
          () -> network().socket(AF_VSOCK, SOCK_DGRAM).close(),
          () -> network().socket(AF_VSOCK, SOCK_RAW).close(),
          () -> network().socket(AF_VSOCK, SOCK_SEQPACKET).close(),
          () -> closing(network().socket(AF_VSOCK, SOCK_STREAM)).getpeername(),
          () -> closing(network().socket(AF_VSOCK, SOCK_STREAM)).recv(1)
        }) {
      String ours = "ok";
      try {
        attempt.run();
      } catch (IOException e) {
        ours = Errno.of(e).name();
      }
      assertThat(ours).isEqualTo(python.line());
    }
    Socket socket = closing(network().socket(AF_VSOCK, SOCK_STREAM));
    assertThat(Errno.of(failure(() -> socket.bind(address("127.0.0.1", 0)))))
        .isEqualTo(Errno.EAFNOSUPPORT);
  }

  @Test
  void twoProgramsOnOneMachineTalkWhereTheKernelHasALoopback() throws Exception {
    Socket server;
    try {
      server = bound(new Vsock(VMADDR_CID_LOCAL, VMADDR_PORT_ANY));
    } catch (IOException e) {
      assertThat(Errno.of(e)).isEqualTo(Errno.EADDRNOTAVAIL);
      Assumptions.abort("the kernel has no vsock_loopback");
      return;
    }
    server.listen(1);
    Socket client = closing(network().createConnection(server.getsockname()));
    Accepted accepted = server.accept();
    Socket connection = closing(accepted.socket());
    assertThat(accepted.address()).isEqualTo(client.getsockname());
    client.sendall(pattern(100_000));
    byte[] received = new byte[100_000];
    assertThat(connection.recvall(received)).isEqualTo(100_000);
    assertThat(received).isEqualTo(pattern(100_000));
    connection.close();
    assertThat(client.recv(1)).isEmpty();
  }
}
