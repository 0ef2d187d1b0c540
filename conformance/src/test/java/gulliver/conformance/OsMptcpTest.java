package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.IPPROTO_MPTCP;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address.Inet4;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Socket;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code IPPROTO_MPTCP}: a stream like TCP's, and TCP's where the other end knows no better. */
class OsMptcpTest extends Suite {
  private static final int SIZE = 100_000;

  private static final String PEER =
      """
      import socket, sys
      protocol, port = int(sys.argv[1]), int(sys.argv[2])
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, protocol)
      if port:
          s.connect(("127.0.0.1", port))
      else:
          s.bind(("127.0.0.1", 0))
          s.listen(1)
          print(s.getsockname()[1])
          s, _ = s.accept()
      data = b""
      while part := s.recv(65536):
          data += part
      try:
          print("mptcp", len(s.getsockopt(284, 1, 100)) > 0)  # SOL_MPTCP, MPTCP_INFO
      except OSError as e:
          print("tcp", e.strerror)
      s.sendall(data[::-1])
      s.close()
      """;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  @BeforeEach
  void there() throws IOException {
    try (Socket socket = network().socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP)) {
      assertThat(socket.protocol()).isEqualTo(IPPROTO_MPTCP);
    } catch (IOException e) {
      boolean known = Errno.of(e) != Errno.EPROTONOSUPPORT && Errno.of(e) != Errno.ENOPROTOOPT;
      Assumptions.assumeTrue(known, "the kernel has no MPTCP, or net.mptcp.enabled is 0");
      throw e;
    }
  }

  private Socket connected(Program python) throws IOException {
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP));
    client.connect(new Inet4("127.0.0.1", Integer.parseInt(python.line())));
    return client;
  }

  private Socket listening() throws IOException {
    Socket server = closing(network().socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP));
    server.bind(anywhere());
    server.listen(1);
    return server;
  }

  /** Sends, ends its half, and receives the same backwards. */
  private static void exchange(Socket socket) throws IOException {
    byte[] sent = pattern(SIZE);
    socket.sendall(sent);
    socket.shutdown(SHUT_WR);
    byte[] back = new byte[SIZE];
    assertThat(socket.recvall(back)).isEqualTo(SIZE);
    for (int i = 0; i < SIZE; i++) {
      assertThat(back[i]).isEqualTo(sent[SIZE - 1 - i]);
    }
    assertThat(socket.recv(1)).isEmpty();
  }

  private static byte[] information(Socket socket) throws IOException {
    return socket.getsockopt(Linux.SOL_MPTCP, Linux.MPTCP_INFO, Linux.mptcp_info.SIZEOF);
  }

  private static List<String> seenBySs(Socket socket) throws Exception {
    Program.needs("ss");
    int port = ((Inet4) socket.getsockname()).port();
    return Program.run("ss", "-MHna", "sport = " + port);
  }

  @Test
  void R37_aClientAndPythonsServerSpeakMptcp() throws Exception {
    Program python = closing(Program.python(PEER, Linux.IPPROTO_MPTCP, 0));
    Socket client = connected(python);
    assertThat(client.toString()).startsWith("mptcp 127.0.0.1:").endsWith(" connected");
    assertThat(information(client)).isNotEmpty();
    assertThat(seenBySs(client)).singleElement().asString().startsWith("ESTAB");
    exchange(client);
    assertThat(python.rest()).isEqualTo("mptcp True");
  }

  @Test
  void R37_aServerAndPythonsClientSpeakMptcp() throws Exception {
    Socket server = listening();
    int port = ((Inet4) server.getsockname()).port();
    Program python = closing(Program.python(PEER, Linux.IPPROTO_MPTCP, port));
    Socket connection = closing(server.accept().socket());
    assertThat(connection.protocol()).isEqualTo(IPPROTO_MPTCP);
    assertThat(information(connection)).isNotEmpty();
    exchange(connection);
    assertThat(python.rest()).isEqualTo("mptcp True");
  }

  @Test
  void aServerThatKnowsOnlyTcpGetsTcp() throws Exception {
    Program python = closing(Program.python(PEER, Linux.IPPROTO_TCP, 0));
    Socket client = connected(python);
    exchange(client);
    assertThat(Errno.of(failure(() -> information(client))))
        .as("fallen back")
        .isIn(Errno.EOPNOTSUPP, Errno.ENOPROTOOPT);
    assertThat(python.rest()).startsWith("tcp ");
  }

  @Test
  void aClientThatKnowsOnlyTcpIsServed() throws Exception {
    Socket server = listening();
    int port = ((Inet4) server.getsockname()).port();
    Program python = closing(Program.python(PEER, Linux.IPPROTO_TCP, port));
    Socket connection = closing(server.accept().socket());
    exchange(connection);
    assertThat(python.rest()).startsWith("tcp ");
  }
}
