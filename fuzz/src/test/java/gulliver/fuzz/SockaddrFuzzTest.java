package gulliver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gulliver.os.linux.Sockaddr;
import gulliver.socket.Address;
import java.util.Arrays;

/** Addresses as the kernel writes them, and as none ever has. */
class SockaddrFuzzTest {
  /** Whatever the bytes are, an address comes out, which says the same when it goes back. */
  @FuzzTest
  void decode(byte[] input) {
    byte[] room = Arrays.copyOf(input, Sockaddr.SIZEOF);
    for (int length : new int[] {input.length, Math.min(input.length, room.length), 3, 2, 1, 300}) {
      Address address = Sockaddr.decode(room, length);
      assertThat(address.toString()).isNotNull();
      byte[] again = new byte[Sockaddr.SIZEOF];
      int size = Sockaddr.encode(address, again);
      assertThat(size).isBetween(2, Sockaddr.SIZEOF);
      assertThat(Sockaddr.decode(again, size)).isEqualTo(address);
    }
  }
}
