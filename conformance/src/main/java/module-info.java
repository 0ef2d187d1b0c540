/** The behaviour suites that every network runs. */
module gulliver.conformance {
  requires transitive gulliver.sockets;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires awaitility;
  requires static transitive org.jspecify;

  exports gulliver.conformance;

  opens gulliver.conformance;
}
