package gulliver.protocols.http.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An answer as it came over a socket, taken apart without the code under test. */
record Answer(int status, Map<String, String> fields, String body) {
  /** Sends a request, to be answered on a connection of its own. */
  static Answer to(Address server, String method, String target, String... fields)
      throws IOException {
    StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    request.append("Host: localhost\r\nConnection: close\r\n");
    for (String field : fields) {
      request.append(field).append("\r\n");
    }
    request.append("\r\n");
    try (Socket socket = Network.os().createConnection(server)) {
      socket.settimeout(Duration.ofSeconds(20));
      socket.sendall(request.toString().getBytes(ISO_8859_1));
      return parse(new String(socket.inputStream().readAllBytes(), ISO_8859_1));
    }
  }

  private static Answer parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Map<String, String> fields = new TreeMap<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      fields.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    return new Answer(Integer.parseInt(lines[0].substring(9, 12)), fields, text.substring(end + 4));
  }

  String field(String name) {
    return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }
}
