package gulliver.conformance;

import org.junit.jupiter.api.Nested;

class OsTcpTest {
  @Nested
  class AgainstOurselves extends TcpSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends TcpSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }
}
