package gulliver.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How a run is made.
 *
 * @param mode what it is called
 * @param rounds how often each contender is measured
 * @param warmUp milliseconds of work before a contender's first round; half as long at least, twice
 *     as long at most, and more with many connections: see {@link WarmUp}
 * @param leadIn milliseconds of work before each measurement, on its fresh connections
 * @param window milliseconds of a measurement
 * @param programs those in C
 * @param scratch a folder for sockets and logs
 */
record Conditions(
    String mode, int rounds, int warmUp, int leadIn, int window, Programs programs, Path scratch) {

  /** The same with a longer window, for what does little in it. */
  Conditions withWindow(int millis) {
    return new Conditions(mode, rounds, warmUp, leadIn, millis, programs, scratch);
  }

  /**
   * Starts a contender's process.
   *
   * @param program which of the C programs, if it is one in C
   * @param words what it is to do
   */
  Party party(Contender contender, String program, List<String> words) throws IOException {
    return party(contender.name(), contender.command(programs, program, words));
  }

  /** Starts some process that takes part. */
  Party party(String name, List<String> command) throws IOException {
    return new Party(command, scratch.resolve(name + ".err"));
  }
}
