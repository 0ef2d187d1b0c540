package gulliver.cli.demo;

import static gulliver.cli.demo.Event.Kind.ACCEPT;
import static gulliver.cli.demo.Event.Kind.CLOSE;
import static gulliver.cli.demo.Event.Kind.CONNECT;
import static gulliver.cli.demo.Event.Kind.LOCAL;
import static gulliver.cli.demo.Event.Kind.RECEIVE;
import static gulliver.cli.demo.Event.Kind.SEND;
import static gulliver.cli.demo.Event.Kind.SHUTDOWN;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of two ends as the rows of a figure, in an order that causes allow and that does not
 * depend on clocks: each end's calls in its own order; a receive behind the sends whose bytes it
 * took, the end of a stream behind the other end's last byte, an accept behind its connect. Where
 * that leaves a choice, the server prepares first, bytes that can be received are, and then the
 * client goes on as far as it can. A cause and all of its effect share a row.
 */
final class Ladder {
  /** Which way something travels. */
  enum Way {
    NOWHERE,
    RIGHT,
    LEFT
  }

  /**
   * A row: a call of either end or of both, and what travels.
   *
   * @param left the client's
   * @param way which way
   * @param label what travels
   * @param right the server's
   */
  record Row(@Nullable Event left, Way way, String label, @Nullable Event right) {}

  /** One end's calls that are still to come, and what it has done to the other. */
  private static final class End {
    final Deque<Event> calls;
    long onTheWay;
    boolean connected;
    boolean ended;

    End(List<Event> calls) {
      this.calls = new ArrayDeque<>(calls);
    }

    @Nullable Event next() {
      return calls.peek();
    }

    Event take() {
      Event event = calls.remove();
      switch (event.kind()) {
        case SEND -> onTheWay += event.bytes();
        case SHUTDOWN, CLOSE -> ended = true;
        case CONNECT -> connected = true;
        case LOCAL, ACCEPT, RECEIVE, PEEK -> {
          // nothing that the other end could see
        }
      }
      return event;
    }

    /** Whether a call can be explained by what this end has done. */
    boolean explains(Event other) {
      return switch (other.kind()) {
        case RECEIVE -> other.bytes() > 0 ? onTheWay >= other.bytes() : onTheWay == 0 && ended;
        case ACCEPT -> connected;
        case LOCAL, CONNECT, SEND, PEEK, SHUTDOWN, CLOSE -> true;
      };
    }

    /** Whether this end's next call is what a call of the other end answers to, and all of it. */
    boolean causes(@Nullable Event other) {
      Event mine = next();
      if (mine == null || other == null) {
        return false;
      }
      return switch (other.kind()) {
        case RECEIVE ->
            other.bytes() > 0
                ? onTheWay == 0 && mine.kind() == SEND && mine.bytes() == other.bytes()
                : onTheWay == 0 && (mine.kind() == SHUTDOWN || mine.kind() == CLOSE);
        case ACCEPT -> mine.kind() == CONNECT;
        case LOCAL, CONNECT, SEND, PEEK, SHUTDOWN, CLOSE -> false;
      };
    }
  }

  private final End client;
  private final End server;
  private final List<Row> rows = new ArrayList<>();

  private Ladder(List<Event> client, List<Event> server) {
    this.client = new End(client);
    this.server = new End(server);
  }

  /**
   * Orders the calls.
   *
   * @throws IllegalStateException if an end received what the other did not send
   */
  static List<Row> of(List<Event> client, List<Event> server) {
    Ladder ladder = new Ladder(client, server);
    while (ladder.client.next() != null || ladder.server.next() != null) {
      ladder.step();
    }
    return ladder.rows;
  }

  private void step() {
    Event left = client.next();
    Event right = server.next();
    if (right != null && right.kind() == LOCAL) {
      rows.add(new Row(null, Way.NOWHERE, "", server.take()));
    } else if (right != null && isData(right) && client.explains(right)) {
      server();
    } else if (left != null && isData(left) && server.explains(left)) {
      client();
    } else if (client.causes(right)) {
      Event cause = client.take();
      Event effect = server.take();
      received(client, effect);
      rows.add(new Row(cause, Way.RIGHT, cause.label(), effect));
    } else if (server.causes(left)) {
      Event cause = server.take();
      Event effect = client.take();
      received(server, effect);
      rows.add(new Row(effect, Way.LEFT, cause.label(), cause));
    } else if (left != null && right != null && left.kind() == CLOSE && right.kind() == CLOSE) {
      rows.add(new Row(client.take(), Way.NOWHERE, "", server.take()));
    } else if (left != null && server.explains(left)) {
      client();
    } else if (right != null && client.explains(right)) {
      server();
    } else {
      throw new IllegalStateException("received and not sent: " + left + ", " + right);
    }
  }

  private void client() {
    Event event = client.take();
    received(server, event);
    rows.add(new Row(event, way(event, Way.RIGHT), event.label(), null));
  }

  private void server() {
    Event event = server.take();
    received(client, event);
    rows.add(new Row(null, way(event, Way.LEFT), event.label(), event));
  }

  private static boolean isData(Event event) {
    return event.kind() == RECEIVE && event.bytes() > 0;
  }

  private static void received(End sender, Event event) {
    if (event.kind() == RECEIVE) {
      sender.onTheWay -= event.bytes();
    }
  }

  private static Way way(Event event, Way way) {
    return event.kind() == SEND || event.kind() == SHUTDOWN ? way : Way.NOWHERE;
  }

  /** Runs of equal sends, and runs of receives, as one event each. */
  static List<Event> collapsed(List<Event> events) {
    List<Event> collapsed = new ArrayList<>();
    for (int i = 0; i < events.size(); ) {
      Event first = events.get(i);
      long total = 0;
      int n = 0;
      while (i + n < events.size() && alike(first, events.get(i + n))) {
        total += events.get(i + n).bytes();
        n++;
      }
      boolean drained = first.kind() == RECEIVE && first.text().startsWith("recv(");
      collapsed.add(n > 1 || (n == 1 && drained) ? first.times(n, total) : first);
      i += Math.max(n, 1);
    }
    return collapsed;
  }

  private static boolean alike(Event first, Event other) {
    return first.bytes() > 0
        && other.bytes() > 0
        && first.kind() == other.kind()
        && (first.text().equals(other.text())
            || (first.kind() == RECEIVE && name(first).equals(name(other))));
  }

  private static String name(Event event) {
    return event.text().substring(0, event.text().indexOf('('));
  }
}
