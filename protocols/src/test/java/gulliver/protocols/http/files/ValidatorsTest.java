package gulliver.protocols.http.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gulliver.protocols.http.Body;
import gulliver.protocols.http.Headers;
import gulliver.protocols.http.HttpRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorsTest {
  private static final Instant CHANGED = Instant.parse("1994-11-06T08:49:37Z");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Validators STRONG = new Validators("\"v1\"", CHANGED);
  private static final Validators WEAK = new Validators("W/\"v1\"", CHANGED);

  private static HttpRequest request(String method, String fields) {
    Headers headers = Headers.EMPTY;
    for (String field : fields.split(" && ", -1)) {
      int colon = field.indexOf(':');
      headers = headers.adding(field.substring(0, colon), field.substring(colon + 1));
    }
    return HttpRequest.of(method, "/", headers, Body.EMPTY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET | If-None-Match: \"v1\" | 304",
        "HEAD | If-None-Match: \"v1\" | 304",
        "PUT | If-None-Match: \"v1\" | 412",
        "GET | If-None-Match: W/\"v1\" | 304",
        "GET | If-None-Match: \"v0\", \"v,1\" , \"v1\" | 304",
        "GET | If-None-Match: \"v0\" && If-None-Match: \"v1\" | 304",
        "GET | If-None-Match: \"v2\" | 200",
        "GET | If-None-Match: v1 | 200",
        "GET | If-None-Match: * | 304",
        "PUT | If-None-Match: * | 412",
        "GET | If-Match: \"v1\" | 200",
        "GET | If-Match: W/\"v1\" | 412",
        "GET | If-Match: \"v2\" | 412",
        "GET | If-Match: * | 200",
        "GET | If-Match: w/\"v1\" | 412",
        "GET | If-Match: x\"v1\" | 412",
        "GET | If-Match: \"v2,\"v1\" | 412",
        "GET | If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT | 304",
        "GET | If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT | 304",
        "GET | If-Modified-Since: Sun Nov  6 08:49:37 1994 | 304",
        "GET | If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT | 200",
        "GET | If-Modified-Since: Mon, 07 Nov 1994 08:49:36 GMT | 304",
        "GET | If-Modified-Since: yesterday | 200",
        "PUT | If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT | 200",
        "GET | If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT | 200",
        "GET | If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT | 412",
        "GET | If-Unmodified-Since: never | 200",
        // tags go before dates (§13.2.2)
        "GET | If-None-Match: \"v2\" && If-Modified-Since: Mon, 07 Nov 1994 08:49:36 GMT | 200",
        "GET | If-Match: \"v1\" && If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT | 200",
        "GET | If-Match: \"v1\" && If-None-Match: \"v1\" | 304",
        "GET | If-Match: \"v2\" && If-None-Match: \"v1\" | 412",
      })
  void conditionsAreEvaluatedInTheOrderOfTheRfc(String method, String fields, int status) {
    assertThat(STRONG.check(request(method, fields), NOW)).isEqualTo(status);
  }

  /** A tag is no quoted string: there is nothing that a backslash could escape (§8.8.3). */
  @Test
  void aBackslashInATagIsACharacter() {
    Validators odd = new Validators("\"a\\\"", null);
    String tags = "\"a\\\", \"b\"";
    assertThat(odd.check(request("GET", "If-None-Match: " + tags), NOW)).isEqualTo(304);
    assertThat(odd.check(request("PUT", "If-Match: " + tags), NOW)).isEqualTo(200);
  }

  @Test
  void aWeakTagIsOursOnlyWhereThatIsEnough() {
    assertThat(WEAK.check(request("GET", "If-None-Match: \"v1\""), NOW)).isEqualTo(304);
    assertThat(WEAK.check(request("GET", "If-Match: W/\"v1\""), NOW)).isEqualTo(412);
    assertThat(WEAK.ifRange(request("GET", "If-Range: W/\"v1\""), NOW)).isFalse();
  }

  @Test
  void aRangeIsGivenOnlyOfTheStateThatItIsMeantFor() {
    String date = "If-Range: Sun, 06 Nov 1994 08:49:37 GMT";
    assertThat(STRONG.ifRange(request("GET", "Range: bytes=0-"), NOW)).isTrue();
    assertThat(STRONG.ifRange(request("GET", "If-Range: \"v1\""), NOW)).isTrue();
    assertThat(STRONG.ifRange(request("GET", "If-Range: \"v2\""), NOW)).isFalse();
    assertThat(STRONG.ifRange(request("GET", "If-Range: *"), NOW)).isFalse();
    assertThat(STRONG.ifRange(request("GET", date), NOW)).isTrue();
    assertThat(STRONG.ifRange(request("GET", date), CHANGED)).isFalse();
    String later = "If-Range: Sun, 06 Nov 1994 08:49:38 GMT";
    assertThat(STRONG.ifRange(request("GET", later), NOW)).isFalse(); // exactly, not "at most"
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1", "\"v1", "w/\"v1\"", "\"a b\"", "\"a\"b\"", "\""})
  void whatIsNoTagIsRefused(String tag) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Validators(tag, null));
  }
}
