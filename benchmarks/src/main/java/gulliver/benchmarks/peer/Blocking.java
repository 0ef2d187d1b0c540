package gulliver.benchmarks.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** An interface whose calls wait, for {@link ThreadPeer}. */
interface Blocking {
  /** A buffer of the kind that its calls like best. */
  ByteBuffer allocate(int size);

  Listener listen(Where where) throws IOException;

  Connection connect(Where where) throws IOException;

  /** Two UDP sockets of 127.0.0.1, connected to each other: a call moves a datagram. */
  List<Connection> datagrams() throws IOException;

  /** A listening socket. */
  interface Listener {
    Where where();

    Connection accept() throws IOException;

    void close() throws IOException;
  }

  /** A connection. */
  interface Connection extends AutoCloseable {
    /** Sends what remains of the buffer. */
    void send(ByteBuffer from) throws IOException;

    /** Receives what there is into what remains of the buffer; -1 at the end. */
    int receive(ByteBuffer into) throws IOException;

    @Override
    void close() throws IOException;
  }
}
