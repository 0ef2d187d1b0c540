package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_SNDBUF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.conformance.memory.MemoryWorld;
import gulliver.socket.Address;
import gulliver.socket.Descriptor;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sendfile} and {@code splice}: to Python, byte for byte. */
class OsSendfileTest extends Suite {
  /** Answers length and SHA-256 of all that it gets, each line one connection. */
  private static final String RECEIVER =
      """
      import hashlib, socket
      l = socket.create_server(('127.0.0.1', 0))
      print(l.getsockname()[1])
      while True:
          s, _ = l.accept()
          h, n = hashlib.sha256(), 0
          while b := s.recv(1 << 20):
              h.update(b); n += len(b)
          print(n, h.hexdigest())
      """;

  @TempDir Path folder;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static String sum(byte[] bytes) throws Exception {
    return bytes.length
        + " "
        + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** How a test sends something to Python. */
  private interface Sending {
    void to(Socket socket) throws Exception;
  }

  private String received(Program python, int port, Sending sending) throws Exception {
    try (Socket socket = network().createConnection(new Address.Inet4("127.0.0.1", port))) {
      Caller.run(network(), () -> sending.to(socket)).result();
    }
    return python.line();
  }

  @Test
  void R37_sendfileSendsWhatIsInTheFile() throws Exception {
    byte[] bytes = pattern(5_000_000);
    Path path = file("pattern", bytes);
    try (Program python = Program.python(RECEIVER)) {
      int port = Integer.parseInt(python.line());
      assertThat(
              received(
                  python,
                  port,
                  socket ->
                      assertThat(socket.sendfile(path, 0, Long.MAX_VALUE)).isEqualTo(5_000_000)))
          .isEqualTo(sum(bytes));
      try (Descriptor file = Descriptor.open(path.toString(), Linux.O_RDONLY);
          FileChannel channel = FileChannel.open(path)) {
        Sending fromTheDescriptor =
            socket -> {
              assertThat(socket.sendfile(file, 1_234_567, 2_000_000)).isEqualTo(2_000_000);
              assertThat(socket.sendfile(file, 4_999_999, 2_000_000)).isEqualTo(1);
              assertThat(socket.sendfile(file, 5_000_000, 1)).isZero();
              assertThat(file.read(3)).isEqualTo(part(bytes, 0, 3)); // where it was
              assertThat(socket.sendfile(file, 1_000_000)).isEqualTo(1_000_000);
              assertThat(file.read(3)).isEqualTo(part(bytes, 1_000_003, 1_000_006));
            };
        byte[] expected = new byte[3_000_001];
        System.arraycopy(bytes, 1_234_567, expected, 0, 2_000_000);
        expected[2_000_000] = bytes[4_999_999];
        System.arraycopy(bytes, 3, expected, 2_000_001, 1_000_000);
        assertThat(received(python, port, fromTheDescriptor)).isEqualTo(sum(expected));
        Sending fromTheChannel =
            socket -> {
              assertThat(socket.sendfile(channel, 7, 3_000_000)).isEqualTo(3_000_000);
              assertThat(socket.sendfile(channel, 4_900_000, 3_000_000)).isEqualTo(100_000);
              assertThat(channel.position()).isZero();
            };
        expected = new byte[3_100_000];
        System.arraycopy(bytes, 7, expected, 0, 3_000_000);
        System.arraycopy(bytes, 4_900_000, expected, 3_000_000, 100_000);
        assertThat(received(python, port, fromTheChannel)).isEqualTo(sum(expected));
      }
    }
  }

  @Test
  void offsetsAndCountsBeyond4GiB() throws Exception {
    Path path = folder.resolve("sparse");
    byte[] bytes = pattern(100_000);
    long at = (5L << 30) + 1;
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.seek(at);
      sparse.write(bytes);
    }
    try (Program python = Program.python(RECEIVER)) {
      int port = Integer.parseInt(python.line());
      assertThat(received(python, port, socket -> socket.sendfile(path, at, 99_999)))
          .isEqualTo(sum(part(bytes, 0, 99_999)));
      Sending toItsEnd =
          socket -> assertThat(socket.sendfile(path, at + 1, 6L << 30)).isEqualTo(99_999);
      assertThat(received(python, port, toItsEnd)).isEqualTo(sum(part(bytes, 1, 100_000)));
    }
  }

  private Socket[] connection() throws IOException {
    Socket server = closing(network().createServer(anywhere()));
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    client.setsockopt(SO_SNDBUF, 10_000);
    client.connect(server.getsockname());
    return new Socket[] {client, closing(server.accept().socket())};
  }

  @Test
  void whatDoesNotWaitTellsHowMuchWent() throws Exception {
    byte[] bytes = pattern(20_000_000);
    Descriptor file = closing(Descriptor.open(file("pattern", bytes).toString(), Linux.O_RDONLY));
    Socket[] pair = connection();
    pair[0].setblocking(false);
    long sent = pair[0].sendfile(file, 0, bytes.length);
    assertThat(sent).isBetween(1L, bytes.length - 1L);
    assertThat(Descriptors.isNonblocking(pair[0].fileno())).isFalse();
    byte[] all = new byte[(int) sent];
    assertThat(pair[1].recvall(all)).isEqualTo(all.length);
    assertThat(all).isEqualTo(part(bytes, 0, all.length));

    pair[0].settimeout(Duration.ofMillis(20));
    Caller<Long> late = Caller.start(network(), () -> pair[0].sendfile(file, 0, bytes.length));
    IOException timedOut = late.failure();
    assertThat(timedOut).isInstanceOf(SocketTimeoutException.class);
    long transferred = ((SocketFailure) timedOut).transferred();
    assertThat(transferred).isBetween(1L, bytes.length - 1L);
    all = new byte[(int) transferred];
    assertThat(pair[1].recvall(all)).isEqualTo(all.length);
    assertThat(all).isEqualTo(part(bytes, 0, all.length));
  }

  @Test
  void closingEitherEndsTheWaitAndAnInterruptDoes() throws Exception {
    String path = file("pattern", new byte[20_000_000]).toString();
    for (int which = 0; which < 3; which++) {
      Socket[] pair = connection();
      Descriptor file = closing(Descriptor.open(path, Linux.O_RDONLY));
      Caller<Long> caller =
          Caller.start(network(), () -> pair[0].sendfile(file, 0, 20_000_000)).untilItWaits();
      if (which == 0) {
        pair[0].close();
      } else if (which == 1) {
        file.close();
      } else {
        caller.interrupt();
      }
      IOException ended = caller.failure();
      assertThat(Errno.of(ended)).isEqualTo(which == 2 ? Errno.EINTR : Errno.EBADF);
      assertThat(((SocketFailure) ended).transferred()).isPositive();
    }
  }

  @Test
  void whatIsNoFileAndWhatIsWrongIsRefused() throws Exception {
    Socket[] pair = connection();
    Descriptor counter = closing(Descriptor.eventfd(0, 0));
    assertThat(Errno.of(failure(() -> pair[0].sendfile(counter, 0, 1)))).isEqualTo(Errno.ESPIPE);
    assertThat(Errno.of(failure(() -> pair[0].sendfile(counter, 1)))).isEqualTo(Errno.EINVAL);
    assertThatThrownBy(() -> pair[0].sendfile(counter, -1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sendfile: offset -1: at least 0 is allowed");
    assertThatThrownBy(() -> pair[0].sendfile(counter, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sendfile: count -1: at least 0 is allowed");
    assertThat(failure(() -> pair[0].sendfile(Path.of("/nowhere"), 0, 1)))
        .hasMessage("open /nowhere: ENOENT (No such file or directory)");
    pair[1].close();
    Path file = file("pattern", new byte[1000]);
    eventually(
        () -> assertThat(Errno.of(failure(() -> forEver(pair[0], file)))).isEqualTo(Errno.EPIPE));
  }

  private static void forEver(Socket socket, Path file) throws IOException {
    while (socket.sendfile(file, 0, 1000) > 0) {}
  }

  @Test
  void onANetworkWithoutDescriptorsAFileIsCopied() throws Exception {
    Network memory = new MemoryWorld().network();
    byte[] bytes = pattern(150_000);
    Path path = file("pattern", bytes);
    Socket server = closing(memory.createServer(anywhere()));
    Socket client = closing(memory.createConnection(server.getsockname()));
    Socket accepted = closing(server.accept().socket());
    assertThat(client.sendfile(path, 1, Long.MAX_VALUE)).isEqualTo(149_999);
    byte[] all = new byte[149_999];
    assertThat(accepted.recvall(all)).isEqualTo(all.length);
    assertThat(all).isEqualTo(part(bytes, 1, 150_000));
    Descriptor file = closing(Descriptor.open(path.toString(), Linux.O_RDONLY));
    assertThat(failure(() -> client.sendfile(file, 0, 1))).hasMessageContaining("EOPNOTSUPP");
    assertThat(failure(client::getInheritable)).hasMessageContaining("EOPNOTSUPP");
    assertThat(failure(() -> client.setInheritable(true))).hasMessageContaining("EOPNOTSUPP");
  }

  // ---- splice ----

  private Descriptor[] pipe() throws IOException {
    Descriptor[] pipe = Descriptor.pipe();
    closing(pipe[0]);
    closing(pipe[1]);
    return pipe;
  }

  @Test
  void R37_spliceMovesFromASocketThroughAPipeToPython() throws Exception {
    byte[] bytes = pattern(3_000_000);
    Socket[] pair = connection();
    Descriptor[] pipe = pipe();
    try (Program python = Program.python(RECEIVER)) {
      int port = Integer.parseInt(python.line());
      Caller<?> sender =
          Caller.run(
              network(),
              () -> {
                pair[0].sendall(bytes);
                pair[0].shutdown(SHUT_WR);
              });
      Sending proxy =
          socket -> {
            for (long n; (n = network().splice(pair[1], pipe[1], 1 << 16, 0)) > 0; ) {
              while (n > 0) {
                n -= network().splice(pipe[0], socket, n, Linux.SPLICE_F_MORE);
              }
            }
          };
      assertThat(received(python, port, proxy)).isEqualTo(sum(bytes));
      sender.result();
    }
  }

  @Test
  void spliceMovesBetweenFilesAndPipes() throws Exception {
    byte[] bytes = pattern(200_000);
    Descriptor from = closing(Descriptor.open(file("from", bytes).toString(), Linux.O_RDONLY));
    Path path = folder.resolve("to");
    Descriptor to = closing(Descriptor.open(path.toString(), Linux.O_WRONLY | Linux.O_CREAT, 0600));
    Descriptor[] pipe = pipe();
    for (long n; (n = network().splice(from, pipe[1], 50_000, 0)) > 0; ) {
      while (n > 0) {
        n -= network().splice(pipe[0], to, n, 0);
      }
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
  }

  /** A hundred would block every carrier there is, and those who are to wake them never run. */
  @Test
  void spliceWaitsForBothSidesAndBlocksNoCarrier() throws Exception {
    List<Socket[]> pairs = new ArrayList<>();
    List<Caller<Long>> callers = new ArrayList<>();
    Descriptor[] pipe = pipe();
    for (int i = 0; i < 100; i++) {
      Socket[] pair = network().socketpair();
      pairs.add(pair);
      closing(pair[0]);
      closing(pair[1]);
      callers.add(
          Caller.start(network(), () -> network().splice(pair[0], pipe[1], 10, 0)).untilItWaits());
    }
    pairs.getLast()[1].send(new byte[10]); // nobody waits for those who came before
    assertThat(callers.getLast().result()).isEqualTo(10);
    Caller.run(
            network(),
            () -> {
              for (Socket[] pair : pairs) {
                pair[1].send(new byte[10]);
              }
            })
        .result();
    for (int left = 1000; left > 0; ) { // a pipe has room for a few parts, however small
      left -= pipe[0].read(left).length;
    }
    for (Caller<Long> caller : callers) {
      assertThat(caller.result()).isEqualTo(10);
    }
  }

  @Test
  void spliceEndsOnTimeOutInterruptAndCloseOfEither() throws Exception {
    Descriptor[] pipe = pipe();
    Socket[] pair = network().socketpair();
    closing(pair[0]);
    closing(pair[1]);
    pair[0].setblocking(false);
    assertThat(network().splice(pair[0], pipe[1], 10, 0)).isEqualTo(Socket.WOULD_BLOCK);
    pair[0].settimeout(Duration.ofMillis(5));
    assertThat(splicing(pair[0], pipe[1]).failure()).isInstanceOf(SocketTimeoutException.class);
    pair[0].settimeout(null);
    Caller<Long> interrupted = splicing(pair[0], pipe[1]).untilItWaits();
    interrupted.interrupt();
    assertThat(Errno.of(interrupted.failure())).isEqualTo(Errno.EINTR);
    Caller<Long> out = splicing(pair[0], pipe[1]).untilItWaits();
    pipe[1].close();
    assertThat(Errno.of(out.failure())).isEqualTo(Errno.EBADF);
    Descriptor[] other = pipe();
    Caller<Long> in = splicing(pair[0], other[1]).untilItWaits();
    pair[0].close();
    assertThat(Errno.of(in.failure())).isEqualTo(Errno.EBADF);
    assertThat(Errno.of(failure(() -> network().splice(pair[1], pair[1], 1, 0))))
        .isEqualTo(Errno.EINVAL); // neither is a pipe
    assertThatThrownBy(() -> network().splice(pair[1], other[1], -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Caller<Long> splicing(Socket in, Descriptor out) {
    return Caller.start(network(), () -> network().splice(in, out, 10, 0));
  }
}
