package gulliver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gulliver.protocols.framing.FrameDecoder;
import gulliver.protocols.framing.Framing;
import gulliver.protocols.framing.FramingException;
import gulliver.protocols.framing.LineEnd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Streams of messages, framed in every way. The first byte of an input says which way, the second
 * the limit, the third the sizes of the parts in which the rest comes.
 */
class FramingFuzzTest {
  private static final List<Framing> FRAMINGS =
      List.of(
          Framing.fixed(3),
          Framing.lengthPrefixed(1),
          Framing.lengthPrefixed(2),
          Framing.lengthPrefixed(2, ByteOrder.LITTLE_ENDIAN),
          Framing.lengthPrefixed(4),
          Framing.lengthPrefixed(4, ByteOrder.LITTLE_ENDIAN),
          Framing.lengthPrefixed(8),
          Framing.lengthPrefixed(8, ByteOrder.LITTLE_ENDIAN),
          Framing.varint(),
          Framing.delimiter((byte) 0),
          Framing.delimiter((byte) 'a', (byte) 'a', (byte) 'b'),
          Framing.delimiter((byte) 'a', (byte) 'b', (byte) 'a', (byte) 'b'),
          Framing.lines(LineEnd.LF),
          Framing.lines(LineEnd.CRLF),
          Framing.lines(LineEnd.LF_OR_CRLF));

  /** Whatever the parts, the same messages come out, and they are what a writer makes. */
  @FuzzTest
  void decode(byte[] input) {
    if (input.length < 3) {
      return;
    }
    Framing any = FRAMINGS.get((input[0] & 0xff) % FRAMINGS.size());
    int limit = input[1] & 0xff;
    Framing framing = any instanceof Framing.Fixed ? any : any.limit(limit);
    byte[] stream = Arrays.copyOfRange(input, 3, input.length);

    Outcome whole = outcome(framing, stream, stream.length);
    assertThat(outcome(framing, stream, 1)).isEqualTo(whole);
    assertThat(outcome(framing, stream, 1 + (input[2] & 0xff))).isEqualTo(whole);

    for (ByteBuffer message : whole.messages) {
      assertThat(message.remaining()).isLessThanOrEqualTo(framing.limit());
    }
    if (!(framing instanceof Framing.Line line && line.end() == LineEnd.LF_OR_CRLF)) {
      ByteArrayOutputStream again = new ByteArrayOutputStream();
      whole.messages.forEach(message -> again.writeBytes(framing.encode(bytes(message))));
      byte[] stream2 = again.toByteArray();
      if (!(framing instanceof Framing.Varint)) { // which may be longer than is written
        assertThat(stream2).isEqualTo(Arrays.copyOf(stream, (int) whole.offset));
      }
      assertThat(outcome(framing, stream2, 1))
          .isEqualTo(new Outcome(whole.messages, stream2.length, "end"));
    }
    writeAndRead(framing, stream);
  }

  /** What a writer takes, a reader gets. */
  private static void writeAndRead(Framing framing, byte[] message) {
    byte[] frame;
    try {
      frame = framing.encode(message);
    } catch (IllegalArgumentException e) {
      return; // it is not for this framing
    }
    assertThat(outcome(framing, frame, 1))
        .isEqualTo(new Outcome(List.of(ByteBuffer.wrap(message)), frame.length, "end"));
  }

  /**
   * What a stream is.
   *
   * @param messages copied
   * @param offset where what is no message begins
   * @param end how it ends
   */
  private record Outcome(List<ByteBuffer> messages, long offset, String end) {}

  private static Outcome outcome(Framing framing, byte[] stream, int part) {
    FrameDecoder decoder = new FrameDecoder(framing);
    List<ByteBuffer> messages = new ArrayList<>();
    try {
      for (int at = 0; at < stream.length; at += part) {
        decoder.feed(ByteBuffer.wrap(stream, at, Math.min(part, stream.length - at)));
        ByteBuffer message;
        while ((message = decoder.next()) != null) {
          messages.add(ByteBuffer.wrap(bytes(message)));
        }
      }
      decoder.end();
      return new Outcome(messages, decoder.offset(), "end");
    } catch (FramingException e) {
      assertThat(e.offset()).isEqualTo(decoder.offset());
      return new Outcome(messages, decoder.offset(), String.valueOf(e.kind()));
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
