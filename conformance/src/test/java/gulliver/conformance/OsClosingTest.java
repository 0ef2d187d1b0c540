package gulliver.conformance;

import org.junit.jupiter.api.Nested;

class OsClosingTest {
  @Nested
  class AgainstOurselves extends ClosingSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends ClosingSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }
}
