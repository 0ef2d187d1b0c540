package gulliver.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields, dates, and what cannot be smuggled into them. */
class HeadersTest {
  @Test
  void namesAreComparedInAnyCaseAndLinesKeepTheirOrder() {
    Headers headers = Headers.of("A", "1", "B", "2", "a", "3");
    assertThat(headers.get("a")).isEqualTo("1, 3");
    assertThat(headers.all("A")).containsExactly("1", "3");
    assertThat(headers.get("C")).isNull();
    assertThat(headers.with("A", "4")).isEqualTo(Headers.of("B", "2", "A", "4"));
    assertThat(headers.without("b")).hasToString("A: 1\na: 3\n");
    assertThat(headers.without("a").adding("c", "5").get("c")).isEqualTo("5");
    assertThat(headers)
        .isEqualTo(Headers.of("a", "1", "b", "2", "A", "3"))
        .hasSameHashCodeAs(Headers.of("a", "1", "b", "2", "A", "3"));
    assertThat(headers).isNotEqualTo(Headers.of("a", "3", "b", "2", "A", "1"));
  }

  @Test
  void listsAreSplitOutsideOfQuotes() {
    Headers headers = Headers.of("L", "a, \"b, \\\" c\" ,,d", "L", " e ");
    assertThat(headers.elements("l")).containsExactly("a", "\"b, \\\" c\"", "d", "e");
  }

  @Test
  void whatIsForOneConnectionIsNotPassedOn() {
    Headers headers =
        Headers.of(
            "Connection",
            "close, X-Mine",
            "X-Mine",
            "1",
            "Keep-Alive",
            "2",
            "Content-Length",
            "3",
            "Transfer-Encoding",
            "chunked",
            "Content-Type",
            "text/plain");
    assertThat(headers.endToEnd()).isEqualTo(Headers.of("Content-Type", "text/plain"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\n",
        "\r\na",
        "a\u000b",
        "a\r\nB: c",
        "a\nb",
        "a\rb",
        "a\0b",
        "a\u007f",
        "\u0001",
        "\u20ac"
      })
  void R34_aValueCannotHaveALineInIt(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headers.of("A", value))
        .withMessageContaining("A: value \"")
        .withMessageNotContaining("\n");
    assertThatIllegalArgumentException().isThrownBy(() -> HttpResponse.of(200).with("A", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "\u00e4", "a\0", " a", "(a)"})
  void R34_aNameIsAToken(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.of(name, "v"));
  }

  @Test
  void R34_anEventCannotHaveAnotherInIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EventStream.Event("1\ndata: x", null, "", null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EventStream.Event(null, "a\rb", "", null));
    assertThat(new EventStream.Event("7", "t", "a\nb\r\nc\rd", Duration.ofSeconds(2)).text())
        .isEqualTo("id: 7\nevent: t\nretry: 2000\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b?c=d, /a/b, c=d,",
    "/?, /, '',",
    "/a?u=http://b/c, /a, u=http://b/c,",
    "http://h:1/a?b, /a, b, h:1",
    "http://h, /, , h",
    "http://h?b, /, b, h",
    "*, *, ,",
  })
  void R34_aTargetHasAPathAQueryAndPerhapsAHost(
      String target, String path, String query, String host) {
    HttpRequest request = HttpRequest.of("OPTIONS", target, Headers.EMPTY, Body.EMPTY);
    assertThat(request.path()).isEqualTo(path);
    assertThat(request.query()).isEqualTo(query);
    assertThat(request.host()).isEqualTo(host);
  }

  // ---- dates: RFC 9110 §5.6.7 has these examples ----

  private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void R34_datesHaveThreeForms(String text) {
    assertThat(HttpDate.parse(text, Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo(EXAMPLE);
  }

  @Test
  void R34_oneFormIsSent() {
    assertThat(HttpDate.format(EXAMPLE.plusMillis(999))).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Test
  void R34_aYearOfTwoDigitsIsAtMost50YearsAhead() {
    Instant now = Instant.parse("2026-06-01T00:00:00Z");
    assertThat(HttpDate.parse("Wednesday, 01-Jan-75 00:00:00 GMT", now))
        .isNull(); // 2075, when it is a Tuesday
    assertThat(HttpDate.parse("Tuesday, 01-Jan-75 00:00:00 GMT", now))
        .isEqualTo("2075-01-01T00:00:00Z");
    assertThat(HttpDate.parse("Saturday, 01-Jan-77 00:00:00 GMT", now))
        .isEqualTo("1977-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Sun, 06 Nov 1994 08:49:37",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "0"
      })
  void R34_whatIsNoDate(String text) {
    assertThat(HttpDate.parse(text, EXAMPLE)).isNull();
  }
}
