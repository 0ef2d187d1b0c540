/** Small programs, one idea each. */
module gulliver.examples {
  requires transitive gulliver.sockets;
  requires static transitive org.jspecify;

  exports gulliver.examples;
}
