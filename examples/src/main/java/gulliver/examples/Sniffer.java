package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.socket.*;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * All packets of an interface, in the words of {@code tcpdump -nqt}: a packet socket receives what
 * comes in and what goes out, as it is on the link. It needs {@code CAP_NET_RAW}.
 */
public final class Sniffer {
  private static final int ETHERNET_HEADER = 14;
  private static final int LONGEST = 1 << 18; // with segmentation offload, longer than the MTU

  private Sniffer() {}

  /** The interface, {@code lo} if there is none, and how many packets, 10 if that is not said. */
  public static void main(String... args) throws IOException {
    String name = args.length > 0 ? args[0] : "lo";
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    try (Socket socket = open(Network.os(), name)) {
      IO.println("listening on " + name);
      sniff(socket, count, IO::println);
    }
  }

  /** A socket for all protocols of one interface; without a protocol it receives nothing. */
  static Socket open(Network network, String name) throws IOException {
    NetworkInterface device = NetworkInterface.getByName(name);
    if (device == null) {
      throw new IOException("no interface " + name);
    }
    Socket socket = network.socket(AF_PACKET, SOCK_RAW); // not yet all protocols of all interfaces
    try {
      socket.bind(new Address.Packet(ETH_P_ALL, device.getIndex()));
      return socket;
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  /** Prints a line for each packet. */
  static void sniff(Socket socket, int count, Consumer<String> print) throws IOException {
    byte[] buffer = new byte[LONGEST];
    Sender sender = new Sender();
    for (int n = 0; n < count; ) {
      int length = socket.recvfrom(buffer, sender);
      Address.Packet from = (Address.Packet) Objects.requireNonNull(sender.address());
      boolean loopback = from.hatype() == Linux.ARPHRD_LOOPBACK;
      if (loopback && from.pkttype() == PACKET_OUTGOING) {
        continue; // it will come in
      }
      print.accept(line(from.protocol(), Arrays.copyOfRange(buffer, ETHERNET_HEADER, length)));
      n++;
    }
  }

  /** What is in a frame, by its EtherType: IPv4 (RFC 791) and IPv6 (RFC 8200). */
  static String line(int etherType, byte[] packet) {
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    try {
      return switch (etherType) {
        case Linux.ETH_P_IP -> {
          int header = 4 * (bytes.get(0) & 15);
          int total = Short.toUnsignedInt(bytes.getShort(2));
          byte[] payload = Arrays.copyOfRange(packet, header, Math.min(total, packet.length));
          boolean first = (bytes.getShort(6) & 0x1fff) == 0; // later fragments have no ports
          yield "IP " + ends(AF_INET, packet, 12, first ? bytes.get(9) : -1, payload);
        }
        case Linux.ETH_P_IPV6 -> {
          byte[] payload = Arrays.copyOfRange(packet, 40, packet.length);
          yield "IP6 " + ends(AF_INET6, packet, 8, bytes.get(6), payload);
        }
        default -> "EtherType 0x%04x, length %d".formatted(etherType, packet.length);
      };
    } catch (RuntimeException e) {
      return "truncated, EtherType 0x%04x, length %d".formatted(etherType, packet.length);
    }
  }

  /** Source and destination, and what the protocol above says of itself. */
  private static String ends(
      AddressFamily family, byte[] packet, int addresses, int protocol, byte[] payload) {
    int size = family.equals(AF_INET) ? 4 : 16;
    String from = inetNtop(family, Arrays.copyOfRange(packet, addresses, addresses + size));
    String to =
        inetNtop(family, Arrays.copyOfRange(packet, addresses + size, addresses + 2 * size));
    ByteBuffer bytes = ByteBuffer.wrap(payload);
    return switch (protocol) {
      case Linux.IPPROTO_UDP -> {
        int length = Short.toUnsignedInt(bytes.getShort(4)) - 8;
        yield withPorts(from, to, bytes) + "UDP, length " + length;
      }
      case Linux.IPPROTO_TCP -> {
        int header = (bytes.get(12) >> 4 & 15) * 4;
        yield withPorts(from, to, bytes) + "tcp " + (payload.length - header);
      }
      default ->
          from + " > " + to + ": protocol " + (protocol & 255) + ", length " + payload.length;
    };
  }

  private static String withPorts(String from, String to, ByteBuffer bytes) {
    int source = Short.toUnsignedInt(bytes.getShort(0));
    int destination = Short.toUnsignedInt(bytes.getShort(2));
    return from + "." + source + " > " + to + "." + destination + ": ";
  }
}
