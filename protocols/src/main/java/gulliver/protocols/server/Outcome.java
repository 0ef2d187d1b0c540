package gulliver.protocols.server;

/** How a connection ended; {@link Counters} says what each means. */
enum Outcome {
  COMPLETED,
  BROKEN,
  LIMITED,
  FAILED,
  CUT
}
