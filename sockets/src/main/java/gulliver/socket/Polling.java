package gulliver.socket;

import gulliver.socket.spi.Endpoint;
import gulliver.socket.spi.NetworkProvider;
import gulliver.socket.spi.Time;
import java.io.IOException;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code poll} and {@code select}, once for all networks. The calls are inside everything that they
 * look at, as any other: so nothing is looked at whose number is somebody else's, and closing ends
 * the wait.
 */
final class Polling {
  private static final int ALWAYS = Linux.POLLERR | Linux.POLLHUP | Linux.POLLNVAL;

  /** What {@code select} means by readable, writable and exceptional, as the kernel does. */
  private static final int[] SETS = {
    Linux.POLLIN | Linux.POLLRDNORM | Linux.POLLRDBAND | ALWAYS,
    Linux.POLLOUT | Linux.POLLWRNORM | Linux.POLLWRBAND | Linux.POLLERR | Linux.POLLNVAL,
    Linux.POLLPRI | Linux.POLLNVAL
  };

  private final String call;
  private final NetworkProvider provider;
  private final Time time;
  private final Core[] cores;
  private final Endpoint[] endpoints;
  private final int[] events;
  private final int[] revents;
  private final boolean[] inside;

  private Polling(String call, Network network, int size) {
    this.call = call;
    this.provider = network.provider();
    this.time = network.time();
    this.cores = new Core[size];
    this.endpoints = new Endpoint[size];
    this.events = new int[size];
    this.revents = new int[size];
    this.inside = new boolean[size];
  }

  static Core core(Pollable target) {
    return switch (target) {
      case Socket socket -> socket.core;
      case Descriptor descriptor -> descriptor.core;
      case Poller poller -> poller.core;
    };
  }

  private void add(int i, Pollable target, int wanted) {
    if (!target.network().provider().equals(provider)) {
      throw new IllegalArgumentException(call + ": " + target + " is of another network");
    }
    cores[i] = core(target);
    endpoints[i] = cores[i].endpoint;
    events[i] = wanted;
  }

  static int poll(Network network, List<Pollfd> items, @Nullable Duration timeout)
      throws IOException {
    long nanos = Timeouts.nanos("poll", timeout);
    Pollfd[] all = items.toArray(Pollfd[]::new);
    Polling polling = new Polling("poll", network, all.length);
    for (int i = 0; i < all.length; i++) {
      polling.add(i, all[i].target(), all[i].events() | ALWAYS);
    }
    try {
      int count = polling.run(nanos);
      for (int i = 0; i < all.length; i++) {
        all[i].seen(polling.revents[i]);
      }
      return count;
    } finally {
      Reference.reachabilityFence(all);
    }
  }

  static Selected select(
      Network network, List<Collection<? extends Pollable>> sets, @Nullable Duration timeout)
      throws IOException {
    long nanos = Timeouts.nanos("select", timeout);
    List<List<Pollable>> given = new ArrayList<>();
    sets.forEach(set -> given.add(List.copyOf(set)));
    int size = given.stream().mapToInt(List::size).sum();
    Polling polling = new Polling("select", network, size);
    int n = 0;
    for (int set = 0; set < SETS.length; set++) {
      for (Pollable target : given.get(set)) {
        polling.add(n++, target, SETS[set]);
      }
    }
    try {
      polling.run(nanos);
      List<List<Pollable>> found = new ArrayList<>();
      n = 0;
      for (List<Pollable> set : given) {
        List<Pollable> ready = new ArrayList<>();
        for (Pollable target : set) {
          if ((polling.revents[n] & Linux.POLLNVAL) != 0) {
            throw polling.failure(Linux.EBADF);
          }
          if (polling.revents[n++] != 0) {
            ready.add(target);
          }
        }
        found.add(List.copyOf(ready));
      }
      return new Selected(found.get(0), found.get(1), found.get(2));
    } finally {
      Reference.reachabilityFence(given);
    }
  }

  /** Answers how many have something. */
  private int run(long timeout) throws IOException {
    try {
      for (int i = 0; i < cores.length; i++) {
        inside[i] = cores[i].tryEnter();
      }
      long deadline = Deadlines.UNSET;
      for (; ; ) {
        int count = look();
        if (count > 0 || timeout == 0) {
          return count;
        }
        if (Thread.currentThread().isInterrupted()) {
          throw failure(Linux.EINTR);
        }
        if (deadline == Deadlines.UNSET) {
          deadline = Deadlines.ofCall(time, timeout);
        } else if (deadline != Time.FOREVER && time.nanoTime() - deadline >= 0) {
          if (Deadlines.isScopeOver(time)) {
            throw new SocketFailure.TimedOut(
                new SocketFailure.Details(call, null, null, Linux.ETIMEDOUT, 0), null);
          }
          return 0;
        }
        provider.await(endpoints, events, deadline);
      }
    } finally {
      for (int i = 0; i < cores.length; i++) {
        if (inside[i]) {
          cores[i].leave();
        }
      }
    }
  }

  private int look() {
    int[] open = IntStream.range(0, cores.length).filter(i -> inside[i]).toArray();
    if (open.length == cores.length) {
      provider.ready(endpoints, events, revents);
    } else {
      Endpoint[] some = IntStream.of(open).mapToObj(i -> endpoints[i]).toArray(Endpoint[]::new);
      int[] found = new int[some.length];
      provider.ready(some, IntStream.of(open).map(i -> events[i]).toArray(), found);
      for (int i = 0; i < open.length; i++) {
        revents[open[i]] = found[i];
      }
    }
    int count = 0;
    for (int i = 0; i < cores.length; i++) {
      if (cores[i].isClosed()) {
        revents[i] = Linux.POLLNVAL; // what was seen may be another's, who holds the place
      }
      count += revents[i] != 0 ? 1 : 0;
    }
    return count;
  }

  private IOException failure(int errno) {
    return SocketFailure.of(call, null, errno);
  }
}
