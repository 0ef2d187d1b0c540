package gulliver.protocols.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.ChildJvm;
import gulliver.conformance.OsWorld;
import gulliver.conformance.Program;
import gulliver.conformance.World;
import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server on the operating system's network, and other people's clients. */
class OsServerTest extends ServerSuite {
  @TempDir Path folder;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private static int port(Address address) {
    return switch (address) {
      case Address.Inet4 four -> four.port();
      case Address.Inet6 six -> six.port();
      default -> throw new AssertionError(address);
    };
  }

  // ---- listeners ----

  @Test
  void R32_aServerListensAtSeveralAddressesOfSeveralFamilies() throws Exception {
    Path path = folder.resolve("socket");
    Server server =
        start(
            builder()
                .listen(new Address.Inet6(Address.Inet6.LOOPBACK, 0))
                .listen(new Address.Unix(path.toString())),
            ServerSuite::echo);
    assertThat(server.addresses()).hasSize(3);
    for (int i = 0; i < 2; i++) {
      String host = List.of("127.0.0.1", "::1").get(i);
      try (java.net.Socket client = new java.net.Socket(host, port(server.addresses().get(i)))) {
        client.getOutputStream().write("hello".getBytes(UTF_8));
        client.shutdownOutput();
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("hello");
      }
    }
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(UnixDomainSocketAddress.of(path));
      client.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
      ByteBuffer answer = ByteBuffer.allocate(5);
      while (answer.hasRemaining() && client.read(answer) >= 0) {
        // more
      }
      assertThat(answer.array()).asString().isEqualTo("hello");
    }
    server.close();
    assertThat(path).doesNotExist();
  }

  @Test
  void R32_ncIsServed() throws Exception {
    Program.needs("nc");
    Server server = start(builder(), ServerSuite::echo);
    try (Program nc =
        Program.start("nc", "-N", "127.0.0.1", String.valueOf(port(server.address())))) {
      nc.write("from nc\n");
      assertThat(nc.rest()).isEqualTo("from nc");
    }
    eventually(() -> assertThat(server.counters().completed()).isEqualTo(1));
  }

  @Test
  void aPathWhereNobodyListensAnyMoreIsReplacedAndOneWhereSomebodyDoesIsNot() throws Exception {
    Address.Unix path = new Address.Unix(folder.resolve("socket").toString());
    network().createServer(path).close(); // as a server that was killed leaves it
    Server server = start(Server.on(network()).listen(path), ServerSuite::echo);
    assertEchoes(client(server), "hello");
    IOException failure =
        failure(() -> Server.on(network()).listen(path).start(ServerSuite::echo).close());
    assertThat(Errno.of(failure)).isEqualTo(Errno.EADDRINUSE);
    assertEchoes(client(server), "still there");
  }

  @Test
  void aServerThatCannotStartLeavesNoFile() throws Exception {
    Path path = folder.resolve("socket");
    Path desk = folder.resolve("desk");
    Server server = start(builder(), ServerSuite::echo);
    IOException failure =
        failure(() ->
            Server.on(network())
                .listen(new Address.Unix(path.toString()))
                .listen(server.address())
                .successor(new Address.Unix(desk.toString()))
                .start(ServerSuite::echo)
                .close());
    assertThat(Errno.of(failure)).isEqualTo(Errno.EADDRINUSE);
    assertThat(path).doesNotExist();
    assertThat(desk).doesNotExist();
  }

  @Test
  void aGroupOfSocketsSharesAPort() throws Exception {
    Server server = start(builder().reuseport(4), ServerSuite::echo);
    assertThat(server.addresses()).hasSize(1);
    int port = port(server.address());
    List<String> listening =
        Program.run("ss", "-Hltn", "sport = :" + port).stream().filter(l -> !l.isBlank()).toList();
    assertThat(listening).hasSize(4);
    for (int i = 0; i < 20; i++) {
      assertEchoes(client(server), "hello");
    }
    assertThat(server.counters().accepted()).isEqualTo(20);
  }

  @Test
  void R32_aServerWhoseSocketsAreClosedByOthersStops() throws Exception {
    Socket listener = closing(network().createServer(anywhere()));
    Server server = start(Server.on(network()).listen(listener), ServerSuite::polite);
    Socket client = client(server);
    assertEchoes(client, "x");
    listener.close();
    assertThat(client.recv(1)).isEmpty();
    client.close();
    server.join();
  }

  @Test
  void anIpv6AddressCountsByItsFirst64Bits() {
    Places places = new Places(Limits.NONE.perAddress(1));
    assertThat(places.tryTake(new Address.Inet6("2001:db8:1:2::1", 1))).isTrue();
    assertThat(places.tryTake(new Address.Inet6("2001:db8:1:2:ffff::9", 2))).isFalse();
    assertThat(places.tryTake(new Address.Inet6("2001:db8:1:3::1", 3))).isTrue();
    assertThat(places.tryTake(new Address.Inet4("192.0.2.1", 4))).isTrue();
    assertThat(places.tryTake(new Address.Inet6("::ffff:192.0.2.1", 5))).isFalse();
    assertThat(places.tryTake(Address.Unix.UNNAMED)).isTrue();
    assertThat(places.tryTake(Address.Unix.UNNAMED)).isTrue();
    places.leave(new Address.Inet6("2001:db8:1:2::1", 1));
    assertThat(places.tryTake(new Address.Inet6("2001:db8:1:2:ffff::9", 2))).isTrue();
  }

  // ---- other processes ----

  /** Does what systemd does; then it is the client. */
  private static final String ACTIVATOR =
      """
      import fcntl, os, socket, sys
      tcp = socket.create_server(('127.0.0.1', 0))
      r, w = os.pipe()
      pid = os.fork()
      if pid == 0:
          given = fcntl.fcntl(tcp.fileno(), fcntl.F_DUPFD, 100)
          os.dup2(w, 1); os.dup2(given, 3); os.closerange(4, 200)
          os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1')
          os.execv(sys.argv[1], sys.argv[1:])
      os.close(w)
      c = socket.create_connection(tcp.getsockname(), timeout=20)
      c.send(b'?')
      print(c.recv(100).decode().strip() == str(pid), os.fdopen(r).readline().strip() ==
            'up %s:%d' % tcp.getsockname())
      os.kill(pid, 15); os.waitpid(pid, 0)
      """;

  @Test
  void R32_aServerIsActivatedByASocketThatAnotherHasOpened() throws Exception {
    try (Program python =
        Program.python(
            ACTIVATOR,
            Path.of(System.getProperty("java.home"), "bin", "java"),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ServerProcess.class.getName(),
            "activated")) {
      assertThat(python.rest()).isEqualTo("True True");
    }
  }

  @Test
  void R32_withoutDescriptorsAServerWaitsAndDoesNotSpin() throws Exception {
    int most = 60;
    List<String> limited = List.of("sh", "-c", "ulimit -n " + most + "; exec \"$@\"", "sh");
    Program child = closing(ChildJvm.start(ServerProcess.class, limited, List.of(), "0"));
    int port = Integer.parseInt(child.expect("up 127.0.0.1:(\\d+)").group(1));
    try (java.net.Socket first = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      first.getOutputStream().write('?');
      assertThat(first.getInputStream().read()).as("classes take descriptors").isPositive();
    }
    List<java.net.Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * most; i++) { // the queue takes all of them
        java.net.Socket client = new java.net.Socket(InetAddress.getLoopbackAddress(), port);
        clients.add(client);
        client.setSoTimeout(20_000);
        client.getOutputStream().write('?');
      }
      eventually(() -> assertThat(counter(child, "pauses")).isGreaterThanOrEqualTo(4));
      long served = counter(child, "active");
      assertThat(served).isBetween(1L, (long) most);
      for (int i = 0; i < clients.size(); i++) { // each that goes makes room for another
        assertThat(clients.get(i).getInputStream().read()).as("client %d", i).isPositive();
        clients.get(i).close();
      }
      // 10, 20, 40 ms, … and one for each that has gone: no more than that
      assertThat(counter(child, "pauses")).isLessThan(500);
    } finally {
      for (java.net.Socket client : clients) {
        client.close();
      }
    }
    child.type("stop\n");
    assertThat(child.rest()).contains("accepted=" + (2 * most + 1)).contains("failed=0");
  }

  private static long counter(Program child, String name) throws IOException {
    child.type("counters\n");
    for (; ; ) {
      String line = child.line();
      int at = line.indexOf(name + "=");
      if (line.startsWith("Counters[") && at > 0) {
        return Long.parseLong(line.substring(at + name.length() + 1).replaceAll("\\D.*", ""));
      }
    }
  }

  @Test
  void R32_curlIsToldThatTheServerIsFull() throws Exception {
    Program.needs("curl");
    byte[] busy =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlater"
            .getBytes(US_ASCII);
    Server server =
        start(
            builder()
                .limits(Limits.NONE.connections(1))
                .refusing((socket, _) -> socket.sendall(busy)),
            ServerSuite::echo);
    assertEchoes(client(server), "first");
    Set<String> said = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      said.addAll(
          Program.run(
              "curl", "-sS", "-w", " %{http_code}", "http:/" + "/" + server.address() + "/"));
    }
    assertThat(said).containsExactly("later 503");
  }
}
