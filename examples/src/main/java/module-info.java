/** Small programs, one idea each. */
module gulliver.examples {
  requires gulliver.nio;
  requires transitive gulliver.protocols;
  requires transitive gulliver.sockets;
  requires static transitive org.jspecify;

  exports gulliver.examples;
}
