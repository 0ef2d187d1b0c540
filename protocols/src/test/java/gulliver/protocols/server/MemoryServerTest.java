package gulliver.protocols.server;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.World;
import gulliver.conformance.memory.MemoryWorld;
import gulliver.socket.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The server in virtual time: on a network in memory, with a clock that a test moves. */
class MemoryServerTest extends ServerSuite {
  @Override
  protected World newWorld() {
    return new MemoryWorld();
  }

  @Test
  void R32_whoSendsFastEnoughHasLongerForARequest() throws Exception {
    Server server =
        start(
            builder().limits(Limits.NONE.rate(100)),
            connection -> {
              connection.busy(Duration.ofMillis(50));
              while (connection.recv(new byte[100], 0, 100) > 0) {
                // a request without end
              }
            });
    Socket quick = client(server);
    assertThat(trickle(quick, Duration.ofMillis(100), 11)).as("110 bytes/s").isEqualTo(1000);
    quick.close();
    Socket slow = client(server);
    assertThat(trickle(slow, Duration.ofMillis(100), 9)).as("90 bytes/s").isLessThan(1000);
    eventually(() -> assertThat(server.counters().limited()).isEqualTo(1));
  }

  @Test
  void R32_aFirstRequestThatIsOnItsWayWhenTheServerStopsIsServed() throws Exception {
    CountDownLatch idle = new CountDownLatch(2);
    Socket listener = closing(network().createServer(anywhere()));
    Server server =
        start(
            Server.on(network()).listen(listener).limits(Limits.NONE),
            connection -> {
              byte[] one = new byte[1];
              connection.idle();
              idle.countDown();
              if (connection.recv(one, 0, 1) > 0) {
                connection.sendall(one);
              }
            });
    Socket client = client(server);
    Socket silent = client(server);
    idle.await();
    server.stop(LONG);
    eventually(() -> assertThat(listener.isClosed()).isTrue());
    assertEchoes(client, "x");
    assertThat(client.recv(1)).isEmpty();
    assertThat(server.join(Duration.ZERO)).isFalse();
    world().pass(Duration.ofSeconds(1));
    assertThat(silent.recv(1)).isEmpty();
    client.close();
    silent.close();
    server.join();
    assertThat(server.counters().completed()).isEqualTo(2);
  }
}
