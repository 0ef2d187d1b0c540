package gulliver.protocols.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Framings to test, and what a decoder makes of bytes. */
final class Framings {
  private Framings() {}

  /** Every kind. */
  static List<Framing> all() {
    List<Framing> all =
        new ArrayList<>(
            List.of(
                Framing.fixed(1),
                Framing.fixed(3),
                Framing.varint(),
                Framing.delimiter((byte) 0),
                delimiter("||"),
                delimiter("aab"),
                delimiter("abacabad"),
                Framing.lines(LineEnd.LF),
                Framing.lines(LineEnd.CRLF),
                Framing.lines(LineEnd.LF_OR_CRLF)));
    for (int width : new int[] {1, 2, 4, 8}) {
      all.add(Framing.lengthPrefixed(width));
      all.add(Framing.lengthPrefixed(width, ByteOrder.LITTLE_ENDIAN));
    }
    return all;
  }

  static Framing delimiter(String text) {
    return Framing.delimiter(bytes(text));
  }

  static byte[] bytes(String latin1) {
    return latin1.getBytes(ISO_8859_1);
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  static String text(ByteBuffer buffer) {
    return new String(bytes(buffer), ISO_8859_1);
  }

  /** Messages that a framing takes, of few different bytes, so that they come close to the ends. */
  static List<byte[]> messages(Framing framing, Random random, int count, int longest) {
    byte[] alphabet = bytes("aabc|d\r\n\0");
    List<byte[]> messages = new ArrayList<>();
    while (messages.size() < count) {
      boolean fixed = framing instanceof Framing.Fixed;
      byte[] message = new byte[fixed ? framing.limit() : random.nextInt(longest + 1)];
      for (int i = 0; i < message.length; i++) {
        message[i] = alphabet[random.nextInt(alphabet.length)];
      }
      try {
        framing.encode(message);
        messages.add(message);
      } catch (IllegalArgumentException e) {
        // has the ending in it: another one
      }
    }
    return messages;
  }

  static byte[] encode(Framing framing, List<byte[]> messages) {
    return join(messages.stream().map(framing::encode).toList());
  }

  static byte[] join(List<byte[]> parts) {
    ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
    parts.forEach(all::put);
    return all.array();
  }

  static List<String> texts(List<byte[]> messages) {
    return messages.stream().map(message -> new String(message, ISO_8859_1)).toList();
  }

  /**
   * What a decoder makes of a stream.
   *
   * @param messages as Latin-1
   * @param end "end", or the kind of failure and the offset of its message
   */
  record Outcome(List<String> messages, String end) {}

  /** Decodes a stream that comes in one part. */
  static Outcome decode(Framing framing, byte[] stream) {
    return decode(framing, stream, new int[] {stream.length});
  }

  /** Decodes a stream that comes in parts of these sizes, the last as often as needed. */
  static Outcome decode(Framing framing, byte[] stream, int[] sizes) {
    FrameDecoder decoder = new FrameDecoder(framing);
    List<String> messages = new ArrayList<>();
    String end = "end";
    try {
      take(decoder, messages);
      for (int at = 0, i = 0; at < stream.length; i++) {
        int size = Math.min(sizes[Math.min(i, sizes.length - 1)], stream.length - at);
        ByteBuffer part = ByteBuffer.wrap(stream, at, size);
        while (part.hasRemaining()) { // as a socket fills it: as far as there is room
          ByteBuffer room = decoder.room();
          int fits = Math.min(room.remaining(), part.remaining());
          room.put(part.slice(part.position(), fits));
          part.position(part.position() + fits);
          take(decoder, messages);
        }
        at += size;
      }
      decoder.end();
    } catch (FramingException e) {
      end = e.kind() + "@" + e.offset();
    }
    return new Outcome(messages, end);
  }

  private static void take(FrameDecoder decoder, List<String> messages) throws FramingException {
    ByteBuffer message;
    while ((message = decoder.next()) != null) {
      messages.add(text(message));
    }
  }
}
