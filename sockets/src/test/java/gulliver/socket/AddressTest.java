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
}
