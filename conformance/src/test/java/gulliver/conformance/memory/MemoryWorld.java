package gulliver.conformance.memory;

import gulliver.conformance.GulliverPeer;
import gulliver.conformance.Peer;
import gulliver.conformance.World;
import gulliver.socket.Address;
import gulliver.socket.Network;
import java.time.Duration;
import java.util.List;

/** A network in memory, which is its own peer. */
public final class MemoryWorld implements World {
  private final MemoryNetwork memory = new MemoryNetwork();
  private final Network network = Network.of(memory);

  @Override
  public Network network() {
    return network;
  }

  @Override
  public Peer peer() {
    return new GulliverPeer(network);
  }

  @Override
  public Address local(int port) {
    return new Address.Inet4(Address.Inet4.LOOPBACK, port);
  }

  @Override
  public void pass(Duration time) {
    memory.time().pass(time);
  }

  @Override
  public List<String> open() {
    synchronized (memory.time()) {
      return memory.endpoints.stream().map(endpoint -> endpoint.socket.toString()).toList();
    }
  }

  @Override
  public void close() {}
}
