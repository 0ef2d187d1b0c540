package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.AF_UNSPEC;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.Address.Name;
import gulliver.socket.Address.Unix;
import gulliver.socket.Address.Unknown;
import gulliver.socket.Address.Unspecified;
import gulliver.socket.AddressFamily;
import gulliver.socket.Capability;
import gulliver.socket.FiveTuple;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as values, and what of them a network gives back: R6, R7, R9 and R11. */
public abstract class AddressSuite extends Suite {
  /** For subclasses. */
  protected AddressSuite() {}

  // ---- R6: the forms ----

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "192.0.2.255", "255.255.255.255"})
  void R6_anIpv4AddressIsHostAndPortAndHasJavasBytes(String host) throws Exception {
    Inet4 address = new Inet4(host, 7000);
    assertThat(address.host()).isEqualTo(host);
    assertThat(address.port()).isEqualTo(7000);
    assertThat(address.family()).isEqualTo(AF_INET);
    assertThat(address.bytes()).isEqualTo(InetAddress.ofLiteral(host).getAddress());
    assertThat(address).hasToString(host + ":7000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"::", "::1", "2001:db8::8:800:200c:417a", "fe80::1", "ff02::1:ff00:1"})
  void R6_anIpv6AddressIsHostPortFlowinfoAndScopeAndHasJavasBytes(String host) throws Exception {
    Inet6 address = new Inet6(host, 7000, 0x12345, 3);
    assertThat(address.host()).isEqualTo(host);
    assertThat(address.port()).isEqualTo(7000);
    assertThat(address.flowinfo()).isEqualTo(0x12345);
    assertThat(address.scopeid()).isEqualTo(3);
    assertThat(address.family()).isEqualTo(AF_INET6);
    assertThat(address.bytes()).isEqualTo(InetAddress.ofLiteral(host).getAddress());
    assertThat(address).hasToString("[" + host + "%3]:7000");
    assertThat(new Inet6(host, 7000)).hasToString("[" + host + "]:7000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0:0:0:0:0:0:0:1",
        "::0001",
        "0000:0000:0000:0000:0000:0000:0000:0001",
        "::0.0.0.1"
      })
  void R6_ipv6TextsOfOneAddressAreEqual(String text) {
    assertThat(new Inet6(text, 1))
        .isEqualTo(new Inet6("::1", 1))
        .hasSameHashCodeAs(new Inet6("::1", 1));
  }

  @Test
  void R6_addressesDifferWhenAnyPartDoes() {
    List<Address> all =
        List.of(
            new Inet4("127.0.0.1", 1),
            new Inet4("127.0.0.2", 1),
            new Inet4("127.0.0.1", 2),
            new Inet6("::1", 1),
            new Inet6("::2", 1),
            new Inet6("::1", 2),
            new Inet6("::1", 1, 1, 0),
            new Inet6("::1", 1, 0, 1),
            new Inet6("::ffff:127.0.0.1", 1),
            new Name("127.0.0.1", 1),
            new Name("localhost", 1),
            new Name("localhost", 2),
            new Unix("/a"),
            Unix.ofAbstract("/a"),
            Unix.UNNAMED,
            new Unspecified(),
            new Unknown(new AddressFamily(40), new byte[] {1}),
            new Unknown(new AddressFamily(40), new byte[] {2}),
            new Unknown(new AddressFamily(41), new byte[] {1}));
    assertThat(all).doesNotHaveDuplicates();
    assertThat(new Unknown(new AddressFamily(40), new byte[] {1}))
        .isEqualTo(new Unknown(new AddressFamily(40), new byte[] {1}));
  }

  /**
   * A line of the table for {@code address(host, port)}.
   *
   * @param host what a user writes
   * @param becomes the address
   */
  record Text(String host, Address becomes) {}

  static final List<Text> TEXTS =
      List.of(
          new Text("127.0.0.1", new Inet4("127.0.0.1", 80)),
          new Text("::1", new Inet6("::1", 80)),
          new Text("FE80::1%7", new Inet6("fe80::1", 80, 0, 7)),
          new Text("::ffff:1.2.3.4", new Inet6("::ffff:1.2.3.4", 80)),
          new Text("localhost", new Name("localhost", 80)),
          new Text("", new Name("", 80)),
          new Text("127.1", new Name("127.1", 80)),
          new Text("127.0.0.01", new Name("127.0.0.01", 80)),
          new Text("127.0.0.1.", new Name("127.0.0.1.", 80)),
          new Text("256.0.0.1", new Name("256.0.0.1", 80)),
          new Text("[::1]", new Name("[::1]", 80)),
          new Text("fe80::1%lo", new Name("fe80::1%lo", 80)),
          new Text("fe80::1%99999999999", new Name("fe80::1%99999999999", 80)),
          new Text("www.example%1", new Name("www.example%1", 80)));

  @ParameterizedTest
  @FieldSource("TEXTS")
  void R6_aHostMayBeALiteralOrAName(Text text) {
    assertThat(address(text.host, 80)).isEqualTo(text.becomes);
  }

  @Test
  void R6_whatIsNoAddressIsRefusedWithAReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Inet4("127.0.0.256", 1))
        .withMessage(
            "IPv4 address \"127.0.0.256\": four decimal numbers from 0 to 255 are allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Inet6("::1::", 1))
        .withMessage(
            "IPv6 address \"::1::\": eight groups of hexadecimal digits are allowed, :: for zeros");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Inet6("::1", 1, 0x10000000, 0))
        .withMessage("flowinfo 268435456: 0 to 0x0fffffff are allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Inet6("::1", 1, 0, -1))
        .withMessage("scopeid -1: an interface's index is allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> address("local\0host", 1))
        .withMessage("host name \"local\\0host\": NUL is not allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Unknown(AF_INET, new byte[127]))
        .withMessage("address of 127 bytes: at most 126 are allowed");
    assertThatThrownBy(() -> address(null, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("address: host");
  }

  @Test
  void R6_anUnknownAddressKeepsItsBytesForItself() {
    byte[] bytes = {1, 2, (byte) 255};
    Unknown address = new Unknown(new AddressFamily(40), bytes);
    bytes[0] = 9;
    address.bytes()[1] = 9;
    assertThat(address.bytes()).containsExactly(1, 2, 255);
    assertThat(address).hasToString("AF_VSOCK:0102ff");
    assertThat(new Unspecified()).hasToString("(unspecified)");
    assertThat(new Unspecified().family()).isEqualTo(AF_UNSPEC);
  }

  @Test
  void R6_addressesCanBeSerialized() throws Exception {
    for (Address address :
        List.of(
            new Inet4("127.0.0.1", 1),
            new Inet6("::1", 1, 2, 3),
            new Name("localhost", 1),
            new Unix("/a"),
            new Unspecified(),
            new Unknown(new AddressFamily(40), new byte[] {1}))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(address);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        assertThat(in.readObject()).isEqualTo(address);
      }
    }
  }

  // ---- R6: to and from Java's ----

  static final List<SocketAddress> JAVAS =
      List.of(
          new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 80),
          new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 80),
          new InetSocketAddress(scoped("fe80::1", 1), 80),
          new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0),
          InetSocketAddress.createUnresolved("www.example", 65535),
          UnixDomainSocketAddress.of("/run/x.sock"),
          UnixDomainSocketAddress.of(""));

  private static InetAddress scoped(String host, int scope) {
    try {
      return Inet6Address.getByAddress(null, InetAddress.ofLiteral(host).getAddress(), scope);
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @FieldSource("JAVAS")
  void R6_javasAddressesComeAndGoWithoutLoss(SocketAddress javas) {
    Address ours = Address.of(javas);
    assertThat(ours.toSocketAddress()).isEqualTo(javas).hasToString(javas.toString());
    assertThat(Address.of(ours.toSocketAddress())).isEqualTo(ours);
  }

  @Test
  void R6_javasAddressesBecomeTheirKind() {
    assertThat(JAVAS.stream().limit(3).map(Address::of))
        .containsExactly(
            new Inet4("192.0.2.1", 80),
            new Inet6("2001:db8::1", 80),
            new Inet6("fe80::1", 80, 0, 1));
    assertThat(Address.of(InetSocketAddress.createUnresolved("www.example", 65535)))
        .isEqualTo(new Name("www.example", 65535));
    assertThat(Address.of(UnixDomainSocketAddress.of("/run/x.sock")))
        .isEqualTo(new Unix("/run/x.sock"));
  }

  @Test
  void R6_anIpv4MappedAddressStaysAnIpv6AddressInJava() {
    Inet6 mapped = new Inet6("::ffff:192.0.2.1", 80);
    InetSocketAddress javas = (InetSocketAddress) mapped.toSocketAddress();
    assertThat(javas.getAddress()).isInstanceOf(Inet6Address.class);
    assertThat(javas.getAddress().getAddress()).isEqualTo(mapped.bytes());
    assertThat(Address.of(javas)).isEqualTo(mapped);
  }

  @Test
  void R6_whatJavaHasNoAddressForIsSaid() {
    for (Address address :
        List.of(
            Unix.ofAbstract("x"),
            new Unspecified(),
            new Unknown(new AddressFamily(40), new byte[] {1}))) {
      assertThatThrownBy(address::toSocketAddress)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageStartingWith(address + ": Java has no ");
    }
    SocketAddress foreign = new SocketAddress() {};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.of(foreign))
        .withMessageEndingWith(": InetSocketAddress and UnixDomainSocketAddress are allowed");
  }

  // ---- R6: through the network ----

  @Test
  void R6_theNetworkGivesAnIpv4AddressBackAsItWasGiven() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    socket.bind(anywhere());
    Inet4 name = (Inet4) socket.getsockname();
    assertThat(name.host()).isEqualTo(((Inet4) anywhere()).host());
    assertThat(name.port()).isPositive();
    Socket other = closing(network().socket(AF_INET, SOCK_DGRAM));
    other.connect(name);
    assertThat(other.getpeername()).isEqualTo(name);
  }

  @Test
  void R6_theNetworkGivesAnIpv6AddressBackAsItWasGiven() throws Exception {
    needs(Capability.IPV6);
    Socket socket = closing(network().socket(AF_INET6, SOCK_DGRAM));
    socket.bind(new Inet6("::1", 0));
    Inet6 name = (Inet6) socket.getsockname();
    assertThat(name).isEqualTo(new Inet6("::1", name.port(), 0, 0));
    assertThat(name.port()).isPositive();
    Socket other = closing(network().socket(AF_INET6, SOCK_DGRAM));
    other.connect(name);
    assertThat(other.getpeername()).isEqualTo(name);
  }

  @Test
  void R6_anIpv6SocketShowsIpv4PeersAsMappedAddresses() throws Exception {
    needs(Capability.IPV6);
    Socket server = closing(network().createServer(address(0)));
    Inet6 name = (Inet6) server.getsockname();
    Peer.Stream client = closing(peer().connect(world().local(name.port())));
    Socket accepted = closing(server.accept().socket());
    Inet4 there = (Inet4) client.local();
    assertThat(accepted.getpeername()).isEqualTo(new Inet6("::ffff:" + there.host(), there.port()));
  }

  @Test
  void R6_aSocketWithoutAddressHasTheWildcardAddressWithPortZero() throws Exception {
    assertThat(closing(network().socket(AF_INET, SOCK_STREAM)).getsockname())
        .isEqualTo(new Inet4(Inet4.ANY, 0));
    if (network().supports(Capability.IPV6)) {
      assertThat(closing(network().socket(AF_INET6, SOCK_STREAM)).getsockname())
          .isEqualTo(new Inet6(Inet6.ANY, 0));
    }
    if (network().supports(Capability.UNIX)) {
      assertThat(closing(network().socket(AF_UNIX, SOCK_STREAM)).getsockname())
          .isEqualTo(Unix.UNNAMED);
    }
  }

  // ---- R7 ----

  static final List<IntFunction<Address>> WITH_PORTS =
      List.of(
          port -> new Inet4("127.0.0.1", port),
          port -> new Inet6("::1", port),
          port -> new Inet6("::1", port, 1, 1),
          port -> new Name("localhost", port),
          port -> address("127.0.0.1", port),
          port -> address("::1", port),
          port -> address("localhost", port),
          port -> address(port));

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void R7_aPortOutOfRangeIsRefusedAtOnce(int port) {
    for (IntFunction<Address> with : WITH_PORTS) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> with.apply(port))
          .withMessage("port " + port + ": 0 to 65535 are allowed");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32768, 65535})
  void R7_aPortInRangeIsKept(int port) {
    for (IntFunction<Address> with : WITH_PORTS) {
      int kept =
          switch (with.apply(port)) {
            case Inet4 a -> a.port();
            case Inet6 a -> a.port();
            case Name a -> a.port();
            case Address a -> throw new AssertionError(a);
          };
      assertThat(kept).isEqualTo(port);
    }
  }

  // ---- R9 ----

  @Test
  void R9_aClientThatDidNotBindGetsAnEphemeralPortThatTheServerSees() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 4));
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    client.connect(server.address());
    Peer.Stream accepted = closing(server.accept());
    assertThat(accepted.remote()).isEqualTo(client.getsockname());
    assertThat(((Inet4) client.getsockname()).port()).isGreaterThan(1023);
  }

  @Test
  void R9_aDatagramSocketThatDidNotBindGetsAnEphemeralPortWhenItSends() throws Exception {
    Peer.Datagrams server = closing(peer().datagrams(anywhere()));
    Socket client = closing(network().socket(AF_INET, SOCK_DGRAM));
    assertThat(client.getsockname()).isEqualTo(new Inet4(Inet4.ANY, 0));
    client.sendto(new byte[] {1}, server.address());
    int port = ((Inet4) client.getsockname()).port();
    assertThat(port).isGreaterThan(1023);
    assertThat(server.receive().address()).isEqualTo(world().local(port));
  }

  @Test
  void R9_portZeroAsksForAnEphemeralPort() throws Exception {
    Socket first = closing(network().socket(AF_INET, SOCK_STREAM));
    Socket second = closing(network().socket(AF_INET, SOCK_STREAM));
    first.bind(world().local(0));
    second.bind(world().local(0));
    assertThat(Stream.of(first.getsockname(), second.getsockname()).map(a -> ((Inet4) a).port()))
        .allMatch(port -> port > 1023)
        .doesNotHaveDuplicates();
  }

  // ---- R11 ----

  @Test
  void R11_aConnectionTellsItsFiveParametersInOneLine() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 4));
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    client.connect(server.address());
    Peer.Stream accepted = closing(server.accept());

    Address here = accepted.remote(); // the peer's view, turned round
    Address there = accepted.local();
    FiveTuple five = client.fiveTuple();
    assertThat(five).isEqualTo(new FiveTuple(Protocol.IPPROTO_TCP, here, there));
    assertThat(five).hasToString("tcp " + here + " -> " + there);
    assertThat(client).hasToString(five + " connected");
    client.close();
    assertThat(client).hasToString("tcp -> " + there + " closed");
  }

  @Test
  void R11_whatAConnectionDoesNotHaveIsLeftOut() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
    assertThat(socket).hasToString("tcp 0.0.0.0:0 open");
    socket.bind(anywhere());
    Address name = socket.getsockname();
    assertThat(socket.fiveTuple()).isEqualTo(new FiveTuple(Protocol.IPPROTO_TCP, name, null));
    assertThat(socket).hasToString("tcp " + name + " open");
    socket.listen(1);
    assertThat(socket).hasToString("tcp " + name + " listening");
    socket.close();
    assertThat(socket).hasToString("tcp closed");
  }

  @Test
  void R11_aDatagramSocketTellsItsFiveParametersToo() throws Exception {
    Peer.Datagrams server = closing(peer().datagrams(anywhere()));
    Socket client = closing(network().socket(AF_INET, SOCK_DGRAM));
    client.connect(server.address());
    assertThat(client.fiveTuple())
        .isEqualTo(new FiveTuple(Protocol.IPPROTO_UDP, client.getsockname(), server.address()));
    assertThat(client)
        .hasToString("udp " + client.getsockname() + " -> " + server.address() + " connected");
  }

  @Test
  void R11_ipv6AddressesStandInBrackets() throws Exception {
    needs(Capability.IPV6);
    Socket server = closing(network().createServer(new Inet6("::1", 0)));
    Inet6 there = (Inet6) server.getsockname();
    Socket client = closing(network().createConnection(there));
    Inet6 here = (Inet6) client.getsockname();
    assertThat(client.fiveTuple())
        .hasToString("tcp [::1]:" + here.port() + " -> [::1]:" + there.port());
  }
}
