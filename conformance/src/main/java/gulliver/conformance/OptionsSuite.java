package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.AddressFamily;
import gulliver.socket.Capability;
import gulliver.socket.Errno;
import gulliver.socket.Linger;
import gulliver.socket.Linux;
import gulliver.socket.Options;
import gulliver.socket.Socket;
import gulliver.socket.SocketOption;
import gulliver.socket.SocketType;
import gulliver.socket.Sockets;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, typed and raw: each that is listed, on the kind of socket that it belongs to. */
public abstract class OptionsSuite extends Suite {
  /** For subclasses. */
  protected OptionsSuite() {}

  /**
   * A kind of sockets.
   *
   * @param name what the test's name says
   * @param family for {@code socket}
   * @param type for {@code socket}
   */
  record Kind(String name, AddressFamily family, SocketType type) {
    static final Kind TCP = new Kind("TCP", AF_INET, SOCK_STREAM);
    static final Kind TCP6 = new Kind("TCP over IPv6", AF_INET6, SOCK_STREAM);
    static final Kind UDP = new Kind("UDP", AF_INET, SOCK_DGRAM);
    static final Kind UDP6 = new Kind("UDP over IPv6", AF_INET6, SOCK_DGRAM);
    static final Kind UNIX = new Kind("UNIX", AF_UNIX, SOCK_STREAM);
    static final Kind CONNECTED = new Kind("connected TCP", AF_INET, SOCK_STREAM);
  }

  /**
   * A line of the table.
   *
   * @param option which
   * @param kind on which kind of socket
   * @param initial what a fresh socket answers; null where that is the system's business
   * @param set what to set; null for an option that can only be read
   * @param then what the socket answers then
   */
  record Row<T>(
      SocketOption<T> option, Kind kind, @Nullable T initial, @Nullable T set, @Nullable T then) {
    @Override
    public String toString() {
      return option + " on " + kind.name;
    }
  }

  private static <T> Row<T> row(SocketOption<T> option, Kind kind, @Nullable T initial, T set) {
    return new Row<>(option, kind, initial, set, set);
  }

  private static <T> Row<T> row(
      SocketOption<T> option, Kind kind, @Nullable T initial, T set, T then) {
    return new Row<>(option, kind, initial, set, then);
  }

  private static <T> Row<T> readOnly(SocketOption<T> option, Kind kind, @Nullable T initial) {
    return new Row<>(option, kind, initial, null, null);
  }

  /** What every network with TCP and UDP has. */
  static final List<Row<?>> COMMON =
      List.of(
          readOnly(Sockets.SO_ACCEPTCONN, Kind.TCP, false),
          row(Sockets.SO_BROADCAST, Kind.UDP, false, true),
          readOnly(Sockets.SO_DOMAIN, Kind.TCP, 2),
          readOnly(Sockets.SO_ERROR, Kind.TCP, 0),
          row(Sockets.SO_KEEPALIVE, Kind.TCP, false, true),
          row(Sockets.SO_LINGER, Kind.TCP, new Linger(false, 0), new Linger(true, 5)),
          readOnly(Sockets.SO_PROTOCOL, Kind.TCP, 6),
          readOnly(Sockets.SO_PROTOCOL, Kind.UDP, 17),
          row(Sockets.SO_RCVTIMEO, Kind.TCP, Duration.ZERO, Duration.ofMillis(1500)),
          row(Sockets.SO_SNDTIMEO, Kind.UDP, Duration.ZERO, Duration.ofNanos(1000)),
          row(Sockets.SO_REUSEADDR, Kind.TCP, false, true),
          row(Sockets.SO_REUSEADDR, Kind.UDP, false, true),
          readOnly(Sockets.SO_TYPE, Kind.TCP, 1),
          readOnly(Sockets.SO_TYPE, Kind.UDP, 2),
          row(Sockets.TCP_NODELAY, Kind.TCP, false, true));

  /** What Linux has besides. */
  static final List<Row<?>> LINUX =
      List.of(
          readOnly(Sockets.SO_DOMAIN, Kind.TCP6, 10),
          readOnly(Sockets.SO_DOMAIN, Kind.UNIX, 1),
          readOnly(Sockets.SO_PROTOCOL, Kind.UNIX, 0),
          row(Sockets.SO_BINDTODEVICE, Kind.UDP, "", "lo"),
          row(Sockets.SO_DONTROUTE, Kind.UDP, false, true),
          row(Sockets.SO_INCOMING_CPU, Kind.TCP, -1, 0),
          row(Sockets.SO_LINGER, Kind.UNIX, new Linger(false, 0), new Linger(true, 0)),
          row(Sockets.SO_MARK, Kind.UDP, 0, 77),
          row(Sockets.SO_OOBINLINE, Kind.TCP, false, true),
          row(Sockets.SO_PRIORITY, Kind.UDP, 0, 6),
          row(Sockets.SO_RCVBUF, Kind.UDP, null, 20_000, 40_000),
          row(Sockets.SO_RCVBUF, Kind.TCP, null, 20_000, 40_000),
          row(Sockets.SO_RCVBUF, Kind.UNIX, null, 20_000, 40_000),
          row(Sockets.SO_RCVLOWAT, Kind.TCP, 1, 100),
          row(Sockets.SO_REUSEPORT, Kind.TCP, false, true),
          row(Sockets.SO_SNDBUF, Kind.UDP, null, 20_000, 40_000),
          row(Sockets.SO_SNDBUF, Kind.TCP, null, 20_000, 40_000),
          row(Sockets.IP_BIND_ADDRESS_NO_PORT, Kind.TCP, false, true),
          row(Sockets.IP_FREEBIND, Kind.TCP, false, true),
          readOnly(Sockets.IP_MTU, Kind.CONNECTED, null),
          row(Sockets.IP_TOS, Kind.UDP, 0, 0x13),
          row(Sockets.IP_TOS, Kind.TCP, 0, 0x13, 0x10), // ECN's two bits are TCP's own
          row(Sockets.IP_TTL, Kind.UDP, null, 7),
          row(Sockets.IPV6_FLOWINFO_SEND, Kind.UDP6, false, true),
          row(Sockets.IPV6_TCLASS, Kind.UDP6, 0, 0x20),
          row(Sockets.IPV6_UNICAST_HOPS, Kind.UDP6, null, 7),
          row(Sockets.IPV6_V6ONLY, Kind.TCP6, null, true),
          row(Sockets.TCP_CONGESTION, Kind.TCP, null, "reno"),
          row(Sockets.TCP_CORK, Kind.TCP, false, true),
          row(Sockets.TCP_DEFER_ACCEPT, Kind.TCP, 0, 10, 15), // 1 + 2 + 4 + 8: of SYN-ACKs
          readOnly(Sockets.TCP_INFO, Kind.TCP, null),
          row(Sockets.TCP_KEEPCNT, Kind.TCP, null, 5),
          row(Sockets.TCP_KEEPIDLE, Kind.TCP, null, 100),
          row(Sockets.TCP_KEEPINTVL, Kind.TCP, null, 10),
          row(Sockets.TCP_LINGER2, Kind.TCP, null, 30),
          row(Sockets.TCP_MAXSEG, Kind.TCP, 536, 1000),
          row(Sockets.TCP_NOTSENT_LOWAT, Kind.TCP, 0, 16_384),
          row(Sockets.TCP_QUICKACK, Kind.TCP, true, false),
          row(Sockets.TCP_SYNCNT, Kind.TCP, null, 3),
          row(Sockets.TCP_USER_TIMEOUT, Kind.TCP, 0, 5_000),
          row(Sockets.TCP_WINDOW_CLAMP, Kind.TCP, 0, 10_000));

  static final List<Row<?>> ALL = Stream.concat(COMMON.stream(), LINUX.stream()).toList();

  static final List<Row<?>> READ_ONLY = ALL.stream().filter(row -> row.set == null).toList();

  private Socket socket(Row<?> row) throws IOException {
    if (LINUX.contains(row)) {
      needs(Capability.TCP_OPTIONS);
    }
    if (row.kind.family.equals(AF_INET6)) {
      needs(Capability.IPV6);
    }
    if (row.kind.family.equals(AF_UNIX)) {
      needs(Capability.UNIX);
    }
    Socket socket = closing(network().socket(row.kind.family, row.kind.type));
    if (row.kind.equals(Kind.CONNECTED)) {
      socket.connect(closing(peer().listen(anywhere(), 1)).address());
    }
    return socket;
  }

  // ---- the table ----

  /** The raw form is put together here, byte by byte as socket(7) and its like have it. */
  @ParameterizedTest
  @FieldSource("ALL")
  <T> void anOptionIsReadSetAndReadAgainTypedAndRaw(Row<T> row) throws Exception {
    Socket socket = socket(row);
    SocketOption<T> option = row.option;
    T initial = socket.getsockopt(option);
    if (row.initial != null) {
      assertThat(initial).isEqualTo(row.initial);
    }
    if (row.set == null) {
      return;
    }
    try {
      socket.setsockopt(option, row.set);
    } catch (IOException e) {
      Assumptions.assumeFalse(Errno.of(e) == Errno.EPERM, e.getMessage());
      throw e;
    }
    assertThat(socket.getsockopt(option)).isEqualTo(row.then);
    byte[] raw = socket.getsockopt(option.level(), option.name(), option.size());
    assertThat(Arrays.copyOf(raw, raw(row.then).length)).isEqualTo(raw(row.then));
    if (!option.equals(Sockets.SO_RCVBUF) && !option.equals(Sockets.SO_SNDBUF)) {
      socket.setsockopt(option.level(), option.name(), raw(row.set));
      assertThat(socket.getsockopt(option)).isEqualTo(row.then);
    }
  }

  /**
   * A value as C has it.
   *
   * @param value a number, a text, a {@code struct linger} or {@code timeval}
   * @return its bytes
   */
  static byte[] raw(Object value) {
    ByteBuffer raw = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    switch (value) {
      case Boolean b -> raw.putInt(b ? 1 : 0);
      case Integer i -> raw.putInt(i);
      case Linger linger -> raw.putInt(linger.on() ? 1 : 0).putInt(linger.seconds());
      case Duration d -> raw.putLong(d.toSeconds()).putLong(d.toNanosPart() / 1000);
      case String s -> raw.put(s.getBytes(StandardCharsets.US_ASCII));
      default -> throw new AssertionError(value);
    }
    return Arrays.copyOf(raw.array(), raw.position());
  }

  @ParameterizedTest
  @FieldSource("READ_ONLY")
  <T> void anOptionThatCanOnlyBeReadSaysSo(Row<T> row) throws Exception {
    Socket socket = socket(row);
    T value = socket.getsockopt(row.option);
    IOException failure = failure(() -> socket.setsockopt(row.option, value));
    assertThat(Errno.of(failure)).isEqualTo(Errno.ENOPROTOOPT);
    assertThat(failure).hasMessageStartingWith("setsockopt " + row.option);
  }

  @Test
  void everyOptionIsInTheTable() throws Exception {
    for (Field field : Options.class.getFields()) {
      SocketOption<?> option = (SocketOption<?>) field.get(null);
      assertThat(ALL).as(field.getName()).anyMatch(row -> row.option.equals(option));
      assertThat(option).hasToString(field.getName());
      assertThat(Linux.class.getField(field.getName()).getInt(null)).isEqualTo(option.name());
    }
  }

  /**
   * A value that the kernel does not take.
   *
   * @param row on what, and the value
   * @param errno what it says
   */
  record Refusal<T>(Row<T> row, Errno errno) {
    @Override
    public String toString() {
      return row.option + " " + row.set + ": " + errno;
    }
  }

  private static <T> Refusal<T> refusal(SocketOption<T> option, Kind kind, T value, Errno errno) {
    return new Refusal<>(row(option, kind, null, value), errno);
  }

  static final List<Refusal<?>> REFUSALS =
      List.of(
          refusal(Sockets.SO_BINDTODEVICE, Kind.UDP, "none-such", Errno.ENODEV),
          refusal(Sockets.IP_TTL, Kind.UDP, 0, Errno.EINVAL),
          refusal(Sockets.IP_TTL, Kind.UDP, 256, Errno.EINVAL),
          refusal(Sockets.IPV6_TCLASS, Kind.UDP6, 256, Errno.EINVAL),
          refusal(Sockets.IPV6_UNICAST_HOPS, Kind.UDP6, 256, Errno.EINVAL),
          refusal(Sockets.TCP_CONGESTION, Kind.TCP, "", Errno.EINVAL),
          refusal(Sockets.TCP_KEEPCNT, Kind.TCP, 0, Errno.EINVAL),
          refusal(Sockets.TCP_KEEPCNT, Kind.TCP, 128, Errno.EINVAL),
          refusal(Sockets.TCP_KEEPIDLE, Kind.TCP, 0, Errno.EINVAL),
          refusal(Sockets.TCP_KEEPIDLE, Kind.TCP, 32_768, Errno.EINVAL),
          refusal(Sockets.TCP_KEEPINTVL, Kind.TCP, 0, Errno.EINVAL),
          refusal(Sockets.TCP_KEEPINTVL, Kind.TCP, 32_768, Errno.EINVAL),
          refusal(Sockets.TCP_MAXSEG, Kind.TCP, 87, Errno.EINVAL),
          refusal(Sockets.TCP_MAXSEG, Kind.TCP, 32_768, Errno.EINVAL),
          refusal(Sockets.TCP_SYNCNT, Kind.TCP, 0, Errno.EINVAL),
          refusal(Sockets.TCP_SYNCNT, Kind.TCP, 128, Errno.EINVAL),
          refusal(Sockets.TCP_USER_TIMEOUT, Kind.TCP, -1, Errno.EINVAL),
          refusal(Sockets.TCP_NODELAY, Kind.UNIX, true, Errno.EOPNOTSUPP),
          refusal(Sockets.IP_TTL, Kind.UNIX, 1, Errno.EOPNOTSUPP),
          refusal(Sockets.IPV6_V6ONLY, Kind.UNIX, true, Errno.EOPNOTSUPP),
          refusal(Sockets.SO_REUSEPORT, Kind.UNIX, true, Errno.EOPNOTSUPP));

  @ParameterizedTest
  @FieldSource("REFUSALS")
  <T> void aValueOutOfRangeIsRefusedAndChangesNothing(Refusal<T> refusal) throws Exception {
    needs(Capability.TCP_OPTIONS);
    Row<T> row = refusal.row;
    Socket socket = socket(row);
    Object before = answer(socket, row.option);
    IOException failure = failure(() -> socket.setsockopt(row.option, row.set));
    assertThat(failure)
        .hasMessage(
            "setsockopt %s: %s (%s)".formatted(row.option, refusal.errno, refusal.errno.text()));
    assertThat(answer(socket, row.option)).isEqualTo(before);
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

  // ---- what options do ----

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
    assertThat(info(client).get(Linux.tcp_info.tcpi_state)).isEqualTo((byte) Linux.TCP_CLOSE);
    client.connect(server.address());
    Peer.Stream accepted = closing(server.accept());
    client.sendall(pattern(1000));
    accepted.receive(1000);
    accepted.send(pattern(10));
    assertThat(client.recvall(new byte[10])).isEqualTo(10);

    ByteBuffer info = info(client);
    assertThat(info.get(Linux.tcp_info.tcpi_state)).isEqualTo((byte) Linux.TCP_ESTABLISHED);
    assertThat(info.getInt(Linux.tcp_info.tcpi_rtt)).isPositive();
    assertThat(info.getInt(Linux.tcp_info.tcpi_snd_cwnd)).isPositive();
    assertThat(info.getInt(Linux.tcp_info.tcpi_total_retrans)).isZero();
    assertThat(info.getLong(Linux.tcp_info.tcpi_bytes_acked)).isGreaterThanOrEqualTo(1000);
    assertThat(info.getLong(Linux.tcp_info.tcpi_bytes_received)).isEqualTo(10);
    client.shutdown(Sockets.SHUT_WR);
    assertThat(accepted.receive(1)).isEmpty();
    eventually(() ->
        assertThat(info(client).get(Linux.tcp_info.tcpi_state))
            .isEqualTo((byte) Linux.TCP_FIN_WAIT2));
  }

  private static ByteBuffer info(Socket socket) throws IOException {
    return ByteBuffer.wrap(socket.getsockopt(Sockets.TCP_INFO)).order(ByteOrder.nativeOrder());
  }
}
