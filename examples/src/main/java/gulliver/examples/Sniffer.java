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
 * The packets of an interface, in the words of {@code tcpdump -nqt}: a packet socket receives what
 * comes in and what goes out, as it is on the link. A filter, which the kernel runs, lets only
 * those of one port through. It needs {@code CAP_NET_RAW}.
 */
public final class Sniffer {
  private static final int ETHERNET_HEADER = 14;
  private static final int LONGEST = 1 << 18; // with segmentation offload, longer than the MTU

  private Sniffer() {}

  /**
   * What {@code tcpdump 'tcp port 53 or udp port 53'} lets through: an IPv4 packet that is no later
   * fragment, or an IPv6 packet, of UDP or TCP, one of whose ports is that.
   */
  private static final String FILTER =
      """
              ldh [12]                    ; the frame's type
              jeq #0x86dd, ipv6
              jne #0x800, drop
              ldb [23]                    ; the protocol
              jeq #17, ipv4
              jne #6, drop
        ipv4: ldh [20]
              jset #0x1fff, drop          ; a later fragment has no ports
              ldxb 4*([14]&0xf)           ; how long the IP header is
              ldh [x + 14]
              jeq #PORT, keep
              ldh [x + 16]
              jeq #PORT, keep, drop
        ipv6: ldb [20]
              jeq #17, ports
              jne #6, drop
       ports: ldh [54]
              jeq #PORT, keep
              ldh [56]
              jeq #PORT, keep, drop
        keep: ret #-1
        drop: ret #0
      """;

  /** The interface, {@code lo} if there is none; how many packets, 10 if unsaid; and the port. */
  public static void main(String... args) throws IOException {
    String name = args.length > 0 ? args[0] : "lo";
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    Bpf filter = args.length > 2 ? ofPort(Integer.parseInt(args[2])) : Bpf.NONE;
    try (Socket socket = open(Network.os(), name, filter)) {
      IO.println("listening on " + name);
      sniff(socket, count, IO::println);
    }
  }

  /** A filter for Ethernet and the loopback interface. */
  static Bpf ofPort(int port) {
    return Bpf.assemble(FILTER.replace("PORT", String.valueOf(port)));
  }

  /** A socket for one interface; nothing comes before it has its filter and is bound. */
  static Socket open(Network network, String name, Bpf filter) throws IOException {
    NetworkInterface device = NetworkInterface.getByName(name);
    if (device == null) {
      throw new IOException("no interface " + name);
    }
    Socket socket = network.socket(AF_PACKET, SOCK_RAW); // of no protocol yet
    try {
      if (!filter.equals(Bpf.NONE)) {
        socket.setsockopt(SO_ATTACH_FILTER, filter);
      }
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
