package gulliver.socket;

import org.jspecify.annotations.Nullable;

/** What an exception names of its socket: the peer, or else the local address. */
final class FailureAddress {
  private FailureAddress() {}

  /**
   * The address for a message, null where there is none to name.
   *
   * @param cheaply whether the local one may be as it was when last looked at
   */
  static @Nullable Address of(Waiting socket, boolean cheaply) {
    Address peer = socket.peer;
    return peer != null ? peer : local(socket, cheaply);
  }

  private static @Nullable Address local(Waiting socket, boolean cheaply) {
    Address known = cheaply ? socket.named : null;
    if (known == null) {
      known = local(socket);
      socket.named = known;
    }
    return known;
  }

  private static @Nullable Address local(Waiting socket) {
    if (!socket.tryEnter()) {
      return null;
    }
    try {
      Address name = socket.endpoint.name(false, new int[1]);
      return switch (name) {
        case Address.Inet4 a when a.port() == 0 -> null;
        case Address.Inet6 a when a.port() == 0 -> null;
        case Address.Unix a when a.path().isEmpty() -> null;
        case Address.Packet a when a.ifindex() == 0 -> null;
        case Address.Netlink a when a.pid() == 0 -> null;
        case Address.Vsock a when a.port() == Linux.VMADDR_PORT_ANY -> null;
        case null -> null;
        case Address a -> socket.isClosed() ? null : a;
      };
    } finally {
      socket.leave();
    }
  }
}
