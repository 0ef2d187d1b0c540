package gulliver.examples;

import static gulliver.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import gulliver.nio.JavaServerSocket;
import gulliver.socket.*;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({NoStackTraces.class, NothingLeaks.class})
class ExamplesTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Network network = Network.os();

  @TempDir Path folder;

  // ---- EchoServer, EchoClient ----

  @Test
  void R1_R17_R18_serverAndClientTalkBetweenProcesses() throws Exception {
    try (Program server = Program.example("EchoServer", "0")) {
      String port = port(server.line());
      assertThat(Program.printed(EchoClient::main, "127.0.0.1", port))
          .isEqualTo("the answer is: hello\n");
      try (Program nc = Program.start("nc", "-N", "127.0.0.1", port)) {
        assertThat(nc.input("one\ntwo\n").rest()).isEqualTo("one\ntwo\n");
      }
    }
  }

  @Test
  void R19_theEchoServerServesManyClientsAtOnce() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    try (Socket server = network.createServer(address("127.0.0.1", 0))) {
      network.start(() -> end.complete(catchThrowable(() -> EchoServer.serve(server))));
      List<java.net.Socket> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(new java.net.Socket(LOOPBACK, port(server)));
      }
      for (int i = 0; i < 20; i++) {
        clients.get(i).getOutputStream().write(("client " + i).getBytes(UTF_8));
        clients.get(i).shutdownOutput();
      }
      for (int i = 19; i >= 0; i--) {
        assertThat(clients.get(i).getInputStream().readAllBytes())
            .asString()
            .isEqualTo("client " + i);
        clients.get(i).close();
      }
    }
    assertThat(Errno.of(end.get(10, TimeUnit.SECONDS))).isEqualTo(Errno.EBADF);
  }

  @Test
  void R18_theEchoClientAnswersWhatAJavaServerSends() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK)) {
      network.start(() -> {
        try (java.net.Socket client = server.accept()) {
          byte[] question = client.getInputStream().readNBytes(5);
          assertThat(question).asString(UTF_8).isEqualTo("hello");
          client.getOutputStream().write("HELLO".getBytes(UTF_8));
        }
      });
      Address address = Address.of(server.getLocalSocketAddress());
      assertThat(EchoClient.echo(network, address, "hello")).isEqualTo("HELLO");
    }
  }

  // ---- UdpEcho ----

  @Test
  void R13_theServerAnswersToTheAddressThatRecvfromGave() throws Exception {
    try (Socket server = network.socket(AF_INET, SOCK_DGRAM);
        DatagramSocket client = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      server.bind(address("127.0.0.1", 0));
      client.setSoTimeout(10_000);
      byte[] question = "hello".getBytes(UTF_8);
      client.send(
          new DatagramPacket(question, question.length, server.getsockname().toSocketAddress()));
      UdpEcho.answer(server);
      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      client.receive(answer);
      assertThat(answer.getLength()).isEqualTo(5);
      assertThat(Address.of(answer.getSocketAddress())).isEqualTo(server.getsockname());
    }
  }

  @Test
  void R13_aLostMessageIsSentAgain() throws Exception {
    try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      network.start(() -> {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        server.receive(packet); // as if it had been lost
        server.receive(packet);
        server.send(packet);
      });
      Address address = Address.of(server.getLocalSocketAddress());
      Datagram answer = UdpEcho.ask(network, address, "hello");
      assertThat(answer.bytes()).asString(UTF_8).isEqualTo("hello");
      assertThat(answer.address()).isEqualTo(address);
    }
  }

  @Test
  void R13_bothEndsTalk() throws Exception {
    assertThat(Program.printed(UdpEcho::main)).containsPattern("answer hello from 127.0.0.1:\\d+");
  }

  // ---- FileTransfer ----

  @Test
  void R22_aFileArrivesAsSha256sumSaysItWas() throws Exception {
    Path file = folder.resolve("random");
    byte[] content = new byte[3_000_001];
    new Random(42).nextBytes(content);
    Files.write(file, content);
    String printed = Program.printed(FileTransfer::main, file.toString());
    try (Program sum = Program.start("sha256sum", file.toString())) {
      assertThat(printed).isEqualTo(sum.rest());
    }
  }

  @Test
  void R5_aFileThatArrivesDamagedIsAFailure() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "as it was sent");
    try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK)) {
      network.start(() -> {
        try (java.net.Socket client = server.accept()) {
          client.getInputStream().readAllBytes();
          client.getOutputStream().write(new byte[32]); // nothing has this SHA-256
        }
      });
      try (Socket client = network.createConnection(Address.of(server.getLocalSocketAddress()))) {
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> FileTransfer.send(client, file))
            .withMessageEndingWith("did not arrive as it was sent");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none"})
  void R5_aFileThatCannotBeReadIsSaidBeforeAnythingIsSent(String name) {
    Path none = folder.resolve(name); // the folder itself, too
    assertThatIOException()
        .isThrownBy(() -> FileTransfer.main(none.toString()))
        .withMessage(none + ": no file that can be read");
    assertThatIOException()
        .isThrownBy(() -> SendFile.main(none.toString()))
        .withMessage(none + ": no file that can be read");
  }

  // ---- Boundaries ----

  @Test
  void R25_theStreamSplitsAndJoinsAndDatagramsStay() throws Exception {
    assertThat(Program.printed(Boundaries::main))
        .isEqualTo(
            """
            TCP, sent 100, received [50, 50]
            TCP, sent 40 and 60, received [100]
            UDP, sent 40 and 60, received [40, 60]
            """);
  }

  // ---- Names ----

  @Test
  void R12_localhostIsFoundAsGetentFindsIt() throws Exception {
    List<Address> hosts = new ArrayList<>();
    try (Program getent = Program.start("getent", "ahosts", "localhost")) {
      for (String line : getent.rest().split("\n", -1)) {
        if (line.contains("STREAM")) {
          hosts.add(Sockets.address(line.substring(0, line.indexOf(' ')), 80));
        }
      }
    }
    assertThat(Names.find(network, "localhost", "http")).isEqualTo(hosts);
  }

  @Test
  void R8_wellKnownPortsAreFoundByNameAndBack() throws Exception {
    assertThat(Program.printed(Names::main))
        .contains("ftp-data  20 = ftp-data", "ftp       21 = ftp\n", "telnet    23 = telnet")
        .contains("http      80 = http");
  }

  // ---- Timeouts ----

  @Test
  void R30_aWaitEndsFourWays() throws Exception {
    String[] lines = Program.printed(Timeouts::main).split("\n", -1);
    assertThat(lines[0]).isEqualTo("time-out:  SocketTimeoutException");
    assertThat(lines[1]).matches(" {2}recv .*timed out.*");
    assertThat(lines[2]).isEqualTo("within:    SocketTimeoutException, after 0 calls");
    assertThat(lines[3]).matches(" {2}recv .*the deadline has passed.*");
    assertThat(lines[4]).isEqualTo("interrupt: InterruptedIOException");
    assertThat(lines[5]).matches(" {2}recv .*EINTR.*");
    assertThat(lines[6]).isEqualTo("close:     EBADF");
    assertThat(lines[7]).matches(" {2}recv .*EBADF.*");
    assertThat(lines).allMatch(line -> line.length() <= 80);
  }

  @Test
  void R30_aSilentServerEndsInATimeOut() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 8, LOOPBACK);
        Socket client = network.createConnection(Address.of(silent.getLocalSocketAddress()))) {
      client.settimeout(java.time.Duration.ofMillis(10));
      assertThat(Timeouts.waitForData(client)).startsWith("SocketTimeoutException");
    }
  }

  @Test
  void R30_aServerThatSendsALittleEveryNowAndThenIsGivenATimeForAll() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
        Socket client = network.createConnection(Address.of(server.getLocalSocketAddress()));
        java.net.Socket dripping = server.accept()) {
      dripping.getOutputStream().write(1);
      assertThat(Timeouts.allWithin(java.time.Duration.ofMillis(20), client))
          .contains("after 1 calls\n");
      dripping.shutdownOutput();
      assertThat(Timeouts.allWithin(java.time.Duration.ofSeconds(20), client))
          .isEqualTo("the end after 0 calls");
    }
  }

  // ---- NonBlocking ----

  @Test
  void R26_aSlowReceiverStallsTheSenderAndNothingIsLost() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
        Socket client = network.createConnection(Address.of(server.getLocalSocketAddress()));
        java.net.Socket slow = server.accept()) {
      long sent = NonBlocking.fill(client);
      assertThat(sent).isPositive();
      client.shutdown(SHUT_WR);
      long received = slow.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      assertThat(received).isEqualTo(sent);
    }
  }

  @Test
  void R24_callsThatDoNotWaitSaySo() throws Exception {
    assertThat(Program.printed(NonBlocking::main))
        .isEqualTo(
            """
            recv with MSG_DONTWAIT: -1
            recv of a socket that does not wait: -1
            recv that answers an array: EAGAIN
            sent until it would block: some bytes
            received again: all
            """);
  }

  // ---- UnixEcho ----

  @Test
  void R1_unixSocketsTalkWithJava() throws Exception {
    UnixDomainSocketAddress path = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(path);
      network.start(() -> {
        try (SocketChannel client = server.accept()) {
          byte[] question = Channels.newInputStream(client).readAllBytes();
          Channels.newOutputStream(client)
              .write((new String(question, UTF_8) + "!").getBytes(UTF_8));
        }
      });
      assertThat(UnixEcho.ask(network, Address.of(path), "hello")).isEqualTo("hello!");
    }
  }

  @Test
  void R1_unixSocketsTalkWithEachOther() throws Exception {
    assertThat(Program.printed(UnixEcho::main)).isEqualTo("the answer is: hello\n");
  }

  // ---- FixedBuffer ----

  @Test
  void R31_aStreamOfUnknownLengthIsReadWhole() throws Exception {
    byte[] content = new byte[1_234_567];
    new Random(42).nextBytes(content);
    try (ServerSocket server = new ServerSocket(0, 8, LOOPBACK);
        Socket client = network.createConnection(Address.of(server.getLocalSocketAddress()))) {
      network.start(() -> {
        try (java.net.Socket sender = server.accept()) {
          sender.getOutputStream().write(content);
        }
      });
      assertThat(FixedBuffer.readAll(client)).isEqualTo(content);
    }
    assertThat(Program.printed(FixedBuffer::main)).isEqualTo("received 100000 bytes\n");
  }

  // ---- ByteOrder ----

  @ParameterizedTest
  @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
  void R35_machinesOfBothOrdersSendWhatJavasDataOutputSends(String name) throws Exception {
    java.nio.ByteOrder order =
        name.equals("BIG_ENDIAN")
            ? java.nio.ByteOrder.BIG_ENDIAN
            : java.nio.ByteOrder.LITTLE_ENDIAN;
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(wire)) { // "high byte first", it says
      out.writeShort(80);
      out.writeInt(0x7f010203);
    }
    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    ours.write(ByteOrder.port(order, 80));
    ours.write(ByteOrder.host(order, 0x7f010203));
    assertThat(ours.toByteArray()).isEqualTo(wire.toByteArray());
  }

  @Test
  void R35_htonsIsWhatPythonsIs() throws Exception {
    try (Program python =
        Program.start(
            "python3",
            "-c",
            "import socket, sys; s = socket; print('this machine is', sys.byteorder.upper() + '_ENDIAN');"
                + "print('htons(80) = %d, ntohs of that = %d' % (s.htons(80), s.ntohs(s.htons(80))))")) {
      String theirs = python.rest();
      assertThat(Program.printed(ByteOrder::main)).startsWith(theirs);
    }
    assertThat(Program.printed(ByteOrder::main))
        .contains(HexFormat.ofDelimiter(" ").formatHex("hello".getBytes(US_ASCII)));
  }

  // ---- Streams ----

  @Test
  void R23_linesTravelThroughJavasStreams() throws Exception {
    assertThat(Program.printed(Streams::main))
        .isEqualTo("hello -> HELLO\nhow are you? -> HOW ARE YOU?\nand then null\n");
    try (Socket server = network.createServer(address("127.0.0.1", 0))) {
      network.start(() -> {
        try (Socket client = server.accept().socket()) {
          Streams.shout(client);
        }
      });
      try (Program nc = Program.start("nc", "-N", "127.0.0.1", String.valueOf(port(server)))) {
        assertThat(nc.input("one\ntwo\n").rest()).isEqualTo("ONE\nTWO\n");
      }
    }
  }

  // ---- MulticastDiscovery ----

  @ParameterizedTest
  @ValueSource(strings = {"serve", "serve 127.0.0.1 echo", "find 127.0.0.1", "seek 127.0.0.1 echo"})
  void wrongArgumentsAreAnsweredWithTheRightOnes(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MulticastDiscovery.main(line.split(" ")))
        .withMessageContaining("'serve ADDRESS SERVICE PORT' or 'find ADDRESS SERVICE'");
  }

  @Test
  void R12_aServerIsFoundByMulticast() throws Exception {
    assertThat(Program.printed(MulticastDiscovery::main))
        .isEqualTo("found echo where it is: true\nfound nobody for chess: true\n");
  }

  /** Says nothing at first, then nonsense, then the answer; prints the questions. */
  private static final String PYTHON_SERVER =
      """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.bind(('', 0))
      s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
          socket.inet_aton('239.255.71.85') + socket.inet_aton('127.0.0.1'))
      print(s.getsockname()[1], flush=True)
      for answer in None, b'echo 1x', b'echo 12345':
          question, client = s.recvfrom(512)
          print(question.decode(), flush=True)
          if answer:
              s.sendto(answer, client)
      """;

  @Test
  void R12_theClientFindsAPythonServerAndAsksAgain() throws Exception {
    try (Program python = Program.start("python3", "-c", PYTHON_SERVER)) {
      int port = Integer.parseInt(python.line());
      assertThat(MulticastDiscovery.find(network, address("127.0.0.1", 0), port, "echo"))
          .contains(address("127.0.0.1", 12345));
      assertThat(python.rest()).isEqualTo("who serves echo?\n".repeat(3));
    }
  }

  /** Asks for something else, then for what there is. */
  private static final String PYTHON_CLIENT =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('127.0.0.1'))
      for service in 'chess', 'echo':
          s.sendto(b'who serves %s?' % service.encode(), ('239.255.71.85', int(sys.argv[1])))
      print(s.recv(100).decode())
      """;

  @Test
  void R12_theServerAnswersAPythonClient() throws Exception {
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    try (Socket server = MulticastDiscovery.join(network, address("127.0.0.1", 0), 0)) {
      network.start(() -> {
        MulticastDiscovery.answer(server, "echo", 7);
        end.complete(true);
      });
      String port = String.valueOf(port(server));
      try (Program python = Program.start("python3", "-c", PYTHON_CLIENT, port)) {
        assertThat(python.rest()).isEqualTo("echo 7\n");
      }
    }
    assertThat(end.get(10, TimeUnit.SECONDS)).isTrue();
  }

  /** In a network namespace with a cable: the loopback interface has no IPv6 multicast. */
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
  void R12_twoProcessesFindEachOtherOverACable(String host) throws Exception {
    String script =
        """
        sysctl -q net.ipv6.conf.default.accept_dad=0
        ip link set lo up
        ip link add d0 type veth peer name d1
        ip link set d1 up
        ip link set d0 up
        ip address add 192.0.2.1/24 dev d0
        ip address add 2001:db8::1/64 dev d0 nodad
        mkfifo $0/said
        "$@" serve $HERE echo 7007 > $0/said &
        read line < $0/said
        trap "kill $!" EXIT
        echo $line
        "$@" find $HERE echo
        """
            .replace(
                "$HERE", host.contains(":") ? host + "%$(ip -o link show d0 | cut -d: -f1)" : host);
    try (Program both = Program.inNamespace(script, folder, "MulticastDiscovery")) {
      assertThat(both.line()).isEqualTo("serving echo");
      assertThat(both.line())
          .matches(host.contains(":") ? "\\[fe80:[0-9a-f:]+%\\d+]:7007" : "192.0.2.1:7007");
      assertThat(both.rest()).isEmpty();
    }
  }

  // ---- HandOver ----

  @Test
  void R37_aConnectionIsHandedToAnotherProcess() throws Exception {
    try (Program boss = Program.example("HandOver")) {
      assertThat(boss.rest()).isEqualTo("accepted here, served by the worker\n");
    }
  }

  // ---- AnswerFromWhereAsked ----

  @Test
  void R37_theAnswerComesFromTheAddressThatWasAsked() throws Exception {
    assertThat(Program.printed(AnswerFromWhereAsked::main))
        .matches(
            "asked (127\\.0\\.0\\.1:\\d+), answered by \\1\nasked (127\\.0\\.0\\.2:\\d+), answered by \\2\n");
  }

  // ---- JavaSockets ----

  @Test
  void oldCodeTalksOverTcpAndOverAUnixSocket() throws Exception {
    assertThat(Program.printed(JavaSockets::main))
        .isEqualTo("over TCP:  HELLO\nover UNIX: HELLO\n");
  }

  @Test
  void oldCodeTalksWithNc() throws Exception {
    try (Socket server = network.createServer(address("127.0.0.1", 0))) {
      network.start(() -> JavaSockets.shout(JavaServerSocket.of(server)));
      try (Program nc = Program.start("nc", "-N", "127.0.0.1", String.valueOf(port(server)))) {
        assertThat(nc.input("one\n").rest()).isEqualTo("ONE\n");
      }
    }
  }

  // ---- Examples ----

  @Test
  void allExamplesAreInTheList() throws Exception {
    List<String> mains = new ArrayList<>();
    try (var files = Files.list(Path.of("src/main/java/gulliver/examples"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.readString(file).contains("public static void main(")) {
          mains.add(file.getFileName().toString().replace(".java", ""));
        }
      }
    }
    assertThat(Examples.all())
        .extracting(Examples.Example::name)
        .containsExactlyInAnyOrderElementsOf(mains);
    assertThat(Examples.find("echoserver")).isPresent();
    assertThat(Examples.find("none")).isEmpty();
  }

  private static int port(Socket server) throws IOException {
    return ((Address.Inet4) server.getsockname()).port();
  }

  private static String port(String listening) {
    assertThat(listening).startsWith("listening on 127.0.0.1:");
    return listening.substring(listening.lastIndexOf(':') + 1);
  }

  // ---- Descriptors, Readiness, EventLoop, SendFile, Activation ----

  @Test
  void R37_descriptorsGiveWhatTheyAreGiven() throws Exception {
    assertThat(Program.printed(Descriptors::main))
        .startsWith(
            """
            through a pipe, then 0 bytes
            counted to 3
            the timer has expired 1 time
            this program is \
            """);
  }

  @Test
  void R37_pollAndSelectTellWhoHasSomething() throws Exception {
    assertThat(Program.printed(Readiness::main))
        .isEqualTo(
            """
            poll:   the second
            select: the second to read
            select: the first to write
            after 10 ms: 0
            """);
  }

  @Test
  void R37_oneThreadServesManyClientsAndASlowOne() throws Exception {
    assertThat(Program.printed(EventLoop::main)).isEqualTo("once around the loop\n");
    Thread thread;
    try (Socket server = network.createServer(address("127.0.0.1", 0));
        EventLoop loop = new EventLoop(server)) {
      thread = network.start(loop::run);
      byte[] much = new byte[5_000_000];
      new Random(1).nextBytes(much);
      try (java.net.Socket slow = new java.net.Socket(LOOPBACK, port(server));
          Program nc = Program.start("nc", "-N", "127.0.0.1", String.valueOf(port(server)))) {
        network.start(() -> { // sends all before it takes any: more than the buffers hold
          slow.getOutputStream().write(much);
          slow.shutdownOutput();
        });
        assertThat(nc.input("one\ntwo\n").rest()).isEqualTo("one\ntwo\n");
        assertThat(slow.getInputStream().readAllBytes()).isEqualTo(much);
      }
    }
    thread.join();
  }

  @Test
  void R37_curlGetsTheFileThatTheKernelSends() throws Exception {
    Path file = folder.resolve("file");
    byte[] content = new byte[3_000_001];
    new Random(42).nextBytes(content);
    Files.write(file, content);
    Path got = folder.resolve("got");
    try (Program server = Program.example("SendFile", file.toString())) {
      String url = server.line().substring("curl ".length());
      try (Program curl = Program.start("curl", "-sSo", got.toString(), url)) {
        assertThat(curl.rest()).isEmpty();
      }
      assertThat(server.rest()).isEqualTo("sent 3000001 bytes of " + file + "\n");
    }
    assertThat(Files.readAllBytes(got)).isEqualTo(content);
  }

  @Test
  void R37_withoutAServiceManagerNobodyHasOpenedASocket() throws Exception {
    assertThat(Program.printed(Activation::main))
        .isEqualTo("nobody has opened a socket for this program\n");
  }
}
