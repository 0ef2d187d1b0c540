package gulliver.benchmarks.peer;

/** The peers in Java, by their names. */
final class Peers {
  private Peers() {}

  static Peer named(String name) {
    return switch (name) {
      case "gulliver-pt" -> new ThreadPeer(new GulliverBlocking(), Thread.ofPlatform());
      case "gulliver-vt" -> new ThreadPeer(new GulliverBlocking(), Thread.ofVirtual());
      case "gulliver-vt1" -> oneCarrier("gulliver-vt");
      case "gulliver-poller" -> new GulliverPoller();
      case "gulliver-http" -> new GulliverHttp();
      case "gulliver-http1" -> oneCarrier("gulliver-http");
      case "gulliver-batch" -> new GulliverBatch();
      case "net-pt" -> new ThreadPeer(new JavaNet(), Thread.ofPlatform());
      case "net-vt" -> new ThreadPeer(new JavaNet(), Thread.ofVirtual());
      case "net-vt1" -> oneCarrier("net-vt");
      case "nio-pt" -> new ThreadPeer(new NioBlocking(), Thread.ofPlatform());
      case "nio-sel" -> new NioSelector();
      case "netty-epoll" -> new Netty(Netty.Native.EPOLL);
      case "netty-uring" -> new Netty(Netty.Native.IO_URING);
      case "netty-gso" -> new NettyDatagrams(NettyDatagrams.Kind.GSO);
      case "jdk-http" -> new JdkHttp();
      case "jetty" -> new Jetty();
      default -> throw new IllegalArgumentException("no peer " + name);
    };
  }

  /** The same with one carrier for its virtual threads, of which there have been none so far. */
  private static Peer oneCarrier(String name) {
    System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
    return named(name);
  }
}
