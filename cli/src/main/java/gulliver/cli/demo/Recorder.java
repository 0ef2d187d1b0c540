package gulliver.cli.demo;

import gulliver.socket.Call;
import gulliver.socket.CallObserver;
import gulliver.socket.Socket;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is observed, for each socket in the order in which its calls ended. */
final class Recorder implements CallObserver {
  private record Seen(Socket socket, Event event) {}

  private final List<Seen> seen = new ArrayList<>();

  @Override
  public void called(Call call) {
    Event event = Event.of(call);
    synchronized (this) {
      if (call.socket() != null) {
        seen.add(new Seen(call.socket(), event));
      } else if (call.result() instanceof Socket made) {
        seen.add(new Seen(made, event));
      }
    }
  }

  /** The events of one socket. */
  synchronized List<Event> of(Socket socket) {
    return seen.stream().filter(one -> one.socket() == socket).map(Seen::event).toList();
  }

  /** The events of one socket that move bytes. */
  List<Event> data(Socket socket) {
    return of(socket).stream()
        .filter(e -> e.kind() == Event.Kind.SEND || e.kind() == Event.Kind.RECEIVE)
        .toList();
  }
}
