package gulliver.conformance;

import static gulliver.conformance.ChildJvm.row;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.CMSG_LEN;
import static gulliver.socket.Sockets.CMSG_SPACE;
import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.MSG_ERRQUEUE;
import static gulliver.socket.Sockets.MSG_WAITALL;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SO_RCVBUF;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.AddressFamily;
import gulliver.socket.Capability;
import gulliver.socket.ControlMessage;
import gulliver.socket.ControlMessage.IpOrigdstaddr;
import gulliver.socket.ControlMessage.IpPktinfo;
import gulliver.socket.ControlMessage.IpRecverr;
import gulliver.socket.ControlMessage.IpTos;
import gulliver.socket.ControlMessage.IpTtl;
import gulliver.socket.ControlMessage.Ipv6Flowinfo;
import gulliver.socket.ControlMessage.Ipv6Hoplimit;
import gulliver.socket.ControlMessage.Ipv6Origdstaddr;
import gulliver.socket.ControlMessage.Ipv6Pktinfo;
import gulliver.socket.ControlMessage.Ipv6Recverr;
import gulliver.socket.ControlMessage.Ipv6Tclass;
import gulliver.socket.ControlMessage.ScmCredentials;
import gulliver.socket.ControlMessage.ScmPidfd;
import gulliver.socket.ControlMessage.ScmRights;
import gulliver.socket.ControlMessage.ScmTimestamp;
import gulliver.socket.ControlMessage.ScmTimestamping;
import gulliver.socket.ControlMessage.ScmTimestampns;
import gulliver.socket.ControlMessage.SoRxqOvfl;
import gulliver.socket.ControlMessage.TcpCmInq;
import gulliver.socket.ControlMessage.UdpGro;
import gulliver.socket.ControlMessage.UdpSegment;
import gulliver.socket.Descriptor;
import gulliver.socket.Errno;
import gulliver.socket.ExtendedError;
import gulliver.socket.InMessage;
import gulliver.socket.Linux;
import gulliver.socket.Message;
import gulliver.socket.OutMessage;
import gulliver.socket.Pollable;
import gulliver.socket.Socket;
import gulliver.socket.SocketOption;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Ancillary data, as the kernel gives and takes them, and Python at the other end. */
class OsControlMessageTest extends Suite {
  private static final int ROOM = 512;

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private static void on(Socket socket, int level, int name) throws IOException {
    socket.setsockopt(SocketOption.ofBoolean(level, name), true);
  }

  private Socket udp(AddressFamily family) throws IOException {
    if (family.equals(AF_INET6)) {
      needs(Capability.IPV6);
    }
    Socket socket = closing(network().socket(family, SOCK_DGRAM));
    socket.bind(family.equals(AF_INET6) ? new Inet6("::1", 0) : anywhere());
    socket.settimeout(Duration.ofSeconds(10));
    return socket;
  }

  private Socket[] unix() throws IOException {
    Socket[] pair = network().socketpair();
    for (Socket socket : pair) {
      closing(socket).settimeout(Duration.ofSeconds(10));
    }
    return pair;
  }

  private static <T extends ControlMessage> T only(Message message, Class<T> kind) {
    assertThat(message.controlTruncated()).isFalse();
    assertThat(message.control()).hasSize(1).first().isInstanceOf(kind);
    return kind.cast(message.control().getFirst());
  }

  @Test
  void lengthsAreThoseOfCsMacros() throws Exception {
    Program.needs("python3");
    List<Python.Question> questions = new ArrayList<>();
    for (int n : new int[] {0, 1, 4, 7, 8, 9, 12, 16, 20, 1000}) {
      questions.add(new Python.Question("" + n, CMSG_LEN(n) + " " + CMSG_SPACE(n)));
    }
    Python.agrees(
        """
        import socket, sys
        for n in map(int, sys.stdin):
          print(socket.CMSG_LEN(n), socket.CMSG_SPACE(n))
        """,
        questions);
    assertThatThrownBy(() -> CMSG_SPACE(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CMSG_SPACE(Integer.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
  }

  @Nested
  class Rights {
    @Test
    void R37_aDescriptorPassesThroughAUnixSocket() throws Exception {
      Socket[] pair = unix();
      Descriptor[] pipe = Descriptor.pipe();
      closing(pipe[0]);
      try (Descriptor sent = pipe[1]) {
        pair[0].sendmsg(OutMessage.of(new byte[] {1}).with(new ScmRights(sent)));
      }
      try (Message message = pair[1].recvmsg(10, CMSG_SPACE(4))) {
        assertThat(message.bytes()).containsExactly(1);
        List<Pollable> came = only(message, ScmRights.class).descriptors();
        assertThat(came).hasSize(1);
        Descriptor received = (Descriptor) came.getFirst();
        assertThat(received.fileno()).isNotEqualTo(pipe[0].fileno()).isGreaterThan(2);
        assertThat(received.write("through".getBytes(UTF_8))).isEqualTo(7);
        assertThat(new String(pipe[0].read(100), UTF_8)).isEqualTo("through");
      }
      assertThat(pipe[0].read(100)).isEmpty(); // nobody can write any more
    }

    @Test
    void R37_aConnectionMadeHereIsServedByAnotherProcess() throws Exception {
      Socket server = closing(network().createServer(anywhere()));
      Socket client = closing(network().createConnection(server.getsockname()));
      client.settimeout(Duration.ofSeconds(10));
      Address.Unix path = Address.Unix.ofAbstract("gulliver-rights-" + System.nanoTime());
      Socket listening = closing(network().createServer(path));
      try (Program program =
              Program.python(
                  """
                  import array, socket, sys
                  there = socket.socket(socket.AF_UNIX)
                  there.connect('\\0' + sys.argv[1])
                  data, anc, flags, address = there.recvmsg(10, socket.CMSG_SPACE(4))
                  connection = socket.socket(fileno=array.array('i', anc[0][2])[0])
                  connection.sendall(b'served by python: ' + data)
                  """,
                  path.path().substring(1));
          Socket toPython = listening.accept().socket()) {
        try (Socket connection = server.accept().socket()) {
          toPython.sendmsg(OutMessage.of("hello".getBytes(UTF_8)).with(new ScmRights(connection)));
        }
        assertThat(new String(client.inputStream().readAllBytes(), UTF_8))
            .isEqualTo("served by python: hello");
        assertThat(program.rest()).isEmpty();
      }
    }

    @Test
    void R37_descriptorsOfAnotherProgramComeInOrder() throws Exception {
      Address.Unix path = Address.Unix.ofAbstract("gulliver-rights-" + System.nanoTime());
      Socket listening = closing(network().createServer(path));
      try (Program program =
              Program.python(
                  """
                  import array, os, socket, sys
                  there = socket.socket(socket.AF_UNIX)
                  there.connect('\\0' + sys.argv[1])
                  ends = [os.pipe() for i in range(20)]
                  for i, (r, w) in enumerate(ends):
                    os.write(w, b'pipe %d' % i)
                  socket.send_fds(there, [b'twenty'], [r for r, w in ends])
                  """,
                  path.path().substring(1));
          Socket connection = listening.accept().socket();
          Message message = connection.recvmsg(100, CMSG_SPACE(20 * 4))) {
        assertThat(new String(message.bytes(), UTF_8)).isEqualTo("twenty");
        List<Pollable> came = only(message, ScmRights.class).descriptors();
        assertThat(came).hasSize(20);
        for (int i = 0; i < 20; i++) {
          assertThat(new String(((Descriptor) came.get(i)).read(100), UTF_8))
              .isEqualTo("pipe " + i);
        }
        assertThat(program.rest()).isEmpty();
      }
    }

    @Test
    void aSocketThatWasReceivedIsASocketAgain() throws Exception {
      Socket[] pair = unix();
      Socket server = closing(network().createServer(anywhere()));
      pair[0].sendmsg(OutMessage.of(new byte[1]).with(new ScmRights(server)));
      int fd =
          only(pair[1].recvmsg(1, CMSG_SPACE(4)), ScmRights.class)
              .descriptors()
              .getFirst()
              .detach();
      Socket twin = closing(network().fromfd(fd));
      assertThat(twin.getsockname()).isEqualTo(server.getsockname());
      Socket client = closing(network().createConnection(server.getsockname()));
      closing(twin.accept().socket()).send(pattern(10));
      assertThat(client.recvall(new byte[10])).isEqualTo(10);
    }

    @Test
    void descriptorsWithoutRoomAreClosedAndSaid() throws Exception {
      Socket[] pair = unix();
      Descriptor[] pipe = Descriptor.pipe();
      try (Descriptor end = pipe[0];
          Descriptor other = pipe[1]) {
        OutMessage three = OutMessage.of(new byte[1]).with(new ScmRights(end, other, end));
        pair[0].sendmsg(three);
        Message none = pair[1].recvmsg(10, 0);
        assertThat(none.controlTruncated()).isTrue();
        assertThat(none.control()).isEmpty();

        pair[0].sendmsg(three);
        try (Message one = pair[1].recvmsg(10, CMSG_LEN(4))) {
          assertThat(one.controlTruncated()).isTrue();
          assertThat(Objects.requireNonNull(one.control(ScmRights.class)).descriptors()).hasSize(1);
        }
        pair[0].sendmsg(three);
        assertThat(pair[1].recv(10)).hasSize(1); // recv has no room for any
      } // and the end of the test sees that nothing is left open
    }

    @Test
    void descriptorsComeBetweenTheBytesTheyWereSentWith() throws Exception {
      Socket[] pair = unix();
      Descriptor[] pipe = Descriptor.pipe();
      try (Descriptor end = pipe[0];
          Descriptor other = pipe[1]) {
        pair[0].send(pattern(10));
        pair[0].sendmsg(OutMessage.of(pattern(20)).with(new ScmRights(end)));
        pair[0].send(pattern(30));
        assertThat(other.fileno()).isPositive();
      }
      InMessage message = new InMessage(ROOM, new byte[100]);
      int sum = 0;
      int rights = 0;
      while (sum < 60) {
        try (message) {
          sum += pair[1].recvmsg(message, sum == 0 ? MSG_WAITALL : 0);
          rights += message.control().size();
        }
      }
      assertThat(rights).isEqualTo(1);
    }

    @Test
    void closedOnesAreEbadf() throws Exception {
      Socket[] pair = unix();
      Descriptor[] pipe = Descriptor.pipe();
      pipe[0].close();
      pipe[1].close();
      OutMessage message = OutMessage.of(new byte[1]).with(new ScmRights(pipe[0]));
      assertThat(failure(() -> pair[0].sendmsg(message)))
          .hasMessage("sendmsg: EBADF (Bad file descriptor)");
      assertThat(pair[1].recv(new byte[1], MSG_DONTWAIT)).isEqualTo(Socket.WOULD_BLOCK);
    }

    @Test
    void moreThanTheKernelTakesIsEinval() throws Exception {
      Socket[] pair = unix();
      List<Pollable> many = new ArrayList<>();
      for (int i = 0; i < 254; i++) {
        many.add(pair[0]);
      }
      assertThat(
              Errno.of(
                  failure(
                      () -> pair[0].sendmsg(OutMessage.of(new byte[1]).with(new ScmRights(many))))))
          .isEqualTo(Errno.EINVAL);
      many.removeLast();
      pair[0].sendmsg(OutMessage.of(new byte[1]).with(new ScmRights(many)));
      try (Message message = pair[1].recvmsg(1, CMSG_SPACE(253 * 4))) {
        assertThat(only(message, ScmRights.class).descriptors()).hasSize(253);
      }
    }

    /** The flag belongs to the description, which the receiver shares. */
    @Test
    void aListenerThatHasAcceptedBlocksAtTheReceiver() throws Exception {
      Socket server = closing(network().createServer(anywhere()));
      server.setblocking(false);
      failure(server::accept);
      Socket[] pair = unix();
      pair[0].sendmsg(OutMessage.of(new byte[1]).with(new ScmRights(server)));
      try (Message message = pair[1].recvmsg(1, CMSG_SPACE(4))) {
        int fd = only(message, ScmRights.class).descriptors().getFirst().fileno();
        assertThat(Descriptors.isNonblocking(fd)).isFalse();
      }
      failure(server::accept);
      assertThat(Descriptors.isNonblocking(server.fileno())).isFalse();
    }
  }

  /** In a process with few descriptors: what it is handed beyond them. */
  static final class Flood {
    private Flood() {}

    public static void main(String[] arguments) throws Exception {
      Socket[] pair = gulliver.socket.Sockets.socketpair();
      Descriptor sent = Descriptor.eventfd(0, 0);
      List<Pollable> many = Collections.nCopies(253, sent);
      OutMessage message = OutMessage.of(new byte[1]).with(new ScmRights(many));
      int before = Descriptors.all("").size();
      List<Message> kept = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        pair[0].sendmsg(message);
        kept.add(pair[1].recvmsg(1, CMSG_SPACE(253 * 4)));
      }
      int held = kept.stream().mapToInt(Flood::descriptors).sum();
      kept.forEach(Message::close); // no class can be loaded before
      row("cut", () -> kept.stream().map(Message::controlTruncated).toList());
      row("first", () -> descriptors(kept.getFirst()));
      row("fewer", () -> held < 320);
      row("left", () -> Descriptors.all("").size() - before);
      pair[0].sendmsg(message);
      try (Message again = pair[1].recvmsg(1, CMSG_SPACE(253 * 4))) {
        row("again", () -> descriptors(again) + " " + again.controlTruncated());
      }
    }

    private static int descriptors(Message message) {
      ScmRights rights = message.control(ScmRights.class);
      return rights == null ? 0 : rights.descriptors().size();
    }
  }

  @Test
  void R37_aFloodOfDescriptorsIsCutAndLeavesNoneBehind() throws Exception {
    Program.needs("prlimit");
    Map<String, String> rows =
        ChildJvm.run(Flood.class, List.of("prlimit", "--nofile=320"), List.of()).rows();
    assertThat(rows)
        .containsEntry("first", "253")
        .containsEntry("cut", "[false, true, true]")
        .containsEntry("fewer", "true")
        .containsEntry("left", "0")
        .containsEntry("again", "253 false");
  }

  @Nested
  class Credentials {
    @Test
    void R37_aSenderIsKnown() throws Exception {
      Socket[] pair = unix();
      on(pair[1], Linux.SOL_SOCKET, Linux.SO_PASSCRED);
      pair[0].send(pattern(10));
      ScmCredentials came = only(pair[1].recvmsg(10, ROOM), ScmCredentials.class);
      int pid = (int) ProcessHandle.current().pid();
      assertThat(came.credentials())
          .isEqualTo(new gulliver.socket.Credentials(pid, id("-u"), id("-g")));
      pair[0].sendmsg(OutMessage.of(pattern(1)).with(came));
      assertThat(only(pair[1].recvmsg(10, ROOM), ScmCredentials.class)).isEqualTo(came);
    }

    @Test
    void aProcessThatIsNotThereIsRefused() throws Exception {
      Socket[] pair = unix();
      OutMessage lie =
          OutMessage.of(pattern(1))
              .with(new ScmCredentials(new gulliver.socket.Credentials(0x3fffffff, 0, 0)));
      assertThat(Errno.of(failure(() -> pair[0].sendmsg(lie)))).isIn(Errno.ESRCH, Errno.EPERM);
    }

    @Test
    void R37_aSendersProcessComesAsADescriptor() throws Exception {
      Socket[] pair = unix();
      on(pair[1], Linux.SOL_SOCKET, Linux.SO_PASSPIDFD);
      pair[0].send(pattern(10));
      try (Message message = pair[1].recvmsg(10, ROOM)) {
        int fd = only(message, ScmPidfd.class).pidfd().fileno();
        assertThat(java.nio.file.Files.readString(java.nio.file.Path.of("/proc/self/fdinfo/" + fd)))
            .contains("Pid:\t" + ProcessHandle.current().pid() + "\n");
      }
    }

    private int id(String flag) throws Exception {
      return Integer.parseInt(Program.run("id", flag).getFirst());
    }
  }

  @Nested
  class Ip {
    @Test
    void R37_whereADatagramCameInIsTold() throws Exception {
      Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
      socket.bind(new Inet4("0.0.0.0", 0));
      socket.settimeout(Duration.ofSeconds(10));
      on(socket, Linux.IPPROTO_IP, Linux.IP_PKTINFO);
      int port = ((Inet4) socket.getsockname()).port();
      try (DatagramSocket java =
          new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
        for (String host : List.of("127.0.0.1", "127.0.0.9")) {
          java.send(new DatagramPacket(new byte[1], 1, InetAddress.ofLiteral(host), port));
          IpPktinfo info = only(socket.recvmsg(10, ROOM), IpPktinfo.class);
          assertThat(info).isEqualTo(new IpPktinfo(1, host, host));
          // and the answer leaves from there
          socket.sendmsg(
              OutMessage.of(new byte[2])
                  .to(Address.of(java.getLocalSocketAddress()))
                  .with(new IpPktinfo(0, info.specDst())));
          DatagramPacket answer = new DatagramPacket(new byte[10], 10);
          java.setSoTimeout(10_000);
          java.receive(answer);
          assertThat(answer.getAddress().getHostAddress()).isEqualTo(host);
          assertThat(answer.getPort()).isEqualTo(port);
        }
      }
    }

    @Test
    void R37_ttlTosAndDestinationAreToldAndSet() throws Exception {
      Socket receiver = udp(AF_INET);
      on(receiver, Linux.IPPROTO_IP, Linux.IP_RECVTTL);
      on(receiver, Linux.IPPROTO_IP, Linux.IP_RECVTOS);
      on(receiver, Linux.IPPROTO_IP, Linux.IP_RECVORIGDSTADDR);
      Socket sender = udp(AF_INET);
      sender.sendmsg(
          OutMessage.of(new byte[1])
              .to(receiver.getsockname())
              .with(new IpTtl(33), new IpTos(0x48)));
      assertThat(receiver.recvmsg(10, ROOM).control())
          .containsExactlyInAnyOrder(
              new IpTtl(33), new IpTos(0x48), new IpOrigdstaddr(receiver.getsockname()));
      sender.sendto(new byte[1], receiver.getsockname());
      assertThat(receiver.recvmsg(10, ROOM).control()).contains(new IpTtl(64), new IpTos(0));
    }

    @Test
    void R6_flowInformationHopsClassAndDestinationAreToldAndSet() throws Exception {
      Socket receiver = udp(AF_INET6);
      on(receiver, Linux.IPPROTO_IPV6, Linux.IPV6_RECVPKTINFO);
      on(receiver, Linux.IPPROTO_IPV6, Linux.IPV6_RECVHOPLIMIT);
      on(receiver, Linux.IPPROTO_IPV6, Linux.IPV6_RECVTCLASS);
      on(receiver, Linux.IPPROTO_IPV6, Linux.IPV6_FLOWINFO);
      on(receiver, Linux.IPPROTO_IPV6, Linux.IPV6_RECVORIGDSTADDR);
      Socket sender = udp(AF_INET6);
      on(sender, Linux.IPPROTO_IPV6, Linux.IPV6_FLOWINFO_SEND);
      Inet6 there = (Inet6) receiver.getsockname();
      sender.sendmsg(
          OutMessage.of(new byte[1])
              .to(new Inet6(there.host(), there.port(), 0x12345, 0))
              .with(new Ipv6Hoplimit(5), new Ipv6Tclass(0x20), new Ipv6Pktinfo("::1", 1)));
      assertThat(receiver.recvmsg(10, ROOM).control())
          .containsExactlyInAnyOrder(
              new Ipv6Pktinfo("::1", 1),
              new Ipv6Hoplimit(5),
              new Ipv6Tclass(0x20),
              new Ipv6Flowinfo(0x2012345),
              new Ipv6Origdstaddr(there));
    }

    @Test
    void R37_whatHasNoTypeComesAsItIs() throws Exception {
      Socket receiver = udp(AF_INET);
      on(receiver, Linux.IPPROTO_IP, Linux.IP_RECVOPTS);
      Socket sender = udp(AF_INET);
      byte[] routerAlert = {(byte) 0x94, 4, 0, 0};
      sender.setsockopt(Linux.IPPROTO_IP, Linux.IP_OPTIONS, routerAlert);
      sender.sendto(new byte[1], receiver.getsockname());
      assertThat(receiver.recvmsg(10, ROOM).control())
          .containsExactly(
              new ControlMessage.Unknown(Linux.IPPROTO_IP, Linux.IP_RECVOPTS, routerAlert));
    }

    @Test
    void R37_whatAnotherProgramSendsAlongComes() throws Exception {
      Socket receiver = udp(AF_INET);
      on(receiver, Linux.IPPROTO_IP, Linux.IP_RECVTTL);
      try (Program python =
          Program.python(
              """
              import socket, struct, sys
              s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
              s.sendmsg([b'a', b'bc'], [(socket.IPPROTO_IP, socket.IP_TTL, struct.pack('i', 7))],
                  0, ('127.0.0.1', int(sys.argv[1])))
              """,
              ((Inet4) receiver.getsockname()).port())) {
        Message message = receiver.recvmsg(10, ROOM);
        assertThat(new String(message.bytes(), UTF_8)).isEqualTo("abc");
        assertThat(only(message, IpTtl.class).ttl()).isEqualTo(7);
        assertThat(python.rest()).isEmpty();
      }
    }

    @Test
    void R37_anotherProgramSeesWhatWeSendAlong() throws Exception {
      try (Program python =
          Program.python(
              """
              import socket, struct
              s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
              s.bind(('127.0.0.1', 0))
              s.setsockopt(socket.IPPROTO_IP, 12, 1)
              s.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
              print(s.getsockname()[1])
              data, anc, flags, address = s.recvmsg(100, 200)
              print(data, sorted((l, t, list(d)) for l, t, d in anc))
              """)) {
        Address there = new Inet4("127.0.0.1", Integer.parseInt(python.line()));
        Socket sender = udp(AF_INET);
        sender.sendmsg(
            OutMessage.of("xyz".getBytes(UTF_8)).to(there).with(new IpTtl(9), new IpTos(0x10)));
        assertThat(python.line()).isEqualTo("b'xyz' [(0, 1, [16]), (0, 2, [9, 0, 0, 0])]");
      }
    }

    @Test
    void whatDoesNotBelongThereIsEinval() throws Exception {
      Socket sender = udp(AF_INET);
      for (ControlMessage wrong :
          List.of(
              new IpTtl(0),
              new IpTtl(256),
              new IpTos(-1),
              new ControlMessage.Unknown(Linux.IPPROTO_IP, 200, new byte[4]))) {
        assertThat(
                Errno.of(
                    failure(() ->
                        sender.sendmsg(
                            OutMessage.of(new byte[1]).to(sender.getsockname()).with(wrong)))))
            .as("%s", wrong)
            .isEqualTo(Errno.EINVAL);
      }
      assertThatThrownBy(() -> new IpPktinfo(0, "::1"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("IPv4 address \"::1\"");
    }
  }

  @Nested
  class Times {
    @Test
    void R37_aDatagramHasTheTimeWhenItCame() throws Exception {
      Socket socket = udp(AF_INET);
      for (int option : List.of(Linux.SO_TIMESTAMP, Linux.SO_TIMESTAMPNS)) {
        on(socket, Linux.SOL_SOCKET, option);
        Instant before = Instant.now().minusMillis(1);
        socket.sendto(new byte[1], socket.getsockname());
        Message message = socket.recvmsg(10, ROOM);
        Instant time =
            option == Linux.SO_TIMESTAMP
                ? only(message, ScmTimestamp.class).time()
                : only(message, ScmTimestampns.class).time();
        assertThat(time).isBetween(before, Instant.now().plusMillis(1));
      }
    }

    /**
     * The kernel leaves it to a work queue to begin taking times, when the first socket asks for
     * them; what arrives until then has none.
     */
    private void untilTimesAreTaken() throws IOException {
      Socket first = udp(AF_INET);
      first.setsockopt(
          SocketOption.ofInt(Linux.SOL_SOCKET, Linux.SO_TIMESTAMPING),
          Linux.SOF_TIMESTAMPING_RX_SOFTWARE | Linux.SOF_TIMESTAMPING_SOFTWARE);
      eventually(() -> {
        first.sendto(new byte[1], first.getsockname());
        assertThat(first.recvmsg(10, ROOM).control(ScmTimestamping.class)).isNotNull();
      });
    }

    @Test
    void R37_sendingHasATimeOnTheErrorQueue() throws Exception {
      untilTimesAreTaken();
      Socket socket = udp(AF_INET);
      int flags =
          Linux.SOF_TIMESTAMPING_TX_SOFTWARE
              | Linux.SOF_TIMESTAMPING_RX_SOFTWARE
              | Linux.SOF_TIMESTAMPING_SOFTWARE
              | Linux.SOF_TIMESTAMPING_OPT_ID
              | Linux.SOF_TIMESTAMPING_OPT_TSONLY;
      socket.setsockopt(SocketOption.ofInt(Linux.SOL_SOCKET, Linux.SO_TIMESTAMPING), flags);
      Instant before = Instant.now().minusMillis(1);
      socket.sendto(new byte[1], socket.getsockname());
      socket.sendto(new byte[1], socket.getsockname());
      ScmTimestamping received = only(socket.recvmsg(10, ROOM), ScmTimestamping.class);
      assertThat(received.software()).isBetween(before, Instant.now().plusMillis(1));
      assertThat(received.hardware()).isNull();

      for (int i = 0; i < 2; i++) {
        Message entry = error(socket);
        ScmTimestamping sent = Objects.requireNonNull(entry.control(ScmTimestamping.class));
        assertThat(sent.software()).isBetween(before, Instant.now().plusMillis(1));
        ExtendedError what = Objects.requireNonNull(entry.control(IpRecverr.class)).error();
        assertThat(what.errno()).isEqualTo(Errno.ENOMSG);
        assertThat(what.origin()).isEqualTo(Linux.SO_EE_ORIGIN_TIMESTAMPING);
        assertThat(what.info()).isEqualTo(Linux.SCM_TSTAMP_SND);
        assertThat(what.data()).isEqualTo(i);
        assertThat(what.offender()).isNull();
      }
    }

    @Test
    void R37_droppedDatagramsAreCounted() throws Exception {
      Socket socket = udp(AF_INET);
      socket.setsockopt(SO_RCVBUF, 4096);
      on(socket, Linux.SOL_SOCKET, Linux.SO_RXQ_OVFL);
      for (int i = 0; i < 100; i++) {
        socket.sendto(pattern(500), socket.getsockname());
      }
      int came = 0;
      for (boolean more = true; more; ) {
        InMessage message = new InMessage(ROOM, new byte[500]);
        more = socket.recvmsg(message, MSG_DONTWAIT) > 0;
        came += more ? 1 : 0;
      }
      assertThat(came).isBetween(1, 99);
      socket.sendto(pattern(1), socket.getsockname());
      long dropped = only(socket.recvmsg(10, ROOM), SoRxqOvfl.class).dropped();
      assertThat(came + dropped).isEqualTo(100);
    }
  }

  /** The next entry of the error queue, which comes soon. */
  private static Message error(Socket socket) {
    Message[] entry = new Message[1];
    eventually(() -> {
      try {
        entry[0] = socket.recvmsg(1500, ROOM, MSG_ERRQUEUE);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    assertThat(entry[0].flags() & MSG_ERRQUEUE).isNotZero();
    return entry[0];
  }

  @Nested
  class ErrorQueue {
    @Test
    void R37_whoRefusedADatagramIsTold() throws Exception {
      Socket socket = udp(AF_INET);
      on(socket, Linux.IPPROTO_IP, Linux.IP_RECVERR);
      Address nobody = nobody(AF_INET);
      socket.sendto("to nobody".getBytes(UTF_8), nobody);
      Message entry = error(socket);
      assertThat(new String(entry.bytes(), UTF_8)).isEqualTo("to nobody");
      assertThat(entry.address()).isEqualTo(nobody);
      ExtendedError what = only(entry, IpRecverr.class).error();
      assertThat(what)
          .isEqualTo(
              new ExtendedError(
                  Linux.ECONNREFUSED,
                  Linux.SO_EE_ORIGIN_ICMP,
                  3,
                  3,
                  0,
                  0,
                  new Inet4("127.0.0.1", 0)));
      assertThat(what)
          .hasToString(
              "ECONNREFUSED, SO_EE_ORIGIN_ICMP type 3 code 3 info 0 data 0, from 127.0.0.1:0");
      assertThat(Errno.of(failure(() -> socket.recvmsg(10, ROOM, MSG_ERRQUEUE))))
          .isEqualTo(Errno.EAGAIN);
    }

    @Test
    void R37_whoRefusedADatagramIsToldOverIpv6() throws Exception {
      Socket socket = udp(AF_INET6);
      on(socket, Linux.IPPROTO_IPV6, Linux.IPV6_RECVERR);
      Address nobody = nobody(AF_INET6);
      socket.sendto("to nobody".getBytes(UTF_8), nobody);
      Message entry = error(socket);
      assertThat(new String(entry.bytes(), UTF_8)).isEqualTo("to nobody");
      assertThat(entry.address()).isEqualTo(nobody);
      assertThat(only(entry, Ipv6Recverr.class).error())
          .isEqualTo(
              new ExtendedError(
                  Linux.ECONNREFUSED, Linux.SO_EE_ORIGIN_ICMP6, 1, 4, 0, 0, new Inet6("::1", 0)));
    }

    /** A port that nobody has any more. */
    private Address nobody(AddressFamily family) throws IOException {
      try (Socket gone = network().socket(family, SOCK_DGRAM)) {
        gone.bind(family.equals(AF_INET6) ? new Inet6("::1", 0) : anywhere());
        return gone.getsockname();
      }
    }
  }

  @Nested
  class Segments {
    @Test
    void R37_theKernelCutsALongMessageIntoDatagrams() throws Exception {
      Socket sender = udp(AF_INET);
      try (DatagramSocket java =
          new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
        java.setSoTimeout(10_000);
        sender.sendmsg(
            OutMessage.of(pattern(2500))
                .to(Address.of(java.getLocalSocketAddress()))
                .with(new UdpSegment(1000)));
        Map<Integer, byte[]> came = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
          DatagramPacket packet = new DatagramPacket(new byte[3000], 3000);
          java.receive(packet);
          came.put(i, part(packet.getData(), 0, packet.getLength()));
        }
        assertThat(came)
            .containsExactly(
                entry(0, part(pattern(2500), 0, 1000)),
                entry(1, part(pattern(2500), 1000, 2000)),
                entry(2, part(pattern(2500), 2000, 2500)));
      }
    }

    @Test
    void R37_theKernelPutsDatagramsTogether() throws Exception {
      Socket receiver = udp(AF_INET);
      on(receiver, Linux.IPPROTO_UDP, Linux.UDP_GRO);
      Socket sender = udp(AF_INET);
      sender.sendmsg(
          OutMessage.of(pattern(2500)).to(receiver.getsockname()).with(new UdpSegment(1000)));
      Message message = receiver.recvmsg(65_535, ROOM);
      assertThat(message.bytes()).isEqualTo(pattern(2500));
      assertThat(only(message, UdpGro.class).size()).isEqualTo(1000);
    }

    @Test
    void aSegmentOutOfRangeIsRefused() {
      assertThatThrownBy(() -> new UdpSegment(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("UDP_SEGMENT 0: 1 to 65535 are allowed");
      assertThatThrownBy(() -> new UdpSegment(65_536)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void R37_aStreamTellsHowMuchIsLeft() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    Socket client = closing(network().createConnection(server.getsockname()));
    Socket connection = closing(server.accept().socket());
    on(connection, Linux.IPPROTO_TCP, Linux.TCP_INQ);
    client.sendall(pattern(1000));
    connection.recvmsg(new InMessage(0, new byte[1000]), Linux.MSG_PEEK | MSG_WAITALL);
    eventually(() -> {
      try {
        Message message = connection.recvmsg(10, ROOM, Linux.MSG_PEEK);
        assertThat(only(message, TcpCmInq.class).bytes()).isGreaterThan(900);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
  }

  @Test
  void buffersBeyondTheKernelsLimitAreEmsgsize() throws Exception {
    Socket socket = udp(AF_INET);
    byte[][] buffers = new byte[1025][1];
    OutMessage message = OutMessage.of(buffers).to(socket.getsockname());
    assertThat(Errno.of(failure(() -> socket.sendmsg(message)))).isEqualTo(Errno.EMSGSIZE);
    assertThat(Errno.of(failure(() -> socket.recvmsg(new InMessage(0, buffers)))))
        .isEqualTo(Errno.EMSGSIZE);
    OutMessage most = OutMessage.of(java.util.Arrays.copyOf(buffers, 1024));
    assertThat(socket.sendmsg(most.to(socket.getsockname()))).isEqualTo(1024);
    assertThat(socket.recv(2000)).hasSize(1024);
  }

  @Test
  void R39_aMessageIsSeenAsItWasMade() throws Exception {
    List<String> seen = new ArrayList<>();
    Socket[] pair = network().observed(call -> seen.add(call.toString())).socketpair();
    try (Socket one = pair[0];
        Socket other = pair[1]) {
      one.sendmsg(OutMessage.of("he".getBytes(UTF_8), "llo".getBytes(UTF_8)));
      other.recvmsg(10, 0);
      assertThat(seen.subList(1, 3))
          .containsExactly(
              "sendmsg(%d, {msg_iov=[\"he\", \"llo\"]}, 0) = 5".formatted(one.fileno()),
              "recvmsg(%d, {msg_iov=[\"hello\"]}, 0) = 5".formatted(other.fileno()));
    }
  }
}
