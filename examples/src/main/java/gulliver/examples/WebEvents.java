package gulliver.examples;

import static gulliver.socket.Sockets.address;

import gulliver.protocols.http.*;
import gulliver.protocols.http.EventStream.Event;
import gulliver.protocols.server.Server;
import gulliver.socket.*;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A wall that everybody can write on, and that changes in all browsers at once: server-sent events,
 * an answer that goes on. Open http://127.0.0.1:8080/ in two windows; or listen with {@code curl -N
 * http://127.0.0.1:8080/events} and write with {@code curl -d hello http://127.0.0.1:8080/say}.
 */
public final class WebEvents {
  private static final String PAGE =
      """
      <!doctype html>
      <meta charset="utf-8">
      <title>A wall</title>
      <input id="line" placeholder="say something" autofocus>
      <ul id="wall"></ul>
      <script>
        const line = document.getElementById('line'), wall = document.getElementById('wall')
        line.onchange = () => { fetch('/say', {method: 'POST', body: line.value}); line.value = '' }
        new EventSource('/events').addEventListener('said', event => {
          const item = document.createElement('li')
          item.textContent = event.data
          wall.prepend(item)
        })
      </script>
      """;

  /** What has been said and not been sent yet, for each browser that listens. */
  private final Set<BlockingQueue<Event>> listeners = ConcurrentHashMap.newKeySet();

  private WebEvents() {}

  /**
   * Serves until the process ends.
   *
   * @param args the port, 8080 if none is given
   */
  public static void main(String... args) throws Exception {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
    try (Server server = start(Network.os(), address("127.0.0.1", port))) {
      IO.println("listening on " + server.address());
      server.join();
    }
  }

  static Server start(Network network, Address address) throws IOException {
    return HttpServer.of(new WebEvents()::answer).start(network, address);
  }

  private HttpResponse answer(HttpRequest request) throws IOException {
    return switch (request.method() + " " + request.path()) {
      case "GET /" -> HttpResponse.of(Status.OK, "text/html; charset=utf-8", Body.of(PAGE));
      case "GET /events" -> listen();
      case "POST /say" -> say(request.body().text(1000));
      default -> throw new HttpException(Status.NOT_FOUND, "there is no " + request);
    };
  }

  private HttpResponse say(String line) {
    Event event = new Event(null, "said", line, null);
    // a browser whose queue is full does not read: it misses this, and nobody waits for it
    listeners.forEach(queue -> queue.offer(event));
    return HttpResponse.of(Status.NO_CONTENT);
  }

  /**
   * Sends what is said, as soon as it is; a sign of life when nothing has been for 15 s, which also
   * finds out that the browser has gone.
   */
  private HttpResponse listen() {
    return EventStream.of(events -> {
      BlockingQueue<Event> queue = new ArrayBlockingQueue<>(100);
      listeners.add(queue);
      try {
        events.send(new Event(null, "said", "you are listening", null));
        while (events.isOpen()) {
          Event event = queue.poll(Duration.ofSeconds(15).toMillis(), TimeUnit.MILLISECONDS);
          if (event == null) {
            events.heartbeat();
          } else {
            events.send(event);
          }
        }
      } finally {
        listeners.remove(queue);
      }
    });
  }
}
