package gulliver.conformance;

import static gulliver.socket.Sockets.AF_INET;
import static gulliver.socket.Sockets.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Accepted;
import gulliver.socket.Errno;
import gulliver.socket.Socket;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Streams between two ends: R17 to R29 as far as one host shows them. */
public abstract class TcpSuite extends Suite {
  /** For subclasses. */
  protected TcpSuite() {}

  @Test
  void R17_aServerBindsListensAcceptsAndExchanges() throws Exception {
    Socket server = closing(network().socket(AF_INET, SOCK_STREAM));
    server.bind(anywhere());
    server.listen(16);
    Peer.Stream client = closing(peer().connect(server.getsockname()));

    Accepted accepted = server.accept();
    Socket connection = closing(accepted.socket());
    assertThat(accepted.address()).isEqualTo(client.local());
    assertThat(connection.getpeername()).isEqualTo(client.local());

    client.send(pattern(100));
    byte[] received = new byte[100];
    assertThat(connection.recvall(received)).isEqualTo(100);
    assertThat(received).isEqualTo(pattern(100));
    connection.sendall(received);
    assertThat(client.receive(100)).isEqualTo(pattern(100));
  }

  @Test
  void R18_aClientNeedsOnlySocketAndConnect() throws Exception {
    Peer.Listener server = closing(peer().listen(anywhere(), 16));
    CompletableFuture<Peer.Stream> accepting = start(server::accept);
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    client.connect(server.address());
    Peer.Stream connection = closing(result(accepting));

    assertThat(connection.remote()).isEqualTo(client.getsockname());
    client.sendall(pattern(10));
    assertThat(connection.receive(10)).isEqualTo(pattern(10));
  }

  @Test
  void R21_connectingToAPortWhereNobodyListensIsRefused() throws Exception {
    Socket holder = closing(network().socket(AF_INET, SOCK_STREAM));
    holder.bind(anywhere()); // bound, not listening: nobody else gets the port meanwhile
    Socket client = closing(network().socket(AF_INET, SOCK_STREAM));
    IOException refused = failure(() -> client.connect(holder.getsockname()));
    assertThat(refused).isInstanceOf(java.net.ConnectException.class);
    assertThat(Errno.of(refused)).isEqualTo(Errno.ECONNREFUSED);
  }
}
