/** Comparisons with the JDK, with Netty and with C, and proof at full size. */
module gulliver.benchmarks {
  requires gulliver.protocols;
  requires gulliver.sockets;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.classes.io_uring;
  requires io.netty.transport.unix.common;
  requires jmh.core;
  requires java.management;
  requires static org.jspecify;
}
