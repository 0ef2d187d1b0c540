package gulliver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gulliver.os.linux.Cmsg;
import gulliver.socket.ControlMessage;
import gulliver.socket.Descriptor;
import gulliver.socket.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Ancillary data and entries of the error queue, as the kernel writes them, and as none has. */
class CmsgFuzzTest {
  /** Whatever the bytes are, messages come out, and every descriptor among them has an owner. */
  @FuzzTest
  void decode(byte[] input) throws IOException {
    try (Descriptor owner = Descriptor.eventfd(0, 0);
        Arena arena = Arena.ofConfined()) {
      AtomicInteger made = new AtomicInteger();
      List<ControlMessage> messages =
          Cmsg.decode(
              copy(arena, input),
              number -> {
                made.incrementAndGet();
                return owner;
              });
      assertThat(owned(messages)).isEqualTo(made.get());
      assertThat(messages.toString()).isNotNull();

      MemorySegment again = arena.allocate(Math.max(1, Cmsg.space(messages)), 8);
      Cmsg.encode(messages, again);
      List<ControlMessage> twice =
          Cmsg.decode(again.asSlice(0, Cmsg.space(messages)), number -> owner);
      assertThat(twice).hasSameSizeAs(messages);
      for (int i = 0; i < messages.size(); i++) {
        if (!isError(messages.get(i))) { // the room behind a short offender is part of it then
          assertThat(twice.get(i)).isEqualTo(messages.get(i));
        }
      }
    }
  }

  private static MemorySegment copy(Arena arena, byte[] bytes) {
    MemorySegment copy = arena.allocate(Math.max(1, bytes.length), 8);
    MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return copy.asSlice(0, bytes.length);
  }

  private static int owned(List<ControlMessage> messages) {
    return messages.stream()
        .mapToInt(message ->
            message instanceof ControlMessage.ScmRights rights
                ? rights.descriptors().size()
                : message instanceof ControlMessage.ScmPidfd ? 1 : 0)
        .sum();
  }

  private static boolean isError(ControlMessage message) {
    boolean four = message.level() == Linux.IPPROTO_IP && message.type() == Linux.IP_RECVERR;
    boolean six = message.level() == Linux.IPPROTO_IPV6 && message.type() == Linux.IPV6_RECVERR;
    return four || six;
  }
}
