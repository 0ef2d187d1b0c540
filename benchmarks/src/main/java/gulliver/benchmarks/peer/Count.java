package gulliver.benchmarks.peer;

/**
 * What was done in a run.
 *
 * @param operations how many
 * @param nanos from the start of the first to the end of the last
 * @param more what else was measured: {@code KEY=VALUE} with blanks between
 */
record Count(long operations, long nanos, String more) {
  Count(long operations, long nanos) {
    this(operations, nanos, "");
  }

  @Override
  public String toString() {
    return operations + " " + nanos + (more.isEmpty() ? "" : " " + more);
  }
}
