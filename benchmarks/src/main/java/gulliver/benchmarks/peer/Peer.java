package gulliver.benchmarks.peer;

import java.io.IOException;

/**
 * One way to do input and output: what the workloads need of it. A peer has what it can do; the
 * rest says so.
 */
abstract class Peer {
  /** A server, which goes on until the process ends. */
  interface Server {
    Where where();
  }

  /** Connections, or something else that can be put to work several times. */
  interface Worker {
    /** Works for that time, and finishes what has been begun. */
    Count go(long millis) throws Exception;

    /** Closes everything that belongs to it. */
    void close() throws Exception;
  }

  /** Listens, and sends back what comes. */
  Server serve(Where where) throws Exception {
    throw lacking("serve");
  }

  /** The same for very many connections that say little: with as little room for each as it can. */
  Server idle(Where where) throws Exception {
    return serve(where);
  }

  /** Listens, and closes each connection that it has accepted. */
  Server accepts(Where where) throws Exception {
    throw lacking("accepts");
  }

  /** Listens, and answers each request of HTTP with a text. */
  Server web(Where where, String text) throws Exception {
    throw lacking("web");
  }

  /** Connects, for a closed loop of messages of that size on each connection. */
  Worker connect(Where where, int connections, int size) throws Exception {
    throw lacking("connect");
  }

  /**
   * Connects one connection to itself, for bytes in writes of that size; an operation is a byte.
   */
  Worker pump(Where where, int size) throws Exception {
    throw lacking("pump");
  }

  /** A thread at each end, for datagrams of that size; an operation is one that was received. */
  Worker datagrams(int size) throws Exception {
    throw lacking("datagrams");
  }

  /** One thread that sends some datagrams of that size and receives them, over and over. */
  Worker loop(int size) throws Exception {
    throw lacking("loop");
  }

  private IOException lacking(String what) {
    return new IOException(getClass().getSimpleName() + " has no " + what);
  }
}
