package gulliver.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class AddressTest {
  @Test
  void anIpv6AddressWithoutScopeHasNoneInJava() {
    assertThat(new Address.Inet6("2001:db8::1", 80).toSocketAddress())
        .hasToString(new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 80).toString());
  }
}
