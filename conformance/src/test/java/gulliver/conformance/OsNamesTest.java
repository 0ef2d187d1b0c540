package gulliver.conformance;

import org.junit.jupiter.api.Nested;

class OsNamesTest {
  @Nested
  class AgainstOurselves extends NamesSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends NamesSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }
}
