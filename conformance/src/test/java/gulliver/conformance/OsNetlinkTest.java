package gulliver.conformance;

import static gulliver.conformance.ChildJvm.row;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_NETLINK;
import static gulliver.socket.Sockets.NETLINK_GENERIC;
import static gulliver.socket.Sockets.NETLINK_ROUTE;
import static gulliver.socket.Sockets.NETLINK_SOCK_DIAG;
import static gulliver.socket.Sockets.NETLINK_USERSOCK;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_RAW;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.socket;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Netlink;
import gulliver.socket.Datagram;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Linux.ifinfomsg;
import gulliver.socket.Linux.inet_diag_msg;
import gulliver.socket.Linux.inet_diag_req_v2;
import gulliver.socket.Linux.inet_diag_sockid;
import gulliver.socket.NetlinkAck;
import gulliver.socket.NetlinkAttribute;
import gulliver.socket.NetlinkMessage;
import gulliver.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code AF_NETLINK}: the kernel as a peer, with {@code ip}, {@code ss} and /proc as witnesses. */
class OsNetlinkTest extends Suite {
  private static final ChildJvm.Isolated NEWS =
      new ChildJvm.Isolated(News.class, "exec \"$@\"", "ip");

  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }

  private Socket netlink(int protocol) throws IOException {
    Socket socket = closing(network().socket(AF_NETLINK, SOCK_RAW, protocol));
    socket.settimeout(Duration.ofSeconds(20));
    socket.setsockopt(Linux.SOL_NETLINK, Linux.NETLINK_EXT_ACK, hosts(1));
    return socket;
  }

  private static byte[] hosts(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(number).array();
  }

  /** All messages of an answer, up to the last, which says that all is well. */
  private static List<NetlinkMessage> dump(Socket socket, NetlinkMessage request)
      throws IOException {
    socket.sendto(request.encode(), Netlink.KERNEL);
    List<NetlinkMessage> all = new ArrayList<>();
    for (; ; ) {
      Datagram datagram = socket.recvfrom(1 << 17);
      assertThat(datagram.truncated()).isFalse();
      assertThat(datagram.address()).isEqualTo(Netlink.KERNEL);
      for (NetlinkMessage message : NetlinkMessage.decode(datagram.bytes()).orThrow()) {
        assertThat(message.seq()).isEqualTo(request.seq());
        assertThat(message.pid()).isEqualTo(((Netlink) socket.getsockname()).pid());
        if (message.ack() != null) {
          assertThat(message.ack().ok()).as(message.ack().toString()).isTrue();
          return all;
        }
        assertThat(message.flags() & Linux.NLM_F_MULTI).isNotZero();
        all.add(message);
      }
    }
  }

  // ---- NETLINK_ROUTE ----

  @Test
  void R37_aDumpOfTheLinksIsWhatIpTells() throws Exception {
    Program.needs("ip");
    NetlinkMessage request =
        NetlinkMessage.request(Linux.RTM_GETLINK, Linux.NLM_F_DUMP, 77, new byte[ifinfomsg.SIZEOF]);
    List<String> ours = new ArrayList<>();
    for (NetlinkMessage message : dump(netlink(NETLINK_ROUTE), request)) {
      assertThat(message.type()).isEqualTo(Linux.RTM_NEWLINK);
      Map<Integer, NetlinkAttribute> attributes =
          message.attributes(ifinfomsg.SIZEOF).orThrow().stream()
              .collect(Collectors.toMap(NetlinkAttribute::type, a -> a, (a, b) -> a));
      ByteBuffer header = ByteBuffer.wrap(message.payload()).order(ByteOrder.nativeOrder());
      NetlinkAttribute hardware = attributes.get(Linux.IFLA_ADDRESS);
      ours.add(
          "%d %s %d %s"
              .formatted(
                  header.getInt(ifinfomsg.ifi_index),
                  attributes.get(Linux.IFLA_IFNAME).text(),
                  attributes.get(Linux.IFLA_MTU).number().orElseThrow(),
                  hardware == null ? "-" : HexFormat.ofDelimiter(":").formatHex(hardware.value())));
    }
    String script =
        "import json, os; [print(l['ifindex'], l['ifname'], l['mtu'], l.get('address', '-'))"
            + " for l in json.loads(os.popen('ip -j link').read())]";
    assertThat(ours).containsExactlyElementsOf(Program.run("python3", "-c", script));
  }

  @Test
  void whatIsRefusedIsExplainedInTheKernelsWords() throws Exception {
    Socket socket = netlink(NETLINK_ROUTE);
    byte[] header = hosts(0x7f); // rtgen_family: no such one
    NetlinkMessage request =
        NetlinkMessage.request(
            Linux.RTM_NEWLINK,
            Linux.NLM_F_ACK,
            5,
            new byte[ifinfomsg.SIZEOF],
            new NetlinkAttribute(Linux.IFLA_MTU, new byte[] {1}));
    NetlinkAck ack = answered(socket, request);
    assertThat(ack.errno()).isEqualTo(Errno.ERANGE);
    assertThat(ack.text()).isNotEmpty();
    assertThat(ack.offset())
        .as("of the attribute, from the header of the message")
        .isEqualTo(Linux.NLMSG_HDRLEN + ifinfomsg.SIZEOF);
    socket.setsockopt(Linux.SOL_NETLINK, Linux.NETLINK_CAP_ACK, hosts(1));
    NetlinkAck capped = answered(socket, request);
    assertThat(capped).as("without the request in it").isEqualTo(ack);

    NetlinkMessage unknown = NetlinkMessage.request(9999, Linux.NLM_F_ACK, 6, header);
    assertThat(answered(socket, unknown).errno()).isEqualTo(Errno.EOPNOTSUPP);
    NetlinkMessage nothing = new NetlinkMessage(Linux.NLMSG_NOOP, 5, 7, 0, new byte[0]);
    assertThat(answered(socket, nothing)).hasToString("ok");
  }

  private static NetlinkAck answered(Socket socket, NetlinkMessage request) throws IOException {
    socket.sendto(request.encode(), Netlink.KERNEL);
    NetlinkMessage answer = NetlinkMessage.decode(socket.recv(8192)).orThrow().getFirst();
    assertThat(answer.seq()).isEqualTo(request.seq());
    return answer.ack();
  }

  @Test
  void aGenericFamilyIsFoundByItsName() throws Exception {
    Socket socket = netlink(NETLINK_GENERIC);
    socket.connect(Netlink.KERNEL);
    byte[] header = {(byte) Linux.CTRL_CMD_GETFAMILY, 1, 0, 0};
    NetlinkMessage request =
        NetlinkMessage.request(
            Linux.GENL_ID_CTRL,
            0,
            8,
            header,
            NetlinkAttribute.text(Linux.CTRL_ATTR_FAMILY_NAME, "nlctrl"));
    socket.send(request.encode());
    NetlinkMessage answer = NetlinkMessage.decode(socket.recv(8192)).orThrow().getFirst();
    List<NetlinkAttribute> attributes = answer.attributes(Linux.genlmsghdr.SIZEOF).orThrow();
    assertThat(attributes).contains(NetlinkAttribute.text(Linux.CTRL_ATTR_FAMILY_NAME, "nlctrl"));
    assertThat(attributes)
        .contains(NetlinkAttribute.u16(Linux.CTRL_ATTR_FAMILY_ID, Linux.GENL_ID_CTRL));
    NetlinkAttribute operations =
        attributes.stream().filter(a -> a.type() == Linux.CTRL_ATTR_OPS).findFirst().orElseThrow();
    List<NetlinkAttribute> first = operations.nested().orThrow().getFirst().nested().orThrow();
    assertThat(first)
        .contains(NetlinkAttribute.u32(Linux.CTRL_ATTR_OP_ID, Linux.CTRL_CMD_GETFAMILY));
  }

  // ---- NETLINK_SOCK_DIAG ----

  @Test
  void R37_ourListenerIsAmongTheSocketsAsSsSeesIt() throws Exception {
    Program.needs("ss");
    Socket server = closing(network().createServer(anywhere(), 7));
    int port = ((Inet4) server.getsockname()).port();
    byte[] header = new byte[inet_diag_req_v2.SIZEOF];
    header[inet_diag_req_v2.sdiag_family] = (byte) Linux.AF_INET;
    header[inet_diag_req_v2.sdiag_protocol] = (byte) Linux.IPPROTO_TCP;
    ByteBuffer.wrap(header)
        .order(ByteOrder.nativeOrder())
        .putInt(inet_diag_req_v2.idiag_states, 1 << Linux.TCP_LISTEN);
    NetlinkMessage request =
        NetlinkMessage.request(Linux.SOCK_DIAG_BY_FAMILY, Linux.NLM_F_DUMP, 9, header);
    List<NetlinkMessage> found =
        dump(netlink(NETLINK_SOCK_DIAG), request).stream()
            .filter(m -> ByteBuffer.wrap(m.payload()).getShort(inet_diag_msg.id) == (short) port)
            .toList();
    assertThat(found).hasSize(1);
    ByteBuffer entry = ByteBuffer.wrap(found.getFirst().payload()).order(ByteOrder.nativeOrder());
    assertThat(entry.get(inet_diag_msg.idiag_state)).isEqualTo((byte) Linux.TCP_LISTEN);
    byte[] source = new byte[4];
    entry.get(inet_diag_msg.id + inet_diag_sockid.idiag_src, source);
    assertThat(source).containsExactly(127, 0, 0, 1);
    assertThat(entry.getInt(inet_diag_msg.idiag_wqueue)).as("backlog").isEqualTo(7);
    long inode = Integer.toUnsignedLong(entry.getInt(inet_diag_msg.idiag_inode));
    assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + server.fileno())))
        .hasToString("socket:[" + inode + "]");
    assertThat(Program.run("ss", "-tlnHe", "sport = " + port))
        .singleElement()
        .asString()
        .contains("ino:" + inode);
  }

  // ---- ports and groups ----

  @Test
  void everySocketHasAPortOfItsOwnThatProcTells() throws Exception {
    Socket one = netlink(NETLINK_USERSOCK);
    Socket two = netlink(NETLINK_USERSOCK);
    one.bind(new Netlink(0, 0));
    two.bind(new Netlink(0, 0b101));
    Netlink name = (Netlink) two.getsockname();
    assertThat(name.groups()).isEqualTo(0b101);
    assertThat(name.pid()).isNotZero().isNotEqualTo(((Netlink) one.getsockname()).pid());
    assertThat(Files.readString(Path.of("/proc/net/netlink")))
        .containsPattern(
            "(?m)^\\S+\\s+2\\s+" + Integer.toUnsignedString(name.pid()) + "\\s+00000005\\s");
    assertThat(two.toString())
        .startsWith("usersock netlink:" + Integer.toUnsignedString(name.pid()) + " groups 0x5");
    Socket three = netlink(NETLINK_USERSOCK);
    assertThat(failure(() -> three.bind(name)))
        .isInstanceOf(java.net.BindException.class)
        .hasMessage("bind " + name + ": EADDRINUSE (Address already in use)");
  }

  @Test
  void aProgramTalksToAnotherByItsPort() throws Exception {
    Socket socket = netlink(NETLINK_USERSOCK);
    socket.bind(new Netlink(0, 0));
    Program python =
        closing(
            Program.python(
                """
                import socket, sys
                s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_USERSOCK)
                s.bind((0, 0))
                s.sendto(b"hello", (int(sys.argv[1]), 0))
                print(*s.recvfrom(100), s.getsockname()[0])
                """,
                Integer.toUnsignedString(((Netlink) socket.getsockname()).pid())));
    Datagram question = socket.recvfrom(100);
    assertThat(question.bytes()).asString().isEqualTo("hello");
    socket.sendto("HELLO".getBytes(java.nio.charset.StandardCharsets.UTF_8), question.address());
    String pid = Integer.toUnsignedString(((Netlink) question.address()).pid());
    String ours = Integer.toUnsignedString(((Netlink) socket.getsockname()).pid());
    assertThat(python.line()).isEqualTo("b'HELLO' (" + ours + ", 0) " + pid);
    python.exit();
    assertThat(Errno.of(failure(() -> socket.sendto(new byte[1], question.address()))))
        .as("who has gone")
        .isEqualTo(Errno.ECONNREFUSED);
  }

  @Test
  void anAddressOfAnotherFamilyIsRefused() throws Exception {
    Socket socket = netlink(NETLINK_ROUTE);
    Address other = address("127.0.0.1", 1);
    assertThat(Errno.of(failure(() -> socket.bind(other)))).isEqualTo(Errno.EAFNOSUPPORT);
    assertThat(Errno.of(failure(() -> socket.connect(other)))).isEqualTo(Errno.EAFNOSUPPORT);
    assertThat(Errno.of(failure(() -> socket.listen(1)))).isEqualTo(Errno.EOPNOTSUPP);
    assertThat(failure(() -> network().socket(AF_NETLINK, SOCK_STREAM, NETLINK_ROUTE)))
        .hasMessage("socket AF_NETLINK, SOCK_STREAM: ESOCKTNOSUPPORT (Socket type not supported)");
    assertThat(network().socket(AF_INET, SOCK_DGRAM, 0)).satisfies(Socket::close);
  }

  @Test
  void R37_aGroupsNewsComesUnasked() throws Exception {
    assertThat(NEWS.outcome("bound")).isEqualTo("16 news0 netlink:0 groups 0x1");
    assertThat(NEWS.outcome("joined")).isEqualTo("20 127.0.0.9 netlink:0 groups 0x10");
    assertThat(NEWS.outcome("overrun")).contains("ENOBUFS");
  }

  /** In a network namespace: what happens to its links and addresses. */
  static final class News {
    private News() {}

    public static void main(String[] arguments) throws Exception {
      try (Socket links = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
          Socket addresses = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)) {
        links.bind(new Netlink(0, Linux.RTMGRP_LINK));
        addresses.bind(new Netlink(0, 0)); // who has no port is left out
        addresses.setsockopt(
            Linux.SOL_NETLINK, Linux.NETLINK_ADD_MEMBERSHIP, hosts(Linux.RTNLGRP_IPV4_IFADDR));
        Program.run("ip", "link", "add", "news0", "type", "veth", "peer", "name", "news1");
        row("bound", () -> news(links, ifinfomsg.SIZEOF, Linux.IFLA_IFNAME, "news0"));
        Program.run("ip", "address", "add", "127.0.0.9/8", "dev", "lo");
        row("joined", () -> news(addresses, Linux.ifaddrmsg.SIZEOF, Linux.IFA_LOCAL, "127.0.0.9"));
        links.setsockopt(gulliver.socket.Sockets.SO_RCVBUF, 1);
        for (int i = 0; i < 30; i++) {
          Program.run("ip", "link", "set", "news0", "mtu", String.valueOf(1400 + i));
        }
        row("overrun", () -> drained(links));
      }
    }

    /** The first news of what is looked for: its type, the attribute, and who told it. */
    private static String news(Socket socket, int header, int attribute, String wanted)
        throws IOException {
      socket.settimeout(Duration.ofSeconds(20));
      for (; ; ) {
        Datagram datagram = socket.recvfrom(65_536);
        for (NetlinkMessage message : NetlinkMessage.decode(datagram.bytes()).orThrow()) {
          for (NetlinkAttribute found : message.attributes(header).orThrow()) {
            String text =
                header == Linux.ifaddrmsg.SIZEOF && found.value().length == 4
                    ? gulliver.socket.Sockets.inetNtop(AF_INET, found.value())
                    : found.text();
            if (found.type() == attribute && text.equals(wanted)) {
              return message.type() + " " + text + " " + datagram.address();
            }
          }
        }
      }
    }

    /** Receives until the kernel says that some news is lost. */
    private static String drained(Socket socket) throws IOException {
      for (; ; ) {
        socket.recv(65_536);
      }
    }
  }
}
