package gulliver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gulliver.socket.NetlinkAttribute;
import gulliver.socket.NetlinkMessage;
import gulliver.socket.NetlinkMessage.Parsed;
import java.util.List;

/** Datagrams of netlink as the kernel writes them, and as none ever has. */
class NetlinkFuzzTest {
  private static final int[] HEADERS = {0, 1, 4, 8, 12, 16, 20, 72};

  /** How deep attributes are looked into; nothing stops bytes from nesting 16,000 times. */
  private static final int DEPTH = 5;

  @FuzzTest
  void decode(byte[] input) throws Exception {
    Parsed<NetlinkMessage> parsed = NetlinkMessage.decode(input);
    if (parsed.malformed() != null) {
      assertThat(parsed.malformed().offset()).isBetween(0, input.length - 1);
    }
    for (NetlinkMessage message : parsed.values()) {
      assertThat(message.toString()).isNotNull();
      for (int header : HEADERS) {
        look(message.attributes(header), DEPTH);
      }
      if (message.ack() != null) {
        assertThat(message.ack().toString()).isNotNull();
        message.ack().text();
        message.ack().offset();
      }
    }
    byte[] again = NetlinkMessage.encode(parsed.values().toArray(NetlinkMessage[]::new));
    assertThat(NetlinkMessage.decode(again).orThrow()).isEqualTo(parsed.values());
  }

  private static void look(Parsed<NetlinkAttribute> attributes, int depth) throws Exception {
    for (NetlinkAttribute attribute : attributes.values()) {
      attribute.number();
      attribute.text();
      if (depth > 0) {
        look(attribute.nested(), depth - 1);
      }
    }
    List<NetlinkAttribute> values = attributes.values();
    byte[] again = NetlinkAttribute.encode(values.toArray(NetlinkAttribute[]::new));
    assertThat(NetlinkAttribute.decode(again).orThrow()).isEqualTo(values);
  }
}
