package gulliver.cli;

import static gulliver.socket.Sockets.SHUT_WR;

import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.AddressInfo;
import gulliver.socket.Datagram;
import gulliver.socket.Network;
import gulliver.socket.Protocol;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends standard input to a server and prints what comes back. */
@Command(
    name = "echo",
    description = {
      "Sends the lines of standard input to a server and prints what comes back.",
      "With UDP each line is a message, whose answer is awaited for a second."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class EchoCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @Parameters(index = "0", paramLabel = "HOST", description = "The server's name or address.")
  private String host;

  @Parameters(
      index = "1",
      paramLabel = "PORT",
      converter = Transport.Port.class,
      description = "The server's port.")
  private int port;

  @Mixin private Transport transport;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Network network = transport.network();
    AddressFamily family = transport.family(AddressFamily.AF_UNSPEC);
    List<AddressInfo> servers =
        network.getaddrinfo(
            host, String.valueOf(port), family, transport.type(), Protocol.DEFAULT, 0);
    if (transport.isUdp()) {
      messages(network, servers.getFirst().address());
      return 0;
    }
    try (Socket socket = connect(network, servers)) {
      return stream(socket);
    }
  }

  /** Tries the addresses in their order; the failure is that of the last. */
  private static Socket connect(Network network, List<AddressInfo> servers) throws IOException {
    IOException failure = new IOException("no address");
    for (AddressInfo server : servers) {
      try {
        return network.createConnection(server.address());
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  /** Both directions at once: a thread sends, this one receives until the server ends. */
  private static int stream(Socket socket) throws IOException, InterruptedException {
    Address server = socket.getpeername();
    AtomicBoolean sentAll = new AtomicBoolean();
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    Thread sender =
        Thread.ofPlatform()
            .daemon() // it may wait for the keyboard when the server has ended
            .start(() -> {
              try {
                send(socket);
                sentAll.set(true); // before the server can know it
                socket.shutdown(SHUT_WR);
              } catch (IOException e) {
                failure.set(e);
              }
            });
    byte[] buffer = new byte[32 * 1024];
    int n;
    while ((n = socket.recv(buffer)) > 0 && !System.out.checkError()) {
      System.out.write(buffer, 0, n);
      System.out.flush();
    }
    if (System.out.checkError()) {
      return 1; // nobody reads on: no reason to talk about it
    }
    if (sentAll.get()) {
      sender.join(); // it is in shutdown, which must not find the socket closed
    }
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    if (!sentAll.get()) {
      throw new IOException(server + " has ended the connection");
    }
    return 0;
  }

  private static void send(Socket socket) throws IOException {
    byte[] buffer = new byte[32 * 1024];
    int n;
    while ((n = System.in.read(buffer)) > 0) {
      socket.sendall(buffer, 0, n);
    }
  }

  private static void messages(Network network, Address server) throws IOException {
    try (Socket socket = network.socket(server.family(), SocketType.SOCK_DGRAM)) {
      socket.settimeout(PATIENCE);
      InputStream in = new BufferedInputStream(System.in);
      for (byte[] line = line(in); line.length > 0; line = line(in)) {
        socket.sendto(line, server);
        System.out.write(answer(socket, server).bytes());
        System.out.flush();
      }
    }
  }

  private static Datagram answer(Socket socket, Address server) throws IOException {
    try {
      return socket.recvfrom(64 * 1024);
    } catch (SocketTimeoutException e) {
      throw new IOException("no answer from " + server + " within a second", e);
    }
  }

  /** The next line with its end; empty behind the last. */
  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c;
    while ((c = in.read()) >= 0) {
      line.write(c);
      if (c == '\n') {
        break;
      }
    }
    return line.toByteArray();
  }
}
