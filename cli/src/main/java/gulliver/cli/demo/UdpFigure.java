package gulliver.cli.demo;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.address;
import static java.nio.charset.StandardCharsets.UTF_8;

import gulliver.cli.demo.Paper.Ink;
import gulliver.socket.Address;
import gulliver.socket.Datagram;
import gulliver.socket.Network;
import gulliver.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A question and its answer over UDP. */
final class UdpFigure {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private UdpFigure() {}

  static void draw(Network network, Paper paper) throws IOException {
    Recorder recorder = new Recorder();
    Network observed = network.observed(recorder);
    Socket server = observed.socket(AF_INET, SOCK_DGRAM);
    Socket client;
    Datagram answer;
    Datagram question;
    Address name;
    try (server) {
      server.settimeout(PATIENCE);
      server.bind(address("127.0.0.1", 0));
      name = server.getsockname();
      CompletableFuture<Datagram> serving = Figures.start(network, () -> answer(server));
      client = observed.socket(AF_INET, SOCK_DGRAM);
      try (client) {
        client.settimeout(PATIENCE);
        client.sendto("hello".getBytes(UTF_8), name);
        answer = client.recvfrom(2048);
      }
      question = Figures.result(serving);
    }

    paper.blank();
    paper.title("2. UDP: messages without a connection");
    paper.blank();
    paper.text(
        """
         Nobody listens, connects or accepts. Each message goes to an address of its
         own; recvfrom says where one came from, and that is where the answer goes.
        """);
    paper.blank();
    paper.between("CLIENT", "SERVER");
    for (Ladder.Row row : Ladder.of(recorder.of(client), recorder.of(server))) {
      paper.row(Ink.CYAN, row);
    }
    paper.blank();
    boolean shouted =
        new String(answer.bytes(), UTF_8)
            .equals(new String(question.bytes(), UTF_8).toUpperCase(Locale.ROOT));
    paper.check(
        shouted && name.equals(answer.address()),
        "The answer found the client, and came from the address that was asked.");
  }

  private static Datagram answer(Socket server) throws IOException {
    Datagram question = server.recvfrom(2048);
    String text = new String(question.bytes(), UTF_8).toUpperCase(Locale.ROOT);
    server.sendto(text.getBytes(UTF_8), Objects.requireNonNull(question.address()));
    return question;
  }
}
