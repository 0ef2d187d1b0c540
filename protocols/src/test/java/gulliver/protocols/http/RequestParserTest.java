package gulliver.protocols.http;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.protocols.http.HostileRequests.Hostile;
import gulliver.protocols.http.Parsed.Incomplete;
import gulliver.protocols.http.Parsed.Refusal;
import gulliver.protocols.http.Parsed.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The heads of requests: what is taken, what is refused, and that segments do not matter. */
class RequestParserTest {
  private static final HttpLimits LIMITS = HttpLimits.DEFAULT;

  /** What becomes of octets that come in segments of some sizes, the last repeated. */
  private static Parsed parse(byte[] octets, int... sizes) {
    RequestParser parser = new RequestParser(LIMITS);
    // the message moves within its buffer, as it does when the buffer grows
    byte[] buffer = new byte[octets.length + 10];
    int to = 0;
    for (int i = 0; to < octets.length; i++) {
      to = Math.min(octets.length, to + sizes[Math.min(i, sizes.length - 1)]);
      int from = i % 7;
      System.arraycopy(octets, 0, buffer, from, to);
      Parsed parsed = parser.parse(buffer, from, from + to);
      if (!(parsed instanceof Incomplete)) {
        return parsed;
      }
    }
    return Incomplete.INCOMPLETE;
  }

  private static Parsed parse(String text) {
    byte[] octets = Chars.bytes(text);
    Parsed whole = parse(octets, Math.max(1, octets.length));
    assertThat(parse(octets, 1)).as("octet by octet").isEqualTo(whole);
    for (int first = 1; first < Math.min(octets.length, 300); first++) {
      assertThat(parse(octets, first, octets.length)).as("split at %d", first).isEqualTo(whole);
    }
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      int[] sizes = random.ints(50, 1, Math.max(2, octets.length / 3)).toArray();
      assertThat(parse(octets, sizes)).isEqualTo(whole);
    }
    return whole;
  }

  private static RequestHead head(String text) {
    Parsed parsed = parse(text);
    assertThat(parsed).isInstanceOf(RequestHead.class);
    return (RequestHead) parsed;
  }

  static List<Hostile> hostile() {
    return HostileRequests.all().stream()
        .filter(each -> each.status() != 413 && !each.octets().startsWith("CONNECT a"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void R34_whatCouldBeUnderstoodDifferentlyIsRefused(Hostile hostile) {
    Parsed parsed = parse(hostile.octets());
    assertThat(parsed).isInstanceOf(Refusal.class);
    assertThat(((Refusal) parsed).status()).isEqualTo(hostile.status());
    assertThat(((Refusal) parsed).reason()).isNotBlank();
  }

  @Test
  void R34_aRequestIsWhatItSays() {
    RequestHead head =
        head(
            String.join(
                "\r\n",
                "POST /a/b?c=d HTTP/1.1",
                "Host: example.org:8080",
                "A:b",
                "Empty:",
                "X-Long:  \t inner  blanks\tstay \t ",
                "Content-Length: 12",
                "a: c",
                "",
                ""));
    assertThat(head.method()).isEqualTo("POST");
    assertThat(head.target()).isEqualTo("/a/b?c=d");
    assertThat(head.minor()).isEqualTo(1);
    assertThat(head.length()).isEqualTo(12);
    assertThat(head.keepAlive()).isTrue();
    assertThat(head.headers().get("x-long")).isEqualTo("inner  blanks\tstay");
    assertThat(head.headers().get("empty")).isEmpty();
    assertThat(head.headers().get("A")).isEqualTo("b, c");
    assertThat(head.headers().all("a")).containsExactly("b", "c");
    assertThat(head.headers().size()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?",
        "/a%20b",
        "/a?b=c&d=%2F",
        "//a",
        "/../..",
        "/a[1]|{b}^`",
        "/?a=/b?c",
        "/;a=b,c",
        "http://a/",
        "HTTP://a",
        "http://a?b",
        "https://a/x",
        "http://a/b:c@d"
      })
  void R34_targetsThatBrowsersSend(String target) {
    assertThat(head("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").target()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "",
        "a:",
        "a:80",
        "127.0.0.1:8080",
        "[::1]",
        "[::1]:80",
        "[::ffff:1.2.3.4]",
        "xn--bcher-kva.example",
        "a_b",
        "a%20b"
      })
  void R34_hosts(String host) {
    assertThat(head("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").headers().get("Host"))
        .isEqualTo(host);
  }

  /** RFC 3986 §6.2.3: a port that is the scheme's need not be said. */
  @ParameterizedTest
  @CsvSource({
    "http://a/, a:80",
    "http://a:80/, A",
    "http://a:/, a",
    "https://a/, a:443",
    "https://[::1]:443, [::1]",
    "http://[::80], [::80]:80",
  })
  void R34_theHostOfATargetIsTheHostsWithItsPortOrWithout(String target, String host) {
    assertThat(head("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").target())
        .isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/, a:443",
    "https://a/, a:80",
    "http://a:8080/, a",
    "http://[::80]/, [:]:80",
  })
  void R34_anotherPortIsAnotherHost(String target, String host) {
    Parsed parsed = parse("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    assertThat(parsed).isInstanceOf(Refusal.class);
  }

  @Test
  void R34_optionsMayAskForTheServerAsAWhole() {
    assertThat(head("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").target()).isEqualTo("*");
  }

  @Test
  void R34_oneEmptyLineBeforeTheRequestIsIgnored() {
    assertThat(head("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").method()).isEqualTo("GET");
  }

  @Test
  void R34_aMethodThatNobodyKnowsIsTheHandlersBusiness() {
    assertThat(head("get / HTTP/1.1\r\nHost: a\r\n\r\n").method()).isEqualTo("get");
    assertThat(head("M-SEARCH / HTTP/1.1\r\nHost: a\r\n\r\n").method()).isEqualTo("M-SEARCH");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1,,true",
    "HTTP/1.1,close,false",
    "HTTP/1.1,'a, CLOSE',false",
    "HTTP/1.1,keep-alive,true",
    "HTTP/1.9,,true",
    "HTTP/1.0,,false",
    "HTTP/1.0,Keep-Alive,true",
    "HTTP/1.0,'keep-alive, close',false",
  })
  void R34_whetherTheConnectionGoesOn(String version, String connection, boolean keepAlive) {
    String field = connection == null ? "" : "Connection: " + connection + "\r\n";
    assertThat(head("GET / " + version + "\r\nHost: a\r\n" + field + "\r\n").keepAlive())
        .isEqualTo(keepAlive);
  }

  @Test
  void R34_http10NeedsNoHost() {
    assertThat(head("GET / HTTP/1.0\r\n\r\n").minor()).isZero();
  }

  @Test
  void R34_chunkedIsFoundInAnyCase() {
    RequestHead head = head("POST / HTTP/1.1\r\nHost: a\r\ntransfer-ENCODING: Chunked\r\n\r\n");
    assertThat(head.length()).isEqualTo(Parsed.CHUNKED);
  }

  @Test
  void R34_onlyHttp11WaitsForContinue() {
    String rest = "Host: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n";
    assertThat(head("POST / HTTP/1.1\r\n" + rest).expectsContinue()).isTrue();
    assertThat(head("POST / HTTP/1.0\r\n" + rest).expectsContinue()).isFalse();
  }

  @Test
  void R34_theNextRequestBeginsWhereTheHeadEnds() {
    String one = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n";
    String two = "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
    byte[] octets = Chars.bytes(one + two);
    RequestParser parser = new RequestParser(LIMITS);
    List<String> targets = new ArrayList<>();
    int from = 0;
    while (from < octets.length) {
      parser.reset();
      targets.add(((RequestHead) parser.parse(octets, from, octets.length)).target());
      from += parser.length();
    }
    assertThat(targets).containsExactly("/1", "/2");
  }

  @Test
  void R34_whateverComesTheParserDoesNotThrow() {
    Random random = new Random(2);
    byte[] valid =
        Chars.bytes("POST /a?b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nA: b, \"c\"\r\n\r\n");
    byte[] alphabet = Chars.bytes(" \r\n\t:/%*?#[]@\0\u007f\u00ffaG0,;\"\\");
    for (int i = 0; i < 50_000; i++) {
      byte[] octets = valid.clone();
      for (int n = random.nextInt(1, 5); n > 0; n--) {
        octets[random.nextInt(octets.length)] = alphabet[random.nextInt(alphabet.length)];
      }
      assertThat(parse(octets, random.nextInt(1, octets.length)))
          .isEqualTo(parse(octets, octets.length));
    }
  }
}
