package gulliver.conformance;

import static gulliver.socket.Linux.POLLIN;
import static gulliver.socket.Linux.POLLPRI;
import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.MSG_DONTWAIT;
import static gulliver.socket.Sockets.MSG_PEEK;
import static gulliver.socket.Sockets.SHUT_WR;
import static gulliver.socket.Sockets.SOCK_DGRAM;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static gulliver.socket.Sockets.SO_REUSEADDR;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Accepted;
import gulliver.socket.Address;
import gulliver.socket.Call;
import gulliver.socket.Errno;
import gulliver.socket.Network;
import gulliver.socket.Pollfd;
import gulliver.socket.Sender;
import gulliver.socket.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the observer sees: R39. */
public abstract class CallSuite extends Suite {
  /** As they print in the moment when they are observed. */
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /** For subclasses. */
  protected CallSuite() {}

  private Network watched() {
    return network()
        .observed(call -> {
          seen.add(call.toString());
          calls.add(call);
        });
  }

  @Test
  void R39_theCallsOfAServerAreSeenAsItMadeThem() throws Exception {
    Socket server = closing(watched().socket(AF_INET, SOCK_STREAM));
    int listening = server.fileno();
    server.setsockopt(SO_REUSEADDR, true);
    server.bind(anywhere());
    server.listen(16);
    Address name = server.getsockname();
    Peer.Stream client = closing(peer().connect(name));
    Accepted accepted = server.accept();
    Socket connection = closing(accepted.socket());
    int connected = connection.fileno();
    client.send("hello\n".getBytes(US_ASCII));
    connection.recvall(new byte[6]);
    connection.send("bye".getBytes(US_ASCII));
    connection.shutdown(SHUT_WR);
    connection.close();

    assertThat(seen)
        .containsExactly(
            "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = " + listening,
            "setsockopt(" + listening + ", SOL_SOCKET, SO_REUSEADDR, true) = 0",
            "bind(" + listening + ", " + anywhere() + ") = 0",
            "listen(" + listening + ", 16) = 0",
            "getsockname(" + listening + ") = " + name,
            "accept(" + listening + ") = " + connected + ", " + client.local(),
            "recvall(" + connected + ", \"hello\\n\", 6, 0) = 6",
            "send(" + connected + ", \"bye\", 3, 0) = 3",
            "shutdown(" + connected + ", SHUT_WR) = 0",
            "close(" + connected + ") = 0");
  }

  @Test
  void R39_aFailedCallIsSeenWithItsErrno() throws Exception {
    Socket holder = closing(network().socket(AF_INET, SOCK_STREAM));
    holder.bind(anywhere()); // bound, not listening
    Address nobody = holder.getsockname();
    Socket client = closing(watched().socket(AF_INET, SOCK_STREAM));
    IOException refused = failure(() -> client.connect(nobody));

    assertThat(seen)
        .last()
        .isEqualTo(
            "connect(%d, %s) = -1 ECONNREFUSED (Connection refused)"
                .formatted(client.fileno(), nobody));
    assertThat(calls.getLast().failure()).isSameAs(refused);
    assertThat(calls.getLast().errno()).isEqualTo(Errno.ECONNREFUSED);
  }

  @Test
  void R39_aCallThatWouldBlockIsSeenAsEagain() throws Exception {
    Socket socket = closing(watched().socket(AF_INET, SOCK_DGRAM));
    socket.bind(anywhere());
    socket.recv(new byte[10], MSG_DONTWAIT | MSG_PEEK);

    assertThat(calls.getLast().errno()).isEqualTo(Errno.EAGAIN);
    assertThat(seen)
        .last()
        .isEqualTo(
            "recv(%d, \"\", 10, MSG_PEEK|MSG_DONTWAIT) = -1 EAGAIN (%s)"
                .formatted(socket.fileno(), "Resource temporarily unavailable"));
  }

  @Test
  void R39_aDatagramIsSeenWithItsSender() throws Exception {
    Socket socket = closing(watched().socket(AF_INET, SOCK_DGRAM));
    socket.bind(anywhere());
    Peer.Datagrams peer = closing(peer().datagrams(anywhere()));
    peer.send(new byte[] {'"', 0, -1}, socket.getsockname());
    CompletableFuture<Integer> receiving =
        start(() -> socket.recvfrom(new byte[2048], new Sender()));
    assertThat(result(receiving)).isEqualTo(3);

    assertThat(seen)
        .last()
        .isEqualTo(
            "recvfrom(%d, \"\\\"\\x00\\xff\", 2048, 0, %s) = 3"
                .formatted(socket.fileno(), peer.address()));
  }

  @Test
  void R39_aSenderIsSeenOnlyInTheCallThatHasFilledItIn() throws Exception {
    Socket socket = closing(watched().socket(AF_INET, SOCK_DGRAM));
    socket.bind(anywhere());
    Peer.Datagrams first = closing(peer().datagrams(anywhere()));
    Peer.Datagrams second = closing(peer().datagrams(anywhere()));
    Sender sender = new Sender();
    for (Peer.Datagrams peer : List.of(first, second)) {
      peer.send(new byte[1], socket.getsockname());
      CompletableFuture<Integer> receiving = start(() -> socket.recvfrom(new byte[10], sender));
      assertThat(result(receiving)).isEqualTo(1);
    }
    socket.setblocking(false);
    socket.recvfrom(new byte[10], sender);

    assertThat(calls)
        .filteredOn(call -> call.name().equals("recvfrom"))
        .map(Call::toString)
        .satisfiesExactly(
            call -> assertThat(call).endsWith(", 10, 0, " + first.address() + ") = 1"),
            call -> assertThat(call).endsWith(", 10, 0, " + second.address() + ") = 1"),
            call ->
                assertThat(call).contains("(%d, \"\", 10, 0) = -1 ".formatted(socket.fileno())));
  }

  @Test
  void R39_ofALongBufferItsBeginningIsSeen() throws Exception {
    Socket socket = closing(watched().socket(AF_INET, SOCK_DGRAM));
    Peer.Datagrams peer = closing(peer().datagrams(anywhere()));
    byte[] long33 = "x".repeat(33).getBytes(US_ASCII);
    socket.sendto(long33, peer.address());

    assertThat(seen)
        .last()
        .isEqualTo(
            "sendto(%d, \"%s\"..., 33, 0, %s) = 33"
                .formatted(socket.fileno(), "x".repeat(32), peer.address()));
  }

  @Test
  void R39_socketsMadeWithoutTheObserverAreNotSeen() throws Exception {
    Network watched = watched();
    closing(network().socket(AF_INET, SOCK_DGRAM)).bind(anywhere());
    assertThat(seen).isEmpty();
    closing(watched.socket(AF_INET, SOCK_DGRAM));
    assertThat(seen).hasSize(1);
  }

  @Test
  void R39_pollAndSelectAreSeenWithWhatTheyFound() throws Exception {
    Network watched = watched();
    Socket ready = closing(watched.socket(AF_INET, SOCK_DGRAM));
    ready.bind(anywhere());
    Socket quiet = closing(watched.socket(AF_INET, SOCK_DGRAM));
    closing(peer().datagrams(anywhere())).send(new byte[1], ready.getsockname());
    List<Pollfd> items = List.of(new Pollfd(ready, POLLIN), new Pollfd(quiet, POLLIN | POLLPRI));
    watched.poll(items, null);
    watched.select(List.of(ready, quiet), List.of(quiet), List.of(), Duration.ofMillis(1500));
    ready.recv(1);
    watched.select(List.of(ready), List.of(), List.of(), Duration.ZERO);

    int one = ready.fileno();
    int two = quiet.fileno();
    assertThat(seen)
        .contains(
            "poll([{fd=%d, events=POLLIN, revents=POLLIN}, {fd=%d, events=POLLIN|POLLPRI}], 2, NULL) = 1"
                .formatted(one, two),
            "select([%d, %d], [%d], [], {tv_sec=1, tv_nsec=500000000}) = 2 (in [%d], out [%d])"
                .formatted(one, two, two, one, two),
            "select([%d], [], [], {tv_sec=0, tv_nsec=0}) = 0".formatted(one));
    quiet.close();
    failure(() -> watched.select(List.of(quiet), List.of(), List.of(), null));
    assertThat(calls.getLast().errno()).isEqualTo(Errno.EBADF);
  }
}
