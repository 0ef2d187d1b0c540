package gulliver.socket;

/**
 * Something that not every network offers, or not on every machine. What is missing fails with an
 * errno; asking first lets a program (or a test that is about to be skipped) say so by name.
 *
 * @since 0.1
 * @see Network#supports(Capability)
 */
public enum Capability {
  /** {@code AF_INET6}. */
  IPV6,
  /** {@code AF_UNIX}. */
  UNIX,
  /** {@link Socket#fileno()} and {@link Socket#detach()}: sockets are the kernel's descriptors. */
  DESCRIPTORS,
  /** TCP's options: {@code TCP_INFO}, {@code TCP_CONGESTION}, … */
  TCP_OPTIONS
}
