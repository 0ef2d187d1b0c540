package gulliver.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gulliver.protocols.http.Parsed.Incomplete;
import gulliver.protocols.http.Parsed.ResponseHead;

/** Heads of responses, from servers and what pretends to be one. */
class HttpResponseFuzzTest {
  /** Whatever the parts, the same comes of it; and a head that is accepted says one thing only. */
  @FuzzTest
  void parse(byte[] input) {
    HttpLimits limits = Heads.LIMITS;
    Parsed whole = Heads.parse(new ResponseParser(limits), input, input.length);
    assertThat(Heads.parse(new ResponseParser(limits), input, 1)).isEqualTo(whole);
    assertThat(Heads.parse(new ResponseParser(limits), input, 7)).isEqualTo(whole);
    if (whole instanceof ResponseHead head) {
      assertThat(head.status()).isBetween(100, 999);
      Heads.checkFields(head.headers(), head.length());
    } else if (!(whole instanceof Incomplete)) {
      Heads.checkRefusal(whole);
    }
  }
}
