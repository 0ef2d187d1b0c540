package gulliver.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gulliver.socket.NetlinkMessage.Malformed;
import gulliver.socket.NetlinkMessage.Parsed;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The octets of netlink(7), written down by hand in the host's order. */
class NetlinkMessageTest {
  private static final byte[] NONE = {};

  /** Shorts where a number is below 65536 and written as such, else ints, and bytes. */
  private static byte[] octets(Object... parts) {
    ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.nativeOrder());
    for (Object part : parts) {
      switch (part) {
        case Short number -> bytes.putShort(number);
        case Integer number -> bytes.putInt(number);
        case byte[] more -> bytes.put(more);
        default -> throw new AssertionError(part);
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static short s(int number) {
    return (short) number;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void aMessageHasAHeaderOfSixteenOctetsAndIsPadded() {
    NetlinkMessage message = new NetlinkMessage(0x8012, 0xf305, -2, -3, bytes(1, 2, 3, 4, 5));
    assertThat(message.encode())
        .isEqualTo(octets(21, s(0x8012), s(0xf305), -2, -3, bytes(1, 2, 3, 4, 5), bytes(0, 0, 0)));
    assertThat(NetlinkMessage.decode(message.encode()))
        .isEqualTo(new Parsed<>(List.of(message), null));
    assertThat(message)
        .hasToString("netlink type 32786, flags 0xf305, seq 4294967294, pid 4294967293, 5 octets");
    assertThat(new NetlinkMessage(Linux.NLMSG_DONE, 2, 1, 0, NONE))
        .hasToString("netlink type NLMSG_DONE, flags 0x2, seq 1, pid 0, 0 octets");
  }

  @Test
  void aDatagramHasManyMessagesAndTheLastNeedNotBePadded() throws Exception {
    NetlinkMessage one = new NetlinkMessage(16, 2, 7, 8, bytes(1));
    NetlinkMessage two = new NetlinkMessage(17, 2, 7, 8, NONE);
    NetlinkMessage three = new NetlinkMessage(18, 2, 7, 8, bytes(1, 2));
    byte[] datagram = NetlinkMessage.encode(one, two, three);
    assertThat(datagram).hasSize(20 + 16 + 20);
    assertThat(NetlinkMessage.decode(datagram).orThrow()).containsExactly(one, two, three);
    byte[] unpadded = Arrays.copyOf(datagram, datagram.length - 2);
    assertThat(NetlinkMessage.decode(unpadded).orThrow()).containsExactly(one, two, three);
    assertThat(NetlinkMessage.decode(NONE).orThrow()).isEmpty();
  }

  @Test
  void whatIsNoMessageEndsTheListAndSaysWhy() {
    NetlinkMessage good = new NetlinkMessage(16, 2, 7, 8, bytes(1));
    for (int length : new int[] {0, 15, 21, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      byte[] datagram = octets(good.encode(), length, s(16), s(0), 0, 0, bytes(0, 0, 0, 0));
      Parsed<NetlinkMessage> parsed = NetlinkMessage.decode(datagram);
      assertThat(parsed.values()).containsExactly(good);
      assertThat(parsed.malformed())
          .isEqualTo(
              new Malformed(
                  20,
                  "a message of "
                      + Integer.toUnsignedString(length)
                      + " octets: 16 to 20 are possible"));
    }
    Parsed<NetlinkMessage> cut = NetlinkMessage.decode(octets(good.encode(), 16, 16));
    assertThat(cut.values()).containsExactly(good);
    assertThatThrownBy(cut::orThrow)
        .isInstanceOf(ProtocolException.class)
        .hasMessage("netlink, octet 20: 8 octets are left, a header has 16");
  }

  @Test
  void attributesArePaddedAndNestedAndNumbered() throws Exception {
    byte[] encoded =
        NetlinkAttribute.encode(
            NetlinkAttribute.text(3, "lo"),
            NetlinkAttribute.u32(4, 65_536),
            NetlinkAttribute.nested(5, NetlinkAttribute.u8(1, 255), NetlinkAttribute.u16(2, 7)),
            NetlinkAttribute.u64(6, -1));
    assertThat(encoded)
        .isEqualTo(
            octets(
                octets(s(7), s(3), bytes('l', 'o', 0, 0)),
                octets(s(8), s(4), 65_536),
                octets(s(20), s(0x8005)),
                octets(s(5), s(1), bytes(255, 0, 0, 0), s(6), s(2), s(7), s(0)),
                octets(s(12), s(6), -1, -1)));
    List<NetlinkAttribute> decoded = NetlinkAttribute.decode(encoded).orThrow();
    assertThat(decoded).extracting(NetlinkAttribute::type).containsExactly(3, 4, 5, 6);
    assertThat(decoded.get(0).text()).isEqualTo("lo");
    assertThat(decoded.get(0).number()).as("of three octets").isEmpty();
    assertThat(decoded.get(1).number()).hasValue(65_536);
    assertThat(decoded.get(2).flags()).isEqualTo(Linux.NLA_F_NESTED);
    List<NetlinkAttribute> inner = decoded.get(2).nested().orThrow();
    assertThat(inner.get(0).number()).hasValue(255);
    assertThat(inner.get(1).number()).hasValue(7);
    assertThat(decoded.get(3).number()).hasValue(-1);
    assertThat(new NetlinkAttribute(1, Linux.NLA_F_NET_BYTEORDER, bytes(1, 2)).number())
        .hasValue(0x0102);
  }

  @Test
  void aRequestsAttributesFollowItsHeader() throws Exception {
    NetlinkMessage request =
        NetlinkMessage.request(
            Linux.RTM_GETLINK,
            Linux.NLM_F_ACK,
            9,
            bytes(1, 2, 3, 4, 5),
            NetlinkAttribute.u32(Linux.IFLA_EXT_MASK, 1));
    assertThat(request.flags()).isEqualTo(Linux.NLM_F_REQUEST | Linux.NLM_F_ACK);
    assertThat(request.payload())
        .isEqualTo(octets(bytes(1, 2, 3, 4, 5, 0, 0, 0), s(8), s(Linux.IFLA_EXT_MASK), 1));
    assertThat(request.attributes(5).orThrow())
        .containsExactly(NetlinkAttribute.u32(Linux.IFLA_EXT_MASK, 1));
    assertThat(request.attributes(17).malformed())
        .hasToString("netlink, octet 0: a payload of 16 octets, of which its header has 17");
    assertThat(request.attributes(15).orThrow()).as("padding at the end").isEmpty();
  }

  @Test
  void whatIsNoAttributeEndsTheListAndSaysWhy() {
    byte[] good = octets(s(6), s(1), s(9), s(0));
    for (int length : new int[] {0, 3, 9, 65_535}) {
      Parsed<NetlinkAttribute> parsed =
          NetlinkAttribute.decode(octets(good, s(length), s(2), bytes(1, 2, 3, 4)));
      assertThat(parsed.values()).containsExactly(NetlinkAttribute.u16(1, 9));
      assertThat(parsed.malformed())
          .isEqualTo(
              new Malformed(8, "an attribute of " + length + " octets: 4 to 8 are possible"));
    }
    assertThat(NetlinkAttribute.decode(octets(good, s(4))).malformed())
        .hasToString("netlink, octet 8: 2 octets are left, an attribute's header has 4");
  }

  private static NetlinkAck ack(int type, int flags, byte[] payload) {
    NetlinkAck ack = new NetlinkMessage(type, flags, 1, 2, payload).ack();
    assertThat(ack).isNotNull();
    return ack;
  }

  @Test
  void anErrorTellsTheKernelsWordsBehindTheRequest() {
    byte[] words =
        NetlinkAttribute.encode(
            NetlinkAttribute.text(Linux.NLMSGERR_ATTR_MSG, "Not so"),
            NetlinkAttribute.u32(Linux.NLMSGERR_ATTR_OFFS, 24));
    byte[] request = new NetlinkMessage(18, 5, 1, 0, bytes(1, 2, 3, 4, 5)).encode();
    NetlinkAck whole =
        ack(Linux.NLMSG_ERROR, Linux.NLM_F_ACK_TLVS, octets(-Linux.EINVAL, request, words));
    NetlinkAck capped =
        ack(
            Linux.NLMSG_ERROR,
            Linux.NLM_F_ACK_TLVS | Linux.NLM_F_CAPPED,
            octets(-Linux.EINVAL, Arrays.copyOf(request, 16), words));
    for (NetlinkAck ack : List.of(whole, capped)) {
      assertThat(ack.errno()).isEqualTo(Errno.EINVAL);
      assertThat(ack.ok()).isFalse();
      assertThat(ack.text()).isEqualTo("Not so");
      assertThat(ack.offset()).isEqualTo(24);
      assertThat(ack).hasToString("EINVAL (Invalid argument): Not so");
    }
    NetlinkAck fine = ack(Linux.NLMSG_ERROR, 0, octets(0, Arrays.copyOf(request, 16)));
    assertThat(fine.ok()).isTrue();
    assertThat(fine.text()).isNull();
    assertThat(fine.offset()).isEqualTo(-1);
    assertThat(fine).hasToString("ok");
  }

  @Test
  void theEndOfManyMessagesTellsAnErrorToo() {
    assertThat(ack(Linux.NLMSG_DONE, 2, octets(0)).ok()).isTrue();
    assertThat(ack(Linux.NLMSG_DONE, 2, NONE).ok()).isTrue();
    byte[] words = NetlinkAttribute.encode(NetlinkAttribute.text(1, "Not so"));
    NetlinkAck failed =
        ack(Linux.NLMSG_DONE, Linux.NLM_F_ACK_TLVS, octets(-Linux.EOPNOTSUPP, words));
    assertThat(failed).hasToString("EOPNOTSUPP (Operation not supported): Not so");
    assertThat(new NetlinkMessage(16, 2, 1, 2, octets(0)).ack()).isNull();
  }

  @Test
  void aMalformedEndIsAFailureOfItsOwn() {
    assertThat(ack(Linux.NLMSG_ERROR, 0, octets(-1)).toString())
        .startsWith("EBADMSG")
        .endsWith("netlink, octet 0: an answer of 4 octets, at least 20 are needed");
    for (int length : new int[] {0, 15, 100, -1, Integer.MAX_VALUE, Integer.MAX_VALUE - 3}) {
      byte[] request = octets(length, s(18), s(5), 1, 0);
      NetlinkAck ack = ack(Linux.NLMSG_ERROR, Linux.NLM_F_ACK_TLVS, octets(-1, request));
      assertThat(ack.errno()).isEqualTo(Errno.EBADMSG);
      assertThat(ack.malformed().reason())
          .isEqualTo("a request of " + Integer.toUnsignedString(length) + " octets in an answer");
    }
    byte[] capped = octets(Integer.MIN_VALUE, new byte[16]);
    assertThat(ack(Linux.NLMSG_ERROR, 0, capped))
        .hasToString("errno -2147483648")
        .matches(ack -> !ack.ok());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    for (int number : new int[] {-1, 65_536}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new NetlinkMessage(number, 0, 0, 0, NONE))
          .withMessage("type " + number + ": 0 to 65535 are allowed");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new NetlinkMessage(0, number, 0, 0, NONE))
          .withMessage("flags " + number + ": 0 to 65535 are allowed");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new NetlinkAttribute(number, NONE))
          .withMessage("type " + number + ": 0 to 16383 are allowed");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetlinkAttribute(Linux.NLA_F_NESTED | 1, NONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetlinkAttribute(1, 1, NONE))
        .withMessage("flags 0x1: NLA_F_NESTED and NLA_F_NET_BYTEORDER are allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetlinkAttribute(1, new byte[65_532]))
        .withMessage("value of 65532 octets: at most 65531 are allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetlinkAttribute.text(1, "a\0b"))
        .withMessage("text \"a\\0b\": NUL is not allowed");
  }
}
