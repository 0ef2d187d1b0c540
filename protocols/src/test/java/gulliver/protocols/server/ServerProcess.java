package gulliver.protocols.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Sockets;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;

/**
 * A server in a process of its own: it answers each byte with the line of its process id. It prints
 * {@code up} and its address, its counters when a line is typed, and those at its end.
 */
final class ServerProcess {
  private ServerProcess() {}

  /**
   * Serves until it is told {@code stop}, or has a successor.
   *
   * @param arguments the port, or {@code activated}, and perhaps the desk's path
   */
  public static void main(String[] arguments) throws Exception {
    Network os = Network.os();
    Server.Builder builder = Server.on(os).limits(Limits.NONE).grace(Duration.ofSeconds(20));
    if (arguments[0].equals("activated")) {
      builder.listenFds();
    } else {
      builder.listen(Sockets.address("127.0.0.1", Integer.parseInt(arguments[0])));
    }
    if (arguments.length > 1) {
      builder.successor(new Address.Unix(arguments[1]));
    }
    byte[] me = (ProcessHandle.current().pid() + "\n").getBytes(US_ASCII);
    Server server =
        builder.start(connection -> {
          byte[] buffer = new byte[1];
          do {
            connection.idle();
            if (connection.recv(buffer, 0, 1) == 0) {
              return;
            }
            connection.busy(Duration.ofSeconds(20));
            connection.sendall(me);
          } while (!connection.isStopping());
        });
    System.out.println("up " + server.address());
    Thread.ofPlatform().daemon().start(() -> obey(server));
    server.join();
    System.out.println("ended " + server.counters());
  }

  private static void obey(Server server) {
    new BufferedReader(new InputStreamReader(System.in, US_ASCII))
        .lines()
        .forEach(line -> {
          if (line.equals("stop")) {
            server.stop();
          } else {
            System.out.println(server.counters());
          }
        });
  }
}
