package gulliver.conformance;

import static gulliver.socket.Sockets.SO_REUSEADDR;
import static org.assertj.core.api.Assertions.assertThat;

import gulliver.socket.Address;
import gulliver.socket.Errno;
import gulliver.socket.Socket;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OsTcpTest {
  @Nested
  class AgainstOurselves extends TcpSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }

    @Test
    void R21_aSocketCanConnectToItself() throws Exception {
      Socket self = stream();
      self.bind(anywhere());
      self.connect(self.getsockname());
      assertThat(self.getpeername()).isEqualTo(self.getsockname());
      self.send(pattern(10));
      assertThat(self.recvall(new byte[10])).isEqualTo(10);
    }

    /**
     * The SYN of the one is lost in a full backlog; before it is repeated, the listener has gone
     * and the other end connects back from its port.
     */
    @Test
    void R21_twoSocketsCanConnectToEachOtherAtOnce() throws Exception {
      Socket listener = listening(0);
      Address there = listener.getsockname();
      Socket inQueue = closing(network().createConnection(there));
      Socket one = stream();
      one.bind(anywhere());
      one.setblocking(false);
      assertThat(errno(() -> one.connect(there))).isEqualTo(Errno.EINPROGRESS);
      listener.close();
      Socket other = stream();
      other.setsockopt(SO_REUSEADDR, true);
      other.bind(there);
      other.connect(one.getsockname());

      eventually(() -> assertThat(isConnected(one, there)).isTrue());
      assertThat(one.fiveTuple().local()).isEqualTo(other.fiveTuple().remote());
      assertThat(one.fiveTuple().remote()).isEqualTo(other.fiveTuple().local());
      other.send(pattern(10));
      one.setblocking(true);
      assertThat(one.recvall(new byte[10])).isEqualTo(10);
      assertThat(errno(() -> inQueue.recv(1))).isEqualTo(Errno.ECONNRESET);
    }
  }

  @Nested
  class AgainstJava extends TcpSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }

  @Nested
  class TransferAgainstOurselves extends TransferSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class TransferAgainstJava extends TransferSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }

  @Nested
  class EndAgainstOurselves extends EndSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class EndAgainstJava extends EndSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }
}
