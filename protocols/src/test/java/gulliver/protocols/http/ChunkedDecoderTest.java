package gulliver.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.protocols.http.HostileRequests.Hostile;
import gulliver.protocols.http.Parsed.Refusal;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunked bodies: what is in them, what is refused, and that segments do not matter. */
class ChunkedDecoderTest {
  /** What became of octets. */
  private record Decoded(
      String data, int used, boolean ended, Headers trailers, @Nullable Refusal refusal) {}

  private static Decoded decode(byte[] octets, int... sizes) {
    ChunkedDecoder decoder = new ChunkedDecoder(HttpLimits.DEFAULT);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    int at = 0;
    int to = 0;
    for (int i = 0; to < octets.length && !decoder.isEnded() && decoder.refusal() == null; i++) {
      to = Math.min(octets.length, to + sizes[Math.min(i, sizes.length - 1)]);
      boolean more = true;
      while (more) {
        int frame = decoder.decode(octets, at, to);
        at += frame;
        int n = (int) Math.min(decoder.available(), to - at);
        if (n > 0) {
          data.write(octets, at, n);
          decoder.took(n);
          at += n;
        }
        more = frame + n > 0;
      }
    }
    return new Decoded(
        Chars.text(data.toByteArray(), 0, data.size()),
        at,
        decoder.isEnded(),
        decoder.trailers(),
        decoder.refusal());
  }

  private static Decoded decode(String text) {
    byte[] octets = Chars.bytes(text);
    Decoded whole = decode(octets, octets.length);
    assertThat(decode(octets, 1)).as("octet by octet").isEqualTo(whole);
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      assertThat(decode(octets, random.ints(50, 1, 5).toArray())).isEqualTo(whole);
    }
    return whole;
  }

  static List<Hostile> hostile() {
    return HostileRequests.chunks();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void R34_aChunkedBodyThatIsNone(Hostile hostile) {
    Decoded decoded = decode(hostile.octets());
    assertThat(decoded.refusal).isNotNull();
    assertThat(decoded.refusal.status()).isEqualTo(hostile.status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n",
        "6\r\nabcdef\r\n0\r\n\r\n",
        "0006;name=value;other=\"quoted; text\"\r\nabcdef\r\n000;x\r\n\r\n",
        "6 \t;a\r\nabcdef\r\n0\r\n\r\n",
        "1\r\na\r\n1\r\nb\r\n1\r\nc\r\n1\r\nd\r\n1\r\ne\r\n1\r\nf\r\n0\r\n\r\n"
      })
  void R34_theDataOfAllChunks(String text) {
    Decoded decoded = decode(text + "GET / HTTP/1.1\r\n");
    assertThat(decoded).isEqualTo(new Decoded("abcdef", text.length(), true, Headers.EMPTY, null));
  }

  @Test
  void R34_trailersFollowTheBody() {
    Decoded decoded = decode("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\nA: b\r\nC: \r\n\r\n");
    assertThat(decoded.data).hasSize(20);
    assertThat(decoded.trailers).isEqualTo(Headers.of("A", "b", "C", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3\r\nab", "3\r\nabc", "3\r\nabc\r\n", "0\r\n", "0\r\nA: b\r\n", "3"})
  void R34_aBodyThatIsCutHasNotEnded(String text) {
    Decoded decoded = decode(text);
    assertThat(decoded.ended).isFalse();
    assertThat(decoded.refusal).isNull();
  }
}
