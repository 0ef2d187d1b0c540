package gulliver.protocols.server;

import gulliver.socket.Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many connections there are, in all and from each address. */
final class Places {
  private final Limits limits;
  private final AtomicInteger taken = new AtomicInteger();
  private final ConcurrentHashMap<Object, Integer> byAddress = new ConcurrentHashMap<>();

  Places(Limits limits) {
    this.limits = limits;
  }

  int taken() {
    return taken.get();
  }

  boolean isRoom() {
    return taken.get() < limits.connections();
  }

  boolean tryTake() {
    for (; ; ) {
      int seen = taken.get();
      if (seen >= limits.connections()) {
        return false;
      }
      if (taken.compareAndSet(seen, seen + 1)) {
        return true;
      }
    }
  }

  /** Takes a place though there may be none left. */
  void take() {
    taken.incrementAndGet();
  }

  void leave() {
    taken.decrementAndGet();
  }

  /** Counts an address's connection in; whether it may have one more. */
  boolean tryTake(Address peer) {
    Object key = key(peer);
    if (key == null) {
      return true;
    }
    boolean[] may = new boolean[1];
    byAddress.compute(
        key,
        (_, n) -> {
          may[0] = n == null || n < limits.perAddress();
          return may[0] ? n == null ? 1 : n + 1 : n;
        });
    return may[0];
  }

  void leave(Address peer) {
    Object key = key(peer);
    if (key != null) {
      byAddress.computeIfPresent(key, (_, n) -> n == 1 ? null : n - 1);
    }
  }

  /** What counts as one address; null for what is not counted. */
  private @Nullable Object key(Address peer) {
    if (limits.perAddress() == Integer.MAX_VALUE) {
      return null;
    }
    return switch (peer) {
      case Address.Inet4 four -> four.host();
      case Address.Inet6 six -> {
        byte[] bytes = six.bytes();
        yield isMapped(bytes)
            ? "%d.%d.%d.%d"
                .formatted(bytes[12] & 255, bytes[13] & 255, bytes[14] & 255, bytes[15] & 255)
            : new Prefix(ByteBuffer.wrap(bytes).getLong(), six.scopeid());
      }
      default -> null;
    };
  }

  /** A network of IPv6, as one subscriber has it; of link-local addresses, that of an interface. */
  record Prefix(long bits, int scopeid) {}

  /** ::ffff:0:0/96, RFC 4291 §2.5.5.2. */
  private static boolean isMapped(byte[] address) {
    byte[] prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    return Arrays.equals(address, 0, 12, prefix, 0, 12);
  }
}
