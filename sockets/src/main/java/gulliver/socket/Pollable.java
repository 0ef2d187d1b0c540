package gulliver.socket;

import java.io.Closeable;
import java.io.IOException;

/**
 * A {@link Socket}, any other {@link Descriptor}, or a {@link Poller}. It has readiness, by which
 * {@link Network#poll poll}, {@link Network#select select} and a {@link Poller} tell when a call on
 * it would not have to wait; and a message can take it to another process, {@link
 * ControlMessage.ScmRights}.
 *
 * @since 0.1
 */
public sealed interface Pollable extends Closeable permits Socket, Descriptor, Poller {
  /** {@return the file descriptor; -1 on a network without descriptors, and when it is closed} */
  int fileno();

  /** {@return the network that it belongs to} */
  Network network();

  /**
   * Gives the descriptor away: this object is closed, the descriptor is not.
   *
   * @return the descriptor, which the caller closes
   * @throws IOException {@code EBADF} → closed; {@code EOPNOTSUPP} → a network without descriptors
   */
  int detach() throws IOException;

  @Override
  void close();
}
