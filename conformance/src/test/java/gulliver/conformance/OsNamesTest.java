package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.AF_INET6;
import static gulliver.socket.Sockets.NI_DGRAM;
import static gulliver.socket.Sockets.NI_NUMERICSERV;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.Python.Question;
import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Address.Inet6;
import gulliver.socket.AddressFamily;
import gulliver.socket.AddressInfo;
import gulliver.socket.Linux;
import gulliver.socket.NameInfo;
import gulliver.socket.Network;
import gulliver.socket.Protocol;
import gulliver.socket.SocketFailure;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OsNamesTest {
  @Nested
  class AgainstOurselves extends NamesSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends NamesSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }

  @Nested
  class AgainstPython {
    private static final String[] HOSTS = {
      "localhost",
      "127.0.0.1",
      "::1",
      "-",
      "",
      "::ffff:1.2.3.4",
      "fe80::1%lo",
      "fe80::1%1",
      "127.1",
      "0x7f.1",
      "256.1.1.1"
    };
    private static final String[] SERVICES = {"-", "80", "http", "domain", "no-such", "65535", ""};
    private static final int[] FAMILIES = {0, 0, 2, 10, 99, 1};
    private static final int[] TYPES = {0, 1, 1, 2, 3, 5, 77};
    private static final int[] PROTOCOLS = {0, 0, 0, 6, 17, 1};
    private static final int[] FLAGS = {
      Linux.AI_PASSIVE,
      Linux.AI_CANONNAME,
      Linux.AI_NUMERICHOST,
      Linux.AI_NUMERICSERV,
      Linux.AI_V4MAPPED,
      Linux.AI_ALL,
      Linux.AI_ADDRCONFIG,
      Linux.AI_IDN,
      Linux.AI_CANONIDN,
      0x40000000
    };

    @Test
    void R12_getaddrinfoAnswersAndFailsAsPythonsForEveryHint() throws Exception {
      Random random = new Random(20);
      List<Question> questions = new ArrayList<>();
      for (int i = 0; i < 1500; i++) {
        String host = HOSTS[random.nextInt(HOSTS.length)];
        String service = SERVICES[random.nextInt(SERVICES.length)];
        int family = FAMILIES[random.nextInt(FAMILIES.length)];
        int type = TYPES[random.nextInt(TYPES.length)];
        int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        int flags = 0;
        for (int flag : FLAGS) {
          flags |= random.nextInt(flag < 0x10000 ? 4 : 16) == 0 ? flag : 0;
        }
        if (host.equals("256.1.1.1") || (host.equals("localhost") && family != 2)) {
          flags |= Linux.AI_NUMERICHOST; // no question to a name server
        }
        questions.add(
            new Question(
                String.join("|", host, service, "" + family, "" + type, "" + protocol, "" + flags),
                ours(host, service, family, type, protocol, flags)));
      }
      Python.agrees(
          """
          import socket, sys
          for line in sys.stdin:
              host, service, *numbers = line.rstrip("\\n").split("|")
              try:
                  answers = socket.getaddrinfo(None if host == "-" else host,
                      None if service == "-" else service, *map(int, numbers))
                  print(" ".join(f"{f:d},{t:d},{p},{c},{','.join(map(str, a))}"
                      for f, t, p, c, a in answers))
              except socket.gaierror as e:
                  print(e.errno)
          """,
          questions);
    }

    private static String ours(
        String host, String service, int family, int type, int protocol, int flags)
        throws IOException {
      try {
        return Network.os()
            .getaddrinfo(
                host.equals("-") ? null : host,
                service.equals("-") ? null : service,
                new AddressFamily(family),
                new SocketType(type),
                new Protocol(protocol),
                flags)
            .stream()
            .map(AgainstPython::python)
            .collect(Collectors.joining(" "));
      } catch (SocketFailure.Name e) {
        return "" + e.eai().number();
      }
    }

    private static String python(AddressInfo info) {
      return String.format(
          "%d,%d,%d,%s,%s",
          info.family().value(),
          info.type().value(),
          info.protocol().value(),
          info.canonicalName() == null ? "" : info.canonicalName(),
          switch (info.address()) {
            case Inet4 a -> a.host() + "," + a.port();
            case Inet6 a -> a.host() + "," + a.port() + "," + a.flowinfo() + "," + a.scopeid();
            case Address a -> throw new AssertionError(a);
          });
    }

    @Test
    void R12_getnameinfoAnswersAndFailsAsPythons() throws Exception {
      List<Question> questions = new ArrayList<>();
      for (Address address :
          List.of(
              new Inet4("127.0.0.1", 80),
              new Inet4("127.0.0.1", 514),
              new Inet4("192.0.2.1", 4),
              new Inet6("::1", 53),
              new Inet6("fe80::1", 0, 0, 1),
              new Inet6("2001:db8::ffff", 65535))) {
        for (int flags = 0; flags < 64; flags++) {
          boolean asks =
              !address.equals(new Inet4("127.0.0.1", 80)) && (flags & Linux.NI_NUMERICHOST) == 0;
          if (asks) {
            continue; // no question to a name server
          }
          String line =
              switch (address) {
                case Inet4 a -> a.host() + "|" + a.port() + "|0|" + flags;
                case Inet6 a -> a.host() + "|" + a.port() + "|" + a.scopeid() + "|" + flags;
                default -> throw new AssertionError(address);
              };
          String ours;
          try {
            var info = Network.os().getnameinfo(address, flags);
            ours = info.host() + " " + info.service();
          } catch (SocketFailure.Name e) {
            ours = "" + e.eai().number();
          }
          questions.add(new Question(line, ours));
        }
      }
      Python.agrees(
          """
          import socket, sys
          for line in sys.stdin:
              host, port, scope, flags = line.rstrip("\\n").split("|")
              address = (host, int(port)) + ((0, int(scope)) if ":" in host else ())
              try:
                  print(*socket.getnameinfo(address, int(flags)))
              except socket.gaierror as e:
                  print(e.errno)
          """,
          questions);
    }

    @Test
    void R8_theServicesOfTheSystemAreThoseOfPython() throws Exception {
      Path services = Path.of("/etc/services");
      Assumptions.assumeTrue(Files.exists(services), "needs /etc/services");
      List<Question> questions = new ArrayList<>();
      for (String line : Files.readAllLines(services, StandardCharsets.UTF_8)) {
        String[] words = line.replaceFirst("#.*", "").strip().split("[\\s/]+", -1);
        if (words.length > 2) {
          Network os = Network.os();
          int port = Integer.parseInt(words[1]);
          questions.add(
              new Question(
                  words[0] + "|" + port + "|" + words[2],
                  os.getservbyname(words[0])
                      + " "
                      + os.getservbyname(words[0], words[2])
                      + " "
                      + os.getservbyport(port)
                      + " "
                      + os.getservbyport(port, words[2])));
        }
      }
      assertThat(questions).isNotEmpty();
      Python.agrees(
          """
          import socket, sys
          for line in sys.stdin:
              name, port, protocol = line.rstrip("\\n").split("|")
              print(socket.getservbyname(name), socket.getservbyname(name, protocol),
                    socket.getservbyport(int(port)), socket.getservbyport(int(port), protocol))
          """,
          questions);
    }

    @Test
    void theProtocolsOfTheSystemAreThoseOfPython() throws Exception {
      Path protocols = Path.of("/etc/protocols");
      Assumptions.assumeTrue(Files.exists(protocols), "needs /etc/protocols");
      List<Question> questions = new ArrayList<>();
      Network os = Network.os();
      for (String line : Files.readAllLines(protocols, StandardCharsets.UTF_8)) {
        String[] words = line.replaceFirst("#.*", "").strip().split("\\s+", -1);
        for (int i = 0; i < words.length && words.length > 1; i++) {
          if (i != 1) { // the name, or an alias
            questions.add(new Question(words[i], "" + os.getprotobyname(words[i]).value()));
          }
        }
        if (words.length > 1) {
          String name = os.getprotobynumber(Integer.parseInt(words[1]));
          assertThat(os.getprotobyname(name).value()).isEqualTo(Integer.parseInt(words[1]));
        }
      }
      assertThat(questions).isNotEmpty();
      Python.agrees(
          "import socket, sys\nfor line in sys.stdin: print(socket.getprotobyname(line.strip()))",
          questions);
    }

    @Test
    void theInterfacesOfTheSystemAreThoseOfPython() throws Exception {
      Network os = Network.os();
      List<Question> questions = new ArrayList<>();
      for (String name : List.of("lo", "no-such-if", "")) {
        String ours;
        try {
          ours = "" + os.ifNameToIndex(name);
        } catch (IOException e) {
          ours = "none"; // Python does not say why
        }
        questions.add(new Question(name, ours));
      }
      questions.add(
          new Question(
              "*",
              os.ifNameIndex().stream()
                  .map(i -> i.index() + "," + i.name())
                  .collect(Collectors.joining(" "))));
      questions.add(new Question("1", os.ifIndexToName(1)));
      Python.agrees(
          """
          import socket, sys
          for line in sys.stdin:
              line = line.rstrip("\\n")
              try:
                  if line == "*":
                      print(" ".join(f"{i},{n}" for i, n in socket.if_nameindex()))
                  elif line == "1":
                      print(socket.if_indextoname(1))
                  else:
                      print(socket.if_nametoindex(line))
              except OSError:
                  print("none")
          """,
          questions);
    }

    @Test
    void R12_aUnixAddressIsOnThisHost() throws Exception {
      Network os = Network.os();
      assertThat(os.getnameinfo(new Address.Unix("/run/x"), 0))
          .isEqualTo(new NameInfo(os.gethostname(), "/run/x"));
    }

    @Test
    void R12_thisHostsNameIsPythons() throws Exception {
      Python.agrees(
          "import socket; print(socket.gethostname())",
          List.of(new Question("", Network.os().gethostname())));
    }
  }

  /** The rows of {@link OwnNames}. */
  @Nested
  class WithNamesOfItsOwn {
    @ParameterizedTest
    @CsvSource({"ftp, 21", "ftp-data, 20", "telnet, 23", "http, 80", "www, 80", "https, 443"})
    void R8_theWellKnownServicesAreKnownAlsoWithoutAList(String name, int port) throws Exception {
      assertThat(OwnNames.outcome("port." + name)).isEqualTo(port + " " + port);
    }

    @ParameterizedTest
    @CsvSource({"20, ftp-data", "21, ftp", "23, telnet", "80, http"})
    void R8_theWellKnownPortsAreKnownAlsoWithoutAList(int port, String name) throws Exception {
      assertThat(OwnNames.outcome("service." + port)).isEqualTo(name + " " + name);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "http | [IPPROTO_TCP 127.0.0.1:80]",
          "echo | [IPPROTO_TCP 127.0.0.1:7, IPPROTO_UDP 127.0.0.1:7]",
          "domain | [IPPROTO_TCP 127.0.0.1:53, IPPROTO_UDP 127.0.0.1:53]",
          "echo.dgram | [IPPROTO_UDP 127.0.0.1:7]",
          "ftp.dgram | Name: getaddrinfo 127.0.0.1: EAI_SERVICE (Servname not supported for ai_socktype)",
          "no-such | Name: getaddrinfo 127.0.0.1: EAI_SERVICE (Servname not supported for ai_socktype)",
          "numeric | Name: getaddrinfo 127.0.0.1: EAI_NONAME (Name or service not known)"
        })
    void R12_theWellKnownServicesAreFoundWithAHostAlsoWithoutAList(String row, String outcome)
        throws Exception {
      assertThat(OwnNames.outcome("addresses." + row)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"80, 0, http", "80, 1, 80", "80, 2, 80", "69, 0, 69", "69, 1, tftp", "69, 2, 69"})
    void R8_theWellKnownPortsOfAnAddressAreNamedAlsoWithoutAList(int port, int way, String name)
        throws Exception {
      int flags = List.of(0, NI_DGRAM, NI_NUMERICSERV).get(way);
      assertThat(OwnNames.outcome("name." + port + "." + flags)).isEqualTo(name);
    }

    @Test
    void R8_withoutAListTheRestIsUnknown() throws Exception {
      assertThat(OwnNames.outcome("port.no-such"))
          .isEqualTo(
              "Name: getservbyname no-such: EAI_SERVICE (Servname not supported for ai_socktype)");
      assertThat(OwnNames.outcome("service.4")).startsWith("Name: getservbyport 4: EAI_SERVICE");
      assertThat(OwnNames.outcome("port.domain.udp")).isEqualTo("53");
      assertThat(OwnNames.outcome("port.telnet.udp"))
          .startsWith("Name: getservbyname telnet/udp: EAI_SERVICE");
    }

    @ParameterizedTest
    @CsvSource({"tcp, 6", "UDP, 17", "icmp, 1", "ipv6-icmp, 58"})
    void protocolsAreKnownAlsoWithoutAList(String name, int number) throws Exception {
      assertThat(OwnNames.outcome("protocol." + name)).isEqualTo("" + number);
      assertThat(OwnNames.outcome("protocol." + number)).isEqualToIgnoringCase(name);
      assertThat(OwnNames.outcome("protocol.no-such")).startsWith("Name: ").contains("EAI_NONAME");
      assertThat(OwnNames.outcome("protocol.255")).startsWith("Name: ").contains("EAI_NONAME");
    }

    @Test
    void numbersAreReadWithoutAWorker() throws Exception {
      assertThat(OwnNames.outcome("numeric.answers"))
          .isEqualTo("127.0.0.1:80 [::1]:80 127.0.0.1:80 127.0.0.1 80");
      assertThat(OwnNames.outcome("numeric.workers")).isEqualTo("0");
      assertThat(OwnNames.outcome("named.workers")).isEqualTo("1");
    }

    @Test
    void R12_aHostHasSeveralAddressesAndAnOfficialName() throws Exception {
      assertThat(OwnNames.outcome("hosts.many"))
          .isEqualTo("[127.0.0.2:9, 127.0.0.3:9, 127.0.0.4:9]");
      assertThat(OwnNames.outcome("hosts.canonical")).isEqualTo("[many]");
      assertThat(OwnNames.outcome("hosts.name")).isEqualTo("many");
      assertThat(OwnNames.outcome("hosts.both")).isEqualTo("[[::1]:9, 127.0.0.1:9]");
    }

    @Test
    void R12_createConnectionTriesAllAddressesOfAName() throws Exception {
      assertThat(OwnNames.outcome("many.last")).isEqualTo("127.0.0.4:7000");
      assertThat(OwnNames.outcome("many.none"))
          .isEqualTo(
              "connect 127.0.0.4:7000: ECONNREFUSED (Connection refused);"
                  + " connect 127.0.0.2:7000: ECONNREFUSED (Connection refused);"
                  + " connect 127.0.0.3:7000: ECONNREFUSED (Connection refused)");
    }

    @Test
    void R12_aNameWithBothFamiliesIsResolvedInTheSockets() throws Exception {
      assertThat(OwnNames.outcome("both." + AF_INET)).isEqualTo("127.0.0.1:7000");
      assertThat(OwnNames.outcome("both." + AF_INET6)).isEqualTo("[::1]:7000");
      for (AddressFamily family : List.of(AF_INET, AF_INET6)) {
        assertThat(OwnNames.outcome("both.sent." + family)).isEqualTo("3");
        assertThat(OwnNames.outcome("both.received." + family)).isEqualTo("3");
      }
    }

    @Test
    void R12_aNameServersAnswerIsUsedAndItsFailureSaid() throws Exception {
      assertThat(OwnNames.outcome("server.asked")).isEqualTo("\5found\4test\0");
      assertThat(OwnNames.outcome("server.found")).isEqualTo("127.0.0.1:7000");
      assertThat(OwnNames.outcome("server.missing"))
          .isEqualTo("Name: getaddrinfo missing.test: EAI_NONAME (Name or service not known)");
      assertThat(OwnNames.outcome("server.empty"))
          .isEqualTo(
              "Name: getaddrinfo empty.test: EAI_NODATA (No address associated with hostname)");
      assertThat(OwnNames.outcome("server.failing"))
          .isEqualTo(
              "Name: getaddrinfo failing.test: EAI_AGAIN (Temporary failure in name resolution)");
      assertThat(OwnNames.outcome("server.none"))
          .isEqualTo(
              "Name: getaddrinfo nobody.test: EAI_AGAIN (Temporary failure in name resolution)");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "connect",
          "createConnection",
          "bind",
          "sendto",
          "getaddrinfo",
          "getnameinfo",
          "within",
          "setdeadline"
        })
    void R30_aLookUpThatTakesTooLongIsLeftToAWorkerThatIsCounted(String call) throws Exception {
      String what =
          call.equals("getnameinfo") ? "getnameinfo 192\\.0\\.2\\.1:1" : "getaddrinfo slow\\.test";
      assertThat(OwnNames.outcome("timeout." + call))
          .matches("TimedOut: " + what + ": ETIMEDOUT \\(timed out after 0\\.\\d{1,3}s\\)");
      assertThat(OwnNames.outcome("timeout." + call + ".unfinished")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
      "bind, platform", "connect, platform", "sendto, platform",
      "bind, virtual", "connect, virtual", "sendto, virtual"
    })
    void R30_aLookUpWhoseSocketIsClosedIsLeftToAWorkerThatIsCounted(String call, String thread)
        throws Exception {
      assertThat(OwnNames.outcome("close." + call + "." + thread))
          .isEqualTo("Other: " + call + " slow.test:7000: EBADF (Bad file descriptor)");
      assertThat(OwnNames.outcome("close." + call + "." + thread + ".unfinished")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "virtual"})
    void R30_aLookUpThatIsInterruptedIsLeftToAWorkerThatIsCounted(String thread) throws Exception {
      assertThat(OwnNames.outcome("interrupt." + thread))
          .isEqualTo("Interrupted: getaddrinfo slow.test: EINTR (Interrupted system call) true");
      assertThat(OwnNames.outcome("interrupt." + thread + ".unfinished")).isEqualTo("1");
    }
  }
}
