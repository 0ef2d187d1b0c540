package gulliver.conformance;

import org.junit.jupiter.api.Nested;

class OsUdpTest {
  @Nested
  class AgainstOurselves extends UdpSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends UdpSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }
}
