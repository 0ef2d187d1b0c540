package gulliver.os.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The first calls answer what the quick ones do, and leave the same in memory. */
class FirstCallsTest {
  private final int[] errno = new int[1];
  private final MemorySegment number = MemorySegment.ofArray(errno);

  private static void pair(int type, BiConsumer<Integer, Integer> body) {
    MemorySegment pair = MemorySegment.ofArray(new int[2]);
    assertThat(SocketCalls.socketpair(Linux.AF_UNIX, type | Linux.SOCK_CLOEXEC, 0, pair)).isZero();
    int one = pair.getAtIndex(ValueLayout.JAVA_INT, 0);
    int two = pair.getAtIndex(ValueLayout.JAVA_INT, 1);
    try {
      body.accept(one, two);
    } finally {
      FileCalls.close(one);
      FileCalls.close(two);
    }
  }

  private long send(int fd, MemorySegment bytes, int flags) {
    return FirstCalls.sendto(fd, bytes, flags | Linux.MSG_NOSIGNAL, 0, 0, number);
  }

  private long receive(int fd, MemorySegment room, int flags) {
    return FirstCalls.recvfrom(fd, room, flags | Linux.MSG_DONTWAIT, 0, 0, number);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aPartOfAnArrayIsSentAndReceivedAndNoByteBesides() {
    pair(
        Linux.SOCK_STREAM,
        (one, two) -> {
          MemorySegment from = MemorySegment.ofArray(bytes("..hello..")).asSlice(2, 5);
          assertThat(send(one, from, 0)).isEqualTo(5);
          byte[] into = bytes("0123456789");
          assertThat(receive(two, MemorySegment.ofArray(into).asSlice(1, 8), 0)).isEqualTo(5);
          assertThat(into).isEqualTo(bytes("0hello6789"));
        });
  }

  @Test
  void nativeMemoryIsSentAndReceived() {
    pair(
        Linux.SOCK_STREAM,
        (one, two) -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocate(5).copyFrom(MemorySegment.ofArray(bytes("hello")));
            MemorySegment into = arena.allocate(5);
            assertThat(send(one, from, 0)).isEqualTo(5);
            assertThat(receive(two, into, 0)).isEqualTo(5);
            assertThat(into.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes("hello"));
          }
        });
  }

  @Test
  void aMessageThatIsCutTellsItsLengthAndFillsTheRoom() {
    pair(
        Linux.SOCK_DGRAM,
        (one, two) -> {
          assertThat(send(one, MemorySegment.ofArray(bytes("hello")), 0)).isEqualTo(5);
          byte[] into = bytes("....");
          MemorySegment room = MemorySegment.ofArray(into).asSlice(0, 3);
          assertThat(receive(two, room, Linux.MSG_TRUNC)).isEqualTo(5);
          assertThat(into).isEqualTo(bytes("hel."));
        });
  }

  @Test
  void anEmptyMessageIsNone() {
    pair(
        Linux.SOCK_DGRAM,
        (one, two) -> {
          assertThat(send(one, MemorySegment.ofArray(new byte[0]), 0)).isZero();
          byte[] into = bytes("..");
          assertThat(receive(two, MemorySegment.ofArray(into), 0)).isZero();
          assertThat(into).isEqualTo(bytes(".."));
        });
  }

  @Test
  void whatFailedLeavesItsNumberAndTheRoomAsItWas() {
    pair(
        Linux.SOCK_STREAM,
        (one, two) -> {
          byte[] into = bytes("..");
          assertThat(receive(two, MemorySegment.ofArray(into), 0)).isEqualTo(-1);
          assertThat(errno[0]).isEqualTo(Linux.EAGAIN);
          assertThat(into).isEqualTo(bytes(".."));
          assertThat(SocketCalls.shutdown(one, Linux.SHUT_WR)).isZero();
          assertThat(send(one, MemorySegment.ofArray(into), 0)).isEqualTo(-1);
          assertThat(errno[0]).isEqualTo(Linux.EPIPE);
        });
  }

  /** A copy would be gone when the kernel sends it. */
  @Test
  void whatTheKernelSendsLaterDoesNotGoThisWay() {
    assertThat(FirstCalls.is(1, Linux.MSG_ZEROCOPY)).isFalse();
    assertThat(FirstCalls.is(1, 0)).as("once the quick shape is linked").isFalse();
  }
}
