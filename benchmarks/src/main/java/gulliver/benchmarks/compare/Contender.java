package gulliver.benchmarks.compare;

import gulliver.benchmarks.Child;
import gulliver.benchmarks.peer.PeerMain;
import java.util.ArrayList;
import java.util.List;

/**
 * Who takes part.
 *
 * @param name as rows and columns call it
 * @param family whose it is
 * @param about what it does, in a few words
 */
record Contender(String name, Family family, String about) {
  /** Whose a contender is: ratios are to plain C, and to the best of the Java peers. */
  enum Family {
    GULLIVER,
    JAVA,
    C,
    /** Another program, such as a web server. */
    PROGRAM
  }

  static final List<Contender> ALL =
      List.of(
          gulliver("pt", "a platform thread a connection"),
          gulliver("vt", "a virtual thread a connection"),
          gulliver("vt1", "a virtual thread a connection, one carrier for all of them"),
          gulliver("poller", "an event loop with Poller: one thread a side"),
          gulliver("batch", "sendmmsg and recvmmsg with a MessageBatch"),
          gulliver("http", "HttpServer, a virtual thread a connection"),
          gulliver("http1", "HttpServer, a virtual thread a connection, one carrier for all"),
          java("net-pt", "java.net, a platform thread a connection"),
          java("net-vt", "java.net, a virtual thread a connection"),
          java("net-vt1", "java.net, a virtual thread a connection, one carrier for all of them"),
          java("nio-pt", "NIO channels that block, a platform thread a connection"),
          java("nio-sel", "NIO channels and a Selector: one thread a side"),
          java("netty-epoll", "Netty, epoll transport, one event loop a side"),
          java("netty-uring", "Netty, io_uring transport, one event loop a side"),
          java("netty-gso", "Netty, epoll transport, UDP_SEGMENT and UDP_GRO"),
          java("jdk-http", "jdk.httpserver, a virtual thread a request"),
          java("jetty", "Jetty, its default threads, a handler that does not block"),
          new Contender("nginx", Family.PROGRAM, "nginx, one worker"),
          c("c", "C, blocking calls, a thread a connection"),
          c("c-epoll", "C, epoll, one thread a side"),
          c("c-mmsg", "C, sendmmsg and recvmmsg"),
          c("c-gso", "C, UDP_SEGMENT and UDP_GRO"),
          c("c-sched", "C, tries with sched_yield between them, and never sleeps"),
          c("c-spin", "C, never sleeps"),
          c("c-solo", "C, both ends in one thread: nobody is ever waited for"));

  private static Contender gulliver(String variant, String about) {
    return new Contender("gulliver-" + variant, Family.GULLIVER, "Gulliver, " + about);
  }

  private static Contender java(String name, String about) {
    return new Contender(name, Family.JAVA, about);
  }

  private static Contender c(String name, String about) {
    return new Contender(name, Family.C, about);
  }

  static Contender named(String name) {
    return ALL.stream()
        .filter(c -> c.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contender " + name));
  }

  /**
   * How it is started.
   *
   * @param program which of the C programs, if it is one in C
   * @param words what it is to do
   */
  List<String> command(Programs programs, String program, List<String> words) {
    return switch (family) {
      case GULLIVER, JAVA -> Child.java(PeerMain.class.getName(), joined(List.of(name), words));
      case C -> {
        String variant = name.equals("c") ? "threads" : name.substring("c-".length());
        yield joined(List.of(programs.c(program).toString(), variant), words);
      }
      case PROGRAM -> throw new IllegalArgumentException(name + " is started by its workload");
    };
  }

  private static List<String> joined(List<String> first, List<String> then) {
    List<String> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  @Override
  public String toString() {
    return name;
  }
}
