package gulliver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import gulliver.conformance.memory.MemoryWorld;
import gulliver.socket.Eai;
import gulliver.socket.Network;
import gulliver.socket.SocketFailure;
import gulliver.socket.Sockets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The network in memory, against itself. */
class MemoryTest {
  @Nested
  class Address extends AddressSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }

  @Nested
  class Batch extends BatchSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }

  @Nested
  class Call extends CallSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }

  @Nested
  class Closing extends ClosingSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }

  @Nested
  class End extends EndSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }

  /** What it lacks, it says. */
  @Nested
  class Names {
    private final Network network = new MemoryWorld().network();

    @Test
    void nothingHasANameOrAnInterface() throws Exception {
      assertThat(network.ifNameIndex()).isEmpty();
      assertThat(Suite.failure(() -> network.ifNameToIndex("lo")))
          .hasMessage("if_nametoindex lo: ENODEV (No such device)");
      assertThat(Suite.failure(() -> network.ifIndexToName(1)))
          .hasMessage("if_indextoname 1: ENXIO (No such device or address)");
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> network.getaddrinfo("localhost", "80"),
              () -> network.getnameinfo(Sockets.address("127.0.0.1", 80), 0),
              () -> network.getprotobyname("tcp"),
              () -> network.getprotobynumber(6),
              () -> network.getservbyname("http"),
              () -> network.createConnection(Sockets.address("localhost", 80)))) {
        assertThat(((SocketFailure.Name) Suite.failure(call)).eai()).isEqualTo(Eai.EAI_NONAME);
      }
    }
  }

  @Nested
  class Message extends MessageSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }

  @Nested
  class Poll extends PollSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }

  @Nested
  class Tcp extends TcpSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }

  @Nested
  class Timeout extends TimeoutSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }

  @Nested
  class Transfer extends TransferSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }

  @Nested
  class Udp extends UdpSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld();
    }
  }
}
