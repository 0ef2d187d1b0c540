package gulliver.cli.demo;

import gulliver.socket.Network;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The page: four figures, and whether all that they show is as it should be. */
public final class Figures {
  private Figures() {}

  /**
   * Holds the conversations and draws them.
   *
   * @param network where they are held
   * @param paper what they are drawn on
   * @return whether every check holds
   * @throws IOException if a call fails that should not
   */
  public static boolean draw(Network network, Paper paper) throws IOException {
    paper.heading("Sockets at work");
    paper.blank();
    paper.text(
        """
         Every call in these figures was made just now on this machine, and is drawn
         as the library's observer saw it: the client's on the left, the server's on
         the right, time going down. An arrow is what travels from one to the other.
        """);
    TcpFigure.draw(network, paper);
    UdpFigure.draw(network, paper);
    BoundariesFigure.draw(network, paper);
    ByteOrderFigure.draw(network, paper);
    paper.blank();
    if (paper.failures() == 0) {
      paper.text(" All " + paper.checks() + " checks hold.");
    } else {
      paper.text(" " + paper.failures() + " of " + paper.checks() + " checks FAILED.");
    }
    return paper.failures() == 0;
  }

  /** Runs something beside the caller. */
  static <T> CompletableFuture<T> start(Network network, Callable<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    network.start(() -> {
      try {
        answer.complete(work.call());
      } catch (Throwable t) {
        answer.completeExceptionally(t);
      }
    });
    return answer;
  }

  /** The answer of what {@link #start} began. */
  static <T> T result(CompletableFuture<T> answer) throws IOException {
    try {
      return answer.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IOException("the demo did not come to an end", e);
    }
  }
}
