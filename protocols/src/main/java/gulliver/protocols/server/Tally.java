package gulliver.protocols.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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

  /** By how they ended. */
  private final Map<Outcome, LongAdder> ended =
      new EnumMap<>(
          Map.of(
              Outcome.COMPLETED, completed,
              Outcome.BROKEN, broken,
              Outcome.LIMITED, limited,
              Outcome.FAILED, failed,
              Outcome.CUT, cut));

  LongAdder refused(Refusing.Reason reason) {
    return reason == Refusing.Reason.CONNECTIONS ? refusedConnections : refusedPerAddress;
  }

  LongAdder ended(Outcome outcome) {
    return Objects.requireNonNull(ended.get(outcome));
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
