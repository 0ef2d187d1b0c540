package gulliver.benchmarks.compare;

import java.nio.file.Path;

/**
 * How a run is made.
 *
 * @param mode what it is called
 * @param rounds how often each contender is measured
 * @param warmUp milliseconds of work before a contender's first round
 * @param leadIn milliseconds of work before each measurement, on its fresh connections
 * @param window milliseconds of a measurement
 * @param programs those in C
 * @param scratch a folder for sockets and logs
 */
record Conditions(
    String mode, int rounds, int warmUp, int leadIn, int window, Programs programs, Path scratch) {}
