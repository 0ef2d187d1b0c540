package gulliver.conformance.memory;

import gulliver.conformance.EndSuite;
import gulliver.conformance.TcpSuite;
import gulliver.conformance.TransferSuite;
import gulliver.conformance.World;
import org.junit.jupiter.api.Nested;

class MemoryTest {
  @Nested
  class Tcp extends TcpSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld(new MemoryNetwork());
    }
  }

  @Nested
  class Transfer extends TransferSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld(new MemoryNetwork());
    }
  }

  @Nested
  class End extends EndSuite {
    @Override
    protected World newWorld() {
      return new MemoryWorld(new MemoryNetwork());
    }
  }
}
