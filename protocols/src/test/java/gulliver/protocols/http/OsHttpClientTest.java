package gulliver.protocols.http;

import gulliver.conformance.OsWorld;
import gulliver.conformance.World;

/** The client on the operating system's network. */
class OsHttpClientTest extends HttpClientSuite {
  @Override
  protected World newWorld() {
    return OsWorld.OURSELVES;
  }
}
