package gulliver.conformance;

import static gulliver.socket.Errno.EACCES;
import static gulliver.socket.Errno.EADDRINUSE;
import static gulliver.socket.Errno.EADDRNOTAVAIL;
import static gulliver.socket.Errno.EAFNOSUPPORT;
import static gulliver.socket.Errno.EAGAIN;
import static gulliver.socket.Errno.EALREADY;
import static gulliver.socket.Errno.EBADF;
import static gulliver.socket.Errno.ECONNREFUSED;
import static gulliver.socket.Errno.ECONNRESET;
import static gulliver.socket.Errno.EDESTADDRREQ;
import static gulliver.socket.Errno.EINPROGRESS;
import static gulliver.socket.Errno.EINTR;
import static gulliver.socket.Errno.EINVAL;
import static gulliver.socket.Errno.EISCONN;
import static gulliver.socket.Errno.EMSGSIZE;
import static gulliver.socket.Errno.ENOENT;
import static gulliver.socket.Errno.ENOPROTOOPT;
import static gulliver.socket.Errno.ENOTCONN;
import static gulliver.socket.Errno.ENOTDIR;
import static gulliver.socket.Errno.EOPNOTSUPP;
import static gulliver.socket.Errno.EPIPE;
import static gulliver.socket.Errno.EPROTONOSUPPORT;
import static gulliver.socket.Errno.EPROTOTYPE;
import static gulliver.socket.Errno.ESOCKTNOSUPPORT;
import static gulliver.socket.Errno.ETIMEDOUT;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.MSG_OOB;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_SEQPACKET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_REUSEADDR;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.unix;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Address.Unix;
import gulliver.socket.AddressFamily;
import gulliver.socket.Capability;
import gulliver.socket.Errno;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketFailure.Bind;
import gulliver.socket.SocketFailure.Connect;
import gulliver.socket.SocketFailure.Interrupted;
import gulliver.socket.SocketFailure.Other;
import gulliver.socket.SocketFailure.PortUnreachable;
import gulliver.socket.SocketFailure.TimedOut;
import gulliver.socket.SocketType;
import gulliver.socket.Sockets;
import gulliver.socket.WouldBlockException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The error table: what a user does wrong, or the network, and what the exception says then. */
public abstract class ErrorsSuite extends Suite {
  private @Nullable Path folder;

  /** For subclasses. */
  protected ErrorsSuite() {}

  /** What is tried; the suite has sockets and peers for it. */
  interface Act {
    void run(ErrorsSuite suite) throws Exception;
  }

  /**
   * A line of the table.
   *
   * @param name what is tried
   * @param type the exact class
   * @param errno the errno
   * @param message the exact message, but PORT for an ephemeral port and DIR for the test's folder
   * @param act tries it
   */
  record Row(String name, Class<? extends IOException> type, Errno errno, String message, Act act) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(
      String name, Class<? extends IOException> type, Errno errno, String message, Act act) {
    return new Row(name, type, errno, message + ": " + errno + " (" + errno.text() + ")", act);
  }

  // ---- what the rows use ----

  private Socket tcp() throws IOException {
    return closing(network().socket(AF_INET, SOCK_STREAM));
  }

  private Socket udp() throws IOException {
    return closing(network().socket(AF_INET, SOCK_DGRAM));
  }

  private Socket unixStream() throws IOException {
    needs(Capability.UNIX);
    return closing(network().socket(AF_UNIX, SOCK_STREAM));
  }

  private Socket unixDatagram() throws IOException {
    needs(Capability.UNIX);
    return closing(network().socket(AF_UNIX, SOCK_DGRAM));
  }

  private Socket ipv6(SocketType type) throws IOException {
    needs(Capability.IPV6);
    return closing(network().socket(AF_INET6, type));
  }

  private Socket bound(Socket socket) throws IOException {
    socket.bind(anywhere());
    return socket;
  }

  /** A port that somebody has who does not listen. */
  private Address silent() throws IOException {
    return bound(tcp()).getsockname();
  }

  private Socket server() throws IOException {
    return closing(network().createServer(anywhere()));
  }

  /** A client, and what its server's end is. */
  private record Pair(Socket client, Peer.Stream there) {}

  private Pair pair() throws IOException {
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    Socket client = tcp();
    client.connect(server.address());
    return new Pair(client, closing(server.accept()));
  }

  private Socket connected() throws IOException {
    return pair().client;
  }

  /** A client whose peer has closed with a reset, which has arrived. */
  private Socket reset() throws IOException {
    Pair pair = pair();
    pair.there.reset();
    return pair.client;
  }

  /** A server whose queue of pending connections is full. */
  private Address full() throws IOException {
    Socket server = bound(tcp());
    server.listen(0);
    closing(network().createConnection(server.getsockname()));
    return server.getsockname();
  }

  private static Socket nonblocking(Socket socket) {
    socket.setblocking(false);
    return socket;
  }

  private static Socket hasty(Socket socket) {
    socket.settimeout(Duration.ofMillis(20));
    return socket;
  }

  private static Socket closed(Socket socket) {
    socket.close();
    return socket;
  }

  private Unix path(String name) throws IOException {
    Path dir = folder;
    if (dir == null) {
      Path made = Files.createTempDirectory("gulliver");
      folder = dir = made;
      closing(() -> {
        try (var files = Files.list(made)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(made);
      });
    }
    return new Unix(dir.resolve(name).toString());
  }

  private Unix listening(String name) throws IOException {
    Unix path = path(name);
    Socket server = unixStream();
    server.bind(path);
    server.listen(1);
    return path;
  }

  private static final byte[] ONE = {1};

  // ---- the table ----

  /** What every network answers. */
  static final List<Row> SOCKETS =
      List.of(
          row(
              "an address family that there is not",
              Other.class,
              EAFNOSUPPORT,
              "socket 99, SOCK_STREAM",
              s -> s.network().socket(new AddressFamily(99), SOCK_STREAM)),
          row(
              "a socket type that there is not",
              Other.class,
              ESOCKTNOSUPPORT,
              "socket AF_INET, 9",
              s -> s.network().socket(AF_INET, new SocketType(9))),
          row(
              "a socket type that the family does not have",
              Other.class,
              ESOCKTNOSUPPORT,
              "socket AF_INET, SOCK_SEQPACKET",
              s -> s.network().socket(AF_INET, SOCK_SEQPACKET)),
          row(
              "a protocol of another type",
              Other.class,
              EPROTONOSUPPORT,
              "socket AF_INET, SOCK_STREAM, IPPROTO_UDP",
              s -> s.network().socket(AF_INET, SOCK_STREAM, Protocol.IPPROTO_UDP)),
          row(
              "a pair of Internet sockets",
              Other.class,
              EOPNOTSUPP,
              "socketpair AF_INET, SOCK_STREAM",
              s -> s.network().socketpair(AF_INET, SOCK_STREAM, Protocol.DEFAULT)));

  static final List<Row> BIND =
      List.of(
          row(
              "an address in use",
              Bind.class,
              EADDRINUSE,
              "bind 127.0.0.1:PORT",
              s -> s.tcp().bind(s.server().getsockname())),
          row(
              "an address in use by a datagram socket",
              Bind.class,
              EADDRINUSE,
              "bind 127.0.0.1:PORT",
              s -> s.udp().bind(s.bound(s.udp()).getsockname())),
          row(
              "a server on an address in use",
              Bind.class,
              EADDRINUSE,
              "bind 127.0.0.1:PORT",
              s -> s.network().createServer(s.server().getsockname())),
          row(
              "an address of another host",
              Bind.class,
              EADDRNOTAVAIL,
              "bind 203.0.113.1:0",
              s -> s.tcp().bind(address("203.0.113.1", 0))),
          row(
              "a second address",
              Bind.class,
              EINVAL,
              "bind 127.0.0.1:0",
              s -> s.bound(s.tcp()).bind(s.anywhere())),
          row(
              "an IPv6 address on an IPv4 socket",
              Bind.class,
              EAFNOSUPPORT,
              "bind [::1]:0",
              s -> s.tcp().bind(address("::1", 0))),
          row(
              "an IPv6 address on an IPv4 datagram socket",
              Bind.class,
              EAFNOSUPPORT,
              "bind [::1]:0",
              s -> s.udp().bind(address("::1", 0))),
          row(
              "an IPv4 address on an IPv6 socket",
              Bind.class,
              EAFNOSUPPORT,
              "bind 127.0.0.1:0",
              s -> s.ipv6(SOCK_STREAM).bind(address("127.0.0.1", 0))),
          row(
              "an IPv4 address on an IPv6 datagram socket",
              Bind.class,
              EAFNOSUPPORT,
              "bind 127.0.0.1:0",
              s -> s.ipv6(SOCK_DGRAM).bind(address("127.0.0.1", 0))),
          row(
              "a path on an Internet socket",
              Bind.class,
              EAFNOSUPPORT,
              "bind /x",
              s -> s.tcp().bind(unix("/x"))),
          row(
              "an IPv4 address on a UNIX socket",
              Bind.class,
              EAFNOSUPPORT,
              "bind 127.0.0.1:0",
              s -> s.unixStream().bind(address("127.0.0.1", 0))),
          row(
              "a path that exists",
              Bind.class,
              EADDRINUSE,
              "bind DIR/a",
              s -> s.unixStream().bind(s.listening("a"))),
          row(
              "a path in a folder that does not exist",
              Bind.class,
              ENOENT,
              "bind DIR/no/a",
              s -> s.unixStream().bind(s.path("no/a"))),
          row(
              "a path in what is no folder",
              Bind.class,
              ENOTDIR,
              "bind DIR/a/b",
              s -> s.unixStream().bind(new Unix(s.listening("a").path() + "/b"))),
          row(
              "an address for a closed socket",
              Other.class,
              EBADF,
              "bind 127.0.0.1:0",
              s -> closed(s.tcp()).bind(s.anywhere())));

  static final List<Row> LISTEN =
      List.of(
          row(
              "listening for datagrams",
              Other.class,
              EOPNOTSUPP,
              "listen 127.0.0.1:PORT",
              s -> s.bound(s.udp()).listen(1)),
          row(
              "listening on a connection",
              Other.class,
              EINVAL,
              "listen 127.0.0.1:PORT",
              s -> s.connected().listen(1)),
          row(
              "listening where another socket listens",
              Bind.class,
              EADDRINUSE,
              "listen 127.0.0.1:PORT",
              s -> {
                Socket first = s.tcp();
                first.setsockopt(SO_REUSEADDR, true);
                Socket second = s.tcp();
                second.setsockopt(SO_REUSEADDR, true);
                s.bound(first);
                second.bind(first.getsockname());
                first.listen(1);
                second.listen(1);
              }),
          row(
              "listening on a UNIX socket without an address",
              Other.class,
              EINVAL,
              "listen",
              s -> s.unixStream().listen(1)),
          row(
              "listening on a closed socket",
              Other.class,
              EBADF,
              "listen",
              s -> closed(s.tcp()).listen(1)),
          row(
              "accepting where nobody listens",
              Other.class,
              EINVAL,
              "accept 127.0.0.1:PORT",
              s -> s.bound(s.tcp()).accept()),
          row(
              "accepting datagrams",
              Other.class,
              EOPNOTSUPP,
              "accept 127.0.0.1:PORT",
              s -> s.bound(s.udp()).accept()),
          row(
              "accepting where nobody waits, without waiting",
              WouldBlockException.class,
              EAGAIN,
              "accept 127.0.0.1:PORT",
              s -> nonblocking(s.server()).accept()),
          row(
              "accepting on a closed socket",
              Other.class,
              EBADF,
              "accept",
              s -> closed(s.server()).accept()));

  static final List<Row> CONNECT =
      List.of(
          row(
              "connecting to nobody",
              Connect.class,
              ECONNREFUSED,
              "connect 127.0.0.1:PORT",
              s -> s.tcp().connect(s.silent())),
          row(
              "connecting again",
              Other.class,
              EISCONN,
              "connect 127.0.0.1:PORT",
              s -> {
                Socket client = s.connected();
                client.connect(client.getpeername());
              }),
          row(
              "connecting a server",
              Other.class,
              EISCONN,
              "connect 127.0.0.1:PORT",
              s -> s.server().connect(s.silent())),
          row(
              "connecting without waiting",
              WouldBlockException.class,
              EINPROGRESS,
              "connect 127.0.0.1:PORT",
              s -> nonblocking(s.tcp()).connect(s.full())),
          row(
              "connecting without waiting, again",
              WouldBlockException.class,
              EALREADY,
              "connect 127.0.0.1:PORT",
              s -> {
                Address full = s.full();
                Socket client = nonblocking(s.tcp());
                failure(() -> client.connect(full));
                client.connect(full);
              }),
          row(
              "connecting an IPv4 socket to an IPv6 address",
              Other.class,
              EAFNOSUPPORT,
              "connect [::1]:9",
              s -> s.tcp().connect(address("::1", 9))),
          row(
              "connecting an IPv4 datagram socket to an IPv6 address",
              Other.class,
              EAFNOSUPPORT,
              "connect [::1]:9",
              s -> s.udp().connect(address("::1", 9))),
          row(
              "connecting an IPv6 socket to an IPv4 address",
              Other.class,
              EAFNOSUPPORT,
              "connect 127.0.0.1:9",
              s -> s.ipv6(SOCK_STREAM).connect(address("127.0.0.1", 9))),
          row(
              "connecting an Internet socket to a path",
              Other.class,
              EAFNOSUPPORT,
              "connect /x",
              s -> s.tcp().connect(unix("/x"))),
          row(
              "connecting a UNIX socket to an IPv4 address",
              Other.class,
              EAFNOSUPPORT,
              "connect 127.0.0.1:9",
              s -> s.unixStream().connect(address("127.0.0.1", 9))),
          row(
              "connecting to a path that does not exist",
              Other.class,
              ENOENT,
              "connect DIR/no",
              s -> s.unixStream().connect(s.path("no"))),
          row(
              "connecting to a path where nobody listens",
              Connect.class,
              ECONNREFUSED,
              "connect DIR/a",
              s -> {
                s.unixStream().bind(s.path("a"));
                s.unixStream().connect(s.path("a"));
              }),
          row(
              "connecting to an abstract name that nobody has",
              Connect.class,
              ECONNREFUSED,
              "connect @gulliver-nobody",
              s -> s.unixStream().connect(Unix.ofAbstract("gulliver-nobody"))),
          row(
              "connecting a stream to a datagram socket's path",
              Other.class,
              EPROTOTYPE,
              "connect DIR/a",
              s -> {
                s.unixDatagram().bind(s.path("a"));
                s.unixStream().connect(s.path("a"));
              }),
          row(
              "connecting a datagram socket to a broadcast address",
              Other.class,
              EACCES,
              "connect 127.255.255.255:9",
              s -> s.udp().connect(address("127.255.255.255", 9))),
          row(
              "connecting a closed socket",
              Other.class,
              EBADF,
              "connect 127.0.0.1:9",
              s -> closed(s.tcp()).connect(address("127.0.0.1", 9))));

  static final List<Row> SEND =
      List.of(
          row("sending on no connection", Other.class, EPIPE, "send", s -> s.tcp().send(ONE)),
          row(
              "sending to nobody in particular",
              Other.class,
              EDESTADDRREQ,
              "send 127.0.0.1:PORT",
              s -> s.bound(s.udp()).send(ONE)),
          row(
              "sending on no UNIX connection",
              Other.class,
              ENOTCONN,
              "send",
              s -> s.unixStream().send(ONE)),
          row(
              "sending to no UNIX socket in particular",
              Other.class,
              ENOTCONN,
              "send",
              s -> s.unixDatagram().send(ONE)),
          row(
              "sending after the end of sending",
              Other.class,
              EPIPE,
              "send 127.0.0.1:PORT",
              s -> {
                Socket client = s.connected();
                client.shutdown(SHUT_WR);
                client.send(ONE);
              }),
          row(
              "sending after a reset",
              Other.class,
              EPIPE,
              "sendall 127.0.0.1:PORT",
              s -> {
                Socket client = s.reset();
                failure(() -> client.recv(1));
                client.sendall(ONE);
              }),
          row(
              "receiving after a reset",
              Other.class,
              ECONNRESET,
              "recv 127.0.0.1:PORT",
              s -> s.reset().recv(1)),
          row(
              "a message too long for UDP",
              Other.class,
              EMSGSIZE,
              "sendto 127.0.0.1:PORT",
              s -> s.udp().sendto(new byte[65508], s.bound(s.udp()).getsockname())),
          row(
              "a message too long for the send buffer",
              Other.class,
              EMSGSIZE,
              "sendto DIR/a",
              s -> {
                s.unixDatagram().bind(s.path("a"));
                s.unixDatagram().sendto(new byte[100_000_000], s.path("a"));
              }),
          row(
              "a message to an IPv6 address from an IPv4 socket",
              Other.class,
              EAFNOSUPPORT,
              "sendto [::1]:9",
              s -> s.udp().sendto(ONE, address("::1", 9))),
          row(
              "a message to port 0",
              Other.class,
              EINVAL,
              "sendto 127.0.0.1:0",
              s -> s.udp().sendto(ONE, address("127.0.0.1", 0))),
          row(
              "a message to a path that does not exist",
              Other.class,
              ENOENT,
              "sendto DIR/no",
              s -> s.unixDatagram().sendto(ONE, s.path("no"))),
          row(
              "a message to a broadcast address",
              Other.class,
              EACCES,
              "sendto 127.255.255.255:9",
              s -> s.udp().sendto(ONE, address("127.255.255.255", 9))),
          row(
              "naming a receiver on a UNIX connection",
              Other.class,
              EISCONN,
              "sendto DIR/a",
              s -> {
                Socket client = s.unixStream();
                client.connect(s.listening("a"));
                client.sendto(ONE, s.path("a"));
              }),
          row(
              "urgent data as a message",
              Other.class,
              EOPNOTSUPP,
              "sendto 127.0.0.1:PORT",
              s -> s.udp().sendto(ONE, MSG_OOB, s.bound(s.udp()).getsockname())),
          row(
              "everything at once into a full buffer",
              WouldBlockException.class,
              EAGAIN,
              "sendall 127.0.0.1:PORT",
              s -> {
                Socket client = nonblocking(s.connected());
                byte[] much = new byte[1 << 20];
                while (client.send(much) > 0) {}
                client.sendall(much);
              }),
          row(
              "a message after one that found nobody",
              PortUnreachable.class,
              ECONNREFUSED,
              "recv 127.0.0.1:PORT",
              s -> {
                Socket holder = s.bound(s.udp());
                holder.connect(holder.getsockname()); // has the port, and takes nothing from others
                Socket sender = s.udp();
                sender.connect(holder.getsockname());
                sender.send(ONE);
                sender.recv(1);
              }),
          row(
              "sending on a closed socket",
              Other.class,
              EBADF,
              "send",
              s -> closed(s.udp()).send(ONE)),
          row(
              "a message from a closed socket",
              Other.class,
              EBADF,
              "sendto 127.0.0.1:9",
              s -> closed(s.udp()).sendto(ONE, address("127.0.0.1", 9))));

  static final List<Row> RECEIVE =
      List.of(
          row("receiving on no connection", Other.class, ENOTCONN, "recv", s -> s.tcp().recv(1)),
          row(
              "receiving on no UNIX connection",
              Other.class,
              EINVAL,
              "recv",
              s -> s.unixStream().recv(1)),
          row(
              "receiving what is not there, without waiting",
              WouldBlockException.class,
              EAGAIN,
              "recv 127.0.0.1:PORT",
              s -> nonblocking(s.connected()).recv(1)),
          row(
              "a message that is not there, without waiting",
              WouldBlockException.class,
              EAGAIN,
              "recvfrom 127.0.0.1:PORT",
              s -> nonblocking(s.bound(s.udp())).recvfrom(1)),
          row(
              "urgent data that nobody sent",
              Other.class,
              EINVAL,
              "recv 127.0.0.1:PORT",
              s -> s.connected().recv(1, MSG_OOB)),
          row(
              "receiving on a closed socket",
              Other.class,
              EBADF,
              "recv",
              s -> closed(s.udp()).recv(1)),
          row(
              "receiving on a closed connection",
              Other.class,
              EBADF,
              "recv 127.0.0.1:PORT",
              s -> closed(s.connected()).recv(1)),
          row(
              "an interrupted receive",
              Interrupted.class,
              EINTR,
              "recv 127.0.0.1:PORT",
              s -> {
                Socket client = s.connected();
                Thread.currentThread().interrupt();
                try {
                  client.recv(1);
                } finally {
                  assertThat(Thread.interrupted()).as("interrupt status").isTrue();
                }
              }));

  static final List<Row> OTHERS =
      List.of(
          row(
              "ending what is no connection",
              Other.class,
              ENOTCONN,
              "shutdown",
              s -> s.tcp().shutdown(SHUT_WR)),
          row(
              "ending in a way that there is not",
              Other.class,
              EINVAL,
              "shutdown 127.0.0.1:PORT",
              s -> s.connected().shutdown(3)),
          row(
              "the peer of nobody",
              Other.class,
              ENOTCONN,
              "getpeername 127.0.0.1:PORT",
              s -> s.bound(s.tcp()).getpeername()),
          row(
              "the peer of a UNIX socket without one",
              Other.class,
              ENOTCONN,
              "getpeername",
              s -> s.unixStream().getpeername()),
          row(
              "the name of a closed socket",
              Other.class,
              EBADF,
              "getsockname",
              s -> closed(s.tcp()).getsockname()),
          row(
              "an option that there is not",
              Other.class,
              ENOPROTOOPT,
              "getsockopt 9999",
              s -> s.tcp().getsockopt(1, 9999, 4)),
          row(
              "an option that can only be read",
              Other.class,
              ENOPROTOOPT,
              "setsockopt SO_TYPE",
              s -> s.tcp().setsockopt(Sockets.SO_TYPE, 1)),
          row(
              "an option of another level",
              Other.class,
              EOPNOTSUPP,
              "setsockopt TCP_NODELAY",
              s -> s.unixStream().setsockopt(Sockets.TCP_NODELAY, true)),
          row(
              "an option's value that is too short",
              Other.class,
              EINVAL,
              "setsockopt SO_REUSEADDR",
              s -> s.tcp().setsockopt(1, 2, new byte[3])),
          row(
              "an option of a closed socket",
              Other.class,
              EBADF,
              "getsockopt SO_TYPE",
              s -> closed(s.tcp()).getsockopt(Sockets.SO_TYPE)),
          row(
              "a duplicate of a closed socket",
              Other.class,
              EBADF,
              "dup",
              s -> closed(s.tcp()).dup()));

  /** What only the kernel's TCP has. */
  static final List<Row> LINUX =
      List.of(
          row(
              "a time to live of none",
              Other.class,
              EINVAL,
              "setsockopt IP_TTL",
              s -> s.linux().setsockopt(Sockets.IP_TTL, 0)),
          row(
              "a segment too small",
              Other.class,
              EINVAL,
              "setsockopt TCP_MAXSEG",
              s -> {
                s.linux().setsockopt(Sockets.TCP_MAXSEG, 88);
                s.linux().setsockopt(Sockets.TCP_MAXSEG, 87);
              }),
          row(
              "a congestion control that there is not",
              Other.class,
              ENOENT,
              "setsockopt TCP_CONGESTION",
              s -> s.linux().setsockopt(Sockets.TCP_CONGESTION, "none-such")),
          row(
              "the MTU of no path",
              Other.class,
              ENOTCONN,
              "getsockopt IP_MTU",
              s -> s.linux().getsockopt(Sockets.IP_MTU)));

  private Socket linux() throws IOException {
    needs(Capability.TCP_OPTIONS);
    return tcp();
  }

  @ParameterizedTest
  @FieldSource({"SOCKETS", "BIND", "LISTEN", "CONNECT", "SEND", "RECEIVE", "OTHERS", "LINUX"})
  void R5_aFailureSaysWhichCallOnWhatWithWhichErrno(Row row) throws Exception {
    check(row, failureOf(row));
  }

  /** An assumption that the act makes goes through: the row is skipped. */
  private IOException failureOf(Row row) throws Exception {
    try {
      row.act.run(this);
    } catch (IOException e) {
      return e;
    }
    throw new AssertionError(row + " has not failed");
  }

  private void check(Row row, IOException failure) throws Exception {
    assertThat(failure.getClass()).isEqualTo(row.type);
    assertThat(without(failure.getMessage())).isEqualTo(row.message);
    SocketFailure details = (SocketFailure) failure;
    assertThat(details.errno()).isEqualTo(row.errno).isEqualTo(Errno.of(failure));
    assertThat(details.number()).isEqualTo(row.errno.number());
    assertThat(failure.getMessage()).startsWith(details.call());
    if (details.address() != null) {
      assertThat(failure.getMessage()).contains(" " + details.address() + ": ");
    }
    IOException copy = copy(failure);
    assertThat(copy.getClass()).isEqualTo(row.type);
    assertThat(copy).hasMessage(failure.getMessage());
    assertThat(((SocketFailure) copy).details()).isEqualTo(details.details());
  }

  private String without(String message) {
    String text = message.replaceAll("127\\.0\\.0\\.1:\\d{4,5}", "127.0.0.1:PORT");
    return folder == null ? text : text.replace(folder.toString(), "DIR");
  }

  private static IOException copy(IOException failure) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(failure);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (IOException) in.readObject();
    }
  }

  /** What takes too long. */
  static final List<Row> TIME_OUTS =
      List.of(
          timeOut("accept 127.0.0.1:PORT", s -> hasty(s.server()).accept()),
          timeOut("connect 127.0.0.1:PORT", s -> hasty(s.tcp()).connect(s.full())),
          timeOut("recv 127.0.0.1:PORT", s -> hasty(s.connected()).recv(1)),
          timeOut("recvall 127.0.0.1:PORT", s -> hasty(s.connected()).recvall(new byte[1])),
          timeOut("recvfrom 127.0.0.1:PORT", s -> hasty(s.bound(s.udp())).recvfrom(1)),
          timeOut("sendall 127.0.0.1:PORT", s -> hasty(s.connected()).sendall(new byte[1 << 25])));

  private static Row timeOut(String message, Act act) {
    return new Row(
        message, TimedOut.class, ETIMEDOUT, message + ": ETIMEDOUT (timed out after 0.02s)", act);
  }

  @ParameterizedTest
  @FieldSource("TIME_OUTS")
  void R5_aTimeOutSaysWhichCallOnWhatAfterHowLong(Row row) throws Exception {
    check(row, afterTime(Duration.ofMillis(20), () -> failureOf(row)));
  }

  // ---- the kinds that programs catch ----

  @Test
  void R5_aProgramTellsTheKindByTheClassesOfTheJdkOrByErrno() throws Exception {
    assertThat(failure(() -> tcp().connect(silent()))).isInstanceOf(ConnectException.class);
    assertThat(failure(() -> tcp().bind(address("203.0.113.1", 0))))
        .isInstanceOf(java.net.BindException.class);
    assertThat(failure(() -> nonblocking(connected()).recv(1))).isInstanceOf(SocketException.class);
    Socket client = hasty(connected());
    assertThat(afterTime(Duration.ofMillis(20), () -> failure(() -> client.recv(1))))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(Errno.of(new RuntimeException(failure(() -> tcp().connect(silent())))))
        .isEqualTo(ECONNREFUSED);
    assertThat(Errno.of(new IOException("not ours"))).isEqualTo(Errno.NONE);
  }

  @Test
  void R5_oneThatWouldBlockIsCheap() throws Exception {
    IOException failure = failure(() -> nonblocking(connected()).recv(1));
    assertThat(failure.getStackTrace()).isEmpty();
  }
}
