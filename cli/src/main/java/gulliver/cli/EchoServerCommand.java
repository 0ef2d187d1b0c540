package gulliver.cli;

import static gulliver.socket.Sockets.SO_REUSEADDR;
import static gulliver.socket.Sockets.address;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Network;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends back what clients send, to any number of them at once. */
@Command(
    name = "echo-server",
    description = "Sends back what clients send, to many at once, until Ctrl-C.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class EchoServerCommand implements Callable<Integer> {
  private static final int BUFFER = 64 * 1024; // no datagram is longer

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "7000",
      converter = Transport.Port.class,
      description = "The port; 0 for any that is free (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Where to listen (default: the loopback address, for this machine only).")
  private @Nullable String host;

  @Mixin private Transport transport;

  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean serving;
  private final CountDownLatch stopped = new CountDownLatch(1);

  @Override
  public Integer call() throws IOException {
    Network network = transport.network();
    AddressFamily family = transport.family(AddressFamily.AF_INET);
    String where = Objects.requireNonNullElse(host, loopback(family));
    try (Socket server = network.socket(family, transport.type())) {
      open.add(server);
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
      if (!transport.isUdp()) {
        server.setsockopt(SO_REUSEADDR, true);
      }
      server.bind(address(where, port));
      if (transport.isUdp()) {
        begin(server, "UDP");
        serveMessages(server);
      } else {
        server.listen(128);
        begin(server, "TCP");
        serveConnections(server);
      }
      return 0;
    } finally {
      stopped.countDown();
    }
  }

  private void begin(Socket server, String protocol) throws IOException {
    say("listening on " + server.getsockname() + " (" + protocol + "), Ctrl-C ends");
    serving = true;
  }

  private static String loopback(AddressFamily family) {
    return family.equals(AddressFamily.AF_INET6) ? Address.Inet6.LOOPBACK : Address.Inet4.LOOPBACK;
  }

  /** What Ctrl-C and SIGTERM do: closes everything, which ends all calls that wait. */
  private void stop() {
    open.forEach(Socket::close);
    try {
      if (stopped.await(2, TimeUnit.SECONDS) && serving) {
        say("stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serveConnections(Socket server) throws IOException {
    while (!server.isClosed()) {
      try {
        Accepted client = server.accept();
        server.network().start(() -> echo(client.socket(), client.address()));
      } catch (IOException e) {
        if (!server.isClosed()) {
          complain(e);
          pause(server.network()); // such as EMFILE: until a client has gone
        }
      }
    }
  }

  private void echo(Socket client, Address peer) {
    open.add(client);
    try (client) {
      say(peer + " connected");
      byte[] buffer = new byte[BUFFER];
      long bytes = 0;
      int n;
      while ((n = client.recv(buffer)) > 0) {
        client.sendall(buffer, 0, n);
        bytes += n;
      }
      say(peer + " closed after " + bytes + " bytes");
    } catch (IOException e) {
      if (!client.isClosed()) {
        complain(e);
      }
    } finally {
      open.remove(client);
    }
  }

  private void serveMessages(Socket server) {
    byte[] buffer = new byte[BUFFER];
    Sender from = new Sender();
    while (!server.isClosed()) {
      try {
        int n = server.recvfrom(buffer, from);
        Address peer = Objects.requireNonNull(from.address());
        server.sendto(buffer, 0, n, peer);
        say(peer + " sent " + n + " bytes");
      } catch (IOException e) {
        if (!server.isClosed()) {
          complain(e);
        }
      }
    }
  }

  private static void pause(Network network) throws IOException {
    try {
      network.sleep(Duration.ofMillis(100));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void say(String what) {
    System.out.println(what);
  }

  private static void complain(IOException e) {
    System.err.println("gulliver: " + e.getMessage());
  }
}
