package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.inetAton;
import static gulliver.socket.Sockets.inetNtoa;
import static gulliver.socket.Sockets.inetNtop;
import static gulliver.socket.Sockets.inetPton;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gulliver.conformance.Python.Question;
import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Addresses as text, against {@code inet_pton}, {@code inet_ntop} and {@code inet_aton} of the C
 * library.
 */
class TextTest {
  private static final HexFormat HEX = HexFormat.of();

  private static final String[] PICKED_4 = {
    "",
    "0",
    "1",
    "1.2",
    "1.2.3",
    "1.2.3.4",
    "1.2.3.4.5",
    "0.0.0.0",
    "00.0.0.0",
    "0.0.0.00",
    "255.255.255.255",
    "256.1.1.1",
    "1.1.1.256",
    "01.2.3.4",
    "1.2.3.04",
    "1.2.3.4 ",
    " 1.2.3.4",
    "1.2.3.4.",
    ".1.2.3.4",
    "1..3.4",
    "1.2.3.",
    "0x1.2.3.4",
    "1.2.3.4a",
    "1.2.3.+4",
    "1.2.3.-4",
    "127.1",
    "2130706433",
    "1.2.3.1000",
    "1.2.3.4294967297",
    "1,2,3,4",
    "1.2.3.4/8",
    "::1"
  };

  private static final String[] PICKED_6 = {
    "",
    ":",
    "::",
    ":::",
    "::1",
    ":1",
    "1:",
    "1::",
    "::1:",
    ":::1",
    "1:::2",
    "1::2::3",
    "0:0:0:0:0:0:0:0",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1::3:4:5:6:7:8",
    "1:2:3:4::5:6:7:8",
    "::1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8::",
    "00001::",
    "0001::",
    "12345::",
    "g::",
    "1:2:3:4:5:6:7:",
    ":1:2:3:4:5:6:7",
    "::1.2.3.4",
    "::ffff:1.2.3.4",
    "1.2.3.4::",
    "1:2:3:4:5:6:1.2.3.4",
    "1:2:3:4:5:1.2.3.4",
    "1:2:3:4:5:6:7:1.2.3.4",
    "1::5:6:1.2.3.4",
    "::1.2.3",
    "::1.2.3.4.5",
    "::01.2.3.4",
    "::1.2.3.256",
    "::1.2.3.4:5",
    "::12345.1.1.1",
    "::.1.2.3",
    "::1.2.3.",
    "::1.2.3.4 ",
    " ::1",
    "::1 ",
    "::1%lo",
    "[::1]",
    "FE80::ABcd",
    "::G",
    "::-1",
    "0x1::",
    "1.2.3.4",
    "::a.2.3.4"
  };

  @Test
  void inetPtonTakesAndRefusesWhatTheCLibraryDoes() throws Exception {
    Random random = new Random(35);
    List<Question> questions = new ArrayList<>();
    for (String text : PICKED_4) {
      questions.add(pton(AF_INET, text));
    }
    for (String text : PICKED_6) {
      questions.add(pton(AF_INET6, text));
    }
    for (int i = 0; i < 2000; i++) {
      questions.add(pton(AF_INET, bent(four(random), random, "0123456789.. x")));
      questions.add(pton(AF_INET6, bent(six(random), random, "0123456789abcdefABCDEFg:::..%")));
    }
    assertThat(questions.stream().filter(q -> !q.ours().equals("-")).count())
        .as("texts that are addresses")
        .isBetween(1000L, 3000L);
    Python.agrees(
        """
        import socket, sys
        for line in sys.stdin:
            family, text = line[:-1].split("|")
            try:
                print(socket.inet_pton(int(family), text).hex())
            except OSError:
                print("-")
        """,
        questions);
  }

  private static Question pton(AddressFamily family, String text) {
    String ours;
    try {
      ours = HEX.formatHex(inetPton(family, text));
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessage("inetPton: \"" + text + "\" is not an address of " + family);
      ours = "-";
    }
    return new Question(family.value() + "|" + text, ours);
  }

  private static final String[] PICKED_ATON = {
    "1.65536",
    "1.16777215",
    "1.16777216",
    "1.2.65535",
    "1.2.65536",
    "256.1",
    "4294967295",
    "4294967296",
    "18446744073709551617",
    "037777777777",
    "040000000000",
    "0xffffffff",
    "0x100000000",
    "0X7f.1",
    "0x",
    "0x.1",
    "0xg",
    "08",
    "0.0.0.010",
    "00x1",
    "1.2.3.4\t",
    "1.2.3.4 and what follows",
    "1 .2",
    "1.2.3.4\u000b5",
    "1.2.3.4\r",
    "1.2.3.4\u001f",
    "1.2.3.4\u00a0",
    "1.2.3.4\u2003",
    "1.2.3.4\u0661"
  };

  @Test
  void inetAtonTakesAndRefusesWhatTheCLibraryDoes() throws Exception {
    Random random = new Random(38);
    List<Question> questions = new ArrayList<>();
    for (String text : PICKED_4) {
      questions.add(aton(text));
    }
    for (String text : PICKED_ATON) {
      questions.add(aton(text));
    }
    for (int i = 0; i < 4000; i++) {
      StringBuilder text = new StringBuilder(number(random));
      for (int parts = random.nextInt(4); parts > 0; parts--) {
        text.append('.').append(number(random));
      }
      questions.add(aton(bent(text.toString(), random, "0123456789abcdefxX.. \t")));
    }
    assertThat(questions.stream().filter(q -> !q.ours().equals("-")).count())
        .as("texts that are addresses")
        .isBetween(1000L, 3000L);
    Python.agrees(
        """
        import socket, sys
        for line in sys.stdin:
            text = bytes.fromhex(line).decode()
            try:
                print(socket.inet_aton(text).hex(), socket.inet_ntoa(socket.inet_aton(text)))
            except OSError:
                print("-")
        """,
        questions);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inetAton("1.2.3.4 \0"))
        .withMessage("inetAton: \"1.2.3.4 \0\" is not an address of AF_INET");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inetNtoa(new byte[16]))
        .withMessage("inetNtoa: 16 bytes: an address of AF_INET has 4");
  }

  private static Question aton(String text) {
    String ours;
    try {
      byte[] bytes = inetAton(text);
      ours = HEX.formatHex(bytes) + " " + inetNtoa(bytes);
    } catch (IllegalArgumentException e) {
      ours = "-";
    }
    return new Question(HEX.formatHex(text.getBytes(StandardCharsets.UTF_8)), ours);
  }

  /** In one of C's forms, and mostly one that fits a byte. */
  private static String number(Random random) {
    int number = random.nextInt() >>> (random.nextInt(6) == 0 ? random.nextInt(32) : 24);
    return switch (random.nextInt(4)) {
      case 0 -> "0" + Integer.toOctalString(number);
      case 1 -> "0x" + Integer.toHexString(number);
      default -> Integer.toUnsignedString(number);
    };
  }

  private static String four(Random random) {
    return random.nextInt(300) + "." + random.nextInt(256) + "." + random.nextInt(100) + ".0";
  }

  private static String six(Random random) {
    StringBuilder text = new StringBuilder();
    int groups = 1 + random.nextInt(9);
    int gap = random.nextInt(10);
    for (int i = 0; i < groups; i++) {
      text.append(i == 0 ? "" : ":").append(i == gap ? ":" : "");
      text.append(Integer.toHexString(random.nextInt(1 << (4 * (1 + random.nextInt(4))))));
    }
    return text + (random.nextInt(4) == 0 ? ":" + four(random) : "");
  }

  /** With some characters taken out, put in or changed, half of the time. */
  private static String bent(String text, Random random, String alphabet) {
    StringBuilder bent = new StringBuilder(text);
    for (int i = random.nextBoolean() ? 0 : 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(bent.length() + 1);
      char c = alphabet.charAt(random.nextInt(alphabet.length()));
      switch (random.nextInt(3)) {
        case 0 -> bent.insert(at, c);
        case 1 -> bent.delete(at, Math.min(at + 1, bent.length()));
        default -> bent.replace(at, Math.min(at + 1, bent.length()), String.valueOf(c));
      }
    }
    return bent.toString();
  }

  @Test
  void inetNtopWritesWhatTheCLibraryDoes() throws Exception {
    Random random = new Random(36);
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = new byte[i % 4 == 0 ? 4 : 16];
      random.nextBytes(bytes);
      for (int group = random.nextInt(7); group > 0; group--) {
        int at = 2 * random.nextInt(bytes.length / 2);
        bytes[at] = bytes[at + 1] = (byte) (random.nextInt(8) == 0 ? 255 : 0);
      }
      if (bytes.length == 16 && random.nextInt(8) == 0) {
        java.util.Arrays.fill(bytes, 0, 10 + 2 * random.nextInt(4), (byte) 0);
      }
      AddressFamily family = bytes.length == 4 ? AF_INET : AF_INET6;
      String text = inetNtop(family, bytes);
      assertThat(inetPton(family, text)).isEqualTo(bytes);
      questions.add(new Question(family.value() + "|" + HEX.formatHex(bytes), text));
    }
    Python.agrees(
        """
        import socket, sys
        for line in sys.stdin:
            family, text = line[:-1].split("|")
            print(socket.inet_ntop(int(family), bytes.fromhex(text)))
        """,
        questions);
  }

  /** Digits of other scripts are digits for Java's Character. */
  @ParameterizedTest
  @ValueSource(strings = {"١.٢.٣.٤", "127.0.0.１", "127.0.0.1\0", "127.0.0.1\n"})
  void aDigitIsOneOfAsciis(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> inetPton(AF_INET, text));
    assertThatIllegalArgumentException().isThrownBy(() -> inetPton(AF_INET6, "::" + text));
    assertThatIllegalArgumentException().isThrownBy(() -> inetPton(AF_INET6, "::１"));
  }

  @Test
  void theConversionsAreForInternetFamiliesAndTheirLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inetPton(AF_UNIX, "/a"))
        .withMessage("inetPton: AF_UNIX: AF_INET and AF_INET6 are allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inetNtop(AF_UNIX, new byte[4]))
        .withMessage("inetNtop: AF_UNIX: AF_INET and AF_INET6 are allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inetNtop(AF_INET, new byte[16]))
        .withMessage("inetNtop: 16 bytes: an address of AF_INET has 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inetNtop(AF_INET6, new byte[4]))
        .withMessage("inetNtop: 4 bytes: an address of AF_INET6 has 16");
  }

  /** PEP 383: what is no UTF-8 becomes a lone surrogate and comes back. */
  @Test
  void unixPathsOfAnyBytesReadAsInPython() throws Exception {
    Random random = new Random(37);
    byte[] pieces = "/aé€😀".getBytes(StandardCharsets.UTF_8);
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      byte[] path = new byte[1 + random.nextInt(20)];
      for (int at = 0; at < path.length; at++) {
        path[at] =
            random.nextBoolean()
                ? pieces[(at + i) % pieces.length]
                : (byte) (1 + random.nextInt(255));
      }
      Address.Unix unix = Address.Unix.ofBytes(path);
      assertThat(unix.bytes()).isEqualTo(path);
      questions.add(new Question(HEX.formatHex(path), HEX.formatHex(utf16(unix.path()))));
    }
    Python.agrees(
        """
        import sys
        for line in sys.stdin:
            text = bytes.fromhex(line).decode("utf-8", "surrogateescape")
            print(text.encode("utf-16-be", "surrogatepass").hex())
        """,
        questions);
  }

  private static byte[] utf16(String text) {
    java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(2 * text.length());
    bytes.asCharBuffer().put(text);
    return bytes.array();
  }
}
