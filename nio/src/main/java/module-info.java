/** java.net and java.nio on top of the Berkeley socket API. */
module gulliver.nio {
  requires transitive gulliver.sockets;
  requires jdk.net;
  requires static transitive org.jspecify;

  exports gulliver.nio;
}
