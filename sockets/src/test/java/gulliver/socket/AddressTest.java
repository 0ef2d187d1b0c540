package gulliver.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gulliver.os.linux.Sockaddr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class AddressTest {
  @Test
  void anIpv6AddressWithoutScopeHasNoneInJava() {
    assertThat(new Address.Inet6("2001:db8::1", 80).toSocketAddress())
        .hasToString(new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 80).toString());
  }

  /** unix(7): the kernel adds the NUL that does not fit, and says a length of one more. */
  @Test
  void aUnixPathMayFillTheWholeField() {
    Address.Unix whole = new Address.Unix("/" + "x".repeat(107));
    byte[] raw = new byte[Sockaddr.SIZEOF];
    assertThat(Sockaddr.encode(whole, raw)).isEqualTo(Linux.sockaddr_un.SIZEOF);
    assertThat(Sockaddr.decode(raw, Linux.sockaddr_un.SIZEOF + 1)).isEqualTo(whole);
  }

  @Test
  void halfASurrogatePairThatStandsForNoByteIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Address.Unix("/tmp/\uD83D"))
        .withMessage("UNIX path with U+D83D: half a surrogate pair is not allowed");
    assertThat(new Address.Unix("/\uD83D\uDE00\uDC80").bytes())
        .isEqualTo(
            new byte[] {'/', (byte) 0xF0, (byte) 0x9F, (byte) 0x98, (byte) 0x80, (byte) 0x80});
  }

  @Test
  void aFamilyThatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Address.Unknown(new AddressFamily(65536 + 2), new byte[14]))
        .withMessage("address family 65538: 0 to 65535 are allowed");
    assertThat(new Address.Unknown(new AddressFamily(65535), new byte[1])).hasToString("65535:00");
  }

  @Test
  void packetAddressesPrintByTheirNames() {
    byte[] hardware = {2, 0x42, (byte) 0xac, 0x11, 0, 2};
    assertThat(new Address.Packet(Linux.ETH_P_IP, 2, Linux.ARPHRD_ETHER, 0, hardware))
        .hasToString("02:42:ac:11:00:02%2 ETH_P_IP PACKET_HOST ARPHRD_ETHER");
    assertThat(new Address.Packet(Linux.ETH_P_IP, 1, Linux.ARPHRD_LOOPBACK, 4, new byte[6]))
        .hasToString("00:00:00:00:00:00%1 ETH_P_IP PACKET_OUTGOING ARPHRD_LOOPBACK");
    assertThat(new Address.Packet(Linux.ETH_P_ALL, 2)).hasToString("*%2 ETH_P_ALL");
    assertThat(new Address.Packet(0x9abc, 2, hardware)).hasToString("02:42:ac:11:00:02%2 0x9abc");
  }

  @Test
  void netlinkAndVsockAddressesPrintUnsigned() {
    assertThat(Address.Netlink.KERNEL).hasToString("netlink:0");
    assertThat(new Address.Netlink(-4097, 0)).hasToString("netlink:4294963199");
    assertThat(new Address.Netlink(0, Linux.RTMGRP_LINK | 1 << 31))
        .hasToString("netlink:0 groups 0x80000001");
    assertThat(new Address.Vsock(Linux.VMADDR_CID_HOST, 1024)).hasToString("vsock:2:1024");
    assertThat(new Address.Vsock(Linux.VMADDR_CID_ANY, Linux.VMADDR_PORT_ANY))
        .hasToString("vsock:*:*");
    assertThat(new Address.Vsock(3, -2, Linux.VMADDR_FLAG_TO_HOST))
        .hasToString("vsock:3:4294967294 flags 0x1");
  }

  @Test
  void whatDoesNotFitIntoAPacketAddressIsRefused() {
    byte[] none = {};
    for (int number : new int[] {-1, 65536}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Address.Packet(number, 1))
          .withMessage("protocol " + number + ": 0 to 65535 are allowed");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Address.Packet(0, 1, number, 0, none))
          .withMessage("hatype " + number + ": 0 to 65535 are allowed");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Address.Packet(0, 1, 0, number, none))
          .withMessage("pkttype " + number + ": 0 to 255 are allowed");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Address.Vsock(1, 1, number))
          .withMessage("flags " + number + ": 0 to 255 are allowed");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Address.Packet(0, -1))
        .withMessage("ifindex -1: at least 0 is allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Address.Packet(0, 1, new byte[33]))
        .withMessage("hardware address of 33 bytes: at most 32 are allowed");
  }

  @Test
  void aPacketAddressIsAValue() {
    byte[] bytes = {1, 2, 3, 4, 5, 6};
    Address.Packet address = new Address.Packet(3, 1, bytes);
    assertThat(address).isEqualTo(new Address.Packet(3, 1, bytes.clone()));
    assertThat(address).hasSameHashCodeAs(new Address.Packet(3, 1, bytes.clone()));
    bytes[0] = 9;
    address.address()[1] = 9;
    assertThat(address.address()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(address).isNotEqualTo(new Address.Packet(3, 1, bytes));
  }

  @Test
  void everyFamilyNumbersItsProtocolsForItself() {
    assertThat(LinuxNames.protocol(Linux.AF_INET, 17)).isEqualTo("IPPROTO_UDP");
    assertThat(LinuxNames.protocol(Linux.AF_NETLINK, 4)).isEqualTo("NETLINK_SOCK_DIAG");
    assertThat(LinuxNames.protocol(Linux.AF_PACKET, Sockets.htons(Linux.ETH_P_ALL)))
        .isEqualTo("htons(ETH_P_ALL)");
    assertThat(LinuxNames.protocol(Linux.AF_PACKET, 1 << 20)).isEqualTo("1048576");
    assertThat(LinuxNames.protocol(Linux.AF_VSOCK, 6)).isEqualTo("6");
    assertThat(new FiveTuple(new Protocol(0), new Address.Netlink(7, 0), Address.Netlink.KERNEL))
        .hasToString("route netlink:7 -> netlink:0");
    assertThat(new FiveTuple(Protocol.DEFAULT, Address.Unix.UNNAMED, null))
        .hasToString("unix (unnamed)");
  }
}
