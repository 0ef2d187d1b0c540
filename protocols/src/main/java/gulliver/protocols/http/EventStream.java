package gulliver.protocols.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (<a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML
 * §9.2</a>): an answer that goes on, and that a browser's {@code EventSource} reads and asks for
 * again when it breaks.
 *
 * {@snippet :
 * case "/events" -> EventStream.of(Duration.ofSeconds(15), most -> queue.poll(most.toNanos(), NANOSECONDS));
 * case "/ticks" -> EventStream.of(events -> {
 *   while (events.isOpen()) {
 *     events.send(EventStream.Event.of("tick"));
 *     network.sleep(Duration.ofSeconds(1));
 *   }
 * });
 * }
 *
 * <p>Each event leaves at once. When the client has vanished, the next thing that is sent fails,
 * which ends the handler. Of one thread.
 *
 * @since 0.1
 */
public final class EventStream {
  private static final Headers HEADERS =
      Headers.of("Content-Type", "text/event-stream", "Cache-Control", "no-store");

  /** Sends events. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Sends all of them.
     *
     * @param events where to
     * @throws Exception as it likes: the stream is cut
     */
    void write(EventStream events) throws Exception;
  }

  /** Where events come from. */
  @FunctionalInterface
  public interface Source {
    /**
     * Waits for the next event.
     *
     * @param most how long at most, so that a sign of life can be sent meanwhile
     * @return the event; null if there is none yet
     * @throws Exception as it likes: the stream is cut
     */
    @Nullable Event next(Duration most) throws Exception;
  }

  /**
   * An event.
   *
   * @param id what the browser will say in {@code Last-Event-ID} when it comes again, one line
   *     without NUL; null for the last event's
   * @param type what listeners are registered for, one line; null for {@code message}
   * @param data text of any number of lines
   * @param retry how long the browser is to wait before it comes again; null for as it was
   */
  public record Event(
      @Nullable String id, @Nullable String type, String data, @Nullable Duration retry) {
    /**
     * Checks that nothing in it would become another field.
     *
     * @throws IllegalArgumentException for an id or a type of more than a line
     */
    public Event {
      Objects.requireNonNull(data, "event: data");
      oneLine("id", id);
      oneLine("type", type);
      if (retry != null && retry.isNegative()) {
        throw new IllegalArgumentException("event: retry " + retry + ": at least 0 is allowed");
      }
    }

    private static void oneLine(String what, @Nullable String text) {
      if (text != null && text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
        throw new IllegalArgumentException(
            "event: " + what + " " + Headers.quoted(text) + ": one line without NUL is allowed");
      }
    }

    /**
     * {@return an event that is only text}
     *
     * @param data text of any number of lines
     */
    public static Event of(String data) {
      return new Event(null, null, data, null);
    }

    /** The event as it is sent; its lines end with LF, and an empty one ends it. */
    String text() {
      StringBuilder out = new StringBuilder();
      if (id != null) {
        out.append("id: ").append(id).append('\n');
      }
      if (type != null) {
        out.append("event: ").append(type).append('\n');
      }
      if (retry != null) {
        out.append("retry: ").append(retry.toMillis()).append('\n');
      }
      for (String line : data.split("\r\n|\r|\n", -1)) {
        out.append("data: ").append(line).append('\n');
      }
      return out.append('\n').toString();
    }
  }

  private final BodyOutput out;

  private EventStream(BodyOutput out) {
    this.out = out;
  }

  /**
   * {@return an answer of events that something sends}
   *
   * @param writer sends them, until it returns or the client vanishes
   */
  public static HttpResponse of(Writer writer) {
    return new HttpResponse(
        Status.OK,
        HEADERS,
        Body.writing(out -> {
          out.flush(); // the browser hears that its request was heard
          writer.write(new EventStream(out));
        }));
  }

  /**
   * {@return an answer of events from a source, with a sign of life when there is none for a while}
   * A sign of life keeps what lies between from closing an idle connection, and finds out that the
   * client has gone; then the source is not asked any more.
   *
   * @param heartbeat how long there may be nothing to send
   * @param source waits for events
   */
  public static HttpResponse of(Duration heartbeat, Source source) {
    if (!heartbeat.isPositive()) {
      throw new IllegalArgumentException("heartbeat " + heartbeat + ": more than 0 is allowed");
    }
    return of(events -> {
      while (events.isOpen()) {
        Event event = source.next(heartbeat);
        if (event == null) {
          events.heartbeat();
        } else {
          events.send(event);
        }
      }
    });
  }

  /**
   * Sends an event, at once.
   *
   * @param event what
   * @throws IOException if the client has gone, or does not read
   */
  public void send(Event event) throws IOException {
    send(event.text());
  }

  /**
   * Sends a comment, which the browser ignores: a sign of life.
   *
   * @throws IOException if the client has gone, or does not read
   */
  public void heartbeat() throws IOException {
    send(":\n\n");
  }

  private void send(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** {@return whether the client is still there, as far as one knows without sending} */
  public boolean isOpen() {
    return out.isOpen();
  }
}
