package gulliver.conformance;

import gulliver.socket.Address;
import gulliver.socket.Network;
import java.time.Duration;

/** What a suite runs in: a network under test, and somebody at the other end. */
public interface World extends AutoCloseable {
  /**
   * The network under test.
   *
   * @return a network
   */
  Network network();

  /**
   * Who is at the other end: this network itself, or a program that somebody else wrote.
   *
   * @return a peer that reaches this network's addresses and is reached at its own
   */
  Peer peer();

  /**
   * An address of this host that both ends reach.
   *
   * @param port the port, 0 for an ephemeral one
   * @return an IPv4 literal
   */
  Address local(int port);

  /**
   * Lets time pass for a call that waits in another thread: nothing to do where it passes by
   * itself; a clock moved by hand is moved when a thread waits for it.
   *
   * @param time how much
   */
  void pass(Duration time);

  /**
   * What is open: descriptors, or what a network has instead. The same before a test and after it,
   * or something leaked.
   *
   * @return one line for each
   */
  java.util.List<String> open();

  /** Ends the world; waits for nothing. */
  @Override
  void close();
}
