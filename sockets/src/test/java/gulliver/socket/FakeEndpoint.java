package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint whose every attempt would block, unless a test says otherwise, and which notices what
 * no endpoint must see: an attempt after its release, a second release, two waits at once.
 */
class FakeEndpoint implements Endpoint {
  final WallTime time = new WallTime();
  final AtomicInteger releases = new AtomicInteger();
  final AtomicInteger waiters = new AtomicInteger();
  final AtomicInteger wrongs = new AtomicInteger();
  volatile boolean woken;
  volatile @Nullable Thread waiter;

  private <T> T attempt(T result) {
    if (releases.get() > 0) {
      wrongs.incrementAndGet();
    }
    return result;
  }

  @Override
  public int family() {
    return Linux.AF_INET;
  }

  @Override
  public int type() {
    return Linux.SOCK_STREAM;
  }

  @Override
  public int protocol() {
    return Linux.IPPROTO_TCP;
  }

  @Override
  public int bind(Address address) {
    return attempt(0);
  }

  @Override
  public int listen(int backlog) {
    return attempt(0);
  }

  @Override
  public int connect(Address address) {
    return attempt(-Linux.EINPROGRESS);
  }

  @Override
  public @Nullable Endpoint accept(Sender peer, int[] errno) {
    errno[0] = attempt(Linux.EAGAIN);
    return null;
  }

  @Override
  public long send(MemorySegment from, int flags, @Nullable Address to) {
    return attempt(-Linux.EAGAIN);
  }

  @Override
  public long recv(MemorySegment into, int flags, @Nullable Sender from) {
    return attempt(-Linux.EAGAIN);
  }

  @Override
  public int shutdown(int how) {
    return attempt(0);
  }

  @Override
  public int getopt(int level, int name, MemorySegment value) {
    return attempt(4);
  }

  @Override
  public int setopt(int level, int name, MemorySegment value) {
    return attempt(0);
  }

  @Override
  public Address name(boolean peer, int[] errno) {
    return attempt(new Address.Inet4("127.0.0.1", 7));
  }

  @Override
  public int ready() {
    return attempt(0);
  }

  @Override
  public void await(int interest, long deadline) {
    attempt(0);
    if (waiters.incrementAndGet() > 1) {
      wrongs.incrementAndGet();
    }
    waiter = Thread.currentThread();
    if (!woken) {
      time.park(deadline);
    }
    waiter = null;
    waiters.decrementAndGet();
  }

  @Override
  public void wake(boolean gone) {
    woken = true;
    Thread thread = waiter;
    if (thread != null) {
      time.unpark(thread);
    }
  }

  @Override
  public void release() {
    if (releases.incrementAndGet() > 1) {
      wrongs.incrementAndGet();
    }
  }

  @Override
  public @Nullable Endpoint dup(int[] errno) {
    return attempt(new FakeEndpoint());
  }

  @Override
  public long handle() {
    return 1000;
  }

  @Override
  public long detach() {
    return attempt(1000L);
  }
}
