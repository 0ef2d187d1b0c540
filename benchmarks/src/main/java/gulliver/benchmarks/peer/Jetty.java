package gulliver.benchmarks.peer;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Jetty, with its default threads and a handler that does not block. */
final class Jetty extends Peer {
  @Override
  Server web(Where where, String text) throws Exception {
    byte[] content = Hello.content(text);
    org.eclipse.jetty.server.Server server = new org.eclipse.jetty.server.Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, Hello.TYPE);
            response.write(true, ByteBuffer.wrap(content), callback);
            return true;
          }
        });
    server.start();
    Where bound = new Where.Tcp(connector.getLocalPort());
    return () -> bound;
  }
}
