package gulliver.socket.spi;

import gulliver.socket.Capability;
import org.jspecify.annotations.Nullable;

/**
 * A network, as its author writes it; {@link gulliver.socket.Network#of} makes it one that programs
 * use.
 *
 * <p>Any number of threads may call a provider at once.
 *
 * @since 0.1
 */
public interface NetworkProvider {
  /** {@return a word that names the network in traces, such as {@code os}} */
  String name();

  /**
   * Makes a socket, as {@code socket(2)}.
   *
   * @param family an {@code AF_} number
   * @param type a {@code SOCK_} number, without flags
   * @param protocol an {@code IPPROTO_} number, 0 for the usual one
   * @param errno receives the errno in element 0 where the answer is null
   * @return the socket, or null with an errno
   */
  @Nullable Endpoint open(int family, int type, int protocol, int[] errno);

  /**
   * Makes two sockets that are connected with each other, as {@code socketpair(2)}.
   *
   * @param family an {@code AF_} number
   * @param type a {@code SOCK_} number, without flags
   * @param protocol an {@code IPPROTO_} number, 0 for the usual one
   * @param errno receives the errno in element 0 where the answer is null
   * @return two sockets, or null with an errno
   */
  Endpoint @Nullable [] pair(int family, int type, int protocol, int[] errno);

  /** {@return names of hosts and services} */
  Resolver resolver();

  /** {@return the clock and the threads} */
  Time time();

  /**
   * What there is at once on each of several endpoints, as {@code poll(2)} with a time-out of 0.
   *
   * @param endpoints endpoints of this network, perhaps the same one more than once
   * @param events which {@code POLL} bits of each are wanted, {@code POLLERR} and {@code POLLHUP}
   *     too only where they are asked for
   * @param revents receives those that there are
   */
  default void ready(Endpoint[] endpoints, int[] events, int[] revents) {
    for (int i = 0; i < endpoints.length; i++) {
      revents[i] = endpoints[i].ready() & events[i];
    }
  }

  /**
   * Waits until there is a wanted event on one of several endpoints. Returns at the deadline, when
   * the thread is interrupted (the interrupt stays pending), on {@link Endpoint#wake} of one of
   * them, or for no reason at all: the caller looks what happened. Any number of threads may wait
   * so, besides those in {@link Endpoint#await}.
   *
   * @param endpoints endpoints of this network; may be none
   * @param events which events of each are wanted, as for {@link #ready}
   * @param deadline an instant of the network's {@link Time#nanoTime()}, or {@link Time#FOREVER}
   */
  void await(Endpoint[] endpoints, int[] events, long deadline);

  /**
   * {@return what can be done with descriptors of the kernel; null on a network without {@link
   * Capability#DESCRIPTORS}}
   */
  default @Nullable Descriptors descriptors() {
    return null;
  }

  /**
   * {@return whether this network, on this machine, offers something that not every network offers}
   *
   * @param capability what is asked for
   */
  boolean supports(Capability capability);

  /**
   * {@return how many workers are still busy with a call whose caller has stopped waiting: name
   * look-ups and lingering closes cannot be stopped in a kernel} 0 where nothing like that exists.
   */
  default int unfinished() {
    return 0;
  }
}
