package gulliver.socket;

import gulliver.os.OsNetwork;
import gulliver.socket.spi.Descriptors;
import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.NetworkProvider;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where sockets come from, and with them names, time and threads. {@link #os()} is the operating
 * system's; {@code gulliver.socket.spi} is for those who write another, such as one inside the
 * process for tests. Code that takes its network as an argument, and its time and threads from
 * there, runs on any of them.
 *
 * <p>Any number of threads may use a network.
 *
 * @since 0.1
 */
public final class Network {
  /**
   * How long {@link #createConnection(Address)} waits for one address of a name before it tries the
   * next, too: 250 ms, RFC 8305's Connection Attempt Delay.
   */
  public static final Duration CONNECTION_ATTEMPT_DELAY = Duration.ofMillis(250);

  /** An instant that never comes: no deadline. */
  public static final long FOREVER = Time.FOREVER;

  /** RFC 8305 §5: it MUST NOT be less. */
  private static final Duration LEAST_ATTEMPT_DELAY = Duration.ofMillis(10);

  static {
    Loading.beforehand();
  }

  /** The one place that names a network. */
  private static final class Os {
    static final Network NETWORK = new Network(new OsNetwork(), null);
  }

  private final NetworkProvider provider;
  private final @Nullable CallObserver observer;

  private Network(NetworkProvider provider, @Nullable CallObserver observer) {
    this.provider = provider;
    this.observer = observer;
  }

  /** {@return the operating system's network} */
  public static Network os() {
    return Os.NETWORK;
  }

  /**
   * {@return a network of somebody's own}
   *
   * @param provider implements it
   */
  public static Network of(NetworkProvider provider) {
    return new Network(Objects.requireNonNull(provider), null);
  }

  /**
   * {@return the same network, with an observer that sees the calls that make sockets on what this
   * method answers, its {@code poll}, {@code select} and {@code splice}, and the calls on those
   * sockets and the ones that they accept} Sockets made elsewhere are not touched, and pay nothing.
   * A {@link Descriptor} and a {@link Poller} are made on no network that has an observer: their
   * own calls are not seen; nor is the look-up of names, which is none of the kernel's calls.
   *
   * @param observer is told of every call; besides one that was there already
   */
  public Network observed(CallObserver observer) {
    Objects.requireNonNull(observer);
    CallObserver earlier = this.observer;
    return new Network(
        provider,
        earlier == null
            ? observer
            : call -> {
              earlier.called(call);
              observer.called(call);
            });
  }

  // ---- socket(2), socketpair(2) ----

  /**
   * Makes a socket.
   *
   * @param family such as {@code AF_INET}
   * @param type such as {@code SOCK_STREAM}
   * @return the socket, which the caller closes
   * @throws IOException as {@link #socket(AddressFamily, SocketType, Protocol)}
   */
  public Socket socket(AddressFamily family, SocketType type) throws IOException {
    return socket(family, type, Protocol.DEFAULT);
  }

  /**
   * Makes a socket. It is closed when the process executes another program ({@code SOCK_CLOEXEC});
   * with {@code SOCK_NONBLOCK} in the type it does not wait.
   *
   * @param family such as {@code AF_INET}
   * @param type such as {@code SOCK_STREAM}
   * @param protocol such as {@code IPPROTO_TCP}, or {@link Protocol#DEFAULT}; the form with a
   *     number suits families that have numbers of their own
   * @return the socket, which the caller closes
   * @throws IOException {@code EAFNOSUPPORT} → the network does not know the family; {@code
   *     EPROTONOSUPPORT}, {@code ESOCKTNOSUPPORT} → no such protocol or type in it; {@code EMFILE},
   *     {@code ENFILE} → too many descriptors; {@code EPERM} → a type that needs a privilege
   * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
   */
  public Socket socket(AddressFamily family, SocketType type, Protocol protocol)
      throws IOException {
    return observer == null
        ? open(family, type, protocol) // the first lambda of a program is dear
        : watched("socket", () -> open(family, type, protocol), family, type, protocol);
  }

  /**
   * Makes a socket of a protocol that is not one of IP's: every family has numbers of its own.
   *
   * @param family such as {@code AF_NETLINK}
   * @param type such as {@code SOCK_RAW}
   * @param protocol by the family's own numbers, as in C: {@code NETLINK_ROUTE} for {@code
   *     AF_NETLINK}, {@code htons(ETH_P_ALL)} for {@code AF_PACKET}
   * @return the socket, which the caller closes
   * @throws IOException as {@link #socket(AddressFamily, SocketType, Protocol)}
   */
  public Socket socket(AddressFamily family, SocketType type, int protocol) throws IOException {
    return socket(family, type, new Protocol(protocol));
  }

  private Socket open(AddressFamily family, SocketType type, Protocol protocol) throws IOException {
    int[] errno = new int[1];
    Endpoint endpoint =
        provider.open(family.value(), type.withoutFlags().value(), protocol.value(), errno);
    if (endpoint == null) {
      throw failure("socket", family, type, protocol, errno[0]);
    }
    return made(endpoint, type);
  }

  /**
   * Makes two UNIX stream sockets that are connected with each other.
   *
   * @return two sockets, which the caller closes
   * @throws IOException as {@link #socketpair(AddressFamily, SocketType, Protocol)}
   */
  public Socket[] socketpair() throws IOException {
    return socketpair(AddressFamily.AF_UNIX, SocketType.SOCK_STREAM, Protocol.DEFAULT);
  }

  /**
   * Makes two sockets that are connected with each other.
   *
   * @param family {@code AF_UNIX}
   * @param type such as {@code SOCK_STREAM}
   * @param protocol {@link Protocol#DEFAULT}
   * @return two sockets, which the caller closes
   * @throws IOException {@code EOPNOTSUPP} → the family has no pairs; else as {@link
   *     #socket(AddressFamily, SocketType, Protocol)}
   * @see <a href="https://man7.org/linux/man-pages/man2/socketpair.2.html">socketpair(2)</a>
   */
  public Socket[] socketpair(AddressFamily family, SocketType type, Protocol protocol)
      throws IOException {
    return watched("socketpair", () -> pair(family, type, protocol), family, type, protocol);
  }

  private Socket[] pair(AddressFamily family, SocketType type, Protocol protocol)
      throws IOException {
    int[] errno = new int[1];
    Endpoint[] pair =
        provider.pair(family.value(), type.withoutFlags().value(), protocol.value(), errno);
    if (pair == null) {
      throw failure("socketpair", family, type, protocol, errno[0]);
    }
    return new Socket[] {made(pair[0], type), made(pair[1], type)};
  }

  /**
   * Adopts a socket that something else opened, such as the program that started this one: it is
   * this object's from now on, which closes it, and closed on exec. Family, type and protocol the
   * kernel tells. Others may share the connection; so {@code O_NONBLOCK} is changed for moments
   * only.
   *
   * @param fd its descriptor, which nothing else in this process may use or close any more
   * @return the socket, which the caller closes
   * @throws IOException {@code EBADF} → not open; {@code ENOTSOCK} → not a socket, but {@link
   *     Descriptor#fromfd} takes it
   * @throws UnsupportedOperationException without {@link Capability#DESCRIPTORS}
   */
  public Socket fromfd(int fd) throws IOException {
    return watched("fromfd", () -> adopt(fd), fd);
  }

  private Socket adopt(int fd) throws IOException {
    Descriptors kernel = Descriptor.kernel(this);
    int[] errno = new int[1];
    Endpoint endpoint = kernel.socket(fd, errno);
    if (endpoint == null) {
      throw SocketFailure.of(
          new SocketFailure.Details("fromfd", String.valueOf(fd), null, errno[0], 0), false);
    }
    kernel.fcntl(fd, Linux.F_SETFD, Linux.FD_CLOEXEC);
    return new Socket(this, endpoint);
  }

  /**
   * The descriptors that a service manager has opened for this program before it started it: socket
   * activation, as systemd does it and {@code sd_listen_fds(3)} finds them. Each is closed on exec
   * from now on, and waits to be adopted by {@link #fromfd}, or by {@link Descriptor#fromfd} if it
   * is no socket; a second call finds the same again.
   *
   * @return their numbers and names, from 3; none if the environment has none ({@code LISTEN_PID},
   *     {@code LISTEN_FDS}) or has them for another process
   * @throws IOException {@code EINVAL} → the environment is malformed; {@code EBADF} → a descriptor
   *     that it promises is not open
   * @throws UnsupportedOperationException without {@link Capability#DESCRIPTORS}
   * @see <a href="https://man7.org/linux/man-pages/man3/sd_listen_fds.3.html">sd_listen_fds(3)</a>
   */
  public List<ListenFd> listenFds() throws IOException {
    Descriptors kernel = Descriptor.kernel(this);
    List<ListenFd> found = ListenFd.parse(System.getenv(), ProcessHandle.current().pid());
    for (ListenFd each : found) {
      int result = kernel.fcntl(each.fd(), Linux.F_SETFD, Linux.FD_CLOEXEC);
      if (result < 0) {
        throw ListenFd.failure(each.toString(), -result);
      }
    }
    return found;
  }

  /**
   * Moves bytes from one descriptor to another, one of which is a pipe, without copying them
   * through the program. It waits, as long as the shorter of the two time-outs allows, until
   * something can be read and written; on a virtual thread it blocks no carrier.
   *
   * @param in where from: a pipe, a stream socket, a file (at its own position)
   * @param out where to: a pipe, a stream socket, a file
   * @param count how many bytes at most, at least 0; more than 1 MiB is taken as 1 MiB
   * @param flags {@link Linux#SPLICE_F_MOVE}, {@link Linux#SPLICE_F_MORE}, or'ed; or 0
   * @return how many bytes went; 0 at the end; or {@link Socket#WOULD_BLOCK} if one of the two does
   *     not wait
   * @throws IOException {@code EINVAL} → neither is a pipe, or a kind that cannot do it, or a file
   *     opened to append; {@code EPIPE} → nobody reads what is written; {@code EBADF} → one is
   *     closed, before or meanwhile, or not open for that; {@code EINTR}, or a time-out
   * @throws UnsupportedOperationException without {@link Capability#DESCRIPTORS}
   * @see <a href="https://man7.org/linux/man-pages/man2/splice.2.html">splice(2)</a>
   */
  public long splice(Pollable in, Pollable out, long count, int flags) throws IOException {
    Objects.requireNonNull(in, "splice: in");
    Objects.requireNonNull(out, "splice: out");
    Call.SpliceFlags shown = new Call.SpliceFlags(flags);
    return watched(
        "splice", () -> Moving.splice(this, in, out, count, flags), in, out, count, shown);
  }

  private Socket made(Endpoint endpoint, SocketType type) {
    Socket socket = new Socket(this, endpoint);
    if ((type.value() & Linux.SOCK_NONBLOCK) != 0) {
      socket.setblocking(false);
    }
    return socket;
  }

  /** The body of a call. */
  private interface Body<T> {
    T run() throws IOException;
  }

  /** Makes a call that is no socket's own, and tells the observer, if there is one. */
  private <T> T watched(String call, Body<T> body, Object... arguments) throws IOException {
    CallObserver watcher = observer;
    if (watcher == null) {
      return body.run();
    }
    long start = time().nanoTime();
    T result = null;
    Throwable failure = null;
    try {
      result = body.run();
      return result;
    } catch (Throwable t) {
      failure = t;
      throw t;
    } finally {
      long nanos = time().nanoTime() - start;
      watcher.called(new Call(null, -1, call, List.of(arguments), result, failure, start, nanos));
    }
  }

  private static IOException failure(
      String call, AddressFamily family, SocketType type, Protocol protocol, int errno) {
    String what =
        family
            + ", "
            + type.withoutFlags()
            + (protocol.value() == 0
                ? ""
                : ", " + LinuxNames.protocol(family.value(), protocol.value()));
    return SocketFailure.of(new SocketFailure.Details(call, what, null, errno, 0), false);
  }

  // ---- clients and servers in one line ----

  /**
   * Connects a stream socket to a server, waiting as long as it takes.
   *
   * @param address where to; a {@link Address.Name} is resolved and all its addresses are tried
   * @return a connected socket, which the caller closes
   * @throws IOException as {@link #createConnection(Address, Duration)}
   */
  public Socket createConnection(Address address) throws IOException {
    return createConnection(address, null);
  }

  /**
   * Connects a stream socket to a server: resolves a {@link Address.Name} and takes whichever of
   * its addresses answers first, as {@link #createConnection(Address, Duration, Duration,
   * SocketSetup)} with {@link #CONNECTION_ATTEMPT_DELAY}.
   *
   * @param address where to
   * @param timeout for all of it; null for ever. The socket itself has no time-out afterwards.
   * @return a connected socket, which the caller closes
   * @throws IOException as there
   */
  public Socket createConnection(Address address, @Nullable Duration timeout) throws IOException {
    return createConnection(address, timeout, SocketSetup.NONE);
  }

  /**
   * Connects a stream socket to a server, with something to do before.
   *
   * @param address where to; a {@link Address.Name} is resolved and all its addresses are tried
   * @param timeout for all of it; null for ever
   * @param setup what to do with each socket before it connects
   * @return a connected socket, which the caller closes
   * @throws IOException as {@link #createConnection(Address, Duration, Duration, SocketSetup)}
   */
  public Socket createConnection(Address address, @Nullable Duration timeout, SocketSetup setup)
      throws IOException {
    return createConnection(address, timeout, CONNECTION_ATTEMPT_DELAY, setup);
  }

  /**
   * Connects a stream socket to a server: resolves a {@link Address.Name} and takes whichever of
   * its addresses answers first, as <a href="https://www.rfc-editor.org/rfc/rfc8305">RFC 8305</a>
   * ("Happy Eyeballs") says.
   *
   * <p>The resolver sorts the addresses (RFC 6724); then IPv6 and IPv4 take turns, beginning with
   * the first. The attempts begin one after another: the next after the delay, or at once when one
   * has failed; those that have begun go on. With the first connection all others are closed, and
   * addresses not yet tried are not. {@code getaddrinfo} answers for both families at once, so the
   * wait for the second of two answers, §3's Resolution Delay, has no place here.
   *
   * <p>All of it happens on the calling thread, in this network's time; an interrupt ends it.
   *
   * @param address where to; a literal is tried alone
   * @param timeout for all of it, the look-up included; null for ever. The socket itself has no
   *     time-out afterwards, unless {@code setup} gave it one.
   * @param attemptDelay how long to wait for one address before the next is tried, too: at least 10
   *     ms, {@link #CONNECTION_ATTEMPT_DELAY} by default
   * @param setup what to do with each socket before it connects
   * @return a connected socket, which the caller closes
   * @throws IOException the last failure, with those before it, one for each address that was
   *     tried, as suppressed exceptions; or that of the name. {@code ETIMEDOUT}, {@code EINTR} →
   *     for each address that had not answered when the time was over or the thread interrupted
   */
  public Socket createConnection(
      Address address, @Nullable Duration timeout, Duration attemptDelay, SocketSetup setup)
      throws IOException {
    Objects.requireNonNull(setup, "createConnection: setup");
    long nanos = Timeouts.nanos("createConnection", timeout);
    if (nanos == 0) {
      throw new IllegalArgumentException(
          "createConnection: time-out 0: more, or null for ever, is allowed");
    }
    if (attemptDelay.compareTo(LEAST_ATTEMPT_DELAY) < 0) {
      throw new IllegalArgumentException(
          "createConnection: attempt delay " + attemptDelay + ": at least 10 ms is allowed");
    }
    long delay = Timeouts.nanos("createConnection", attemptDelay);
    long deadline = deadlineIn(nanos);
    List<Address> literals = literals(address, 0, deadline);
    return literals.size() == 1
        ? connected(literals.getFirst(), nanos, deadline, setup)
        : new HappyEyeballs(this, nanos, deadline, delay, setup).connect(literals);
  }

  private Socket connected(Address literal, long timeout, long deadline, SocketSetup setup)
      throws IOException {
    Socket socket = socket(literal.family(), SocketType.SOCK_STREAM);
    try {
      setup.setUp(socket);
      socket.connect(literal, timeout, deadline);
      return socket;
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  /**
   * Makes a listening stream socket with the system's longest queue.
   *
   * @param address where; port 0 for an ephemeral one
   * @return a listening socket, which the caller closes
   * @throws IOException as {@link #createServer(Address, int)}
   */
  public Socket createServer(Address address) throws IOException {
    return createServer(address, Linux.SOMAXCONN);
  }

  /**
   * Makes a listening stream socket: {@code socket}, {@code SO_REUSEADDR} (so that a server can be
   * started again at once), {@code bind}, {@code listen}. For a {@link Address.Name} with an empty
   * host it serves IPv6 and IPv4 with one socket, where there is IPv6.
   *
   * @param address where; port 0 for an ephemeral one
   * @param backlog how many connections may queue up
   * @return a listening socket, which the caller closes
   * @throws IOException as {@link Socket#bind} and {@link Socket#listen(int)}
   */
  public Socket createServer(Address address, int backlog) throws IOException {
    return createServer(address, backlog, SocketSetup.NONE);
  }

  /**
   * Makes a listening stream socket, with something to do before {@code bind}; the options that
   * {@link #createServer(Address, int)} sets are set then, and may be changed.
   *
   * @param address where; port 0 for an ephemeral one
   * @param backlog how many connections may queue up
   * @param setup what to do with the socket before it is bound
   * @return a listening socket, which the caller closes
   * @throws IOException as {@link Socket#bind} and {@link Socket#listen(int)}, or what {@code
   *     setup} throws
   */
  public Socket createServer(Address address, int backlog, SocketSetup setup) throws IOException {
    Objects.requireNonNull(setup, "createServer: setup");
    Address literal = address;
    if (address instanceof Address.Name name) {
      literal =
          !name.host().isEmpty()
              ? literals(address, Linux.AI_PASSIVE, unlimited()).getFirst()
              : supports(Capability.IPV6)
                  ? new Address.Inet6(Address.Inet6.ANY, name.port())
                  : new Address.Inet4(Address.Inet4.ANY, name.port());
    }
    Socket socket = socket(literal.family(), SocketType.SOCK_STREAM);
    try {
      if (!literal.family().equals(AddressFamily.AF_UNIX)) {
        socket.setsockopt(Options.SO_REUSEADDR, true);
      }
      if (literal.family().equals(AddressFamily.AF_INET6) && address instanceof Address.Name) {
        socket.setsockopt(Options.IPV6_V6ONLY, false);
      }
      setup.setUp(socket);
      socket.bind(literal);
      socket.listen(backlog);
      return socket;
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  private List<Address> literals(Address address, int flags, long deadline) throws IOException {
    if (!(address instanceof Address.Name name)) {
      return List.of(Objects.requireNonNull(address, "address"));
    }
    return lookUp(
            name.host().isEmpty() ? null : name.host(),
            String.valueOf(name.port()),
            Linux.AF_UNSPEC,
            Linux.SOCK_STREAM,
            0,
            flags | Linux.AI_NUMERICSERV,
            deadline)
        .stream()
        .map(AddressInfo::address)
        .toList();
  }

  // ---- poll(2), select(2) ----

  /**
   * Waits until a call on one of several sockets or descriptors would not have to wait.
   *
   * <p>It costs as much as there are items, at every call; a {@link Poller} costs as much as there
   * are events. There may be any number of items, the same socket more than once, and other threads
   * that use the sockets or poll them, too. On a virtual thread it blocks no carrier.
   *
   * @param items what to look at; {@link Pollfd#revents()} tells afterwards what there was
   * @param timeout how long to wait at most; {@code ZERO}: not at all; null: for ever
   * @return how many of the items have something; 0 after a time-out. A socket that is closed,
   *     before or meanwhile, has {@link Linux#POLLNVAL}, and ends the wait.
   * @throws IOException {@code EINTR} → the thread was interrupted; its interrupt status is set
   * @throws IllegalArgumentException for something of another network
   * @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
   */
  public int poll(List<Pollfd> items, @Nullable Duration timeout) throws IOException {
    List<Pollfd> all = List.copyOf(items);
    Call.Timeout shown = new Call.Timeout(timeout);
    return watched("poll", () -> Polling.poll(this, all, timeout), all, all.size(), shown);
  }

  /**
   * Waits until something can be read, written, or is exceptional: {@link #poll} with three sets.
   * Numbers above {@code FD_SETSIZE} are as good as any.
   *
   * @param read what to receive from, or accept on: it is ready also at the end and on an error
   * @param write what to send to: it is ready also on an error
   * @param except what to watch for something urgent
   * @param timeout how long to wait at most; {@code ZERO}: not at all; null: for ever
   * @return those that are ready; none after a time-out
   * @throws IOException {@code EBADF} → one is closed, before or meanwhile; {@code EINTR} → the
   *     thread was interrupted; its interrupt status is set
   * @throws IllegalArgumentException for something of another network
   * @see <a href="https://man7.org/linux/man-pages/man2/select.2.html">select(2)</a>
   */
  public Selected select(
      Collection<? extends Pollable> read,
      Collection<? extends Pollable> write,
      Collection<? extends Pollable> except,
      @Nullable Duration timeout)
      throws IOException {
    List<Pollable> in = List.copyOf(read);
    List<Pollable> out = List.copyOf(write);
    List<Pollable> urgent = List.copyOf(except);
    return watched(
        "select",
        () -> Polling.select(this, List.of(in, out, urgent), timeout),
        in,
        out,
        urgent,
        new Call.Timeout(timeout));
  }

  // ---- names ----

  /**
   * Resolves a host and a service, for any family and type.
   *
   * @param host a name or a literal; null for this host's loopback addresses
   * @param service a service's name, or a port in decimal; null for port 0
   * @return at least one answer, in the order to try them
   * @throws IOException as {@link #getaddrinfo(String, String, AddressFamily, SocketType, Protocol,
   *     int)}
   */
  public List<AddressInfo> getaddrinfo(@Nullable String host, @Nullable String service)
      throws IOException {
    return getaddrinfo(host, service, AddressFamily.AF_UNSPEC, SocketType.ANY, Protocol.DEFAULT, 0);
  }

  /**
   * Resolves a host and a service. The caller waits; a look-up that has begun cannot be stopped in
   * the system, so after an interrupt a thread of the network finishes it, counted by {@link
   * #unfinished()}. Where there are only numbers to read, a literal or {@code AI_NUMERICHOST} and a
   * port in decimal, nobody waits.
   *
   * @param host a name or a literal; null for the wildcard address with {@code AI_PASSIVE}, else
   *     for the loopback address
   * @param service a service's name, or a port in decimal; null for port 0
   * @param family restricts the answers; {@code AF_UNSPEC} for any
   * @param type restricts the answers; {@link SocketType#ANY} for any
   * @param protocol restricts the answers; {@link Protocol#DEFAULT} for any
   * @param flags {@code AI_} flags, or'ed
   * @return at least one answer, in the order to try them
   * @throws IOException a {@link SocketFailure.Name}: {@code EAI_NONAME} → no such name; {@code
   *     EAI_AGAIN} → the name server does not answer; {@code EAI_SERVICE} → no such service for
   *     that type; {@code EAI_BADFLAGS}, {@code EAI_FAMILY}, {@code EAI_SOCKTYPE} → unknown hints
   * @see <a href="https://man7.org/linux/man-pages/man3/getaddrinfo.3.html">getaddrinfo(3)</a>
   */
  public List<AddressInfo> getaddrinfo(
      @Nullable String host,
      @Nullable String service,
      AddressFamily family,
      SocketType type,
      Protocol protocol,
      int flags)
      throws IOException {
    return getaddrinfo(host, service, family, type, protocol, flags, null);
  }

  /**
   * Resolves a host and a service, within a time-out.
   *
   * @param host as above
   * @param service as above
   * @param family as above
   * @param type as above
   * @param protocol as above
   * @param flags as above
   * @param timeout how long at most; null for as long as the system takes
   * @return at least one answer, in the order to try them
   * @throws IOException as above; {@link java.net.SocketTimeoutException} → no answer in time
   */
  public List<AddressInfo> getaddrinfo(
      @Nullable String host,
      @Nullable String service,
      AddressFamily family,
      SocketType type,
      Protocol protocol,
      int flags,
      @Nullable Duration timeout)
      throws IOException {
    return lookUp(
        withoutNul("getaddrinfo: host", host),
        withPortInRange(withoutNul("getaddrinfo: service", service)),
        family.value(),
        type.value(),
        protocol.value(),
        flags,
        deadlineIn(Timeouts.nanos("getaddrinfo", timeout)));
  }

  /** Asks the resolver, as {@code getaddrinfo(3)}. */
  List<AddressInfo> lookUp(
      @Nullable String host,
      @Nullable String service,
      int family,
      int type,
      int protocol,
      int flags,
      long deadline)
      throws IOException {
    if (!Recording.on()) {
      return provider
          .resolver()
          .getaddrinfo(host, service, family, type, protocol, flags, deadline);
    }
    return Recording.lookUp(
        this,
        "getaddrinfo",
        host,
        service,
        () ->
            provider
                .resolver()
                .getaddrinfo(host, service, family, type, protocol, flags, deadline));
  }

  /**
   * The names of a host and a service.
   *
   * @param address a literal address
   * @param flags {@code NI_} flags, or'ed: {@code NI_NUMERICHOST}, {@code NI_NUMERICSERV} for text
   *     without a look-up, {@code NI_NAMEREQD} to fail where there is no name, {@code NI_DGRAM} for
   *     UDP's services
   * @return both names
   * @throws IOException a {@link SocketFailure.Name}: {@code EAI_NONAME} → no name, and one was
   *     required; {@code EAI_FAMILY} → an address without host and service; the C library takes a
   *     UNIX address, too, for this host's name and the path
   * @see <a href="https://man7.org/linux/man-pages/man3/getnameinfo.3.html">getnameinfo(3)</a>
   */
  public NameInfo getnameinfo(Address address, int flags) throws IOException {
    return getnameinfo(address, flags, null);
  }

  /**
   * The names of a host and a service, within a time-out.
   *
   * @param address a literal address
   * @param flags as above
   * @param timeout how long at most; null for as long as the system takes
   * @return both names
   * @throws IOException as above; {@link java.net.SocketTimeoutException} → no answer in time
   */
  public NameInfo getnameinfo(Address address, int flags, @Nullable Duration timeout)
      throws IOException {
    Objects.requireNonNull(address, "getnameinfo: address");
    long deadline = deadlineIn(Timeouts.nanos("getnameinfo", timeout));
    if (!Recording.on()) {
      return provider.resolver().getnameinfo(address, flags, deadline);
    }
    return Recording.lookUp(
        this,
        "getnameinfo",
        address,
        null,
        () -> provider.resolver().getnameinfo(address, flags, deadline));
  }

  /**
   * The port of a service, for any protocol.
   *
   * @param name such as {@code http}
   * @return 0…65535
   * @throws IOException as {@link #getservbyname(String, String)}
   */
  public int getservbyname(String name) throws IOException {
    return service(
            "getservbyname",
            name,
            provider.resolver().getservbyname(serviceName(name), null, unlimited()))
        .port();
  }

  /**
   * The port of a service. The well-known services of the textbooks are known also where the system
   * has no list.
   *
   * @param name such as {@code http}
   * @param protocol such as {@code tcp}
   * @return 0…65535
   * @throws IOException a {@link SocketFailure.Name} with {@code EAI_SERVICE} → no such service
   * @see <a href="https://man7.org/linux/man-pages/man3/getservbyname.3.html">getservbyname(3)</a>
   */
  public int getservbyname(String name, String protocol) throws IOException {
    return service(
            "getservbyname",
            name + "/" + protocol,
            provider
                .resolver()
                .getservbyname(serviceName(name), protocolName(protocol), unlimited()))
        .port();
  }

  /**
   * The service of a port, for any protocol.
   *
   * @param port 0…65535
   * @return its name, such as {@code http}
   * @throws IOException as {@link #getservbyport(int, String)}
   */
  public String getservbyport(int port) throws IOException {
    return service("getservbyport", port, null);
  }

  /**
   * The service of a port.
   *
   * @param port 0…65535
   * @param protocol such as {@code tcp}
   * @return its name, such as {@code http}
   * @throws IOException a {@link SocketFailure.Name} with {@code EAI_SERVICE} → no such service
   * @see <a href="https://man7.org/linux/man-pages/man3/getservbyport.3.html">getservbyport(3)</a>
   */
  public String getservbyport(int port, String protocol) throws IOException {
    return service("getservbyport", port, protocolName(protocol));
  }

  private String service(String call, int port, @Nullable String protocol) throws IOException {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(call + ": port " + port + ": 0 to 65535 are allowed");
    }
    String what = protocol == null ? String.valueOf(port) : port + "/" + protocol;
    return service(call, what, provider.resolver().getservbyport(port, protocol, unlimited()))
        .name();
  }

  private static Service service(String call, String what, @Nullable Service service)
      throws IOException {
    if (service == null) {
      throw SocketFailure.ofName(call, what, Eai.EAI_SERVICE);
    }
    return service;
  }

  /**
   * The number of a protocol. Those that sockets can have are known also where the system has no
   * list.
   *
   * @param name such as {@code icmp}
   * @return the protocol, for {@code socket(family, type, protocol)}
   * @throws IOException a {@link SocketFailure.Name} with {@code EAI_NONAME} → no such protocol
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/getprotobyname.3.html">getprotobyname(3)</a>
   */
  public Protocol getprotobyname(String name) throws IOException {
    Objects.requireNonNull(name, "getprotobyname: name");
    withoutNul("getprotobyname: name", name);
    int number = provider.resolver().getprotobyname(name, unlimited());
    if (number < 0) {
      throw SocketFailure.ofName("getprotobyname", name, Eai.EAI_NONAME);
    }
    return new Protocol(number);
  }

  /**
   * The name of a protocol.
   *
   * @param number by IANA: {@link Protocol#value()}
   * @return its name, such as {@code icmp}
   * @throws IOException a {@link SocketFailure.Name} with {@code EAI_NONAME} → it has none
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/getprotobynumber.3.html">getprotobynumber(3)</a>
   */
  public String getprotobynumber(int number) throws IOException {
    String name = provider.resolver().getprotobynumber(number, unlimited());
    if (name == null) {
      throw SocketFailure.ofName("getprotobynumber", String.valueOf(number), Eai.EAI_NONAME);
    }
    return name;
  }

  /**
   * The number of an interface.
   *
   * @param name such as {@code eth0}; Linux takes alternative names, too
   * @return its number, at least 1
   * @throws IOException {@code ENODEV} → there is no interface of that name
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/if_nametoindex.3.html">if_nametoindex(3)</a>
   */
  public int ifNameToIndex(String name) throws IOException {
    Objects.requireNonNull(name, "ifNameToIndex: name");
    withoutNul("ifNameToIndex: name", name);
    int index = provider.resolver().ifNameToIndex(name, unlimited());
    if (index < 0) {
      throw noInterface("if_nametoindex", name, -index);
    }
    return index;
  }

  /**
   * The name of an interface.
   *
   * @param index its number
   * @return its name, such as {@code eth0}
   * @throws IOException {@code ENXIO} → there is no interface of that number
   * @see <a
   *     href="https://man7.org/linux/man-pages/man3/if_indextoname.3.html">if_indextoname(3)</a>
   */
  public String ifIndexToName(int index) throws IOException {
    int[] errno = new int[1];
    String name = provider.resolver().ifIndexToName(index, errno, unlimited());
    if (name == null) {
      throw noInterface("if_indextoname", Integer.toUnsignedString(index), errno[0]);
    }
    return name;
  }

  /**
   * {@return number and name of every interface; none on a network that has no interfaces}
   *
   * @throws IOException {@code EMFILE} → too many descriptors
   * @see <a href="https://man7.org/linux/man-pages/man3/if_nameindex.3.html">if_nameindex(3)</a>
   */
  public List<IfNameIndex> ifNameIndex() throws IOException {
    return provider.resolver().ifNameIndex(unlimited());
  }

  private static IOException noInterface(String call, String what, int errno) {
    return SocketFailure.of(new SocketFailure.Details(call, what, null, errno, 0), false);
  }

  private static String serviceName(String name) {
    return withoutNul("getservbyname: name", Objects.requireNonNull(name, "getservbyname: name"));
  }

  private static String protocolName(String protocol) {
    return withoutNul("protocol", Objects.requireNonNull(protocol, "protocol"));
  }

  /** C would take the text for shorter than it is. */
  private static <T extends @Nullable String> T withoutNul(String what, T text) {
    if (text != null && text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          what + " \"" + text.replace("\0", "\\0") + "\": NUL is not allowed");
    }
    return text;
  }

  /** The C library would take the number modulo 65536. */
  private static @Nullable String withPortInRange(@Nullable String service) {
    if (service != null
        && service.matches("\\s*[+-]?[0-9]+")
        && new BigInteger(service.strip()).bitLength() > 16) {
      throw new IllegalArgumentException(
          "getaddrinfo: port " + service + ": 0 to 65535 are allowed");
    }
    return service;
  }

  /**
   * {@return this host's name}
   *
   * @throws IOException on failure
   * @see <a href="https://man7.org/linux/man-pages/man2/gethostname.2.html">gethostname(2)</a>
   */
  public String gethostname() throws IOException {
    return provider.resolver().gethostname();
  }

  // ---- time and threads ----

  /**
   * {@return nanoseconds of this network's clock since an arbitrary instant; only differences mean
   * something}
   */
  public long nanoTime() {
    return provider.time().nanoTime();
  }

  /**
   * Waits for some time of this network.
   *
   * @param duration how long; nothing happens for zero and less
   * @throws InterruptedException when interrupted; the interrupt status is clear then, as always
   *     with this exception
   */
  public void sleep(Duration duration) throws InterruptedException {
    Time time = provider.time();
    long nanos = duration.isNegative() ? 0 : Timeouts.nanos("sleep", duration);
    long deadline = Deadlines.after(time, nanos);
    while (deadline == Time.FOREVER || deadline - time.nanoTime() > 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      time.park(deadline);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /**
   * Suspends this thread until {@link #unpark}, an interrupt or an instant, or for no reason at
   * all: what waits for a condition is made of it. The caller looks at its condition, parks, and
   * looks again. An interrupt stays pending; an {@code unpark} that came before makes the next park
   * return at once.
   *
   * {@snippet :
   * waiting.add(Thread.currentThread());
   * while (!done) { // whoever sets it unparks those who wait
   *   network.park(Network.FOREVER);
   * }
   * }
   *
   * @param deadline an instant of {@link #nanoTime()}, or {@link #FOREVER}
   * @see java.util.concurrent.locks.LockSupport
   */
  public void park(long deadline) {
    provider.time().park(Deadlines.given(deadline));
  }

  /**
   * Lets a thread go on that is in {@link #park}, or about to enter it.
   *
   * @param thread the thread
   */
  public void unpark(Thread thread) {
    provider.time().unpark(Objects.requireNonNull(thread));
  }

  // ---- deadlines ----

  /**
   * {@return the instant after some time from now}
   *
   * @param time how long, at least 0; null for ever
   * @see Socket#setrecvdeadline
   */
  public long deadline(@Nullable Duration time) {
    return Deadlines.after(provider.time(), Timeouts.nanos("deadline", time));
  }

  /**
   * A piece of a program that answers nothing.
   *
   * @param <X> what it may throw
   */
  @FunctionalInterface
  public interface Work<X extends Throwable> {
    /**
     * Does it.
     *
     * @throws X as it likes
     */
    void run() throws X;
  }

  /**
   * Runs a piece of a program all of whose waits on this network end after some time: the time-out
   * of one call, or of many together, whatever they are and on however many sockets.
   *
   * {@snippet :
   * byte[] answer = network.within(Duration.ofSeconds(2), () -> {
   *   try (Socket socket = network.createConnection(address("host", 7000))) {
   *     socket.sendall(question);
   *     return socket.recv(1000);
   *   }
   * });
   * }
   *
   * <p>A call that would wait longer fails with {@link java.net.SocketTimeoutException} ({@code
   * poll}, {@code select} and {@link Poller}, too); one that need not wait succeeds also
   * afterwards. Time-outs and deadlines of sockets hold besides, and so does the time of a {@code
   * within} around this one. It is for calls that this thread makes, not for those of threads that
   * the work starts; nor for {@link #sleep}, or for {@code close} with {@code SO_LINGER}.
   *
   * @param time how long, at least 0; null for ever
   * @param work what to run, on this thread
   * @param <T> what it answers
   * @param <X> what it may throw
   * @return its answer
   * @throws X what it throws
   */
  public <T extends @Nullable Object, X extends Throwable> T within(
      @Nullable Duration time, ScopedValue.CallableOp<? extends T, X> work) throws X {
    return until(Deadlines.after(provider.time(), Timeouts.nanos("within", time)), work);
  }

  /**
   * Does the same with work that answers nothing.
   *
   * @param time how long, at least 0; null for ever
   * @param work what to run, on this thread
   * @param <X> what it may throw
   * @throws X what it throws
   */
  public <X extends Throwable> void within(@Nullable Duration time, Work<X> work) throws X {
    until(Deadlines.after(provider.time(), Timeouts.nanos("within", time)), work);
  }

  /**
   * Runs a piece of a program all of whose waits on this network end at an instant; else as {@link
   * #within(Duration, ScopedValue.CallableOp)}.
   *
   * @param deadline an instant of {@link #nanoTime()}, or {@link #FOREVER}
   * @param work what to run, on this thread
   * @param <T> what it answers
   * @param <X> what it may throw
   * @return its answer
   * @throws X what it throws
   */
  public <T extends @Nullable Object, X extends Throwable> T until(
      long deadline, ScopedValue.CallableOp<? extends T, X> work) throws X {
    return Deadlines.scope(provider.time(), deadline).<T, X>call(work);
  }

  /**
   * Does the same with work that answers nothing.
   *
   * @param deadline an instant of {@link #nanoTime()}, or {@link #FOREVER}
   * @param work what to run, on this thread
   * @param <X> what it may throw
   * @throws X what it throws
   */
  public <X extends Throwable> void until(long deadline, Work<X> work) throws X {
    Deadlines.scope(provider.time(), deadline)
        .<@Nullable Void, X>call(() -> {
          work.run();
          return null;
        });
  }

  /**
   * Runs a task on a thread of this network: a virtual one, on the operating system's. What it
   * throws goes to the thread's uncaught-exception handler.
   *
   * @param task what to run
   * @return the thread, started
   */
  public Thread start(Task task) {
    return provider.time().start(Objects.requireNonNull(task));
  }

  /** The deadline of a call that takes no time-out. */
  private long unlimited() {
    return deadlineIn(Time.FOREVER);
  }

  private long deadlineIn(long nanos) {
    return Deadlines.ofCall(provider.time(), nanos);
  }

  // ---- about the network ----

  /**
   * {@return whether this network, on this machine, offers something that not every network offers}
   *
   * @param capability what is asked for
   */
  public boolean supports(Capability capability) {
    return provider.supports(capability);
  }

  /**
   * {@return how many name look-ups and lingering closes are still running though their callers
   * have stopped waiting}
   */
  public int unfinished() {
    return provider.unfinished();
  }

  NetworkProvider provider() {
    return provider;
  }

  Time time() {
    return provider.time();
  }

  @Nullable CallObserver observer() {
    return observer;
  }

  /** The network's word for itself. */
  @Override
  public String toString() {
    return provider.name();
  }
}
