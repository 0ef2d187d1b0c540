package gulliver.examples;

import static gulliver.socket.Sockets.*;

import gulliver.socket.*;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Echo requests of ICMP (RFC 792, RFC 4443), as {@code ping} sends them. A datagram socket of
 * {@code IPPROTO_ICMP} needs no privilege, where the system allows it to one's group ({@code
 * ping_group_range}); a raw socket needs {@code CAP_NET_RAW}, and leaves all work to the program.
 */
public final class Ping {
  private static final int HEADER = 8;
  private static final int DATA = 56;

  private Ping() {}

  /** The host, 127.0.0.1 if there is none; how often, 3 times if that is not said; and "raw". */
  public static void main(String... args) throws Exception {
    String host = args.length > 0 ? args[0] : "127.0.0.1";
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    Network network = Network.os();
    Address address = network.getaddrinfo(host, null).getFirst().address();
    try (Socket socket = open(network, address.family(), args.length > 2)) {
      ping(socket, address, count, Duration.ofSeconds(1), IO::println);
    }
  }

  /** A datagram socket, or where that is not allowed a raw one. */
  static Socket open(Network network, AddressFamily family, boolean raw) throws IOException {
    Protocol icmp = family.equals(AF_INET6) ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
    try {
      return network.socket(family, raw ? SOCK_RAW : SOCK_DGRAM, icmp);
    } catch (IOException e) {
      if (raw || Errno.of(e) != Errno.EACCES) {
        throw e;
      }
      return network.socket(family, SOCK_RAW, icmp);
    }
  }

  /** Asks and prints what comes back; answers how many answers came. */
  static int ping(Socket socket, Address to, int count, Duration interval, Consumer<String> print)
      throws IOException, InterruptedException {
    Network network = socket.network();
    boolean raw = socket.type().equals(SOCK_RAW);
    boolean six = to.family().equals(AF_INET6);
    String host = six ? ((Address.Inet6) to).host() : ((Address.Inet4) to).host();
    print.accept(
        six
            ? "PING %s(%s) %d data bytes".formatted(host, host, DATA)
            : "PING %s (%s) %d(%d) bytes of data.".formatted(host, host, DATA, DATA + HEADER + 20));
    byte[] on = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(1).array();
    socket.setsockopt(
        six ? Linux.IPPROTO_IPV6 : Linux.IPPROTO_IP,
        six ? Linux.IPV6_RECVHOPLIMIT : Linux.IP_RECVTTL,
        on);
    socket.connect(to); // then only what comes from there is received
    int id = ThreadLocalRandom.current().nextInt(1 << 16); // of a datagram socket, the kernel's
    int received = 0;
    for (int seq = 1; seq <= count; seq++) {
      long start = network.nanoTime();
      socket.send(request(six ? Linux.ICMPV6_ECHO_REQUEST : Linux.ICMP_ECHO, id, seq));
      try {
        Reply reply = reply(socket, raw, six, id, seq);
        double millis = (network.nanoTime() - start) / 1e6;
        print.accept(
            "%d bytes from %s: icmp_seq=%d ttl=%d time=%.3f ms"
                .formatted(reply.length, host, seq, reply.ttl, millis));
        received++;
      } catch (SocketTimeoutException lost) {
        print.accept("no answer: icmp_seq=" + seq);
      }
      if (seq < count) {
        network.sleep(interval);
      }
    }
    print.accept("");
    print.accept("--- " + host + " ping statistics ---");
    int loss = 100 * (count - received) / count;
    print.accept(
        "%d packets transmitted, %d received, %d%% packet loss".formatted(count, received, loss));
    return received;
  }

  /** Type, code, checksum, identifier, number, data; the checksum is RFC 1071's. */
  private static byte[] request(int type, int id, int seq) {
    ByteBuffer message = ByteBuffer.allocate(HEADER + DATA);
    message.put(0, (byte) type).putShort(4, (short) id).putShort(6, (short) seq);
    for (int i = HEADER; i < message.capacity(); i++) {
      message.put(i, (byte) i);
    }
    int sum = 0;
    for (int i = 0; i < message.capacity(); i += 2) {
      sum += Short.toUnsignedInt(message.getShort(i));
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return message.putShort(2, (short) ~(sum + (sum >>> 16))).array(); // the kernel's, over IPv6
  }

  private record Reply(int length, int ttl) {}

  /** The answer to that request, among all that a raw socket receives, its own requests too. */
  private static Reply reply(Socket socket, boolean raw, boolean six, int id, int seq)
      throws IOException {
    long deadline = socket.network().nanoTime() + Duration.ofSeconds(1).toNanos();
    for (; ; ) {
      Duration left = Duration.ofNanos(deadline - socket.network().nanoTime());
      socket.settimeout(left.isPositive() ? left : Duration.ofNanos(1));
      Message received = socket.recvmsg(1500, 64);
      ByteBuffer message = ByteBuffer.wrap(received.bytes());
      if (raw && !six) {
        message.position(4 * (message.get(0) & 15)); // behind the IP header
      }
      int at = message.position();
      if ((message.get(at) & 255) == (six ? Linux.ICMPV6_ECHO_REPLY : Linux.ICMP_ECHOREPLY)
          && (!raw || message.getShort(at + 4) == (short) id)
          && message.getShort(at + 6) == (short) seq) {
        return new Reply(message.remaining(), ttl(received));
      }
    }
  }

  /** How many hops the packet could still have gone. */
  private static int ttl(Message received) {
    ControlMessage.IpTtl four = received.control(ControlMessage.IpTtl.class);
    ControlMessage.Ipv6Hoplimit six = received.control(ControlMessage.Ipv6Hoplimit.class);
    return four != null ? four.ttl() : six != null ? six.hops() : -1;
  }
}
