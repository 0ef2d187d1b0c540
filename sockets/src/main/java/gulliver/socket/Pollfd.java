package gulliver.socket;

import java.util.Objects;

/**
 * What {@link Network#poll poll} is to look at, and what it has seen: C's {@code struct pollfd}. It
 * can be used again and again; one call at a time uses it.
 *
 * @since 0.1
 */
public final class Pollfd {
  private final Pollable target;
  private int events;
  private int revents;

  /**
   * Asks for events.
   *
   * @param target a socket or a descriptor
   * @param events {@link Linux#POLLIN}: a call that receives or accepts would not wait; {@link
   *     Linux#POLLOUT}: one that sends would not; {@link Linux#POLLPRI}: something urgent; {@link
   *     Linux#POLLRDHUP}: the peer has shut down sending; or'ed; may be 0
   */
  public Pollfd(Pollable target, int events) {
    this.target = Objects.requireNonNull(target, "Pollfd: target");
    events(events);
  }

  /** {@return the socket or descriptor} */
  public Pollable target() {
    return target;
  }

  /** {@return what is asked for} */
  public int events() {
    return events;
  }

  /**
   * Asks for other events.
   *
   * @param events as in the constructor
   */
  public void events(int events) {
    if ((events & ~0xffff) != 0) {
      throw new IllegalArgumentException(
          "Pollfd: events 0x" + Integer.toHexString(events) + ": 16 bits are allowed");
    }
    this.events = events;
  }

  /**
   * {@return what there was when {@code poll} ended: of the events those that are, and, asked for
   * or not, {@link Linux#POLLERR}: an error is pending, or the reader of a pipe has gone; {@link
   * Linux#POLLHUP}: both directions have ended, or the writer of a pipe has gone; {@link
   * Linux#POLLNVAL}: it is closed}
   */
  public int revents() {
    return revents;
  }

  void seen(int revents) {
    this.revents = revents;
  }

  /** Such as {@code POLLIN|POLLOUT of descriptor 7 pipe:[4711]: POLLOUT}. */
  @Override
  public String toString() {
    return flags(events) + " of " + target + ": " + flags(revents);
  }

  private static String flags(int events) {
    return LinuxNames.flags("POLL", events);
  }
}
