package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.socket.*;
import gulliver.socket.Linux.inet_diag_msg;
import gulliver.socket.Linux.inet_diag_req_v2;
import gulliver.socket.Linux.inet_diag_sockid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All TCP sockets of this machine, as {@code ss -tan} lists them: netlink asks the kernel, which
 * answers with a message for each socket, and one that says that there are no more.
 */
public final class SocketList {
  private SocketList() {}

  /** By number, as {@code ss} calls them. */
  private static final String[] STATES = {
    "UNKNOWN",
    "ESTAB",
    "SYN-SENT",
    "SYN-RECV",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "TIME-WAIT",
    "UNCONN",
    "CLOSE-WAIT",
    "LAST-ACK",
    "LISTEN",
    "CLOSING",
    "NEW-SYN-RECV",
    "BOUND-INACTIVE"
  };

  private static final int ALL_STATES = 0xfff;

  /** One line for each. */
  public static void main(String... args) throws IOException {
    IO.println("State Recv-Q Send-Q Local Peer");
    list(Network.os()).forEach(IO::println);
  }

  /** The lines, for IPv4 and then for IPv6. */
  static List<String> list(Network network) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Socket socket = network.socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG)) {
      for (AddressFamily family : List.of(AF_INET, AF_INET6)) {
        socket.sendto(request(family).encode(), Address.Netlink.KERNEL);
        while (receive(socket, lines)) {
          // there are more
        }
      }
    }
    return lines;
  }

  /** What is wanted: {@code struct inet_diag_req_v2}, all of it but this zero. */
  private static NetlinkMessage request(AddressFamily family) {
    ByteBuffer header = ByteBuffer.allocate(inet_diag_req_v2.SIZEOF).order(ByteOrder.nativeOrder());
    header.put(inet_diag_req_v2.sdiag_family, (byte) family.value());
    header.put(inet_diag_req_v2.sdiag_protocol, (byte) IPPROTO_TCP.value());
    header.putInt(inet_diag_req_v2.idiag_states, ALL_STATES);
    return NetlinkMessage.request(
        Linux.SOCK_DIAG_BY_FAMILY, Linux.NLM_F_DUMP, family.value(), header.array());
  }

  /** One datagram, of many messages; answers whether others follow. */
  private static boolean receive(Socket socket, List<String> lines) throws IOException {
    for (NetlinkMessage message : NetlinkMessage.decode(socket.recv(1 << 16)).orThrow()) {
      NetlinkAck end = message.ack();
      if (end != null && !end.ok()) {
        throw new IOException("SOCK_DIAG_BY_FAMILY: " + end);
      } else if (end != null) {
        return false;
      }
      lines.add(line(message));
    }
    return true;
  }

  /** {@code struct inet_diag_msg}: ports and addresses are in network order, all else is not. */
  private static String line(NetlinkMessage message) throws IOException {
    ByteBuffer entry = ByteBuffer.wrap(message.payload()).order(ByteOrder.nativeOrder());
    boolean only6 = false;
    for (NetlinkAttribute attribute : message.attributes(inet_diag_msg.SIZEOF).orThrow()) {
      only6 |= attribute.type() == Linux.INET_DIAG_SKV6ONLY && attribute.number().orElse(0) == 1;
    }
    return String.join(
        " ",
        STATES[Math.min(entry.get(inet_diag_msg.idiag_state), STATES.length - 1)],
        Integer.toUnsignedString(entry.getInt(inet_diag_msg.idiag_rqueue)),
        Integer.toUnsignedString(entry.getInt(inet_diag_msg.idiag_wqueue)),
        end(entry, inet_diag_sockid.idiag_src, inet_diag_sockid.idiag_sport, only6),
        end(entry, inet_diag_sockid.idiag_dst, inet_diag_sockid.idiag_dport, only6));
  }

  private static String end(ByteBuffer entry, int address, int port, boolean only6) {
    boolean six = entry.get(inet_diag_msg.idiag_family) == AF_INET6.value();
    byte[] host = new byte[six ? 16 : 4];
    entry.get(inet_diag_msg.id + address, host);
    boolean anyOfBoth = six && !only6 && Arrays.equals(host, new byte[16]);
    String text = inetNtop(six ? AF_INET6 : AF_INET, host);
    int number = ntohs(Short.toUnsignedInt(entry.getShort(inet_diag_msg.id + port)));
    return (anyOfBoth ? "*" : six ? "[" + text + "]" : text) + ":" + (number == 0 ? "*" : number);
  }
}
