package gulliver.conformance;

import org.junit.jupiter.api.Nested;

class OsStreamsTest {
  @Nested
  class AgainstOurselves extends StreamsSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends StreamsSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }
}
