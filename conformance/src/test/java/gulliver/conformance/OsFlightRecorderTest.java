package gulliver.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Capability;
import gulliver.socket.Linux;
import gulliver.socket.MessageBatch;
import gulliver.socket.Network;
import gulliver.socket.Protocol;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The events of JDK Flight Recorder. Each recording is made in a JVM of its own, since a recorder
 * that has begun stays; what is in the file is read by the JDK's own classes and its {@code jfr}
 * command.
 */
class OsFlightRecorderTest {
  private static final AddressFamily INET = new AddressFamily(Linux.AF_INET);
  private static final SocketType STREAM = new SocketType(Linux.SOCK_STREAM);
  private static final SocketType DGRAM = new SocketType(Linux.SOCK_DGRAM);

  @TempDir static Path folder;
  private static Path file;
  private static Map<String, String> said;
  private static List<RecordedEvent> events;

  @BeforeAll
  static void record() throws Exception {
    file = folder.resolve("calls.jfr");
    said = ChildJvm.run(Recorder.class, List.of(), List.of(), file.toString()).rows();
    events = RecordingFile.readAllEvents(file);
  }

  /** Does everything once, some of it before the recording begins. */
  static final class Recorder {
    public static void main(String[] args) throws Exception {
      Network os = Network.os();
      exchange(os); // classes that were there before the recorder was
      try (Recording recording = new Recording()) {
        for (String name : List.of("Connect", "Accept", "Send", "Receive", "Close")) {
          recording.enable("gulliver.Socket" + name).withThreshold(Duration.ZERO);
        }
        recording.enable("gulliver.NameLookup").withThreshold(Duration.ZERO);
        recording.start();
        exchange(os);
        refused(os);
        datagrams(os);
        lookUps(os);
        byName(os);
        recording.stop();
        recording.dump(Path.of(args[0]));
      }
      System.out.println("thresholds=" + thresholds());
      try (Recording recording = new Recording()) {
        recording.enable("gulliver.SocketReceive");
        recording.start();
        timeOut(os);
        recording.stop();
        recording.dump(Path.of(args[0] + ".slow"));
      }
    }

    private static List<String> thresholds() {
      return FlightRecorder.getFlightRecorder().getEventTypes().stream()
          .filter(type -> type.getName().startsWith("gulliver."))
          .map(type -> type.getName() + " " + threshold(type))
          .sorted()
          .toList();
    }

    private static String threshold(EventType type) {
      return type.getSettingDescriptors().stream()
          .filter(setting -> setting.getName().equals("threshold"))
          .findFirst()
          .orElseThrow()
          .getDefaultValue();
    }

    private static void timeOut(Network os) throws IOException {
      Socket[] pair = os.socketpair();
      try (Socket one = pair[0];
          Socket two = pair[1]) {
        one.settimeout(Duration.ofMillis(31));
        one.recv(1);
      } catch (SocketTimeoutException late) {
        // as it is to be
      }
    }

    private static void exchange(Network os) throws IOException {
      try (Socket server = os.createServer(new Address.Inet4("127.0.0.1", 0));
          Socket client = os.socket(INET, STREAM)) {
        client.connect(server.getsockname());
        try (Socket accepted = server.accept().socket()) {
          System.out.println("server=" + server.getsockname());
          System.out.println("client=" + client.getsockname());
          System.out.println("clientDescriptor=" + client.fileno());
          System.out.println("acceptedDescriptor=" + accepted.fileno());
          client.sendall("hello".getBytes(UTF_8));
          client.shutdown(Linux.SHUT_WR);
          accepted.recv(100);
          accepted.recv(100);
          accepted.recv(new byte[1], Linux.MSG_DONTWAIT);
        }
      }
    }

    private static void refused(Network os) throws IOException {
      Address nobody;
      try (Socket closed = os.createServer(new Address.Inet4("127.0.0.1", 0))) {
        nobody = closed.getsockname();
      }
      System.out.println("nobody=" + nobody);
      try (Socket client = os.socket(INET, STREAM)) {
        client.connect(nobody);
      } catch (IOException refused) {
        // as it is to be
      }
    }

    /** This host has an address in each family; both refuse. */
    private static void byName(Network os) throws IOException {
      int port;
      try (Socket closed = os.createServer(new Address.Name("", 0))) {
        port = Integer.parseInt(closed.getsockname().toString().replaceFirst(".*:", ""));
      }
      System.out.println("closedPort=" + port);
      try (Socket client = os.createConnection(new Address.Name("", port))) {
        System.out.println("connected=" + client);
      } catch (IOException refused) {
        // as it is to be
      }
    }

    private static void datagrams(Network os) throws IOException {
      try (Socket one = os.socket(INET, DGRAM);
          Socket two = os.socket(INET, DGRAM)) {
        one.bind(new Address.Inet4("127.0.0.1", 0));
        two.bind(new Address.Inet4("127.0.0.1", 0));
        System.out.println("one=" + one.getsockname());
        System.out.println("two=" + two.getsockname());
        one.sendto(new byte[7], two.getsockname());
        two.recvfrom(new byte[100], new Sender());
        one.connect(two.getsockname());
        MessageBatch batch = new MessageBatch(3, 10);
        batch.add(new byte[1], null);
        batch.add(new byte[2], null);
        batch.add(new byte[4], null);
        one.sendmmsg(batch, 1, 0);
        two.recvmmsg(batch);
        two.settimeout(Duration.ZERO);
        two.recv(new byte[1]);
      }
    }

    private static void lookUps(Network os) throws IOException {
      os.getaddrinfo("127.0.0.1", "80");
      try {
        os.getaddrinfo("no number", null, INET, STREAM, Protocol.DEFAULT, Linux.AI_NUMERICHOST);
      } catch (IOException noName) {
        // as it is to be
      }
      os.getnameinfo(
          new Address.Inet4("127.0.0.1", 80), Linux.NI_NUMERICHOST | Linux.NI_NUMERICSERV);
    }
  }

  private static List<RecordedEvent> events(String name) {
    return events.stream().filter(e -> e.getEventType().getName().equals(name)).toList();
  }

  private static RecordedEvent first(String name, String errno) {
    return events(name).stream()
        .filter(e -> Objects.equals(e.getString("errno"), errno))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void connectingTellsBothAddressesAndTheDescriptor() {
    RecordedEvent connect = first("gulliver.SocketConnect", null);
    assertThat(connect.getString("call")).isEqualTo("connect");
    assertThat(connect.getString("network")).isEqualTo("os");
    assertThat(connect.getString("local")).isEqualTo(said.get("client"));
    assertThat(connect.getString("peer")).isEqualTo(said.get("server"));
    assertThat(connect.getInt("descriptor"))
        .isEqualTo(Integer.parseInt(said.get("clientDescriptor")));
    assertThat(connect.getDuration()).isPositive();
    assertThat(connect.getStackTrace().getFrames())
        .anySatisfy(frame -> assertThat(frame.getMethod().getName()).isEqualTo("exchange"));
  }

  @Test
  void aFailureTellsItsErrno() {
    RecordedEvent refused = first("gulliver.SocketConnect", "ECONNREFUSED");
    assertThat(refused.getString("peer")).isEqualTo(said.get("nobody"));
  }

  @Test
  void connectingByNameTellsOfEveryAddress() {
    Assumptions.assumeTrue(Network.os().supports(Capability.IPV6), "needs IPv6");
    String port = said.get("closedPort");
    assertThat(events("gulliver.SocketConnect"))
        .filteredOn(e -> e.getString("peer").endsWith(":" + port))
        .allMatch(e -> e.getString("errno").equals("ECONNREFUSED"))
        .extracting(e -> e.getString("peer"))
        .containsExactlyInAnyOrder("[::1]:" + port, "127.0.0.1:" + port);
  }

  @Test
  void acceptingTellsTheConnectionsDescriptor() {
    RecordedEvent accept = first("gulliver.SocketAccept", null);
    assertThat(accept.getString("local")).isEqualTo(said.get("server"));
    assertThat(accept.getString("peer")).isEqualTo(said.get("client"));
    assertThat(accept.getInt("accepted"))
        .isEqualTo(Integer.parseInt(said.get("acceptedDescriptor")));
  }

  @Test
  void sendingAndReceivingTellHowManyBytes() {
    RecordedEvent send = events("gulliver.SocketSend").getFirst();
    assertThat(send.getString("call")).isEqualTo("sendall");
    assertThat(send.getLong("bytes")).isEqualTo(5);
    assertThat(send.getString("peer")).isEqualTo(said.get("server"));
    List<RecordedEvent> received = events("gulliver.SocketReceive");
    assertThat(received.getFirst().getLong("bytes")).isEqualTo(5);
    assertThat(received.getFirst().getBoolean("endOfStream")).isFalse();
    assertThat(received.get(1).getLong("bytes")).isZero();
    assertThat(received.get(1).getBoolean("endOfStream")).isTrue();
    assertThat(received.get(1).getString("peer")).isEqualTo(said.get("client"));
  }

  @Test
  void aDatagramTellsWhomItWentToAndCameFrom() {
    RecordedEvent send =
        events("gulliver.SocketSend").stream()
            .filter(e -> e.getString("call").equals("sendto"))
            .findFirst()
            .orElseThrow();
    assertThat(send.getString("local")).isEqualTo(said.get("one"));
    assertThat(send.getString("peer")).isEqualTo(said.get("two"));
    RecordedEvent receive =
        events("gulliver.SocketReceive").stream()
            .filter(e -> e.getString("call").equals("recvfrom"))
            .findFirst()
            .orElseThrow();
    assertThat(receive.getLong("bytes")).isEqualTo(7);
    assertThat(receive.getString("peer")).isEqualTo(said.get("one"));
    assertThat(receive.getBoolean("endOfStream")).isFalse();
    assertThat(first("gulliver.SocketReceive", "EAGAIN").getString("call")).isEqualTo("recv");
  }

  @Test
  void aBatchTellsItsMessagesAndTheirBytes() {
    RecordedEvent send = events("gulliver.SocketSend").getLast();
    assertThat(send.getString("call")).isEqualTo("sendmmsg");
    assertThat(send.getInt("messages")).isEqualTo(2);
    assertThat(send.getLong("bytes")).isEqualTo(6);
    assertThat(send.getString("peer")).isEqualTo(said.get("two"));
    RecordedEvent receive =
        events("gulliver.SocketReceive").stream()
            .filter(e -> e.getString("call").equals("recvmmsg"))
            .findFirst()
            .orElseThrow();
    assertThat(receive.getInt("messages")).isEqualTo(2);
    assertThat(receive.getLong("bytes")).isEqualTo(6);
  }

  @Test
  void closingTellsWhatTheSocketWas() {
    List<String> closed = new ArrayList<>();
    for (RecordedEvent close : events("gulliver.SocketClose")) {
      closed.add(close.getString("local") + " " + close.getString("peer"));
    }
    assertThat(closed)
        .contains(
            said.get("client") + " " + said.get("server"),
            said.get("server") + " " + said.get("client"),
            said.get("server") + " null",
            said.get("two") + " null");
  }

  @Test
  void namesTellTheirAnswers() {
    List<RecordedEvent> names = events("gulliver.NameLookup");
    assertThat(names)
        .extracting(e -> e.getString("call"))
        .containsExactly("getaddrinfo", "getaddrinfo", "getnameinfo", "getaddrinfo");
    assertThat(names.getFirst().getString("host")).isEqualTo("127.0.0.1");
    assertThat(names.getFirst().getString("service")).isEqualTo("80");
    assertThat(names.getFirst().getString("answer")).isEqualTo("127.0.0.1");
    assertThat(names.get(1).getString("errno")).isEqualTo("EAI_NONAME");
    assertThat(names.get(1).getString("answer")).isNull();
    assertThat(names.get(2).getString("host")).isEqualTo("127.0.0.1:80");
    assertThat(names.get(2).getString("answer")).contains("127.0.0.1", "80");
  }

  @Test
  void theThresholdIsTheJdksOwn() throws Exception {
    assertThat(said.get("thresholds"))
        .isEqualTo(
            "[gulliver.NameLookup 20 ms, gulliver.SocketAccept 20 ms, gulliver.SocketClose 20 ms,"
                + " gulliver.SocketConnect 20 ms, gulliver.SocketReceive 20 ms,"
                + " gulliver.SocketSend 20 ms]");
    assertThat(RecordingFile.readAllEvents(Path.of(file + ".slow")))
        .filteredOn(event -> event.getEventType().getName().equals("gulliver.SocketReceive"))
        .filteredOn(event -> "ETIMEDOUT".equals(event.getString("errno")))
        .singleElement()
        .satisfies(event -> assertThat(event.getDuration()).isGreaterThan(Duration.ofMillis(30)));
  }

  @Test
  void theJfrCommandShowsThem() throws Exception {
    String jfr = Path.of(System.getProperty("java.home"), "bin", "jfr").toString();
    assertThat(Program.run(jfr, "print", "--events", "gulliver.SocketConnect", file.toString()))
        .anySatisfy(line -> assertThat(line).contains("gulliver.SocketConnect {"))
        .anySatisfy(line -> assertThat(line).contains("peer = \"" + said.get("server") + "\""))
        .anySatisfy(line -> assertThat(line).contains("errno = \"ECONNREFUSED\""));
  }

  // ---- off ----

  /** Sends and receives without a recorder; prints how much that allocates. */
  static final class Allocating {
    private static final int ROUNDS = 20_000;

    public static void main(String[] args) throws IOException {
      ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      Socket[] pair = Network.os().socketpair();
      try (Socket one = pair[0];
          Socket two = pair[1]) {
        byte[] bytes = new byte[64];
        for (int i = 0; i < 5; i++) {
          rounds(one, two, bytes);
        }
        long before = thread.getCurrentThreadAllocatedBytes();
        rounds(one, two, bytes);
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;
        System.out.println("perRound=" + allocated / ROUNDS);
      }
    }

    private static void rounds(Socket one, Socket two, byte[] bytes) throws IOException {
      for (int i = 0; i < ROUNDS; i++) {
        one.send(bytes);
        two.recv(bytes);
      }
    }
  }

  @Test
  void whenItIsOffACallAllocatesNoMoreAndLoadsNoEvent() throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            Allocating.class,
            List.of(),
            List.of("-XX:TieredStopAtLevel=4", "-Xbatch", "-Xlog:class+load"));
    assertThat(Long.parseLong(result.rows().get("perRound"))).isZero(); // a lambda would show
    assertThat(result.lines())
        .anySatisfy(line -> assertThat(line).contains("gulliver.socket.Recording "))
        .noneSatisfy(line -> assertThat(line).contains("gulliver.socket.SocketEvent"));
  }

  /** Sends through a pair in a runtime without the recorder. */
  static final class Without {
    public static void main(String[] args) {
      ChildJvm.row("recorder", () -> ModuleLayer.boot().findModule("jdk.jfr").isPresent());
      ChildJvm.row(
          "echo",
          () -> {
            Socket[] pair = Network.os().socketpair();
            try (Socket one = pair[0];
                Socket two = pair[1]) {
              one.sendall("hello".getBytes(UTF_8));
              return new String(two.recv(100), UTF_8);
            }
          });
      ChildJvm.row("name", () -> Network.os().getaddrinfo("127.0.0.1", "80").size() > 0);
    }
  }

  @Test
  void aRuntimeWithoutTheRecorderHasEverythingElse() throws Exception {
    assertThat(
            ChildJvm.run(Without.class, List.of(), List.of("--limit-modules", "java.base")).rows())
        .containsEntry("recorder", "false")
        .containsEntry("echo", "hello")
        .containsEntry("name", "true");
  }
}
