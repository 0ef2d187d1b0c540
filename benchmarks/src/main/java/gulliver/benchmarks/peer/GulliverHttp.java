package gulliver.benchmarks.peer;

import gulliver.protocols.http.HttpResponse;
import gulliver.protocols.http.HttpServer;
import gulliver.socket.Address;
import gulliver.socket.Network;
import gulliver.socket.Sockets;
import java.io.IOException;

/** Gulliver's web server, as a program has it. */
final class GulliverHttp extends Peer {
  @Override
  @SuppressWarnings("MustBeClosedChecker") // it goes on until the process ends
  Server web(Where where, String text) throws IOException {
    gulliver.protocols.server.Server server =
        HttpServer.of(_ -> HttpResponse.of(200, text))
            .start(Network.os(), Sockets.address("127.0.0.1", 0));
    Where bound = new Where.Tcp(((Address.Inet4) server.address()).port());
    return () -> bound;
  }
}
