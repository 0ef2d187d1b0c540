package gulliver.socket;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.inetNtop;
import static gulliver.socket.Sockets.inetPton;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InetTextTest {
  private static final long SEED = 1726;
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void textIsReadAsTheCLibraryReadsIt() throws Exception {
    List<String> texts = new ArrayList<>(HAND_PICKED);
    Random random = new Random(SEED);
    for (int i = 0; i < 3000; i++) {
      texts.add(randomText(random));
    }
    List<String> said =
        Python.ask(
            """
            import socket, sys
            for line in sys.stdin:
                t = line[:-1]
                out = []
                for f in (socket.AF_INET, socket.AF_INET6):
                    try:
                        out.append(socket.inet_pton(f, t).hex())
                    except OSError:
                        out.append('no')
                print(*out)
            """,
            texts);
    assertThat(said).hasSameSizeAs(texts);
    int valid = 0;
    for (int i = 0; i < texts.size(); i++) {
      String ours = read(AF_INET, texts.get(i)) + " " + read(AF_INET6, texts.get(i));
      assertThat(ours).as("\"%s\"", texts.get(i)).isEqualTo(said.get(i));
      valid += ours.equals("no no") ? 0 : 1;
    }
    assertThat(valid).as("addresses among them").isGreaterThan(500);
  }

  private static String read(AddressFamily family, String text) {
    try {
      return HEX.formatHex(inetPton(family, text));
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessage("inetPton: \"" + text + "\" is not an address of " + family);
      return "no";
    }
  }

  @Test
  void addressesAreWrittenAsTheCLibraryWritesThem() throws Exception {
    List<byte[]> addresses = new ArrayList<>();
    Random random = new Random(SEED);
    for (int i = 0; i < 3000; i++) {
      byte[] address = new byte[i % 4 == 0 ? 4 : 16];
      random.nextBytes(address);
      if (address.length == 16) { // zeros make the difference
        int mask = i / 4 < 256 ? i / 4 : random.nextInt(256);
        for (int group = 0; group < 8; group++) {
          if ((mask >> group & 1) == 0) {
            address[2 * group] = 0;
            address[2 * group + 1] = (byte) (random.nextInt(4) == 0 ? 1 : 0);
          }
        }
        if (i % 16 == 1) {
          address[10] = -1;
          address[11] = -1;
        }
      }
      addresses.add(address);
    }
    List<String> said =
        Python.ask(
            """
            import socket, sys
            for line in sys.stdin:
                b = bytes.fromhex(line)
                print(socket.inet_ntop(socket.AF_INET if len(b) == 4 else socket.AF_INET6, b))
            """,
            addresses.stream().map(HEX::formatHex).toList());
    for (int i = 0; i < addresses.size(); i++) {
      byte[] address = addresses.get(i);
      AddressFamily family = address.length == 4 ? AF_INET : AF_INET6;
      assertThat(inetNtop(family, address)).as(HEX.formatHex(address)).isEqualTo(said.get(i));
      assertThat(inetPton(family, said.get(i))).isEqualTo(address);
    }
  }

  @Test
  void theExamplesOfRfc5952AreWrittenAsItSays() {
    assertThat(inetNtop(AF_INET6, inetPton(AF_INET6, "2001:0db8::0001"))).isEqualTo("2001:db8::1");
    assertThat(inetNtop(AF_INET6, inetPton(AF_INET6, "2001:db8:0:0:0:0:2:1")))
        .isEqualTo("2001:db8::2:1");
    assertThat(inetNtop(AF_INET6, inetPton(AF_INET6, "2001:db8:0:1:1:1:1:1")))
        .isEqualTo("2001:db8:0:1:1:1:1:1");
    assertThat(inetNtop(AF_INET6, inetPton(AF_INET6, "2001:0:0:1:0:0:0:1")))
        .isEqualTo("2001:0:0:1::1");
    assertThat(inetNtop(AF_INET6, inetPton(AF_INET6, "2001:db8:0:0:1:0:0:1")))
        .isEqualTo("2001:db8::1:0:0:1");
    assertThat(inetNtop(AF_INET6, inetPton(AF_INET6, "2001:DB8::AAAA")))
        .isEqualTo("2001:db8::aaaa");
  }

  @Test
  void anotherFamilyOrLengthIsRefused() {
    assertThatThrownBy(() -> inetPton(AddressFamily.AF_UNIX, "1.2.3.4"))
        .hasMessage("inetPton: AF_UNIX: AF_INET and AF_INET6 are allowed");
    assertThatThrownBy(() -> inetNtop(AF_INET, new byte[5]))
        .hasMessage("inetNtop: 5 bytes: an address of AF_INET has 4");
  }

  private static String randomText(Random random) {
    String characters = random.nextBoolean() ? "0123456789.:" : "::::012f9aF.";
    StringBuilder text = new StringBuilder();
    if (random.nextInt(3) == 0) { // nearly right
      int groups = random.nextInt(6, 10);
      int gap = random.nextInt(12);
      for (int i = 0; i < groups; i++) {
        text.append(
            i == gap ? "" : Integer.toHexString(random.nextInt(0x12000) >> random.nextInt(17)));
        text.append(i < groups - 1 ? ":" : random.nextInt(4) == 0 ? ".1.2.3" : "");
      }
    } else if (random.nextInt(3) == 0) {
      for (int i = 0; i < 4; i++) {
        text.append(random.nextInt(270)).append(i < 3 ? "." : "");
      }
    } else {
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
    }
    return text.toString();
  }

  private static final List<String> HAND_PICKED =
      List.of(
          "",
          "0.0.0.0",
          "255.255.255.255",
          "256.1.1.1",
          "01.2.3.4",
          "1.2.3",
          "1.2.3.4.5",
          "1..2.3",
          ".1.2.3.4",
          "1.2.3.4.",
          " 1.2.3.4",
          "1.2.3.4 ",
          "0x7f.0.0.1",
          "٣.1.1.1",
          "::",
          ":::",
          "::1",
          "1::",
          "1:",
          ":1",
          "1::2::3",
          "1:2:3:4:5:6:7:8",
          "1:2:3:4:5:6:7",
          "1:2:3:4:5:6:7::",
          "::2:3:4:5:6:7:8",
          "1:2:3:4:5:6:7:8:9",
          "1:2:3:4::5:6:7:8",
          "12345::",
          "g::",
          "::ffff:1.2.3.4",
          "::1.2.3.4",
          "1:2:3:4:5:6:1.2.3.4",
          "1:2:3:4:5:6:7:1.2.3.4",
          "::1.2.3",
          "::1.2.3.4:5",
          "1.2.3.4::",
          "::ffff:01.2.3.4",
          "fe80::1%1",
          "fe80::1%lo",
          "[::1]",
          "２::");
}
