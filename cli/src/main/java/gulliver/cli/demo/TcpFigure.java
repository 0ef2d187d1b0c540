package gulliver.cli.demo;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.address;

import gulliver.cli.demo.Paper.Ink;
import gulliver.examples.FileTransfer;
import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Three clients at once send a file to one server, which answers with its SHA-256. */
final class TcpFigure {
  private static final Ink[] INKS = {Ink.CYAN, Ink.MAGENTA, Ink.YELLOW};
  private static final int CLIENTS = INKS.length;

  /** A client's end of a conversation. */
  private record Sent(Socket socket, Address local, byte[] sha256) {}

  /** The server's end. */
  private record Received(Socket socket, Address local, Address peer, byte[] sha256) {}

  /** Both. */
  private record Conversation(String name, Ink ink, Sent client, Received server) {}

  private TcpFigure() {}

  static void draw(Network network, Paper paper) throws IOException {
    Path folder = Files.createTempDirectory("gulliver-demo");
    Path file = folder.resolve("LICENSE");
    try (InputStream licence = TcpFigure.class.getResourceAsStream("/META-INF/LICENSE")) {
      if (licence == null) {
        throw new FileNotFoundException("META-INF/LICENSE is not in this module");
      }
      Files.copy(licence, file, StandardCopyOption.REPLACE_EXISTING);
      draw(network, paper, file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static void draw(Network network, Paper paper, Path file) throws IOException {
    Recorder recorder = new Recorder();
    Network observed = network.observed(recorder);
    List<Sent> sent = new ArrayList<>();
    List<Received> received = new ArrayList<>();
    Socket listening = observed.socket(AF_INET, SOCK_STREAM);
    try (listening) {
      listening.bind(address("127.0.0.1", 0));
      listening.listen(CLIENTS);
      Address server = listening.getsockname();
      CompletableFuture<List<Received>> serving =
          Figures.start(network, () -> serve(network, listening));
      CountDownLatch connected = new CountDownLatch(CLIENTS);
      List<CompletableFuture<Sent>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Figures.start(network, () -> send(observed, server, connected, file)));
      }
      for (CompletableFuture<Sent> client : clients) {
        sent.add(Figures.result(client));
      }
      received.addAll(Figures.result(serving));
    }
    draw(paper, recorder, listening, conversations(sent, received), Files.size(file));
  }

  /** One client. All connect before any of them sends. */
  private static Sent send(Network network, Address server, CountDownLatch connected, Path file)
      throws IOException, InterruptedException {
    try (Socket socket = network.socket(AF_INET, SOCK_STREAM)) {
      try {
        socket.connect(server);
      } finally {
        connected.countDown(); // a client that cannot connect is told of, not waited for
      }
      connected.await();
      Address local = Objects.requireNonNull(socket.fiveTuple().local());
      return new Sent(socket, local, FileTransfer.send(socket, file));
    }
  }

  /** The server: a thread for each connection, all at once. */
  private static List<Received> serve(Network network, Socket listening) throws IOException {
    List<CompletableFuture<Received>> connections = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Accepted client = listening.accept();
      connections.add(Figures.start(network, () -> receive(client)));
    }
    List<Received> received = new ArrayList<>();
    for (CompletableFuture<Received> connection : connections) {
      received.add(Figures.result(connection));
    }
    return received;
  }

  private static Received receive(Accepted client) throws IOException {
    try (Socket socket = client.socket()) {
      Address local = Objects.requireNonNull(socket.fiveTuple().local());
      return new Received(socket, local, client.address(), FileTransfer.receive(socket));
    }
  }

  /** Which two ends belong together; named A, B, C as the server accepted them. */
  private static List<Conversation> conversations(List<Sent> sent, List<Received> received) {
    List<Conversation> conversations = new ArrayList<>();
    for (Received server : received) {
      int i = conversations.size();
      Sent client =
          sent.stream().filter(one -> one.local().equals(server.peer())).findFirst().orElseThrow();
      conversations.add(
          new Conversation(String.valueOf((char) ('A' + i)), INKS[i], client, server));
    }
    return conversations;
  }

  private static void draw(
      Paper paper, Recorder recorder, Socket listening, List<Conversation> all, long size) {
    paper.blank();
    paper.title("1. TCP: one server, three clients at once");
    paper.blank();
    paper.text(
        """
         The server makes a socket, gives it an address (port 0: any that is free) and
         listens. A client only connects. For each of them accept returns a new socket.
        """);
    paper.blank();
    paper.between("CLIENTS A, B, C", "SERVER");
    List<Event> server = recorder.of(listening);
    List<Event> accepts = ofKind(server, Event.Kind.ACCEPT, true);
    List<Event> rest = ofKind(server, Event.Kind.ACCEPT, false);
    for (Ladder.Row row : Ladder.of(List.of(), rest.subList(0, rest.size() - 1))) {
      paper.row(Ink.PLAIN, row);
    }
    for (int i = 0; i < all.size(); i++) {
      Conversation one = all.get(i);
      List<Event> begin = recorder.of(one.client().socket()).subList(0, 2);
      Event accept = accepts.get(i).naming(one.name());
      for (Ladder.Row row : Ladder.of(begin, List.of(accept))) {
        paper.row(one.ink(), one.name(), row);
      }
    }
    paper.blank();
    paper.text(
        """
         Now all three send this project's LICENSE, at the same time; they are drawn
         one after another. (×11: a call made 11 times. How many times recv is needed
         differs from run to run: it takes what is there, and answers 0 at the end.)
        """);
    for (Conversation one : all) {
      paper.between("", "");
      List<Event> client = recorder.of(one.client().socket());
      for (Ladder.Row row :
          Ladder.of(
              Ladder.collapsed(client.subList(2, client.size())),
              Ladder.collapsed(recorder.of(one.server().socket())))) {
        paper.row(one.ink(), one.name(), row);
      }
    }
    check(paper, all, size);
  }

  private static List<Event> ofKind(List<Event> events, Event.Kind kind, boolean wanted) {
    return events.stream().filter(event -> (event.kind() == kind) == wanted).toList();
  }

  private static void check(Paper paper, List<Conversation> all, long size) {
    byte[] sum = all.getFirst().client().sha256();
    boolean arrived =
        all.stream()
            .allMatch(one ->
                Arrays.equals(one.client().sha256(), sum)
                    && Arrays.equals(one.server().sha256(), sum));
    boolean told =
        all.stream().map(one -> one.server().peer()).distinct().count() == all.size()
            && all.stream().map(one -> one.server().local()).distinct().count() == 1;
    paper.blank();
    paper.check(told, "The server has one port for all; the clients' ports tell them apart.");
    paper.check(
        arrived,
        "3 × " + Event.count(size) + " arrived. SHA-256, computed at each of the six ends:");
    paper.text("   " + HexFormat.of().formatHex(sum));
  }
}
