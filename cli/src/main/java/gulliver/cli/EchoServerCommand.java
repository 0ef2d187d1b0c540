package gulliver.cli;

import static gulliver.socket.Sockets.AI_PASSIVE;
import static gulliver.socket.Sockets.address;

import gulliver.protocols.server.Limits;
import gulliver.protocols.server.Server;
import gulliver.protocols.server.ServerConnection;
import gulliver.socket.Address;
import gulliver.socket.AddressFamily;
import gulliver.socket.Network;
import gulliver.socket.Protocol;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import gulliver.socket.SocketType;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
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
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Limits LIMITS = Limits.DEFAULT.idle(Duration.ofHours(1)); // people think

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

  /** What Ctrl-C closes, which ends what waits in it. */
  private volatile @Nullable AutoCloseable service;

  private final CountDownLatch stopped = new CountDownLatch(1);

  @Override
  public Integer call() throws Exception {
    Network network = transport.network();
    Address where = where(network);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    try {
      if (transport.isUdp()) {
        serveMessages(network, where);
      } else {
        serveConnections(network, where);
      }
      return 0;
    } finally {
      stopped.countDown();
    }
  }

  private void begin(AutoCloseable what, Address where, String protocol) {
    service = what;
    say("listening on " + where + " (" + protocol + "), Ctrl-C ends");
  }

  /**
   * A host is looked up here: so its family is known, and has to be IPv6 where that is asked for.
   */
  private Address where(Network network) throws IOException {
    if (host == null) {
      return address(loopback(transport.family(AddressFamily.AF_INET)), port);
    }
    return network
        .getaddrinfo(
            host,
            String.valueOf(port),
            transport.family(AddressFamily.AF_UNSPEC),
            transport.type(),
            Protocol.DEFAULT,
            AI_PASSIVE)
        .getFirst()
        .address();
  }

  private static String loopback(AddressFamily family) {
    return family.equals(AddressFamily.AF_INET6) ? Address.Inet6.LOOPBACK : Address.Inet4.LOOPBACK;
  }

  /** What Ctrl-C and SIGTERM do. */
  private void stop() {
    AutoCloseable serving = service;
    try {
      if (serving != null) {
        serving.close();
        if (stopped.await(2, TimeUnit.SECONDS)) {
          say("stopped");
        }
      }
    } catch (Exception e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serveConnections(Network network, Address where) throws Exception {
    try (Server server =
        Server.on(network).listen(where).limits(LIMITS).grace(GRACE).start(this::echo)) {
      begin(server, server.address(), "TCP");
      server.join();
    }
  }

  private void echo(ServerConnection client) throws IOException {
    say(client.peer() + " connected");
    byte[] buffer = new byte[BUFFER];
    try {
      client.idle(); // all the time: nothing is ever half done when the server stops
      int n;
      while ((n = client.recv(buffer, 0, BUFFER)) > 0) {
        client.sendall(buffer, 0, n);
      }
    } catch (IOException e) {
      if (!client.isStopping()) {
        complain(e);
      }
      throw e;
    }
    if (!client.isStopping()) {
      say(client.peer() + " closed after " + client.received() + " bytes");
    }
  }

  private void serveMessages(Network network, Address where) throws IOException {
    try (Socket server = network.socket(where.family(), SocketType.SOCK_DGRAM)) {
      server.bind(where);
      begin(server, server.getsockname(), "UDP");
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
  }

  private static void say(String what) {
    System.out.println(what);
  }

  private static void complain(IOException e) {
    System.err.println("gulliver: " + e.getMessage());
  }
}
