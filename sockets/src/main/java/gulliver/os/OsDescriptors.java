package gulliver.os;

import gulliver.os.ffm.DescriptorCalls;
import gulliver.os.ffm.FileCalls;
import gulliver.os.ffm.ReadinessCalls;
import gulliver.os.ffm.SocketCalls;
import gulliver.os.ffm.TransferCalls;
import gulliver.socket.Linux;
import gulliver.socket.Linux.epoll_event;
import gulliver.socket.spi.Descriptors;
import gulliver.socket.spi.Endpoint;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Descriptors of any kind. */
final class OsDescriptors implements Descriptors {
  private final OsNetwork network;

  OsDescriptors(OsNetwork network) {
    this.network = network;
  }

  @Override
  public int open(String path, int flags, int mode, long deadline) {
    return mayBlock(path)
        ? openByAWorker(path, flags, mode, deadline)
        : DescriptorCalls.open(path, flags | Linux.O_CLOEXEC, mode);
  }

  /** A FIFO waits for its other end, a terminal for a carrier; a file takes a disk's time. */
  private static boolean mayBlock(String path) {
    try {
      return Files.readAttributes(Path.of(path), BasicFileAttributes.class).isOther();
    } catch (IOException nothingThere) {
      return false;
    } catch (InvalidPathException unknown) {
      return true;
    }
  }

  private int openByAWorker(String path, int flags, int mode, long deadline) {
    AtomicBoolean taken = new AtomicBoolean(); // by whoever is first: the caller, or one that goes
    int[] opened = new int[1];
    try {
      return network
          .workers()
          .call(
              () -> {
                opened[0] = DescriptorCalls.open(path, flags | Linux.O_CLOEXEC, mode);
                if (!taken.compareAndSet(false, true) && opened[0] >= 0) {
                  FileCalls.close(opened[0]);
                }
                return opened[0];
              },
              network.time().nanosUntil(deadline));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return taken.compareAndSet(false, true) ? -Linux.EINTR : opened[0];
    } catch (TimeoutException e) {
      return taken.compareAndSet(false, true) ? -Linux.ETIMEDOUT : opened[0];
    }
  }

  @Override
  public int pipe(int[] ends, int flags) {
    return DescriptorCalls.pipe2(ends, flags | Linux.O_CLOEXEC);
  }

  @Override
  public int eventfd(int initval, int flags) {
    return DescriptorCalls.eventfd(initval, flags | Linux.EFD_CLOEXEC);
  }

  @Override
  public int timerfd(int clock, int flags) {
    return DescriptorCalls.timerfd_create(clock, flags | Linux.TFD_CLOEXEC);
  }

  @Override
  public int settime(int fd, int flags, MemorySegment spec) {
    return DescriptorCalls.timerfd_settime(fd, flags, spec);
  }

  @Override
  public int gettime(int fd, MemorySegment spec) {
    return DescriptorCalls.timerfd_gettime(fd, spec);
  }

  @Override
  public int ioctl(int fd, int request, MemorySegment argument) {
    return DescriptorCalls.ioctl(fd, Integer.toUnsignedLong(request), argument);
  }

  @Override
  public int ioctl(int fd, int request, long argument) {
    return DescriptorCalls.ioctl(fd, Integer.toUnsignedLong(request), argument);
  }

  @Override
  public int fcntl(int fd, int command, int argument) {
    return FileCalls.fcntl(fd, command, argument);
  }

  @Override
  public int epoll() {
    return ReadinessCalls.epoll_create1(Linux.EPOLL_CLOEXEC);
  }

  @Override
  public int epollCtl(int epfd, int op, int fd, int events, long data) {
    return ReadinessCalls.epoll_ctl(epfd, op, fd, Poller.event(events, data));
  }

  /** So many in one call: the JVM waits for it at a safepoint. */
  private static final long MOST = 4096;

  /** What nobody reads. */
  private static final MemorySegment ERRNO = MemorySegment.ofArray(new int[1]);

  @Override
  public int epollWait(Endpoint set, MemorySegment events) {
    OsEndpoint epoll = (OsEndpoint) set;
    int room = (int) Math.min(events.byteSize() / epoll_event.SIZEOF, MOST);
    int n = ReadinessCalls.epoll_look(epoll.fd, events, room, 0, ERRNO);
    epoll.reader.attempted(n == 0 ? -Linux.EAGAIN : n);
    return Math.max(0, n);
  }

  @Override
  public Endpoint file(int fd, boolean ours) {
    return new FileEndpoint(network, fd, ours);
  }

  @Override
  public @Nullable Endpoint socket(int fd, int[] errno) {
    int family = option(fd, Linux.SO_DOMAIN);
    if (family < 0) {
      errno[0] = -family;
      return null;
    }
    OsEndpoint endpoint =
        new OsEndpoint(
            network, fd, family, option(fd, Linux.SO_TYPE), option(fd, Linux.SO_PROTOCOL));
    endpoint.description.shared = true;
    return endpoint;
  }

  @Override
  public long sendfile(Endpoint out, Endpoint in, long offset, long count) {
    OsEndpoint to = (OsEndpoint) out;
    to.description.borrow(to.fd);
    try {
      long n = TransferCalls.sendfile(to.fd, ((OsEndpoint) in).fd, offset, count);
      to.writer.attempted(n);
      return n;
    } finally {
      to.description.giveBack(to.fd);
    }
  }

  @Override
  public long splice(Endpoint in, Endpoint out, long count, int flags) {
    OsEndpoint from = (OsEndpoint) in;
    OsEndpoint to = (OsEndpoint) out;
    from.description.borrow(from.fd);
    to.description.borrow(to.fd);
    try {
      return TransferCalls.splice(from.fd, to.fd, count, flags | Linux.SPLICE_F_NONBLOCK);
    } finally {
      to.description.giveBack(to.fd);
      from.description.giveBack(from.fd);
    }
  }

  @Override
  public void lend(Endpoint endpoint) {
    OsEndpoint lent = (OsEndpoint) endpoint;
    lent.description.lend(lent.fd);
  }

  private static int option(int fd, int name) {
    MemorySegment value = MemorySegment.ofArray(new int[1]);
    MemorySegment length = MemorySegment.ofArray(new int[] {4});
    int result = SocketCalls.getsockopt(fd, Linux.SOL_SOCKET, name, value, length);
    return result < 0 ? result : value.get(ValueLayout.JAVA_INT, 0);
  }
}
