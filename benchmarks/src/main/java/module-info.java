/** Comparisons with the JDK and with C, and proof at full size. */
module gulliver.benchmarks {
  requires gulliver.sockets;
  requires jmh.core;
  requires java.management;
  requires static org.jspecify;
}
