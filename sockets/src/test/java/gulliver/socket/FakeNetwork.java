package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.NetworkProvider;
import gulliver.socket.spi.Resolver;
import gulliver.socket.spi.Time;
import org.jspecify.annotations.Nullable;

/** A network whose sockets are one endpoint. */
class FakeNetwork implements NetworkProvider {
  private final FakeEndpoint endpoint;

  FakeNetwork(FakeEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Endpoint open(int family, int type, int protocol, int[] errno) {
    return endpoint;
  }

  @Override
  public Endpoint @Nullable [] pair(int family, int type, int protocol, int[] errno) {
    errno[0] = Linux.EOPNOTSUPP;
    return null;
  }

  @Override
  public Resolver resolver() {
    throw new AssertionError("no names here");
  }

  @Override
  public Time time() {
    return endpoint.time;
  }

  @Override
  public void await(Endpoint[] endpoints, int[] events, long deadline) {
    endpoint.await(Endpoint.READ, deadline);
  }

  @Override
  public boolean supports(Capability capability) {
    return false;
  }
}
