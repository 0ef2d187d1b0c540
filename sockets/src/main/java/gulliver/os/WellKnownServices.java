package gulliver.os;

import static gulliver.socket.Linux.IPPROTO_TCP;
import static gulliver.socket.Linux.IPPROTO_UDP;
import static gulliver.socket.Linux.SOCK_DGRAM;
import static gulliver.socket.Linux.SOCK_STREAM;

import gulliver.socket.Service;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The services that every textbook names, for machines without {@code /etc/services}; ports by
 * IANA.
 */
final class WellKnownServices {
  private static final List<Service> SERVICES =
      List.of(
          service("echo", 7, "tcp"),
          service("echo", 7, "udp"),
          service("discard", 9, "tcp"),
          service("discard", 9, "udp"),
          service("daytime", 13, "tcp"),
          service("daytime", 13, "udp"),
          service("chargen", 19, "tcp"),
          service("chargen", 19, "udp"),
          service("ftp-data", 20, "tcp"),
          service("ftp", 21, "tcp"),
          service("ssh", 22, "tcp"),
          service("telnet", 23, "tcp"),
          service("smtp", 25, "tcp", "mail"),
          service("time", 37, "tcp"),
          service("time", 37, "udp"),
          service("domain", 53, "tcp"),
          service("domain", 53, "udp"),
          service("bootps", 67, "udp"),
          service("bootpc", 68, "udp"),
          service("tftp", 69, "udp"),
          service("gopher", 70, "tcp"),
          service("finger", 79, "tcp"),
          service("http", 80, "tcp", "www"),
          service("pop3", 110, "tcp", "pop-3"),
          service("ntp", 123, "udp"),
          service("imap2", 143, "tcp", "imap"),
          service("snmp", 161, "udp"),
          service("irc", 194, "tcp"),
          service("https", 443, "tcp"),
          service("https", 443, "udp"),
          service("syslog", 514, "udp"),
          service("imaps", 993, "tcp"),
          service("pop3s", 995, "tcp"));

  private WellKnownServices() {}

  private static Service service(String name, int port, String protocol, String... aliases) {
    return new Service(name, port, protocol, List.of(aliases));
  }

  static @Nullable Service byName(String name, @Nullable String protocol) {
    return SERVICES.stream()
        .filter(s -> s.name().equals(name) || s.aliases().contains(name))
        .filter(s -> protocol == null || s.protocol().equals(protocol))
        .findFirst()
        .orElse(null);
  }

  /** The services of a name that go with a type and a protocol, 0 for any of them. */
  static List<Service> allByName(String name, int type, int protocol) {
    return Stream.of("tcp", "udp")
        .filter(p -> type == 0 || type == (p.equals("tcp") ? SOCK_STREAM : SOCK_DGRAM))
        .filter(p -> protocol == 0 || protocol == (p.equals("tcp") ? IPPROTO_TCP : IPPROTO_UDP))
        .map(p -> byName(name, p))
        .filter(Objects::nonNull)
        .toList();
  }

  static @Nullable Service byPort(int port, @Nullable String protocol) {
    return SERVICES.stream()
        .filter(s -> s.port() == port)
        .filter(s -> protocol == null || s.protocol().equals(protocol))
        .findFirst()
        .orElse(null);
  }
}
