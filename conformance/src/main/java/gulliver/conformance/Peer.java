package gulliver.conformance;

import gulliver.socket.Address;
import gulliver.socket.Datagram;
import java.io.Closeable;
import java.io.IOException;

/**
 * Somebody at the other end of the network under test, who does as told. All calls block; those
 * that receive give up after some seconds with an exception, so that a broken network fails a test
 * instead of hanging it.
 */
public interface Peer {
  /**
   * A server that listens.
   *
   * @param address where; port 0 for an ephemeral one
   * @param backlog how many connections may queue up
   * @return the server, listening
   * @throws IOException on failure
   */
  Listener listen(Address address, int backlog) throws IOException;

  /**
   * A client that has connected.
   *
   * @param address where to
   * @return the connection
   * @throws IOException on failure
   */
  Stream connect(Address address) throws IOException;

  /**
   * Somebody to exchange datagrams with.
   *
   * @param address where; port 0 for an ephemeral one
   * @return a bound socket
   * @throws IOException on failure
   */
  Datagrams datagrams(Address address) throws IOException;

  /** A server. */
  interface Listener extends Closeable {
    /**
     * Where it listens.
     *
     * @return the address, with its port
     */
    Address address();

    /**
     * Takes a connection.
     *
     * @return the connection
     * @throws IOException on failure
     */
    Stream accept() throws IOException;
  }

  /** A connection. */
  interface Stream extends Closeable {
    /**
     * This end.
     *
     * @return its address
     */
    Address local();

    /**
     * The other end.
     *
     * @return its address
     */
    Address remote();

    /**
     * Sends everything.
     *
     * @param bytes what
     * @throws IOException on failure
     */
    void send(byte[] bytes) throws IOException;

    /**
     * Receives exactly so many bytes, or fewer if the stream ends.
     *
     * @param size how many
     * @return what came
     * @throws IOException on failure
     */
    byte[] receive(int size) throws IOException;

    /**
     * Ends the sending direction.
     *
     * @throws IOException on failure
     */
    void shutdownOutput() throws IOException;

    /**
     * Closes with a reset.
     *
     * @throws IOException on failure
     */
    void reset() throws IOException;
  }

  /** A datagram socket. */
  interface Datagrams extends Closeable {
    /**
     * Where it is.
     *
     * @return the address, with its port
     */
    Address address();

    /**
     * Sends one message.
     *
     * @param bytes the message
     * @param to where to
     * @throws IOException on failure
     */
    void send(byte[] bytes, Address to) throws IOException;

    /**
     * Receives one message.
     *
     * @return the message and its sender
     * @throws IOException on failure, also when none comes
     */
    Datagram receive() throws IOException;
  }
}
