package gulliver.protocols.http;

import gulliver.conformance.OsWorld;
import gulliver.conformance.World;

/** The server on the operating system's network. */
class OsHttpServerTest extends HttpServerSuite {
  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }
}
