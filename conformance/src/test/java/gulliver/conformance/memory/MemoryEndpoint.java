package gulliver.conformance.memory;

import static gulliver.conformance.memory.MemorySocket.State.*;
import static gulliver.socket.Linux.*;

import gulliver.socket.*;
import gulliver.socket.Address.Inet4;
import gulliver.socket.spi.Endpoint;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What a descriptor is in a kernel: a reference to a socket, through which the calls are made. */
final class MemoryEndpoint implements Endpoint {
  private static final int FLAGS = MSG_PEEK | MSG_TRUNC | MSG_WAITALL | MSG_DONTWAIT | MSG_NOSIGNAL;
  private static final int LONGEST_DATAGRAM = 65_507;

  final MemorySocket socket;
  private final MemoryNetwork network;
  private final MemoryTime time;
  private boolean woken;
  boolean ended;

  MemoryEndpoint(MemoryNetwork network, MemorySocket socket) {
    this.network = network;
    this.socket = socket;
    this.time = network.time();
    synchronized (time) {
      socket.users++;
      network.endpoints.add(this);
    }
  }

  /** An attempt; whoever waits looks what has become of it. */
  private int call(IntSupplier attempt) {
    synchronized (time) {
      time.notifyAll();
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
    return socket.isStream ? IPPROTO_TCP : IPPROTO_UDP;
  }

  @Override
  public int bind(Address address) {
    return call(() -> {
      if (!(address instanceof Inet4 at)) return -EAFNOSUPPORT;
      if (socket.local.port() != 0) return -EINVAL;
      if (MemoryNetwork.route(at) == null) return -EADDRNOTAVAIL;
      int port = network.port(socket, at.port());
      if (port == 0) return -EADDRINUSE;
      socket.bound = at; // an ephemeral port goes with an association, as on Linux
      socket.local = new Inet4(at.host(), port);
      return 0;
    });
  }

  @Override
  public int listen(int backlog) {
    return call(() -> {
      if (!socket.isStream) return -EOPNOTSUPP;
      if (socket.state != OPEN && socket.state != LISTEN) return -EINVAL;
      if (socket.local.port() == 0 && bind(socket.local) < 0) return -EADDRINUSE;
      MemorySocket listener = listener(socket.local.port());
      if (listener != null && listener != socket) return -EADDRINUSE;
      socket.state = LISTEN;
      socket.backlog = backlog;
      socket.admit();
      return 0;
    });
  }

  private @Nullable MemorySocket listener(int port) {
    return network.sockets(SOCK_STREAM, port).filter(s -> s.state == LISTEN).findAny().orElse(null);
  }

  @Override
  public int connect(Address address) {
    return call(() -> {
      if (address instanceof Address.Unspecified && !socket.isStream) return socket.reopen();
      if (!(address instanceof Inet4 to)) return -EAFNOSUPPORT;
      if (socket.state == SYN_SENT) return -EALREADY;
      if (socket.connecting) { // has ended, which is told once
        socket.connecting = false;
        return socket.state != OPEN ? 0 : socket.error == 0 ? -ECONNABORTED : -socket.takeError();
      }
      if (socket.state != OPEN) return -EISCONN;
      Inet4 peer = MemoryNetwork.route(to);
      if (peer == null) return -ENETUNREACH;
      MemorySocket listener = listener(peer.port());
      if (socket.isStream && listener == null) return -ECONNREFUSED;
      int port = socket.local.port() != 0 ? socket.local.port() : network.port(socket, 0);
      if (port == 0) return -EADDRNOTAVAIL;
      socket.local = new Inet4(Inet4.LOOPBACK, port);
      socket.remote = peer;
      if (!socket.isStream) return 0;
      socket.state = SYN_SENT;
      socket.other = listener;
      listener.waiting.add(socket);
      listener.admit();
      socket.connecting = socket.state == SYN_SENT;
      return socket.connecting ? -EINPROGRESS : 0;
    });
  }

  @Override
  public @Nullable Endpoint accept(Sender peer, int[] errno) {
    synchronized (time) {
      MemorySocket connection = ended ? null : socket.accepted.poll();
      errno[0] = !socket.isStream ? EOPNOTSUPP : socket.state == LISTEN ? EAGAIN : EINVAL;
      if (connection == null) return null;
      socket.admit();
      time.notifyAll();
      peer.set(connection.remote);
      return new MemoryEndpoint(network, connection);
    }
  }

  @Override
  public long send(MemorySegment from, int flags, @Nullable Address to) {
    return call(() -> {
      int error = (flags & ~FLAGS) != 0 ? EOPNOTSUPP : socket.takeError();
      if (error != 0) return -error;
      if (socket.state == SYN_SENT) return -EAGAIN;
      if (socket.shutWrite || (socket.isStream && socket.state != CONNECTED)) return -EPIPE;
      if (!socket.isStream) return send(from, to == null ? socket.remote : to);
      int size = (int) Math.clamp(socket.other.room(), 0, from.byteSize());
      boolean closed = socket.other.shutRead && socket.other.shutWrite;
      if (closed) socket.reset();
      if (!closed && size > 0) socket.other.deliver(from.asSlice(0, size), socket.local);
      return size == 0 && from.byteSize() > 0 ? -EAGAIN : size;
    });
  }

  private int send(MemorySegment from, @Nullable Address address) {
    if (address == null) return -EDESTADDRREQ;
    if (!(address instanceof Inet4 named)) return -EAFNOSUPPORT;
    Inet4 to = MemoryNetwork.route(named);
    if (to == null) return -ENETUNREACH;
    if (from.byteSize() > LONGEST_DATAGRAM) return -EMSGSIZE;
    if (to.port() == 0) return -EINVAL;
    int port = socket.local.port() != 0 ? socket.local.port() : network.port(socket, 0);
    socket.local = new Inet4(socket.local.host(), port);
    Inet4 here = new Inet4(Inet4.LOOPBACK, port);
    MemorySocket receiver =
        network
            .sockets(SOCK_DGRAM, to.port())
            .filter(s -> s.remote == null || s.remote.equals(here))
            .min(Comparator.comparing(s -> s.remote == null))
            .orElse(null);
    if (receiver != null && receiver.room() >= 0) receiver.deliver(from, here);
    if (receiver == null && to.equals(socket.remote)) socket.error = ECONNREFUSED; // as by ICMP
    return (int) from.byteSize();
  }

  @Override
  public long recv(MemorySegment into, int flags, @Nullable Sender from) {
    Sender sender = from == null ? new Sender() : from;
    return call(() -> {
      if ((flags & ~FLAGS) != 0) return -EOPNOTSUPP;
      MemorySocket.Message message = socket.inbox.peek();
      if (socket.error != 0 && (message == null || !socket.isStream)) return -socket.takeError();
      if (message == null && socket.isStream && socket.hasEnded()) return 0;
      if (message == null) return socket.isStream && socket.other == null ? -ENOTCONN : -EAGAIN;
      boolean truncates = (flags & MSG_TRUNC) != 0;
      long length = message.bytes().byteSize();
      long part = Math.min(length, into.byteSize());
      MemorySegment.copy(message.bytes(), 0, into, 0, truncates && socket.isStream ? 0 : part);
      sender.set(socket.isStream ? null : message.from());
      if ((flags & MSG_PEEK) == 0) {
        socket.inbox.remove();
        if (socket.isStream && part < length) {
          socket.inbox.add(new MemorySocket.Message(message.bytes().asSlice(part), message.from()));
        }
      }
      return (int) (truncates && !socket.isStream ? length : part);
    });
  }

  @Override
  public int shutdown(int how) {
    return call(() -> {
      if (how < SHUT_RD || how > SHUT_RDWR) return -EINVAL;
      if (socket.state == LISTEN && how != SHUT_WR) return socket.unlisten();
      boolean connected = socket.isConnected();
      if (!connected && socket.isStream) return -ENOTCONN;
      socket.shutdown(how != SHUT_WR, how != SHUT_RD);
      return connected ? 0 : -ENOTCONN;
    });
  }

  @Override
  public int getopt(int level, int name, MemorySegment value) {
    return call(() -> {
      if (level != SOL_SOCKET) return -ENOPROTOOPT;
      int[] option =
          switch (name) {
            case SO_ACCEPTCONN -> new int[] {socket.state == LISTEN ? 1 : 0};
            case SO_DOMAIN -> new int[] {AF_INET};
            case SO_ERROR -> new int[] {socket.takeError()};
            case SO_PROTOCOL -> new int[] {protocol()};
            case SO_TYPE -> new int[] {socket.type};
            default -> socket.options.get(name);
          };
      if (option == null) return -ENOPROTOOPT;
      long size = Math.min(value.byteSize(), 4L * option.length);
      MemorySegment.copy(MemorySegment.ofArray(option), 0, value, 0, size);
      return (int) size;
    });
  }

  @Override
  public int setopt(int level, int name, MemorySegment value) {
    return call(() -> {
      int[] option = level == SOL_SOCKET ? socket.options.get(name) : null;
      if (option == null) return -ENOPROTOOPT;
      if (value.byteSize() < 4L * option.length) return -EINVAL;
      MemorySegment.ofArray(option).copyFrom(value.asSlice(0, 4L * option.length));
      return 0;
    });
  }

  @Override
  public @Nullable Address name(boolean peer, int[] errno) {
    synchronized (time) {
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
    time.await(() -> has((interest == READ ? POLLIN : POLLOUT) | POLLERR | POLLHUP), deadline);
  }

  boolean has(int events) {
    return woken || (socket.ready() & events) != 0;
  }

  @Override
  public void wake(boolean gone) {
    synchronized (time) {
      if (gone && !ended && --socket.users == 0) socket.close();
      ended |= gone;
      woken = true;
      time.notifyAll();
    }
  }

  @Override
  public void release() {
    synchronized (time) {
      wake(true);
      network.endpoints.remove(this);
    }
  }

  @Override
  public Endpoint dup(int[] errno) {
    return new MemoryEndpoint(network, socket);
  }
}
