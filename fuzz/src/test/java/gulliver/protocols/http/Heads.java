package gulliver.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.protocols.http.Parsed.Incomplete;
import gulliver.protocols.http.Parsed.Refusal;
import java.time.Duration;
import java.util.Arrays;

/** What is true of all heads. */
final class Heads {
  /** So small that an input reaches them. */
  static final HttpLimits LIMITS = HttpLimits.DEFAULT.head(60, 8, 200, Duration.ofSeconds(1));

  private Heads() {}

  /** Parses octets that come in parts of one size; they lie behind others in their array. */
  static Parsed parse(HeadParser parser, byte[] input, int part) {
    byte[] bytes = new byte[input.length + 5];
    Arrays.fill(bytes, 0, 5, (byte) '\n');
    Parsed parsed = Incomplete.INCOMPLETE;
    for (int at = 0; at < input.length && parsed instanceof Incomplete; at += part) {
      int count = Math.min(part, input.length - at);
      System.arraycopy(input, at, bytes, 5 + at, count);
      parsed = parser.parse(bytes, 5, 5 + at + count);
    }
    return parsed;
  }

  static void checkRefusal(Parsed parsed) {
    assertThat(parsed)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isBetween(400, 599);
              assertThat(refusal.reason()).isNotEmpty();
            });
  }

  /** No field could be read as two, and no two readers see bodies of different lengths. */
  static void checkFields(Headers headers, long length) {
    for (Headers.Field field : headers) {
      assertThat(Chars.isToken(field.name())).isTrue();
      assertThat(field.value()).doesNotContain("\r", "\n", "\0").isEqualTo(field.value().strip());
    }
    if (length == Parsed.CHUNKED) {
      assertThat(headers.contains("Content-Length")).isFalse();
      assertThat(headers.all("Transfer-Encoding"))
          .singleElement()
          .asString()
          .isEqualToIgnoringCase("chunked");
    } else {
      assertThat(headers.contains("Transfer-Encoding")).isFalse();
      assertThat(headers.all("Content-Length")).hasSizeLessThan(2);
      if (headers.contains("Content-Length")) {
        assertThat(headers.get("Content-Length")).matches("[0-9]+");
        assertThat(Long.parseLong(headers.all("Content-Length").getFirst())).isEqualTo(length);
      }
    }
  }

  /** The fields as lines, with the empty one. */
  static String text(Headers headers) {
    StringBuilder text = new StringBuilder();
    for (Headers.Field field : headers) {
      text.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return text.append("\r\n").toString();
  }
}
