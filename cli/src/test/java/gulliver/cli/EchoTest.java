package gulliver.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code echo-server} and {@code echo}, each in a process of its own, and others' programs. */
class EchoTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private static String port(Program server) throws IOException {
    String line = server.line();
    assertThat(line).matches("listening on (127\\.0\\.0\\.1|\\[::1]):\\d+ \\((TCP|UDP)\\), .*");
    return line.replaceFirst(" \\(.*", "").replaceFirst(".*:", "");
  }

  @Nested
  class Server {
    @Test
    void R17_answersNetcat() throws Exception {
      try (Program server = Program.gulliver("echo-server", "--port", "0");
          Program nc = Program.start("nc", "-N", "127.0.0.1", port(server))) {
        assertThat(nc.input("one\ntwo\n").rest()).isEqualTo("one\ntwo\n");
        assertThat(server.line()).endsWith(" connected");
        assertThat(server.line()).endsWith(" closed after 8 bytes");
      }
    }

    @Test
    void R19_servesManyClientsAtOnce() throws Exception {
      try (Program server = Program.gulliver("echo-server", "--port", "0")) {
        int port = Integer.parseInt(port(server));
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          clients.add(new Socket(LOOPBACK, port));
        }
        for (int i = 19; i >= 0; i--) {
          byte[] text = ("client " + i).getBytes(UTF_8);
          clients.get(i).getOutputStream().write(text);
          assertThat(clients.get(i).getInputStream().readNBytes(text.length)).isEqualTo(text);
        }
        for (Socket client : clients) {
          client.close();
        }
      }
    }

    @Test
    void R13_answersNetcatOverUdp() throws Exception {
      try (Program server = Program.gulliver("echo-server", "--port", "0", "--udp");
          Program nc = Program.start("nc", "-u", "127.0.0.1", port(server))) {
        nc.type("one\n");
        assertThat(nc.line()).isEqualTo("one");
        assertThat(server.line()).matches("127\\.0\\.0\\.1:\\d+ sent 4 bytes");
      }
    }

    @Test
    void R6_answersOverIpv6() throws Exception {
      Assumptions.assumeTrue(hasIpv6(), "there is no IPv6 here");
      try (Program server = Program.gulliver("echo-server", "--port", "0", "-6");
          Program nc = Program.start("nc", "-N", "::1", port(server))) {
        assertThat(nc.input("six\n").rest()).isEqualTo("six\n");
      }
    }

    @Test
    void R6_aHostOfIpv6NeedsNoOption() throws Exception {
      Assumptions.assumeTrue(hasIpv6(), "there is no IPv6 here");
      try (Program server =
              Program.gulliver("echo-server", "--port", "0", "--host", "::1", "--udp");
          Program nc = Program.start("nc", "-u", "::1", port(server))) {
        nc.type("six\n");
        assertThat(nc.line()).isEqualTo("six");
      }
    }

    @Test
    void R6_aHostOfIpv4IsRefusedWhereIpv6IsAskedFor() throws Exception {
      try (Program server =
          Program.gulliver("echo-server", "--port", "0", "-6", "--host", "127.0.0.1")) {
        assertThat(server.errors())
            .isEqualTo(
                "gulliver: getaddrinfo 127.0.0.1: EAI_ADDRFAMILY"
                    + " (Address family for hostname not supported)\n");
        assertThat(server.exitCode()).isEqualTo(1);
      }
    }

    @Test
    void R32_stopsCleanlyWithClientsConnected() throws Exception {
      try (Program server = Program.gulliver("echo-server", "--port", "0")) {
        int port = Integer.parseInt(port(server));
        try (Socket client = new Socket(LOOPBACK, port)) {
          assertThat(server.line()).endsWith(" connected");
          server.terminate();
          assertThat(server.line()).isEqualTo("stopped");
          assertThat(server.exitCode()).isEqualTo(128 + 15);
          assertThat(server.errors()).isEmpty();
          assertThat(client.getInputStream().read()).isNegative();
        }
        try (Program again = Program.gulliver("echo-server", "--port", "" + port)) {
          assertThat(port(again)).isEqualTo("" + port);
        }
      }
    }

    @Test
    void R5_aPortInUseIsSaidInOneLine() throws Exception {
      try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK);
          Program server = Program.gulliver("echo-server", "--port", "" + other.getLocalPort())) {
        assertThat(server.exitCode()).isEqualTo(1);
        assertThat(server.errors())
            .isEqualTo(
                "gulliver: bind 127.0.0.1:%d: EADDRINUSE (Address already in use)\n"
                    .formatted(other.getLocalPort()));
        assertThat(server.rest()).isEmpty();
      }
    }
  }

  @Nested
  class Client {
    @Test
    void R18_printsWhatAJavaServerAnswers() throws Exception {
      try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
          Program client = Program.gulliver("echo", "127.0.0.1", "" + server.getLocalPort());
          Socket connection = server.accept()) {
        client.input("grüße\n");
        assertThat(connection.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("grüße\n");
        connection.getOutputStream().write("GRÜSSE\n".getBytes(UTF_8));
        connection.shutdownOutput();
        assertThat(client.rest()).isEqualTo("GRÜSSE\n");
        assertThat(client.exitCode()).isZero();
      }
    }

    @Test
    void R18_talksWithOurServerLineByLine() throws Exception {
      try (Program server = Program.gulliver("echo-server", "--port", "0");
          Program client = Program.gulliver("echo", "127.0.0.1", port(server))) {
        client.type("one\n");
        assertThat(client.line()).isEqualTo("one");
        client.type("two\n");
        assertThat(client.line()).isEqualTo("two");
        client.input("");
        assertThat(client.exitCode()).isZero();
      }
    }

    @Test
    void R13_eachLineIsAMessageOverUdp() throws Exception {
      try (Program server = Program.gulliver("echo-server", "--port", "0", "--udp")) {
        String port = port(server);
        untilItAnswers(Integer.parseInt(port));
        assertThat(server.line()).endsWith(" sent 1 bytes");
        try (Program client = Program.gulliver("echo", "127.0.0.1", port, "--udp")) {
          client.input("one\nthree\nlast");
          assertThat(client.rest()).isEqualTo("one\nthree\nlast");
          assertThat(client.exitCode()).isZero();
        }
        assertThat(server.line()).endsWith(" sent 4 bytes");
        assertThat(server.line()).endsWith(" sent 6 bytes");
        assertThat(server.line()).endsWith(" sent 4 bytes");
      }
    }

    /** A JVM that has just started may need more than the client's second for its first answer. */
    private static void untilItAnswers(int port) throws IOException {
      try (DatagramSocket first = new DatagramSocket()) {
        first.setSoTimeout(20_000);
        first.send(new DatagramPacket(new byte[1], 1, LOOPBACK, port));
        first.receive(new DatagramPacket(new byte[1], 1));
      }
    }

    @Test
    void R21_aRefusedConnectionIsSaidInOneLine() throws Exception {
      try (Socket holder = new Socket()) {
        holder.bind(new InetSocketAddress(LOOPBACK, 0)); // bound, not listening
        int port = holder.getLocalPort();
        try (Program client = Program.gulliver("echo", "127.0.0.1", "" + port)) {
          assertThat(client.exitCode()).isEqualTo(1);
          assertThat(client.errors())
              .isEqualTo(
                  "gulliver: connect 127.0.0.1:" + port + ": ECONNREFUSED (Connection refused)\n");
        }
      }
    }

    @Test
    void R28_aServerThatIsSilentOverUdpIsSaidInOneLine() throws Exception {
      try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
          Program client =
              Program.gulliver("echo", "127.0.0.1", "" + silent.getLocalPort(), "--udp")) {
        client.input("hello\n");
        assertThat(client.exitCode()).isEqualTo(1);
        assertThat(client.errors())
            .isEqualTo(
                "gulliver: no answer from 127.0.0.1:%d within a second\n"
                    .formatted(silent.getLocalPort()));
      }
    }

    @Test
    void R29_aServerThatEndsEarlyIsSaidInOneLine() throws Exception {
      try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
          Program client = Program.gulliver("echo", "127.0.0.1", "" + server.getLocalPort())) {
        server.accept().close();
        assertThat(client.exitCode()).isEqualTo(1);
        assertThat(client.errors()).endsWith(" has ended the connection\n").hasLineCount(1);
      }
    }

    @Test
    void R39_traceShowsTheCalls() throws Exception {
      try (Program server = Program.gulliver("echo-server", "--port", "0");
          Program client =
              Program.gulliver("echo", "127.0.0.1", port(server), "--trace").input("hello\n")) {
        assertThat(client.exitCode()).isZero();
        String time = "\\d\\d:\\d\\d:\\d\\d\\.\\d{6} ";
        String took = " <\\d+\\.\\d{6}>";
        assertThat(client.errors().lines())
            .anyMatch(
                line -> line.matches(time + "socket\\(AF_INET, SOCK_STREAM, .*\\) = \\d+" + took))
            .anyMatch(
                line -> line.matches(time + "connect\\(\\d+, 127\\.0\\.0\\.1:\\d+\\) = 0" + took))
            .anyMatch(
                line -> line.matches(time + "sendall\\(\\d+, \"hello\\\\n\", 6, 0\\) = 6" + took))
            .anyMatch(line -> line.matches(time + "shutdown\\(\\d+, SHUT_WR\\) = 0" + took))
            .anyMatch(line -> line.matches(time + "recv\\(\\d+, \"\", 32768, 0\\) = 0" + took));
      }
    }
  }

  private static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(IPV6_LOOPBACK))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
