package gulliver.socket.spi;

import gulliver.socket.Address;
import gulliver.socket.AddressInfo;
import gulliver.socket.IfNameIndex;
import gulliver.socket.Linux;
import gulliver.socket.NameInfo;
import gulliver.socket.Service;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of hosts, services, protocols and interfaces. These calls may wait, never on a thread that
 * others need: a network that asks a kernel or a library does so on a platform thread of its own
 * and parks the caller.
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
   * @param deadline when to stop waiting, in the network's nanoseconds
   * @return the service, or null where there is none of that name
   * @throws IOException when interrupted, or at the deadline
   */
  @Nullable Service getservbyname(String name, @Nullable String protocol, long deadline)
      throws IOException;

  /**
   * A service by its port, as {@code getservbyport(3)}.
   *
   * @param port in host order
   * @param protocol such as {@code tcp}; null for any
   * @param deadline when to stop waiting, in the network's nanoseconds
   * @return the service, or null where there is none on that port
   * @throws IOException when interrupted, or at the deadline
   */
  @Nullable Service getservbyport(int port, @Nullable String protocol, long deadline)
      throws IOException;

  /**
   * A protocol by its name, as {@code getprotobyname(3)}.
   *
   * @param name such as {@code tcp}
   * @param deadline when to stop waiting, in the network's nanoseconds
   * @return an {@code IPPROTO_} number, or -1 where there is none of that name
   * @throws IOException when interrupted, or at the deadline
   */
  int getprotobyname(String name, long deadline) throws IOException;

  /**
   * A protocol by its number, as {@code getprotobynumber(3)}.
   *
   * @param number an {@code IPPROTO_} number
   * @param deadline when to stop waiting, in the network's nanoseconds
   * @return its name, such as {@code tcp}, or null where it has none
   * @throws IOException when interrupted, or at the deadline
   */
  @Nullable String getprotobynumber(int number, long deadline) throws IOException;

  /**
   * All interfaces, as {@code if_nameindex(3)}; a network that knows no others need not say more.
   *
   * @param deadline when to stop waiting, in the network's nanoseconds
   * @return number and name of each; none on a network without interfaces
   * @throws IOException when interrupted, or at the deadline; or with an errno
   */
  default List<IfNameIndex> ifNameIndex(long deadline) throws IOException {
    return List.of();
  }

  /**
   * An interface by its name, as {@code if_nametoindex(3)}.
   *
   * @param name such as {@code eth0}
   * @param deadline when to stop waiting, in the network's nanoseconds
   * @return its number, or {@code -errno}: {@code -ENODEV} where there is none of that name
   * @throws IOException when interrupted, or at the deadline
   */
  default int ifNameToIndex(String name, long deadline) throws IOException {
    return ifNameIndex(deadline).stream()
        .filter(i -> i.name().equals(name))
        .mapToInt(IfNameIndex::index)
        .findFirst()
        .orElse(-Linux.ENODEV);
  }

  /**
   * An interface by its number, as {@code if_indextoname(3)}.
   *
   * @param index the number
   * @param errno receives the errno in element 0 where the answer is null: {@code ENXIO} where
   *     there is none of that number
   * @param deadline when to stop waiting, in the network's nanoseconds
   * @return its name, or null with an errno
   * @throws IOException when interrupted, or at the deadline
   */
  default @Nullable String ifIndexToName(int index, int[] errno, long deadline) throws IOException {
    errno[0] = Linux.ENXIO;
    return ifNameIndex(deadline).stream()
        .filter(i -> i.index() == index)
        .map(IfNameIndex::name)
        .findFirst()
        .orElse(null);
  }

  /**
   * {@return this host's own name, as {@code gethostname(2)}}
   *
   * @throws IOException on failure
   */
  String gethostname() throws IOException;
}
