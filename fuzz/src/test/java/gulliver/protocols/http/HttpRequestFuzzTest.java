package gulliver.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gulliver.protocols.http.Parsed.Incomplete;
import gulliver.protocols.http.Parsed.RequestHead;
import java.nio.charset.StandardCharsets;

/** Heads of requests, from browsers, smugglers and others. */
class HttpRequestFuzzTest {
  /** Whatever the parts, the same comes of it; and a head that is accepted says one thing only. */
  @FuzzTest
  void parse(byte[] input) {
    HttpLimits limits = Heads.LIMITS;
    Parsed whole = Heads.parse(new RequestParser(limits), input, input.length);
    assertThat(Heads.parse(new RequestParser(limits), input, 1)).isEqualTo(whole);
    assertThat(Heads.parse(new RequestParser(limits), input, 7)).isEqualTo(whole);
    if (whole instanceof RequestHead head) {
      assertThat(Chars.isToken(head.method())).isTrue();
      assertThat(head.target()).isNotEmpty().matches("[!-~]+");
      assertThat(head.minor()).isBetween(0, 1);
      assertThat(head.headers().all("Host")).hasSizeBetween(head.minor(), 1);
      Heads.checkFields(head.headers(), head.length());
      Parsed again =
          Heads.parse(
              new RequestParser(HttpLimits.DEFAULT),
              (head.method()
                      + " "
                      + head.target()
                      + " HTTP/1."
                      + head.minor()
                      + "\r\n"
                      + Heads.text(head.headers()))
                  .getBytes(StandardCharsets.ISO_8859_1),
              3);
      assertThat(again).isEqualTo(whole);
    } else if (!(whole instanceof Incomplete)) {
      Heads.checkRefusal(whole);
    }
  }
}
