package gulliver.conformance.memory;

import static gulliver.socket.Linux.*;

import gulliver.conformance.memory.MemorySocket.Message;
import gulliver.conformance.memory.MemorySocket.State;
import gulliver.socket.Address;
import gulliver.socket.Address.Inet4;
import gulliver.socket.Sender;
import gulliver.socket.spi.Endpoint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What a descriptor is in a kernel: a reference to a socket, through which the calls are made. */
final class MemoryEndpoint implements Endpoint {
  private static final int FLAGS = MSG_PEEK | MSG_TRUNC | MSG_WAITALL | MSG_DONTWAIT | MSG_NOSIGNAL;
  private static final int LONGEST_DATAGRAM = 65_507;

  final MemorySocket socket;
  private final MemoryNetwork network;

  /** How many of the socket's changes each interest has seen: the next one ends a wait. */
  private final long[] seen = {-1, -1, -1};

  private boolean woken;
  boolean ended;

  MemoryEndpoint(MemoryNetwork network, MemorySocket socket) {
    this.network = network;
    this.socket = socket;
    socket.users++;
    network.endpoints.add(this);
  }

  private int call(IntSupplier attempt) {
    synchronized (network.time()) {
      return ended ? -EBADF : attempt.getAsInt();
    }
  }

  @Override
  public int family() {
    return AF_INET;
  }

  @Override
  public int type() {
    return socket.type;
  }

  @Override
  public int protocol() {
    return MemoryNetwork.protocol(socket.type);
  }

  @Override
  public int bind(Address address) {
    return call(() -> {
      if (!(address instanceof Inet4 at)) return -EAFNOSUPPORT;
      if (socket.local.port() != 0) return -EINVAL;
      if (network.route(at) == null) return -EADDRNOTAVAIL;
      int port = network.port(socket, at);
      if (port == 0) return -EADDRINUSE;
      socket.bound = at; // an ephemeral port goes with an association, as on Linux
      socket.local = new Inet4(at.host(), port);
      return 0;
    });
  }

  @Override
  public int listen(int backlog) {
    return call(() -> {
      if (!socket.isStream()) return -EOPNOTSUPP;
      if (socket.state != State.OPEN && socket.state != State.LISTEN) return -EINVAL;
      if (socket.local.port() == 0 && bind(socket.local) < 0) return -EADDRINUSE;
      if (network.rivals(socket, socket.local).anyMatch(s -> s.state == State.LISTEN))
        return -EADDRINUSE;
      socket.state = State.LISTEN;
      socket.backlog = backlog;
      socket.admit();
      return 0;
    });
  }

  @Override
  public int connect(Address address) {
    return call(() -> {
      if (address instanceof Address.Unspecified && !socket.isStream()) {
        socket.dissociate();
        return 0;
      }
      if (!(address instanceof Inet4 to)) return -EAFNOSUPPORT;
      if (socket.state != State.OPEN || socket.connecting) return socket.reconnect();
      Inet4 peer = network.route(to);
      if (peer == null) return -ENETUNREACH;
      int port =
          socket.local.port() != 0
              ? socket.local.port()
              : network.port(socket, MemorySocket.NOWHERE);
      if (port == 0) return -EADDRNOTAVAIL;
      socket.local = new Inet4(Inet4.LOOPBACK, port);
      socket.remote = peer;
      return socket.isStream() ? socket.connect(network.listener(peer)) : 0;
    });
  }

  @Override
  public @Nullable Endpoint accept(Sender peer, int[] errno) {
    synchronized (network.time()) {
      MemorySocket connection = ended ? null : socket.accepted.poll();
      if (connection == null) {
        errno[0] = !socket.isStream() ? EOPNOTSUPP : socket.state == State.LISTEN ? EAGAIN : EINVAL;
        return null;
      }
      socket.admit();
      peer.set(connection.remote);
      return new MemoryEndpoint(network, connection);
    }
  }

  @Override
  public long send(MemorySegment from, int flags, @Nullable Address to) {
    return call(() -> {
      int error = (flags & ~FLAGS) != 0 ? EOPNOTSUPP : socket.takeError();
      return error != 0
          ? -error
          : socket.isStream() ? send(from) : send(from, to == null ? socket.remote : to);
    });
  }

  private int send(MemorySegment from) {
    if (socket.state == State.SYN_SENT) return -EAGAIN;
    if (socket.state != State.CONNECTED || socket.shutWrite) return -EPIPE;
    if (socket.other.isDeaf()) {
      socket.reset();
      return (int) from.byteSize();
    }
    int size = (int) Math.min(from.byteSize(), socket.room());
    if (size == 0 && from.byteSize() > 0) return -EAGAIN;
    socket.other.deliver(
        new Message(from.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE), 0, socket.local));
    return size;
  }

  private int send(MemorySegment from, @Nullable Address address) {
    if (socket.shutWrite) return -EPIPE;
    if (address == null) return -EDESTADDRREQ;
    if (!(address instanceof Inet4 to)) return -EAFNOSUPPORT;
    if (from.byteSize() > LONGEST_DATAGRAM) return -EMSGSIZE;
    if (to.port() == 0) return -EINVAL;
    boolean toAll = to.host().equals(Inet4.BROADCAST);
    if (toAll && socket.option(SO_BROADCAST) == 0) return -EACCES;
    Inet4 there = toAll ? to : network.route(to);
    if (there == null) return -ENETUNREACH;
    if (socket.local.port() == 0) {
      socket.local = new Inet4(Inet4.ANY, network.port(socket, MemorySocket.NOWHERE));
    }
    Inet4 here = new Inet4(Inet4.LOOPBACK, socket.local.port());
    List<MemorySocket> receivers = network.receivers(there, here);
    receivers.forEach(r -> r.deliver(new Message(from.toArray(ValueLayout.JAVA_BYTE), 0, here)));
    if (receivers.isEmpty() && there.equals(socket.remote)) {
      socket.fail(ECONNREFUSED); // what ICMP's "port unreachable" comes to
    }
    return (int) from.byteSize();
  }

  @Override
  public long recv(MemorySegment into, int flags, @Nullable Sender from) {
    Sender sender = from == null ? new Sender() : from;
    return call(() -> (flags & ~FLAGS) != 0 ? -EOPNOTSUPP : socket.receive(into, flags, sender));
  }

  @Override
  public int shutdown(int how) {
    return call(() -> {
      if (how < SHUT_RD || how > SHUT_RDWR) return -EINVAL;
      if (socket.state == State.LISTEN && how != SHUT_WR) return socket.unlisten();
      boolean connected = socket.isConnected();
      if (connected || !socket.isStream()) {
        socket.shutdown(how != SHUT_WR, how != SHUT_RD);
      }
      return connected ? 0 : -ENOTCONN;
    });
  }

  private int @Nullable [] option(int level, int name) {
    return switch (level == SOL_SOCKET ? name : -1) {
      case SO_ACCEPTCONN -> new int[] {socket.state == State.LISTEN ? 1 : 0};
      case SO_DOMAIN -> new int[] {AF_INET};
      case SO_ERROR -> new int[] {socket.takeError()};
      case SO_PROTOCOL -> new int[] {protocol()};
      case SO_TYPE -> new int[] {socket.type};
      default -> socket.options.get(List.of(level, name));
    };
  }

  @Override
  public int getopt(int level, int name, MemorySegment value) {
    return call(() -> {
      int[] option = option(level, name);
      if (option == null) return -ENOPROTOOPT;
      long size = Math.min(value.byteSize(), 4L * option.length);
      MemorySegment.copy(MemorySegment.ofArray(option), 0, value, 0, size);
      return (int) size;
    });
  }

  @Override
  public int setopt(int level, int name, MemorySegment value) {
    return call(() -> {
      int[] old = socket.options.get(List.of(level, name));
      if (old == null) return -ENOPROTOOPT;
      if (value.byteSize() < 4L * old.length) return -EINVAL;
      int[] option = new int[old.length];
      MemorySegment.copy(value, 0, MemorySegment.ofArray(option), 0, 4L * option.length);
      socket.options.put(List.of(level, name), option);
      return 0;
    });
  }

  @Override
  public @Nullable Address name(boolean peer, int[] errno) {
    synchronized (network.time()) {
      errno[0] = ENOTCONN;
      return !peer ? socket.local : socket.isConnected() ? socket.remote : null;
    }
  }

  @Override
  public int ready() {
    return call(socket::ready);
  }

  @Override
  public void await(int interest, long deadline) {
    synchronized (network.time()) {
      network.time().await(() -> woken || socket.changes != seen[interest], deadline);
      seen[interest] = socket.changes;
    }
  }

  @Override
  public void wake(boolean gone) {
    synchronized (network.time()) {
      woken = true;
      if (gone && !ended) {
        ended = true;
        socket.leave();
      }
      network.time().changed();
    }
  }

  @Override
  public void release() {
    synchronized (network.time()) {
      wake(true);
      network.endpoints.remove(this);
    }
  }

  @Override
  public Endpoint dup(int[] errno) {
    synchronized (network.time()) {
      return new MemoryEndpoint(network, socket);
    }
  }

  @Override
  public String toString() {
    return socket.toString();
  }
}
