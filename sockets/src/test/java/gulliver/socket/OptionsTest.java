package gulliver.socket;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every option of {@link Linux} has a type, or a reason not to. */
class OptionsTest {
  /** Options that are left to the raw form, by their reason. */
  private static final String RAW =
      """
      Linux 6.18 does not know it:
        SO_RIGHTS_NOTRUNC

      Linux 6.18, as it is built for most machines, refuses it:
        SO_DEVMEM_LINEAR SO_DEVMEM_DMABUF
        TCP_AO_ADD_KEY TCP_AO_DEL_KEY TCP_AO_INFO TCP_AO_GET_KEYS TCP_AO_REPAIR
        NETLINK_RX_RING NETLINK_TX_RING

      the kernel has given it up, or never had it:
        SO_BSDCOMPAT TCP_COOKIE_TRANSACTIONS TCP_THIN_DUPACK
        IPV6_NEXTHOP IPV6_AUTHHDR
        PACKET_RECV_OUTPUT PACKET_TX_TIMESTAMP
        SO_VM_SOCKETS_PEER_HOST_VM_ID SO_VM_SOCKETS_TRUSTED SO_VM_SOCKETS_NONBLOCK_TXRX

      RFC 2292's form of an option that RFC 3542 has replaced:
        IPV6_2292PKTINFO IPV6_2292HOPOPTS IPV6_2292DSTOPTS IPV6_2292RTHDR IPV6_2292PKTOPTIONS
        IPV6_2292HOPLIMIT

      the same as the option of the older name, where a long has 64 bits:
        SO_TIMESTAMP_NEW SO_TIMESTAMPNS_NEW SO_TIMESTAMPING_NEW SO_RCVTIMEO_NEW SO_SNDTIMEO_NEW
        SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW

      only a type of control messages, or better as one:
        IPV6_HOPLIMIT IPV6_PKTINFO IP_PKTOPTIONS

      another call has it:
        SO_PEERNAME

      it is about a descriptor, which the program would have to own:
        SO_ATTACH_BPF SO_ATTACH_REUSEPORT_EBPF

      it opens a descriptor, which Socket.peerpidfd() gives an owner:
        SO_PEERPIDFD

      it is about memory that is shared with the kernel, which nothing here maps:
        SO_DEVMEM_DONTNEED TCP_ZEROCOPY_RECEIVE
        PACKET_RX_RING PACKET_TX_RING PACKET_HDRLEN

      the question is in the structure that the answer overwrites:
        IP_MSFILTER MCAST_MSFILTER IPV6_FLOWLABEL_MGR PACKET_ROLLOVER_STATS
        MPTCP_TCPINFO MPTCP_SUBFLOW_ADDRS MPTCP_FULL_INFO

      a structure of a subsystem that nothing here speaks to:
        IP_IPSEC_POLICY IP_XFRM_POLICY IPV6_IPSEC_POLICY IPV6_XFRM_POLICY

      keys, and states of a connection that moves, as structures:
        TCP_MD5SIG TCP_MD5SIG_EXT TCP_REPAIR_OPTIONS TCP_REPAIR_WINDOW

      it would change the family beneath the socket:
        IPV6_ADDRFORM

      TLS in the kernel:
        TLS_TX TLS_RX TLS_TX_ZEROCOPY_RO TLS_RX_EXPECT_NO_PAD TLS_TX_MAX_PAYLOAD_LEN

      cryptography in the kernel:
        ALG_SET_KEY ALG_SET_IV ALG_SET_OP ALG_SET_AEAD_ASSOCLEN ALG_SET_AEAD_AUTHSIZE
        ALG_SET_DRBG_ENTROPY ALG_SET_KEY_BY_KEY_SERIAL
      """;

  private static Map<String, String> reasons() {
    Map<String, String> reasons = new TreeMap<>();
    for (String part : RAW.split("\n\n", -1)) {
      String[] halves = part.split(":\n", -1);
      Stream.of(halves[1].strip().split("\\s+", -1)).forEach(name -> reasons.put(name, halves[0]));
    }
    return reasons;
  }

  private static List<SocketOption<?>> typed() throws IllegalAccessException {
    List<SocketOption<?>> options = new ArrayList<>();
    for (Field field : Options.class.getFields()) {
      options.add((SocketOption<?>) field.get(null));
    }
    return options;
  }

  /** A second name of an option's number is that option. */
  @Test
  void everyOptionOfLinuxHasATypeOrAReason() throws Exception {
    Set<String> typed = new TreeSet<>();
    Set<String> raw = new TreeSet<>();
    for (Field field : Linux.class.getFields()) {
      var levels = field.getAnnotation(Linux.OptionsOf.class);
      if (levels != null) {
        int name = field.getInt(null);
        boolean known =
            typed().stream()
                .anyMatch(option ->
                    option.name() == name
                        && IntStream.of(levels.value()).anyMatch(l -> l == option.level()));
        (known ? typed : raw).add(field.getName());
      }
    }
    assertThat(raw).isEqualTo(reasons().keySet());
    assertThat(typed).hasSizeGreaterThan(200);
  }

  /** Also each name of an option has a constant, for those who know only that one. */
  @Test
  void everyTypedOptionHasItsNameInLinux() throws Exception {
    for (Field field : Options.class.getFields()) {
      SocketOption<?> option = (SocketOption<?>) field.get(null);
      Field number = Linux.class.getField(field.getName());
      assertThat(option.name()).as(field.getName()).isEqualTo(number.getInt(null));
      assertThat(number.getAnnotation(Linux.OptionsOf.class).value()).contains(option.level());
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        SocketOptions.class,
        IpOptions.class,
        Ipv6Options.class,
        TcpOptions.class,
        UdpOptions.class,
        PacketOptions.class,
        NetlinkOptions.class,
        OtherOptions.class
      })
  void aLevelsOptionsAreSortedByName(Class<?> level) {
    List<String> names = Arrays.stream(level.getDeclaredFields()).map(Field::getName).toList();
    assertThat(names).isSorted();
    assertThat(names).isNotEmpty();
  }

  @Test
  void everyLevelIsOnAPageOfItsOwn() throws Exception {
    Set<String> levels =
        Arrays.stream(Options.class.getInterfaces())
            .map(Class::getSimpleName)
            .collect(toCollection(TreeSet::new));
    assertThat(levels)
        .isEqualTo(
            Arrays.stream(Options.class.getInterfaces())
                .filter(Class::isSealed)
                .map(Class::getSimpleName)
                .collect(toCollection(TreeSet::new)))
        .hasSize(8);
    assertThat(typed()).allMatch(option -> option.size() > 0);
  }

  // ---- what an old or a strange kernel may answer ----

  @Test
  void aStructureThatIsShorterIsFilledUpWithZeros() {
    assertThat(Options.SO_PEERCRED.decode(new byte[] {7, 0, 0, 0}))
        .isEqualTo(new Credentials(7, 0, 0));
    assertThat(Options.SO_LINGER.decode(new byte[0])).isEqualTo(new Linger(false, 0));
    assertThat(Options.SO_COOKIE.decode(new byte[] {1})).isEqualTo(1L);
    assertThat(Options.SO_MEMINFO.decode(new byte[4 * 8]).drops()).isZero();
    assertThat(Options.IPV6_PATHMTU.decode(new byte[3])).isEqualTo(new PathMtu("::", 0));
  }

  @Test
  void noAnswerOfTheKernelsIsTooStrange() throws Exception {
    for (SocketOption<?> option : typed()) {
      for (int length : new int[] {0, 1, 3, 4, 7, 8, 12, 13, 24, 100, option.size()}) {
        for (int octet : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
          byte[] answer = new byte[Math.min(length, option.size())];
          Arrays.fill(answer, (byte) octet);
          boolean parts = option.type() == Bpf.class && answer.length % 8 != 0;
          if (!parts) { // the network answers whole instructions
            decode(option, answer);
          }
        }
      }
    }
  }

  private static void decode(SocketOption<?> option, byte[] answer) {
    try {
      assertThat((Object) option.decode(answer)).isNotNull();
    } catch (UnsupportedOperationException writeOnly) {
      assertThat(writeOnly).hasMessage("getsockopt " + option + ": it can only be set");
    }
  }
}
