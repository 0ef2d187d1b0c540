package gulliver.socket;

import static gulliver.socket.Sockets.htonl;
import static gulliver.socket.Sockets.htonll;
import static gulliver.socket.Sockets.htons;
import static gulliver.socket.Sockets.ntohl;
import static gulliver.socket.Sockets.ntohll;
import static gulliver.socket.Sockets.ntohs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostByteOrderTest {
  private static final HostByteOrder LITTLE = new HostByteOrder(ByteOrder.LITTLE_ENDIAN);
  private static final HostByteOrder BIG = new HostByteOrder(ByteOrder.BIG_ENDIAN);

  static List<HostByteOrder> bothOrders() {
    return List.of(LITTLE, BIG);
  }

  @Test
  void R35_aLittleEndianHostReverses() {
    assertThat(LITTLE.htons(0x1234)).isEqualTo(0x3412);
    assertThat(LITTLE.ntohs(0x00ff)).isEqualTo(0xff00);
    assertThat(LITTLE.htonl(0x01020304)).isEqualTo(0x04030201);
    assertThat(LITTLE.ntohl(0x7f000001)).isEqualTo(0x0100007f);
    assertThat(LITTLE.htonll(0x0102030405060708L)).isEqualTo(0x0807060504030201L);
    assertThat(LITTLE.ntohll(1)).isEqualTo(0x0100000000000000L);
  }

  @Test
  void R35_aBigEndianHostDoesNothing() {
    assertThat(BIG.htons(0x1234)).isEqualTo(0x1234);
    assertThat(BIG.ntohs(0x00ff)).isEqualTo(0x00ff);
    assertThat(BIG.htonl(0x01020304)).isEqualTo(0x01020304);
    assertThat(BIG.ntohl(0x7f000001)).isEqualTo(0x7f000001);
    assertThat(BIG.htonll(0x0102030405060708L)).isEqualTo(0x0102030405060708L);
    assertThat(BIG.ntohll(1)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("bothOrders")
  void R35_theSameProgramPutsTheSameBytesOnTheWire(HostByteOrder host) {
    ByteBuffer memory = ByteBuffer.allocate(14).order(host.order()); // as that host stores numbers
    memory.putShort((short) host.htons(80)).putInt(host.htonl(0xc0a80001));
    memory.putLong(host.htonll(0x1122334455667788L));
    assertThat(memory.array())
        .containsExactly(0, 80, 0xc0, 0xa8, 0, 1, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88);
  }

  @ParameterizedTest
  @MethodSource("bothOrders")
  void R35_thereAndBackIsTheSame(HostByteOrder host) {
    IntStream.rangeClosed(0, 65535)
        .forEach(port -> assertThat(host.ntohs(host.htons(port))).isEqualTo(port));
    for (int bits : new int[] {0, 1, -1, Integer.MIN_VALUE, 0x7f000001}) {
      assertThat(host.ntohl(host.htonl(bits))).isEqualTo(bits);
      assertThat(host.ntohll(host.htonll(bits))).isEqualTo(bits);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void R35_whatIsNoShortIsRefused(int number) {
    for (HostByteOrder host : bothOrders()) {
      assertThatThrownBy(() -> host.htons(number))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("htons " + number + ": 0 to 65535 are allowed");
      assertThatThrownBy(() -> host.ntohs(number))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("ntohs " + number + ": 0 to 65535 are allowed");
    }
  }

  @Test
  void R35_thisMachineIsWhatPythonSaysItIs() throws Exception {
    List<String> answers =
        Python.ask(
            "import socket as s; print(s.htons(80), s.ntohs(0x1234), s.htonl(0x7f000001), s.ntohl(7))",
            List.of());
    assertThat(answers)
        .containsExactly(
            htons(80)
                + " "
                + ntohs(0x1234)
                + " "
                + Integer.toUnsignedString(htonl(0x7f000001))
                + " "
                + Integer.toUnsignedString(ntohl(7)));
    assertThat(ntohll(htonll(42))).isEqualTo(42);
  }
}
