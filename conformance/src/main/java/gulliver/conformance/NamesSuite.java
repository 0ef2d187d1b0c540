package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.AF_UNSPEC;
import static gulliver.socket.Sockets.AI_NUMERICHOST;
import static gulliver.socket.Sockets.AI_PASSIVE;
import static gulliver.socket.Sockets.IPV6_V6ONLY;
import static gulliver.socket.Sockets.NI_NUMERICHOST;
import static gulliver.socket.Sockets.NI_NUMERICSERV;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_REUSEADDR;
import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.Address.Name;
import gulliver.socket.AddressFamily;
import gulliver.socket.AddressInfo;
import gulliver.socket.Capability;
import gulliver.socket.Eai;
import gulliver.socket.Errno;
import gulliver.socket.IfNameIndex;
import gulliver.socket.NameInfo;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of hosts and services: R8, and how a client finds a server, R12. */
public abstract class NamesSuite extends Suite {
  /** For subclasses. */
  protected NamesSuite() {}

  // ---- R8 ----

  @ParameterizedTest
  @CsvSource({"ftp, 21", "ftp-data, 20", "telnet, 23", "http, 80", "smtp, 25", "domain, 53"})
  void R8_aWellKnownServiceHasItsPortAndBack(String name, int port) throws Exception {
    assertThat(network().getservbyname(name)).isEqualTo(port);
    assertThat(network().getservbyname(name, "tcp")).isEqualTo(port);
    assertThat(network().getservbyport(port)).isEqualTo(name);
    assertThat(network().getservbyport(port, "tcp")).isEqualTo(name);
  }

  @Test
  void R8_aServiceThatIsUnknownIsSaid() {
    IOException byName = failure(() -> network().getservbyname("no-such-service", "tcp"));
    assertThat(byName)
        .isInstanceOf(UnknownHostException.class)
        .hasMessage(
            "getservbyname no-such-service/tcp: EAI_SERVICE (Servname not supported for ai_socktype)");
    IOException byPort = failure(() -> network().getservbyport(4, "tcp"));
    assertThat(byPort)
        .hasMessage("getservbyport 4/tcp: EAI_SERVICE (Servname not supported for ai_socktype)");
    SocketFailure.Name details = (SocketFailure.Name) byPort;
    assertThat(details.eai()).isEqualTo(Eai.EAI_SERVICE);
    assertThat(details.call()).isEqualTo("getservbyport");
    assertThat(details.name()).isEqualTo("4/tcp");
    assertThat(details.address()).isNull();
    assertThat(details.errno()).isEqualTo(Errno.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void R8_aPortOutOfRangeHasNoService(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().getservbyport(port))
        .withMessage("getservbyport: port " + port + ": 0 to 65535 are allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().getservbyport(port, "udp"))
        .withMessage("getservbyport: port " + port + ": 0 to 65535 are allowed");
  }

  // ---- R12: getaddrinfo, getnameinfo ----

  private List<AddressInfo> getaddrinfo(
      String host, String service, AddressFamily family, SocketType type, int flags)
      throws IOException {
    return network().getaddrinfo(host, service, family, type, Protocol.DEFAULT, flags);
  }

  @Test
  void R12_aLiteralResolvesToItselfForEveryTypeThatIsAskedFor() throws Exception {
    assertThat(getaddrinfo("127.0.0.1", "80", AF_INET, SOCK_STREAM, AI_NUMERICHOST))
        .containsExactly(
            new AddressInfo(
                AF_INET, SOCK_STREAM, Protocol.IPPROTO_TCP, new Inet4("127.0.0.1", 80), null));
    assertThat(getaddrinfo("127.0.0.1", "80", AF_UNSPEC, SOCK_DGRAM, AI_NUMERICHOST))
        .containsExactly(
            new AddressInfo(
                AF_INET, SOCK_DGRAM, Protocol.IPPROTO_UDP, new Inet4("127.0.0.1", 80), null));
    assertThat(network().getaddrinfo("127.0.0.1", "80"))
        .extracting(AddressInfo::type)
        .contains(SOCK_STREAM, SOCK_DGRAM);
  }

  @Test
  void R12_aNameHasIpv4AddressesAndAServiceItsPort() throws Exception {
    assertThat(getaddrinfo("localhost", "http", AF_INET, SOCK_STREAM, 0))
        .extracting(AddressInfo::address)
        .contains(new Inet4("127.0.0.1", 80));
  }

  @Test
  void R12_noHostIsThisHostOrForAServerAllItsInterfaces() throws Exception {
    assertThat(getaddrinfo(null, "80", AF_INET, SOCK_STREAM, 0))
        .extracting(AddressInfo::address)
        .containsExactly(new Inet4(Inet4.LOOPBACK, 80));
    assertThat(getaddrinfo(null, "80", AF_INET, SOCK_STREAM, AI_PASSIVE))
        .extracting(AddressInfo::address)
        .containsExactly(new Inet4(Inet4.ANY, 80));
    needs(Capability.IPV6);
    assertThat(getaddrinfo(null, "80", AF_UNSPEC, SOCK_STREAM, 0))
        .extracting(AddressInfo::address)
        .containsExactlyInAnyOrder(new Inet6(Inet6.LOOPBACK, 80), new Inet4(Inet4.LOOPBACK, 80));
  }

  @Test
  void R12_aNameThatCannotBeResolvedSaysWhy() {
    IOException failure =
        failure(() -> getaddrinfo("no.such.host", "80", AF_INET, SOCK_STREAM, AI_NUMERICHOST));
    assertThat(failure)
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("getaddrinfo no.such.host: EAI_NONAME (Name or service not known)");
    assertThat(((SocketFailure.Name) failure).eai()).isEqualTo(Eai.EAI_NONAME);
    assertThat(((SocketFailure.Name) failure).name()).isEqualTo("no.such.host");
    assertThat(failure(() -> getaddrinfo(null, null, AF_UNSPEC, SOCK_STREAM, 0)))
        .hasMessage("getaddrinfo (no name): EAI_NONAME (Name or service not known)");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 80, 10, 1, 0, EAI_ADDRFAMILY",
    "127.0.0.1, 80, 99, 1, 0, EAI_FAMILY",
    "127.0.0.1, 80, 1, 1, 0, EAI_FAMILY",
    "127.0.0.1, 80, 2, 77, 0, EAI_SOCKTYPE",
    "127.0.0.1, 80, 2, 1, 0x40000000, EAI_BADFLAGS",
    "127.0.0.1, no-such-service, 2, 1, 0, EAI_SERVICE",
    "127.0.0.1, -1, 2, 1, 0, EAI_SERVICE",
    "127.0.0.1, telnet, 2, 2, 0, EAI_SERVICE",
  })
  void R12_aHintThatCannotBeMetIsSaid(
      String host, String service, int family, int type, String flags, Eai eai) {
    IOException failure =
        failure(() ->
            getaddrinfo(
                host,
                service,
                new AddressFamily(family),
                new SocketType(type),
                Integer.decode(flags)));
    assertThat(((SocketFailure.Name) failure).eai()).isEqualTo(eai);
    assertThat(failure).hasMessage("getaddrinfo 127.0.0.1: " + eai + " (" + eai.text() + ")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", " +65616", "4294967376", "-4294967216"})
  void R7_aServiceThatWouldWrapRoundToAPortIsRefused(String service) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().getaddrinfo("127.0.0.1", service))
        .withMessage("getaddrinfo: port " + service + ": 0 to 65535 are allowed");
  }

  @Test
  void R12_anAddressHasItsNamesOrItsNumbers() throws Exception {
    Inet4 here = new Inet4("127.0.0.1", 80);
    assertThat(network().getnameinfo(here, NI_NUMERICHOST | NI_NUMERICSERV))
        .isEqualTo(new NameInfo("127.0.0.1", "80"));
    assertThat(network().getnameinfo(here, NI_NUMERICHOST))
        .isEqualTo(new NameInfo("127.0.0.1", "http"));
    assertThat(network().getnameinfo(here, NI_NUMERICSERV))
        .isEqualTo(new NameInfo("localhost", "80"));
    assertThat(network().getnameinfo(new Inet6("2001:DB8::1", 7), NI_NUMERICHOST | NI_NUMERICSERV))
        .isEqualTo(new NameInfo("2001:db8::1", "7"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().getnameinfo(new Name("localhost", 80), 0))
        .withMessage("getnameinfo localhost:80: a literal address is allowed");
    assertThat(failure(() -> network().getnameinfo(new Address.Unspecified(), 0)))
        .hasMessage("getnameinfo (unspecified): EAI_FAMILY (ai_family not supported)");
  }

  @Test
  void R12_thisHostHasAName() throws Exception {
    assertThat(network().gethostname()).isNotBlank();
  }

  // ---- protocols and interfaces ----

  @ParameterizedTest
  @CsvSource({"ip, 0", "icmp, 1", "tcp, 6", "udp, 17", "ipv6, 41"})
  void aProtocolHasItsNumberAndBack(String name, int number) throws Exception {
    assertThat(network().getprotobyname(name)).isEqualTo(new Protocol(number));
    assertThat(network().getprotobynumber(number)).isEqualTo(name);
  }

  @Test
  void aProtocolThatIsUnknownIsSaid() {
    assertThat(failure(() -> network().getprotobyname("no-such")))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("getprotobyname no-such: EAI_NONAME (Name or service not known)");
    assertThat(failure(() -> network().getprotobynumber(-7)))
        .hasMessage("getprotobynumber -7: EAI_NONAME (Name or service not known)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().getprotobyname("tcp\0"))
        .withMessage("getprotobyname: name \"tcp\\0\": NUL is not allowed");
  }

  @Test
  void anInterfaceHasANumberAndANameAndIsListed() throws Exception {
    List<IfNameIndex> all = network().ifNameIndex();
    assertThat(all).isNotEmpty();
    for (IfNameIndex one : all) {
      assertThat(network().ifNameToIndex(one.name())).isEqualTo(one.index()).isPositive();
      assertThat(network().ifIndexToName(one.index())).isEqualTo(one.name());
    }
  }

  @Test
  void anInterfaceThatIsUnknownIsSaid() {
    assertThat(failure(() -> network().ifNameToIndex("no-such-if")))
        .hasMessage("if_nametoindex no-such-if: ENODEV (No such device)");
    assertThat(failure(() -> network().ifNameToIndex("a name too long for an interface")))
        .hasMessageEndingWith(": ENODEV (No such device)");
    assertThat(failure(() -> network().ifNameToIndex(""))).hasMessageContaining("ENODEV");
    assertThat(failure(() -> network().ifIndexToName(-1)))
        .hasMessage("if_indextoname 4294967295: ENXIO (No such device or address)");
    assertThat(failure(() -> network().ifIndexToName(0))).hasMessageContaining("ENXIO");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().ifNameToIndex("lo\0"))
        .withMessage("ifNameToIndex: name \"lo\\0\": NUL is not allowed");
  }

  // ---- R12: names given to sockets ----

  /** A literal in a Name is resolved like a name, in the socket's family. */
  private Name name(AddressFamily family, Address literal) {
    return family.equals(AF_INET)
        ? new Name("localhost", ((Inet4) literal).port())
        : new Name("::1", ((Inet6) literal).port());
  }

  private Address loopback(AddressFamily family) {
    if (family.equals(AF_INET)) {
      return anywhere();
    }
    needs(Capability.IPV6);
    return new Inet6(Inet6.LOOPBACK, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void R12_connectResolvesANameInTheSocketsFamily(int number) throws Exception {
    AddressFamily family = new AddressFamily(number);
    Peer.Listener server = closing(peer().listen(loopback(family), 4));
    Socket client = closing(network().socket(family, SOCK_STREAM));
    client.connect(name(family, server.address()));
    Peer.Stream accepted = closing(server.accept());
    assertThat(client.getpeername()).isEqualTo(server.address());
    assertThat(accepted.remote()).isEqualTo(client.getsockname());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void R12_bindAndSendtoResolveANameInTheSocketsFamily(int number) throws Exception {
    AddressFamily family = new AddressFamily(number);
    Address literal = loopback(family);
    Socket receiver = closing(network().socket(family, SOCK_DGRAM));
    receiver.bind(name(family, literal));
    receiver.settimeout(Duration.ofSeconds(10));
    Socket sender = closing(network().socket(family, SOCK_DGRAM));
    assertThat(sender.sendto(pattern(3), name(family, receiver.getsockname()))).isEqualTo(3);
    assertThat(receiver.recvfrom(10).bytes()).isEqualTo(pattern(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void R12_anEmptyNameIsEveryInterfaceForBindAndThisHostForConnect(int number) throws Exception {
    AddressFamily family = new AddressFamily(number);
    boolean four = family.equals(AF_INET);
    if (!four) {
      needs(Capability.IPV6);
    }
    Socket server = closing(network().socket(family, SOCK_STREAM));
    server.bind(address(0));
    server.listen(1);
    Address name = server.getsockname();
    int port = four ? ((Inet4) name).port() : ((Inet6) name).port();
    assertThat(name).isEqualTo(four ? new Inet4(Inet4.ANY, port) : new Inet6(Inet6.ANY, port));
    Socket client = closing(network().socket(family, SOCK_STREAM));
    client.connect(address(port));
    assertThat(client.getpeername())
        .isEqualTo(four ? new Inet4(Inet4.LOOPBACK, port) : new Inet6(Inet6.LOOPBACK, port));
  }

  @Test
  void R12_aNameOfAnotherFamilyIsRefused() throws Exception {
    needs(Capability.IPV6);
    Socket client = closing(network().socket(AF_INET6, SOCK_STREAM));
    assertThat(failure(() -> client.connect(new Name("127.0.0.1", 9))))
        .hasMessage(
            "getaddrinfo 127.0.0.1: EAI_ADDRFAMILY (Address family for hostname not supported)");
  }

  // ---- R12: createConnection, createServer ----

  /** A port that a socket has which does not listen: connecting to it is refused. */
  private int heldInBothFamilies() throws IOException {
    Socket holder = closing(network().socket(AF_INET6, SOCK_STREAM));
    holder.setsockopt(SO_REUSEADDR, true);
    holder.setsockopt(IPV6_V6ONLY, false);
    holder.bind(new Inet6(Inet6.ANY, 0));
    return ((Inet6) holder.getsockname()).port();
  }

  @Test
  void R12_createConnectionTriesAllAddressesUntilOneAnswers() throws Exception {
    needs(Capability.IPV6);
    int port = heldInBothFamilies();
    Peer.Listener server = closing(peer().listen(world().local(port), 4)); // with SO_REUSEADDR
    Socket client = closing(network().createConnection(address(port)));
    assertThat(client.getpeername()).isEqualTo(server.address());
    assertThat(client.gettimeout()).isNull();
  }

  @Test
  void R12_createConnectionKeepsEveryFailure() throws Exception {
    needs(Capability.IPV6);
    int port = heldInBothFamilies();
    Throwable last = catchThrowable(() -> network().createConnection(address(port)));
    assertThat(last).isInstanceOf(java.net.ConnectException.class);
    assertThat(last.getSuppressed()).hasSize(1);
    assertThat(List.of(last.getMessage(), last.getSuppressed()[0].getMessage()))
        .containsExactlyInAnyOrder(
            "connect 127.0.0.1:" + port + ": ECONNREFUSED (Connection refused)",
            "connect [::1]:" + port + ": ECONNREFUSED (Connection refused)");
  }

  @Test
  void R12_createConnectionTakesATimeOut() throws Exception {
    Socket server = closing(network().socket(AF_INET, SOCK_STREAM));
    server.bind(anywhere());
    server.listen(0);
    closing(network().createConnection(server.getsockname())); // the queue takes this one only
    CompletableFuture<Socket> connecting =
        start(() -> network().createConnection(server.getsockname(), Duration.ofMillis(300)));
    world().pass(Duration.ofMillis(300));
    IOException failure = failure(() -> result(connecting));
    assertThat(failure)
        .isInstanceOf(java.net.SocketTimeoutException.class)
        .hasMessage("connect " + server.getsockname() + ": ETIMEDOUT (timed out after 0.3s)");
  }

  @Test
  void R12_createConnectionRefusesATimeOutThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().createConnection(anywhere(), Duration.ZERO))
        .withMessage("createConnection: time-out 0: more, or null for ever, is allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network().createConnection(anywhere(), Duration.ofNanos(-1)))
        .withMessageStartingWith("createConnection: time-out PT-0.000000001S: ");
  }

  @Test
  void R12_createServerServesBothFamiliesWithOneSocket() throws Exception {
    needs(Capability.IPV6);
    Socket server = closing(network().createServer(address(0)));
    int port = ((Inet6) server.getsockname()).port();
    assertThat(server.getsockname()).isEqualTo(new Inet6(Inet6.ANY, port));
    assertThat(server.getsockopt(SO_REUSEADDR)).isTrue();
    for (Address to : List.of(new Inet4("127.0.0.1", port), new Inet6("::1", port))) {
      Peer.Stream client = closing(peer().connect(to));
      Socket accepted = closing(server.accept().socket());
      client.send(pattern(5));
      assertThat(accepted.recv(5)).isEqualTo(pattern(5));
    }
  }

  @Test
  void R12_createServerServesTheOneAddressThatALiteralNames() throws Exception {
    Socket server = closing(network().createServer(anywhere(), 3));
    Peer.Stream client = closing(peer().connect(server.getsockname()));
    Socket accepted = closing(server.accept().socket());
    assertThat(accepted.getsockname()).isEqualTo(server.getsockname()).isEqualTo(client.remote());
  }
}
