package gulliver.protocols.server;

import gulliver.conformance.World;
import gulliver.conformance.memory.MemoryWorld;

/** The server in virtual time: on a network in memory, with a clock that a test moves. */
class MemoryServerTest extends ServerSuite {
  @Override
  protected World newWorld() {
    return new MemoryWorld();
  }
}
