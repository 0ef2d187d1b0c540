package gulliver.os;

import gulliver.os.ffm.ResolverCalls;
import gulliver.os.linux.Sockaddr;
import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.AddressInfo;
import gulliver.socket.Eai;
import gulliver.socket.IfNameIndex;
import gulliver.socket.Linux;
import gulliver.socket.Linux.addrinfo;
import gulliver.socket.Linux.if_nameindex;
import gulliver.socket.Linux.protoent;
import gulliver.socket.Linux.servent;
import gulliver.socket.NameInfo;
import gulliver.socket.Protocol;
import gulliver.socket.Service;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketType;
import gulliver.socket.Sockets;
import gulliver.socket.spi.Resolver;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names by the C library, which reads {@code /etc/hosts} and {@code /etc/services} and asks the
 * name servers, as {@code nsswitch.conf(5)} says. It blocks and cannot be stopped, so {@link
 * Workers} do it; the caller itself, where there are only numbers to read.
 */
final class OsResolver implements Resolver {
  private static final int NI_MAXHOST = 1025;
  private static final int NI_MAXSERV = 32;
  private static final int LINE = 16 * 1024;

  private final Workers workers;
  private final OsTime time;

  OsResolver(Workers workers, OsTime time) {
    this.workers = workers;
    this.time = time;
  }

  /** What a look-up came to: an answer, or an {@code EAI_} number and an errno. */
  private record Answer<T>(@Nullable T value, int eai, int errno) {}

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
    String what = node == null ? service == null ? "(no name)" : service : node;
    Answer<List<AddressInfo>> answer =
        addresses(what, node, service, family, type, protocol, flags, deadline);
    if (answer.eai == Linux.EAI_SERVICE && service != null) {
      List<AddressInfo> known = new ArrayList<>();
      for (Service one : WellKnownServices.allByName(service, type, protocol)) {
        int style = one.protocol().equals("tcp") ? Linux.SOCK_STREAM : Linux.SOCK_DGRAM;
        String port = String.valueOf(one.port());
        known.addAll(
            value(
                "getaddrinfo",
                what,
                addresses(what, node, port, family, style, protocol, flags, deadline)));
      }
      if (!known.isEmpty()) {
        return List.copyOf(known);
      }
    }
    return value("getaddrinfo", what, answer);
  }

  private Answer<List<AddressInfo>> addresses(
      String what,
      @Nullable String node,
      @Nullable String service,
      int family,
      int type,
      int protocol,
      int flags,
      long deadline)
      throws IOException {
    Function<Arena, Answer<List<AddressInfo>>> question =
        arena -> {
          MemorySegment hints = arena.allocate(addrinfo.SIZEOF, 8);
          hints.set(ValueLayout.JAVA_INT, addrinfo.ai_flags, flags);
          hints.set(ValueLayout.JAVA_INT, addrinfo.ai_family, family);
          hints.set(ValueLayout.JAVA_INT, addrinfo.ai_socktype, type);
          hints.set(ValueLayout.JAVA_INT, addrinfo.ai_protocol, protocol);
          MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
          MemorySegment errno = arena.allocate(ValueLayout.JAVA_INT);
          int eai =
              ResolverCalls.getaddrinfo(
                  string(arena, node), string(arena, service), hints, result, errno);
          if (eai != 0) {
            return new Answer<>(null, eai, errno.get(ValueLayout.JAVA_INT, 0));
          }
          MemorySegment first = result.get(ValueLayout.ADDRESS, 0);
          try {
            return new Answer<>(list(first), 0, 0);
          } finally {
            ResolverCalls.freeaddrinfo(first);
          }
        };
    return isNumeric(node, service, flags)
        ? answer(question)
        : ask("getaddrinfo", what, deadline, question);
  }

  /** Whether the C library reads no file and asks nobody for this. */
  private static boolean isNumeric(@Nullable String node, @Nullable String service, int flags) {
    return (flags & (Linux.AI_IDN | Linux.AI_CANONIDN)) == 0
        && node != null
        && ((flags & Linux.AI_NUMERICHOST) != 0
            || !(Sockets.address(node, 0) instanceof Address.Name))
        && (service == null
            || (flags & Linux.AI_NUMERICSERV) != 0
            || (!service.isEmpty() && service.chars().allMatch(c -> c >= '0' && c <= '9')));
  }

  private static List<AddressInfo> list(MemorySegment first) {
    List<AddressInfo> answers = new ArrayList<>();
    MemorySegment next = first;
    while (next.address() != 0) {
      MemorySegment info = next.reinterpret(addrinfo.SIZEOF);
      int length = info.get(ValueLayout.JAVA_INT, addrinfo.ai_addrlen);
      byte[] name =
          info.get(ValueLayout.ADDRESS, addrinfo.ai_addr)
              .reinterpret(length)
              .toArray(ValueLayout.JAVA_BYTE);
      MemorySegment canonical = info.get(ValueLayout.ADDRESS, addrinfo.ai_canonname);
      answers.add(
          new AddressInfo(
              new AddressFamily(info.get(ValueLayout.JAVA_INT, addrinfo.ai_family)),
              new SocketType(info.get(ValueLayout.JAVA_INT, addrinfo.ai_socktype)),
              new Protocol(info.get(ValueLayout.JAVA_INT, addrinfo.ai_protocol)),
              Sockaddr.decode(name, length),
              canonical.address() == 0 ? null : text(canonical)));
      next = info.get(ValueLayout.ADDRESS, addrinfo.ai_next);
    }
    return List.copyOf(answers);
  }

  @Override
  public NameInfo getnameinfo(Address address, int flags, long deadline) throws IOException {
    if (address instanceof Address.Name) {
      throw new IllegalArgumentException(
          "getnameinfo " + address + ": a literal address is allowed");
    }
    byte[] name = new byte[Sockaddr.SIZEOF];
    int length = Sockaddr.encode(address, name);
    Function<Arena, Answer<NameInfo>> question =
        arena -> {
          MemorySegment addr =
              arena.allocate(length, 8).copyFrom(MemorySegment.ofArray(name).asSlice(0, length));
          MemorySegment host = arena.allocate(NI_MAXHOST);
          MemorySegment service = arena.allocate(NI_MAXSERV);
          MemorySegment errno = arena.allocate(ValueLayout.JAVA_INT);
          int eai = ResolverCalls.getnameinfo(addr, host, service, flags, errno);
          return eai == 0
              ? new Answer<>(
                  new NameInfo(host.getString(0), serviceOf(address, flags, service.getString(0))),
                  0,
                  0)
              : new Answer<>(null, eai, errno.get(ValueLayout.JAVA_INT, 0));
        };
    int numbers = Linux.NI_NUMERICHOST | Linux.NI_NUMERICSERV;
    return value(
        "getnameinfo",
        address.toString(),
        (flags & (numbers | Linux.NI_IDN)) == numbers
            ? answer(question)
            : ask("getnameinfo", address.toString(), deadline, question));
  }

  private static <T> T value(String call, String what, Answer<T> answer) throws IOException {
    if (answer.value != null) {
      return answer.value;
    }
    throw answer.eai == Linux.EAI_SYSTEM
        ? SocketFailure.ofName(call, what, answer.errno)
        : SocketFailure.ofName(call, what, Eai.of(answer.eai));
  }

  /** The C library's word for the service, or ours where it has none but the port. */
  private static String serviceOf(Address address, int flags, String found) {
    int port =
        switch (address) {
          case Address.Inet4 a -> a.port();
          case Address.Inet6 a -> a.port();
          default -> -1;
        };
    boolean named = (flags & Linux.NI_NUMERICSERV) == 0 && found.equals(String.valueOf(port));
    Service known =
        named
            ? WellKnownServices.byPort(port, (flags & Linux.NI_DGRAM) != 0 ? "udp" : "tcp")
            : null;
    return known == null ? found : known.name();
  }

  // ---- services ----

  @Override
  public @Nullable Service getservbyname(String name, @Nullable String protocol, long deadline)
      throws IOException {
    Service service =
        service(
            "getservbyname",
            name,
            deadline,
            (arena, buf) ->
                ResolverCalls.getservbyname_r(
                    string(arena, name),
                    string(arena, protocol),
                    buf.entry,
                    buf.line,
                    buf.result,
                    buf.errno));
    return service != null ? service : WellKnownServices.byName(name, protocol);
  }

  @Override
  public @Nullable Service getservbyport(int port, @Nullable String protocol, long deadline)
      throws IOException {
    Service service =
        service(
            "getservbyport",
            String.valueOf(port),
            deadline,
            (arena, buf) ->
                ResolverCalls.getservbyport_r(
                    Sockets.htons(port),
                    string(arena, protocol),
                    buf.entry,
                    buf.line,
                    buf.result,
                    buf.errno));
    return service != null ? service : WellKnownServices.byPort(port, protocol);
  }

  /** Where the C library puts an entry of the database. */
  private record Buffers(
      MemorySegment entry, MemorySegment line, MemorySegment result, MemorySegment errno) {
    static Buffers in(Arena arena, int entry) {
      return new Buffers(
          arena.allocate(entry, 8),
          arena.allocate(LINE),
          arena.allocate(ValueLayout.ADDRESS),
          arena.allocate(ValueLayout.JAVA_INT));
    }
  }

  /** One of the two look-ups. */
  private interface Lookup {
    int call(Arena arena, Buffers buffers);
  }

  private @Nullable Service service(String call, String what, long deadline, Lookup lookup)
      throws IOException {
    return entry(call, what, deadline, servent.SIZEOF, lookup, OsResolver::service);
  }

  /** What an entry of a database says, null where there is none. */
  private <T> @Nullable T entry(
      String call,
      String what,
      long deadline,
      int size,
      Lookup lookup,
      Function<MemorySegment, T> reading)
      throws IOException {
    return ask(
            call,
            what,
            deadline,
            arena -> {
              Buffers buffers = Buffers.in(arena, size);
              lookup.call(arena, buffers);
              MemorySegment entry = buffers.result.get(ValueLayout.ADDRESS, 0);
              return new Answer<>(entry.address() == 0 ? null : reading.apply(buffers.entry), 0, 0);
            })
        .value;
  }

  private static Service service(MemorySegment entry) {
    List<String> aliases = new ArrayList<>();
    MemorySegment array =
        entry.get(ValueLayout.ADDRESS, servent.s_aliases).reinterpret(Long.MAX_VALUE);
    for (int i = 0; array.getAtIndex(ValueLayout.ADDRESS, i).address() != 0; i++) {
      aliases.add(text(array.getAtIndex(ValueLayout.ADDRESS, i)));
    }
    return new Service(
        text(entry.get(ValueLayout.ADDRESS, servent.s_name)),
        Sockets.ntohs(entry.get(ValueLayout.JAVA_INT, servent.s_port) & 0xffff),
        text(entry.get(ValueLayout.ADDRESS, servent.s_proto)),
        aliases);
  }

  // ---- protocols ----

  @Override
  public int getprotobyname(String name, long deadline) throws IOException {
    Integer number =
        entry(
            "getprotobyname",
            name,
            deadline,
            protoent.SIZEOF,
            (arena, buf) ->
                ResolverCalls.getprotobyname_r(
                    string(arena, name), buf.entry, buf.line, buf.result, buf.errno),
            entry -> entry.get(ValueLayout.JAVA_INT, protoent.p_proto));
    return number != null ? number : WellKnownProtocols.byName(name);
  }

  @Override
  public @Nullable String getprotobynumber(int number, long deadline) throws IOException {
    String name =
        entry(
            "getprotobynumber",
            String.valueOf(number),
            deadline,
            protoent.SIZEOF,
            (_, buf) ->
                ResolverCalls.getprotobynumber_r(
                    number, buf.entry, buf.line, buf.result, buf.errno),
            entry -> text(entry.get(ValueLayout.ADDRESS, protoent.p_name)));
    return name != null ? name : WellKnownProtocols.byNumber(number);
  }

  // ---- interfaces ----

  /** A worker's: the kernel may load a module for a name that it does not know. */
  @Override
  public int ifNameToIndex(String name, long deadline) throws IOException {
    return ask(
            "if_nametoindex",
            name,
            deadline,
            arena -> {
              MemorySegment errno = arena.allocate(ValueLayout.JAVA_INT);
              int index = ResolverCalls.if_nametoindex(string(arena, name), errno);
              return new Answer<>(index != 0 ? index : -errno.get(ValueLayout.JAVA_INT, 0), 0, 0);
            })
        .value;
  }

  @Override
  public @Nullable String ifIndexToName(int index, int[] errno, long deadline) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(Linux.IF_NAMESIZE);
      MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
      if (ResolverCalls.if_indextoname(index, name, number).address() == 0) {
        errno[0] = number.get(ValueLayout.JAVA_INT, 0);
        return null;
      }
      return name.getString(0);
    }
  }

  /** A worker's: the kernel makes it wait while interfaces come and go. */
  @Override
  public List<IfNameIndex> ifNameIndex(long deadline) throws IOException {
    Answer<List<IfNameIndex>> answer =
        ask(
            "if_nameindex",
            "(all)",
            deadline,
            arena -> {
              MemorySegment errno = arena.allocate(ValueLayout.JAVA_INT);
              MemorySegment first = ResolverCalls.if_nameindex(errno);
              if (first.address() == 0) {
                return new Answer<>(null, Linux.EAI_SYSTEM, errno.get(ValueLayout.JAVA_INT, 0));
              }
              try {
                return new Answer<>(interfaces(first.reinterpret(Long.MAX_VALUE)), 0, 0);
              } finally {
                ResolverCalls.if_freenameindex(first);
              }
            });
    if (answer.value == null) {
      throw SocketFailure.of("if_nameindex", null, answer.errno);
    }
    return answer.value;
  }

  /** An array that ends with a number of 0. */
  private static List<IfNameIndex> interfaces(MemorySegment array) {
    List<IfNameIndex> interfaces = new ArrayList<>();
    for (long at = 0; ; at += if_nameindex.SIZEOF) {
      int index = array.get(ValueLayout.JAVA_INT, at + if_nameindex.if_index);
      if (index == 0) {
        return List.copyOf(interfaces);
      }
      MemorySegment name = array.get(ValueLayout.ADDRESS, at + if_nameindex.if_name);
      interfaces.add(new IfNameIndex(index, text(name)));
    }
  }

  @Override
  public String gethostname() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(256);
      int result = ResolverCalls.gethostname(name, arena.allocate(ValueLayout.JAVA_INT));
      if (result < 0) {
        throw SocketFailure.of("gethostname", null, -result);
      }
      return name.getString(0);
    }
  }

  // ---- what they share ----

  private <T> Answer<T> ask(
      String call, String what, long deadline, Function<Arena, Answer<T>> question)
      throws IOException {
    long nanos = time.nanosUntil(deadline);
    try {
      return workers.call(() -> answer(question), nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SocketFailure.interrupted(call, what);
    } catch (TimeoutException e) {
      // up to what the caller said, who came here microseconds ago
      throw SocketFailure.timedOut(call, what, Duration.ofMillis(Math.ceilDiv(nanos, 1_000_000)));
    }
  }

  private static <T> Answer<T> answer(Function<Arena, Answer<T>> question) {
    try (Arena arena = Arena.ofConfined()) {
      return question.apply(arena);
    }
  }

  private static MemorySegment string(SegmentAllocator arena, @Nullable String text) {
    return text == null ? MemorySegment.NULL : arena.allocateFrom(text);
  }

  private static String text(MemorySegment string) {
    return string.reinterpret(Long.MAX_VALUE).getString(0);
  }
}
