package gulliver.protocols.framing;

import static gulliver.protocols.framing.Framings.bytes;
import static gulliver.protocols.framing.Framings.text;
import static gulliver.protocols.framing.Framings.texts;
import static gulliver.socket.Sockets.address;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gulliver.conformance.Program;
import gulliver.conformance.memory.MemoryWorld;
import gulliver.protocols.Connection;
import gulliver.protocols.framing.FramingException.Kind;
import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages over connections: of the operating system, of one in memory, and of other programs. */
class FrameConnectionTest {
  private final List<Connection> open = new ArrayList<>();

  static Stream<Network> networks() {
    return Stream.of(Network.os(), new MemoryWorld().network());
  }

  @AfterEach
  void close() {
    open.forEach(Connection::close);
  }

  private Connection[] connected(Network network) throws Exception {
    try (Socket server = network.createServer(address("127.0.0.1", 0))) {
      Connection client = opened(network.createConnection(server.getsockname()));
      return new Connection[] {client, opened(server.accept().socket())};
    }
  }

  private Connection opened(Socket socket) {
    Connection connection = Connection.of(socket);
    open.add(connection);
    return connection;
  }

  private static byte[] toTheEnd(Connection connection) throws Exception {
    ByteBuffer all = ByteBuffer.allocate(1 << 20);
    while (connection.recv(all) > 0) {
      // until the end
    }
    return bytes(all.flip());
  }

  // ---- what a stream does to messages ----

  @ParameterizedTest
  @MethodSource("networks")
  void R25_aStreamSplitsAndJoinsWhatIsSentAndFramingKeepsIt(Network network) throws Exception {
    Connection[] ends = connected(network);
    ends[0].sendall(new byte[100]);
    byte[] half = new byte[50];
    assertThat(ends[1].socket().recvall(half)).isEqualTo(50);
    assertThat(ends[1].socket().recvall(half)).isEqualTo(50);
    ends[0].sendall(new byte[40]);
    ends[0].sendall(new byte[60]);
    assertThat(ends[1].socket().recvall(new byte[100])).isEqualTo(100);

    Framing framing = Framing.lengthPrefixed(1);
    FrameWriter out = new FrameWriter(ends[0], framing);
    out.add(new byte[100]);
    out.add(new byte[40]);
    out.write(new byte[60]);
    FrameReader in = new FrameReader(ends[1], framing);
    assertThat(in.readBytes()).hasSize(100);
    assertThat(in.readBytes()).hasSize(40);
    assertThat(in.readBytes()).hasSize(60);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void R33_messagesOfAllKindsCrossAConnection(Network network) throws Exception {
    for (Framing framing : Framings.all()) {
      Connection[] ends = connected(network);
      List<byte[]> messages = Framings.messages(framing, new Random(6), 300, 60);
      if (!(framing instanceof Framing.Fixed)) {
        messages.add("x".repeat(Math.min(framing.limit(), 100_000)).getBytes(ISO_8859_1));
        messages.add("y".repeat(Math.min(framing.limit(), 16 * 1024)).getBytes(ISO_8859_1));
        messages.add(bytes("z"));
      }
      network.start(() -> {
        FrameWriter out = new FrameWriter(ends[0], framing);
        for (int i = 0; i < messages.size(); i++) {
          if (i % 3 == 0) {
            out.write(messages.get(i));
          } else {
            out.add(messages.get(i));
          }
        }
        out.flush();
        ends[0].shutdown();
      });
      FrameReader in = new FrameReader(ends[1], framing);
      List<String> received = new ArrayList<>();
      for (ByteBuffer message; (message = in.read()) != null; ) {
        received.add(text(message));
      }
      assertThat(received).as("%s", framing).isEqualTo(texts(messages));
      assertThat(in.offset()).isEqualTo(Framings.encode(framing, messages).length);
      assertThat(in.readBytes()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void R33_theEndWithinAMessageIsAFailureWithItsOffset(Network network) throws Exception {
    Connection[] ends = connected(network);
    ends[0].sendall(bytes("one\r\ntwo\r\nthr"));
    ends[0].close();
    FrameReader in = new FrameReader(ends[1], Framing.lines(LineEnd.CRLF));
    assertThat(in.readBytes()).asString(ISO_8859_1).isEqualTo("one");
    assertThat(in.readBytes()).asString(ISO_8859_1).isEqualTo("two");
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(FramingException.class)
          .isThrownBy(in::read)
          .satisfies(e -> {
            assertThat(e.kind()).isEqualTo(Kind.TRUNCATED);
            assertThat(e.offset()).isEqualTo(10);
          });
    }
  }

  @Test
  void R30_afterATimeOutTheRestOfAMessageCanStillCome() throws Exception {
    Connection[] ends = connected(Network.os());
    ends[1].socket().settimeout(Duration.ofMillis(10));
    FrameReader in = new FrameReader(ends[1], Framing.lengthPrefixed(2));
    ends[0].sendall(new byte[] {0, 3, 'a'});
    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);
    ends[1].socket().settimeout(null);
    ends[0].sendall(new byte[] {'b', 'c'});
    assertThat(in.readBytes()).asString(ISO_8859_1).isEqualTo("abc");
  }

  @Test
  void framingsMayChangeAfterAMessage() throws Exception {
    Connection[] ends = connected(Network.os());
    ends[0].sendall(bytes("length 5\nab\ncdnext\n"));
    FrameReader in = new FrameReader(ends[1], Framing.lines(LineEnd.LF));
    assertThat(text(in.read())).isEqualTo("length 5");
    in.framing(Framing.fixed(5));
    assertThat(text(in.read())).isEqualTo("ab\ncd");
    in.framing(Framing.lines(LineEnd.LF));
    assertThat(text(in.read())).isEqualTo("next");
  }

  // ---- writing ----

  @Test
  void R33_nothingIsSentOfAMessageThatIsRefused() throws Exception {
    Connection[] ends = connected(Network.os());
    FrameWriter out = new FrameWriter(ends[0], Framing.lines(LineEnd.CRLF).limit(3));
    for (String bad : List.of("a\nb", "a\r", "abcd")) {
      assertThatIllegalArgumentException().isThrownBy(() -> out.write(bytes(bad)));
    }
    out.write(bytes("abc"));
    ends[0].shutdown();
    assertThat(toTheEnd(ends[1])).asString(ISO_8859_1).isEqualTo("abc\r\n");
  }

  @Test
  void buffersOfAllKindsAreWritten() throws Exception {
    Connection[] ends = connected(Network.os());
    FrameWriter out = new FrameWriter(ends[0], Framing.varint());
    ByteBuffer direct = ByteBuffer.allocateDirect(3).put(bytes("abc")).flip();
    ByteBuffer part = ByteBuffer.wrap(bytes("-abc-"), 1, 3).slice();
    ByteBuffer shielded = ByteBuffer.wrap(bytes("-abc-"), 1, 3).asReadOnlyBuffer();
    for (ByteBuffer buffer : List.of(direct, part, shielded)) {
      out.add(buffer);
      assertThat(buffer.remaining()).isZero();
    }
    out.add(bytes("-abc-"), 1, 3);
    out.write(direct); // nothing is left in it
    ends[0].shutdown();
    assertThat(toTheEnd(ends[1])).asString(ISO_8859_1).isEqualTo("\3abc\3abc\3abc\3abc\0");
  }

  @Test
  void whoFailedToSendAPartSendsNothingMore() throws Exception {
    Connection[] ends = connected(Network.os());
    ends[0].socket().settimeout(Duration.ofMillis(10));
    FrameWriter out = new FrameWriter(ends[0], Framing.lengthPrefixed(4).limit(1 << 30));
    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(() -> out.write(new byte[64 << 20])); // more than the kernel keeps
    ends[0].socket().settimeout(null);
    assertThatIOException()
        .isThrownBy(() -> out.write(new byte[1]))
        .withMessageContaining("failed before")
        .withCauseInstanceOf(SocketTimeoutException.class);
  }

  // ---- with others ----

  /** What comes in one framing goes back, reversed, in the same. */
  private static final String PYTHON =
      """
      import socket, struct, sys
      kind, port = sys.argv[1], int(sys.argv[2])
      s = socket.create_connection(('127.0.0.1', port))
      f = s.makefile('rb')
      def exactly(n):
          data = f.read(n)
          if len(data) != n: raise EOFError
          return data
      def read():
          if kind == 'lf':
              line = f.readline()
              if not line: raise EOFError
              assert line.endswith(b'\\n')
              return line[:-1]
          if kind == 'crlf':
              line = f.readline()
              if not line: raise EOFError
              assert line.endswith(b'\\r\\n')
              return line[:-2]
          if kind == 'varint':
              value = shift = 0
              while True:
                  b = exactly(1)[0]
                  value += (b % 128) * 2 ** shift
                  shift += 7
                  if b < 128: return exactly(value)
          if kind == 'fixed':
              return exactly(3)
          return exactly(struct.unpack(kind, exactly(struct.calcsize(kind)))[0])
      def write(data):
          if kind == 'lf': return data + b'\\n'
          if kind == 'crlf': return data + b'\\r\\n'
          if kind == 'fixed': return data
          if kind == 'varint':
              n, head = len(data), []
              while n > 127:
                  head.append(n % 128 + 128)
                  n //= 128
              return bytes(head + [n]) + data
          return struct.pack(kind, len(data)) + data
      out = b''
      try:
          while True:
              out += write(read()[::-1])
      except EOFError:
          pass
      s.sendall(out)
      s.close()
      """;

  @ParameterizedTest
  @MethodSource("pythons")
  void R33_pythonReadsAndWritesTheSameMessages(String kind, Framing framing) throws Exception {
    List<byte[]> messages = Framings.messages(framing, new Random(7), 500, 300);
    List<String> reversed =
        texts(messages).stream().map(text -> new StringBuilder(text).reverse().toString()).toList();
    try (Socket server = Network.os().createServer(address("127.0.0.1", 0));
        Program python =
            Program.python(PYTHON, kind, ((Address.Inet4) server.getsockname()).port())) {
      Connection connection = opened(server.accept().socket());
      FrameWriter out = new FrameWriter(connection, framing);
      for (byte[] message : messages) {
        out.add(message);
      }
      out.flush();
      connection.shutdown();
      FrameReader in = new FrameReader(connection, framing);
      List<byte[]> received = new ArrayList<>();
      for (byte[] message; (message = in.readBytes()) != null; ) {
        received.add(message);
      }
      assertThat(python.rest()).isEmpty();
      assertThat(texts(received)).isEqualTo(reversed);
    }
  }

  static Stream<Object[]> pythons() {
    return Stream.of(
        new Object[] {"fixed", Framing.fixed(3)},
        new Object[] {"B", Framing.lengthPrefixed(1)},
        new Object[] {">H", Framing.lengthPrefixed(2)},
        new Object[] {"<H", Framing.lengthPrefixed(2, ByteOrder.LITTLE_ENDIAN)},
        new Object[] {"!I", Framing.lengthPrefixed(4)},
        new Object[] {"<I", Framing.lengthPrefixed(4, ByteOrder.LITTLE_ENDIAN)},
        new Object[] {">Q", Framing.lengthPrefixed(8)},
        new Object[] {"<Q", Framing.lengthPrefixed(8, ByteOrder.LITTLE_ENDIAN)},
        new Object[] {"varint", Framing.varint()},
        new Object[] {"lf", Framing.lines(LineEnd.LF)},
        new Object[] {"crlf", Framing.lines(LineEnd.CRLF)});
  }

  @Test
  void R33_aPrefixOfTwoBytesIsWhatDataOutputStreamWrites() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Socket socket = Network.os().createConnection(Address.of(server.getLocalSocketAddress()));
        java.net.Socket java = server.accept()) {
      DataOutputStream theirs = new DataOutputStream(java.getOutputStream());
      theirs.writeUTF("hello");
      theirs.writeUTF("");
      Framing framing = Framing.lengthPrefixed(2);
      FrameReader in = new FrameReader(Connection.of(socket), framing);
      assertThat(in.readBytes()).asString(UTF_8).isEqualTo("hello");
      assertThat(in.readBytes()).isEmpty();
      new FrameWriter(Connection.of(socket), framing).write("wörld".getBytes(UTF_8));
      assertThat(new DataInputStream(java.getInputStream()).readUTF()).isEqualTo("wörld");
    }
  }

  @Test
  void R33_linesAreWhatBufferedReaderReads() throws Exception {
    for (LineEnd end : LineEnd.values()) {
      Connection[] ends = connected(Network.os());
      FrameWriter out = new FrameWriter(ends[0], Framing.lines(end));
      for (String line : List.of("one", "", "three")) {
        out.write(bytes(line));
      }
      ends[0].shutdown();
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(ends[1].socket().inputStream(), ISO_8859_1))) {
        assertThat(reader.lines()).containsExactly("one", "", "three");
      }
    }
  }

  @Test
  void R33_linesComeFromNcAndGoToIt() throws Exception {
    Program.needs("nc");
    try (Socket server = Network.os().createServer(address("127.0.0.1", 0));
        Program nc =
            Program.start(
                "nc", "-N", "127.0.0.1", "" + ((Address.Inet4) server.getsockname()).port())) {
      nc.write("one\ntwo\r\n\n");
      Connection connection = opened(server.accept().socket());
      Framing lines = Framing.lines(LineEnd.LF_OR_CRLF);
      FrameReader in = new FrameReader(connection, lines);
      FrameWriter out = new FrameWriter(connection, lines);
      for (byte[] line; (line = in.readBytes()) != null; ) {
        out.write(bytes("<" + new String(line, ISO_8859_1) + ">"));
      }
      connection.close();
      assertThat(nc.rest()).isEqualTo("<one>\n<two>\n<>");
    }
  }

  /** The bytes of {@code writeDelimitedTo} in the documentation's first message: a = 150. */
  @Test
  void R33_aDelimitedProtocolBufferIsAMessage() {
    byte[] frame = Framing.varint().encode(HexFormat.of().parseHex("089601"));
    assertThat(HexFormat.of().formatHex(frame)).isEqualTo("03089601");
  }

  @Test
  void closingEndsAReadThatWaits() throws Exception {
    Connection[] ends = connected(Network.os());
    FrameReader in = new FrameReader(ends[1], Framing.varint());
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread thread =
        Network.os()
            .start(() -> {
              try {
                end.complete(new AssertionError(in.read()));
              } catch (Exception e) {
                end.complete(e);
              }
            });
    org.awaitility.Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
    ends[1].close();
    assertThat(end.get(20, TimeUnit.SECONDS)).hasMessageContaining("EBADF");
  }
}
