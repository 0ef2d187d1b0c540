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
        new Address[] {
          new Address.Inet4("1.2.3.4", 5),
          new Address.Inet6("::1", 5),
          new Address.Netlink(6, 7),
          new Address.Vsock(8, 9),
          new Address.Packet(3, 1, 1, 0, new byte[8])
        }) {
      int length = Sockaddr.encode(address, bytes);
      assertThat(Sockaddr.decode(bytes, length - 1))
          .isEqualTo(
              new Address.Unknown(address.family(), Arrays.copyOfRange(bytes, 2, length - 1)));
    }
    assertThat(Sockaddr.decode(bytes, 2)).isInstanceOf(Address.Unknown.class);
  }

  private static String hosts(int number) {
    return HexFormat.of()
        .formatHex(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(number).array());
  }

  private static String hosts(short number) {
    return HexFormat.of()
        .formatHex(ByteBuffer.allocate(2).order(ByteOrder.nativeOrder()).putShort(number).array());
  }

  @Test
  void R35_theEtherTypeOfAPacketAddressIsBigEndianAndTheOthersAreTheHosts() {
    byte[] hardware = {2, 0x42, (byte) 0xac, 0x11, 0, 2};
    assertThat(encoded(new Address.Packet(0x0800, 3, 1, 4, hardware)))
        .isEqualTo("0800" + hosts(3) + hosts((short) 1) + "04" + "06" + "0242ac110002" + "0000");
    assertThat(encoded(new Address.Packet(0x0003, 0)))
        .isEqualTo("0003" + hosts(0) + "0000" + "00" + "00" + "00".repeat(8));
  }

  @Test
  void aHardwareAddressMayBeLongerThanTheStructureAndShorter() {
    byte[] infiniband = new byte[20];
    Arrays.fill(infiniband, (byte) 7);
    assertThat(encoded(new Address.Packet(0x0800, 3, 32, 0, infiniband)))
        .endsWith("14" + "07".repeat(20));
    byte[] bytes = new byte[Sockaddr.SIZEOF];
    Address short2 = new Address.Packet(0x0800, 3, 1, 0, new byte[] {1, 2});
    Sockaddr.encode(short2, bytes);
    assertThat(Sockaddr.decode(bytes, 14)).as("as getsockname says it").isEqualTo(short2);
    assertThat(Sockaddr.decode(bytes, 13)).isInstanceOf(Address.Unknown.class);
    bytes[11] = 33;
    assertThat(Sockaddr.decode(bytes, 128)).isInstanceOf(Address.Unknown.class);
    bytes[11] = (byte) 255;
    assertThat(Sockaddr.decode(bytes, 1000)).isInstanceOf(Address.Unknown.class);
  }

  @Test
  void R35_netlinkAndVsockAddressesAreTheHosts() {
    assertThat(encoded(new Address.Netlink(0x01020304, 0x80000001)))
        .isEqualTo("0000" + hosts(0x01020304) + hosts(0x80000001));
    assertThat(encoded(new Address.Vsock(0x01020304, 0xfffefdfc, 1)))
        .isEqualTo("0000" + hosts(0xfffefdfc) + hosts(0x01020304) + "01" + "000000");
  }

  @Test
  void anInterfaceThatIsNoneIsUnknown() {
    byte[] bytes = new byte[Sockaddr.SIZEOF];
    int length = Sockaddr.encode(new Address.Packet(3, 0x7f7f7f7f), bytes);
    Arrays.fill(bytes, 4, 8, (byte) 0xff);
    assertThat(Sockaddr.decode(bytes, length)).isInstanceOf(Address.Unknown.class);
  }
}
