package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Connecting to whichever of a name's addresses answers first: RFC 8305, "Happy Eyeballs Version
 * 2", §4 to §5 and §8.
 *
 * <p>One thread does it, the caller's: connecting needs no thread while it waits, and several
 * sockets can be waited for at once. So when the call has returned nothing of it is left, and a
 * connection that comes to be too late dies with its socket.
 */
final class HappyEyeballs {
  /** A connect that has begun. */
  private record Attempt(
      Socket socket, Address address, long start, Recording.@Nullable Recorded event) {
    IOException failure(int errno) {
      return socket.core.failure("connect", address, errno, 0);
    }
  }

  private final Network network;
  private final Time time;
  private final long timeout;
  private final long deadline;
  private final long delay;
  private final SocketSetup setup;
  private final List<Attempt> open = new ArrayList<>();
  private final List<IOException> failures = new ArrayList<>();

  HappyEyeballs(Network network, long timeout, long deadline, long delay, SocketSetup setup) {
    this.network = network;
    this.time = network.time();
    this.timeout = timeout;
    this.deadline = deadline;
    this.delay = delay;
    this.setup = setup;
  }

  /**
   * §4: the first address stays the first, and is followed by one of the other family, and so on in
   * turn while there are some; in each family the resolver's order stays.
   */
  static List<Address> interleaved(List<Address> sorted) {
    Map<AddressFamily, Queue<Address>> families = new LinkedHashMap<>();
    for (Address address : sorted) {
      families.computeIfAbsent(address.family(), _ -> new ArrayDeque<>()).add(address);
    }
    List<Address> all = new ArrayList<>();
    while (all.size() < sorted.size()) {
      families.values().stream()
          .filter(left -> !left.isEmpty())
          .map(Queue::remove)
          .forEach(all::add);
    }
    return all;
  }

  /** §5: one attempt after another, each after the delay or at once when one has failed. */
  Socket connect(List<Address> sorted) throws IOException {
    Queue<Address> left = new ArrayDeque<>(interleaved(sorted));
    long next = time.nanoTime();
    try {
      for (; ; ) {
        int failed = failures.size();
        if (!left.isEmpty() && isOver(next)) {
          begin(left.remove());
          next = Deadlines.after(time, delay);
        }
        Socket connected = connected();
        if (connected != null) {
          return connected;
        }
        if (open.isEmpty() && left.isEmpty()) {
          throw failure();
        }
        if (open.isEmpty() || failures.size() > failed) {
          next = time.nanoTime();
        }
        if (left.isEmpty() || !isOver(next)) {
          await(left.isEmpty() ? deadline : Deadlines.earlier(next, deadline));
        }
      }
    } finally {
      while (!open.isEmpty()) {
        Attempt late = open.getLast();
        giveUp(late, late.failure(Linux.ECANCELED));
      }
    }
  }

  private boolean isOver(long instant) {
    return instant != Time.FOREVER && time.nanoTime() - instant >= 0;
  }

  private void begin(Address address) {
    Socket socket;
    try {
      socket = network.socket(address.family(), SocketType.SOCK_STREAM);
    } catch (IOException e) {
      failures.add(named(address, e));
      return;
    }
    try {
      setup.setUp(socket);
      socket.core.enter("connect", null, address);
      open.add(new Attempt(socket, address, time.nanoTime(), Recording.begin("connect")));
    } catch (IOException e) {
      failures.add(named(address, e));
      socket.close();
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  /** A socket that cannot be had, or an option of it, does not know for which address it was. */
  private static IOException named(Address address, IOException failure) {
    if (!(failure instanceof SocketFailure.Other other) || other.address() != null) {
      return failure;
    }
    SocketFailure.Details what = other.details();
    return (IOException)
        SocketFailure.of(
                new SocketFailure.Details(what.call(), what.detail(), address, what.number(), 0),
                false)
            .initCause(failure);
  }

  /** Looks what has become of every attempt; answers the first that has succeeded. */
  private @Nullable Socket connected() {
    for (Attempt attempt : List.copyOf(open)) {
      int n = Connections.tryConnect(attempt.socket.core, attempt.address);
      if (n == 0) {
        leave(attempt, null);
        return attempt.socket;
      }
      if (n != -Linux.EINPROGRESS && n != -Linux.EALREADY) {
        giveUp(attempt, attempt.failure(-n));
      }
    }
    return null;
  }

  /** Waits until something may have become of an attempt. */
  private void await(long until) throws IOException {
    boolean interrupted = Thread.currentThread().isInterrupted();
    if (interrupted || isOver(deadline)) {
      for (Attempt attempt : List.copyOf(open)) {
        giveUp(
            attempt,
            interrupted
                ? attempt.failure(Linux.EINTR)
                : attempt.socket.core.timedOut("connect", attempt.address, timeout, deadline, 0));
      }
      throw failure();
    }
    Endpoint[] endpoints =
        open.stream().map(attempt -> attempt.socket.core.endpoint).toArray(Endpoint[]::new);
    int[] events = new int[endpoints.length];
    Arrays.fill(events, Linux.POLLOUT | Linux.POLLERR | Linux.POLLHUP);
    network.provider().await(endpoints, events, until);
  }

  private void giveUp(Attempt attempt, IOException failure) {
    failures.add(failure);
    leave(attempt, failure);
    attempt.socket.close();
  }

  private void leave(Attempt attempt, @Nullable IOException failure) {
    open.remove(attempt);
    attempt.socket.core.leave();
    attempt.socket.tellConnect(attempt.address, failure, attempt.start, attempt.event);
  }

  /** The last failure, with those before it as suppressed exceptions. */
  private IOException failure() {
    IOException last = failures.removeLast();
    failures.forEach(last::addSuppressed);
    return last;
  }
}
