package gulliver.conformance;

import static gulliver.conformance.ChildJvm.row;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_BROADCAST;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.socket;
import static gulliver.socket.Sockets.socketpair;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.AddressFamily;
import gulliver.socket.Datagram;
import gulliver.socket.Errno;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.OutMessage;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM in a network namespace of its own, with interfaces to nowhere, few descriptors and
 * without the privileges to bind low ports and to pass file permissions. It runs once; the suites'
 * subclasses look their rows up.
 */
final class OwnNamespace {
  private static final String SET_UP =
      """
      ip link set lo up
      ip link add d0 type veth peer name d1
      ip link set d0 up
      ip link set d1 up
      ip addr add 192.0.2.1/24 brd 192.0.2.255 dev d0
      ip -6 addr add fe80::1/64 dev d0 nodad
      ip route add unreachable 198.51.100.0/24
      exec prlimit --nofile=128 setpriv --ambient-caps=-all --inh-caps=-all \
          --bounding-set=-net_bind_service,-dac_override,-dac_read_search "$@"
      """;

  private static final ChildJvm.Isolated CHILD =
      new ChildJvm.Isolated(OwnNamespace.class, SET_UP, "prlimit", "setpriv");

  private static ChildJvm.@Nullable Isolated childWithAJar;

  private OwnNamespace() {}

  /** What the child came to. */
  static String outcome(String row) throws IOException, InterruptedException {
    return CHILD.outcome(row);
  }

  /** What a child came to that has the API from a jar. */
  static synchronized String outcomeFromAJar(String row) throws Exception {
    ChildJvm.Isolated child = childWithAJar;
    if (child == null) {
      Path classes =
          Path.of(Network.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path jar = classes;
      if (Files.isDirectory(classes)) {
        jar = Files.createTempDirectory("gulliver").resolve("sockets.jar");
        pack(classes, jar);
        jar.toFile().deleteOnExit();
        jar.getParent().toFile().deleteOnExit();
      }
      String path =
          System.getProperty("java.class.path").replace(classes.toString(), jar.toString());
      List<String> flags = List.of("-cp", path);
      childWithAJar = child = new ChildJvm.Isolated(OwnNamespace.class, SET_UP, flags, "prlimit");
    }
    return child.outcome(row);
  }

  private static void pack(Path folder, Path jar) throws IOException {
    try (Stream<Path> files = Files.walk(folder);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }

  /** The child. */
  public static void main(String[] arguments) throws Exception {
    addresses();
    broadcast();
    privileges();
    routes();
    descriptors();
    ports();
  }

  // ---- R6 ----

  private static void addresses() throws Exception {
    int scope = NetworkInterface.getByName("d0").getIndex();
    row("scope.index", () -> scope);
    row(
        "scope.named",
        () -> Address.of(new InetSocketAddress(InetAddress.ofLiteral("fe80::1%d0"), 80)));
    Network os = Network.os();
    try (Socket server = os.createServer(new Inet6("fe80::1", 0, 0, scope))) {
      Inet6 name = (Inet6) server.getsockname();
      row("scope.bound", () -> new Inet6(name.host(), 1, name.flowinfo(), name.scopeid()));
      for (Address way : List.of(name, address("fe80::1%d0", name.port()))) {
        String kind = way.getClass().getSimpleName();
        try (Socket client = socket(AF_INET6, SOCK_STREAM)) {
          client.connect(way);
          Accepted accepted = server.accept();
          accepted.socket().close();
          row("scope.peer." + kind, () -> client.getpeername().equals(name));
          row("scope.accepted." + kind, () -> accepted.address().equals(client.getsockname()));
          row("scope.client." + kind, () -> ((Inet6) client.getsockname()).scopeid());
        }
      }
      row("scope.without", () -> connect(AF_INET6, new Inet6("fe80::1", 9)));
    }
    try (DatagramChannel java = DatagramChannel.open();
        Socket sender = socket(AF_INET6, SOCK_DGRAM)) {
      java.bind(new InetSocketAddress(InetAddress.ofLiteral("fe80::1%" + scope), 0));
      sender.sendto(new byte[1], Address.of(java.getLocalAddress()));
      row("scope.java", () -> scopeOf(java.receive(ByteBuffer.allocate(1))));
    }
  }

  private static int scopeOf(java.net.SocketAddress address) {
    return ((java.net.Inet6Address) ((InetSocketAddress) address).getAddress()).getScopeId();
  }

  // ---- R16 ----

  private static void broadcast() throws Exception {
    try (Socket sender = socket(AF_INET, SOCK_DGRAM);
        Socket receiver = socket(AF_INET, SOCK_DGRAM)) {
      sender.bind(address("192.0.2.1", 0));
      receiver.settimeout(Duration.ofSeconds(10));
      receiver.bind(address("0.0.0.0", 0));
      int port = ((Inet4) receiver.getsockname()).port();
      List<Address> all = List.of(address("192.0.2.255", port), address("255.255.255.255", port));
      for (Address to : all) {
        row("broadcast.before." + host(to), () -> errno(() -> sender.sendto(new byte[2], to)));
      }
      sender.setsockopt(SO_BROADCAST, true);
      sender.setsockopt(
          gulliver.socket.Sockets.SO_BINDTODEVICE, "d0"); // 255.255.255.255 has no route
      for (Address to : all) {
        row(
            "broadcast.after." + host(to),
            () -> {
              sender.sendto("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8), to);
              Datagram datagram = receiver.recvfrom(10);
              return new String(datagram.bytes(), java.nio.charset.StandardCharsets.UTF_8)
                  + " "
                  + datagram.address().equals(sender.getsockname());
            });
      }
      row(
          "broadcast.port0",
          () -> errno(() -> sender.sendto(new byte[2], address("192.0.2.255", 0))));
    }
  }

  private static String host(Address address) {
    return ((Inet4) address).host();
  }

  // ---- R10 and other rights ----

  private static void privileges() throws Exception {
    for (int port : new int[] {1, 80, 1023, 1024}) {
      row("bind.tcp." + port, () -> bind(AF_INET, SOCK_STREAM, address("127.0.0.1", port)));
      row("bind.udp." + port, () -> bind(AF_INET, SOCK_DGRAM, address("127.0.0.1", port)));
      row("bind.tcp6." + port, () -> bind(AF_INET6, SOCK_STREAM, address("::1", port)));
    }
    row(
        "createServer.80",
        () -> {
          try (Socket server = Network.os().createServer(address(80))) {
            return server;
          }
        });
    Path folder = Files.createTempDirectory("gulliver");
    Path path = folder.resolve("s");
    try (Socket server = socket(AF_UNIX, SOCK_STREAM)) {
      server.bind(new Address.Unix(path.toString()));
      server.listen(1);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
      row("unix.connect", () -> connect(AF_UNIX, new Address.Unix(path.toString())));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
      row("unix.bind", () -> bind(AF_UNIX, SOCK_STREAM, new Address.Unix(folder + "/t")));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } finally {
      Files.deleteIfExists(path);
      Files.delete(folder);
    }
    row("unix.folder", folder::toString);
  }

  private static String bind(AddressFamily family, SocketType type, Address address)
      throws IOException {
    try (Socket socket = socket(family, type)) {
      socket.bind(address);
      return socket.getsockname().toString();
    }
  }

  private static String connect(AddressFamily family, Address address) throws IOException {
    try (Socket socket = socket(family, SOCK_STREAM)) {
      socket.settimeout(Duration.ofSeconds(10));
      socket.connect(address);
      return socket.toString();
    }
  }

  // ---- unreachable ----

  private static void routes() {
    row("route.none", () -> connect(AF_INET, address("203.0.113.1", 9)));
    row("route.none6", () -> connect(AF_INET6, address("2001:db8::1", 9)));
    row("route.unreachable", () -> connect(AF_INET, address("198.51.100.1", 9)));
    row(
        "route.udp",
        () -> {
          try (Socket socket = socket(AF_INET, SOCK_DGRAM)) {
            return socket.sendto(new byte[1], address("203.0.113.1", 9));
          }
        });
    row("route.notHere", () -> bind(AF_INET, SOCK_STREAM, address("192.0.2.2", 0)));
  }

  // ---- EMFILE ----

  private static void descriptors() throws Exception {
    try (Socket server = Network.os().createServer(address("127.0.0.1", 0));
        Socket client = Network.os().createConnection(server.getsockname())) {
      List<Socket> all = new ArrayList<>();
      String full = null;
      while (full == null) {
        try {
          all.add(socket(AF_INET, SOCK_DGRAM));
        } catch (IOException e) {
          full = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
      }
      String socket = full;
      failWithoutADescriptor(client, all);
      row("emfile.socket", () -> socket);
      row("emfile.socketpair", () -> errno(() -> socketpair()));
      row("emfile.dup", () -> errno(client::dup));
      server.settimeout(Duration.ofSeconds(10));
      row("emfile.accept", () -> errno(server::accept));
      row("emfile.fail.close", () -> closedUnderACall(all.get(2)));
      for (Socket one : all) {
        one.close();
      }
      row(
          "emfile.acceptedLater",
          () -> {
            Accepted accepted = server.accept();
            accepted.socket().close();
            return accepted.address().equals(client.getsockname());
          });
    }
  }

  /**
   * Whatever goes wrong goes wrong as ever: the classes that say so are loaded, from a folder, when
   * there still is a descriptor for that.
   */
  private static void failWithoutADescriptor(Socket client, List<Socket> all) {
    row("emfile.fail.family", () -> socket(new AddressFamily(99), SOCK_STREAM));
    row("emfile.fail.wouldBlock", () -> client.recv(1, Linux.MSG_DONTWAIT));
    row("emfile.fail.option", () -> client.getsockopt(Linux.SOL_SOCKET, 9999, 4));
    row("emfile.fail.bind", () -> bind(all.get(0), address("192.0.2.99", 0)));
    row("emfile.fail.unreachable", () -> all.get(0).sendto(new byte[1], address("203.0.113.1", 9)));
    row("emfile.fail.refused", () -> refused(all.get(1)));
    row("emfile.fail.name", () -> Network.os().getnameinfo(new Address.Unspecified(), 0));
    row(
        "emfile.fail.timeout",
        () -> {
          client.settimeout(Duration.ofMillis(1));
          return client.recv(1);
        });
    row("emfile.fail.interrupt", () -> interrupted(client));
    row("emfile.fail.five", client::fiveTuple);
    row(
        "emfile.fail.argument",
        () -> client.recv(java.lang.foreign.MemorySegment.NULL.asReadOnly()));
  }

  private static String bind(Socket socket, Address address) throws IOException {
    socket.bind(address);
    return socket.toString();
  }

  private static String refused(Socket socket) throws IOException {
    socket.connect(address("127.0.0.1", 9));
    socket.send(new byte[1]);
    return "received " + socket.recv(1).length;
  }

  private static String interrupted(Socket socket) throws IOException {
    Thread.currentThread().interrupt();
    try {
      return "received " + socket.recv(1).length;
    } finally {
      Thread.interrupted();
    }
  }

  private static String closedUnderACall(Socket socket) throws Exception {
    CompletableFuture<Thread> began = new CompletableFuture<>();
    CompletableFuture<String> outcome = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          began.complete(Thread.currentThread());
          outcome.complete(ChildJvm.outcome(() -> socket.recv(1)));
        });
    Thread waits = began.get();
    while (waits.getState() != Thread.State.WAITING
        && waits.getState() != Thread.State.TIMED_WAITING
        && !outcome.isDone()) {
      Thread.onSpinWait();
    }
    socket.close();
    return outcome.get(20, TimeUnit.SECONDS);
  }

  // ---- no ephemeral port is free ----

  private static void ports() throws IOException {
    Files.writeString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"), "40000 40000");
    try (Socket has = socket(AF_INET, SOCK_DGRAM);
        Socket sends = socket(AF_INET, SOCK_DGRAM);
        Socket connects = socket(AF_INET, SOCK_DGRAM);
        Socket sends6 = socket(AF_INET6, SOCK_DGRAM)) {
      has.bind(address("0.0.0.0", 0));
      for (Socket one : List.of(sends, connects, sends6)) {
        one.settimeout(Duration.ofSeconds(10));
      }
      Address to = address("127.0.0.1", 9);
      row("ports.sendto", () -> sends.sendto(new byte[1], to));
      row(
          "ports.connect",
          () -> {
            connects.connect(to);
            return connects;
          });
      row("ports.sendmsg", () -> sends.sendmsg(OutMessage.of(new byte[1]).to(to)));
      row("ports.sendto6", () -> sends6.sendto(new byte[1], address("::ffff:127.0.0.1", 9)));
      sends.setblocking(false);
      row("ports.nonblocking", () -> sends.sendto(new byte[1], to));
      has.close();
      sends.settimeout(Duration.ofSeconds(10));
      row("ports.later", () -> sends.sendto(new byte[1], to));
    }
  }

  private static String errno(java.util.concurrent.Callable<?> work) throws Exception {
    try {
      return String.valueOf(work.call());
    } catch (IOException e) {
      return Errno.of(e).name();
    }
  }
}
