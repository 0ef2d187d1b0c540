package gulliver.examples;

import static gulliver.socket.Sockets.*;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import gulliver.socket.*;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Numbers travel with their big end first. {@code htons} and {@code htonl} turn a number of this
 * machine's order into one whose memory has that order; {@code ntohs} and {@code ntohl} turn it
 * back. The same text is right on machines of either order, and characters are never turned.
 */
public final class ByteOrder {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private ByteOrder() {}

  /** A port and an address on machines of both orders. */
  public static void main(String... args) {
    IO.println("this machine is " + java.nio.ByteOrder.nativeOrder());
    IO.println("htons(80) = " + htons(80) + ", ntohs of that = " + ntohs(htons(80)));
    for (java.nio.ByteOrder order : new java.nio.ByteOrder[] {LITTLE_ENDIAN, BIG_ENDIAN}) {
      IO.println(order + ":");
      IO.println("  80, without htons  " + HEX.formatHex(inMemory(order, (short) 80)));
      IO.println("  htons(80)          " + HEX.formatHex(port(order, 80)));
      IO.println("  htonl(0x7f010203)  " + HEX.formatHex(host(order, 0x7f010203)));
      IO.println("  \"hello\"            " + HEX.formatHex("hello".getBytes(US_ASCII)));
    }
  }

  /** A port as it travels, written by a machine of that order. */
  static byte[] port(java.nio.ByteOrder order, int port) {
    return inMemory(order, (short) new HostByteOrder(order).htons(port));
  }

  /** An IPv4 address as it travels, written by a machine of that order. */
  static byte[] host(java.nio.ByteOrder order, int address) {
    int number = new HostByteOrder(order).htonl(address);
    return ByteBuffer.allocate(4).order(order).putInt(number).array();
  }

  /** A 16-bit number in the memory of a machine of that order. */
  static byte[] inMemory(java.nio.ByteOrder order, short number) {
    return ByteBuffer.allocate(2).order(order).putShort(number).array();
  }
}
