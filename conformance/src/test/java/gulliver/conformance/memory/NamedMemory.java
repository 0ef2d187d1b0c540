package gulliver.conformance.memory;

import static gulliver.socket.Linux.AF_INET;
import static gulliver.socket.Linux.AF_INET6;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.AddressInfo;
import gulliver.socket.Network;
import gulliver.socket.Protocol;
import gulliver.socket.SocketType;
import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.NetworkProvider;
import gulliver.socket.spi.Resolver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The network in memory with names: every name has the addresses that the test says. Those of IPv6
 * are its host's, too: one leads to whoever has the port there.
 */
public final class NamedMemory {
  private final MemoryNetwork memory = new MemoryNetwork();
  private volatile List<Address> addresses = List.of();
  private final Network network = Network.of(replacing(NetworkProvider.class, memory, this::call));

  /** The answer to a call, or null: it goes on to the original. */
  private interface Replacement {
    Object answer(Method call, Object[] arguments) throws Throwable;
  }

  private static <T> T replacing(Class<T> type, T original, Replacement replacement) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, call, arguments) -> {
              Object answer = replacement.answer(call, arguments);
              try {
                return answer != null ? answer : call.invoke(original, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private Object call(Method call, Object[] arguments) {
    return switch (call.getName()) {
      case "resolver" ->
          replacing(
              Resolver.class,
              memory.resolver(),
              (question, _) -> question.getName().equals("getaddrinfo") ? infos() : null);
      case "open" -> (int) arguments[0] == AF_INET6 ? sixth((int) arguments[1]) : null;
      case "ready", "await" -> {
        Endpoint[] some = (Endpoint[]) arguments[0];
        arguments[0] = Arrays.stream(some).map(NamedMemory::original).toArray(Endpoint[]::new);
        yield null;
      }
      default -> null;
    };
  }

  private List<AddressInfo> infos() {
    return addresses.stream()
        .map(a -> new AddressInfo(a.family(), SocketType.SOCK_STREAM, Protocol.DEFAULT, a, null))
        .toList();
  }

  /** An endpoint that passes for one of IPv6. */
  private interface Sixth extends Endpoint {
    Endpoint original();
  }

  private Endpoint sixth(int type) {
    Endpoint original = memory.open(AF_INET, type, 0, new int[1]);
    Replacement replacement =
        (call, arguments) ->
            switch (call.getName()) {
              case "original" -> original;
              case "family" -> AF_INET6;
              case "connect" ->
                  original.connect(new Inet4(Inet4.LOOPBACK, ((Inet6) arguments[0]).port()));
              case "name" ->
                  original.name((boolean) arguments[0], (int[]) arguments[1]) instanceof Inet4 a
                      ? new Inet6(Inet6.LOOPBACK, a.port())
                      : null;
              default -> null;
            };
    return (Endpoint)
        Proxy.newProxyInstance(
            Sixth.class.getClassLoader(),
            new Class<?>[] {Sixth.class},
            (_, call, arguments) -> {
              Object answer = replacement.answer(call, arguments);
              return answer != null ? answer : call.invoke(original, arguments);
            });
  }

  private static Endpoint original(Endpoint endpoint) {
    return endpoint instanceof Sixth sixth ? sixth.original() : endpoint;
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** What every name is resolved to from now on, in this order. */
  public void resolve(List<Address> answers) {
    addresses = List.copyOf(answers);
  }

  /** Moves the clock when a thread waits for it. */
  public void pass(Duration time) {
    memory.time().pass(time);
  }

  /** What is open. */
  public List<String> open() {
    synchronized (memory.time()) {
      return memory.endpoints.stream().map(endpoint -> endpoint.socket.toString()).toList();
    }
  }
}
