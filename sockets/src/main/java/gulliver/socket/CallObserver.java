package gulliver.socket;

/**
 * Watches the calls of a network and on its sockets, each as its user made it: {@link
 * Network#observed} attaches one.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CallObserver {
  /**
   * Is told of a call that has ended, in the thread that made it, before it returns there. Several
   * threads may be inside at once. What this method throws goes to the caller of the socket.
   *
   * @param call the call; its buffers are the caller's own, to be read here and not kept
   */
  void called(Call call);
}
