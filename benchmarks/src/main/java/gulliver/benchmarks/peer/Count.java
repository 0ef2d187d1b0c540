package gulliver.benchmarks.peer;

/**
 * What was done in a run.
 *
 * @param operations how many
 * @param nanos from the start of the first to the end of the last
 */
record Count(long operations, long nanos) {}
