package gulliver.conformance;

import static gulliver.conformance.ChildJvm.row;
import static gulliver.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.AddressFamily;
import gulliver.socket.Datagram;
import gulliver.socket.Errno;
import gulliver.socket.Membership;
import gulliver.socket.MulticastInterface;
import gulliver.socket.Socket;
import gulliver.socket.SocketOption;
import gulliver.socket.SourceMembership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Assumptions;

/**
 * A child JVM in a network namespace of its own that has two cables, the first with two addresses.
 * What it sends by multicast it hears itself, in order: the kernel hands it over within the call.
 * So what comes next shows what did not come.
 */
final class OwnMulticast {
  private static final String SET_UP =
      """
      sysctl -q net.ipv6.conf.default.accept_dad=0
      ip link set lo up
      for n in 0 1; do
        ip link add d$n type veth peer name e$n
        ip link set d$n up
        ip link set e$n up
      done
      ip address add 192.0.2.1/24 dev d0
      ip address add 192.0.2.3/24 dev d0
      ip address add 198.51.100.1/24 dev d1
      ip address add 2001:db8::1/64 dev d0 nodad
      ip address add 2001:db8::3/64 dev d0 nodad
      ip address add 2001:db8:1::1/64 dev d1 nodad
      exec "$@"
      """;

  /** Sends a line's text to a group, or prints what it hears and with which time to live. */
  private static final String PYTHON =
      """
      import socket, struct, sys
      what, group, port, index, own = sys.argv[1:]
      six = ':' in group
      s = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
      index = int(index)
      if what == 'send':
          if six:
              s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
          else:
              s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(own))
          s.bind((own, 0))
          s.sendto(b'from Python', (group, int(port)))
      else:
          s.bind(('', 0))
          if six:
              s.setsockopt(socket.IPPROTO_IPV6, 51, 1)
              s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
                  socket.inet_pton(socket.AF_INET6, group) + struct.pack('@I', index))
          else:
              s.setsockopt(socket.IPPROTO_IP, 12, 1)
              s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                  socket.inet_aton(group) + socket.inet_aton(own))
          print(s.getsockname()[1])
          data, control, flags, sender = s.recvmsg(100, 100)
          print(data.decode(), struct.unpack('@i', control[0][2])[0], sender[0])
      """;

  private static Map<String, String> rows;

  private OwnMulticast() {}

  /** What the child came to. */
  static synchronized String outcome(String row) throws IOException, InterruptedException {
    if (rows == null) {
      Program.needs("ip", "unshare", "python3");
      Assumptions.assumeTrue(
          new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0,
          "needs the privilege to make a network namespace (unshare -n)");
      List<String> prefix = List.of("unshare", "-n", "sh", "-ec", SET_UP, "sh");
      rows = ChildJvm.run(OwnMulticast.class, prefix, List.of()).rows();
    }
    String outcome = rows.get(row);
    if (outcome == null) {
      throw new AssertionError("no row " + row + " in " + rows);
    }
    return outcome;
  }

  /**
   * A family.
   *
   * @param group for all senders
   * @param specific set aside for groups by sender
   * @param one the first cable's address
   * @param two the first cable's other address
   * @param second the second cable's address
   */
  private record Net(
      String name,
      AddressFamily family,
      String group,
      String specific,
      String one,
      String two,
      String second) {
    boolean six() {
      return family.equals(AF_INET6);
    }

    Address at(String host, int port) {
      return six() ? new Inet6(host, port) : new Inet4(host, port);
    }

    /** A socket on all addresses, and a port of its own. */
    Socket receiver(int port) throws IOException {
      Socket socket = socket(family, SOCK_DGRAM);
      socket.settimeout(Duration.ofSeconds(10));
      socket.setsockopt(SO_REUSEADDR, true);
      socket.bind(at(six() ? "::" : "0.0.0.0", port));
      return socket;
    }

    /** A socket that sends by the cable that has its address. */
    Socket sender(String host) throws IOException {
      Socket socket = socket(family, SOCK_DGRAM);
      socket.bind(at(host, 0));
      if (six()) {
        socket.setsockopt(IPV6_MULTICAST_IF, host.equals(second) ? d1() : d0());
      } else {
        socket.setsockopt(IP_MULTICAST_IF, new MulticastInterface(host));
      }
      return socket;
    }
  }

  private static int d0() throws IOException {
    return NetworkInterface.getByName("d0").getIndex();
  }

  private static int d1() throws IOException {
    return NetworkInterface.getByName("d1").getIndex();
  }

  /** The child. */
  public static void main(String[] arguments) throws Exception {
    for (Net net :
        List.of(
            new Net(
                "4", AF_INET, "239.1.2.3", "232.1.2.3", "192.0.2.1", "192.0.2.3", "198.51.100.1"),
            new Net(
                "6",
                AF_INET6,
                "ff02::1:2",
                "ff32::1:2",
                "2001:db8::1",
                "2001:db8::3",
                "2001:db8:1::1"))) {
      SocketOption<Membership> join = net.six() ? IPV6_JOIN_GROUP : IP_ADD_MEMBERSHIP;
      SocketOption<Membership> leave = net.six() ? IPV6_LEAVE_GROUP : IP_DROP_MEMBERSHIP;
      Membership member = new Membership(net.group, d0());
      row("join." + net.name, () -> anySource(net, join, leave, member));
      row("mcast." + net.name, () -> anySource(net, MCAST_JOIN_GROUP, MCAST_LEAVE_GROUP, member));
      row("block." + net.name, () -> block(net, join, member));
      row(
          "source." + net.name,
          () ->
              source(
                  net,
                  MCAST_JOIN_SOURCE_GROUP,
                  MCAST_LEAVE_SOURCE_GROUP,
                  new SourceMembership(net.specific, net.one, d0())));
      row("loop." + net.name, () -> loop(net, join, member));
      row("interface." + net.name, () -> whichInterface(net));
      row("all." + net.name, () -> all(net, join, member));
      row("nio.receives." + net.name, () -> nioReceives(net));
      row("nio.sends." + net.name, () -> nioSends(net, join, member));
      row("python.receives." + net.name, () -> pythonReceives(net));
      row("python.sends." + net.name, () -> pythonSends(net, join, member));
      errors(net, join, leave, member);
    }
    Net four =
        new Net("4", AF_INET, "239.1.2.4", "232.1.2.4", "192.0.2.1", "192.0.2.3", "198.51.100.1");
    row(
        "address.4",
        () ->
            anySource(
                four, IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP, new Membership(four.group, four.two)));
    row(
        "source.address.4",
        () ->
            source(
                four,
                IP_ADD_SOURCE_MEMBERSHIP,
                IP_DROP_SOURCE_MEMBERSHIP,
                new SourceMembership(four.specific, four.one, four.two, 0)));
    anycast();
  }

  private static void send(Socket from, Net net, String group, Socket to, String text)
      throws IOException {
    from.sendto(text.getBytes(UTF_8), net.at(group, port(to)));
  }

  private static int port(Socket socket) throws IOException {
    return port(socket.getsockname());
  }

  private static int port(Address address) {
    return address instanceof Inet6 six ? six.port() : ((Inet4) address).port();
  }

  private static String next(Socket receiver) throws IOException {
    Datagram datagram = receiver.recvfrom(100);
    Address from = datagram.address();
    return new String(datagram.bytes(), UTF_8)
        + " from "
        + (from instanceof Inet6 six ? six.host() : ((Inet4) from).host());
  }

  // ---- groups ----

  private static String anySource(
      Net net, SocketOption<Membership> join, SocketOption<Membership> leave, Membership member)
      throws IOException {
    try (Socket receiver = net.receiver(0);
        Socket one = net.sender(net.one);
        Socket two = net.sender(net.two)) {
      send(one, net, net.group, receiver, "before");
      receiver.setsockopt(join, member);
      send(one, net, net.group, receiver, "joined");
      send(two, net, net.group, receiver, "joined");
      String heard = next(receiver) + ", " + next(receiver);
      receiver.setsockopt(leave, member);
      send(one, net, net.group, receiver, "left");
      send(one, net, net.one, receiver, "end");
      return heard + ", " + next(receiver);
    }
  }

  private static String block(Net net, SocketOption<Membership> join, Membership member)
      throws IOException {
    try (Socket receiver = net.receiver(0);
        Socket one = net.sender(net.one);
        Socket two = net.sender(net.two)) {
      receiver.setsockopt(join, member);
      List<SourceMembership> ways =
          net.six()
              ? List.of(new SourceMembership(net.group, net.two, d0()))
              : List.of(
                  new SourceMembership(net.group, net.two, d0()),
                  new SourceMembership(net.group, net.two, net.one, 0));
      StringBuilder heard = new StringBuilder();
      for (SourceMembership way : ways) {
        boolean old = !way.local().isEmpty();
        receiver.setsockopt(old ? IP_BLOCK_SOURCE : MCAST_BLOCK_SOURCE, way);
        send(two, net, net.group, receiver, "blocked");
        send(one, net, net.group, receiver, "other");
        heard.append(next(receiver)).append(", ");
        receiver.setsockopt(old ? IP_UNBLOCK_SOURCE : MCAST_UNBLOCK_SOURCE, way);
        send(two, net, net.group, receiver, "unblocked");
        heard.append(next(receiver)).append("; ");
      }
      return heard.toString();
    }
  }

  private static String source(
      Net net,
      SocketOption<SourceMembership> join,
      SocketOption<SourceMembership> leave,
      SourceMembership source)
      throws IOException {
    try (Socket receiver = net.receiver(0);
        Socket one = net.sender(net.one);
        Socket two = net.sender(net.two)) {
      receiver.setsockopt(join, source);
      send(two, net, net.specific, receiver, "other");
      send(one, net, net.specific, receiver, "joined");
      String heard = next(receiver);
      SourceMembership second =
          new SourceMembership(source.group(), net.two, source.local(), source.ifindex());
      receiver.setsockopt(join, second);
      send(two, net, net.specific, receiver, "added");
      heard += ", " + next(receiver);
      receiver.setsockopt(leave, source);
      send(one, net, net.specific, receiver, "left");
      send(two, net, net.specific, receiver, "stays");
      heard += ", " + next(receiver);
      receiver.setsockopt(leave, second);
      send(two, net, net.specific, receiver, "left");
      send(one, net, net.one, receiver, "end");
      return heard + ", " + next(receiver);
    }
  }

  private static String loop(Net net, SocketOption<Membership> join, Membership member)
      throws IOException {
    SocketOption<Boolean> loop = net.six() ? IPV6_MULTICAST_LOOP : IP_MULTICAST_LOOP;
    try (Socket receiver = net.receiver(0);
        Socket one = net.sender(net.one)) {
      receiver.setsockopt(join, member);
      one.setsockopt(loop, false);
      send(one, net, net.group, receiver, "off");
      one.setsockopt(loop, true);
      send(one, net, net.group, receiver, "on");
      return next(receiver);
    }
  }

  /** Two receivers, each on one cable. */
  private static String whichInterface(Net net) throws IOException {
    try (Socket first = net.receiver(0);
        Socket second = net.receiver(port(first));
        Socket sender = socket(net.family, SOCK_DGRAM)) {
      first.setsockopt(SO_BINDTODEVICE, "d0"); // IPv6's memberships are not told by interface
      second.setsockopt(SO_BINDTODEVICE, "d1");
      first.setsockopt(MCAST_JOIN_GROUP, new Membership(net.group, d0()));
      second.setsockopt(MCAST_JOIN_GROUP, new Membership(net.group, d1()));
      StringBuilder heard = new StringBuilder();
      for (int index : new int[] {d1(), d0()}) {
        if (net.six()) {
          sender.setsockopt(IPV6_MULTICAST_IF, index);
        } else {
          sender.setsockopt(IP_MULTICAST_IF, new MulticastInterface(index));
        }
        send(sender, net, net.group, first, index == d0() ? "d0" : "d1");
        heard.append(next(index == d0() ? first : second).replaceAll(" from .*", " "));
      }
      first.setblocking(false);
      second.setblocking(false);
      return heard.toString() + first.recv(new byte[9]) + second.recv(new byte[9]);
    }
  }

  /** One that has joined nothing hears what the other has joined, unless it does not want to. */
  private static String all(Net net, SocketOption<Membership> join, Membership member)
      throws IOException {
    try (Socket joined = net.receiver(0);
        Socket other = net.receiver(port(joined));
        Socket one = net.sender(net.one)) {
      joined.setsockopt(join, member);
      send(one, net, net.group, joined, "all");
      String heard = next(other);
      other.setsockopt(net.six() ? IPV6_MULTICAST_ALL : IP_MULTICAST_ALL, false);
      send(one, net, net.group, joined, "mine");
      other.setblocking(false);
      return heard + ", " + other.recv(new byte[9]) + ", " + next(joined) + ", " + next(joined);
    }
  }

  private static void errors(
      Net net, SocketOption<Membership> join, SocketOption<Membership> leave, Membership member)
      throws Exception {
    SourceMembership source = new SourceMembership(net.group, net.two, d0());
    try (Socket socket = net.receiver(0)) {
      row("error.leave." + net.name, () -> errno(() -> set(socket, leave, member)));
      row("error.block." + net.name, () -> errno(() -> set(socket, MCAST_BLOCK_SOURCE, source)));
      row(
          "error.interface." + net.name,
          () -> errno(() -> set(socket, join, new Membership(net.group, 9999))));
      row("error.none." + net.name, () -> errno(() -> set(socket, join, member)));
      row("error.twice." + net.name, () -> errno(() -> set(socket, join, member)));
      row(
          "error.source." + net.name,
          () -> errno(() -> set(socket, MCAST_JOIN_SOURCE_GROUP, source)));
      row(
          "error.unblock." + net.name,
          () -> errno(() -> set(socket, MCAST_UNBLOCK_SOURCE, source)));
    }
  }

  private static <T> Object set(Socket socket, SocketOption<T> option, T value) throws IOException {
    socket.setsockopt(option, value);
    return "OK";
  }

  private static String errno(Callable<?> work) throws Exception {
    try {
      return String.valueOf(work.call());
    } catch (IOException e) {
      return Errno.of(e).name();
    }
  }

  private static void anycast() throws Exception {
    Path table = Path.of("/proc/self/net/anycast6");
    String address = "20010db8000000000000000000000099";
    Membership anycast = new Membership("2001:db8::99", d0());
    try (Socket socket = socket(AF_INET6, SOCK_DGRAM)) {
      socket.setsockopt(IPV6_JOIN_ANYCAST, anycast);
      row("anycast.joined", () -> Files.readString(table).contains(address));
      socket.setsockopt(IPV6_LEAVE_ANYCAST, anycast);
      row("anycast.left", () -> Files.readString(table).contains(address));
    }
  }

  // ---- java.nio ----

  private static DatagramChannel nio(Net net) throws IOException {
    return DatagramChannel.open(
        net.six() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
  }

  private static String nioReceives(Net net) throws Exception {
    try (DatagramChannel java = nio(net);
        Socket one = net.sender(net.one);
        Socket two = net.sender(net.two)) {
      java.bind(new InetSocketAddress(InetAddress.ofLiteral(net.six() ? "::" : "0.0.0.0"), 0));
      java.join(
          InetAddress.ofLiteral(net.specific),
          NetworkInterface.getByName("d0"),
          InetAddress.ofLiteral(net.one));
      Address to = net.at(net.specific, ((InetSocketAddress) java.getLocalAddress()).getPort());
      two.sendto("other".getBytes(UTF_8), to);
      one.sendto("joined".getBytes(UTF_8), to);
      ByteBuffer buffer = ByteBuffer.allocate(100);
      Address from = Address.of(java.receive(buffer));
      String text = UTF_8.decode(buffer.flip()).toString();
      return text + " " + (port(from) == port(one));
    }
  }

  private static String nioSends(Net net, SocketOption<Membership> join, Membership member)
      throws Exception {
    try (DatagramChannel java = nio(net);
        Socket receiver = net.receiver(0)) {
      receiver.setsockopt(join, member);
      java.bind(new InetSocketAddress(InetAddress.ofLiteral(net.two), 0));
      java.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName("d0"));
      java.send(
          ByteBuffer.wrap("from Java".getBytes(UTF_8)),
          new InetSocketAddress(InetAddress.ofLiteral(net.group), port(receiver)));
      return next(receiver);
    }
  }

  // ---- Python ----

  private static String pythonReceives(Net net) throws Exception {
    try (Program python = Program.python(PYTHON, "receive", net.group, 0, d0(), net.one);
        Socket one = net.sender(net.one)) {
      one.setsockopt(net.six() ? IPV6_MULTICAST_HOPS : IP_MULTICAST_TTL, 7);
      Address to = net.at(net.group, Integer.parseInt(python.line()));
      one.sendto("to Python".getBytes(UTF_8), to);
      return python.line();
    }
  }

  private static String pythonSends(Net net, SocketOption<Membership> join, Membership member)
      throws Exception {
    try (Socket receiver = net.receiver(0)) {
      receiver.setsockopt(join, member);
      try (Program python =
          Program.python(PYTHON, "send", net.group, port(receiver), d0(), net.two)) {
        python.rest();
      }
      return next(receiver);
    }
  }
}
