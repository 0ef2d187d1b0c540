package gulliver.examples;

import static gulliver.socket.Sockets.AF_UNIX;
import static gulliver.socket.Sockets.CMSG_SPACE;
import static gulliver.socket.Sockets.SOCK_SEQPACKET;
import static gulliver.socket.Sockets.address;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.socket.*;
import gulliver.socket.ControlMessage.ScmRights;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection passes from one process to another: a boss accepts it and hands it over, with {@code
 * SCM_RIGHTS} through a UNIX socket; a worker in a process of its own serves it. The client notices
 * nothing: its connection stays the same.
 */
public final class HandOver {
  private HandOver() {}

  /**
   * The boss; with a name, the worker.
   *
   * @param args nothing, or the abstract name of the boss's UNIX socket
   */
  public static void main(String... args) throws Exception {
    if (args.length > 0) {
      work(Network.os(), Address.Unix.ofAbstract(args[0]));
      return;
    }
    String name = "gulliver-hand-over-" + ProcessHandle.current().pid();
    Network network = Network.os();
    try (Socket desk = network.socket(AF_UNIX, SOCK_SEQPACKET);
        Socket server = network.createServer(address("127.0.0.1", 0))) {
      desk.bind(Address.Unix.ofAbstract(name));
      desk.listen(1);
      Process worker = new ProcessBuilder(command(HandOver.class, name)).inheritIO().start();
      try (Socket client = network.createConnection(server.getsockname());
          Socket toWorker = desk.accept().socket()) {
        handOver(server.accept().socket(), toWorker);
        client.sendall("who serves me?".getBytes(UTF_8));
        String answer = new String(client.inputStream().readAllBytes(), UTF_8);
        boolean byWorker = answer.equals("process " + worker.pid());
        IO.println("accepted here, served by " + (byWorker ? "the worker" : answer));
      }
      worker.waitFor();
    }
  }

  /** The boss's part: the worker has its own descriptor of the connection afterwards. */
  static void handOver(Socket connection, Socket toWorker) throws IOException {
    try (connection) {
      OutMessage message = OutMessage.of("a connection".getBytes(UTF_8));
      toWorker.sendmsg(message.with(new ScmRights(connection)));
    }
  }

  /** The worker: serves one connection that it is handed. */
  private static void work(Network network, Address boss) throws IOException {
    try (Socket desk = network.socket(AF_UNIX, SOCK_SEQPACKET)) {
      desk.connect(boss);
      try (Message message = desk.recvmsg(100, CMSG_SPACE(Integer.BYTES));
          Socket connection = network.fromfd(received(message).detach())) {
        connection.recv(100);
        connection.sendall(("process " + ProcessHandle.current().pid()).getBytes(UTF_8));
      }
    }
  }

  private static Pollable received(Message message) throws IOException {
    ScmRights rights = message.control(ScmRights.class);
    if (rights == null || rights.descriptors().isEmpty()) {
      throw new IOException("no descriptor came with " + message);
    }
    return rights.descriptors().getFirst();
  }

  /** A program like this one, with the same modules or classes. */
  static List<String> command(Class<?> program, String argument) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString()));
    String modules = System.getProperty("jdk.module.path");
    if (program.getModule().isNamed() && modules != null) {
      String module = program.getModule().getName();
      command.add("--enable-native-access=gulliver.sockets");
      command.addAll(List.of("-p", modules, "-m", module + "/" + program.getName()));
    } else {
      String classes = System.getProperty("java.class.path");
      command.add("--enable-native-access=ALL-UNNAMED");
      command.addAll(List.of("-cp", classes + File.pathSeparator, program.getName()));
    }
    command.add(argument);
    return command;
  }
}
