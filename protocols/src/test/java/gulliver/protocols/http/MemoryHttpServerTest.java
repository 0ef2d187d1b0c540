package gulliver.protocols.http;

import gulliver.conformance.World;
import gulliver.conformance.memory.MemoryWorld;

/** The server on a network in memory, in virtual time. */
class MemoryHttpServerTest extends HttpServerSuite {
  @Override
  protected World newWorld() {
    return new MemoryWorld();
  }
}
