package gulliver.socket;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a socket's error queue, {@code struct sock_extended_err}: what happened to something
 * that was sent. The queue is read with {@code MSG_ERRQUEUE}, which never waits; {@code poll}
 * reports {@code POLLERR} while it has entries. The bytes of the message are those of the packet
 * that met the error, as far as they are known, and its address is where it was going.
 *
 * <p>What brings entries: {@code IP_RECVERR} and {@code IPV6_RECVERR} errors of the network, {@code
 * SO_TIMESTAMPING} time stamps of what was sent, {@code SO_ZEROCOPY} the buffers that are free
 * again.
 *
 * @param number the errno, such as {@code ECONNREFUSED}; 0 where nothing failed; for a time stamp
 *     {@code ENOMSG}
 * @param origin who says so: {@code SO_EE_ORIGIN_LOCAL}, {@code …_ICMP}, {@code …_ICMP6}, {@code
 *     …_TIMESTAMPING}, {@code …_ZEROCOPY}, {@code …_TXTIME}
 * @param type of ICMP errors, the ICMP type
 * @param code of ICMP errors, the ICMP code; of zero-copy completions, {@code
 *     SO_EE_CODE_ZEROCOPY_COPIED} where the kernel copied after all
 * @param info of {@code EMSGSIZE}, the path's maximum transmission unit; of time stamps, a {@code
 *     SCM_TSTAMP_} number; of zero-copy completions, the first call that is complete
 * @param data of time stamps, which call (with {@code SOF_TIMESTAMPING_OPT_ID}); of zero-copy
 *     completions, the last call that is complete
 * @param offender which host the error comes from; null if none does or it is not known
 * @since 0.1
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7), IP_RECVERR</a>
 */
public record ExtendedError(
    int number, int origin, int type, int code, int info, int data, @Nullable Address offender) {
  /** {@return the errno; {@link Errno#NONE} for 0} */
  public Errno errno() {
    return Errno.of(number);
  }

  /** Such as {@code ECONNREFUSED, SO_EE_ORIGIN_ICMP type 3 code 3, from 127.0.0.1:0}. */
  @Override
  public String toString() {
    return (number == 0
            ? "no error"
            : errno() == Errno.UNKNOWN ? "errno " + number : errno().name())
        + ", "
        + LinuxNames.name("SO_EE_ORIGIN_", origin)
        + " type "
        + type
        + " code "
        + code
        + " info "
        + Integer.toUnsignedString(info)
        + " data "
        + Integer.toUnsignedString(data)
        + (offender == null ? "" : ", from " + offender);
  }
}
