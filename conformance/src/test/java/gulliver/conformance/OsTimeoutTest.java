package gulliver.conformance;

import org.junit.jupiter.api.Nested;

class OsTimeoutTest {
  @Nested
  class AgainstOurselves extends TimeoutSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends TimeoutSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }
}
