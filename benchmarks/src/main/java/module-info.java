/** Comparisons with the JDK, with Netty and with C, and proof at full size. */
module gulliver.benchmarks {
  requires gulliver.protocols;
  requires gulliver.sockets;
  requires io.netty.buffer;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.classes.io_uring;
  requires io.netty.transport.unix.common;
  requires jdk.httpserver;
  requires jmh.core;
  requires java.management;
  requires org.eclipse.jetty.http;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.util;
  requires static org.jspecify;
}
