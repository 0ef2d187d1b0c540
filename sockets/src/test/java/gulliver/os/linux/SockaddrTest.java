package gulliver.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of ip(7), ipv6(7) and unix(7), written down by hand. */
class SockaddrTest {
  private static String encoded(Address address) {
    byte[] bytes = new byte[Sockaddr.SIZEOF];
    Arrays.fill(bytes, (byte) 0xee); // what an earlier address left
    int length = Sockaddr.encode(address, bytes);
    assertThat(Sockaddr.decode(bytes, length)).isEqualTo(address);
    return HexFormat.of().formatHex(bytes, 2, length);
  }

  @Test
  void R35_portsAndIpv4AddressesAreBigEndian() {
    assertThat(encoded(new Address.Inet4("192.0.2.1", 0x1234)))
        .isEqualTo("1234" + "c0000201" + "0000000000000000");
  }

  @Test
  void R35_ipv6AddressesAndFlowInformationAreBigEndianAndScopesAreTheHosts() {
    int scope = 0x01020304;
    String hosts =
        HexFormat.of()
            .formatHex(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(scope).array());
    assertThat(encoded(new Address.Inet6("2001:db8::1", 0x1234, 0x0abcdef0, scope)))
        .isEqualTo("1234" + "0abcdef0" + "20010db8000000000000000000000001" + hosts);
  }

  @Test
  void R35_charactersAreNeverFlipped() {
    assertThat(encoded(new Address.Unix("/abc"))).isEqualTo("2f616263" + "00");
    assertThat(encoded(Address.Unix.ofAbstract("abc\0d"))).isEqualTo("00616263" + "0064");
    assertThat(encoded(Address.Unix.UNNAMED)).isEmpty();
  }

  @Test
  void theFamilyStandsFirstInTheHostsOrder() {
    byte[] bytes = new byte[Sockaddr.SIZEOF];
    Sockaddr.encode(new Address.Unknown(new AddressFamily(0x0102), new byte[] {7}), bytes);
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getShort(0))
        .isEqualTo((short) 0x0102);
  }

  @Test
  void whatIsTooShortForItsFamilyIsUnknown() {
    byte[] bytes = new byte[Sockaddr.SIZEOF];
    for (Address address :
        new Address[] {new Address.Inet4("1.2.3.4", 5), new Address.Inet6("::1", 5)}) {
      int length = Sockaddr.encode(address, bytes);
      assertThat(Sockaddr.decode(bytes, length - 1))
          .isEqualTo(
              new Address.Unknown(address.family(), Arrays.copyOfRange(bytes, 2, length - 1)));
    }
    assertThat(Sockaddr.decode(bytes, 2)).isInstanceOf(Address.Unknown.class);
  }
}
