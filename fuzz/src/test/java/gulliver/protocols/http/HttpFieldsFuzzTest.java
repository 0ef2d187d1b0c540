package gulliver.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gulliver.protocols.http.files.ByteRanges;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Values of fields: dates, ranges, hosts, lists. */
class HttpFieldsFuzzTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @FuzzTest
  void parse(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Instant date = HttpDate.parse(text, NOW);
    if (date != null) {
      assertThat(HttpDate.parse(HttpDate.format(date), NOW)).isEqualTo(date);
    }
    for (long complete : new long[] {0, 1, 100, Long.MAX_VALUE}) {
      ByteRanges.of(text, complete).ifPresent(ranges -> check(ranges.ranges(), complete));
    }
    if (Authority.isValid(text)) {
      assertThat(text).doesNotContain("/", "@", " ", "\r", "\n");
    }
    if (Chars.isToken(text)) {
      assertThat(text).matches("[!-~]+");
    }
  }

  private static void check(List<ByteRanges.Range> ranges, long complete) {
    assertThat(ranges).hasSizeLessThanOrEqualTo(ByteRanges.MOST);
    long sum = 0;
    for (ByteRanges.Range range : ranges) {
      assertThat(range.first()).isNotNegative().isLessThanOrEqualTo(range.last());
      assertThat(range.last()).isLessThan(complete);
      sum = Math.addExact(sum, range.length());
    }
    assertThat(sum).isLessThanOrEqualTo(complete);
  }
}
