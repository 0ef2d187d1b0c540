package gulliver.examples;

import static gulliver.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.US_ASCII;

import gulliver.socket.*;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A web server for one file: {@code sendfile} lets the kernel send it, without copying it through
 * the program.
 */
public final class SendFile {
  private SendFile() {}

  /** Serves a file, for one request; without a name, a list of the network's services. */
  public static void main(String... args) throws IOException {
    Path file = Path.of(args.length > 0 ? args[0] : "/etc/services");
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IOException(file + ": no file that can be read");
    }
    try (Socket server = createServer(address("127.0.0.1", 0))) {
      IO.println("curl http://" + server.getsockname() + "/");
      serve(server, file);
    }
  }

  /** Answers one request, whatever it asks for. */
  static void serve(Socket server, Path file) throws IOException {
    try (Socket client = server.accept().socket()) {
      readRequest(client);
      long size = Files.size(file);
      String head = "HTTP/1.0 200 OK\r\nContent-Length: " + size + "\r\n\r\n";
      client.sendall(head.getBytes(US_ASCII));
      IO.println("sent " + client.sendfile(file, 0, size) + " bytes of " + file);
    }
  }

  /** To the empty line at its end. */
  private static void readRequest(Socket client) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      byte[] part = client.recv(4096);
      if (part.length == 0) {
        throw new IOException("no request");
      }
      request.append(new String(part, US_ASCII));
    }
  }
}
