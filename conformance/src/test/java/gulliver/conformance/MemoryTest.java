package gulliver.conformance;

import gulliver.conformance.memory.MemoryWorld;
import org.junit.jupiter.api.Nested;

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
