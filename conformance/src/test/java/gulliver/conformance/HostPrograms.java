package gulliver.conformance;

import static gulliver.socket.Sockets.MSG_ZEROCOPY;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_BROADCAST;
import static gulliver.socket.Sockets.SO_RCVBUF;
import static gulliver.socket.Sockets.SO_ZEROCOPY;
import static gulliver.socket.Sockets.TCP_CONGESTION;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.createServer;
import static gulliver.socket.Sockets.socket;
import static gulliver.socket.Sockets.unix;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Datagram;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Linux.tcp_info;
import gulliver.socket.Socket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What the hosts of {@link OsHostsTest} run: small clients and servers, each a process. They print
 * one line for each thing that the test waits for, and read a line where they are to wait for it.
 */
final class HostPrograms {
  private static final BufferedReader INPUT =
      new BufferedReader(new InputStreamReader(System.in, UTF_8));

  private HostPrograms() {}

  /** Runs the program of the first argument with the others. */
  public static void main(String[] arguments) throws Exception {
    String where = arguments.length > 1 ? arguments[1] : "";
    int number = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
    switch (arguments[0]) {
      case "echo" -> echo(parse(where));
      case "say" -> say(parse(where), number);
      case "count" -> count(parse(where));
      case "send" -> send(parse(where), number);
      case "answer" -> answer(parse(where));
      case "discover" -> discover(parse(where));
      case "receive" -> receive(parse(where));
      case "bulk" -> bulk(parse(where), number, arguments[3]);
      case "backlog" -> backlog(parse(where), number);
      case "zerocopy" -> zerocopy(parse(where), number);
      case "zerocopy-udp" -> zerocopyUdp(parse(where), number);
      case "knock" -> knock(parse(where), number);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** {@code HOST/PORT}, or a UNIX path. */
  private static Address parse(String text) {
    if (text.startsWith("/")) {
      return unix(text);
    }
    int slash = text.indexOf('/');
    return address(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
  }

  // ---- streams ----

  private static void echo(Address at) throws IOException {
    try (Socket server = createServer(at)) {
      System.out.println("listening " + port(server.getsockname()));
      Accepted client = server.accept();
      try (Socket connection = client.socket()) {
        System.out.println("from " + client.address());
        byte[] buffer = new byte[4096];
        for (int n; (n = connection.recv(buffer)) > 0; ) {
          connection.sendall(buffer, 0, n);
        }
      }
      System.out.println("done");
    }
  }

  private static void say(Address to, int count) throws IOException {
    try (Socket socket = socket(to.family(), SOCK_STREAM)) {
      socket.connect(to);
      System.out.println("local " + socket.getsockname());
      System.out.println("peer " + socket.getpeername());
      byte[] message = Suite.pattern(count);
      byte[] back = new byte[count + 1];
      socket.sendall(message);
      socket.shutdown(SHUT_WR);
      int n = socket.recvall(back);
      boolean same = Arrays.equals(message, 0, count, back, 0, n);
      System.out.println("echoed " + n + (same ? " right" : " WRONG"));
    } catch (IOException e) {
      System.out.println("failed " + Errno.of(e));
    }
  }

  private static void zerocopy(Address to, int size) throws IOException {
    try (Socket socket = socket(to.family(), SOCK_STREAM)) {
      socket.connect(to);
      OsZeroCopyTest.send(socket, size);
    }
  }

  private static void zerocopyUdp(Address to, int size) throws IOException {
    try (Socket socket = socket(to.family(), SOCK_DGRAM)) {
      socket.setsockopt(SO_ZEROCOPY, true);
      for (int i = 0; i < 3; i++) {
        socket.sendto(Arena.ofAuto().allocate(size), MSG_ZEROCOPY, to);
      }
      System.out.println(socket.awaitZerocopy(3));
    }
  }

  /** Receives {@code Suite.pattern} until the end of the stream, and says so through it. */
  private static void receive(Address at) throws IOException {
    try (Socket server = createServer(at)) {
      System.out.println("listening " + port(server.getsockname()));
      try (Socket connection = server.accept().socket()) {
        byte[] buffer = new byte[1 << 16];
        byte[] all = new byte[0];
        for (int n; (n = connection.recv(buffer)) > 0; ) {
          int before = all.length;
          all = Arrays.copyOf(all, before + n);
          System.arraycopy(buffer, 0, all, before, n);
        }
        boolean same = Arrays.equals(all, Suite.pattern(all.length));
        System.out.println("received " + all.length + (same ? " right" : " WRONG"));
        connection.sendall(new byte[1]);
        INPUT.readLine(); // who closes last sees the connection longer
      }
    }
  }

  /** Sends, waits until all has arrived, and prints what the kernel thinks of the connection. */
  private static void bulk(Address to, int count, String algorithm) throws IOException {
    try (Socket socket = socket(to.family(), SOCK_STREAM)) {
      socket.setsockopt(TCP_CONGESTION, algorithm);
      socket.connect(to);
      socket.sendall(Suite.pattern(count));
      socket.shutdown(SHUT_WR);
      int acknowledged = socket.recvall(new byte[1]);
      ByteBuffer info =
          ByteBuffer.wrap(socket.getsockopt(Linux.IPPROTO_TCP, Linux.TCP_INFO, tcp_info.SIZEOF))
              .order(ByteOrder.nativeOrder());
      System.out.printf(
          "acknowledged %d algorithm %s retransmitted %d rtt %d cwnd %d mss %d bytes %d%n",
          acknowledged,
          socket.getsockopt(TCP_CONGESTION),
          info.getInt(tcp_info.tcpi_total_retrans),
          info.getInt(tcp_info.tcpi_rtt),
          info.getInt(tcp_info.tcpi_snd_cwnd),
          info.getInt(tcp_info.tcpi_snd_mss),
          info.getLong(tcp_info.tcpi_bytes_acked));
      INPUT.readLine();
    }
  }

  /** Listens and does not accept. */
  private static void backlog(Address at, int length) throws IOException {
    try (Socket server = socket(at.family(), SOCK_STREAM)) {
      server.bind(at);
      server.listen(length);
      System.out.println("listening " + port(server.getsockname()));
      INPUT.readLine();
    }
  }

  /** Connects several times and keeps the connections. */
  private static void knock(Address to, int times) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    int connected = 0;
    String last = "none";
    for (int i = 0; i < times; i++) {
      Socket socket = socket(to.family(), SOCK_STREAM);
      sockets.add(socket);
      socket.settimeout(Duration.ofMillis(500));
      try {
        socket.connect(to);
        connected++;
      } catch (IOException e) {
        last = e.getClass().getSimpleName() + " " + Errno.of(e);
      }
    }
    System.out.println("connected " + connected + " then " + last);
    INPUT.readLine();
    sockets.forEach(Socket::close);
  }

  // ---- datagrams ----

  private static final int HEADER = 8;

  /** Sends numbered datagrams of different lengths. */
  private static void send(Address to, int count) throws IOException {
    try (Socket socket = socket(to.family(), SOCK_DGRAM)) {
      for (int i = 0; i < count; i++) {
        socket.sendto(datagram(i), to);
      }
      System.out.println("sent " + count);
    }
  }

  private static byte[] datagram(int number) {
    byte[] bytes = Suite.pattern(HEADER + number * 7 % 900);
    ByteBuffer.wrap(bytes).putInt(number).putInt(~number);
    return bytes;
  }

  /** Lets them pile up in the receive buffer until told, then counts. */
  private static void count(Address at) throws IOException {
    try (Socket socket = socket(at.family(), SOCK_DGRAM)) {
      socket.setsockopt(SO_RCVBUF, 4 << 20);
      socket.bind(at);
      System.out.println("listening " + port(socket.getsockname()));
      INPUT.readLine();
      socket.setblocking(false);
      BitSet seen = new BitSet();
      int received = 0;
      int duplicates = 0;
      int wrong = 0;
      byte[] buffer = new byte[2048];
      for (int n; (n = socket.recv(buffer)) != Socket.WOULD_BLOCK; received++) {
        int number = ByteBuffer.wrap(buffer).getInt();
        byte[] expected = datagram(number);
        wrong += Arrays.equals(buffer, 0, n, expected, 0, expected.length) ? 0 : 1;
        duplicates += seen.get(number) ? 1 : 0;
        seen.set(number);
      }
      System.out.println("received " + received + " duplicates " + duplicates + " wrong " + wrong);
    }
  }

  /** Answers whoever asks. */
  private static void answer(Address at) throws IOException {
    try (Socket socket = socket(at.family(), SOCK_DGRAM)) {
      socket.bind(at);
      System.out.println("listening " + port(socket.getsockname()));
      Datagram question = socket.recvfrom(100);
      System.out.println("asked " + new String(question.bytes(), UTF_8));
      socket.sendto("here".getBytes(UTF_8), question.address());
    }
  }

  /** Asks everybody who is there; broadcasts have to be permitted first. */
  private static void discover(Address everybody) throws IOException {
    try (Socket socket = socket(everybody.family(), SOCK_DGRAM)) {
      byte[] question = "who is there?".getBytes(UTF_8);
      try {
        socket.sendto(question, everybody);
        System.out.println("sent");
      } catch (IOException e) {
        System.out.println("refused " + Errno.of(e));
        socket.setsockopt(SO_BROADCAST, true);
        socket.sendto(question, everybody);
      }
      socket.settimeout(Duration.ofSeconds(20));
      Datagram answer = socket.recvfrom(100);
      System.out.println("answer " + new String(answer.bytes(), UTF_8) + " " + answer.address());
    }
  }

  private static int port(Address address) {
    return switch (address) {
      case Address.Inet4 inet -> inet.port();
      case Address.Inet6 inet -> inet.port();
      default -> 0;
    };
  }
}
