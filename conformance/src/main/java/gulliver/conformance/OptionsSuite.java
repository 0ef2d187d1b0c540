package gulliver.conformance;

import static gulliver.conformance.OptionsTable.ALL;
import static gulliver.conformance.OptionsTable.LINUX;
import static gulliver.conformance.OptionsTable.ONCE;
import static gulliver.conformance.OptionsTable.REFUSALS;
import static gulliver.conformance.OptionsTable.raw;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import gulliver.conformance.OptionsTable.Kind;
import gulliver.conformance.OptionsTable.Refusal;
import gulliver.conformance.OptionsTable.Row;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.Bpf;
import gulliver.socket.Capability;
import gulliver.socket.Errno;
import gulliver.socket.Linger;
import gulliver.socket.Linux;
import gulliver.socket.Membership;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import gulliver.socket.SocketOption;
import gulliver.socket.Sockets;
import gulliver.socket.SourceMembership;
import gulliver.socket.TcpInfo;
import gulliver.socket.TcpState;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, typed and raw: each that is listed, on the kind of socket that it belongs to. */
public abstract class OptionsSuite extends Suite {
  /** For subclasses. */
  protected OptionsSuite() {}

  private Socket socket(Row<?> row) throws IOException {
    if (LINUX.contains(row)) {
      needs(Capability.TCP_OPTIONS);
    }
    if (row.kind().family().equals(AF_INET6)) {
      needs(Capability.IPV6);
    }
    if (row.kind().family().equals(AF_UNIX)) {
      needs(Capability.UNIX);
    }
    Socket socket = row.kind().equals(Kind.PAIR) ? pair() : open(row.kind());
    if (row.kind().equals(Kind.CONNECTED)) {
      socket.connect(closing(peer().listen(anywhere(), 1)).address());
    }
    if (row.kind().equals(Kind.CONNECTED6)) {
      socket.connect(new Inet6("::1", 9));
    }
    for (Row<?> before : row.before()) {
      set(before, socket);
    }
    return socket;
  }

  private Socket pair() throws IOException {
    Socket[] pair = network().socketpair();
    closing(pair[1]);
    return closing(pair[0]);
  }

  private Socket open(Kind kind) throws IOException {
    try {
      return closing(network().socket(kind.family(), kind.type(), kind.protocol()));
    } catch (IOException e) {
      Assumptions.assumeFalse(
          kind.isRare()
              && Set.of(Errno.EPERM, Errno.EAFNOSUPPORT, Errno.EPROTONOSUPPORT)
                  .contains(Errno.of(e)),
          kind + ": " + e.getMessage());
      throw e;
    }
  }

  private static void set(Row<?> row, Socket socket) throws IOException {
    try {
      row.set(socket);
    } catch (IOException e) {
      Assumptions.assumeFalse(Errno.of(e) == Errno.EPERM, e.getMessage());
      throw e;
    }
  }

  // ---- the table ----

  /** The raw form is put together here, byte by byte as socket(7) and its like have it. */
  @ParameterizedTest
  @FieldSource("gulliver.conformance.OptionsTable#ALL")
  <T> void anOptionIsReadSetAndReadAgainTypedAndRaw(Row<T> row) throws Exception {
    Socket socket = socket(row);
    SocketOption<T> option = row.option();
    boolean program = option.type().equals(Bpf.class);
    if (row.isWriteOnly()) {
      set(row, socket);
      assertThat(Errno.of(failure(() -> socket.getsockopt(option)))).isEqualTo(Errno.ENOPROTOOPT);
      if (!program) {
        socket(row).setsockopt(row.level(), option.name(), raw(option, row.set()));
      }
      return;
    }
    T initial = socket.getsockopt(option);
    if (row.initial() != null) {
      assertThat(initial).isEqualTo(row.initial());
    }
    if (row.set() == null) {
      return;
    }
    set(row, socket);
    assertThat(socket.getsockopt(option)).isEqualTo(row.then());
    byte[] raw = socket.getsockopt(option.level(), option.name(), option.size());
    byte[] expected = raw(option, row.then());
    assertThat(Arrays.copyOf(raw, expected.length)).isEqualTo(expected);
    if (!program && !option.equals(Sockets.SO_RCVBUF) && !option.equals(Sockets.SO_SNDBUF)) {
      if (!ONCE.contains(option)) {
        socket.setsockopt(option.level(), option.name(), raw(option, row.set()));
      }
      assertThat(socket.getsockopt(option)).isEqualTo(row.then());
    }
  }

  @ParameterizedTest
  @FieldSource("gulliver.conformance.OptionsTable#READ_ONLY")
  <T> void anOptionThatCanOnlyBeReadSaysSo(Row<T> row) throws Exception {
    Socket socket = socket(row);
    T value = socket.getsockopt(row.option());
    IOException failure = failure(() -> socket.setsockopt(row.option(), value));
    assertThat(Errno.of(failure)).isEqualTo(Errno.ENOPROTOOPT);
    assertThat(failure).hasMessageStartingWith("setsockopt " + row.option());
  }

  /** Second names, which messages do not use. */
  private static final Set<String> ALIASES =
      Set.of("ICMPV6_FILTER", "IPV6_ADD_MEMBERSHIP", "IPV6_DROP_MEMBERSHIP", "SO_GET_FILTER");

  @Test
  void everyOptionIsInTheTable() throws Exception {
    for (Field field : Options.class.getFields()) {
      SocketOption<?> option = (SocketOption<?>) field.get(null);
      Stream<Row<?>> rows =
          Stream.<Row<?>>concat(ALL.stream(), REFUSALS.stream().map(Refusal::row));
      assertThat(rows).as(field.getName()).anyMatch(row -> row.option().equals(option));
      if (!ALIASES.contains(field.getName())) {
        assertThat(option).hasToString(field.getName());
      }
      assertThat(Linux.class.getField(field.getName()).getInt(null)).isEqualTo(option.name());
    }
  }

  @ParameterizedTest
  @FieldSource("gulliver.conformance.OptionsTable#REFUSALS")
  <T> void aValueOutOfRangeIsRefusedAndChangesNothing(Refusal<T> refusal) throws Exception {
    needs(Capability.TCP_OPTIONS);
    Row<T> row = refusal.row();
    Socket socket = socket(row);
    Object before = answer(socket, row.option());
    IOException failure = failure(() -> socket.setsockopt(row.option(), row.set()));
    assertThat(failure)
        .hasMessage(
            "setsockopt %s: %s (%s)"
                .formatted(row.option(), refusal.errno(), refusal.errno().text()));
    assertThat(answer(socket, row.option())).isEqualTo(before);
  }

  private static Object answer(Socket socket, SocketOption<?> option) {
    try {
      return socket.getsockopt(option);
    } catch (IOException e) {
      return Errno.of(e);
    }
  }

  // ---- lengths ----

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 8, 15, 16, 1000})
  void anAnswerIsCutToTheLengthAskedForAndIsNeverLonger(int length) throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
    socket.setsockopt(Sockets.SO_KEEPALIVE, true);
    socket.setsockopt(Sockets.SO_LINGER, new Linger(true, 258));
    socket.settimeout(Duration.ofSeconds(258));
    for (Object value : List.of(true, new Linger(true, 258), Duration.ofSeconds(258))) {
      int name =
          switch (value) {
            case Boolean _ -> Linux.SO_KEEPALIVE;
            case Linger _ -> Linux.SO_LINGER;
            default -> Linux.SO_RCVTIMEO;
          };
      byte[] whole = raw(value);
      assertThat(socket.getsockopt(Linux.SOL_SOCKET, name, length))
          .isEqualTo(part(whole, 0, Math.min(length, whole.length)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aValueThatIsTooShortIsRefusedAndChangesNothing(int length) throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
    byte[] value = new byte[length];
    Arrays.fill(value, (byte) 1);
    for (int name : new int[] {Linux.SO_KEEPALIVE, Linux.SO_LINGER, Linux.SO_SNDTIMEO}) {
      assertThat(Errno.of(failure(() -> socket.setsockopt(Linux.SOL_SOCKET, name, value))))
          .isEqualTo(Errno.EINVAL);
    }
    assertThat(socket.getsockopt(Sockets.SO_KEEPALIVE)).isFalse();
    assertThat(socket.getsockopt(Sockets.SO_LINGER)).isEqualTo(new Linger(false, 0));
    assertThat(socket.getsockopt(Sockets.SO_SNDTIMEO)).isZero();
  }

  @Test
  void whatIsBeyondAValueIsIgnored() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
    for (SocketOption<?> option : List.of(Sockets.SO_KEEPALIVE, Sockets.SO_LINGER)) {
      byte[] value = new byte[1000];
      Arrays.fill(value, (byte) -1);
      System.arraycopy(raw(1), 0, value, 0, 4);
      System.arraycopy(raw(3), 0, value, 4, 4);
      socket.setsockopt(option.level(), option.name(), value);
    }
    assertThat(socket.getsockopt(Sockets.SO_KEEPALIVE)).isTrue();
    assertThat(socket.getsockopt(Sockets.SO_LINGER)).isEqualTo(new Linger(true, 3));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1_000_000, Long.MAX_VALUE, Long.MIN_VALUE})
  void microsecondsOutOfRangeAreEdomAndChangeNothing(long micros) throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
    byte[] value = raw(Duration.ofSeconds(1));
    ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).putLong(8, micros);
    for (int name : new int[] {Linux.SO_RCVTIMEO, Linux.SO_SNDTIMEO}) {
      assertThat(Errno.of(failure(() -> socket.setsockopt(Linux.SOL_SOCKET, name, value))))
          .isEqualTo(Errno.EDOM);
      assertThat(socket.getsockopt(Linux.SOL_SOCKET, name, 16)).isEqualTo(new byte[16]);
    }
    assertThat(socket.gettimeout()).isNull();
  }

  // ---- inheritance ----

  @Test
  void anAcceptedSocketHasTheOptionsThatItsListenerHadThen() throws Exception {
    needs(Capability.TCP_OPTIONS);
    Socket server = closing(network().socket(AF_INET, SOCK_STREAM));
    server.setsockopt(Sockets.SO_KEEPALIVE, true);
    server.setsockopt(Sockets.TCP_NODELAY, true);
    server.setsockopt(Sockets.TCP_KEEPIDLE, 77);
    server.setsockopt(Sockets.TCP_CONGESTION, "reno");
    server.setsockopt(Sockets.SO_RCVTIMEO, Duration.ofSeconds(20));
    server.bind(anywhere());
    server.listen(2);
    closing(peer().connect(server.getsockname()));
    Socket accepted = closing(server.accept().socket());
    assertThat(accepted.getsockopt(Sockets.SO_KEEPALIVE)).isTrue();
    assertThat(accepted.getsockopt(Sockets.TCP_NODELAY)).isTrue();
    assertThat(accepted.getsockopt(Sockets.TCP_KEEPIDLE)).isEqualTo(77);
    assertThat(accepted.getsockopt(Sockets.TCP_CONGESTION)).isEqualTo("reno");
    assertThat(accepted.getsockopt(Sockets.SO_RCVTIMEO)).as("ours").isZero();

    server.setsockopt(Sockets.SO_KEEPALIVE, false);
    assertThat(accepted.getsockopt(Sockets.SO_KEEPALIVE)).isTrue();
    closing(peer().connect(server.getsockname()));
    assertThat(closing(server.accept().socket()).getsockopt(Sockets.SO_KEEPALIVE)).isFalse();
  }

  // ---- options of one's own ----

  @Test
  void anOptionIsMadeFromItsNumbers() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
    SocketOption<Boolean> mine = SocketOption.ofBoolean(1, 2);
    assertThat(mine).isEqualTo(Sockets.SO_REUSEADDR).hasSameHashCodeAs(Sockets.SO_REUSEADDR);
    socket.setsockopt(mine, true);
    assertThat(socket.getsockopt(Sockets.SO_REUSEADDR)).isTrue();
    SocketOption<Integer> number = SocketOption.ofInt(1, 2);
    assertThat(number).isNotEqualTo(mine);
    assertThat(number.type()).isEqualTo(Integer.class);
    assertThat(socket.getsockopt(number)).isEqualTo(1);
    assertThat(socket.getsockopt(SocketOption.ofBytes(1, 2, 4))).isEqualTo(raw(1));
    assertThat(SocketOption.ofInt(77, 88)).hasToString("88");
  }

  @Test
  void anOptionThatNobodyKnowsIsRefused() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
    assertThat(failure(() -> socket.getsockopt(1, 9999, 4)))
        .hasMessage("getsockopt 9999: ENOPROTOOPT (Protocol not available)");
    assertThat(failure(() -> socket.setsockopt(1, 9999, new byte[4])))
        .hasMessage("setsockopt 9999: ENOPROTOOPT (Protocol not available)");
  }

  @Test
  void anArgumentThatIsNoneIsRefused() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> socket.getsockopt(1, 2, -1))
        .withMessage("getsockopt: size -1: at least 0 is allowed");
    assertThatNullPointerException()
        .isThrownBy(() -> socket.setsockopt(Sockets.SO_REUSEADDR, null))
        .withMessage("SO_REUSEADDR: null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Linger(true, -1))
        .withMessage("linger -1 s: at least 0 is allowed");
    assertThat(socket.getsockopt(1, 2, 0)).isEmpty();
  }

  /** {@code struct sock_fprog} and its like from bytes: the kernel would read, or write, there. */
  @ParameterizedTest
  @CsvSource({
    "1, 26, SO_ATTACH_FILTER",
    "1, 51, SO_ATTACH_REUSEPORT_CBPF",
    "263, 22, PACKET_FANOUT_DATA",
    "0, 64, IPPROTO_IP 64",
    "0, 96, IPPROTO_IP 96",
    "0, 128, IPPROTO_IP 128",
    "0, 129, IPPROTO_IP 129",
    "41, 64, IPPROTO_IPV6 64",
    "276, 2, SOL_RDS 2",
    "276, 7, SOL_RDS 7",
    "283, 4, SOL_XDP 4"
  })
  void aStructureWithAPointerIsRefusedAsBytes(int level, int name, String text) throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    byte[] value = new byte[100];
    Arrays.fill(value, (byte) 0x41);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> socket.setsockopt(level, name, value))
        .withMessageStartingWith("setsockopt " + text + ": its structure holds a pointer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> socket.setsockopt(SocketOption.ofBytes(level, name, 100), value))
        .withMessageStartingWith("setsockopt " + text + ": its structure holds a pointer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> socket.setsockopt(SocketOption.ofLong(level, name), 0x4141414141L));
  }

  @Test
  void aGroupOfTheOtherFamilyIsRefused() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> socket.setsockopt(Sockets.IP_ADD_MEMBERSHIP, new Membership("ff02::1:2")))
        .withMessage("group \"ff02::1:2\": an IPv4 literal is allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> socket.setsockopt(Sockets.IPV6_JOIN_GROUP, new Membership("239.1.2.3")))
        .withMessage("group \"239.1.2.3\": an IPv6 literal is allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            socket.setsockopt(Sockets.MCAST_JOIN_GROUP, new Membership("239.1.2.3", "127.0.0.1")))
        .withMessage("interface 127.0.0.1: an index is allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Membership("localhost"))
        .withMessage("group \"localhost\": an IPv4 or IPv6 literal is allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Membership("ff02::1", "127.0.0.1"))
        .withMessage("interface 127.0.0.1 with group ff02::1: only an index is allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SourceMembership("232.1.2.3", "::1"))
        .withMessage("source ::1 of group 232.1.2.3: the same family is allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Membership("239.1.2.3", -1))
        .withMessage("interface -1: an index, or 0 for none, is allowed");
  }

  // ---- what options do ----

  @Test
  void aFilterKeepsDatagramsOutAndGoes() throws Exception {
    needs(Capability.TCP_OPTIONS);
    Socket receiver = closing(network().socket(AF_INET, SOCK_DGRAM));
    receiver.bind(anywhere());
    Peer.Datagrams sender = closing(peer().datagrams(anywhere()));
    int header = 8; // what the filter of a UDP socket sees begins with UDP's
    Bpf tens =
        Bpf.assemble(
            "ldb [%d]; the first octet\njeq #10, yes\nret #0\nyes: ret #-1".formatted(header));
    receiver.setsockopt(Sockets.SO_ATTACH_FILTER, tens);
    assertThat(receiver.getsockopt(Sockets.SO_GET_FILTER)).isEqualTo(tens);
    for (int i : new int[] {9, 10, 11}) {
      sender.send(new byte[] {(byte) i}, receiver.getsockname());
    }
    assertThat(receiver.recv(10)).containsExactly(10);

    receiver.setsockopt(Sockets.SO_LOCK_FILTER, true);
    assertThat(Errno.of(failure(() -> receiver.setsockopt(Sockets.SO_ATTACH_FILTER, tens))))
        .isEqualTo(Errno.EPERM);
    assertThat(Errno.of(failure(() -> receiver.setsockopt(Sockets.SO_DETACH_FILTER, 0))))
        .isEqualTo(Errno.EPERM);
  }

  @Test
  void aFilterThatIsTakenOffKeepsNothingOut() throws Exception {
    needs(Capability.TCP_OPTIONS);
    Socket receiver = closing(network().socket(AF_INET, SOCK_DGRAM));
    receiver.bind(anywhere());
    Peer.Datagrams sender = closing(peer().datagrams(anywhere()));
    receiver.setsockopt(Sockets.SO_ATTACH_FILTER, Bpf.assemble("ret #9 ; UDP's header and a byte"));
    sender.send(pattern(5), receiver.getsockname());
    assertThat(receiver.recv(10)).as("cut").isEqualTo(pattern(1));
    receiver.setsockopt(Sockets.SO_ATTACH_FILTER, Bpf.assemble("ret #0"));
    sender.send(pattern(6), receiver.getsockname());
    receiver.setsockopt(Sockets.SO_DETACH_FILTER, 0);
    assertThat(receiver.getsockopt(Sockets.SO_GET_FILTER)).isEqualTo(Bpf.NONE);
    sender.send(pattern(7), receiver.getsockname());
    assertThat(receiver.recv(10)).isEqualTo(pattern(7));
  }

  @Test
  void aProgramChoosesTheSocketOfAGroup() throws Exception {
    needs(Capability.TCP_OPTIONS);
    Socket[] group = new Socket[3];
    for (int i = 0; i < group.length; i++) {
      group[i] = closing(network().socket(AF_INET, SOCK_DGRAM));
      group[i].setsockopt(Sockets.SO_REUSEPORT, true);
      group[i].bind(i == 0 ? anywhere() : group[0].getsockname());
    }
    group[0].setsockopt(
        Sockets.SO_ATTACH_REUSEPORT_CBPF, Bpf.assemble("ldb [0] ; of the payload\nret a"));
    Peer.Datagrams sender = closing(peer().datagrams(anywhere()));
    for (int i : new int[] {2, 0, 1, 2}) {
      sender.send(new byte[] {(byte) i}, group[0].getsockname());
      assertThat(group[i].recv(10)).containsExactly(i);
    }
    group[1].setsockopt(Sockets.SO_DETACH_REUSEPORT_BPF, 0);
    assertThat(Errno.of(failure(() -> group[0].setsockopt(Sockets.SO_DETACH_REUSEPORT_BPF, 0))))
        .isEqualTo(Errno.ENOENT);
  }

  @Test
  void soErrorTellsWhyAMessageDidNotArriveAndForgetsIt() throws Exception {
    Socket holder = closing(network().socket(AF_INET, SOCK_DGRAM));
    holder.bind(anywhere());
    holder.connect(holder.getsockname()); // has the port, and takes nothing from others
    Socket sender = closing(network().socket(AF_INET, SOCK_DGRAM));
    sender.connect(holder.getsockname());
    sender.send(pattern(1));
    eventually(() -> assertThat(sender.getsockopt(Sockets.SO_ERROR)).isEqualTo(Linux.ECONNREFUSED));
    assertThat(sender.getsockopt(Sockets.SO_ERROR)).isZero();
  }

  @Test
  void soAcceptconnTellsAListeningSocket() throws Exception {
    Socket server = closing(network().createServer(anywhere()));
    assertThat(server.getsockopt(Sockets.SO_ACCEPTCONN)).isTrue();
  }

  @Test
  void soReuseportSharesAnAddress() throws Exception {
    needs(Capability.TCP_OPTIONS);
    Socket first = closing(network().socket(AF_INET, SOCK_DGRAM));
    first.setsockopt(Sockets.SO_REUSEPORT, true);
    first.bind(anywhere());
    Socket second = closing(network().socket(AF_INET, SOCK_DGRAM));
    assertThat(Errno.of(failure(() -> second.bind(first.getsockname()))))
        .isEqualTo(Errno.EADDRINUSE);
    second.setsockopt(Sockets.SO_REUSEPORT, true);
    second.bind(first.getsockname());
    assertThat(second.getsockname()).isEqualTo(first.getsockname());
  }

  @Test
  void ipv6OnlyLeavesIpv4Out() throws Exception {
    needs(Capability.IPV6);
    Socket server = closing(network().socket(AF_INET6, SOCK_STREAM));
    server.setsockopt(Sockets.IPV6_V6ONLY, true);
    server.bind(new Inet6(Inet6.ANY, 0));
    server.listen(1);
    int port = ((Inet6) server.getsockname()).port();
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    assertThat(Errno.of(failure(() -> client.connect(new Inet4("127.0.0.1", port)))))
        .isEqualTo(Errno.ECONNREFUSED);
  }

  @Test
  void aTimeOutIsRoundedUpToMicrosecondsAndNeverToForEver() throws Exception {
    Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
    socket.setsockopt(Sockets.SO_RCVTIMEO, Duration.ofNanos(1));
    assertThat(socket.getsockopt(Sockets.SO_RCVTIMEO)).isEqualTo(Duration.ofNanos(1000));
    assertThat(socket.gettimeout()).isEqualTo(Duration.ofNanos(1000));
    socket.setsockopt(Sockets.SO_RCVTIMEO, Duration.ofNanos(999_999_001));
    assertThat(socket.getsockopt(Sockets.SO_RCVTIMEO)).isEqualTo(Duration.ofSeconds(1));
    socket.setsockopt(Sockets.SO_RCVTIMEO, Duration.ZERO);
    assertThat(socket.gettimeout()).isNull();
    assertThat(Errno.of(failure(() -> socket.setsockopt(1, Linux.SO_RCVTIMEO, new byte[15]))))
        .isEqualTo(Errno.EINVAL);
    byte[] tooManyMicros = raw(Duration.ZERO);
    ByteBuffer.wrap(tooManyMicros).order(ByteOrder.nativeOrder()).putLong(8, 1_000_000);
    assertThat(failure(() -> socket.setsockopt(1, Linux.SO_RCVTIMEO, tooManyMicros)))
        .hasMessageStartingWith("setsockopt SO_RCVTIMEO: EDOM (");
  }

  // ---- R16 ----

  @Test
  void R16_aBroadcastIsRefusedBeforeItIsAskedForAndArrivesAfter() throws Exception {
    Peer.Datagrams receiver = closing(peer().datagrams(new Inet4(Inet4.ANY, 0)));
    int port =
        receiver.address() instanceof Inet6 six ? six.port() : ((Inet4) receiver.address()).port();
    Socket sender = closing(network().socket(AF_INET, SOCK_DGRAM));
    sender.bind(anywhere());
    Inet4 everybody = new Inet4("127.255.255.255", port);
    IOException refused = failure(() -> sender.sendto(pattern(9), everybody));
    assertThat(refused).hasMessage("sendto " + everybody + ": EACCES (Permission denied)");
    IOException connecting = failure(() -> sender.connect(everybody));
    assertThat(Errno.of(connecting)).isEqualTo(Errno.EACCES);

    sender.setsockopt(Sockets.SO_BROADCAST, true);
    assertThat(sender.sendto(pattern(9), everybody)).isEqualTo(9);
    var received = receiver.receive();
    assertThat(received.bytes()).isEqualTo(pattern(9));
    assertThat(received.address()).isEqualTo(sender.getsockname());
    assertThat(Errno.of(failure(() -> sender.sendto(pattern(9), address("127.255.255.255", 0)))))
        .as("the port is always needed")
        .isEqualTo(Errno.EINVAL);
  }

  // ---- R27 ----

  @Test
  void R27_theCongestionControlIsReadAndChosenAlsoOnAConnection() throws Exception {
    needs(Capability.TCP_OPTIONS);
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    Socket client = closing(network().createConnection(server.address()));
    assertThat(client.getsockopt(Sockets.TCP_CONGESTION)).isNotEmpty();
    for (String algorithm : List.of("reno", "cubic")) {
      try {
        client.setsockopt(Sockets.TCP_CONGESTION, algorithm);
      } catch (IOException e) {
        Assumptions.assumeFalse(Errno.of(e) == Errno.EPERM, e.getMessage());
        throw e;
      }
      assertThat(client.getsockopt(Sockets.TCP_CONGESTION)).isEqualTo(algorithm);
    }
    assertThat(failure(() -> client.setsockopt(Sockets.TCP_CONGESTION, "none-such")))
        .hasMessageEndingWith(": ENOENT (No such file or directory)");
    assertThat(client.getsockopt(Sockets.TCP_CONGESTION)).isEqualTo("cubic");
  }

  @Test
  void R27_theStateOfAConnectionIsReadFromTcpInfo() throws Exception {
    needs(Capability.TCP_OPTIONS);
    Peer.Listener server = closing(peer().listen(anywhere(), 1));
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    assertThat(info(client).state()).isEqualTo(TcpState.CLOSE);
    client.connect(server.address());
    Peer.Stream accepted = closing(server.accept());
    client.sendall(pattern(1000));
    accepted.receive(1000);
    accepted.send(pattern(10));
    assertThat(client.recvall(new byte[10])).isEqualTo(10);

    TcpInfo info = info(client);
    assertThat(info.state()).isEqualTo(TcpState.ESTABLISHED).hasToString("ESTABLISHED");
    assertThat(info.rtt()).isPositive();
    assertThat(info.snd_cwnd()).isPositive();
    assertThat(info.total_retrans()).isZero();
    assertThat(info.bytes_acked()).isGreaterThanOrEqualTo(1000);
    assertThat(info.bytes_received()).isEqualTo(10);
    assertThat(info).asString().startsWith("TcpInfo[state=ESTABLISHED, ca_state=0, ");
    client.shutdown(Sockets.SHUT_WR);
    assertThat(accepted.receive(1)).isEmpty();
    eventually(() -> assertThat(info(client).state()).isEqualTo(TcpState.FIN_WAIT2));
  }

  private static TcpInfo info(Socket socket) throws IOException {
    return socket.getsockopt(Sockets.TCP_INFO);
  }
}
