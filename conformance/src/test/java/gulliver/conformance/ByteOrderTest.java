package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gulliver.conformance.Python.Question;
import gulliver.socket.HostByteOrder;
import gulliver.socket.Sockets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** R35 on hosts of both orders. */
class ByteOrderTest {
  static final List<ByteOrder> ORDERS = List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);

  private static final long SEED = 35;

  /** A number as a host of an order keeps it in memory. */
  private static ByteBuffer memory(ByteOrder order) {
    return ByteBuffer.allocate(8).order(order);
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void R35_everyPortLiesInMemoryBigEndianAfterHtons(ByteOrder order) {
    HostByteOrder host = new HostByteOrder(order);
    for (int port = 0; port <= 65535; port++) {
      int net = host.htons(port);
      assertThat(memory(order).putShort((short) net).order(ByteOrder.BIG_ENDIAN).getShort(0))
          .isEqualTo((short) port);
      assertThat(host.ntohs(net)).isEqualTo(port);
    }
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void R35_everyLongLiesInMemoryBigEndianAfterHtonl(ByteOrder order) {
    HostByteOrder host = new HostByteOrder(order);
    IntStream.concat(
            IntStream.of(0, 1, -1, 0x7f000001, Integer.MIN_VALUE, Integer.MAX_VALUE),
            new Random(SEED).ints(2000))
        .forEach(number -> {
          int net = host.htonl(number);
          assertThat(memory(order).putInt(net).order(ByteOrder.BIG_ENDIAN).getInt(0))
              .isEqualTo(number);
          assertThat(host.ntohl(net)).isEqualTo(number);
        });
    LongStream.concat(
            LongStream.of(0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE), new Random(SEED).longs(2000))
        .forEach(number -> {
          long net = host.htonll(number);
          assertThat(memory(order).putLong(net).order(ByteOrder.BIG_ENDIAN).getLong(0))
              .isEqualTo(number);
          assertThat(host.ntohll(net)).isEqualTo(number);
        });
  }

  @Test
  void R35_aLittleEndianHostReversesAndABigEndianOneDoesNothing() {
    HostByteOrder little = new HostByteOrder(ByteOrder.LITTLE_ENDIAN);
    assertThat(little.htons(80)).isEqualTo(0x5000);
    assertThat(little.htons(0xff00)).isEqualTo(0x00ff);
    assertThat(little.htonl(0x7f000001)).isEqualTo(0x0100007f);
    assertThat(little.htonll(0x0102030405060708L)).isEqualTo(0x0807060504030201L);
    HostByteOrder big = new HostByteOrder(ByteOrder.BIG_ENDIAN);
    assertThat(big.htons(80)).isEqualTo(80);
    assertThat(big.htonl(0x7f000001)).isEqualTo(0x7f000001);
    assertThat(big.htonll(0x0102030405060708L)).isEqualTo(0x0102030405060708L);
  }

  @Test
  void R35_whatIsNoSixteenBitsIsRefused() {
    for (ByteOrder order : ORDERS) {
      HostByteOrder host = new HostByteOrder(order);
      for (int number : new int[] {-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> host.htons(number))
            .withMessage("htons " + number + ": 0 to 65535 are allowed");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> host.ntohs(number))
            .withMessage("ntohs " + number + ": 0 to 65535 are allowed");
      }
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Sockets.htons(65536));
    assertThatIllegalArgumentException().isThrownBy(() -> Sockets.ntohs(-1));
  }

  @Test
  void R35_thisMachinesOrderIsThatOfTheCLibrary() throws Exception {
    Random random = new Random(SEED);
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      add(questions, "htons", random.nextInt(65536), Sockets::htons);
      add(questions, "ntohs", random.nextInt(65536), Sockets::ntohs);
      add(questions, "htonl", random.nextInt(), Sockets::htonl);
      add(questions, "ntohl", random.nextInt(), Sockets::ntohl);
    }
    Python.agrees(
        """
        import socket, sys
        for line in sys.stdin:
            name, number = line.split()
            print(getattr(socket, name)(int(number)))
        """,
        questions);
    assertThat(Sockets.ntohll(Sockets.htonll(1L))).isEqualTo(1L);
    assertThat(Sockets.htonll(1L))
        .isEqualTo(ByteBuffer.allocate(8).putLong(1).order(ByteOrder.nativeOrder()).getLong(0));
  }

  private static void add(
      List<Question> questions, String name, int number, IntUnaryOperator ours) {
    questions.add(
        new Question(
            name + " " + Integer.toUnsignedString(number),
            Integer.toUnsignedString(ours.applyAsInt(number))));
  }
}
