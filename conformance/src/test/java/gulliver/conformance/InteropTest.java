package gulliver.conformance;

import static gulliver.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Datagram;
import gulliver.socket.Errno;
import gulliver.socket.Pollfd;
import gulliver.socket.Socket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conversations with programs that others wrote: nc, curl, Python's socket, java.net; both ways.
 */
class InteropTest extends Suite {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Override
  protected World newWorld() {
    return OsWorld.JAVA;
  }

  // ---- what the tests say in ----

  private Program program(String... command) throws IOException {
    Program.needs(command[0]);
    return closing(Program.start(command));
  }

  private Program python(String... lines) throws IOException {
    return closing(Program.python("import socket, sys\n" + String.join("\n", lines)));
  }

  private Socket server(String host) throws IOException {
    return closing(network().createServer(address(host, 0)));
  }

  private Socket datagrams(String host) throws IOException {
    Address address = address(host, 0);
    Socket socket = closing(network().socket(address.family(), SOCK_DGRAM));
    socket.settimeout(PATIENCE);
    socket.bind(address);
    return socket;
  }

  private static String port(Socket socket) throws IOException {
    return switch (socket.getsockname()) {
      case Address.Inet4 a -> String.valueOf(a.port());
      case Address.Inet6 a -> String.valueOf(a.port());
      case Address a -> throw new AssertionError(a);
    };
  }

  /** Sends back one connection's bytes until its end. */
  private CompletableFuture<Long> echoOnce(Socket server) {
    return start(() -> {
      try (Socket connection = server.accept().socket()) {
        byte[] buffer = new byte[4096];
        long all = 0;
        int n;
        while ((n = connection.recv(buffer)) > 0) {
          connection.sendall(buffer, 0, n);
          all += n;
        }
        return all;
      }
    });
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  // ---- nc ----

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void R17_ncTalksToOurServer(String host) throws Exception {
    Socket server = server(host);
    CompletableFuture<Long> echo = echoOnce(server);
    Program nc = program("nc", "-N", host, port(server));
    nc.type("one\ntwo\n");
    nc.in().close();
    assertThat(nc.rest()).isEqualTo("one\ntwo");
    assertThat(result(echo)).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void R13_ncTalksToOurDatagrams(String host) throws Exception {
    Socket socket = datagrams(host);
    Program nc = program("nc", "-u", host, port(socket));
    nc.type("ping\n");
    Datagram question = socket.recvfrom(100);
    assertThat(text(question.bytes())).isEqualTo("ping\n");
    socket.sendto("pong\n".getBytes(UTF_8), question.address());
    assertThat(nc.line()).isEqualTo("pong");
  }

  /** The port that nc says it has: its last word. */
  private static int portOf(String line) {
    return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void R18_ourClientTalksToNc(String host) throws Exception {
    Program nc = program("nc", "-lvn", host, "0");
    helloBothWays(address(host, portOf(nc.line())), nc, "Connection received on " + host);
  }

  private void helloBothWays(Address there, Program nc, String greeting) throws IOException {
    Socket client = closing(network().createConnection(there));
    client.sendall("hello nc\n".getBytes(UTF_8));
    assertThat(nc.line()).startsWith(greeting);
    assertThat(nc.line()).isEqualTo("hello nc");
    nc.type("hello from nc\n");
    byte[] hello = new byte[14];
    client.recvall(hello);
    assertThat(text(hello)).isEqualTo("hello from nc\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void R13_ourDatagramsGoToNcAndBack(String host) throws Exception {
    Program nc = program("nc", "-lvnu", host, "0");
    Address there = address(host, portOf(nc.line()));
    Socket socket = datagrams(host);
    socket.sendto("ping\n".getBytes(UTF_8), there);
    assertThat(nc.line()).startsWith("Connection received on " + host);
    assertThat(nc.line()).isEqualTo("ping");
    nc.type("pong\n");
    Datagram answer = socket.recvfrom(100);
    assertThat(text(answer.bytes())).isEqualTo("pong\n");
    assertThat(answer.address()).isEqualTo(there);
  }

  @Test
  void R18_ourClientTalksToNcOnAPath() throws Exception {
    Address.Unix path = new Address.Unix(folder.resolve("nc").toString());
    Program nc = program("nc", "-lvU", path.path());
    assertThat(nc.line()).startsWith("Bound on");
    assertThat(nc.line()).startsWith("Listening on");
    helloBothWays(path, nc, "Connection received on");
  }

  // ---- Python's socket ----

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void R18_ourClientTalksToPythonsServer(String host) throws Exception {
    Program python =
        python(
            "s = socket.create_server(('%s', 0), family=socket.AF_INET%s)"
                .formatted(host, host.contains(":") ? "6" : ""),
            "print(s.getsockname()[1], flush=True)",
            "c, who = s.accept()",
            "print(who[0], who[1], flush=True)",
            "data = b''.join(iter(lambda: c.recv(65536), b''))",
            "c.sendall(data[::-1])",
            "c.close()");
    Address there = address(host, Integer.parseInt(python.line()));
    Socket client = closing(network().createConnection(there, PATIENCE));
    assertThat(python.line()).isEqualTo(host + " " + port(client));
    client.sendall(pattern(300_000));
    client.shutdown(SHUT_WR);
    byte[] back = new byte[300_001];
    assertThat(client.recvall(back)).isEqualTo(300_000);
    byte[] sent = pattern(300_000);
    for (int i = 0; i < sent.length; i += 997) {
      assertThat(back[sent.length - 1 - i]).isEqualTo(sent[i]);
    }
    python.rest();
  }

  /** The last byte that is sent with MSG_OOB is kept aside, and recv stops where it stood. */
  @Test
  void urgentDataComeAsideFromPythonAndGoThere() throws Exception {
    Socket server = server("127.0.0.1");
    Program python =
        python(
            "import select",
            "s = socket.create_connection(('127.0.0.1', %s))".formatted(port(server)),
            "s.sendall(b'before')",
            "s.send(b'xy!', socket.MSG_OOB)",
            "s.sendall(b'behind')",
            "p = select.poll()",
            "p.register(s, select.POLLPRI)",
            "p.poll()",
            "print(s.recv(9, socket.MSG_OOB), s.recv(9), s.recv(9))");
    Socket connection = closing(server.accept().socket());
    connection.settimeout(PATIENCE);
    network().poll(List.of(new Pollfd(connection, POLLPRI)), PATIENCE);
    assertThat(text(connection.recv(9, MSG_OOB | MSG_PEEK))).isEqualTo("!");
    assertThat(text(connection.recv(9, MSG_OOB))).isEqualTo("!");
    assertThat(Errno.of(failure(() -> connection.recv(9, MSG_OOB)))).isEqualTo(Errno.EINVAL);
    assertThat(text(connection.recv(20))).isEqualTo("beforexy");
    assertThat(text(connection.recv(6, MSG_WAITALL))).isEqualTo("behind");

    connection.sendall("one".getBytes(UTF_8));
    connection.send("?".getBytes(UTF_8), MSG_OOB);
    connection.sendall("two".getBytes(UTF_8));
    assertThat(python.rest()).isEqualTo("b'?' b'one' b'two'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void R17_pythonsClientTalksToOurServer(String host) throws Exception {
    Socket server = server(host);
    CompletableFuture<Long> echo = echoOnce(server);
    Program python =
        python(
            "c = socket.create_connection(('%s', %s))".formatted(host, port(server)),
            "data = bytes(i * 7 & 255 for i in range(200000))",
            "import threading",
            "threading.Thread(target=lambda: (c.sendall(data), c.shutdown(socket.SHUT_WR))).start()",
            "back = b''.join(iter(lambda: c.recv(65536), b''))",
            "print(back == data)");
    assertThat(python.rest()).isEqualTo("True");
    assertThat(result(echo)).isEqualTo(200_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void R13_datagramsGoToPythonAndBack(String host) throws Exception {
    Program python =
        python(
            "s = socket.socket(socket.AF_INET%s, socket.SOCK_DGRAM)"
                .formatted(host.contains(":") ? "6" : ""),
            "s.bind(('%s', 0))".formatted(host),
            "print(s.getsockname()[1], flush=True)",
            "for i in range(3):",
            "    data, who = s.recvfrom(65536)",
            "    s.sendto(data[::-1] + str(who[1]).encode(), who)");
    Address there = address(host, Integer.parseInt(python.line()));
    Socket socket = closing(network().socket(there.family(), SOCK_DGRAM));
    socket.settimeout(PATIENCE);
    for (String message : List.of("abc", "", "x")) {
      socket.sendto(message.getBytes(UTF_8), there);
      Datagram answer = socket.recvfrom(100);
      assertThat(answer.address()).isEqualTo(there);
      assertThat(text(answer.bytes()))
          .isEqualTo(new StringBuilder(message).reverse() + port(socket));
    }
    python.rest();
  }

  @Test
  void unixDatagramsGoToPythonAndBack() throws Exception {
    Path theirs = folder.resolve("python");
    Program python =
        python(
            "s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)",
            "s.bind('%s')".formatted(theirs),
            "print('ready', flush=True)",
            "data, who = s.recvfrom(100)",
            "s.sendto(data.upper(), who)");
    assertThat(python.line()).isEqualTo("ready");
    Socket socket = closing(network().socket(AF_UNIX, SOCK_DGRAM));
    socket.settimeout(PATIENCE);
    socket.bind(Address.Unix.ofAbstract("gulliver-" + ProcessHandle.current().pid()));
    socket.sendto("lilliput".getBytes(UTF_8), unix(theirs.toString()));
    assertThat(text(socket.recv(100))).isEqualTo("LILLIPUT");
    python.rest();
  }

  // ---- curl ----

  @Test
  void R1_curlReadsOurUnixSocket() throws Exception {
    String path = folder.resolve("http").toString();
    Socket server = closing(network().createServer(unix(path)));
    CompletableFuture<String> serving =
        start(() -> {
          try (Socket connection = server.accept().socket()) {
            BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.inputStream(), UTF_8));
            String request = in.readLine();
            while (!in.readLine().isEmpty()) {
              // the header
            }
            connection.sendall(
                "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nworld\n"
                    .getBytes(UTF_8));
            return request;
          }
        });
    Program curl = program("curl", "-sS", "--unix-socket", path, "http://localhost/hello");
    assertThat(curl.rest()).isEqualTo("world");
    assertThat(result(serving)).isEqualTo("GET /hello HTTP/1.1");
  }

  // ---- java.net over IPv6; IPv4 is what the suites run against ----

  @Test
  void R1_javaNetTalksToOursOverIpv6BothWays() throws Exception {
    Socket server = server("::1");
    try (java.net.Socket client = new java.net.Socket()) {
      client.connect(server.getsockname().toSocketAddress());
      Accepted accepted = server.accept();
      closing(accepted.socket());
      assertThat(accepted.address()).isEqualTo(Address.of(client.getLocalSocketAddress()));
      client.getOutputStream().write(pattern(100));
      assertThat(accepted.socket().recv(200)).isEqualTo(pattern(100));
    }
    try (ServerSocket theirs = new ServerSocket()) {
      theirs.bind(address("::1", 0).toSocketAddress());
      Socket client =
          closing(network().createConnection(Address.of(theirs.getLocalSocketAddress())));
      try (java.net.Socket connection = theirs.accept()) {
        client.sendall(pattern(100));
        assertThat(connection.getInputStream().readNBytes(100)).isEqualTo(pattern(100));
      }
    }
  }

  @Test
  void R13_javaNetsDatagramsOverIpv6GoBothWays() throws Exception {
    Socket ours = datagrams("::1");
    try (DatagramSocket theirs = new DatagramSocket(address("::1", 0).toSocketAddress())) {
      theirs.setSoTimeout((int) PATIENCE.toMillis());
      ours.sendto(pattern(1200), Address.of(theirs.getLocalSocketAddress()));
      DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
      theirs.receive(packet);
      assertThat(packet.getLength()).isEqualTo(1200);
      theirs.send(packet);
      assertThat(ours.recvfrom(2000))
          .isEqualTo(
              new Datagram(pattern(1200), Address.of(theirs.getLocalSocketAddress()), false));
    }
  }
}
