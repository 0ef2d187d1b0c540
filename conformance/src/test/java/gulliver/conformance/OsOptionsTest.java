package gulliver.conformance;

import static gulliver.conformance.OptionsTable.ALL;
import static gulliver.conformance.OptionsTable.REFUSALS;
import static gulliver.conformance.OptionsTable.raw;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.OptionsTable.Kind;
import gulliver.conformance.OptionsTable.Refusal;
import gulliver.conformance.OptionsTable.Row;
import gulliver.socket.Address.Inet4;
import gulliver.socket.AddressFamily;
import gulliver.socket.Bpf;
import gulliver.socket.Errno;
import gulliver.socket.Linger;
import gulliver.socket.Linux;
import gulliver.socket.Socket;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketOption;
import gulliver.socket.SocketType;
import gulliver.socket.Sockets;
import gulliver.socket.TcpInfo;
import gulliver.socket.TcpState;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class OsOptionsTest {
  /** Reads an option, sets it and reads it again; or says the errno. */
  private static final String PYTHON =
      """
      import socket, sys
      def outcome(call):
          try: return (call() or b'').hex() or '-'
          except OSError as e: return 'errno %d' % e.errno
      for row in sys.argv[1:]:
          words = row.split(' ')
          family, type, protocol, level, name, size = map(int, words[:6])
          with socket.socket(family, type, protocol) as s:
              print(*[outcome(lambda: s.getsockopt(level, name, n)) for n in (size, 1, 1000)],
                  outcome(lambda: s.setsockopt(level, name, bytes.fromhex(words[6]))),
                  outcome(lambda: s.getsockopt(level, name, size)))
      """;

  @Nested
  class AgainstJava extends OptionsSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }

  /**
   * An option whose initial value the system's administrator decides.
   *
   * @param option the option
   * @param family of the socket
   * @param sysctl where the value stands
   */
  record Initial(SocketOption<?> option, int family, String sysctl) {}

  @Nested
  class AgainstOurselves extends OptionsSuite {
    static final List<Initial> INITIALS =
        List.of(
            new Initial(Sockets.IP_TTL, 2, "net/ipv4/ip_default_ttl"),
            new Initial(Sockets.IPV6_UNICAST_HOPS, 10, "net/ipv6/conf/all/hop_limit"),
            new Initial(Sockets.IPV6_V6ONLY, 10, "net/ipv6/bindv6only"),
            new Initial(Sockets.TCP_CONGESTION, 2, "net/ipv4/tcp_congestion_control"),
            new Initial(Sockets.TCP_KEEPCNT, 2, "net/ipv4/tcp_keepalive_probes"),
            new Initial(Sockets.TCP_KEEPIDLE, 2, "net/ipv4/tcp_keepalive_time"),
            new Initial(Sockets.TCP_KEEPINTVL, 2, "net/ipv4/tcp_keepalive_intvl"),
            new Initial(Sockets.TCP_LINGER2, 2, "net/ipv4/tcp_fin_timeout"),
            new Initial(Sockets.TCP_SYNCNT, 2, "net/ipv4/tcp_syn_retries"));

    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }

    @ParameterizedTest
    @FieldSource("INITIALS")
    void anInitialValueIsTheSystems(Initial initial) throws Exception {
      Socket socket =
          closing(network().socket(initial.family == 2 ? AF_INET : AF_INET6, SOCK_STREAM));
      Object value = socket.getsockopt(initial.option);
      assertThat(value instanceof Boolean b ? (b ? "1" : "0") : value.toString())
          .isEqualTo(sysctl(initial.sysctl));
    }

    private static String sysctl(String name) throws IOException {
      try (BufferedReader file = Files.newBufferedReader(Path.of("/proc/sys", name))) {
        return file.readLine();
      }
    }

    /** Java shows half of the buffers' sizes: the half that is for data. */
    @Test
    void aFreshSocketHasTheOptionsOfAFreshOneOfJavas() throws Exception {
      try (SocketChannel java = SocketChannel.open()) {
        Socket ours = closing(network().socket(AF_INET, SOCK_STREAM));
        assertThat(ours.getsockopt(Sockets.SO_RCVBUF))
            .isEqualTo(2 * java.getOption(StandardSocketOptions.SO_RCVBUF));
        assertThat(ours.getsockopt(Sockets.SO_SNDBUF))
            .isEqualTo(2 * java.getOption(StandardSocketOptions.SO_SNDBUF));
        assertThat(ours.getsockopt(Sockets.SO_KEEPALIVE))
            .isEqualTo(java.getOption(StandardSocketOptions.SO_KEEPALIVE));
        assertThat(ours.getsockopt(Sockets.TCP_NODELAY))
            .isEqualTo(java.getOption(StandardSocketOptions.TCP_NODELAY));
        assertThat(java.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(-1);
        assertThat(ours.getsockopt(Sockets.SO_LINGER).on()).isFalse();
      }
    }

    @Test
    void theBuffersAreDoubledAndLimitedByTheSystem() throws Exception {
      Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
      for (SocketOption<Integer> option : List.of(Sockets.SO_RCVBUF, Sockets.SO_SNDBUF)) {
        String sysctl =
            option.equals(Sockets.SO_RCVBUF) ? "net/core/rmem_max" : "net/core/wmem_max";
        int most = Integer.parseInt(sysctl(sysctl));
        socket.setsockopt(option, 10_000);
        assertThat(socket.getsockopt(option)).isEqualTo(20_000);
        socket.setsockopt(option, Integer.MAX_VALUE);
        assertThat(socket.getsockopt(option)).isEqualTo(2 * most);
      }
    }

    @Test
    void theLoopbackInterfacesMtuIsTheConnections() throws Exception {
      Socket server = closing(network().createServer(anywhere()));
      Socket client = closing(network().createConnection(server.getsockname()));
      int mtu = Integer.parseInt(Files.readString(Path.of("/sys/class/net/lo/mtu")).strip());
      assertThat(client.getsockopt(Sockets.IP_MTU)).isEqualTo(Math.min(mtu, 65535));
    }

    // ---- the kernel as Python sees it ----

    /**
     * Without the one time-out of a microsecond: the kernel keeps ticks of its clock; without
     * programs, since pointers are refused; without AF_VSOCK, whose options Python knows better.
     */
    static final List<Row<?>> TRIED =
        Stream.<Row<?>>concat(ALL.stream(), REFUSALS.stream().map(Refusal::row))
            .filter(row -> !row.option().equals(Sockets.SO_SNDTIMEO))
            .filter(row -> !row.option().type().equals(Bpf.class))
            .filter(row -> !row.kind().equals(Kind.VSOCK))
            .toList();

    private static List<String> pythons;

    /** One process answers all rows, a line for each. */
    private static synchronized String python(int row) throws Exception {
      if (pythons == null) {
        Object[] rows =
            TRIED.stream()
                .map(r ->
                    "%d %d %d %d %d %d %s"
                        .formatted(
                            r.kind().family().value(),
                            r.kind().type().value(),
                            r.kind().protocol().value(),
                            r.level(),
                            r.option().name(),
                            size(r),
                            HexFormat.of().formatHex(toSet(r))))
                .toArray();
        try (Program python = Program.python(PYTHON, rows)) {
          pythons = python.lines();
        }
        assertThat(pythons).hasSize(TRIED.size());
      }
      return pythons.get(row);
    }

    private static byte[] toSet(Row<?> row) {
      return row.set() == null
          ? new byte[Math.min(row.option().size(), 64)]
          : raw(row.option(), row.set());
    }

    /** Python reads 1024 bytes at the most. */
    private static int size(Row<?> row) {
      return Math.min(row.option().size(), 1024);
    }

    /** What tells the time, or numbers sockets: the lengths are compared. */
    private static final Set<SocketOption<?>> VARYING =
        Set.of(Sockets.SO_COOKIE, Sockets.MPTCP_INFO, Sockets.TCP_INFO, Sockets.TCP_TIMESTAMP);

    /** Reads a fresh socket's option in several lengths, sets it, and reads it again. */
    @ParameterizedTest
    @FieldSource("TRIED")
    void anOptionIsToTheByteWhatPythonSees(Row<?> row) throws Exception {
      int level = row.level();
      int name = row.option().name();
      int size = size(row);
      Kind kind = row.kind();
      Socket socket = closing(network().socket(kind.family(), kind.type(), kind.protocol()));
      List<String> ours = new ArrayList<>();
      for (int length : new int[] {size, 1, 1000}) {
        ours.add(outcome(() -> socket.getsockopt(level, name, length)));
      }
      ours.add(
          outcome(() -> {
            socket.setsockopt(level, name, toSet(row));
            return new byte[0];
          }));
      ours.add(outcome(() -> socket.getsockopt(level, name, size)));
      String theirs = python(TRIED.indexOf(row));
      if (VARYING.contains(row.option())) {
        assertThat(String.join(" ", ours).replaceAll("[0-9a-f]", "0"))
            .isEqualTo(theirs.replaceAll("[0-9a-f]", "0"));
      } else {
        assertThat(String.join(" ", ours)).isEqualTo(theirs);
      }
    }

    private static String outcome(Callable<byte[]> call) throws Exception {
      try {
        byte[] bytes = call.call();
        return bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes);
      } catch (IOException e) {
        return "errno " + ((SocketFailure) e).number();
      }
    }

    // ---- lengths that are not the number of bytes written ----

    @Test
    void aFilterIsReadIntoNoMoreBytesThanWereAskedFor() throws Exception {
      Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
      int instructions = 64;
      Bpf.Builder program = Bpf.builder();
      for (int i = 0; i < instructions; i++) {
        program.stmt(Linux.BPF_RET | Linux.BPF_K, i);
      }
      socket.setsockopt(Sockets.SO_ATTACH_FILTER, program.build());
      byte[] filter = raw(program.build());
      for (int length : new int[] {filter.length, filter.length + 7, 32_768}) {
        assertThat(filter(socket, length)).isEqualTo(filter);
      }
      for (int length : new int[] {8, instructions, filter.length - 1}) {
        assertThat(Errno.of(failure(() -> filter(socket, length)))).isEqualTo(Errno.EINVAL);
      }
      assertThat(filter(socket, 0)).isEmpty();
    }

    private static byte[] filter(Socket socket, int length) throws IOException {
      return socket.getsockopt(Linux.SOL_SOCKET, Linux.SO_GET_FILTER, length);
    }

    /** The kernel's length is then that of the whole answer, which it has not written. */
    @Test
    void anAnswerThatDoesNotFitHasTheLengthThatWasAskedFor() throws Exception {
      int level = Linux.SOL_NETLINK;
      Socket socket =
          closing(network().socket(new AddressFamily(Linux.AF_NETLINK), new SocketType(3)));
      socket.setsockopt(SocketOption.ofInt(level, Linux.NETLINK_ADD_MEMBERSHIP), 1);
      byte[] whole = socket.getsockopt(level, Linux.NETLINK_LIST_MEMBERSHIPS, 1000);
      assertThat(whole).hasSizeBetween(4, 999).startsWith(raw(1));
      for (int length : new int[] {0, 4}) {
        assertThat(socket.getsockopt(level, Linux.NETLINK_LIST_MEMBERSHIPS, length))
            .isEqualTo(part(whole, 0, length));
      }
    }

    // ---- R27: ss(8) asks the kernel over netlink ----

    @Test
    void R27_tcpInfoIsWhatSsSays() throws Exception {
      Program.needs("ss");
      Socket server = closing(network().createServer(anywhere()));
      Socket client = closing(network().createConnection(server.getsockname()));
      Socket accepted = closing(server.accept().socket());
      client.sendall(pattern(50_000));
      assertThat(accepted.recvall(new byte[50_000])).isEqualTo(50_000);
      accepted.sendall(pattern(10));
      assertThat(client.recvall(new byte[10])).isEqualTo(10);

      Map<String, String> ours = info(client);
      Map<String, String> ss = ss(client);
      for (int i = 0; !ours.equals(info(client)) && i < 100; i++) {
        ours = info(client); // a delayed acknowledgement came in between
        ss = ss(client);
      }
      assertThat(ss).containsAllEntriesOf(ours);
      assertThat(ours).containsEntry("state", "ESTAB").containsEntry("bytes_sent", "50000");
    }

    private static Map<String, String> info(Socket socket) throws IOException {
      TcpInfo info = socket.getsockopt(Sockets.TCP_INFO);
      Map<String, String> values = new LinkedHashMap<>();
      values.put("state", info.state().equals(TcpState.ESTABLISHED) ? "ESTAB" : "?");
      values.put("rtt", millis(info.rtt()) + "/" + millis(info.rttvar()));
      values.put("minrtt", millis(info.min_rtt()));
      values.put("mss", "" + info.snd_mss());
      values.put("rcvmss", "" + info.rcv_mss());
      values.put("advmss", "" + info.advmss());
      values.put("pmtu", "" + info.pmtu());
      values.put("cwnd", "" + info.snd_cwnd());
      values.put("wscale", info.snd_wscale() + "," + info.rcv_wscale());
      values.put("rto", millis(info.rto()));
      values.put("bytes_sent", "" + info.bytes_sent());
      values.put("bytes_acked", "" + info.bytes_acked());
      values.put("bytes_received", "" + info.bytes_received());
      values.put("segs_out", "" + info.segs_out());
      values.put("segs_in", "" + info.segs_in());
      values.put("data_segs_out", "" + info.data_segs_out());
      values.put("data_segs_in", "" + info.data_segs_in());
      values.put("delivered", "" + info.delivered());
      values.put("rcv_space", "" + info.rcv_space());
      values.put("rcv_ssthresh", "" + info.rcv_ssthresh());
      return values;
    }

    /** As C's {@code %g}: six digits at most, no zeros at the end. */
    private static String millis(long micros) {
      return new java.math.BigDecimal(micros)
          .movePointLeft(3)
          .round(new java.math.MathContext(6))
          .stripTrailingZeros()
          .toPlainString();
    }

    private static Map<String, String> ss(Socket socket) throws Exception {
      int port = ((Inet4) socket.getsockname()).port();
      String text = String.join(" ", Program.run("ss", "-Htin", "sport", "=", ":" + port)).strip();
      Map<String, String> values = new LinkedHashMap<>();
      values.put("state", text.replaceFirst(" .*", ""));
      Matcher pairs = Pattern.compile("(\\w+):(\\S+)").matcher(text);
      while (pairs.find()) {
        values.put(pairs.group(1), pairs.group(2));
      }
      return values;
    }

    @Test
    void aLingerTimeBelowZeroReadsAsTheLongest() throws Exception {
      Socket socket = closing(network().socket(AF_INET, SOCK_STREAM));
      byte[] raw =
          ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(1).putInt(-1).array();
      socket.setsockopt(Linux.SOL_SOCKET, Linux.SO_LINGER, raw);
      assertThat(socket.getsockopt(Sockets.SO_LINGER))
          .isEqualTo(new Linger(true, Integer.MAX_VALUE));
      socket.setsockopt(Sockets.SO_LINGER, new Linger(false, 0)); // or close would wait
    }

    // ---- R16: in a namespace of its own ----

    @Test
    void R16_broadcastsToTheSubnetAndToAllAreRefusedBeforeAndArriveAfter() throws Exception {
      for (String host : List.of("192.0.2.255", "255.255.255.255")) {
        assertThat(OwnNamespace.outcome("broadcast.before." + host)).isEqualTo("EACCES");
        assertThat(OwnNamespace.outcome("broadcast.after." + host)).isEqualTo("hello true");
      }
      assertThat(OwnNamespace.outcome("broadcast.port0")).isEqualTo("EINVAL");
    }
  }
}
