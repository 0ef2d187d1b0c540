package gulliver.socket;

import gulliver.socket.Linux.tcp_info;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of a TCP connection, {@code struct tcp_info}: what {@link Options#TCP_INFO} answers.
 * The members have their C names, without {@code tcpi_}, and C's units.
 *
 * <p>The kernel writes as much as it knows. A member that it did not write, being older, is -1;
 * {@link #has} tells, and {@link #fields} and {@link #toString} leave it out.
 *
 * @param bytes the structure as the kernel wrote it
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 * @since 0.1
 */
public record TcpInfo(byte[] bytes) {
  /** A member: where it ends, and what it is. */
  private record Field(int end, Function<TcpInfo, Object> value) {}

  private static final Map<String, Field> FIELDS = new LinkedHashMap<>();

  static {
    add("state", tcp_info.tcpi_state, 1, TcpInfo::state);
    add("ca_state", tcp_info.tcpi_ca_state, 1, TcpInfo::ca_state);
    add("retransmits", tcp_info.tcpi_retransmits, 1, TcpInfo::retransmits);
    add("probes", tcp_info.tcpi_probes, 1, TcpInfo::probes);
    add("backoff", tcp_info.tcpi_backoff, 1, TcpInfo::backoff);
    add("options", tcp_info.tcpi_options, 1, TcpInfo::options);
    add("snd_wscale", tcp_info.tcpi_snd_wscale, 1, TcpInfo::snd_wscale);
    add("rcv_wscale", tcp_info.tcpi_rcv_wscale, 1, TcpInfo::rcv_wscale);
    add(
        "delivery_rate_app_limited",
        tcp_info.tcpi_delivery_rate_app_limited,
        1,
        TcpInfo::delivery_rate_app_limited);
    add(
        "fastopen_client_fail",
        tcp_info.tcpi_fastopen_client_fail,
        1,
        TcpInfo::fastopen_client_fail);
    add("rto", tcp_info.tcpi_rto, 4, TcpInfo::rto);
    add("ato", tcp_info.tcpi_ato, 4, TcpInfo::ato);
    add("snd_mss", tcp_info.tcpi_snd_mss, 4, TcpInfo::snd_mss);
    add("rcv_mss", tcp_info.tcpi_rcv_mss, 4, TcpInfo::rcv_mss);
    add("unacked", tcp_info.tcpi_unacked, 4, TcpInfo::unacked);
    add("sacked", tcp_info.tcpi_sacked, 4, TcpInfo::sacked);
    add("lost", tcp_info.tcpi_lost, 4, TcpInfo::lost);
    add("retrans", tcp_info.tcpi_retrans, 4, TcpInfo::retrans);
    add("fackets", tcp_info.tcpi_fackets, 4, TcpInfo::fackets);
    add("last_data_sent", tcp_info.tcpi_last_data_sent, 4, TcpInfo::last_data_sent);
    add("last_ack_sent", tcp_info.tcpi_last_ack_sent, 4, TcpInfo::last_ack_sent);
    add("last_data_recv", tcp_info.tcpi_last_data_recv, 4, TcpInfo::last_data_recv);
    add("last_ack_recv", tcp_info.tcpi_last_ack_recv, 4, TcpInfo::last_ack_recv);
    add("pmtu", tcp_info.tcpi_pmtu, 4, TcpInfo::pmtu);
    add("rcv_ssthresh", tcp_info.tcpi_rcv_ssthresh, 4, TcpInfo::rcv_ssthresh);
    add("rtt", tcp_info.tcpi_rtt, 4, TcpInfo::rtt);
    add("rttvar", tcp_info.tcpi_rttvar, 4, TcpInfo::rttvar);
    add("snd_ssthresh", tcp_info.tcpi_snd_ssthresh, 4, TcpInfo::snd_ssthresh);
    add("snd_cwnd", tcp_info.tcpi_snd_cwnd, 4, TcpInfo::snd_cwnd);
    add("advmss", tcp_info.tcpi_advmss, 4, TcpInfo::advmss);
    add("reordering", tcp_info.tcpi_reordering, 4, TcpInfo::reordering);
    add("rcv_rtt", tcp_info.tcpi_rcv_rtt, 4, TcpInfo::rcv_rtt);
    add("rcv_space", tcp_info.tcpi_rcv_space, 4, TcpInfo::rcv_space);
    add("total_retrans", tcp_info.tcpi_total_retrans, 4, TcpInfo::total_retrans);
    add("pacing_rate", tcp_info.tcpi_pacing_rate, 8, TcpInfo::pacing_rate);
    add("max_pacing_rate", tcp_info.tcpi_max_pacing_rate, 8, TcpInfo::max_pacing_rate);
    add("bytes_acked", tcp_info.tcpi_bytes_acked, 8, TcpInfo::bytes_acked);
    add("bytes_received", tcp_info.tcpi_bytes_received, 8, TcpInfo::bytes_received);
    add("segs_out", tcp_info.tcpi_segs_out, 4, TcpInfo::segs_out);
    add("segs_in", tcp_info.tcpi_segs_in, 4, TcpInfo::segs_in);
    add("notsent_bytes", tcp_info.tcpi_notsent_bytes, 4, TcpInfo::notsent_bytes);
    add("min_rtt", tcp_info.tcpi_min_rtt, 4, TcpInfo::min_rtt);
    add("data_segs_in", tcp_info.tcpi_data_segs_in, 4, TcpInfo::data_segs_in);
    add("data_segs_out", tcp_info.tcpi_data_segs_out, 4, TcpInfo::data_segs_out);
    add("delivery_rate", tcp_info.tcpi_delivery_rate, 8, TcpInfo::delivery_rate);
    add("busy_time", tcp_info.tcpi_busy_time, 8, TcpInfo::busy_time);
    add("rwnd_limited", tcp_info.tcpi_rwnd_limited, 8, TcpInfo::rwnd_limited);
    add("sndbuf_limited", tcp_info.tcpi_sndbuf_limited, 8, TcpInfo::sndbuf_limited);
    add("delivered", tcp_info.tcpi_delivered, 4, TcpInfo::delivered);
    add("delivered_ce", tcp_info.tcpi_delivered_ce, 4, TcpInfo::delivered_ce);
    add("bytes_sent", tcp_info.tcpi_bytes_sent, 8, TcpInfo::bytes_sent);
    add("bytes_retrans", tcp_info.tcpi_bytes_retrans, 8, TcpInfo::bytes_retrans);
    add("dsack_dups", tcp_info.tcpi_dsack_dups, 4, TcpInfo::dsack_dups);
    add("reord_seen", tcp_info.tcpi_reord_seen, 4, TcpInfo::reord_seen);
    add("rcv_ooopack", tcp_info.tcpi_rcv_ooopack, 4, TcpInfo::rcv_ooopack);
    add("snd_wnd", tcp_info.tcpi_snd_wnd, 4, TcpInfo::snd_wnd);
    add("rcv_wnd", tcp_info.tcpi_rcv_wnd, 4, TcpInfo::rcv_wnd);
    add("rehash", tcp_info.tcpi_rehash, 4, TcpInfo::rehash);
    add("total_rto", tcp_info.tcpi_total_rto, 2, TcpInfo::total_rto);
    add(
        "total_rto_recoveries",
        tcp_info.tcpi_total_rto_recoveries,
        2,
        TcpInfo::total_rto_recoveries);
    add("total_rto_time", tcp_info.tcpi_total_rto_time, 4, TcpInfo::total_rto_time);
    add("received_ce", tcp_info.tcpi_received_ce, 4, TcpInfo::received_ce);
    add("delivered_e1_bytes", tcp_info.tcpi_delivered_e1_bytes, 4, TcpInfo::delivered_e1_bytes);
    add("delivered_e0_bytes", tcp_info.tcpi_delivered_e0_bytes, 4, TcpInfo::delivered_e0_bytes);
    add("delivered_ce_bytes", tcp_info.tcpi_delivered_ce_bytes, 4, TcpInfo::delivered_ce_bytes);
    add("received_e1_bytes", tcp_info.tcpi_received_e1_bytes, 4, TcpInfo::received_e1_bytes);
    add("received_e0_bytes", tcp_info.tcpi_received_e0_bytes, 4, TcpInfo::received_e0_bytes);
    add("received_ce_bytes", tcp_info.tcpi_received_ce_bytes, 4, TcpInfo::received_ce_bytes);
    add("ecn_mode", tcp_info.tcpi_ecn_mode, 1, TcpInfo::ecn_mode);
    add("accecn_opt_seen", tcp_info.tcpi_accecn_opt_seen, 1, TcpInfo::accecn_opt_seen);
    add("accecn_fail_mode", tcp_info.tcpi_accecn_fail_mode, 1, TcpInfo::accecn_fail_mode);
    add("options2", tcp_info.tcpi_options2, 3, TcpInfo::options2);
  }

  private static void add(String name, int offset, int size, Function<TcpInfo, Object> value) {
    FIELDS.put(name, new Field(offset + size, value));
  }

  /** Keeps a copy. */
  public TcpInfo {
    bytes = bytes.clone();
  }

  /** {@return the structure as the kernel wrote it, a copy} */
  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * {@return whether the kernel wrote a member}
   *
   * @param name such as {@code rtt}
   * @throws IllegalArgumentException for what is no member
   */
  public boolean has(String name) {
    return field(name).end <= bytes.length;
  }

  /** {@return the members that the kernel wrote, by name, in C's order} */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    FIELDS.forEach((name, field) -> {
      if (field.end <= bytes.length) {
        fields.put(name, field.value.apply(this));
      }
    });
    return fields;
  }

  /** {@return the connection's state} */
  public TcpState state() {
    return new TcpState((int) number(tcp_info.tcpi_state, 1));
  }

  /**
   * {@return the state of its congestion control, one of {@code TCP_CA_} of {@link Linux}: 0 open,
   * 1 disorder, 2 CWR, 3 recovery, 4 loss}
   */
  public int ca_state() {
    return (int) number(tcp_info.tcpi_ca_state, 1);
  }

  /** {@return how often what is first in the queue has been sent again} */
  public int retransmits() {
    return (int) number(tcp_info.tcpi_retransmits, 1);
  }

  /** {@return how many probes of a keep-alive or of a closed window have not been answered} */
  public int probes() {
    return (int) number(tcp_info.tcpi_probes, 1);
  }

  /** {@return how often the retransmission time-out has been doubled} */
  public int backoff() {
    return (int) number(tcp_info.tcpi_backoff, 1);
  }

  /**
   * {@return which options are on, {@code TCPI_OPT_} of {@link Linux}: 1 time stamps, 2 SACK, 4
   * window scaling, 8 ECN, 16 ECN seen, 32 Fast Open data acknowledged, 64 {@code TCP_USEC_TS}}
   */
  public int options() {
    return (int) number(tcp_info.tcpi_options, 1);
  }

  /** {@return the peer's window scaling (RFC 7323), 0…14} */
  public int snd_wscale() {
    return bits(tcp_info.tcpi_snd_wscale, 0, 4);
  }

  /** {@return our window scaling (RFC 7323), 0…14} */
  public int rcv_wscale() {
    return bits(tcp_info.tcpi_rcv_wscale, 4, 4);
  }

  /**
   * {@return 1 if {@link #delivery_rate()} was limited by the program rather than by the network}
   */
  public int delivery_rate_app_limited() {
    return bits(tcp_info.tcpi_delivery_rate_app_limited, 0, 1);
  }

  /** {@return why Fast Open did not work, {@code TFO_} of {@link Linux}, 0 if nothing is known} */
  public int fastopen_client_fail() {
    return bits(tcp_info.tcpi_fastopen_client_fail, 1, 2);
  }

  /** {@return the retransmission time-out in microseconds} */
  public long rto() {
    return number(tcp_info.tcpi_rto, 4);
  }

  /** {@return the delayed acknowledgement's time-out in microseconds} */
  public long ato() {
    return number(tcp_info.tcpi_ato, 4);
  }

  /** {@return the size of the segments that are sent, in bytes} */
  public long snd_mss() {
    return number(tcp_info.tcpi_snd_mss, 4);
  }

  /** {@return the size of the segments that are received, in bytes, a guess} */
  public long rcv_mss() {
    return number(tcp_info.tcpi_rcv_mss, 4);
  }

  /**
   * {@return how many segments are sent and not acknowledged; of a listening socket, how many
   * connections wait for {@code accept}}
   */
  public long unacked() {
    return number(tcp_info.tcpi_unacked, 4);
  }

  /**
   * {@return how many of them the peer has acknowledged selectively; of a listening socket, the
   * backlog}
   */
  public long sacked() {
    return number(tcp_info.tcpi_sacked, 4);
  }

  /** {@return how many of them are held for lost} */
  public long lost() {
    return number(tcp_info.tcpi_lost, 4);
  }

  /** {@return how many of them have been sent again} */
  public long retrans() {
    return number(tcp_info.tcpi_retrans, 4);
  }

  /** {@return 0: no longer kept} */
  public long fackets() {
    return number(tcp_info.tcpi_fackets, 4);
  }

  /** {@return milliseconds since data was last sent} */
  public long last_data_sent() {
    return number(tcp_info.tcpi_last_data_sent, 4);
  }

  /** {@return 0: not kept} */
  public long last_ack_sent() {
    return number(tcp_info.tcpi_last_ack_sent, 4);
  }

  /** {@return milliseconds since data was last received} */
  public long last_data_recv() {
    return number(tcp_info.tcpi_last_data_recv, 4);
  }

  /** {@return milliseconds since an acknowledgement was last received} */
  public long last_ack_recv() {
    return number(tcp_info.tcpi_last_ack_recv, 4);
  }

  /** {@return the path's maximum transmission unit in bytes} */
  public long pmtu() {
    return number(tcp_info.tcpi_pmtu, 4);
  }

  /** {@return the window that the peer may be offered now, in bytes} */
  public long rcv_ssthresh() {
    return number(tcp_info.tcpi_rcv_ssthresh, 4);
  }

  /** {@return the smoothed round-trip time in microseconds} */
  public long rtt() {
    return number(tcp_info.tcpi_rtt, 4);
  }

  /** {@return the round-trip time's mean deviation in microseconds} */
  public long rttvar() {
    return number(tcp_info.tcpi_rttvar, 4);
  }

  /** {@return the slow start threshold in segments, 0x7fffffff while there is none} */
  public long snd_ssthresh() {
    return number(tcp_info.tcpi_snd_ssthresh, 4);
  }

  /** {@return the congestion window in segments} */
  public long snd_cwnd() {
    return number(tcp_info.tcpi_snd_cwnd, 4);
  }

  /** {@return the maximum segment size that was announced to the peer, in bytes} */
  public long advmss() {
    return number(tcp_info.tcpi_advmss, 4);
  }

  /** {@return by how many segments reordering is tolerated} */
  public long reordering() {
    return number(tcp_info.tcpi_reordering, 4);
  }

  /** {@return the receiver's guess of the round-trip time in microseconds} */
  public long rcv_rtt() {
    return number(tcp_info.tcpi_rcv_rtt, 4);
  }

  /** {@return how many bytes the program reads in a round trip, a guess} */
  public long rcv_space() {
    return number(tcp_info.tcpi_rcv_space, 4);
  }

  /** {@return how many segments have been sent again, all told} */
  public long total_retrans() {
    return number(tcp_info.tcpi_total_retrans, 4);
  }

  /** {@return the rate at which is sent, in bytes a second; -1 for no limit} */
  public long pacing_rate() {
    return number(tcp_info.tcpi_pacing_rate, 8);
  }

  /** {@return {@link Options#SO_MAX_PACING_RATE}, in bytes a second; -1 for no limit} */
  public long max_pacing_rate() {
    return number(tcp_info.tcpi_max_pacing_rate, 8);
  }

  /**
   * {@return how many bytes the peer has acknowledged (RFC 4898, {@code
   * tcpEStatsAppHCThruOctetsAcked})}
   */
  public long bytes_acked() {
    return number(tcp_info.tcpi_bytes_acked, 8);
  }

  /**
   * {@return how many bytes have been received in order ({@code tcpEStatsAppHCThruOctetsReceived})}
   */
  public long bytes_received() {
    return number(tcp_info.tcpi_bytes_received, 8);
  }

  /** {@return how many segments have been sent ({@code tcpEStatsPerfSegsOut})} */
  public long segs_out() {
    return number(tcp_info.tcpi_segs_out, 4);
  }

  /** {@return how many segments have been received ({@code tcpEStatsPerfSegsIn})} */
  public long segs_in() {
    return number(tcp_info.tcpi_segs_in, 4);
  }

  /** {@return how many bytes wait to be sent for the first time} */
  public long notsent_bytes() {
    return number(tcp_info.tcpi_notsent_bytes, 4);
  }

  /**
   * {@return the least round-trip time of late, in microseconds; 0xffffffff while there is none}
   */
  public long min_rtt() {
    return number(tcp_info.tcpi_min_rtt, 4);
  }

  /** {@return how many segments with data have been received} */
  public long data_segs_in() {
    return number(tcp_info.tcpi_data_segs_in, 4);
  }

  /** {@return how many segments with data have been sent} */
  public long data_segs_out() {
    return number(tcp_info.tcpi_data_segs_out, 4);
  }

  /** {@return the rate at which data has been delivered of late, in bytes a second} */
  public long delivery_rate() {
    return number(tcp_info.tcpi_delivery_rate, 8);
  }

  /** {@return microseconds during which there was something to send} */
  public long busy_time() {
    return number(tcp_info.tcpi_busy_time, 8);
  }

  /** {@return microseconds of these that the peer's window held up} */
  public long rwnd_limited() {
    return number(tcp_info.tcpi_rwnd_limited, 8);
  }

  /** {@return microseconds of these that the send buffer held up} */
  public long sndbuf_limited() {
    return number(tcp_info.tcpi_sndbuf_limited, 8);
  }

  /** {@return how many segments have been delivered, those sent again included} */
  public long delivered() {
    return number(tcp_info.tcpi_delivered, 4);
  }

  /** {@return how many of them came with a mark of congestion (ECN)} */
  public long delivered_ce() {
    return number(tcp_info.tcpi_delivered_ce, 4);
  }

  /** {@return how many bytes have been sent, those sent again included} */
  public long bytes_sent() {
    return number(tcp_info.tcpi_bytes_sent, 8);
  }

  /** {@return how many bytes have been sent again} */
  public long bytes_retrans() {
    return number(tcp_info.tcpi_bytes_retrans, 8);
  }

  /**
   * {@return how often the peer has told of a duplicate (RFC 4898, {@code
   * tcpEStatsStackDSACKDups})}
   */
  public long dsack_dups() {
    return number(tcp_info.tcpi_dsack_dups, 4);
  }

  /** {@return how often reordering was seen} */
  public long reord_seen() {
    return number(tcp_info.tcpi_reord_seen, 4);
  }

  /** {@return how many segments came out of order} */
  public long rcv_ooopack() {
    return number(tcp_info.tcpi_rcv_ooopack, 4);
  }

  /** {@return the window that the peer offers, in bytes} */
  public long snd_wnd() {
    return number(tcp_info.tcpi_snd_wnd, 4);
  }

  /** {@return the window that the peer is offered, in bytes} */
  public long rcv_wnd() {
    return number(tcp_info.tcpi_rcv_wnd, 4);
  }

  /** {@return how often the path was changed after a time-out or a hint of the peer's} */
  public long rehash() {
    return number(tcp_info.tcpi_rehash, 4);
  }

  /** {@return how many retransmission time-outs there were} */
  public int total_rto() {
    return (int) number(tcp_info.tcpi_total_rto, 2);
  }

  /** {@return how many recoveries from them there were} */
  public int total_rto_recoveries() {
    return (int) number(tcp_info.tcpi_total_rto_recoveries, 2);
  }

  /** {@return how long these took, in milliseconds} */
  public long total_rto_time() {
    return number(tcp_info.tcpi_total_rto_time, 4);
  }

  /** {@return how many segments were received with a mark of congestion} */
  public long received_ce() {
    return number(tcp_info.tcpi_received_ce, 4);
  }

  /** {@return how many bytes were delivered with ECT(1) (AccECN)} */
  public long delivered_e1_bytes() {
    return number(tcp_info.tcpi_delivered_e1_bytes, 4);
  }

  /** {@return how many bytes were delivered with ECT(0)} */
  public long delivered_e0_bytes() {
    return number(tcp_info.tcpi_delivered_e0_bytes, 4);
  }

  /** {@return how many bytes were delivered with a mark of congestion} */
  public long delivered_ce_bytes() {
    return number(tcp_info.tcpi_delivered_ce_bytes, 4);
  }

  /** {@return how many bytes were received with ECT(1)} */
  public long received_e1_bytes() {
    return number(tcp_info.tcpi_received_e1_bytes, 4);
  }

  /** {@return how many bytes were received with ECT(0)} */
  public long received_e0_bytes() {
    return number(tcp_info.tcpi_received_e0_bytes, 4);
  }

  /** {@return how many bytes were received with a mark of congestion} */
  public long received_ce_bytes() {
    return number(tcp_info.tcpi_received_ce_bytes, 4);
  }

  /** {@return how ECN was agreed on, {@code TCPI_ECN_MODE_} of {@link Linux}} */
  public int ecn_mode() {
    return bits(tcp_info.tcpi_ecn_mode, 0, 2);
  }

  /** {@return whether the option of AccECN was seen, {@code TCP_ACCECN_OPT_} of {@link Linux}} */
  public int accecn_opt_seen() {
    return bits(tcp_info.tcpi_accecn_opt_seen, 2, 2);
  }

  /** {@return why AccECN failed, bits {@code TCP_ACCECN_} of {@link Linux}} */
  public int accecn_fail_mode() {
    return bits(tcp_info.tcpi_accecn_fail_mode, 4, 4);
  }

  /** {@return further options} */
  public int options2() {
    return bits(tcp_info.tcpi_options2, 0, 24);
  }

  // ---- the bytes ----

  private static Field field(String name) {
    Field field = FIELDS.get(name);
    if (field == null) {
      throw new IllegalArgumentException(
          "tcp_info \"" + name + "\": the members of the structure are allowed, without tcpi_");
    }
    return field;
  }

  private long number(int offset, int size) {
    if (offset + size > bytes.length) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < size; i++) {
      boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
      long octet = bytes[offset + i] & 0xff;
      number |= octet << (8 * (little ? i : size - 1 - i));
    }
    return number;
  }

  /** A bit-field, counted from the least significant bit of a little-endian machine. */
  private int bits(int offset, int first, int count) {
    int size = count > 8 ? 3 : 1;
    long number = number(offset, size);
    return offset + size > bytes.length ? -1 : (int) (number >>> first) & ((1 << count) - 1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TcpInfo that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The members that the kernel wrote, such as {@code TcpInfo[state=ESTABLISHED, …]}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "TcpInfo[", "]");
    fields().forEach((name, value) -> text.add(name + "=" + value));
    return text.toString();
  }
}
