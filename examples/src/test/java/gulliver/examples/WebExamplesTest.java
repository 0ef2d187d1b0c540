package gulliver.examples;

import static gulliver.socket.Sockets.address;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.protocols.server.Server;
import gulliver.socket.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({NoStackTraces.class, NothingLeaks.class})
class WebExamplesTest {
  @Test
  void R34_theWebServerAnswersCurl() throws Exception {
    try (Program server = Program.example("WebServer", "0")) {
      String base = "http://" + server.line().replaceFirst("listening on ", "");
      assertThat(curl(base + "/hello?name=Lemuel+Gulliver")).isEqualTo("Hello, Lemuel Gulliver!\n");
      assertThat(curl(base + "/")).contains("<form action=\"/hello\">");
      assertThat(curl(base + "/count")).startsWith("1\n2\n").endsWith("10\n");
      assertThat(curl("-d", "abc", base + "/echo")).isEqualTo("abc");
      assertThat(curl(base + "/visits")).isEqualTo("1\n");
      assertThat(curl("-w", "%{http_code}", base + "/none"))
          .isEqualTo("404 Not Found: there is no GET /none\n404");
      assertThat(curl("-w", "%{http_code}", base + "/hello")).endsWith("400");
    }
  }

  @Test
  void R34_aPageHasFilesPartsOfFilesAndEvents(@TempDir Path folder) throws Exception {
    WebPage.write(folder);
    try (Server server = WebPage.start(Network.os(), address("127.0.0.1", 0), folder)) {
      String base = "http://" + server.address();
      assertThat(curl(base + "/")).contains("new EventSource('/events')");
      assertThat(curl("-r", "7-11", base + "/hello.txt")).isEqualTo("world");
      assertThat(curl("-o", "/dev/null", "-w", "%{content_type}", base + "/colours.bmp"))
          .isEqualTo("image/bmp");
      try (Program events = Program.start("curl", "-sN", base + "/events")) {
        for (int i = 1; i <= 3; i++) {
          assertThat(events.line()).isEqualTo("data: " + i);
          assertThat(events.line()).isEmpty();
        }
      }
    }
  }

  private static String curl(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 2];
    command[0] = "curl";
    command[1] = "-s";
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    try (Program curl = Program.start(command)) {
      return curl.rest();
    }
  }

  @Test
  void R34_theWebClientAsksOnOneConnection() throws Exception {
    assertThat(Program.printed(WebClient::main))
        .isEqualTo(
            """
            200 text/plain; charset=utf-8
            Hello, Lemuel!
            and in capitals: A FAIR WIND
            bytes that went and came back: 1000000
            what there is not: 404 Not Found: there is no GET /nowhere
            """);
  }

  @Test
  void R34_whatOneSaysOnTheWallAllListenersHear() throws Exception {
    try (Server server = WebEvents.start(Network.os(), address("127.0.0.1", 0))) {
      String base = "http://" + server.address();
      try (Program one = Program.start("curl", "-sN", base + "/events");
          Program two = Program.start("curl", "-sN", base + "/events")) {
        hear("you are listening", one, two);
        for (String said : new String[] {"hello", "who is there?"}) {
          assertThat(curl("-d", said, "-w", "%{http_code}", base + "/say")).isEqualTo("204");
          hear(said, one, two);
        }
      }
      server.stop(Duration.ZERO); // who listens does not end by itself
    }
  }

  private static void hear(String said, Program... listeners) throws IOException {
    for (Program each : listeners) {
      assertThat(each.line()).isEqualTo("event: said");
      assertThat(each.line()).isEqualTo("data: " + said);
      assertThat(each.line()).isEmpty();
    }
  }
}
