package gulliver.socket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * UNIX paths as text and back without loss: UTF-8, and lone surrogates for bytes that are none (PEP
 * 383).
 */
final class UnixText {
  private UnixText() {}

  static byte[] encode(String text) {
    boolean plain = text.codePoints().noneMatch(UnixText::isSurrogate);
    if (plain) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c >= 0xDC80 && c <= 0xDCFF) {
        bytes.put((byte) (c - 0xDC00));
      } else if (isSurrogate(c)) {
        throw new IllegalArgumentException(
            String.format("UNIX path with U+%04X: half a surrogate pair is not allowed", c));
      } else {
        bytes.put(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      }
      i += Character.charCount(c);
    }
    byte[] encoded = new byte[bytes.position()];
    bytes.flip().get(encoded);
    return encoded;
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (decoder.decode(in, out, true).isMalformed()) {
      out.put((char) (0xDC00 + (in.get() & 255)));
      decoder.reset();
    }
    return out.flip().toString();
  }
}
