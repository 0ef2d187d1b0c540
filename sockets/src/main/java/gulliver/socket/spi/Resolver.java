package gulliver.socket.spi;

import gulliver.socket.Address;
import gulliver.socket.AddressInfo;
import gulliver.socket.NameInfo;
import gulliver.socket.Service;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of hosts and services. These calls may wait, never on a thread that others need: a network
 * that asks a kernel or a library does so on a platform thread of its own and parks the caller.
 *
 * <p>They fail with a {@link gulliver.socket.SocketFailure.Name} that carries the {@code EAI_}
 * number, or, as any call that waits, with {@link gulliver.socket.SocketFailure.TimedOut} or {@link
 * gulliver.socket.SocketFailure.Interrupted}; {@link gulliver.socket.SocketFailure} has a factory
 * for each.
 *
 * @since 0.1
 */
public interface Resolver {
  /**
   * Host and service to addresses, as {@code getaddrinfo(3)}.
   *
   * @param node a host name or a literal; null for the wildcard or loopback address, by {@code
   *     AI_PASSIVE}
   * @param service a service name or a port in decimal; null for port 0
   * @param family an {@code AF_} number, 0 for any
   * @param type a {@code SOCK_} number, 0 for any
   * @param protocol an {@code IPPROTO_} number, 0 for any
   * @param flags {@code AI_} flags
   * @param deadline when to stop waiting, in the network's nanoseconds
   * @return at least one answer, in the order to try them
   * @throws IOException on failure, as the interface says
   */
  List<AddressInfo> getaddrinfo(
      @Nullable String node,
      @Nullable String service,
      int family,
      int type,
      int protocol,
      int flags,
      long deadline)
      throws IOException;

  /**
   * An address to host and service, as {@code getnameinfo(3)}.
   *
   * @param address a literal address
   * @param flags {@code NI_} flags
   * @param deadline when to stop waiting, in the network's nanoseconds
   * @return host and service
   * @throws IOException on failure, as the interface says
   */
  NameInfo getnameinfo(Address address, int flags, long deadline) throws IOException;

  /**
   * A service by its name, as {@code getservbyname(3)}.
   *
   * @param name such as {@code http}
   * @param protocol such as {@code tcp}; null for any
   * @return the service, or null where there is none of that name
   * @throws IOException when interrupted
   */
  @Nullable Service getservbyname(String name, @Nullable String protocol) throws IOException;

  /**
   * A service by its port, as {@code getservbyport(3)}.
   *
   * @param port in host order
   * @param protocol such as {@code tcp}; null for any
   * @return the service, or null where there is none on that port
   * @throws IOException when interrupted
   */
  @Nullable Service getservbyport(int port, @Nullable String protocol) throws IOException;

  /**
   * {@return this host's own name, as {@code gethostname(2)}}
   *
   * @throws IOException on failure
   */
  String gethostname() throws IOException;
}
