package gulliver.cli.demo;

import gulliver.cli.demo.Paper.Ink;
import gulliver.examples.Boundaries;
import gulliver.examples.Pair;
import gulliver.socket.Network;
import java.io.IOException;
import java.util.List;

/** One message that arrives as two, and two that arrive as one. */
final class BoundariesFigure {
  private BoundariesFigure() {}

  static void draw(Network network, Paper paper) throws IOException {
    paper.blank();
    paper.title("3. TCP is a stream: it does not keep messages apart");
    paper.blank();
    paper.text(" One message of 100 bytes, for a server that reads 50 at a time:");
    Recorder first = new Recorder();
    List<Integer> split;
    try (Pair ends = Pair.connected(network.observed(first))) {
      split = Boundaries.split(ends);
      draw(paper, first, ends);
    }
    paper.blank();
    paper.text(
        """
         Two messages, for a server that reads when both are there (it looks first,
         with MSG_PEEK; that takes nothing, and is not drawn):
        """);
    Recorder second = new Recorder();
    List<Integer> joined;
    try (Pair ends = Pair.connected(network.observed(second))) {
      joined = Boundaries.joined(ends);
      draw(paper, second, ends);
    }
    paper.blank();
    paper.check(
        split.equals(List.of(50, 50)) && joined.equals(List.of(100)),
        "100 bytes arrived as 50 + 50, and 40 + 60 as 100.");
    paper.text(
        """
           So a protocol has to say where a message ends: by a fixed length, a length
           in front, or a mark such as the end of a line.
        """);
  }

  private static void draw(Paper paper, Recorder recorder, Pair ends) {
    paper.blank();
    List<Event> client = recorder.data(ends.client());
    for (Ladder.Row row : Ladder.of(client, recorder.data(ends.server()))) {
      paper.row(Ink.CYAN, row);
    }
  }
}
