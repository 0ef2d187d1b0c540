package gulliver.protocols.server;

import java.util.concurrent.atomic.LongAdder;

/** What {@link Counters} are read from. */
final class Tally {
  final LongAdder accepted = new LongAdder();
  final LongAdder refusedConnections = new LongAdder();
  final LongAdder refusedPerAddress = new LongAdder();
  final LongAdder completed = new LongAdder();
  final LongAdder broken = new LongAdder();
  final LongAdder limited = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder cut = new LongAdder();
  final LongAdder received = new LongAdder();
  final LongAdder sent = new LongAdder();
  final LongAdder pauses = new LongAdder();
  final LongAdder aborted = new LongAdder();

  LongAdder refused(Refusing.Reason reason) {
    return switch (reason) {
      case CONNECTIONS -> refusedConnections;
      case PER_ADDRESS -> refusedPerAddress;
    };
  }

  /** How a connection ended. */
  LongAdder ended(Outcome outcome) {
    return switch (outcome) {
      case COMPLETED -> completed;
      case BROKEN -> broken;
      case LIMITED -> limited;
      case FAILED -> failed;
      case CUT -> cut;
    };
  }

  Counters counters(long active) {
    return new Counters(
        accepted.sum(),
        active,
        refusedConnections.sum(),
        refusedPerAddress.sum(),
        completed.sum(),
        broken.sum(),
        limited.sum(),
        failed.sum(),
        cut.sum(),
        received.sum(),
        sent.sum(),
        pauses.sum(),
        aborted.sum());
  }
}
