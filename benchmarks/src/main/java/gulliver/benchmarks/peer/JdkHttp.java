package gulliver.benchmarks.peer;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** The web server of the JDK, {@code jdk.httpserver}, a virtual thread a request. */
final class JdkHttp extends Peer {
  JdkHttp() {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else an answer waits for 40 ms
  }

  @Override
  Server web(Where where, String text) throws IOException {
    byte[] content = Hello.content(text);
    HttpServer server =
        HttpServer.create((InetSocketAddress) where.java(), GulliverBlocking.BACKLOG);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", Hello.TYPE);
          exchange.sendResponseHeaders(200, content.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(content);
          }
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return () -> where.bound(server.getAddress());
  }
}
