package gulliver.conformance;

import org.junit.jupiter.api.Nested;

class OsAddressTest {
  @Nested
  class AgainstOurselves extends AddressSuite {
    @Override
    protected World newWorld() {
      return OsWorld.OURSELVES;
    }
  }

  @Nested
  class AgainstJava extends AddressSuite {
    @Override
    protected World newWorld() {
      return OsWorld.JAVA;
    }
  }
}
