package gulliver.socket;

import gulliver.socket.NetlinkMessage.Malformed;
import gulliver.socket.NetlinkMessage.Parsed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a request over netlink ended, {@code struct nlmsgerr} and its attributes: what a message of
 * the type {@link Linux#NLMSG_ERROR} or {@link Linux#NLMSG_DONE} says.
 *
 * <p>With the option {@code NETLINK_EXT_ACK} on the socket, the kernel says in words what was
 * wrong, and where.
 *
 * @param errno {@link Errno#NONE} for success; {@link Errno#EBADMSG} where the message itself is
 *     {@code malformed}, which the kernel never answers
 * @param number the errno's number, positive as in C: for those that are {@link Errno#UNKNOWN}
 * @param attributes {@code NLMSGERR_ATTR_} attributes, in the order of the message
 * @param malformed what is wrong with the message; null where nothing is
 * @since 0.1
 * @see NetlinkMessage#ack()
 */
public record NetlinkAck(
    Errno errno, int number, List<NetlinkAttribute> attributes, @Nullable Malformed malformed) {
  /** Makes the list unmodifiable. */
  public NetlinkAck {
    attributes = List.copyOf(attributes);
  }

  static NetlinkAck of(NetlinkMessage message) {
    byte[] payload = message.payload();
    boolean done = message.type() == Linux.NLMSG_DONE;
    int head = done ? Integer.BYTES : Linux.nlmsgerr.SIZEOF;
    if (done && payload.length == 0) {
      return new NetlinkAck(Errno.NONE, 0, List.of(), null);
    }
    if (payload.length < head) {
      String reason =
          "an answer of " + payload.length + " octets, at least " + head + " are needed";
      return new NetlinkAck(Errno.EBADMSG, Linux.EBADMSG, List.of(), new Malformed(0, reason));
    }
    ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
    int error = -bytes.getInt(0);
    Parsed<NetlinkAttribute> attributes = new Parsed<>(List.of(), null);
    if ((message.flags() & Linux.NLM_F_ACK_TLVS) != 0) {
      int skipped = head;
      if (!done && (message.flags() & Linux.NLM_F_CAPPED) == 0) {
        // the request stands there whole
        int length = bytes.getInt(Linux.nlmsgerr.msg + Linux.nlmsghdr.nlmsg_len);
        skipped = Linux.nlmsgerr.msg + NetlinkMessage.aligned(length);
        if (length < Linux.NLMSG_HDRLEN || skipped < 0 || skipped > payload.length) {
          String reason =
              "a request of " + Integer.toUnsignedString(length) + " octets in an answer";
          return new NetlinkAck(
              Errno.EBADMSG, Linux.EBADMSG, List.of(), new Malformed(Linux.nlmsgerr.msg, reason));
        }
      }
      attributes = NetlinkAttribute.decode(payload, skipped);
    }
    return new NetlinkAck(Errno.of(error), error, attributes.values(), attributes.malformed());
  }

  /** {@return whether the request succeeded} */
  public boolean ok() {
    return number == 0;
  }

  /** {@return what was wrong, in the kernel's words; null where it has none} */
  public @Nullable String text() {
    for (NetlinkAttribute attribute : attributes) {
      if (attribute.type() == Linux.NLMSGERR_ATTR_MSG) {
        return attribute.text();
      }
    }
    return null;
  }

  /**
   * {@return where in the request what is wrong stands, in octets from its header; -1 if unsaid}
   */
  public long offset() {
    for (NetlinkAttribute attribute : attributes) {
      if (attribute.type() == Linux.NLMSGERR_ATTR_OFFS) {
        return attribute.number().orElse(-1);
      }
    }
    return -1;
  }

  /**
   * The errno and the kernel's words, such as {@code EINVAL (Invalid argument): Unknown message}.
   */
  @Override
  public String toString() {
    String text = malformed != null ? malformed.toString() : text();
    return (ok()
            ? "ok"
            : errno == Errno.UNKNOWN ? "errno " + number : errno + " (" + errno.text() + ")")
        + (text == null ? "" : ": " + text);
  }
}
