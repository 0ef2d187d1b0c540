package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.IPV6_FLOWINFO_SEND;
import static gulliver.socket.Sockets.IPV6_TCLASS;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_RAW;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.AddressFamily;
import gulliver.socket.Capability;
import gulliver.socket.Linux;
import gulliver.socket.Socket;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OsAddressTest {
  @Nested
  class AgainstOurselves extends AddressSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }

    @Test
    void R9_theEphemeralPortIsOfLinuxsRange() throws Exception {
      String[] range = sysctl("net/ipv4/ip_local_port_range").split("\t", 2);
      Socket socket = closing(network().socket(AF_INET, SOCK_DGRAM));
      socket.bind(anywhere());
      assertThat(((Inet4) socket.getsockname()).port())
          .isBetween(Integer.valueOf(range[0]), Integer.valueOf(range[1]));
    }

    /** In one read: the kernel gives such a file only once. */
    private static String sysctl(String name) throws IOException {
      try (BufferedReader file = Files.newBufferedReader(Path.of("/proc/sys", name))) {
        return file.readLine();
      }
    }

    /**
     * The receiver is Python's, which asks for the flow information as ancillary data. The kernel
     * takes the flow label from the address, the traffic class from IPV6_TCLASS.
     */
    @Test
    void R6_flowInformationGoesWithThePacketsAndComesBackFromGetpeername() throws Exception {
      needs(Capability.IPV6);
      Program python =
          closing(
              Program.python(
                  """
                  import socket, struct
                  s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
                  s.bind(("::1", 0))
                  s.setsockopt(socket.IPPROTO_IPV6, 11, 1)  # IPV6_FLOWINFO
                  print(s.getsockname()[1])
                  for i in range(2):
                      data, ancillary, flags, sender = s.recvmsg(10, 100)
                      print(*[hex(struct.unpack("!I", d)[0]) for l, t, d in ancillary if t == 11])
                  """));
      int port = Integer.parseInt(python.line());
      Inet6 to = new Inet6("::1", port, 0x00012345, 0);
      Socket socket = closing(network().socket(AF_INET6, SOCK_DGRAM));
      socket.setsockopt(IPV6_FLOWINFO_SEND, true);
      socket.setsockopt(IPV6_TCLASS, 0x20);
      socket.sendto(new byte[1], to);
      assertThat(python.line()).isEqualTo("0x2012345");

      Inet6 other = new Inet6("::1", port, 0x08054321, 0);
      socket.connect(other);
      socket.send(new byte[1]);
      assertThat(python.line()).isEqualTo("0x2054321");
      assertThat(socket.getpeername()).isEqualTo(other);
      socket.setsockopt(IPV6_FLOWINFO_SEND, false);
      assertThat(socket.getpeername()).isEqualTo(new Inet6("::1", port));
    }

    @Test
    void R6_anAddressMayBeGivenAsTheKernelsBytes() throws Exception {
      Socket socket = closing(network().socket(new AddressFamily(Linux.AF_NETLINK), SOCK_RAW));
      socket.bind(new Address.Unknown(new AddressFamily(Linux.AF_NETLINK), new byte[10]));
      Address.Netlink name = (Address.Netlink) socket.getsockname();
      assertThat(name.pid()).as("nl_pid, which the kernel chose").isNotZero();
      assertThat(Files.readString(Path.of("/proc/net/netlink")))
          .containsPattern("(?m)^\\S+\\s+0\\s+" + Integer.toUnsignedString(name.pid()) + "\\s");
    }

    @Test
    void R6_theScopeOfALinkLocalAddressIsHandedOverAndComesBack() throws Exception {
      int scope = Integer.parseInt(OwnNamespace.outcome("scope.index"));
      assertThat(OwnNamespace.outcome("scope.bound"))
          .isEqualTo(new Inet6("fe80::1", 1, 0, scope).toString());
      assertThat(OwnNamespace.outcome("scope.without"))
          .isEqualTo("Other: connect [fe80::1]:9: EINVAL (Invalid argument)");
      for (String kind : new String[] {"Inet6", "Name"}) {
        assertThat(OwnNamespace.outcome("scope.peer." + kind)).isEqualTo("true");
        assertThat(OwnNamespace.outcome("scope.accepted." + kind)).isEqualTo("true");
        assertThat(OwnNamespace.outcome("scope.client." + kind)).isEqualTo("" + scope);
      }
      assertThat(OwnNamespace.outcome("scope.named"))
          .as("Java's scope, by the interface's name")
          .isEqualTo("[fe80::1%" + scope + "]:80");
      assertThat(OwnNamespace.outcome("scope.java")).as("seen by java.nio").isEqualTo("" + scope);
    }
  }

  @Nested
  class AgainstJava extends AddressSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }
}
