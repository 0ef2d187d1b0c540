package gulliver.protocols.server;

import gulliver.socket.Network;
import gulliver.socket.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a server ends, on a thread that is there from the beginning: a server without memory can
 * still be stopped.
 */
final class Ending implements Task {
  /** How long a client has for its first request that has connected before the server stops. */
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(1);

  /** How long those have to notice that have been cut. */
  private static final Duration CUT = Duration.ofSeconds(1);

  private final Server server;
  private final Network network;
  private final Admission admission;
  private final List<Acceptor> acceptors;
  private final @Nullable Succession succession;
  private final @Nullable Path deskPath;

  /** Those wait here who want to know how far it is. */
  private final Condition life;

  private volatile boolean begun;

  /** Also connections end on which no request has come. */
  private volatile boolean impatient;

  /** When those that have not finished are cut. */
  private volatile long cutDeadline = Network.FOREVER;

  private volatile boolean over;

  Ending(
      Server server,
      Admission admission,
      List<Acceptor> acceptors,
      @Nullable Succession succession,
      @Nullable Path deskPath) {
    this.server = server;
    this.network = server.network();
    this.admission = admission;
    this.acceptors = acceptors;
    this.succession = succession;
    this.deskPath = deskPath;
    this.life = new Condition(network);
  }

  /** Begins; of several deadlines the earliest counts. */
  synchronized void begin(long deadline) {
    cutDeadline = Served.earlier(cutDeadline, deadline);
    begun = true;
    life.changed();
  }

  boolean hasBegun() {
    return begun;
  }

  boolean isImpatient() {
    return impatient;
  }

  boolean isOver() {
    return over;
  }

  /** Waits for something, of which {@link #look} tells. */
  boolean await(BooleanSupplier holds, long deadline) throws InterruptedException {
    return life.await(holds, deadline);
  }

  /** Something has changed. */
  void look() {
    life.changed();
  }

  @Override
  public void run() {
    awaitAlways(this::hasBegun, Network.FOREVER);
    Recording.Span<Server, Counters> event = Recording.stopping();
    acceptors.forEach(Acceptor::look);
    if (succession != null) {
      succession.look();
    }
    awaitAlways(() -> acceptors.stream().allMatch(Acceptor::isOver), Network.FOREVER);
    endIdle();
    awaitUntilCut(() -> admission.active().isEmpty(), Network.FOREVER);
    if (!admission.active().isEmpty()) {
      admission.active().forEach(Served::cut);
      awaitAlways(admission.active()::isEmpty, network.deadline(CUT));
    }
    awaitAlways(() -> !admission.isRefusing(), network.deadline(Admission.REFUSAL));
    if (succession != null) {
      awaitAlways(succession::isOver, Network.FOREVER);
      server.remove(deskPath);
    }
    if (event != null) {
      event.ended(server, server.counters());
    }
    over = true;
    life.changed();
  }

  /** Ends idle connections; those last whose first request may be on its way. */
  private void endIdle() {
    admission.active().forEach(Served::endIfIdle);
    awaitUntilCut(
        () -> admission.active().stream().noneMatch(Served::awaitsFirst),
        network.deadline(FIRST_REQUEST));
    impatient = true;
    admission.active().forEach(Served::endIfIdle);
  }

  /** Waits for something, no longer than until the time to finish is over, which may change. */
  private void awaitUntilCut(BooleanSupplier holds, long deadline) {
    long cut;
    do {
      cut = cutDeadline;
      long seen = cut;
      awaitAlways(
          () -> holds.getAsBoolean() || cutDeadline != seen, Served.earlier(seen, deadline));
    } while (cut != cutDeadline);
  }

  private void awaitAlways(BooleanSupplier holds, long deadline) {
    for (; ; ) {
      try {
        life.await(holds, deadline);
        return;
      } catch (InterruptedException e) {
        // nobody has a reason to
      }
    }
  }
}
