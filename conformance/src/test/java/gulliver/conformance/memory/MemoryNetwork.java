package gulliver.conformance.memory;

import static gulliver.socket.Linux.*;

import gulliver.conformance.memory.MemorySocket.State;
import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.AddressFamily;
import gulliver.socket.AddressInfo;
import gulliver.socket.Capability;
import gulliver.socket.Eai;
import gulliver.socket.NameInfo;
import gulliver.socket.Protocol;
import gulliver.socket.Service;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketType;
import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.NetworkProvider;
import gulliver.socket.spi.Resolver;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One host: who is open, who has which port, and its own name. */
final class MemoryNetwork implements NetworkProvider, Resolver {
  private static final int FIRST_EPHEMERAL = 49_152;
  private static final int PORTS = 1 << 16;
  private static final Map<String, String> HOSTS =
      Map.of("localhost", Inet4.LOOPBACK, Inet4.LOOPBACK, Inet4.LOOPBACK, Inet4.ANY, Inet4.ANY);

  final Set<MemoryEndpoint> endpoints = new LinkedHashSet<>();
  private final MemoryTime time = new MemoryTime();
  private int nextPort = FIRST_EPHEMERAL;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public @Nullable Endpoint open(int family, int type, int protocol, int[] errno) {
    int real = protocol(type);
    boolean wrong = protocol != 0 && protocol != real;
    errno[0] =
        family != AF_INET ? EAFNOSUPPORT : real < 0 ? ESOCKTNOSUPPORT : wrong ? EPROTONOSUPPORT : 0;
    synchronized (time) {
      return errno[0] != 0 ? null : new MemoryEndpoint(this, new MemorySocket(type, time));
    }
  }

  static int protocol(int type) {
    return type == SOCK_STREAM ? IPPROTO_TCP : type == SOCK_DGRAM ? IPPROTO_UDP : -1;
  }

  @Override
  public Endpoint @Nullable [] pair(int family, int type, int protocol, int[] errno) {
    errno[0] = family == AF_INET ? EOPNOTSUPP : EAFNOSUPPORT;
    return null;
  }

  @Override
  public Resolver resolver() {
    return this;
  }

  @Override
  public MemoryTime time() {
    return time;
  }

  @Override
  public boolean supports(Capability capability) {
    return false;
  }

  // ---- addresses and ports ----

  private Stream<MemorySocket> sockets(int type) {
    return endpoints.stream()
        .filter(e -> !e.ended)
        .map(e -> e.socket)
        .filter(s -> s.type == type)
        .distinct();
  }

  /** The address that packets to another one take, null where no way leads. */
  @Nullable Inet4 route(Inet4 to) {
    return HOSTS.containsKey(to.host()) ? new Inet4(Inet4.LOOPBACK, to.port()) : null;
  }

  /** The port that a socket may bind to, for port 0 an ephemeral one; 0 if there is none. */
  int port(MemorySocket socket, Inet4 wanted) {
    if (wanted.port() != 0) {
      boolean reuses = socket.option(SO_REUSEADDR) != 0;
      return rivals(socket, wanted)
              .allMatch(s -> reuses && s.option(SO_REUSEADDR) != 0 && s.state != State.LISTEN)
          ? wanted.port()
          : 0;
    }
    for (int i = FIRST_EPHEMERAL; i < PORTS; i++) {
      int port = nextPort;
      nextPort = port + 1 < PORTS ? port + 1 : FIRST_EPHEMERAL;
      if (rivals(socket, new Inet4(wanted.host(), port)).findAny().isEmpty()) {
        return port;
      }
    }
    return 0;
  }

  /** Other sockets whose address overlaps with one. */
  Stream<MemorySocket> rivals(MemorySocket socket, Inet4 at) {
    return sockets(socket.type)
        .filter(s ->
            s != socket
                && s.local.port() == at.port()
                && (covers(s, at) || at.host().equals(Inet4.ANY)));
  }

  private static boolean covers(MemorySocket socket, Inet4 at) {
    return socket.local.port() == at.port()
        && (socket.local.host().equals(Inet4.ANY) || socket.local.host().equals(at.host()));
  }

  @Nullable MemorySocket listener(Inet4 at) {
    return sockets(SOCK_STREAM)
        .filter(s -> s.state == State.LISTEN && covers(s, at))
        .findFirst()
        .orElse(null);
  }

  /** Who gets a datagram: the closest match; to a broadcast address, all. */
  List<MemorySocket> receivers(Inet4 to, Inet4 from) {
    return sockets(SOCK_DGRAM)
        .filter(s -> covers(s, to) && (s.remote == null || s.remote.equals(from)))
        .sorted(
            Comparator.comparingInt(
                s -> s.remote != null ? 0 : s.local.host().equals(Inet4.ANY) ? 2 : 1))
        .limit(to.host().equals(Inet4.BROADCAST) ? Long.MAX_VALUE : 1)
        .toList();
  }

  // ---- names ----

  @Override
  public List<AddressInfo> getaddrinfo(
      @Nullable String node,
      @Nullable String service,
      int family,
      int type,
      int protocol,
      int flags,
      long deadline)
      throws IOException {
    String nobody = (flags & AI_PASSIVE) != 0 ? Inet4.ANY : Inet4.LOOPBACK;
    String host = node == null ? nobody : HOSTS.get(node);
    if (host == null) {
      throw SocketFailure.ofName("getaddrinfo", node, Eai.EAI_NONAME);
    }
    if (family != AF_UNSPEC && family != AF_INET) {
      throw SocketFailure.ofName("getaddrinfo", host, Eai.EAI_FAMILY);
    }
    if (service != null && !service.matches("[0-9]{1,5}")) {
      throw SocketFailure.ofName("getaddrinfo", service, Eai.EAI_SERVICE);
    }
    Address address = new Inet4(host, service == null ? 0 : Integer.parseInt(service));
    return Stream.of(SocketType.SOCK_STREAM, SocketType.SOCK_DGRAM)
        .filter(t -> type == 0 || type == t.value())
        .map(t ->
            new AddressInfo(
                AddressFamily.AF_INET, t, new Protocol(protocol(t.value())), address, null))
        .toList();
  }

  @Override
  public NameInfo getnameinfo(Address address, int flags, long deadline) throws IOException {
    if (!(address instanceof Inet4 a)) {
      throw SocketFailure.ofName("getnameinfo", address.toString(), Eai.EAI_FAMILY);
    }
    boolean named = a.host().equals(Inet4.LOOPBACK) && (flags & NI_NUMERICHOST) == 0;
    return new NameInfo(named ? "localhost" : a.host(), String.valueOf(a.port()));
  }

  @Override
  public @Nullable Service getservbyname(String name, @Nullable String protocol) {
    return null;
  }

  @Override
  public @Nullable Service getservbyport(int port, @Nullable String protocol) {
    return null;
  }

  @Override
  public String gethostname() {
    return "localhost";
  }
}
