package gulliver.conformance;

import static gulliver.conformance.ChildJvm.row;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Descriptor;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A TUN and a TAP device, in a network namespace of their own. */
class OsTunTest {
  @Test
  void R37_aPingOfTheKernelIsSeenAndAnsweredAsBytes() throws Exception {
    Program.needs("ping");
    Program.needsNamespaces();
    Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/net/tun")), "needs /dev/net/tun");
    Map<String, String> rows = ChildJvm.run(Tun.class, List.of("unshare", "-n"), List.of()).rows();
    assertThat(rows)
        .containsEntry("name", "gull0")
        // version 4, 20 bytes; protocol ICMP; from, to; type 8, code 0
        .containsEntry("request", "45 protocol 1 c0000201 c0000202 type 8 length 84")
        .containsEntry("data", "2a".repeat(40)) // ping -p 2a, behind its time stamp
        .containsEntry("ping", "1 received")
        .containsEntry("tap", "ffffffffffff arp who has c0000302 tell c0000301");
    assertThat(rows.get("busy")).endsWith("EBUSY (Device or resource busy)");
  }

  /** Answers a ping. */
  static final class Tun {
    private Tun() {}

    private static Descriptor device(String name, int flags) throws Exception {
      Descriptor device = Descriptor.open("/dev/net/tun", Linux.O_RDWR);
      byte[] ifreq = new byte[Linux.ifreq.SIZEOF];
      System.arraycopy(name.getBytes(US_ASCII), 0, ifreq, 0, name.length());
      ByteBuffer.wrap(ifreq)
          .order(ByteOrder.nativeOrder())
          .putShort(Linux.ifreq.ifr_flags, (short) (flags | Linux.IFF_NO_PI));
      device.ioctl(Linux.TUNSETIFF, ifreq);
      int end = new String(ifreq, US_ASCII).indexOf('\0');
      row("name", () -> new String(ifreq, 0, end, US_ASCII));
      return device;
    }

    /** Prints what it has seen. */
    public static void main(String[] arguments) throws Exception {
      try (Descriptor tap = device("gullt0", Linux.IFF_TAP);
          Descriptor tun = device("gull%d", Linux.IFF_TUN)) {
        Program.run("ip", "addr", "add", "192.0.2.1/24", "dev", "gull0");
        Program.run("ip", "link", "set", "gull0", "up");
        row("busy", () -> device("gull0", Linux.IFF_TUN));
        try (Program ping = Program.start("ping", "-nc1", "-W20", "-s56", "-p2a", "192.0.2.2")) {
          Caller.run(Network.os(), () -> answer(tun)).result();
          String said = ping.rest();
          row("ping", () -> said.replaceAll("(?s).*(\\d received).*", "$1"));
        }
        Program.run("ip", "addr", "add", "192.0.3.1/24", "dev", "gullt0");
        Program.run("ip", "link", "set", "gullt0", "up");
        try (Program ping = Program.start("ping", "-nc1", "-W20", "192.0.3.2")) {
          Caller.run(Network.os(), () -> arp(tap)).result();
        }
      }
    }

    private static void answer(Descriptor tun) throws Exception {
      byte[] packet;
      do {
        packet = tun.read(2048);
      } while (packet[0] != 0x45); // IPv6 asks for routers
      ByteBuffer echo = ByteBuffer.wrap(packet);
      HexFormat hex = HexFormat.of();
      String request =
          "%02x protocol %d %08x %08x type %d length %d"
              .formatted(
                  packet[0],
                  packet[9],
                  echo.getInt(12),
                  echo.getInt(16),
                  packet[20],
                  packet.length);
      String data = hex.formatHex(packet, 44, 84);
      row("request", () -> request);
      row("data", () -> data);
      int from = echo.getInt(12);
      echo.putInt(12, echo.getInt(16)).putInt(16, from).put(20, (byte) 0);
      echo.putShort(22, (short) 0).putShort(22, checksum(packet, 20));
      tun.write(packet);
    }

    private static short checksum(byte[] packet, int from) {
      int sum = 0;
      for (int i = from; i < packet.length; i += 2) {
        sum += (packet[i] & 255) << 8 | (packet[i + 1] & 255);
      }
      while (sum >> 16 != 0) {
        sum = (sum & 0xffff) + (sum >> 16);
      }
      return (short) ~sum;
    }

    private static void arp(Descriptor tap) throws Exception {
      byte[] frame;
      do {
        frame = tap.read(2048);
      } while (frame[12] != 8 || frame[13] != 6);
      ByteBuffer arp = ByteBuffer.wrap(frame);
      String seen =
          "%s arp who has %08x tell %08x"
              .formatted(
                  HexFormat.of().formatHex(Arrays.copyOf(frame, 6)),
                  arp.getInt(38),
                  arp.getInt(28));
      row("tap", () -> seen);
    }
  }
}
