package gulliver.conformance;

import org.junit.jupiter.api.Nested;

class OsMessageTest {
  @Nested
  class AgainstOurselves extends MessageSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends MessageSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }
}
