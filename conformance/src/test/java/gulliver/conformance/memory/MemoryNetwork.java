package gulliver.conformance.memory;

import static gulliver.socket.Linux.*;

import gulliver.socket.*;
import gulliver.socket.Address.Inet4;
import gulliver.socket.spi.*;
import java.lang.reflect.*;
import java.util.*;
import java.util.function.IntPredicate;
import java.util.stream.*;
import org.jspecify.annotations.Nullable;

/** One host: who is open, and who has which port. Nothing has a name: every look-up fails. */
final class MemoryNetwork implements NetworkProvider {
  private static final int FIRST_EPHEMERAL = 49_152;
  private static final int EPHEMERALS = 65_536 - FIRST_EPHEMERAL;

  final Set<MemoryEndpoint> endpoints = new LinkedHashSet<>();
  private final MemoryTime time = new MemoryTime();
  private int lastPort;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public @Nullable Endpoint open(int family, int type, int protocol, int[] errno) {
    int real = type == SOCK_STREAM ? IPPROTO_TCP : type == SOCK_DGRAM ? IPPROTO_UDP : -1;
    boolean wrong = protocol != 0 && protocol != real;
    errno[0] =
        family != AF_INET ? EAFNOSUPPORT : real < 0 ? ESOCKTNOSUPPORT : wrong ? EPROTONOSUPPORT : 0;
    return errno[0] != 0 ? null : new MemoryEndpoint(this, new MemorySocket(type));
  }

  @Override
  public Endpoint @Nullable [] pair(int family, int type, int protocol, int[] errno) {
    errno[0] = family == AF_INET ? EOPNOTSUPP : EAFNOSUPPORT;
    return null;
  }

  @Override
  public Resolver resolver() {
    InvocationHandler handler =
        (resolver, call, arguments) -> {
          if (call.isDefault()) return InvocationHandler.invokeDefault(resolver, call, arguments);
          throw SocketFailure.ofName(call.getName(), Arrays.toString(arguments), Eai.EAI_NONAME);
        };
    Class<?>[] types = {Resolver.class};
    return (Resolver) Proxy.newProxyInstance(Resolver.class.getClassLoader(), types, handler);
  }

  @Override
  public MemoryTime time() {
    return time;
  }

  @Override
  public void await(Endpoint[] some, int[] events, long deadline) {
    IntPredicate is = i -> ((MemoryEndpoint) some[i]).has(events[i]);
    time.await(() -> IntStream.range(0, some.length).anyMatch(is), deadline);
  }

  @Override
  public boolean supports(Capability capability) {
    return false;
  }

  /** The address that packets to another one take, null where no way leads. */
  static @Nullable Inet4 route(Inet4 to) {
    boolean here = to.host().equals(Inet4.LOOPBACK) || to.host().equals(Inet4.ANY);
    return here ? new Inet4(Inet4.LOOPBACK, to.port()) : null;
  }

  /** The port that a socket may bind to, for port 0 an ephemeral one; 0 if there is none. */
  int port(MemorySocket socket, int wanted) {
    if (wanted == 0) {
      return IntStream.generate(() -> FIRST_EPHEMERAL + lastPort++ % EPHEMERALS)
          .limit(EPHEMERALS)
          .filter(port -> sockets(socket.type, port).findAny().isEmpty())
          .findFirst()
          .orElse(0);
    }
    boolean free = sockets(socket.type, wanted).allMatch(s -> s.reuses() && socket.reuses());
    return free ? wanted : 0;
  }

  /** Who has a port: the two addresses there are overlap. */
  Stream<MemorySocket> sockets(int type, int port) {
    return endpoints.stream()
        .filter(e -> !e.ended)
        .map(e -> e.socket)
        .filter(s -> s.type == type && s.local.port() == port);
  }
}
