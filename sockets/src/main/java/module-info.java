/** The Berkeley socket API, and the operating system's network beneath it. */
module gulliver.sockets {
  requires static jdk.jfr; // the events are there where it is
  requires static transitive org.jspecify;

  exports gulliver.socket;
  exports gulliver.socket.spi;
}
