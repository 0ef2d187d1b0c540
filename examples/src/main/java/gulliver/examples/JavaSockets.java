package gulliver.examples;

import static gulliver.socket.Sockets.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.nio.JavaServerSocket;
import gulliver.nio.JavaSocketFactory;
import gulliver.socket.*;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.net.SocketFactory;

/**
 * Code that knows nothing but {@code java.net.Socket}, as JDBC drivers, TLS and old programs do: it
 * is given a factory, and talks over TCP, or over a UNIX socket without knowing it.
 */
public final class JavaSockets {
  private JavaSockets() {}

  /** The same old code twice. */
  public static void main(String... args) throws IOException {
    Path folder = Files.createTempDirectory("gulliver");
    Path path = folder.resolve("old");
    try (Socket tcp = createServer(address("127.0.0.1", 0));
        Socket unix = createServer(unix(path.toString()))) {
      int port = ((Address.Inet4) tcp.getsockname()).port();
      tcp.network().start(() -> shout(JavaServerSocket.of(tcp)));
      unix.network().start(() -> shout(JavaServerSocket.of(unix)));

      SocketFactory factory = JavaSocketFactory.of(tcp.network());
      IO.println("over TCP:  " + ask(factory, "localhost", port, "hello"));

      // connects there, whatever host and port it is told
      factory = JavaSocketFactory.to(unix.network(), unix.getsockname());
      IO.println("over UNIX: " + ask(factory, "localhost", port, "hello"));
    } finally {
      Files.deleteIfExists(path);
      Files.delete(folder);
    }
  }

  /** An old client: a line there, a line back. */
  static String ask(SocketFactory factory, String host, int port, String line) throws IOException {
    try (java.net.Socket socket = factory.createSocket(host, port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
      return reader(socket).readLine();
    }
  }

  /** An old server, for one client. */
  static void shout(ServerSocket server) throws IOException {
    try (java.net.Socket client = server.accept()) {
      String line = reader(client).readLine();
      client.getOutputStream().write((line.toUpperCase(Locale.ROOT) + "\n").getBytes(UTF_8));
    }
  }

  private static BufferedReader reader(java.net.Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }
}
