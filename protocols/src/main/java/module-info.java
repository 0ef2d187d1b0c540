/** What programs put on top of sockets: framing, servers, TLS, HTTP/1.1. */
module gulliver.protocols {
  requires transitive gulliver.sockets;
  requires static jdk.jfr;
  requires static transitive org.jspecify;

  exports gulliver.protocols;
  exports gulliver.protocols.framing;
  exports gulliver.protocols.http;
  exports gulliver.protocols.http.files;
  exports gulliver.protocols.server;
  exports gulliver.protocols.tls;
}
