package gulliver.protocols.framing;

import static gulliver.protocols.framing.Framings.bytes;
import static gulliver.protocols.framing.Framings.decode;
import static gulliver.protocols.framing.Framings.delimiter;
import static gulliver.protocols.framing.Framings.encode;
import static gulliver.protocols.framing.Framings.text;
import static gulliver.protocols.framing.Framings.texts;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gulliver.protocols.framing.FramingException.Kind;
import gulliver.protocols.framing.Framings.Outcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages in bytes that come in parts; without any connection. */
class FrameDecoderTest {
  static Stream<Framing> all() {
    return Framings.all().stream();
  }

  // ---- whatever the parts ----

  @ParameterizedTest
  @MethodSource("all")
  void R33_everySplitOfEveryMessageGivesIt(Framing framing) {
    Random random = new Random(1);
    for (int longest = 0; longest <= 8; longest++) {
      List<byte[]> messages = Framings.messages(framing, random, 1, longest);
      byte[] stream = encode(framing, messages);
      Outcome whole = new Outcome(texts(messages), "end");
      int ways = 1 << Math.max(0, stream.length - 1);
      for (int way = 0; way < ways; way++) { // a bit for each place where the stream may be cut
        assertThat(decode(framing, stream, sizes(way, stream.length)))
            .as("%s cut at the bits of %x", HexFormat.of().formatHex(stream), way)
            .isEqualTo(whole);
      }
    }
  }

  private static int[] sizes(int cuts, int length) {
    List<Integer> sizes = new ArrayList<>();
    int last = 0;
    for (int i = 1; i < length; i++) {
      if ((cuts >>> (i - 1) & 1) == 1) {
        sizes.add(i - last);
        last = i;
      }
    }
    sizes.add(length - last);
    return sizes.stream().mapToInt(i -> i).toArray();
  }

  @ParameterizedTest
  @MethodSource("all")
  void R33_manyMessagesAtOnceAndByteByByteAreTheSame(Framing framing) {
    List<byte[]> messages = Framings.messages(framing, new Random(2), 2_000, 30);
    byte[] stream = encode(framing, messages);
    Outcome all = new Outcome(texts(messages), "end");
    assertThat(decode(framing, stream)).isEqualTo(all);
    for (int size : new int[] {1, 2, 3, 7, 1000, 16 * 1024 - 1}) {
      assertThat(decode(framing, stream, new int[] {size})).as("by %d", size).isEqualTo(all);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void R33_randomBytesInRandomPartsAreWhatTheyAreAsAWhole(Framing unlimited) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Framing framing =
          unlimited instanceof Framing.Fixed ? unlimited : unlimited.limit(random.nextInt(40));
      byte[] stream = encode(framing, Framings.messages(framing, random, 20, framing.limit()));
      for (int i = random.nextInt(3); i > 0 && stream.length > 0; i--) { // some of it is damaged
        stream[random.nextInt(stream.length)] = (byte) random.nextInt();
      }
      byte[] cut = Arrays.copyOf(stream, stream.length - random.nextInt(1 + stream.length / 8));
      int[] sizes = random.ints(50, 1, 1 + random.nextInt(1, 20)).toArray();
      assertThat(decode(framing, cut, sizes))
          .as("seed %d, round %d, %s", seed, round, framing)
          .isEqualTo(decode(framing, cut));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void R33_everyCutStreamGivesItsWholeMessagesAndWhereTheTruncatedOneBegins(Framing framing) {
    List<byte[]> messages = Framings.messages(framing, new Random(3), 5, 10);
    byte[] stream = encode(framing, messages);
    int begins = 0;
    int whole = 0;
    for (int length = 0; length <= stream.length; length++) {
      if (whole < messages.size()
          && length == begins + framing.encode(messages.get(whole)).length) {
        begins = length;
        whole++;
      }
      assertThat(decode(framing, Arrays.copyOf(stream, length)))
          .isEqualTo(
              new Outcome(
                  texts(messages.subList(0, whole)),
                  length == begins ? "end" : Kind.TRUNCATED + "@" + begins));
    }
  }

  @Test
  void aMessageLongerThanTheBufferGrowsIt() {
    for (Framing framing : Framings.all()) {
      if (!(framing instanceof Framing.Fixed) && !(width(framing) == 1)) {
        byte[] message = new byte[Math.min(framing.limit(), 300_000)];
        Arrays.fill(message, (byte) 'x');
        List<byte[]> messages = List.of(bytes("x"), message, bytes("xx"), message);
        assertThat(decode(framing, encode(framing, messages), new int[] {1000}))
            .isEqualTo(new Outcome(texts(messages), "end"));
      }
    }
  }

  private static int width(Framing framing) {
    return framing instanceof Framing.LengthPrefix prefix ? prefix.width() : 0;
  }

  // ---- limits ----

  @ParameterizedTest
  @MethodSource("all")
  void R33_theLimitIsTheLongestMessageAndOneMoreIsTooLong(Framing unlimited) {
    if (unlimited instanceof Framing.Fixed) {
      return; // its length is its limit
    }
    for (int limit : new int[] {0, 1, 2, 3, 7, 8, 9, 100}) {
      Framing framing = unlimited.limit(limit);
      String longest = "x".repeat(limit);
      byte[] good = framing.encode(bytes(longest));
      byte[] bad = unlimited.encode(bytes(longest + "x"));
      byte[] stream = Framings.join(List.of(good, bad));
      Outcome outcome = new Outcome(List.of(longest), Kind.TOO_LONG + "@" + good.length);
      assertThat(decode(framing, stream)).isEqualTo(outcome);
      assertThat(decode(framing, stream, new int[] {1})).isEqualTo(outcome);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> framing.encode(bytes(longest + "x")))
          .withMessageContaining((limit + 1) + " bytes is longer than the limit, " + limit);
    }
  }

  @Test
  void R33_anEndlessMessageIsTooLongWithoutItsEnd() {
    byte[] endless = bytes("y".repeat(50));
    for (Framing framing :
        List.of(
            delimiter("||"),
            Framing.lines(LineEnd.LF),
            Framing.lines(LineEnd.CRLF),
            Framing.lines(LineEnd.LF_OR_CRLF))) {
      assertThat(decode(framing.limit(40), endless, new int[] {1}))
          .isEqualTo(new Outcome(List.of(), Kind.TOO_LONG + "@0"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, ff, 255",
    "2, ffff, 65535",
    "4, ffffffff, 4294967295",
    "8, ffffffffffffffff, 18446744073709551615",
    "8, 0000000100000000, 4294967296"
  })
  void lengthsAreUnsigned(int width, String prefix, String told) {
    FrameDecoder decoder = new FrameDecoder(Framing.lengthPrefixed(width).limit(200));
    decoder.feed(ByteBuffer.wrap(HexFormat.of().parseHex(prefix)));
    assertThatExceptionOfType(FramingException.class)
        .isThrownBy(decoder::next)
        .withMessage("the message at offset 0 is too long: " + told + " bytes; the limit is 200");
  }

  @Test
  void R33_whatIsAnnouncedTakesNoMemoryBeforeItComes() throws Exception {
    FrameDecoder decoder =
        new FrameDecoder(Framing.lengthPrefixed(4).limit(Framing.GREATEST_LIMIT));
    decoder.feed(ByteBuffer.allocate(4).putInt(Framing.GREATEST_LIMIT).flip());
    assertThat(decoder.next()).isNull();
    assertThat(decoder.room().capacity()).isEqualTo(16 * 1024);
    for (int i = 1; i <= 100; i++) {
      decoder.feed(ByteBuffer.allocate(1000));
      assertThat(decoder.next()).isNull();
      assertThat(decoder.room().capacity()).isLessThan(Math.max(16 * 1024 + 1, 4 * 1000 * i));
    }
  }

  @Test
  void R33_aLongMessageTakesNoMemoryWhenItHasGone() throws Exception {
    FrameDecoder decoder = new FrameDecoder(Framing.lengthPrefixed(4));
    byte[] message = new byte[Framing.DEFAULT_LIMIT];
    for (int round = 0; round < 3; round++) {
      ByteBuffer stream = ByteBuffer.wrap(Framing.lengthPrefixed(4).encode(message));
      while (stream.hasRemaining()) {
        ByteBuffer room = decoder.room();
        assertThat(room.capacity()).isLessThanOrEqualTo(message.length + 128 * 1024);
        int n = Math.min(room.remaining(), stream.remaining());
        room.put(stream.slice(stream.position(), n));
        stream.position(stream.position() + n);
        assertThat(decoder.next() == null).isEqualTo(stream.hasRemaining());
      }
      assertThat(decoder.room().capacity()).isEqualTo(16 * 1024);
    }
    decoder.end();
    assertThat(decoder.offset()).isEqualTo(3L * (4 + message.length));
  }

  @Test
  void limitsThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Framing.lengthPrefixed(1).limit(256))
        .withMessage("limit 256: a prefix of width 1 tells at most 255");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Framing.lengthPrefixed(3))
        .withMessage("width 3 is not 1, 2, 4 or 8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Framing.varint().limit(-1))
        .withMessageContaining("limit -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Framing.fixed(10).limit(9))
        .withMessage("limit 9: all messages have 10 bytes");
    assertThatIllegalArgumentException().isThrownBy(() -> Framing.fixed(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Framing.delimiter());
    assertThat(Framing.lengthPrefixed(1).limit()).isEqualTo(255);
    assertThat(Framing.lengthPrefixed(2).limit()).isEqualTo(65_535);
    assertThat(Framing.lengthPrefixed(4).limit()).isEqualTo(Framing.DEFAULT_LIMIT);
    assertThat(Framing.fixed(10).limit(10)).isEqualTo(Framing.fixed(10));
  }

  // ---- varints ----

  /** The numbers of protobuf.dev's page on encoding, and the borders. */
  @ParameterizedTest
  @CsvSource({"0, 00", "1, 01", "127, 7f", "128, 8001", "150, 9601", "300, ac02", "16384, 808001"})
  void R33_varintsAreThoseOfProtocolBuffers(int length, String hex) {
    byte[] frame = Framing.varint().encode(new byte[length]);
    assertThat(HexFormat.of().formatHex(frame, 0, frame.length - length)).isEqualTo(hex);
    assertThat(decode(Framing.varint(), frame).messages()).containsExactly("\0".repeat(length));
  }

  @ParameterizedTest
  @CsvSource({
    "8300616263, abc, end", // longer than it must be: allowed
    "83808080808080808000616263, abc, end",
    "8380808080808080808000, '', MALFORMED@0", // 11 bytes
    "ffffffffffffffffff02, '', MALFORMED@0", // 65 bits
    "ffffffffffffffffff01, '', TOO_LONG@0", // 2⁶⁴ − 1
    "ffffffffffffffffff, '', TRUNCATED@0"
  })
  void varintsOfUpToTenBytesAreRead(String hex, String message, String end) {
    Outcome outcome = new Outcome(message.isEmpty() ? List.of() : List.of(message), end);
    byte[] stream = HexFormat.of().parseHex(hex);
    assertThat(decode(Framing.varint(), stream)).isEqualTo(outcome);
    assertThat(decode(Framing.varint(), stream, new int[] {1})).isEqualTo(outcome);
  }

  // ---- delimiters ----

  @ParameterizedTest
  @CsvSource({
    "aab, aaab, a, end", // the first two agree, and again from the second on
    "aa, aaaa, '|', end",
    "aa, aaa, '', TRUNCATED@2",
    "abab, aabaabab, aaba, end",
    "abacabad, abacabacabadx, abac, TRUNCATED@12"
  })
  void R33_delimitersAreFoundWhereTheyComeFirst(
      String delimiter, String stream, String messages, String end) {
    Outcome outcome = new Outcome(List.of(messages.split("\\|", -1)), end);
    assertThat(decode(delimiter(delimiter), bytes(stream))).isEqualTo(outcome);
    assertThat(decode(delimiter(delimiter), bytes(stream), new int[] {1})).isEqualTo(outcome);
  }

  @Test
  void R33_aDelimiterIsFoundWhereStringFindsIt() {
    Random random = new Random(4);
    for (int round = 0; round < 20_000; round++) {
      String delimiter = letters(random, random.nextInt(1, 6));
      String stream = letters(random, 40);
      Outcome outcome = decode(delimiter(delimiter), bytes(stream), new int[] {5});
      List<String> parts = new ArrayList<>();
      int from = 0;
      for (int at; (at = stream.indexOf(delimiter, from)) >= 0; from = at + delimiter.length()) {
        parts.add(stream.substring(from, at));
      }
      String end = from == stream.length() ? "end" : Kind.TRUNCATED + "@" + from;
      assertThat(outcome).as("%s in %s", delimiter, stream).isEqualTo(new Outcome(parts, end));
    }
  }

  private static String letters(Random random, int count) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append(random.nextBoolean() ? 'a' : 'b');
    }
    return letters.toString();
  }

  @Test
  void R33_whatAReaderWouldFindElsewhereIsNotWritten() {
    Random random = new Random(5);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      String delimiter = letters(random, random.nextInt(1, 6));
      String message = letters(random, random.nextInt(8));
      boolean is = (message + delimiter).indexOf(delimiter) == message.length();
      try {
        byte[] frame = delimiter(delimiter).encode(bytes(message));
        assertThat(new String(frame, ISO_8859_1)).isEqualTo(message + delimiter);
        assertThat(is).as("%s before %s", message, delimiter).isTrue();
      } catch (IllegalArgumentException e) {
        assertThat(is).as("%s before %s: %s", message, delimiter, e.getMessage()).isFalse();
        refused++;
      }
    }
    assertThat(refused).isPositive();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> delimiter("||").encode(bytes("a||b")))
        .withMessage("the message contains the delimiter, at 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> delimiter("||").encode(bytes("a|")))
        .withMessageEndingWith("a reader would find it 1 bytes too early");
  }

  /** Anything that looked at bytes again would take 10¹² steps, and the time-out. */
  @Test
  void R33_aLongDelimiterThatNearlyComesTakesLinearTime() {
    int length = 4 << 20;
    byte[] stream = new byte[length];
    byte[] delimiter = new byte[50_000];
    delimiter[delimiter.length - 1] = 1;
    Framing framing = Framing.delimiter(delimiter).limit(length);
    assertThat(decode(framing, stream, new int[] {1}))
        .isEqualTo(new Outcome(List.of(), Kind.TRUNCATED + "@0"));
  }

  // ---- lines ----

  @ParameterizedTest
  @CsvSource({
    "LF,         a_b_,       a/b,     end",
    "LF,         _,          '',      end",
    "LF,         a^_b^c_,    a^/b^c,  end", // CR is a byte as any other
    "LF,         a_b,        a,       TRUNCATED@2", // no line without its ending
    "CRLF,       a^_b^_,     a/b,     end",
    "CRLF,       ^_,         '',      end",
    "CRLF,       a^_b_c^_,   a,       MALFORMED@3", // a lone LF
    "CRLF,       a^_b^c^_,   a,       MALFORMED@3", // a lone CR
    "CRLF,       a^_b^^_,    a,       MALFORMED@3",
    "CRLF,       a^_b^,      a,       TRUNCATED@3", // nobody knows yet
    "LF_OR_CRLF, a_b^_,      a/b,     end",
    "LF_OR_CRLF, a^^_b^c_,   a^/b^c,  end", // one CR belongs to the ending
    "LF_OR_CRLF, _^_,        /,       end",
    "LF_OR_CRLF, a_b^,       a,       TRUNCATED@2"
  })
  void R33_aLoneCrOrLfIsWhatTheKindOfLineSays(
      LineEnd lineEnd, String stream, String lines, String end) {
    Framing framing = Framing.lines(lineEnd);
    Outcome outcome = new Outcome(List.of(plain(lines).split("/", -1)), end);
    assertThat(decode(framing, bytes(plain(stream)))).isEqualTo(outcome);
    assertThat(decode(framing, bytes(plain(stream)), new int[] {1})).isEqualTo(outcome);
  }

  /** {@code ^} is CR, {@code _} is LF. */
  private static String plain(String shown) {
    return shown.replace('^', '\r').replace('_', '\n');
  }

  @ParameterizedTest
  @EnumSource(LineEnd.class)
  void R33_aLineThatIsWrittenContainsNothingThatEndsIt(LineEnd end) {
    Framing framing = Framing.lines(end);
    for (String message : List.of("", "a", "\r", "\n", "a\rb", "a\nb", "a\r", "\ra", "a\r\nb")) {
      boolean whole;
      try {
        whole =
            decode(framing, framing.encode(bytes(message)))
                .equals(new Outcome(List.of(message), "end"));
        assertThat(whole).as(message).isTrue();
      } catch (IllegalArgumentException e) {
        whole = false;
      }
      boolean allowed =
          switch (end) {
            case LF -> message.indexOf('\n') < 0;
            case CRLF -> message.indexOf('\n') < 0 && message.indexOf('\r') < 0;
            case LF_OR_CRLF -> message.indexOf('\n') < 0 && !message.endsWith("\r");
          };
      assertThat(whole).as(message).isEqualTo(allowed);
    }
  }

  // ---- what the decoder promises besides ----

  @Test
  void R33_messagesAreViewsOfOneBuffer() throws Exception {
    FrameDecoder decoder = new FrameDecoder(Framing.lines(LineEnd.LF));
    decoder.feed(ByteBuffer.wrap(bytes("one\ntwo\n")));
    ByteBuffer one = decoder.next();
    assertThat(one.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    assertThat(text(one.duplicate())).isEqualTo("one");
    assertThat(one.get(0)).isEqualTo((byte) 'o');
    assertThat(one.capacity()).isEqualTo(3);
    ByteBuffer two = decoder.next();
    assertThat(two.array()).isSameAs(one.array());
    assertThat(two.arrayOffset()).isEqualTo(one.arrayOffset() + "one\n".length());
    assertThat(text(two)).isEqualTo("two");
  }

  @Test
  void aFailureStays() throws Exception {
    FrameDecoder decoder = new FrameDecoder(Framing.lines(LineEnd.CRLF));
    decoder.feed(ByteBuffer.wrap(bytes("good\r\nbad\n\r\n")));
    assertThat(decoder.nextBytes()).asString(ISO_8859_1).isEqualTo("good");
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(FramingException.class)
          .isThrownBy(decoder::next)
          .withMessage("the line at offset 6 has a lone LF at offset 9; lines end with CR LF")
          .satisfies(e -> {
            assertThat(e.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(e.offset()).isEqualTo(6);
          });
    }
    assertThatExceptionOfType(FramingException.class).isThrownBy(decoder::end);
    assertThat(decoder.offset()).isEqualTo(6);
  }

  @Test
  void aTruncatedMessageIsToldWithWhatIsMissing() throws Exception {
    FrameDecoder decoder = new FrameDecoder(Framing.lengthPrefixed(2));
    decoder.feed(ByteBuffer.wrap(new byte[] {0, 1, 'a', 0, 9, 'b', 'c'}));
    assertThat(decoder.nextBytes()).asString(ISO_8859_1).isEqualTo("a");
    assertThat(decoder.next()).isNull();
    assertThatExceptionOfType(FramingException.class)
        .isThrownBy(decoder::end)
        .withMessage("the stream ends within the message at offset 3, after 4 of 11 bytes of it");
  }

  @Test
  void framingsMayChangeBetweenMessages() throws Exception {
    FrameDecoder decoder = new FrameDecoder(Framing.lines(LineEnd.CRLF));
    List<String> values = new ArrayList<>();
    for (byte b : bytes("set a 7\r\n1\r\n\r\n34\r\nset b 1\r\nx\r\n")) { // as memcached does it
      decoder.feed(ByteBuffer.wrap(new byte[] {b}));
      byte[] message = decoder.nextBytes();
      if (message != null) {
        String text = new String(message, ISO_8859_1);
        values.add(text);
        decoder.framing(
            text.startsWith("set")
                ? Framing.fixed(Integer.parseInt(text.substring(6)) + 2)
                : Framing.lines(LineEnd.CRLF));
      }
    }
    decoder.end();
    assertThat(values).containsExactly("set a 7", "1\r\n\r\n34\r\n", "set b 1", "x\r\n");
  }

  @Test
  void framingsAreValues() {
    for (Framing framing : Framings.all()) {
      Framing same = framing.limit(framing.limit());
      assertThat(same).isEqualTo(framing).hasSameHashCodeAs(framing).hasToString("" + framing);
    }
    assertThat(delimiter("||"))
        .isNotEqualTo(delimiter("|"))
        .hasToString("Delimiter[delimiter=7c 7c, limit=1048576]");
    byte[] bytes = {1};
    Framing.Delimiter framing = (Framing.Delimiter) Framing.delimiter(bytes);
    bytes[0] = 2;
    framing.delimiter()[0] = 3;
    assertThat(framing.delimiter()).containsExactly(1);
  }
}
