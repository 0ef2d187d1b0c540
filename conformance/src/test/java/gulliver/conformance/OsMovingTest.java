package gulliver.conformance;

import static gulliver.socket.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Bpf;
import gulliver.socket.Descriptor;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Pollfd;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import gulliver.socket.WouldBlockException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How bytes go: together or apart, to which of several sockets, and in whose order. */
class OsMovingTest extends Suite {
  private static final int GROUP = 4;
  private static final int MANY = 80;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private static int port(Socket socket) throws IOException {
    return ((Inet4) socket.getsockname()).port();
  }

  /** A connection with two ends of ours, of which the first sends at once what it has. */
  private Socket[] connection() throws IOException {
    Socket server = closing(network().createServer(anywhere()));
    Socket client = closing(network().createConnection(server.getsockname()));
    client.setsockopt(TCP_NODELAY, true);
    return new Socket[] {client, closing(server.accept().socket())};
  }

  // ---- together ----

  /** What sends 300 bytes in three calls. */
  private interface Sending {
    void send(Socket socket) throws IOException;
  }

  private long segments(Sending sending) throws IOException {
    Socket[] ends = connection();
    sending.send(ends[0]);
    byte[] all = new byte[300];
    assertThat(ends[1].recvall(all)).isEqualTo(300);
    assertThat(all).isEqualTo(pattern(300));
    return ends[0].getsockopt(TCP_INFO).data_segs_out();
  }

  private static void send(Socket socket, int from, int flags) throws IOException {
    assertThat(socket.send(part(pattern(300), from, from + 100), flags)).isEqualTo(100);
  }

  @Test
  void whatFollowsAtOnceGoesInOneSegment() throws Exception {
    assertThat(
            segments(socket -> {
              send(socket, 0, 0);
              send(socket, 100, 0);
              send(socket, 200, 0);
            }))
        .isEqualTo(3);
    // the kernel holds it back for 200 ms at most, which a busy machine may take
    eventually(() ->
        assertThat(
                segments(socket -> {
                  send(socket, 0, MSG_MORE);
                  send(socket, 100, MSG_MORE);
                  send(socket, 200, 0);
                }))
            .isEqualTo(1));
  }

  @Test
  void aCorkHoldsBackUntilItIsPulled() throws Exception {
    eventually(() ->
        assertThat(
                segments(socket -> {
                  socket.setsockopt(TCP_CORK, true);
                  send(socket, 0, 0);
                  send(socket, 100, 0);
                  send(socket, 200, 0);
                  assertThat(socket.getsockopt(TCP_INFO).data_segs_out()).isZero();
                  socket.setsockopt(TCP_CORK, false);
                }))
            .isEqualTo(1));
  }

  @Test
  void twoSendsMakeOneDatagram() throws Exception {
    try (DatagramSocket peer = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
      socket.connect(new Inet4("127.0.0.1", peer.getLocalPort()));
      assertThat(socket.send(part(pattern(300), 0, 100), MSG_MORE)).isEqualTo(100);
      assertThat(socket.send(part(pattern(300), 100, 300))).isEqualTo(200);
      socket.send(new byte[7]);
      DatagramPacket packet = new DatagramPacket(new byte[500], 500);
      peer.receive(packet);
      assertThat(part(packet.getData(), 0, packet.getLength())).isEqualTo(pattern(300));
      peer.receive(packet);
      assertThat(packet.getLength()).isEqualTo(7);
    }
  }

  // ---- SO_REUSEPORT ----

  private List<Socket> group(SocketType type, int size) throws IOException {
    List<Socket> group = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Socket socket = closing(network().socket(AF_INET, type));
      socket.setsockopt(SO_REUSEPORT, true);
      socket.bind(i == 0 ? anywhere() : group.getFirst().getsockname());
      if (type.equals(SOCK_STREAM)) {
        socket.listen(MANY);
      }
      socket.setblocking(false);
      group.add(socket);
    }
    return group;
  }

  /** How many connections or datagrams each has. */
  private static List<Integer> counts(List<Socket> group) throws IOException {
    List<Integer> counts = new ArrayList<>();
    for (Socket socket : group) {
      int count = 0;
      while (takes(socket)) {
        count++;
      }
      counts.add(count);
    }
    return counts;
  }

  private static boolean takes(Socket socket) throws IOException {
    try {
      if (socket.type().equals(SOCK_STREAM)) {
        socket.accept().socket().close();
      } else {
        socket.recvfrom(10);
      }
      return true;
    } catch (WouldBlockException e) {
      return false;
    }
  }

  private void knock(Socket at, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      if (at.type().equals(SOCK_STREAM)) {
        closing(new java.net.Socket(InetAddress.ofLiteral("127.0.0.1"), port(at)));
      } else {
        try (Socket sender = network().socket(AF_INET, SOCK_DGRAM)) {
          sender.sendto(new byte[1], at.getsockname());
        }
      }
    }
  }

  private void shared(SocketType type) throws IOException {
    List<Socket> group = group(type, GROUP);
    knock(group.getFirst(), MANY);
    List<Integer> counts = counts(group);
    assertThat(counts.stream().mapToInt(n -> n).sum()).isEqualTo(MANY);
    // that one of four gets none of 80 happens once in two billion runs
    assertThat(counts).allMatch(n -> n > 0);
  }

  @Test
  void severalListenersShareTheConnections() throws Exception {
    shared(SOCK_STREAM);
  }

  @Test
  void severalSocketsShareTheDatagrams() throws Exception {
    shared(SOCK_DGRAM);
  }

  @Test
  void aProgramChoosesTheListener() throws Exception {
    List<Socket> group = group(SOCK_STREAM, GROUP);
    for (int chosen = 0; chosen < GROUP; chosen++) {
      group.getFirst().setsockopt(SO_ATTACH_REUSEPORT_CBPF, Bpf.assemble("ret #" + chosen));
      knock(group.getFirst(), 5);
      List<Integer> counts = counts(group);
      for (int i = 0; i < GROUP; i++) {
        assertThat(counts.get(i)).as(i + " of " + counts).isEqualTo(i == chosen ? 5 : 0);
      }
    }
  }

  /** Of a group, the socket that wishes for the CPU that a packet comes in on. */
  @Test
  void packetsGoToTheSocketOfTheirCpu() throws Exception {
    Assumptions.assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "needs two CPUs");
    List<Socket> group = group(SOCK_DGRAM, 2);
    for (int cpu = 0; cpu < 2; cpu++) {
      group.get(cpu).setsockopt(SO_INCOMING_CPU, cpu);
      assertThat(group.get(cpu).getsockopt(SO_INCOMING_CPU)).isEqualTo(cpu);
    }
    for (int cpu = 0; cpu < 2; cpu++) {
      try (Program python =
          Program.python(
              """
              import os, socket, sys
              os.sched_setaffinity(0, {int(sys.argv[2])})
              for i in range(20):
                  with socket.socket(type=socket.SOCK_DGRAM) as s:
                      s.sendto(b'x', ('127.0.0.1', int(sys.argv[1])))
              """,
              port(group.getFirst()),
              cpu)) {
        python.rest();
      }
      assertThat(counts(group).get(cpu)).isEqualTo(20);
    }
  }

  // ---- MSG_OOB ----

  private Socket urgentFromPython(boolean inline) throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    Program python =
        closing(
            Program.python(
                """
                import socket, sys
                s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
                sys.stdin.readline()
                s.send(b'ab')
                s.send(b'!', socket.MSG_OOB)
                s.send(b'cd')
                print('sent', flush=True)
                sys.stdin.readline()
                """,
                port(server)));
    Socket connection = closing(server.accept().socket());
    connection.setsockopt(SO_OOBINLINE, inline);
    assertThat(connection.sockatmark()).isFalse();
    python.type("go\n");
    python.expect("sent");
    network().poll(List.of(new Pollfd(connection, Linux.POLLPRI)), Duration.ofSeconds(20));
    return connection;
  }

  @Test
  void urgentDataIsOutOfTheStream() throws Exception {
    Socket connection = urgentFromPython(false);
    assertThat(connection.sockatmark()).isFalse();
    assertThat(connection.recv(10)).isEqualTo(new byte[] {'a', 'b'}); // as far as the mark
    assertThat(connection.sockatmark()).isTrue();
    assertThat(connection.recv(10, MSG_OOB)).isEqualTo(new byte[] {'!'});
    assertThat(Errno.of(failure(() -> connection.recv(10, MSG_OOB)))).isEqualTo(Errno.EINVAL);
    assertThat(connection.recv(10)).isEqualTo(new byte[] {'c', 'd'});
    assertThat(connection.sockatmark()).isFalse();
  }

  @Test
  void urgentDataIsInTheStreamIfThatIsAskedFor() throws Exception {
    Socket connection = urgentFromPython(true);
    assertThat(connection.recv(10)).isEqualTo(new byte[] {'a', 'b'});
    assertThat(connection.sockatmark()).isTrue();
    assertThat(Errno.of(failure(() -> connection.recv(10, MSG_OOB)))).isEqualTo(Errno.EINVAL);
    assertThat(connection.recv(10)).isEqualTo(new byte[] {'!', 'c', 'd'});
  }

  /** tcp(7): urgent data are announced before there is room for them; such a call never waits. */
  @Test
  void urgentDataThatHaveNotComeAreNotWaitedFor() throws Exception {
    Socket server = closing(network().socket(AF_INET, SOCK_STREAM));
    server.setsockopt(SO_RCVBUF, 2048); // of the connection, too
    server.bind(anywhere());
    server.listen(1);
    Socket sender = closing(network().createConnection(server.getsockname()));
    Socket connection = closing(server.accept().socket());
    int sent = 0;
    for (int i = 0; i < 4; i++) {
      sent += Math.max(0, sender.send(new byte[2000], MSG_DONTWAIT));
    }
    sender.send(new byte[] {'!'}, MSG_OOB);
    eventually(() ->
        assertThatThrownBy(() -> connection.recv(1, MSG_OOB)) // EINVAL: nothing announced
            .isInstanceOf(WouldBlockException.class));
    sender.close();
    int received = 0;
    for (int n; (n = connection.recv(2000).length) > 0; ) {
      received += n;
    }
    assertThat(received).isEqualTo(sent); // and the urgent byte beside them
  }

  @Test
  void urgentDataOfOursIsUrgentForPython() throws Exception {
    Program python =
        closing(
            Program.python(
                """
                import select, socket
                server = socket.create_server(('127.0.0.1', 0))
                print(server.getsockname()[1], flush=True)
                s, _ = server.accept()
                select.select([], [], [s])
                print(s.recv(10, socket.MSG_OOB), s.recv(10), flush=True)
                """));
    Address to = new Inet4("127.0.0.1", Integer.parseInt(python.line()));
    Socket socket = closing(network().createConnection(to));
    socket.send(new byte[] {'a', 'b', '!'}, MSG_OOB); // the last is the urgent one
    assertThat(python.line()).isEqualTo("b'!' b'ab'");
  }

  @Test
  void aDatagramSocketHasNoMark() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    assertThat(Errno.of(failure(socket::sockatmark))).isEqualTo(Errno.ENOTTY);
    socket.close();
    assertThat(Errno.of(failure(socket::sockatmark))).isEqualTo(Errno.EBADF);
  }

  // ---- SO_PEERPIDFD ----

  @Test
  void thePeersProcessIsADescriptorThatTellsItsEnd(@TempDir Path folder) throws Exception {
    String path = folder.resolve("s").toString();
    Socket server = closing(network().createServer(unix(path)));
    Program python =
        closing(
            Program.python(
                """
                import os, socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                print(os.getpid(), flush=True)
                sys.stdin.readline()
                """,
                path));
    Socket connection = closing(server.accept().socket());
    String pid = python.line();
    Descriptor process = closing(connection.peerpidfd());
    assertThat(Files.readAllLines(Path.of("/proc/self/fdinfo", String.valueOf(process.fileno()))))
        .contains("Pid:\t" + pid);
    Pollfd end = new Pollfd(process, Linux.POLLIN);
    assertThat(network().poll(List.of(end), Duration.ZERO)).isZero();
    python.type("go\n");
    assertThat(network().poll(List.of(end), Duration.ofSeconds(20))).isEqualTo(1);
  }

  @Test
  void aDescriptorThatNobodyWouldOwnIsRefused() throws Exception {
    Socket[] pair = network().socketpair();
    closing(pair[0]);
    closing(pair[1]);
    assertThatThrownBy(() -> pair[0].getsockopt(Linux.SOL_SOCKET, Linux.SO_PEERPIDFD, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("getsockopt SO_PEERPIDFD: it opens a descriptor: peerpidfd() is allowed");
    Socket udp = closing(network().socket(AF_INET, SOCK_DGRAM));
    assertThat(failure(udp::peerpidfd)).hasMessageContaining("getsockopt SO_PEERPIDFD: E");
    udp.close();
    assertThat(Errno.of(failure(udp::peerpidfd))).isEqualTo(Errno.EBADF);
  }
}
