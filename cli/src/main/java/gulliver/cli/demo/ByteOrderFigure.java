package gulliver.cli.demo;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static java.nio.charset.StandardCharsets.US_ASCII;

import gulliver.socket.Address;
import gulliver.socket.HostByteOrder;
import gulliver.socket.Linux;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** A port and an address in the memory of machines of both orders, and in the kernel's. */
final class ByteOrderFigure {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private static final Address.Inet4 SERVER = new Address.Inet4("127.1.2.3", 80);
  private static final int HOST = 0x7f010203;

  private ByteOrderFigure() {}

  static void draw(Network network, Paper paper) throws IOException {
    paper.blank();
    paper.title("4. Byte order: which end of a number goes first?");
    paper.blank();
    paper.text(
        """
         A number of several bytes has a big end and a little end. Machines differ in
         which they store first; on the network it is always the big end. htons and
         htonl turn a number round where that is needed.
        """);
    paper.blank();
    row(paper, "", here(ByteOrder.LITTLE_ENDIAN), here(ByteOrder.BIG_ENDIAN), "");
    row(paper, "", "little-endian", "big-endian", "");
    row(paper, "port 80 in memory", o -> HEX.formatHex(two(o, 80)), "");
    row(paper, "htons(80)", o -> "0x%04x = %d".formatted(htons(o), htons(o)), "");
    row(paper, "  in memory", o -> HEX.formatHex(port(o)), "← as it travels");
    paper.blank();
    row(paper, "127.1.2.3 in memory", o -> HEX.formatHex(four(o, HOST)), "");
    row(paper, "htonl(0x7f010203)", o -> "0x%08x".formatted(htonl(o)), "");
    row(paper, "  in memory", o -> HEX.formatHex(host(o)), "← as it travels");
    paper.blank();
    row(
        paper,
        "\"hello\" in memory",
        o -> HEX.formatHex("hello".getBytes(US_ASCII)),
        "  never turned");
    paper.blank();
    paper.text(
        " A program that forgets htons on a little-endian machine asks for port "
            + htons(ByteOrder.LITTLE_ENDIAN)
            + ".");
    paper.blank();

    byte[] kernels = sockaddr(network);
    ByteOrder here = ByteOrder.nativeOrder();
    paper.text(" The address " + SERVER + " as the kernel keeps it (struct sockaddr_in):");
    paper.blank();
    paper.text(
        "   %s   %s   %s   %s\n   family  port    address       not used"
            .formatted(
                part(kernels, 0, 2),
                part(kernels, 2, 4),
                part(kernels, 4, 8),
                part(kernels, 8, 16)));
    paper.blank();
    paper.check(
        Arrays.equals(port(ByteOrder.LITTLE_ENDIAN), port(ByteOrder.BIG_ENDIAN))
            && Arrays.equals(host(ByteOrder.LITTLE_ENDIAN), host(ByteOrder.BIG_ENDIAN)),
        "Machines of both orders send the same bytes.");
    paper.check(
        Arrays.equals(port(here), Arrays.copyOfRange(kernels, 2, 4))
            && Arrays.equals(host(here), Arrays.copyOfRange(kernels, 4, 8)),
        "The kernel has these bytes, too. (The family stays here, in our own order.)");
  }

  /** The kernel's {@code struct sockaddr_in}, byte by byte: of a peer, which UDP only remembers. */
  private static byte[] sockaddr(Network network) throws IOException {
    try (Socket socket = network.socket(AF_INET, SOCK_DGRAM)) {
      socket.connect(SERVER);
      return socket.getsockopt(Linux.SOL_SOCKET, Linux.SO_PEERNAME, Linux.sockaddr_in.SIZEOF);
    }
  }

  /** What a machine of either order has. */
  private interface Column {
    String of(ByteOrder order);
  }

  private static void row(Paper paper, String what, Column column, String remark) {
    row(paper, what, column.of(ByteOrder.LITTLE_ENDIAN), column.of(ByteOrder.BIG_ENDIAN), remark);
  }

  private static void row(Paper paper, String what, String little, String big, String remark) {
    paper.text("   %-21s %-18s %-18s %s".formatted(what, little, big, remark).stripTrailing());
  }

  private static String here(ByteOrder order) {
    return order == ByteOrder.nativeOrder() ? "this machine:" : "the other kind:";
  }

  private static int htons(ByteOrder order) {
    return new HostByteOrder(order).htons(SERVER.port());
  }

  private static int htonl(ByteOrder order) {
    return new HostByteOrder(order).htonl(HOST);
  }

  /** The port as a machine of that order sends it: the memory of what htons answers. */
  private static byte[] port(ByteOrder order) {
    return two(order, htons(order));
  }

  private static byte[] host(ByteOrder order) {
    return four(order, htonl(order));
  }

  private static byte[] two(ByteOrder order, int number) {
    return ByteBuffer.allocate(2).order(order).putShort((short) number).array();
  }

  private static byte[] four(ByteOrder order, int number) {
    return ByteBuffer.allocate(4).order(order).putInt(number).array();
  }

  private static String part(byte[] bytes, int from, int to) {
    return HEX.formatHex(bytes, from, to);
  }
}
