package gulliver.protocols.server;

import gulliver.conformance.OsWorld;
import gulliver.conformance.World;

/** The server on the operating system's network. */
class OsServerTest extends ServerSuite {
  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }
}
