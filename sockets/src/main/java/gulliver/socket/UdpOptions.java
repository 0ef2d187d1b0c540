package gulliver.socket;

import static gulliver.socket.SocketOption.ofBoolean;
import static gulliver.socket.SocketOption.ofInt;

/**
 * The options of the level {@code IPPROTO_UDP}, sorted by C name. They can be read and set at any
 * time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>
 * @since 0.1
 */
public sealed interface UdpOptions permits Options {
  /** Collects what is sent into one datagram, until it is taken off. Initially off. */
  SocketOption<Boolean> UDP_CORK = ofBoolean(Linux.IPPROTO_UDP, Linux.UDP_CORK);

  /**
   * What is in the datagrams, {@code UDP_ENCAP_} of {@link Linux}, for the kernel to take out: ESP
   * in UDP (RFC 3948) is 2. Initially 0, nothing; {@code ENOPROTOOPT} → this kernel knows no such
   * one.
   */
  SocketOption<Integer> UDP_ENCAP = ofInt(Linux.IPPROTO_UDP, Linux.UDP_ENCAP);

  /**
   * Puts datagrams together that came one after another, alike and of one length, into a longer
   * one; {@code recvmsg} tells the length, and {@code recv} does not. Initially off. Since Linux
   * 5.0.
   */
  SocketOption<Boolean> UDP_GRO = ofBoolean(Linux.IPPROTO_UDP, Linux.UDP_GRO);

  /** Accepts datagrams over IPv6 without a checksum (RFC 6935). Initially off. */
  SocketOption<Boolean> UDP_NO_CHECK6_RX = ofBoolean(Linux.IPPROTO_UDP, Linux.UDP_NO_CHECK6_RX);

  /** Sends datagrams over IPv6 without a checksum (RFC 6935). Initially off. */
  SocketOption<Boolean> UDP_NO_CHECK6_TX = ofBoolean(Linux.IPPROTO_UDP, Linux.UDP_NO_CHECK6_TX);

  /**
   * Divides what is sent into datagrams of that many bytes, 0…65535; the last may be shorter.
   * Initially 0: not at all. Since Linux 4.18.
   */
  SocketOption<Integer> UDP_SEGMENT = ofInt(Linux.IPPROTO_UDP, Linux.UDP_SEGMENT);
}
