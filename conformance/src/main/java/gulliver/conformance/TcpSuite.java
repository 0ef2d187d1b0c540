package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.IPPROTO_TCP;
import static gulliver.socket.Sockets.IPPROTO_UDP;
import static gulliver.socket.Sockets.SHUT_RD;
import static gulliver.socket.Sockets.SHUT_RDWR;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_ACCEPTCONN;
import static gulliver.socket.Sockets.SO_DOMAIN;
import static gulliver.socket.Sockets.SO_ERROR;
import static gulliver.socket.Sockets.SO_PROTOCOL;
import static gulliver.socket.Sockets.SO_REUSEADDR;
import static gulliver.socket.Sockets.SO_TYPE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Errno;
import gulliver.socket.FiveTuple;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.WouldBlockException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** TCP sockets: their names, servers and clients, and how a connection begins. */
public abstract class TcpSuite extends ConnectionSuite {
  /** For subclasses. */
  protected TcpSuite() {}

  @Test
  void R2_aStreamSocketIsConnectionOrientedAndMergesWhatIsSent() throws Exception {
    Socket unconnected = stream();
    assertThat(errno(() -> unconnected.send(pattern(1)))).isEqualTo(Errno.EPIPE);

    Connection connection = connection();
    connection.ours().send("one".getBytes(US_ASCII));
    connection.ours().send("two".getBytes(US_ASCII));
    assertThat(connection.theirs().receive(6)).isEqualTo("onetwo".getBytes(US_ASCII));
  }

  @Test
  void R3_aStreamSocketKnowsItsFamilyTypeAndProtocol() throws Exception {
    Socket socket = stream();
    assertThat(socket.family()).isEqualTo(AF_INET);
    assertThat(socket.type()).isEqualTo(SOCK_STREAM);
    assertThat(socket.protocol()).isEqualTo(IPPROTO_TCP);
    assertThat(socket.getsockopt(SO_DOMAIN)).isEqualTo(AF_INET.value());
    assertThat(socket.getsockopt(SO_TYPE)).isEqualTo(SOCK_STREAM.value());
    assertThat(socket.getsockopt(SO_PROTOCOL)).isEqualTo(IPPROTO_TCP.value());
  }

  @Test
  void R3_aSocketThatTheNetworkCannotMakeIsRefused() {
    assertThat(errno(() -> network().socket(new AddressFamily(12345), SOCK_STREAM)))
        .isEqualTo(Errno.EAFNOSUPPORT);
    assertThat(errno(() -> network().socket(AF_INET, SOCK_STREAM, IPPROTO_UDP)))
        .isEqualTo(Errno.EPROTONOSUPPORT);
  }

  @Test
  void R9_connectingGivesAnEphemeralPort() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 16));
    Set<Address> locals = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      Socket client = stream();
      assertThat(client.getsockname()).isEqualTo(new Address.Inet4(Address.Inet4.ANY, 0));
      client.connect(server.address());
      assertThat(port(client.getsockname())).isBetween(1024, 65535);
      assertThat(closing(server.accept()).remote()).isEqualTo(client.getsockname());
      locals.add(client.getsockname());
    }
    assertThat(locals).hasSize(3);
  }

  @Test
  void R9_portZeroAsksForAnEphemeralPort() throws Exception {
    Socket server = stream();
    server.bind(anywhere());
    assertThat(port(server.getsockname())).isBetween(1024, 65535);
    server.listen(1);
    assertThat(closing(peer().connect(server.getsockname())).remote())
        .isEqualTo(server.getsockname());
  }

  private static int port(Address address) {
    return ((Address.Inet4) address).port();
  }

  @Test
  void R11_theFiveParametersAreReadAndPrintInOneLine() throws Exception {
    Connection connection = connection();
    Address local = connection.theirs().remote();
    Address remote = connection.theirs().local();
    assertThat(connection.ours().fiveTuple()).isEqualTo(new FiveTuple(IPPROTO_TCP, local, remote));
    assertThat(connection.ours()).hasToString("tcp " + local + " -> " + remote + " connected");

    Socket server = listening(1);
    assertThat(server.fiveTuple())
        .isEqualTo(new FiveTuple(IPPROTO_TCP, server.getsockname(), null));
    assertThat(server).hasToString("tcp " + server.getsockname() + " listening");
  }

  @Test
  void anAddressInUseIsRefused() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    Socket socket = stream();
    IOException inUse = failure(() -> socket.bind(server.address()));
    assertThat(inUse).isInstanceOf(BindException.class);
    assertThat(Errno.of(inUse)).isEqualTo(Errno.EADDRINUSE);
    socket.setsockopt(SO_REUSEADDR, true); // helps against what is left of connections only
    assertThat(errno(() -> socket.bind(server.address()))).isEqualTo(Errno.EADDRINUSE);
    socket.bind(anywhere());
    assertThat(errno(() -> socket.bind(anywhere()))).isEqualTo(Errno.EINVAL);
  }

  @Test
  void anAddressOfAnotherHostCannotBeBound() throws Exception {
    Socket socket = stream();
    IOException notOurs = failure(() -> socket.bind(new Address.Inet4("192.0.2.1", 0)));
    assertThat(notOurs).isInstanceOf(BindException.class);
    assertThat(Errno.of(notOurs)).isEqualTo(Errno.EADDRNOTAVAIL);
  }

  @Test
  void oneOfTwoSocketsAtTheSameAddressListens() throws Exception {
    Socket first = stream();
    Socket second = stream();
    first.setsockopt(SO_REUSEADDR, true);
    second.setsockopt(SO_REUSEADDR, true);
    first.bind(anywhere());
    second.bind(first.getsockname());
    first.listen(1);
    assertThat(errno(() -> second.listen(1))).isEqualTo(Errno.EADDRINUSE);
  }

  @Test
  void aServerStartsAgainWhileItsConnectionsLiveOnlyWithReuseaddr() throws Exception {
    Socket server = listening(1);
    Address name = server.getsockname();
    Peer.Stream client = closing(peer().connect(name));
    Socket connection = closing(server.accept().socket());
    server.close();

    Socket again = stream();
    assertThat(errno(() -> again.bind(name))).isEqualTo(Errno.EADDRINUSE);
    again.setsockopt(SO_REUSEADDR, true);
    again.bind(name);
    again.listen(1);
    client.send(pattern(5));
    assertThat(connection.recvall(new byte[5])).isEqualTo(5);
  }

  // ---- servers and clients ----

  @Test
  void R17_aServerBindsListensAcceptsAndExchanges() throws Exception {
    Socket server = stream();
    server.bind(anywhere());
    server.listen(16);
    Peer.Stream client = closing(peer().connect(server.getsockname()));

    Accepted accepted = server.accept();
    Socket connection = closing(accepted.socket());
    assertThat(accepted.address()).isEqualTo(client.local());
    assertThat(connection.getpeername()).isEqualTo(client.local());

    client.send(pattern(100));
    byte[] received = new byte[100];
    assertThat(connection.recvall(received)).isEqualTo(100);
    assertThat(received).isEqualTo(pattern(100));
    connection.sendall(received);
    assertThat(client.receive(100)).isEqualTo(pattern(100));
  }

  @Test
  void R17_acceptWaitsForAClient() throws Exception {
    Socket server = listening(16);
    CompletableFuture<Accepted> accepting = start(server::accept);
    Peer.Stream client = closing(peer().connect(server.getsockname()));
    Accepted accepted = result(accepting);
    closing(accepted.socket());
    assertThat(accepted.address()).isEqualTo(client.local());
  }

  @Test
  void R17_acceptOnASocketThatDoesNotListenFails() throws Exception {
    Socket socket = stream();
    assertThat(errno(socket::accept)).isEqualTo(Errno.EINVAL);
    socket.bind(anywhere());
    assertThat(errno(socket::accept)).isEqualTo(Errno.EINVAL);
    assertThat(errno(connection().ours()::accept)).isEqualTo(Errno.EINVAL);
  }

  @Test
  void R17_acceptThatMayNotWaitSaysThatNobodyIsThere() throws Exception {
    Socket server = listening(16);
    server.setblocking(false);
    assertThatThrownBy(server::accept).isInstanceOf(WouldBlockException.class);
    Peer.Stream client = closing(peer().connect(server.getsockname()));
    Accepted accepted = server.accept();
    assertThat(closing(accepted.socket()).getpeername()).isEqualTo(client.local());
    assertThat(accepted.socket().getblocking()).isTrue();
  }

  @Test
  void R17_shuttingDownAListeningSocketEndsAcceptAndItCanListenAgain() throws Exception {
    Socket server = listening(16);
    CompletableFuture<Accepted> accepting = start(server::accept);
    server.shutdown(SHUT_RD);
    assertThat(errno(() -> result(accepting))).isEqualTo(Errno.EINVAL);
    assertThat(server.getsockopt(SO_ACCEPTCONN)).isFalse();
    server.listen(16);
    Peer.Stream client = closing(peer().connect(server.getsockname()));
    assertThat(closing(server.accept().socket()).getpeername()).isEqualTo(client.local());
  }

  @Test
  void R18_aClientNeedsOnlySocketAndConnect() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 16));
    CompletableFuture<Peer.Stream> accepting = start(server::accept);
    Socket client = stream();
    client.connect(server.address());
    Peer.Stream connection = closing(result(accepting));

    assertThat(connection.remote()).isEqualTo(client.getsockname());
    client.sendall(pattern(10));
    assertThat(connection.receive(10)).isEqualTo(pattern(10));
  }

  @Test
  void R18_aClientMayChooseItsPort() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    Socket client = stream();
    client.bind(anywhere());
    Address chosen = client.getsockname();
    client.connect(server.address());
    assertThat(closing(server.accept()).remote()).isEqualTo(chosen);
  }

  @Test
  void R19_theListeningSocketNeverCarriesData() throws Exception {
    Socket server = listening(16);
    Peer.Stream client = closing(peer().connect(server.getsockname()));
    client.send(pattern(10));

    assertThat(server.getsockopt(SO_ACCEPTCONN)).isTrue();
    assertThat(errno(() -> server.recv(10))).isEqualTo(Errno.ENOTCONN);
    assertThat(errno(() -> server.send(pattern(10)))).isEqualTo(Errno.EPIPE);
    assertThat(errno(server::getpeername)).isEqualTo(Errno.ENOTCONN);
    assertThat(errno(() -> server.connect(client.local()))).isEqualTo(Errno.EISCONN);

    Socket connection = closing(server.accept().socket());
    assertThat(connection.getsockopt(SO_ACCEPTCONN)).isFalse();
    assertThat(connection.getsockname()).isEqualTo(server.getsockname());
    await(connection, 10);
    assertThat(connection.recv(20)).isEqualTo(pattern(10));
  }

  @Test
  void R19_manyClientsAtOnceAreToldApartByTheirAddress() throws Exception {
    int many = 64;
    Socket server = listening(many);
    List<CompletableFuture<String>> clients = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      clients.add(start(() -> tellNameTo(server.getsockname())));
    }
    Set<Address> addresses = new HashSet<>();
    List<CompletableFuture<String>> served = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      Accepted accepted = server.accept();
      assertThat(addresses.add(accepted.address())).isTrue();
      assertThat(accepted.socket().getsockname()).isEqualTo(server.getsockname());
      served.add(start(() -> hearName(accepted)));
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < many; i++) {
      result(served.get(i));
      names.add(result(clients.get(i)));
    }
    assertThat(names).isEqualTo(addresses.stream().map(Address::toString).collect(toSet()));
  }

  /** A client that says its address and hears it back. */
  private String tellNameTo(Address server) throws IOException {
    try (Peer.Stream client = peer().connect(server)) {
      byte[] name = client.local().toString().getBytes(US_ASCII);
      client.send(name);
      client.shutdownOutput();
      assertThat(client.receive(100)).isEqualTo(name);
      return client.local().toString();
    }
  }

  private static String hearName(Accepted accepted) throws IOException {
    try (Socket socket = accepted.socket()) {
      byte[] buffer = new byte[100];
      byte[] name = Arrays.copyOf(buffer, socket.recvall(buffer));
      assertThat(name).asString(US_ASCII).isEqualTo(accepted.address().toString());
      socket.sendall(name);
      return accepted.address().toString();
    }
  }

  @Test
  void R20_oneMoreThanTheBacklogQueueUpAndFurtherClientsWait() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    closing(network().createConnection(server.address()));
    closing(network().createConnection(server.address()));
    Socket third = stream();
    third.settimeout(SHORT);
    assertThat(tooLate(() -> third.connect(server.address())))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void R20_whoWaitsIsConnectedWhenTheQueueHasRoom() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    closing(network().createConnection(server.address()));
    closing(network().createConnection(server.address()));
    Socket third = stream();
    third.setblocking(false);
    assertThat(errno(() -> third.connect(server.address()))).isEqualTo(Errno.EINPROGRESS);
    assertThat(errno(() -> third.connect(server.address()))).isEqualTo(Errno.EALREADY);
    assertThat(errno(third::getpeername)).isEqualTo(Errno.ENOTCONN);

    closing(server.accept());
    eventually(() -> assertThat(isConnected(third, server.address())).isTrue());
    assertThat(errno(() -> third.connect(server.address()))).isEqualTo(Errno.EISCONN);
    assertThat(third.getsockopt(SO_ERROR)).isZero();
    closing(server.accept());
    Peer.Stream theirs = closing(server.accept());
    assertThat(theirs.remote()).isEqualTo(third.getsockname());
    theirs.send(pattern(3));
    third.setblocking(true);
    assertThat(third.recvall(new byte[3])).isEqualTo(3);
  }

  @Test
  void R20_whoWaitsIsRefusedWhenTheServerGoes() throws Exception {
    Peer.Listener server = peer().listen(anywhere(), 1);
    Socket first = closing(network().createConnection(server.address()));
    closing(network().createConnection(server.address()));
    Socket third = stream();
    CompletableFuture<Boolean> connecting = running(() -> third.connect(server.address()));
    eventually(() -> assertThat(port(third.getsockname())).isPositive());
    server.close();
    assertThat(errno(() -> result(connecting))).isEqualTo(Errno.ECONNREFUSED);
    assertThat(errno(() -> first.recv(1))).isEqualTo(Errno.ECONNRESET);
  }

  @Test
  void R20_whatBecameOfAConnectThatDoesNotWaitIsInSoError() throws Exception {
    Peer.Listener server = peer().listen(anywhere(), 1);
    closing(network().createConnection(server.address()));
    closing(network().createConnection(server.address()));
    Socket third = stream();
    third.setblocking(false);
    assertThat(errno(() -> third.connect(server.address()))).isEqualTo(Errno.EINPROGRESS);
    assertThat(third.getsockopt(SO_ERROR)).isZero();
    server.close();
    eventually(() -> assertThat(third.getsockopt(SO_ERROR)).isEqualTo(Errno.ECONNREFUSED.number()));
    assertThat(third.getsockopt(SO_ERROR)).isZero();
    assertThat(errno(() -> third.connect(server.address()))).isEqualTo(Errno.ECONNABORTED);
  }

  @Test
  void R21_connectingToAPortWhereNobodyListensIsRefused() throws Exception {
    Socket holder = stream();
    holder.bind(anywhere()); // bound, not listening: nobody else gets the port meanwhile
    Socket client = stream();
    IOException refused = failure(() -> client.connect(holder.getsockname()));
    assertThat(refused).isInstanceOf(ConnectException.class);
    assertThat(Errno.of(refused)).isEqualTo(Errno.ECONNREFUSED);
    assertThat(((SocketFailure) refused).address()).isEqualTo(holder.getsockname());

    holder.listen(1);
    client.connect(holder.getsockname()); // the same socket, now that there is a server
    assertThat(client.getpeername()).isEqualTo(holder.getsockname());
  }

  @Test
  void R21_connectingTwoClientsOrTwoServersFails() throws Exception {
    Connection connection = connection();
    Socket client = stream();
    assertThat(errno(() -> client.connect(connection.ours().getsockname())))
        .isEqualTo(Errno.ECONNREFUSED);
    Peer.Listener theirs = closing(peer().listen(anywhere(), 1));
    Socket server = listening(1);
    assertThat(errno(() -> server.connect(theirs.address()))).isEqualTo(Errno.EISCONN);
    assertThat(errno(() -> connection.ours().connect(theirs.address()))).isEqualTo(Errno.EISCONN);
    assertThat(errno(() -> connection.ours().listen(1))).isEqualTo(Errno.EINVAL);
    assertThat(errno(() -> connection.ours().bind(anywhere()))).isEqualTo(Errno.EINVAL);
  }

  @Test
  void everyCallOnAnUnconnectedSocketSaysSo() throws Exception {
    Socket socket = stream();
    assertThat(errno(() -> socket.recv(1))).isEqualTo(Errno.ENOTCONN);
    assertThat(errno(() -> socket.recvfrom(1))).isEqualTo(Errno.ENOTCONN);
    assertThat(errno(() -> socket.recvall(new byte[1]))).isEqualTo(Errno.ENOTCONN);
    assertThat(errno(() -> socket.send(pattern(1)))).isEqualTo(Errno.EPIPE);
    assertThat(errno(() -> socket.sendall(pattern(1)))).isEqualTo(Errno.EPIPE);
    assertThat(errno(() -> socket.inputStream().read())).isEqualTo(Errno.ENOTCONN);
    assertThat(errno(() -> socket.outputStream().write(1))).isEqualTo(Errno.EPIPE);
    assertThat(errno(socket::getpeername)).isEqualTo(Errno.ENOTCONN);
    assertThat(errno(socket::accept)).isEqualTo(Errno.EINVAL);
    for (int how : new int[] {SHUT_RD, SHUT_WR, SHUT_RDWR}) {
      assertThat(errno(() -> socket.shutdown(how))).isEqualTo(Errno.ENOTCONN);
    }
    assertThat(socket.fiveTuple().remote()).isNull();
  }
}
