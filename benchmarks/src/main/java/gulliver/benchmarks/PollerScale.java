package gulliver.benchmarks;

import static gulliver.socket.Sockets.EPOLLIN;
import static gulliver.socket.Sockets.POLLIN;

import gulliver.socket.Descriptor;
import gulliver.socket.Network;
import gulliver.socket.Poller;
import gulliver.socket.Pollfd;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one event costs among few and among many descriptors: with a {@link Poller}, which should
 * not care, and with {@code poll}, which looks at all of them.
 */
final class PollerScale {
  private static final int FEW = 10;
  private static final long SECOND = 1_000_000_000;

  private PollerScale() {}

  static void run(Report report, int many, int events) throws Exception {
    for (int size : new int[] {FEW, many}) {
      List<Descriptor> all = new ArrayList<>();
      try {
        for (int i = 0; i < size; i++) {
          all.add(Descriptor.eventfd(0, 0));
        }
        measure(report, all, events);
      } finally {
        all.forEach(Descriptor::close);
      }
    }
  }

  private static void measure(Report report, List<Descriptor> all, int count) throws Exception {
    String among = "%,d descriptors: ".formatted(all.size());
    Descriptor one = all.get(all.size() / 2);
    one.eventfdWrite(1); // it stays readable, so that a wait is all that is measured
    try (Poller poller = new Poller()) {
      for (Descriptor each : all) {
        poller.add(each, EPOLLIN, each);
      }
      Poller.Events events = new Poller.Events(64);
      Duration timeout = Duration.ofSeconds(10);
      long right = waits(poller, events, timeout, one, count); // and is compiled now
      long collections = collections();
      long start = System.nanoTime();
      right += waits(poller, events, timeout, one, count);
      long nanos = System.nanoTime() - start;
      report.equal(among + "right events", right, 2L * count);
      report.fact(among + "Poller", "%,d ns an event".formatted(nanos / count));
      double meanwhile = (double) (collections() - collections);
      report.atMost(among + "collections meanwhile", meanwhile, 1, "");
    }
    List<Pollfd> items = all.stream().map(each -> new Pollfd(each, POLLIN)).toList();
    int polls = 0;
    long start = System.nanoTime();
    while (polls < count / 10 && System.nanoTime() - start < SECOND) {
      polls += Network.os().poll(items, null);
    }
    report.fact(among + "poll", "%,d ns an event".formatted((System.nanoTime() - start) / polls));
  }

  private static long waits(
      Poller poller, Poller.Events events, Duration timeout, Descriptor one, int count)
      throws IOException {
    long right = 0;
    for (int i = 0; i < count; i++) {
      int n = poller.wait(events, timeout);
      right += n == 1 && events.attachment(0) == one ? 1 : 0;
    }
    return right;
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
