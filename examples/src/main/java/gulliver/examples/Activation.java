package gulliver.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.socket.*;
import java.io.IOException;
import java.util.List;

/**
 * A service whose socket systemd opens, and which it starts when the first client comes:
 *
 * <pre>
 * # hello.socket               # hello.service
 * [Socket]                     [Service]
 * ListenStream=7007            ExecStart=java … gulliver.examples.Activation
 * FileDescriptorName=hello
 * </pre>
 *
 * Without systemd: {@code systemd-socket-activate -l 7007 java …}
 */
public final class Activation {
  private Activation() {}

  /** Greets whoever waits at each socket that it has been given. */
  public static void main(String... args) throws IOException {
    Network network = Network.os();
    List<ListenFd> given = network.listenFds();
    if (given.isEmpty()) {
      IO.println("nobody has opened a socket for this program");
    }
    for (ListenFd each : given) {
      try (Socket server = network.fromfd(each.fd());
          Socket client = server.accept().socket()) {
        client.sendall(("hello from " + each.name() + "\n").getBytes(UTF_8));
      }
    }
  }
}
