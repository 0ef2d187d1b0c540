package gulliver.protocols.http;

import java.util.ArrayList;
import java.util.List;

/** Requests that a server has to refuse, each with its rule; for the parser, and for a socket. */
final class HostileRequests {
  /**
   * Octets (Latin-1) and what they are answered with.
   *
   * @param rule where it is written
   */
  record Hostile(String rule, String octets, int status) {
    @Override
    public String toString() {
      return rule;
    }
  }

  private static final String HOST = "Host: a\r\n";

  private HostileRequests() {}

  /** A request with fields. */
  private static Hostile fields(String rule, String fields, int status) {
    return new Hostile(rule, "POST / HTTP/1.1\r\n" + HOST + fields + "\r\n", status);
  }

  private static Hostile line(String rule, String line, int status) {
    return new Hostile(rule, line + "\r\n" + HOST + "\r\n", status);
  }

  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>();
    // the request line
    all.add(line("9112 §3: a blank before the method", " GET / HTTP/1.1", 400));
    all.add(line("9112 §3: two blanks before the target", "GET  / HTTP/1.1", 400));
    all.add(line("9112 §3: two blanks before the version", "GET /  HTTP/1.1", 400));
    all.add(line("9112 §3: a blank behind the version", "GET / HTTP/1.1 ", 400));
    all.add(line("9112 §3: a tab for a blank", "GET\t/ HTTP/1.1", 400));
    all.add(line("9112 §3: a blank in the target", "GET /a b HTTP/1.1", 400));
    all.add(line("9112 §3: nothing but a method", "GET", 400));
    all.add(line("9112 §3: HTTP/0.9 has no version", "GET /", 400));
    all.add(line("9110 §9.1: a method is a token", "G(T / HTTP/1.1", 400));
    all.add(line("9110 §9.1: a method is ASCII", "G\u00cbT / HTTP/1.1", 400));
    all.add(line("9112 §2.3: HTTP in capitals", "GET / http/1.1", 400));
    all.add(line("9112 §2.3: two numbers", "GET / HTTP/1", 400));
    all.add(line("9112 §2.3: of one digit", "GET / HTTP/1.10", 400));
    all.add(line("9110 §15.6.6: HTTP/2.0", "GET / HTTP/2.0", 505));
    all.add(line("9113 §3.4: the preface of HTTP/2", "PRI * HTTP/2.0", 505));
    all.add(line("9110 §15.6.6: HTTP/0.9 by number", "GET / HTTP/0.9", 505));
    all.add(line("3986 §2.1: % without digits", "GET /%zz HTTP/1.1", 400));
    all.add(line("3986 §2.1: % at the end", "GET /%4 HTTP/1.1", 400));
    all.add(line("3986 §2: a control character", "GET /\u0001 HTTP/1.1", 400));
    all.add(line("3986 §2: NUL", "GET /\u0000 HTTP/1.1", 400));
    all.add(line("3986 §2: what is not ASCII", "GET /\u00e4 HTTP/1.1", 400));
    all.add(line("3986 §3.5: a fragment is not sent", "GET /#a HTTP/1.1", 400));
    all.add(line("3986 §2: a backslash", "GET /..\\.. HTTP/1.1", 400));
    all.add(line("9112 §3.2: a relative target", "GET a HTTP/1.1", 400));
    all.add(line("9112 §3.2.4: * is for OPTIONS", "GET * HTTP/1.1", 400));
    all.add(line("9112 §3.2.2: another scheme", "GET ftp://a/ HTTP/1.1", 400));
    all.add(line("9110 §4.2.1: an empty host", "GET http:/// HTTP/1.1", 400));
    all.add(line("9110 §4.2.4: a user in the target", "GET http://u@a/ HTTP/1.1", 400));
    all.add(line("9112 §3.2.3: CONNECT to a path", "CONNECT / HTTP/1.1", 400));
    all.add(line("9112 §3.2.3: GET of host and port", "GET a:80 HTTP/1.1", 400));
    all.add(
        new Hostile("9110 §15.6.2: CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", 501));
    all.add(line("9110 §15.5.15: a long line", "GET /" + "a".repeat(9000) + " HTTP/1.1", 414));
    all.add(new Hostile("9110 §15.5.15: an endless line", "GET /" + "a".repeat(9000), 414));

    // lines
    all.add(new Hostile("9112 §2.2: LF alone behind the line", "GET / HTTP/1.1\nHost: a\r\n", 400));
    all.add(fields("9112 §2.2: LF alone behind a field", "A: b\nC: d\r\n", 400));
    all.add(new Hostile("9112 §2.2: LF alone at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400));
    all.add(new Hostile("9112 §2.2: CR alone in the line", "GET / HTTP/1.1\rHost: a\r\n", 400));
    all.add(fields("9112 §2.2: CR alone in a value", "A: b\rC: d\r\n", 400));
    all.add(fields("9112 §2.2: CR CR LF", "A: b\r\r\n", 400));
    all.add(new Hostile("9112 §2.2: two empty lines before", "\r\n\r\nGET / HTTP/1.1\r\n", 400));
    all.add(new Hostile("9112 §2.2: a blank behind the line", "GET / HTTP/1.1\r\n A: b\r\n", 400));

    // fields
    all.add(fields("9112 §5.1: a blank before the colon", "A : b\r\n", 400));
    all.add(fields("9112 §5.1: a tab before the colon", "A\t: b\r\n", 400));
    all.add(fields("9112 §5.1: a blank in the name", "A B: c\r\n", 400));
    all.add(fields("9112 §5.2: a folded line", "A: b\r\n c\r\n", 400));
    all.add(fields("9112 §5.2: a folded line, by a tab", "A: b\r\n\tc\r\n", 400));
    all.add(fields("9110 §5.1: no name", ": b\r\n", 400));
    all.add(fields("9110 §5.1: no colon", "Ab\r\n", 400));
    all.add(fields("9110 §5.1: a name that is no token", "A(b): c\r\n", 400));
    all.add(fields("9110 §5.1: a name that is not ASCII", "\u00c4: c\r\n", 400));
    all.add(fields("9110 §5.1: NUL in a name", "A\u0000: c\r\n", 400));
    all.add(fields("9110 §5.5: NUL in a value", "A: \u0000\r\n", 400));
    all.add(fields("9110 §5.5: a control character in a value", "A: b\u001bc\r\n", 400));
    all.add(fields("9110 §5.5: DEL in a value", "A: b\u007fc\r\n", 400));
    all.add(fields("6585 §5: many fields", "A: b\r\n".repeat(100), 431));
    all.add(fields("6585 §5: long fields", ("A: " + "b".repeat(5000) + "\r\n").repeat(4), 431));
    all.add(
        new Hostile(
            "6585 §5: an endless field", "GET / HTTP/1.1\r\nHost: " + "b".repeat(17000), 431));

    // Host
    all.add(new Hostile("9112 §3.2: no Host", "GET / HTTP/1.1\r\n\r\n", 400));
    all.add(fields("9112 §3.2: two Hosts", "Host: a\r\n", 400));
    all.add(new Hostile("9110 §7.2: a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400));
    all.add(new Hostile("9110 §7.2: a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400));
    all.add(new Hostile("9110 §7.2: two hosts", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400));
    all.add(new Hostile("9110 §7.2: a port", "GET / HTTP/1.1\r\nHost: a:80x\r\n\r\n", 400));
    all.add(new Hostile("9110 §7.2: a port", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", 400));
    all.add(new Hostile("3986 §3.2.2: a literal", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400));
    all.add(new Hostile("3986 §3.2.2: a literal", "GET / HTTP/1.1\r\nHost: [zz]\r\n\r\n", 400));
    all.add(
        new Hostile(
            "9112 §3.2: a Host that is not the target's",
            "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
            400));

    // how long the body is
    String chunked = "Transfer-Encoding: chunked\r\n";
    all.add(fields("9112 §6.1: both lengths", chunked + "Content-Length: 3\r\n", 400));
    all.add(fields("9112 §6.1: both, the other way", "Content-Length: 3\r\n" + chunked, 400));
    all.add(fields("9112 §6.3: two lengths", "Content-Length: 3\r\nContent-Length: 4\r\n", 400));
    all.add(fields("9112 §6.3: one twice", "Content-Length: 3\r\nContent-Length: 3\r\n", 400));
    all.add(fields("9112 §6.3: a list of lengths", "Content-Length: 3, 3\r\n", 400));
    for (String wrong : List.of("+3", "-3", "0x3", "3 3", "3;a", "3.0", "", "three", "\u00b3")) {
      all.add(fields("9110 §8.6: length " + wrong, "Content-Length: " + wrong + "\r\n", 400));
    }
    all.add(fields("9110 §8.6: a length of 2^64", "Content-Length: 18446744073709551616\r\n", 400));
    all.add(fields("9110 §8.6: a length of 2^63", "Content-Length: 9223372036854775808\r\n", 400));
    all.add(fields("9110 §15.5.14: too much", "Content-Length: 9223372036854775807\r\n", 413));
    for (String wrong :
        List.of(
            "chunked, chunked",
            "chunked, gzip",
            "gzip",
            "identity",
            "chunked, identity",
            ", chunked",
            "chunked,",
            "chunked;a=b",
            "\"chunked\"",
            "xchunked",
            "chunke")) {
      all.add(fields("9112 §6.3: coding " + wrong, "Transfer-Encoding: " + wrong + "\r\n", 400));
    }
    all.add(fields("9112 §6.1: another coding", "Transfer-Encoding: gzip, chunked\r\n", 501));
    all.add(fields("9112 §6.3: chunked in two lines", chunked + chunked, 400));
    all.add(
        fields(
            "9112 §5.1: a blank behind the coding's name", "Transfer-Encoding : chunked\r\n", 400));
    all.add(fields("9110 §5.5: VT before chunked", "Transfer-Encoding: \u000bchunked\r\n", 400));
    all.add(
        new Hostile(
            "9112 §6.1: chunked in HTTP/1.0", "POST / HTTP/1.0\r\n" + chunked + "\r\n", 400));
    all.add(fields("9110 §10.1.1: an expectation", "Expect: 200-ok\r\n", 417));
    return all;
  }

  /** Chunked bodies that are none. */
  static List<Hostile> chunks() {
    List<Hostile> all = new ArrayList<>();
    for (String wrong :
        List.of(
            "+3\r\nabc\r\n0\r\n\r\n",
            "-3\r\nabc\r\n0\r\n\r\n",
            "0x3\r\nabc\r\n0\r\n\r\n",
            " 3\r\nabc\r\n0\r\n\r\n",
            "3 \r\nabc\r\n0\r\n\r\n",
            "\r\nabc\r\n0\r\n\r\n",
            ";a\r\nabc\r\n0\r\n\r\n",
            "g\r\nabc\r\n0\r\n\r\n",
            "3\nabc\r\n0\r\n\r\n",
            "3\r\rabc\r\n0\r\n\r\n",
            "3\r\nabcd\r\n0\r\n\r\n",
            "3\r\nab\r\n0\r\n\r\n",
            "3\r\nabc\n0\r\n\r\n",
            "3\r\nabc0\r\n\r\n",
            "3;a\nb\r\nabc\r\n0\r\n\r\n",
            "3;a\u0000\r\nabc\r\n0\r\n\r\n",
            "10000000000000003\r\nabc\r\n0\r\n\r\n",
            "8000000000000000\r\nabc\r\n0\r\n\r\n",
            "ffffffffffffffff\r\nabc\r\n0\r\n\r\n",
            "0".repeat(17) + "\r\n\r\n",
            "3;" + "a".repeat(5000) + "\r\nabc\r\n0\r\n\r\n",
            "0\r\nA : b\r\n\r\n",
            "0\r\n A: b\r\n\r\n",
            "0\r\nA: b\n\r\n",
            "0\r\n\n",
            "0\r\nA: b\rc\r\n\r\n")) {
      all.add(new Hostile("9112 §7.1: " + name(wrong), wrong, 400));
    }
    all.add(new Hostile("6585 §5: many trailers", "0\r\n" + "A: b\r\n".repeat(101) + "\r\n", 431));
    all.add(new Hostile("6585 §5: endless trailers", "0\r\nA: " + "b".repeat(17000), 431));
    return all;
  }

  private static String name(String octets) {
    return Headers.quoted(octets.substring(0, Math.min(30, octets.length())));
  }
}
