package gulliver.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bodies in chunks. */
class ChunkedFuzzTest {
  /** Whatever the parts, the same data come out, and the same end. */
  @FuzzTest
  void decode(byte[] input) {
    Outcome whole = outcome(input, Math.max(1, input.length));
    assertThat(outcome(input, 1)).isEqualTo(whole);
    assertThat(outcome(input, 5)).isEqualTo(whole);
    assertThat(whole.data.length()).isLessThanOrEqualTo(input.length);
  }

  /**
   * What a body is.
   *
   * @param data as Latin-1
   * @param taken how many octets belong to it
   * @param ended whether it is whole
   * @param wrong why it is none, if it is none
   * @param trailers its last fields
   */
  private record Outcome(String data, int taken, boolean ended, String wrong, Headers trailers) {}

  private static Outcome outcome(byte[] input, int part) {
    ChunkedDecoder decoder = new ChunkedDecoder(Heads.LIMITS);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    int at = 0;
    int to = 0;
    while (to < input.length && !decoder.isEnded() && decoder.refusal() == null) {
      to = Math.min(input.length, to + part);
      int before = -1;
      while (at > before && at < to) { // as long as it takes some
        before = at;
        int count = (int) Math.min(decoder.available(), to - at);
        assertThat(count).isNotNegative();
        if (count > 0) {
          data.write(input, at, count);
          decoder.took(count);
          at += count;
        }
        at += decoder.decode(input, at, to);
      }
    }
    if (decoder.isEnded()) {
      Heads.checkFields(
          decoder.trailers().without("Content-Length").without("Transfer-Encoding"), 0);
    }
    return new Outcome(
        data.toString(StandardCharsets.ISO_8859_1),
        at,
        decoder.isEnded(),
        String.valueOf(decoder.refusal()),
        decoder.trailers());
  }
}
