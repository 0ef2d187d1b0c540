package gulliver.conformance;

import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.IPPROTO_TCP;
import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.MSG_TRUNC;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_SEQPACKET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.WOULD_BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Accepted;
import gulliver.socket.Address.Unix;
import gulliver.socket.Capability;
import gulliver.socket.Datagram;
import gulliver.socket.Errno;
import gulliver.socket.Protocol;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets within one machine: paths, abstract names, no names, pairs; streams and messages. */
public abstract class UnixSuite extends Suite {
  @TempDir Path folder;

  /** For subclasses. */
  protected UnixSuite() {}

  @BeforeEach
  final void unix() {
    needs(Capability.UNIX);
  }

  private Unix path(String name) {
    return new Unix(folder.resolve(name).toString());
  }

  private Socket listening(Unix address) throws IOException {
    Socket server = closing(network().socket(AF_UNIX, SOCK_STREAM));
    server.bind(address);
    server.listen(8);
    return server;
  }

  private Socket bound(Unix address) throws IOException {
    Socket socket = closing(network().socket(AF_UNIX, SOCK_DGRAM));
    socket.bind(address);
    return socket;
  }

  @Test
  void R1_aServerOnAPathExchangesWithAnotherProgram() throws Exception {
    Socket server = listening(path("server"));
    Peer.Stream client = closing(peer().connect(path("server")));
    Accepted accepted = server.accept();
    Socket connection = closing(accepted.socket());

    client.send(pattern(100_000));
    byte[] received = new byte[100_000];
    assertThat(connection.recvall(received)).isEqualTo(100_000);
    assertThat(received).isEqualTo(pattern(100_000));
    connection.sendall(pattern(10));
    connection.shutdown(SHUT_WR);
    assertThat(client.receive(11)).isEqualTo(pattern(10));
  }

  @Test
  void R1_aClientConnectsToAnotherProgramsPath() throws Exception {
    Peer.Listener server = closing(peer().listen(path("server"), 8));
    Socket client = closing(network().socket(AF_UNIX, SOCK_STREAM));
    client.connect(path("server"));
    Peer.Stream connection = closing(server.accept());

    client.sendall(pattern(1000));
    assertThat(connection.receive(1000)).isEqualTo(pattern(1000));
    connection.send(pattern(7));
    connection.close();
    assertThat(client.recv(100)).isEqualTo(pattern(7));
    assertThat(client.recv(100)).isEmpty();
  }

  @Test
  void aClientThatDidNotBindIsUnnamed() throws Exception {
    Socket server = listening(path("server"));
    Socket client = closing(network().createConnection(path("server")));
    Accepted accepted = server.accept();
    closing(accepted.socket());

    assertThat(accepted.address()).isEqualTo(Unix.UNNAMED);
    assertThat(accepted.socket().getpeername()).isEqualTo(Unix.UNNAMED);
    assertThat(client.getsockname()).isEqualTo(Unix.UNNAMED);
    assertThat(client.getpeername()).isEqualTo(path("server"));
    assertThat(client).hasToString("unix (unnamed) -> " + path("server") + " connected");
  }

  @Test
  void anAbstractNameNeedsNoFileAndGoesWithItsSocket() throws Exception {
    Unix name = Unix.ofAbstract("gulliver-" + UUID.randomUUID());
    Socket server = listening(name);
    assertThat(server.getsockname()).isEqualTo(name);
    assertThat(Files.readString(Path.of("/proc/net/unix"))).contains(name.toString());

    Socket client = closing(network().createConnection(name));
    Socket connection = closing(server.accept().socket());
    client.sendall(pattern(5));
    assertThat(connection.recv(9)).isEqualTo(pattern(5));
    server.close();
    Socket late = closing(network().socket(AF_UNIX, SOCK_STREAM));
    assertThat(Errno.of(failure(() -> late.connect(name)))).isEqualTo(Errno.ECONNREFUSED);
  }

  @Test
  void anAbstractNameMayHaveNulsInIt() throws Exception {
    Unix name = new Unix("\0gulliver\0" + UUID.randomUUID());
    Socket server = listening(name);
    assertThat(server.getsockname()).isEqualTo(name);
  }

  @Test
  void aPathIsBytesAndComesBackAsTheyAre() throws Exception {
    byte[] bytes = (folder + "/x").getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 1] = (byte) 0xe9; // é in Latin-1, nothing in UTF-8
    Socket server = listening(Unix.ofBytes(bytes));
    assertThat(((Unix) server.getsockname()).bytes()).isEqualTo(bytes);
    closing(network().createConnection(server.getsockname()));
    closing(server.accept().socket());
    assertThat(
            new ProcessBuilder(
                    "python3",
                    "-c",
                    "import os,sys; os.unlink(sys.argv[1].encode()+b'/\\xe9')",
                    folder.toString())
                .start()
                .waitFor())
        .as("the file has that name")
        .isZero();
  }

  @Test
  void datagramsGoWholeAndAnswersGoBackToTheSender() throws Exception {
    Socket server = bound(path("server"));
    Socket client = bound(path("client"));
    assertThat(client.sendto(pattern(5000), path("server"))).isEqualTo(5000);
    Datagram question = server.recvfrom(8192);
    assertThat(question).isEqualTo(new Datagram(pattern(5000), path("client"), false));

    server.sendto(new byte[0], question.address());
    assertThat(client.recvfrom(10)).isEqualTo(new Datagram(new byte[0], path("server"), false));
  }

  @Test
  void aDatagramFromAnUnboundSocketHasNoSender() throws Exception {
    Socket server = bound(path("server"));
    closing(network().socket(AF_UNIX, SOCK_DGRAM)).sendto(pattern(3), path("server"));
    Sender sender = new Sender();
    assertThat(server.recvfrom(new byte[10], sender)).isEqualTo(3);
    assertThat(sender.address()).isNull();
  }

  @Test
  void R14_aDatagramLongerThanTheBufferIsReportedAsTruncated() throws Exception {
    Socket server = bound(path("server"));
    Socket client = bound(path("client"));
    client.sendto(pattern(100), path("server"));
    assertThat(server.recvfrom(40)).isEqualTo(new Datagram(pattern(40), path("client"), true));
  }

  @Test
  void aConnectedDatagramSocketSendsToItsPeerOnly() throws Exception {
    Socket server = bound(path("server"));
    Socket client = bound(path("client"));
    client.connect(path("server"));
    client.send(pattern(9));
    assertThat(server.recvfrom(100).bytes()).isEqualTo(pattern(9));
    server.close();
    assertThat(Errno.of(failure(() -> client.send(pattern(9))))).isEqualTo(Errno.ECONNREFUSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void bothEndsOfAPairAreConnected(int type) throws Exception {
    Socket[] pair = network().socketpair(AF_UNIX, new SocketType(type), Protocol.DEFAULT);
    closing(pair[0]);
    closing(pair[1]);
    assertThat(pair[0].type().value()).isEqualTo(type);
    pair[0].send(pattern(100));
    pair[0].send(pattern(50));
    byte[] first = pair[1].recv(200);
    boolean messages = pair[0].type().equals(SOCK_DGRAM) || pair[0].type().equals(SOCK_SEQPACKET);
    assertThat(first).hasSize(messages ? 100 : 150);
    pair[1].send(pattern(1));
    assertThat(pair[0].recv(200)).isEqualTo(pattern(1));
  }

  @Test
  void closingOneEndOfAPairEndsTheOther() throws Exception {
    Socket[] pair = network().socketpair();
    closing(pair[1]);
    pair[0].close();
    assertThat(pair[1].recv(10)).isEmpty();
    assertThat(Errno.of(failure(() -> pair[1].send(pattern(1))))).isEqualTo(Errno.EPIPE);
  }

  @Test
  void anInternetFamilyHasNoPairs() {
    IOException refused =
        failure(
            () -> network().socketpair(gulliver.socket.Sockets.AF_INET, SOCK_STREAM, IPPROTO_TCP));
    assertThat(refused)
        .hasMessage(
            "socketpair AF_INET, SOCK_STREAM, IPPROTO_TCP: EOPNOTSUPP (Operation not supported)");
  }

  @Test
  void aPathThatIsTakenIsInUseAlsoWhenNobodyListensAnyMore() throws Exception {
    Socket server = listening(path("server"));
    server.close();
    Socket again = closing(network().socket(AF_UNIX, SOCK_STREAM));
    assertThat(failure(() -> again.bind(path("server"))))
        .isInstanceOf(java.net.BindException.class)
        .hasMessage("bind " + path("server") + ": EADDRINUSE (Address already in use)");
    assertThat(failure(() -> again.connect(path("server"))))
        .isInstanceOf(java.net.ConnectException.class)
        .hasMessage("connect " + path("server") + ": ECONNREFUSED (Connection refused)");
    assertThat(failure(() -> again.connect(path("nobody"))))
        .isInstanceOf(java.net.SocketException.class)
        .hasMessage("connect " + path("nobody") + ": ENOENT (No such file or directory)");
  }

  @Test
  void aStreamServerIsNoPeerForDatagrams() throws Exception {
    listening(path("server"));
    Socket client = closing(network().socket(AF_UNIX, SOCK_DGRAM));
    IOException wrong = failure(() -> client.sendto(pattern(1), path("server")));
    assertThat(Errno.of(wrong)).isEqualTo(Errno.EPROTOTYPE);
    assertThat(((SocketFailure) wrong).address()).isEqualTo(path("server"));
  }

  @Test
  void aPathIsTooLongWhereItIsMade() {
    assertThatThrownBy(() -> new Unix("/" + "x".repeat(108)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("UNIX path of 109 bytes: at most 108 are allowed");
  }

  @Test
  void aFullBacklogMakesConnectWaitForRoom() throws Exception {
    Socket server = closing(network().socket(AF_UNIX, SOCK_STREAM));
    server.bind(path("server"));
    server.listen(0); // one is queued all the same
    closing(network().createConnection(path("server")));
    Socket second = closing(network().socket(AF_UNIX, SOCK_STREAM));
    second.setblocking(false);
    assertThat(Errno.of(failure(() -> second.connect(path("server"))))).isEqualTo(Errno.EAGAIN);

    second.setblocking(true);
    CompletableFuture<Boolean> connecting =
        start(() -> {
          second.connect(path("server"));
          return true;
        });
    closing(server.accept().socket());
    assertThat(result(connecting)).isTrue();
    closing(server.accept().socket());
  }

  // ---- SOCK_SEQPACKET ----

  private Socket seqpacketServer() throws IOException {
    Socket server = closing(network().socket(AF_UNIX, SOCK_SEQPACKET));
    server.bind(path("server"));
    server.listen(8);
    return server;
  }

  @Test
  void R3_aSeqpacketConnectionKeepsRecordsAndTheirOrder() throws Exception {
    Socket server = seqpacketServer();
    Socket client = closing(network().socket(AF_UNIX, SOCK_SEQPACKET));
    client.connect(path("server"));
    Accepted accepted = server.accept();
    Socket connection = closing(accepted.socket());
    assertThat(accepted.address()).isEqualTo(Unix.UNNAMED);
    assertThat(connection.type()).isEqualTo(SOCK_SEQPACKET);
    assertThat(connection).hasToString("unix " + path("server") + " -> (unnamed) connected");

    for (int size : new int[] {3, 70_000, 1}) {
      assertThat(client.send(pattern(size))).isEqualTo(size);
    }
    for (int size : new int[] {3, 70_000, 1}) {
      assertThat(connection.recv(100_000)).isEqualTo(pattern(size));
    }
    connection.sendall(pattern(10));
    assertThat(client.recvfrom(20)).isEqualTo(new Datagram(pattern(10), path("server"), false));
    client.send(pattern(2));
    assertThat(connection.recvfrom(20))
        .as("the peer, though the kernel does not name it")
        .isEqualTo(new Datagram(pattern(2), Unix.UNNAMED, false));
  }

  @Test
  void R14_aRecordLongerThanTheBufferIsCutAndSaysSo() throws Exception {
    Socket[] pair = network().socketpair(AF_UNIX, SOCK_SEQPACKET, Protocol.DEFAULT);
    closing(pair[0]);
    closing(pair[1]);
    pair[0].send(pattern(100));
    pair[0].send(pattern(5));
    Datagram cut = pair[1].recvfrom(40);
    assertThat(cut.bytes()).isEqualTo(pattern(40));
    assertThat(cut.truncated()).isTrue();
    assertThat(pair[1].recv(40)).as("the next record, not the rest of the first").hasSize(5);
    pair[0].send(pattern(100));
    assertThat(pair[1].recv(new byte[7], MSG_TRUNC)).isEqualTo(100);
  }

  @Test
  void aSeqpacketConnectionEndsWithAnEmptyRecord() throws Exception {
    Socket server = seqpacketServer();
    Socket client = closing(network().socket(AF_UNIX, SOCK_SEQPACKET));
    client.connect(path("server"));
    Socket connection = closing(server.accept().socket());
    client.send(pattern(8));
    client.shutdown(SHUT_WR);
    assertThat(connection.recv(100)).isEqualTo(pattern(8));
    assertThat(connection.recv(new byte[100])).isZero();
    assertThat(connection.recv(100)).isEmpty();
    connection.send(pattern(9));
    assertThat(client.recv(100)).as("the other direction").isEqualTo(pattern(9));
    connection.close();
    assertThat(client.recv(new byte[100])).isZero();
    Socket alone = closing(network().socket(AF_UNIX, SOCK_SEQPACKET));
    assertThat(Errno.of(failure(() -> alone.recv(1)))).isEqualTo(Errno.ENOTCONN);
  }

  @Test
  void aFullSeqpacketPeerMakesSendWaitForRoom() throws Exception {
    Socket[] pair = network().socketpair(AF_UNIX, SOCK_SEQPACKET, Protocol.DEFAULT);
    closing(pair[0]);
    closing(pair[1]);
    int sent = 0;
    while (pair[0].send(pattern(1000), MSG_DONTWAIT) != WOULD_BLOCK) {
      sent++;
    }
    CompletableFuture<Integer> sending = start(() -> pair[0].send(pattern(999)));
    for (int i = 0; i < sent; i++) {
      assertThat(pair[1].recv(2000)).isEqualTo(pattern(1000));
    }
    assertThat(result(sending)).isEqualTo(999);
    assertThat(pair[1].recv(2000)).isEqualTo(pattern(999));
  }

  // ---- autobind ----

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void bindingToNoNameGetsAFreeAbstractName(int type) throws Exception {
    Socket one = closing(network().socket(AF_UNIX, new SocketType(type)));
    Socket two = closing(network().socket(AF_UNIX, new SocketType(type)));
    one.bind(Unix.UNNAMED);
    two.bind(Unix.UNNAMED);
    Unix name = (Unix) one.getsockname();
    assertThat(name.isAbstract()).isTrue();
    assertThat(name.path()).as("unix(7): five hexadecimal digits").matches("\\00[0-9a-f]{5}");
    assertThat(two.getsockname()).isNotEqualTo(name);
    one.bind(Unix.UNNAMED);
    assertThat(one.getsockname()).as("bound already: nothing changes").isEqualTo(name);
  }

  @Test
  void anAutoboundSocketIsAnsweredUnderItsName() throws Exception {
    Socket server = bound(path("server"));
    Socket client = closing(network().socket(AF_UNIX, SOCK_DGRAM));
    client.bind(Unix.UNNAMED);
    client.sendto(pattern(3), path("server"));
    Datagram question = server.recvfrom(10);
    assertThat(question.address()).isEqualTo(client.getsockname());
    server.sendto(pattern(4), question.address());
    assertThat(client.recv(10)).isEqualTo(pattern(4));
  }
}
