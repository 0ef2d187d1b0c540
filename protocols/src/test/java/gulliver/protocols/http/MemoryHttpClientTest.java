package gulliver.protocols.http;

import gulliver.conformance.World;
import gulliver.conformance.memory.MemoryWorld;

/** The client on a network in memory, in virtual time. */
class MemoryHttpClientTest extends HttpClientSuite {
  @Override
  protected World newWorld() {
    return new MemoryWorld();
  }
}
