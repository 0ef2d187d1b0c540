package gulliver.os;

import gulliver.os.ffm.FileCalls;
import gulliver.os.ffm.SocketCalls;
import gulliver.os.linux.Sockaddr;
import gulliver.socket.Capability;
import gulliver.socket.Descriptor;
import gulliver.socket.Linux;
import gulliver.socket.spi.Descriptors;
import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.NetworkProvider;
import gulliver.socket.spi.Resolver;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** The operating system's network: Linux. */
public final class OsNetwork implements NetworkProvider {
  private final OsTime time = new OsTime();

  /** What the way to a program's first byte does not lead past. */
  private final class Others {
    final Workers workers = new Workers();
    final Resolver resolver = new OsResolver(workers, time);
    final Descriptors descriptors = new OsDescriptors(OsNetwork.this);
  }

  private volatile @Nullable Others others;

  /** The network; nothing is opened or started before it is needed. */
  public OsNetwork() {
    String os = System.getProperty("os.name");
    if (!os.equals("Linux")) {
      throw new UnsupportedOperationException(
          "the operating system's network needs Linux; this is " + os);
    }
  }

  private Others others() {
    Others made = others;
    if (made == null) {
      synchronized (this) {
        made = others;
        if (made == null) {
          others = made = new Others();
        }
      }
    }
    return made;
  }

  @Override
  public String name() {
    return "os";
  }

  @Override
  public @Nullable Endpoint open(int family, int type, int protocol, int[] errno) {
    int fd = SocketCalls.socket(family, type | Linux.SOCK_CLOEXEC, protocol);
    if (fd < 0) {
      errno[0] = -fd;
      return null;
    }
    return new OsEndpoint(this, fd, family, type, protocol(fd, family, type, protocol));
  }

  @Override
  public Endpoint @Nullable [] pair(int family, int type, int protocol, int[] errno) {
    MemorySegment sv = MemorySegment.ofArray(new int[2]);
    int result = SocketCalls.socketpair(family, type | Linux.SOCK_CLOEXEC, protocol, sv);
    if (result < 0) {
      errno[0] = -result;
      return null;
    }
    return new Endpoint[] {
      new OsEndpoint(this, sv.getAtIndex(ValueLayout.JAVA_INT, 0), family, type, protocol),
      new OsEndpoint(this, sv.getAtIndex(ValueLayout.JAVA_INT, 1), family, type, protocol)
    };
  }

  /** The real protocol: known for the usual ones, else asked for. */
  private static int protocol(int fd, int family, int type, int protocol) {
    if (protocol != 0 || family == Linux.AF_UNIX) {
      return protocol;
    }
    if (family == Linux.AF_INET || family == Linux.AF_INET6) {
      if (type == Linux.SOCK_STREAM) {
        return Linux.IPPROTO_TCP;
      }
      if (type == Linux.SOCK_DGRAM) {
        return Linux.IPPROTO_UDP;
      }
    }
    MemorySegment value = MemorySegment.ofArray(new int[1]);
    MemorySegment length = MemorySegment.ofArray(new int[] {4});
    SocketCalls.getsockopt(fd, Linux.SOL_SOCKET, Linux.SO_PROTOCOL, value, length);
    return value.get(ValueLayout.JAVA_INT, 0);
  }

  @Override
  public Resolver resolver() {
    return others().resolver;
  }

  @Override
  public OsTime time() {
    return time;
  }

  @Override
  public Descriptors descriptors() {
    return others().descriptors;
  }

  /** The owner of a descriptor that came with a message. */
  Descriptor received(int fd) {
    try {
      return Descriptor.fromfd(fd);
    } catch (IOException e) {
      throw new AssertionError(e); // it is open: the kernel has just made it
    }
  }

  @Override
  public void ready(Endpoint[] endpoints, int[] events, int[] revents) {
    Readiness.poll(endpoints, events, revents);
  }

  @Override
  public void await(Endpoint[] endpoints, int[] events, long deadline) {
    Readiness.await(time, endpoints, events, deadline);
  }

  Workers workers() {
    return others().workers;
  }

  @Override
  public int unfinished() {
    return others().workers.left();
  }

  @Override
  public boolean supports(Capability capability) {
    return switch (capability) {
      case IPV6 -> Ipv6.THERE;
      case UNIX, DESCRIPTORS, TCP_OPTIONS -> true;
    };
  }

  /** Whether this machine has IPv6: an address ::1 to bind to. */
  private static final class Ipv6 {
    static final boolean THERE = there();

    private static boolean there() {
      int fd = SocketCalls.socket(Linux.AF_INET6, Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC, 0);
      if (fd < 0) {
        return false;
      }
      byte[] name = new byte[Sockaddr.SIZEOF];
      int length = Sockaddr.encode(new gulliver.socket.Address.Inet6("::1", 0), name);
      int result = SocketCalls.bind(fd, MemorySegment.ofArray(name), length);
      FileCalls.close(fd);
      return result == 0;
    }
  }
}
