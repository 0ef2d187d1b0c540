package gulliver.examples;

import static gulliver.socket.Sockets.address;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.protocols.server.Server;
import gulliver.socket.*;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A server is restarted, and no client is refused: to restart it is to start it once more. The new
 * process finds the old one at its desk, a UNIX socket, and takes over the listening sockets; the
 * old one finishes what it has begun.
 */
public final class Restart {
  private Restart() {}

  /**
   * Restarts a server under clients that keep coming; with a name, is the new server.
   *
   * @param args nothing, or the abstract name of the desk
   */
  public static void main(String... args) throws Exception {
    Network network = Network.os();
    if (args.length > 0) {
      try (Server server = start(network, Address.Unix.ofAbstract(args[0]))) {
        IO.println("up at " + server.address());
        System.in.read(); // until the one that started it has seen enough
      }
      return;
    }
    String name = "gulliver-restart-" + ProcessHandle.current().pid();
    try (Server old = start(network, Address.Unix.ofAbstract(name))) {
      List<String> answers = new ArrayList<>();
      ask(network, old.address(), 100, answers);
      Process successor =
          new ProcessBuilder(HandOver.command(Restart.class, name))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader said = successor.inputReader(UTF_8)) {
        while (!said.ready() && successor.isAlive()) {
          ask(network, old.address(), 1, answers); // while it comes up and takes over
        }
        old.join();
        ask(network, old.address(), 100, answers);
      } finally {
        successor.outputWriter().close();
      }
      successor.waitFor();
      report(answers, String.valueOf(successor.pid()));
    }
  }

  /** A server that says which process it is. */
  private static Server start(Network network, Address.Unix desk) throws IOException {
    byte[] me = String.valueOf(ProcessHandle.current().pid()).getBytes(UTF_8);
    return Server.on(network)
        .listen(address("127.0.0.1", 0)) // the same words: the same socket
        .successor(desk)
        .start(connection -> connection.sendall(me));
  }

  /** Clients, one after another; one that is refused or not answered ends the program. */
  private static void ask(Network network, Address server, int times, List<String> answers)
      throws IOException {
    for (int i = 0; i < times; i++) {
      try (Socket client = network.createConnection(server)) {
        answers.add(new String(client.inputStream().readAllBytes(), UTF_8));
      }
    }
  }

  private static void report(List<String> answers, String successor) {
    int first = answers.indexOf(successor);
    List<String> later = answers.subList(first, answers.size());
    boolean onlyNew = later.stream().allMatch(successor::equals);
    boolean lost = answers.stream().anyMatch(String::isEmpty);
    IO.println("the old process answered, then the new one " + (onlyNew ? "alone" : "and the old"));
    IO.println(lost ? "a connection was lost" : "no connection was refused or lost");
  }
}
