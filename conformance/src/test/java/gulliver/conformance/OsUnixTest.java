package gulliver.conformance;

import org.junit.jupiter.api.Nested;

class OsUnixTest {
  @Nested
  class AgainstOurselves extends UnixSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends UnixSuite {
    @Override
    protected World newWorld() {
      return new OsWorld(new NioUnixPeer());
    }
  }
}
