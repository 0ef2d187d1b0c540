package gulliver.conformance;

import static gulliver.conformance.ChildJvm.row;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.AF_UNSPEC;
import static gulliver.socket.Sockets.AI_CANONNAME;
import static gulliver.socket.Sockets.AI_NUMERICHOST;
import static gulliver.socket.Sockets.AI_NUMERICSERV;
import static gulliver.socket.Sockets.NI_DGRAM;
import static gulliver.socket.Sockets.NI_NUMERICHOST;
import static gulliver.socket.Sockets.NI_NUMERICSERV;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.address;
import static gulliver.socket.Sockets.socket;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.AddressInfo;
import gulliver.socket.Datagram;
import gulliver.socket.Network;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A child JVM with names of its own: {@code /etc/hosts} is the test's, {@code /etc/services} and
 * {@code /etc/protocols} are empty, and the name server is a socket of the child that answers when
 * it is told to. It runs once; {@code OsNamesTest} looks its rows up.
 */
final class OwnNames {
  private static final String SET_UP =
      """
      ip link set lo up
      mount -t tmpfs none /mnt
      cat >/mnt/hosts <<'END'
      127.0.0.1 localhost both
      ::1 both
      127.0.0.2 many alias
      127.0.0.3 many
      127.0.0.4 many
      END
      echo nameserver 127.0.0.53 >/mnt/resolv.conf
      echo options timeout:30 attempts:1 >>/mnt/resolv.conf
      echo hosts: files dns >/mnt/nsswitch.conf
      for file in hosts resolv.conf nsswitch.conf; do mount --bind /mnt/$file /etc/$file; done
      for file in services protocols; do
        if [ -e /etc/$file ]; then mount --bind /dev/null /etc/$file; fi
      done
      exec "$@"
      """;

  private static final Duration SHORT = Duration.ofMillis(100);

  private static final ChildJvm.Isolated CHILD =
      new ChildJvm.Isolated(OwnNames.class, SET_UP, "mount");

  private OwnNames() {}

  /** What the child came to. */
  static String outcome(String row) throws IOException, InterruptedException {
    return CHILD.outcome(row);
  }

  /** The child. */
  public static void main(String[] arguments) throws Exception {
    numbers();
    services();
    protocols();
    hosts();
    try (NameServer server = new NameServer()) {
      answers(server);
      timeouts(server);
      interrupts(server);
      closes(server);
    }
    row("server.none", () -> connect("nobody.test", null));
  }

  // ---- numbers ----

  /** Comes first: before anything else has asked a worker. */
  private static void numbers() {
    Network os = Network.os();
    row(
        "numeric.answers",
        () ->
            String.join(
                " ",
                first(os, "127.0.0.1", "80", 0),
                first(os, "::1", "80", AI_NUMERICSERV),
                first(os, "127.1", "80", AI_NUMERICHOST),
                os.getnameinfo(address("127.0.0.1", 80), NI_NUMERICHOST | NI_NUMERICSERV).host(),
                os.getnameinfo(address("127.0.0.1", 80), NI_NUMERICHOST | NI_NUMERICSERV)
                    .service()));
    row("numeric.workers", OwnNames::workers);
    row("named", () -> first(os, "localhost", "80", 0));
    row("named.workers", OwnNames::workers);
  }

  private static String first(Network os, String host, String service, int flags)
      throws IOException {
    return os.getaddrinfo(host, service, AF_UNSPEC, SOCK_STREAM, Protocol.DEFAULT, flags)
        .getFirst()
        .address()
        .toString();
  }

  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gulliver-worker-"))
        .count();
  }

  private static void protocols() {
    Network os = Network.os();
    for (String name : List.of("tcp", "UDP", "icmp", "ipv6-icmp", "no-such")) {
      row("protocol." + name, () -> os.getprotobyname(name).value());
    }
    for (int number : new int[] {6, 17, 1, 58, 255}) {
      row("protocol." + number, () -> os.getprotobynumber(number));
    }
  }

  // ---- R8 ----

  private static void services() {
    Network os = Network.os();
    for (String name : List.of("ftp", "ftp-data", "telnet", "http", "www", "https", "no-such")) {
      row("port." + name, () -> os.getservbyname(name) + " " + os.getservbyname(name, "tcp"));
    }
    for (int port : new int[] {20, 21, 23, 80, 4}) {
      row("service." + port, () -> os.getservbyport(port) + " " + os.getservbyport(port, "tcp"));
    }
    row("port.domain.udp", () -> os.getservbyname("domain", "udp"));
    Inet4 host = new Inet4("127.0.0.1", 0);
    for (String name : List.of("http", "echo", "domain", "no-such")) {
      row("addresses." + name, () -> summary(os.getaddrinfo(host.host(), name)));
    }
    row(
        "addresses.echo.dgram",
        () ->
            summary(os.getaddrinfo(host.host(), "echo", AF_INET, SOCK_DGRAM, Protocol.DEFAULT, 0)));
    row(
        "addresses.ftp.dgram",
        () ->
            summary(os.getaddrinfo(host.host(), "ftp", AF_INET, SOCK_DGRAM, Protocol.DEFAULT, 0)));
    row(
        "addresses.numeric",
        () ->
            summary(
                os.getaddrinfo(
                    host.host(), "http", AF_INET, SOCK_STREAM, Protocol.DEFAULT, AI_NUMERICSERV)));
    for (int flags : new int[] {0, NI_DGRAM, NI_NUMERICSERV}) {
      for (int port : new int[] {80, 69}) {
        row(
            "name." + port + "." + flags,
            () -> os.getnameinfo(new Inet4(host.host(), port), NI_NUMERICHOST | flags).service());
      }
    }
    row("port.telnet.udp", () -> os.getservbyname("telnet", "udp"));
  }

  private static List<String> summary(List<AddressInfo> answers) {
    return answers.stream().map(info -> info.protocol() + " " + info.address()).toList();
  }

  // ---- R12: /etc/hosts ----

  private static void hosts() throws Exception {
    Network os = Network.os();
    row(
        "hosts.many",
        () ->
            os.getaddrinfo("many", "9", AF_INET, SOCK_STREAM, Protocol.DEFAULT, 0).stream()
                .map(AddressInfo::address)
                .toList());
    row(
        "hosts.canonical",
        () ->
            os
                .getaddrinfo("alias", "9", AF_INET, SOCK_STREAM, Protocol.DEFAULT, AI_CANONNAME)
                .stream()
                .map(AddressInfo::canonicalName)
                .toList());
    row(
        "hosts.both",
        () ->
            os.getaddrinfo("both", "9", AF_UNSPEC, SOCK_STREAM, Protocol.DEFAULT, 0).stream()
                .map(AddressInfo::address)
                .toList());
    row("hosts.name", () -> os.getnameinfo(address("127.0.0.2", 9), 0).host());
    try (Socket _ = os.createServer(address("127.0.0.4", 7000))) {
      row(
          "many.last",
          () -> {
            try (Socket client = os.createConnection(address("many", 7000))) {
              return client.getpeername();
            }
          });
    }
    row(
        "many.none",
        () -> {
          try (Socket client = os.createConnection(address("many", 7000))) {
            return client.getpeername();
          } catch (IOException e) {
            return e.getMessage()
                + "; "
                + String.join(
                    "; ", Arrays.stream(e.getSuppressed()).map(Throwable::getMessage).toList());
          }
        });
    for (var family : List.of(AF_INET, AF_INET6)) {
      try (Socket server = socket(family, SOCK_STREAM);
          Socket client = socket(family, SOCK_STREAM)) {
        server.bind(address("both", 7000));
        server.listen(1);
        client.connect(address("both", 7000));
        row("both." + family, client::getpeername);
      }
      try (Socket receiver = socket(family, SOCK_DGRAM);
          Socket sender = socket(family, SOCK_DGRAM)) {
        receiver.bind(address("both", 7000));
        row("both.sent." + family, () -> sender.sendto(new byte[3], address("both", 7000)));
        row("both.received." + family, () -> receiver.recvfrom(9).bytes().length);
      }
    }
  }

  // ---- R12: a name server ----

  /** Takes queries as they come, and answers each when it is told to. */
  private static final class NameServer implements AutoCloseable {
    private final Socket socket;

    NameServer() throws IOException {
      socket = socket(AF_INET, SOCK_DGRAM);
      socket.bind(address("127.0.0.53", 53));
      socket.settimeout(Duration.ofSeconds(20));
    }

    Datagram query() throws IOException {
      return socket.recvfrom(512);
    }

    /** RFC 1035 §4.1.1: the query with QR, RD, RA and the response code. */
    void refuse(Datagram query, int code) throws IOException {
      byte[] answer = query.bytes().clone();
      answer[2] = (byte) 0x81;
      answer[3] = (byte) (0x80 | code);
      socket.sendto(answer, query.address());
    }

    /** RFC 1035 §4.1.3: one record of class IN and type A, its name a pointer to the question. */
    void answer(Datagram query, String host) throws IOException {
      byte[] question = query.bytes();
      ByteBuffer answer = ByteBuffer.allocate(question.length + 16);
      answer.put(question).putShort(2, (short) 0x8180).putShort(6, (short) 1);
      answer.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1);
      answer.putInt(0).putShort((short) 4).put(new Inet4(host, 0).bytes());
      socket.sendto(answer.array(), query.address());
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static String connect(String name, Duration timeout) throws IOException {
    try (Socket client = socket(AF_INET, SOCK_STREAM)) {
      client.settimeout(timeout);
      client.connect(address(name, 7000));
      return client.getpeername().toString();
    }
  }

  private static void answers(NameServer names) throws Exception {
    try (Socket _ = Network.os().createServer(address("127.0.0.1", 7000))) {
      CompletableFuture<String> found = start(() -> connect("found.test", null));
      Datagram query = names.query();
      row("server.asked", () -> new String(query.bytes(), 12, 12, StandardCharsets.US_ASCII));
      names.answer(query, "127.0.0.1");
      row("server.found", () -> found.get(20, TimeUnit.SECONDS));
    }
    CompletableFuture<String> missing = start(() -> connect("missing.test", null));
    names.refuse(names.query(), 3);
    row("server.missing", () -> missing.get(20, TimeUnit.SECONDS));
    CompletableFuture<String> empty = start(() -> connect("empty.test", null));
    names.refuse(names.query(), 0); // NOERROR, and no record
    row("server.empty", () -> empty.get(20, TimeUnit.SECONDS));
    CompletableFuture<String> failing = start(() -> connect("failing.test", null));
    names.refuse(names.query(), 2);
    row("server.failing", () -> failing.get(20, TimeUnit.SECONDS));
  }

  private static void timeouts(NameServer names) throws Exception {
    Network os = Network.os();
    Map<String, Callable<Object>> calls =
        new TreeMap<>(
            Map.of(
                "connect",
                () -> connect("slow.test", SHORT),
                "createConnection",
                () -> os.createConnection(address("slow.test", 7000), SHORT),
                "sendto",
                () -> {
                  try (Socket socket = socket(AF_INET, SOCK_DGRAM)) {
                    socket.settimeout(SHORT);
                    return socket.sendto(new byte[1], address("slow.test", 7000));
                  }
                },
                "bind",
                () -> {
                  try (Socket socket = socket(AF_INET, SOCK_DGRAM)) {
                    socket.settimeout(SHORT);
                    socket.bind(address("slow.test", 7000));
                    return socket;
                  }
                },
                "getaddrinfo",
                () ->
                    os.getaddrinfo(
                        "slow.test", "1", AF_INET, SOCK_STREAM, Protocol.DEFAULT, 0, SHORT),
                "getnameinfo",
                () -> os.getnameinfo(address("192.0.2.1", 1), 0, SHORT),
                "within",
                () -> os.within(SHORT, () -> os.getaddrinfo("slow.test", "1")),
                "setdeadline",
                () -> {
                  try (Socket socket = socket(AF_INET, SOCK_STREAM)) {
                    socket.setsenddeadline(os.deadline(SHORT));
                    socket.connect(address("slow.test", 7000));
                    return socket;
                  }
                }));
    for (Map.Entry<String, Callable<Object>> call : calls.entrySet()) {
      row("timeout." + call.getKey(), call.getValue());
      row("timeout." + call.getKey() + ".unfinished", os::unfinished);
      finish(names);
    }
  }

  /** Lets the worker that was left alone come to its end: unfinished() falls to 0. */
  private static void finish(NameServer names) throws IOException {
    names.socket.settimeout(Duration.ofMillis(1));
    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          try {
            names.refuse(names.query(), 3);
          } catch (java.net.SocketTimeoutException none) {
            // a look-up that asks again, or for the other family, comes later
          }
          return Network.os().unfinished() == 0;
        });
    names.socket.settimeout(Duration.ofSeconds(20));
  }

  private static void interrupts(NameServer names) throws Exception {
    Network os = Network.os();
    for (String kind : List.of("platform", "virtual")) {
      CompletableFuture<String> answer = new CompletableFuture<>();
      Runnable work =
          () -> {
            String outcome = ChildJvm.outcome(() -> connect("slow.test", null));
            answer.complete(outcome + " " + Thread.currentThread().isInterrupted());
          };
      Thread thread =
          kind.equals("virtual")
              ? Thread.startVirtualThread(work)
              : Thread.ofPlatform().start(work);
      Datagram query = names.query();
      thread.interrupt();
      row("interrupt." + kind, () -> answer.get(20, TimeUnit.SECONDS));
      row("interrupt." + kind + ".unfinished", os::unfinished);
      names.refuse(query, 3);
      finish(names);
    }
  }

  private static void closes(NameServer names) throws Exception {
    Network os = Network.os();
    Address slow = address("slow.test", 7000);
    for (String kind : List.of("platform", "virtual")) {
      for (String call : List.of("bind", "connect", "sendto")) {
        Socket socket = socket(AF_INET, SOCK_DGRAM);
        CompletableFuture<String> answer = new CompletableFuture<>();
        Runnable work =
            () ->
                answer.complete(
                    ChildJvm.outcome(() -> {
                      switch (call) {
                        case "bind" -> socket.bind(slow);
                        case "connect" -> socket.connect(slow);
                        default -> socket.sendto(new byte[1], slow);
                      }
                      return "done";
                    }));
        (kind.equals("virtual") ? Thread.ofVirtual() : Thread.ofPlatform()).start(work);
        Datagram query = names.query();
        socket.close();
        row("close." + call + "." + kind, () -> answer.get(20, TimeUnit.SECONDS));
        row("close." + call + "." + kind + ".unfinished", os::unfinished);
        names.refuse(query, 3);
        finish(names);
      }
    }
  }

  private static CompletableFuture<String> start(Callable<String> work) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread.startVirtualThread(() -> answer.complete(ChildJvm.outcome(work)));
    return answer;
  }
}
