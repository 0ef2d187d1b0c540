/** Comparisons with the JDK and with C. */
module gulliver.benchmarks {
  requires gulliver.sockets;
  requires jmh.core;
  requires static org.jspecify;
}
