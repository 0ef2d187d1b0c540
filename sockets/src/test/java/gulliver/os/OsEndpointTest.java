package gulliver.os;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Linux;
import gulliver.socket.spi.Endpoint;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Attempts that come between the closing of a socket and its release. */
class OsEndpointTest {
  private final OsNetwork network = new OsNetwork();

  private Endpoint open() throws IOException {
    int[] errno = new int[1];
    Endpoint endpoint = network.open(Linux.AF_UNIX, Linux.SOCK_STREAM, 0, errno);
    if (endpoint == null) {
      throw new IOException("errno " + errno[0]);
    }
    return endpoint;
  }

  @Test
  void bindDoesNotNameTheDeadSocketThatStandsInForOneThatIsClosed() throws Exception {
    Address name = Address.Unix.ofAbstract("gulliver-" + ProcessHandle.current().pid());
    Endpoint closed = open();
    closed.wake(true);
    assertThat(closed.bind(name)).isEqualTo(-Linux.EBADF);
    closed.release();
    Endpoint next = open();
    assertThat(next.bind(name)).isZero();
    next.release();
  }
}
